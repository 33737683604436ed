"""From the plan to both signatures and a 补充协议 (A1.2d)."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.cast import PASSWORD
from xiangfeng.access.actor import SYSTEM
from xiangfeng.attachments.models import Attachment
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.actions import seed_years
from xiangfeng.documents.docx import render_docx
from xiangfeng.duties.models import Duty, DutyKind, Frequency, Occurrence, OccurrenceState
from xiangfeng.goals.actions import goals, plans
from xiangfeng.goals.models import Goal, Plan
from xiangfeng.notifications.models import Message
from xiangfeng.orgs.models import Unit
from xiangfeng.pledges import content, queries, waiting
from xiangfeng.pledges.actions import drafting, signing
from xiangfeng.pledges.actions.supplements import draft_supplement
from xiangfeng.pledges.exports import paper_of
from xiangfeng.pledges.models import Pledge, PledgeState, Supplement
from xiangfeng.pledges.proofs import all_signed
from xiangfeng.regulations.models import Article, Regulation

DUE = dt.date(2026, 12, 20)


@pytest.fixture
def plan(cast, at) -> Plan:
    """Two goals broken down to both villages, approved."""
    seed_years()
    town, villages = cast.units["云溪镇"], [cast.units["石桥村"], cast.units["南坡村"]]
    made = plans.create_plan(town, year=2026, upper_number="某创办〔2026〕3号", actor=SYSTEM, at=at)
    for title, weight in (("群众文化活动", 70), ("志愿服务", 30)):
        goal = goals.add_goal(
            made, parent=None, title=title, indicator="场次", target=Decimal(16), measure="场",
            weight=Decimal(weight), due_on=DUE, tags="精神", actor=SYSTEM, at=at,
        )  # fmt: skip
        goals.break_down(goal, units=villages, is_equal=True, actor=SYSTEM, at=at)
    plans.submit_plan(made, actor=SYSTEM, at=at)
    plans.approve_plan(made, actor=SYSTEM, at=at)
    return made


@pytest.fixture
def pledge(plan, cast, at) -> Pledge:
    """石桥村's draft."""
    drafting.generate_pledges(plan, actor=cast.actor("clerk"), at=at)
    return Pledge.objects.get(party=cast.units["石桥村"])


def sign_both(row, cast, at):
    signing.send_paper(row, actor=cast.actor("clerk"), at=at)
    for key in ("village", "head"):
        signing.sign_paper(row, digest=row.digest, method="password", actor=cast.actor(key), at=at)


def test_every_unit_with_goals_gets_one_with_weights_that_make_100(pledge, plan, cast, at):
    assert {row.party.name for row in Pledge.objects.all()} == {"石桥村", "南坡村"}
    assert [line["weight"] for line in pledge.lines] == ["70", "30"]
    assert pledge.number.startswith("云溪-责任书-2026-")
    assert drafting.generate_pledges(plan, actor=cast.actor("clerk"), at=at) == (0, 0)


def test_one_that_the_unit_has_with_the_county_is_another(plan, cast, at):
    county = Plan.objects.create(unit=cast.units["某县"], year=2026, title="某县计划", created_at=at)
    Pledge.objects.create(
        unit=county.unit, party=cast.units["石桥村"], plan=county, year=2026, number="某县-责任书-2026-001", created_at=at
    )  # fmt: skip
    assert drafting.generate_pledges(plan, actor=cast.actor("clerk"), at=at) == (2, 0)


def test_nothing_while_a_goal_has_no_owner_or_the_plan_is_open(plan, cast, at):
    Goal.objects.filter(unit=cast.units["南坡村"], title="志愿服务").update(unit=None)
    with pytest.raises(Refused, match="没有责任单位：志愿服务"):
        drafting.generate_pledges(plan, actor=cast.actor("clerk"), at=at)
    Plan.objects.update(state="draft")
    plan.refresh_from_db()
    with pytest.raises(Refused, match="批准后"):
        drafting.generate_pledges(plan, actor=cast.actor("clerk"), at=at)


def test_a_draft_follows_the_goals_and_what_is_signed_does_not(pledge, plan, cast, at):
    Goal.objects.filter(unit=pledge.party, title="志愿服务").update(target=12)
    assert drafting.generate_pledges(plan, actor=cast.actor("clerk"), at=at) == (0, 1)
    pledge.refresh_from_db()
    assert pledge.lines[1]["target"] == "12"
    sign_both(pledge, cast, at)
    Goal.objects.filter(unit=pledge.party).update(target=99)
    assert drafting.generate_pledges(plan, actor=cast.actor("clerk"), at=at) == (0, 0)
    pledge.refresh_from_db()
    assert pledge.lines[1]["target"] == "12"
    assert queries.is_whole(pledge)


