"""From draft to repeal: nothing is in force without review (F8), meeting (A0) and day, and the history of versions stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.queries import entries_for
from xiangfeng.notifications.models import Message
from xiangfeng.regulations import succession
from xiangfeng.regulations.actions import drafts, life, text
from xiangfeng.regulations.models import Article, Regulation
from xiangfeng.regulations.outline import ARTICLE, Piece
from xiangfeng.regulations.queries import regulations_for, standing

FACTS = {
    "deliberation": "镇党政联席会议第9次会议",
    "deliberated_on": dt.date(2026, 11, 20),
    "effective_on": dt.date(2026, 12, 1),
}


def _reviewed(draft: Regulation, cast: Cast, legal: Actor, at: dt.datetime, **facts: Any) -> Regulation:
    life.submit_regulation(draft, actor=cast.actor("clerk"), at=at)
    life.approve_regulation(draft, actor=legal, at=at, note="没有抵触")
    given = FACTS | facts
    return drafts.edit_facts(draft, revision=draft.revision, actor=cast.actor("clerk"), at=at, **given)


def test_the_whole_way(cast: Cast, at: dt.datetime, draft: Regulation, legal: Actor):
    row = _reviewed(draft, cast, legal, at)
    life.enact_regulation(row, actor=cast.actor("head"), at=at)
    row.refresh_from_db()
    assert (row.state, row.reviewed_by, row.legal_opinion) == ("in_force", "孙法", "没有抵触")
    assert [one.verb for one in entries_for(row)][-4:] == [
        "送合法性审核",
        "审核通过",
        "改制度信息",
        "批准施行",
    ]
    assert not row.stands_on(dt.date(2026, 11, 30)) and row.stands_on(dt.date(2026, 12, 1))


def test_those_whose_turn_it_is_are_told(cast: Cast, at: dt.datetime, draft: Regulation, legal: Actor):
    row = _reviewed(draft, cast, legal, at)
    life.enact_regulation(row, actor=cast.actor("head"), at=at)

    def told(user_id: int) -> list[str]:
        return list(Message.objects.filter(user_id=user_id).order_by("pk").values_list("text", flat=True))

    assert told(legal.user_id or 0) == ["“云溪镇意见箱管理制度”送合法性审核，等您审"]
    assert told(cast.user("clerk").pk)[-1] == "“云溪镇意见箱管理制度”自2026年12月1日起施行"
    assert any("可批准施行" in one for one in told(cast.user("leader").pk))


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"deliberation": ""}, "没有审议会议和日期"),
        ({"deliberated_on": None}, "没有审议会议和日期"),
        ({"effective_on": None}, "没有施行日"),
        ({"effective_on": dt.date(2026, 11, 1)}, "施行日早于审议会议"),
        ({"deliberated_on": dt.date(2026, 11, 24)}, "还没有开"),
    ],
)
def test_not_in_force_without_meeting_and_day(
    cast: Cast, at: dt.datetime, draft: Regulation, legal: Actor, facts: dict[str, Any], why: str
):
    row = _reviewed(draft, cast, legal, at, **facts)
    with pytest.raises(Refused, match=why):
        life.enact_regulation(row, actor=cast.actor("head"), at=at)
    assert Regulation.objects.get(pk=row.pk).state == "reviewed"


def test_the_database_itself_keeps_what_was_not_considered_out(draft: Regulation):
    with pytest.raises(IntegrityError), transaction.atomic():
        Regulation.objects.filter(pk=draft.pk).update(state="in_force", effective_on=dt.date(2026, 12, 1))


def test_not_in_force_without_review(cast: Cast, at: dt.datetime, draft: Regulation):
    given = {"actor": cast.actor("clerk"), "at": at}
    row = drafts.edit_facts(draft, revision=draft.revision, **given, **FACTS)
    life.submit_regulation(row, **given)
    with pytest.raises(Refused, match="现在是“合法性审核”，不能批准施行"):
        life.enact_regulation(row, actor=cast.actor("head"), at=at)


def test_a_fine_goes_neither_to_review_nor_into_force(
    cast: Cast, at: dt.datetime, draft: Regulation, legal: Actor
):
    given = {"actor": cast.actor("clerk"), "at": at}
    bad = Piece(ARTICLE, "乱扔垃圾的罚款50元。")
    text.add_piece(draft, bad, after=0, revision=draft.revision, **given)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="二-2写了“罚款”：.*第16条.*可改为扣减以奖代补资金"):
        life.submit_regulation(draft, **given)
    good = draft.articles.get(label="二-2")
    text.edit_piece(
        draft, Piece(ARTICLE, "乱扔垃圾的，劝导改正。", key=good.pk), revision=draft.revision, **given
    )
    row = _reviewed(draft, cast, legal, at)
    Article.objects.filter(pk=good.pk).update(text="没收工具。")
    with pytest.raises(Refused, match="二-2写了“没收”"):
        life.enact_regulation(row, actor=cast.actor("head"), at=at)


def test_an_empty_text_is_not_reviewed(cast: Cast, at: dt.datetime):
    clerk = cast.actor("clerk")
    row = drafts.create_regulation(cast.units["云溪镇"], title="云溪镇空制度", actor=clerk, at=at)
    with pytest.raises(Refused, match="还没有条款"):
        life.submit_regulation(row, actor=clerk, at=at)


def test_nobody_reviews_what_they_drafted_or_sent_in(
    cast: Cast, at: dt.datetime, draft: Regulation, legal: Actor
):
    Regulation.objects.filter(pk=draft.pk).update(drafted_by_id=legal.user_id)
    draft.refresh_from_db()
    life.submit_regulation(draft, actor=cast.actor("clerk"), at=at)
    for act in (life.approve_regulation, life.send_back_regulation):
        with pytest.raises(Refused, match="不能审自己的稿"):
            act(draft, actor=legal, at=at, note="可以")


def test_a_review_says_something(cast: Cast, at: dt.datetime, draft: Regulation, legal: Actor):
    life.submit_regulation(draft, actor=cast.actor("clerk"), at=at)
    for act in (life.approve_regulation, life.send_back_regulation):
        with pytest.raises(Refused, match="要写明理由"):
            act(draft, actor=legal, at=at, note=" ")


def test_sent_back_it_is_a_draft_again(cast: Cast, at: dt.datetime, draft: Regulation, legal: Actor):
    life.submit_regulation(draft, actor=cast.actor("clerk"), at=at)
    life.send_back_regulation(draft, actor=legal, at=at, note="第二条期限太短")
    assert Regulation.objects.get(pk=draft.pk).state == "draft"
    assert Message.objects.filter(user=cast.user("clerk"), text__contains="第二条期限太短").exists()


def test_reopened_the_review_counts_no_more(cast: Cast, at: dt.datetime, draft: Regulation, legal: Actor):
    row = _reviewed(draft, cast, legal, at)
    life.reopen_regulation(row, actor=cast.actor("leader"), at=at, note="会议要求再改")
    row.refresh_from_db()
    assert (row.state, row.reviewed_on, row.legal_opinion) == ("draft", None, "")


def test_who_repeals_says_why_and_it_binds_to_the_end_of_the_day(
    cast: Cast, at: dt.datetime, adopted: Regulation
):
    with pytest.raises(Refused, match="要写明理由"):
        life.repeal_regulation(adopted, actor=cast.actor("head"), at=at)
    with pytest.raises(Refused, match="没有这项权限"):
        life.repeal_regulation(adopted, actor=cast.actor("clerk"), at=at, note="不用了")
    life.repeal_regulation(adopted, actor=cast.actor("head"), at=at, note="并入工作规则")
    adopted.refresh_from_db()
    assert (adopted.ends_on, adopted.repeal_reason) == (at.date(), "并入工作规则")
    assert adopted.stands_on(at.date()) and not adopted.stands_on(at.date() + dt.timedelta(days=1))


def test_a_new_version_takes_the_place_of_the_old_on_its_day(
    cast: Cast, at: dt.datetime, adopted: Regulation, legal: Actor, monkeypatch: pytest.MonkeyPatch
):
    followed: list[Any] = []
    monkeypatch.setattr(succession, "_FOLLOWERS", [lambda *args: followed.append(args)])
    new = drafts.revise_regulation(adopted, actor=cast.actor("clerk"), at=at)
    assert (new.number, new.version, new.state) == (adopted.number, 2, "draft")
    same = ("label", "text", "requirements")
    assert list(new.articles.values_list(*same)) == list(adopted.articles.values_list(*same))
    row = _reviewed(new, cast, legal, at)
    life.enact_regulation(row, actor=cast.actor("head"), at=at)
    adopted.refresh_from_db()
    assert (adopted.state, adopted.ends_on) == ("repealed", dt.date(2026, 11, 30))
    seen = regulations_for(cast.actor("village")).filter(number=new.number)
    for day, version in ((dt.date(2026, 11, 30), 1), (dt.date(2026, 12, 1), 2)):
        assert [one.version for one in standing(seen, day)] == [version]
    ((old, heir, places, _, _),) = followed
    assert (old.pk, heir.pk) == (adopted.pk, new.pk)
    assert places == {one.came_from_id: one.pk for one in new.articles.all()}
    assert len(places) == 3


def test_a_new_version_cannot_begin_before_the_old(
    cast: Cast, at: dt.datetime, adopted: Regulation, legal: Actor
):
    new = drafts.revise_regulation(adopted, actor=cast.actor("clerk"), at=at)
    day = dt.date(2026, 1, 1)
    row = _reviewed(new, cast, legal, at, deliberated_on=day, effective_on=day)
    with pytest.raises(Refused, match="施行日要晚于它"):
        life.enact_regulation(row, actor=cast.actor("head"), at=at)
    adopted.refresh_from_db()
    assert adopted.state == "in_force"


def test_one_revision_at_a_time(cast: Cast, at: dt.datetime, adopted: Regulation, draft: Regulation):
    clerk = cast.actor("clerk")
    drafts.revise_regulation(adopted, actor=clerk, at=at)
    with pytest.raises(Refused, match="第2版已在修订中"):
        drafts.revise_regulation(adopted, actor=clerk, at=at)
    with pytest.raises(Refused, match="只有施行中的"):
        drafts.revise_regulation(draft, actor=clerk, at=at)


def test_one_name_one_regulation(cast: Cast, at: dt.datetime, draft: Regulation, adopted: Regulation):
    clerk, town = cast.actor("clerk"), cast.units["云溪镇"]
    with pytest.raises(drafts.SameTitle, match=adopted.number) as refusal:
        drafts.create_regulation(town, title=f" {adopted.title} ", actor=clerk, at=at)
    assert refusal.value.regulation == adopted
    with pytest.raises(drafts.SameTitle):
        drafts.edit_facts(draft, revision=draft.revision, actor=clerk, at=at, title=adopted.title)
    other = cast.units["东河镇"]
    assert drafts.create_regulation(other, title=adopted.title, actor=SYSTEM, at=at).pk
    life.repeal_regulation(adopted, actor=cast.actor("head"), at=at, note="重立")
    assert drafts.create_regulation(town, title=adopted.title, actor=clerk, at=at).number != adopted.number


def test_facts_are_not_changed_behind_somebodys_back(cast: Cast, at: dt.datetime, draft: Regulation):
    seen, clerk = draft.revision, cast.actor("clerk")
    drafts.edit_facts(draft, revision=seen, actor=clerk, at=at, owner="宣传办")
    with pytest.raises(Stale):
        drafts.edit_facts(draft, revision=seen, actor=clerk, at=at, owner="司法所")
    life.submit_regulation(draft, actor=clerk, at=at)
    with pytest.raises(Refused, match="名称不能再改"):
        drafts.edit_facts(draft, revision=draft.revision, actor=clerk, at=at, title="换个名")


def test_a_deleted_draft_leaves_its_number(cast: Cast, at: dt.datetime, draft: Regulation):
    clerk = cast.actor("clerk")
    number = draft.number
    drafts.delete_draft(draft, actor=clerk, at=at)
    again = drafts.create_regulation(cast.units["云溪镇"], title="云溪镇另一制度", actor=clerk, at=at)
    assert again.number > number


def test_drafts_are_for_those_who_work_on_them(
    cast: Cast, at: dt.datetime, draft: Regulation, adopted: Regulation, legal: Actor
):
    def seen(actor: Actor) -> set[int]:
        return set(regulations_for(actor).values_list("pk", flat=True))

    for person in ("clerk", "director", "leader", "head", "county"):
        assert seen(cast.actor(person)) == {draft.pk, adopted.pk}, person
    assert seen(legal) == {draft.pk, adopted.pk}
    for person in ("village", "sibling", "liaison"):
        assert seen(cast.actor(person)) == {adopted.pk}, person
    for person in ("outsider", "assessor", "supervisor", "system_admin"):
        assert seen(cast.actor(person)) == set(), person