@pytest.mark.parametrize(
    ("text", "word"),
    [("完不成的罚款五百元", "罚款"), ("各村缴纳保证金一千元", "保证金"), ("", "请写“奖惩办法”")],
)
def test_no_fines_no_deposits_no_gaps(pledge, cast, at, text, word):
    texts = {"responsibilities": "一", "support": "二", "method": "三", "rewards": text, "remark": ""}
    with pytest.raises(Refused, match=word):
        drafting.edit_texts(pledge, **texts, revision=pledge.revision, actor=cast.actor("clerk"), at=at)


def test_the_superior_names_its_own_duties_or_it_is_not_sent(pledge, cast, at):
    Pledge.objects.filter(pk=pledge.pk).update(support=" ")
    pledge.refresh_from_db()
    with pytest.raises(Refused, match="甲方责任与保障"):
        signing.send_paper(pledge, actor=cast.actor("clerk"), at=at)


def test_what_is_sent_is_what_stands_and_not_what_was_read(pledge, cast, at):
    Pledge.objects.filter(pk=pledge.pk).update(rewards="别人刚改过的文字")
    signing.send_paper(pledge, actor=cast.actor("clerk"), at=at)
    assert queries.is_whole(Pledge.objects.get(pk=pledge.pk))


def test_both_sign_in_turn_and_it_is_locked(pledge, cast, at):
    signing.send_paper(pledge, actor=cast.actor("clerk"), at=at)
    assert Message.objects.filter(user=cast.user("village"), text__startswith="请签").exists()
    with pytest.raises(Refused):
        signing.sign_paper(pledge, digest=pledge.digest, method="password", actor=cast.actor("head"), at=at)
    with pytest.raises(Refused):
        signing.sign_paper(
            pledge, digest=pledge.digest, method="password", actor=cast.actor("sibling"), at=at
        )
    with pytest.raises(Stale):
        signing.sign_paper(pledge, digest="0" * 64, method="password", actor=cast.actor("village"), at=at)
    for key in ("village", "head"):
        signing.sign_paper(pledge, digest=pledge.digest, method="password", actor=cast.actor(key), at=at)
    pledge.refresh_from_db()
    signed = queries.signatures_of(pledge)
    assert pledge.state == PledgeState.SIGNED
    assert (signed["party"].name, signed["party"].post) == ("石磊", "村党组织书记")
    assert (signed["giver"].name, signed["giver"].post) == ("何正", "镇长")
    assert pledge.paper is not None and pledge.paper.content_type == "application/pdf"
    with pytest.raises(Refused, match="已签"):
        signing.recall_paper(pledge, actor=cast.actor("clerk"), at=at)


def test_a_changed_text_shows(pledge, cast, at):
    sign_both(pledge, cast, at)
    Pledge.objects.filter(pk=pledge.pk).update(rewards="悄悄改过")
    pledge.refresh_from_db()
    assert not queries.is_whole(pledge)


def test_a_unit_renamed_later_changes_no_signed_text(pledge, cast, at):
    sign_both(pledge, cast, at)
    Unit.objects.filter(pk=pledge.party_id).update(name="石桥社区")
    signed = Pledge.objects.get(pk=pledge.pk)
    assert queries.is_whole(signed)
    assert "乙方：石桥村" in paper_of(signed).to_json()


def test_signing_on_the_page_asks_for_the_password_and_counts_wrong_ones(pledge, cast, at, client_for):
    signing.send_paper(pledge, actor=cast.actor("clerk"), at=at)
    client, url = client_for(cast.people["village"]), reverse("pledges:sign", args=[pledge.pk])
    answer = client.post(url, {"digest": pledge.digest, "secret": "wrong"})
    assert "密码或验证码不对，没有签字" in answer.text
    assert "还可以试 4 次" in answer.text
    answer = client.post(url, {"digest": pledge.digest, "secret": PASSWORD})
    assert answer.status_code == 302
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.HALF
    for _ in range(5):
        client_for(cast.people["head"]).post(url, {"digest": pledge.digest, "secret": "wrong"})
    answer = client_for(cast.people["head"]).post(url, {"digest": pledge.digest, "secret": PASSWORD})
    assert "临时锁定" in answer.text
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.HALF


def test_the_stamped_scan_is_enough(pledge, cast, at):
    signing.send_paper(pledge, actor=cast.actor("clerk"), at=at)
    told = {"signed_on": dt.date(2026, 2, 6), "party_name": "石磊", "giver_name": "何正"}
    who = {"actor": cast.actor("clerk"), "at": at}
    with pytest.raises(Refused, match="不能晚于今天"):
        signing.register_scan(pledge, upload=_pdf(), **(told | {"signed_on": dt.date(2027, 1, 1)}), **who)
    signing.register_scan(pledge, upload=_pdf(), **told, **who)
    pledge.refresh_from_db()
    assert (pledge.state, pledge.signed_on) == (PledgeState.SIGNED, dt.date(2026, 2, 6))
    assert {one.method for one in pledge.signatures.all()} == {"scan"}


def _pdf() -> SimpleUploadedFile:
    from xiangfeng.documents.paper import Kind, Paper, para
    from xiangfeng.documents.pdf import render_pdf

    return SimpleUploadedFile("签字.pdf", render_pdf(Paper(Kind.PLAIN, "责任书", (para("扫描"),))))


def test_a_supplement_changes_what_is_in_force_and_not_the_original(pledge, cast, at):
    who = {"actor": cast.actor("clerk"), "at": at}
    told = {"reason": "防汛", "basis": "党政联席会议7月3日"}
    wanted = {pledge.lines[0]["line"]: {"target": Decimal(6)}}
    with pytest.raises(Refused, match="签订以后"):
        draft_supplement(pledge, wanted=wanted, **told, **who)
    sign_both(pledge, cast, at)
    with pytest.raises(Refused, match="没有改动"):
        draft_supplement(pledge, wanted={pledge.lines[0]["line"]: {"target": Decimal("8.00")}}, **told, **who)
    with pytest.raises(Refused, match="权重合计 90"):
        draft_supplement(pledge, wanted={pledge.lines[0]["line"]: {"weight": Decimal(60)}}, **told, **who)
    row = draft_supplement(pledge, wanted=wanted, **told, **who)
    with pytest.raises(Refused, match="没有签完"):
        draft_supplement(pledge, wanted=wanted, **told, **who)
    assert queries.lines_in_force(pledge)[0]["target"] == "8"
    sign_both(row, cast, at)
    pledge.refresh_from_db()
    assert queries.lines_in_force(pledge)[0]["target"] == "6"
    assert pledge.lines[0]["target"] == "8"
    assert queries.is_whole(pledge)
    assert Supplement.objects.get().number.startswith("云溪-补充协议-2026-")


def test_the_duty_is_fulfilled_when_the_last_has_signed(pledge, plan, cast, at):
    assert queries.roll_of(plan).rate == 0
    sign_both(pledge, cast, at)
    roll = queries.roll_of(plan)
    assert (roll.expected, roll.signed, roll.rate) == (2, 1, 50)
    other = Pledge.objects.get(party=cast.units["南坡村"])
    signing.send_paper(other, actor=cast.actor("clerk"), at=at)
    for key in ("sibling", "head"):
        signing.sign_paper(other, digest=other.digest, method="password", actor=cast.actor(key), at=at)

    class One:
        pk, unit_id, year, due_on = 7, plan.unit_id, 2026, at.date()

    assert all_signed([One])[7].done_on == at.date()
    later = at + dt.timedelta(days=30)
    revised = plans.revise_plan(plan, why="增加一个单位", actor=SYSTEM, at=later)
    revised.goals.filter(unit=cast.units["南坡村"], title="志愿服务").update(unit=cast.units["农业站"])
    plans.submit_plan(revised, actor=SYSTEM, at=later)
    plans.approve_plan(revised, actor=SYSTEM, at=later)
    assert all_signed([One])[7].done_on == at.date()
    signing.void_paper(other, reason="换人重签", actor=cast.actor("head"), at=at)
    assert all_signed([One]) == {}


@pytest.fixture
def owed(plan, at) -> Occurrence:
    """The duty of the year to have every 责任书 signed."""
    rule = Regulation.objects.create(unit=plan.unit, title="工作制度", created_at=at)
    article = Article.objects.create(regulation=rule, seq=1, label="一", text="签订责任书。")
    duty = Duty.objects.create(
        unit=plan.unit, article=article, title="责任书", kind=DutyKind.PLEDGE, doer="创建办",
        frequency=Frequency.YEAR, proof="责任书",
    )  # fmt: skip
    return Occurrence.objects.create(
        duty=duty, unit=plan.unit, year=2026, start=dt.date(2026, 1, 1), end=dt.date(2026, 12, 31),
        due_on=dt.date(2026, 12, 31), red_on=dt.date(2027, 1, 1),
    )  # fmt: skip


def test_who_owes_one_follows_the_goals(pledge, plan, owed, cast, at):
    who = {"actor": SYSTEM, "at": at}
    sign_both(pledge, cast, at)
    given_up = [(goal, "cancelled", "撤村") for goal in plan.goals.filter(unit=cast.units["南坡村"])]
    goals.close_goals(plan, given_up, **who)
    owed.refresh_from_db()
    assert owed.state == OccurrenceState.FULFILLED
    new = plans.revise_plan(plan, why="站所也要签", **who)
    goals.add_goal(
        new, parent=None, title="农技服务", indicator="场次", target=Decimal(2), measure="场", weight=Decimal(0),
        due_on=DUE, tags="精神", unit=cast.units["农业站"], **who,
    )  # fmt: skip
    plans.submit_plan(new, **who)
    plans.approve_plan(new, **who)
    owed.refresh_from_db()
    assert owed.state == OccurrenceState.OPEN


def test_urging_tells_only_those_who_have_not_signed(pledge, cast, at):
    with pytest.raises(Refused, match="不用催"):
        signing.urge_pledges([pledge], actor=cast.actor("clerk"), at=at)
    signing.send_paper(pledge, actor=cast.actor("clerk"), at=at)
    assert signing.urge_pledges([pledge], actor=cast.actor("clerk"), at=at) == 1
    assert Message.objects.filter(user=cast.user("village"), text__startswith="催签").count() == 1


def test_the_inbox_says_whose_turn_it_is(pledge, cast, at):
    signing.send_paper(pledge, actor=cast.actor("clerk"), at=at)
    for key, is_mine in (("village", True), ("clerk", False)):
        actor = cast.actor(key)
        (row,) = queries.waiting_for(actor, today=at.date())[0]
        assert waiting.describe(row, actor, at.date())["is_mine"] is is_mine
    assert not queries.waiting_for(cast.actor("head"), today=at.date())[0]
    assert not queries.waiting_for(cast.actor("sibling"), today=at.date())[0]


def test_search_finds_by_number_unit_and_signer(pledge, cast, at):
    sign_both(pledge, cast, at)
    for text in (pledge.number, "石桥", "石磊"):
        assert pledge.pk in [row[1] for row in queries.found_by(cast.actor("clerk"), text)[0]]
    assert not queries.found_by(cast.actor("sibling"), "石桥")[0]


def test_the_ledger_has_the_columns_of_ledger_three(pledge, cast, at, client_for):
    sign_both(pledge, cast, at)
    answer = client_for(cast.people["clerk"]).get(
        reverse("pledges:pledges"), {"export": "xlsx", "tab": "signed"}
    )
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    heads, row = sheet.to_python()[:2]
    assert heads[:7] == ["序号", "单位", "责任人", "签订日期", "编号", "扫描件", "备注"]
    assert row[1:5] == ["石桥村", "石磊", "2026-11-23", pledge.number]


def test_the_paper_has_both_sides_and_all_parts(pledge, cast, at):
    sign_both(pledge, cast, at)
    paper = paper_of(pledge)
    text = paper.to_json()
    for word in (
        "目标任务",
        "责任内容",
        "甲方责任与保障",
        "考核办法",
        "奖惩办法",
        "镇长　何正",
        "村党组织书记　石磊",
    ):
        assert word in text
    assert render_docx(paper)[:2] == b"PK"
    assert Attachment.objects.filter(purpose="责任书签订文本").count() == 1


def test_the_page_shows_target_value_and_state(pledge, cast, at, client_for):
    sign_both(pledge, cast, at)
    page = client_for(cast.people["village"]).get(reverse("pledges:pledge", args=[pledge.pk])).text
    assert "内容与签字时一致" in page
    assert "≥ 8 场" in page
    assert "全镇签订情况" not in page  # a village sees its own


def test_changed_lines_are_pure():
    line = {
        "line": 1,
        "title": "活动",
        "measure": "场",
        "target": "8",
        "weight": "100",
        "due_on": "2026-12-20",
    }
    changes = content.changes_between([line], {1: {"target": "6", "weight": "100"}})
    assert changes[0]["old"] == {"target": "8"}
    assert content.in_force([line], [changes])[0]["target"] == "6"
    assert line["target"] == "8"
