"""A 公示 from draft to its end: checks, days, objections, correction, taking down, the duty it fulfils (F4.2)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.worlds.notices import TEXTS
from tests.worlds.regulations import in_force
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.actions import seed_years
from xiangfeng.duties.actions import add_duty
from xiangfeng.duties.models import Occurrence
from xiangfeng.notices.actions import drafting, ending, issuing, objections
from xiangfeng.notices.models import Notice, Objection
from xiangfeng.notifications.models import Message
from xiangfeng.regulations.outline import ARTICLE, Piece
from xiangfeng.visitors.actions import Visitor, forget_visitors
from xiangfeng.visitors.models import Tally
from xiangfeng.workbench.queries import todos_for
from xiangfeng.workflow.flow import fire

DAY = dt.timedelta(days=1)
LAST = dt.date(2026, 11, 30)
"""Of five working days from Monday, 23 November 2026, which is not counted."""


@pytest.fixture
def who(cast, at):
    return lambda seat, when=at: {"actor": cast.actor(seat, on=when.date()), "at": when}


@pytest.fixture
def draft(cast, who):
    seed_years()
    return lambda **texts: drafting.draft_notice(cast.units["云溪镇"], **TEXTS | texts, **who("clerk"))


@pytest.fixture
def issued(draft, who):
    def make(**texts):
        row = draft(**texts)
        drafting.submit_notice(row, **who("clerk"))
        issuing.issue_notice(row, **who("leader"))
        return row

    return make


def _object(row, at, text="名单有误", address="192.0.2.1", **fields):
    return objections.raise_objection(row, text=text, visitor=Visitor(address), at=at, **fields)


def test_issue_counts_working_days_and_keeps_the_paper(issued, at):
    row = issued()
    assert (row.state, row.number, row.starts_on, row.ends_on) == (
        "running", "云溪公示〔2026〕1号", dt.date(2026, 11, 24), LAST,
    )  # fmt: skip
    assert row.pdf.kind == "pdf" and row.docx.kind == "docx" and row.pdf.is_restricted
    assert issued().number == "云溪公示〔2026〕2号"


def test_the_new_year_holiday_is_not_counted(draft, who, at):
    row = draft(subject="other", workdays=3)
    drafting.submit_notice(row, **who("clerk"))
    with pytest.raises(Refused, match="2027年的放假"):
        issuing.issue_notice(row, **who("leader", dt.datetime(2026, 12, 30, 9, tzinfo=at.tzinfo)))
    row.refresh_from_db()
    assert row.state == "signing"


def test_what_is_signed_is_the_text_that_is_there(draft, who):
    row = draft()
    drafting.submit_notice(row, **who("clerk"))
    read_before = Notice.objects.select_related("unit").get(pk=row.pk)
    fire(row, "recall", **who("clerk"))
    drafting.edit_notice(row, revision=0, **TEXTS | {"title": "改过的标题"}, **who("clerk"))
    drafting.submit_notice(row, **who("clerk"))
    with pytest.raises(Stale, match="文字又改过了"):
        issuing.issue_notice(read_before, **who("leader"), seen=0)
    issuing.issue_notice(read_before, **who("leader"))
    assert read_before.title == "改过的标题" and read_before.state == "running"


@pytest.mark.parametrize("subject", ["reward", "sanction", "election"])
def test_names_are_shown_for_five_working_days_at_least(draft, subject):
    with pytest.raises(Refused, match="不少于 5 个工作日"):
        draft(subject=subject, workdays=4)
    assert draft(subject="result", workdays=4).workdays == 4


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"body": "李四，身份证号 11010519491231002X。"}, "正文第1段有身份证号，请改成 110105********002X"),
        ({"table": "姓名\t电话\n林小禾\t13912345678"}, "正文表1第1行“电话”有手机号，请改成 139****5678"),
        ({"body": "奖金打到 6222020200112230 的卡上。"}, "银行卡号"),
        ({"body": "逾期不改的罚款五百元。"}, "罚款"),
        ({"phone": ""}, "联系电话和地址"),
    ],
)
def test_what_may_not_stand_in_it_is_said_with_its_place(draft, who, fields, said):
    row = draft(**fields)
    with pytest.raises(Refused) as refusal:
        drafting.submit_notice(row, **who("clerk"))
    assert said in str(refusal.value)


def test_masked_numbers_and_the_office_line_may_stand(draft, who):
    row = draft(body="电话 139****5678，受理电话 0577-64711234。")
    drafting.submit_notice(row, **who("clerk"))
    assert row.state == "signing"


def test_a_ragged_table_is_refused_and_bars_part_cells_too(draft):
    with pytest.raises(Refused, match="第 1 行有 3 格"):
        draft(table="姓名|村\n张三|石桥村|多了")
    assert draft(table="姓名 | 村\n林小禾 | 石桥村").table == "姓名\t村\n林小禾\t石桥村"


def test_only_a_draft_is_edited_and_the_second_is_told(draft, who):
    row = draft()
    drafting.edit_notice(row, revision=0, **TEXTS | {"title": "新标题"}, **who("clerk"))
    with pytest.raises(Stale):
        drafting.edit_notice(row, revision=0, **TEXTS, **who("director"))
    drafting.submit_notice(row, **who("clerk"))
    with pytest.raises(Refused, match="不能改"):
        drafting.edit_notice(row, revision=1, **TEXTS, **who("clerk"))
    assert Notice.objects.get(pk=row.pk).title == "新标题"


def test_the_signer_finds_it_waiting_and_may_send_it_back(cast, draft, who, at):
    row = draft()
    drafting.submit_notice(row, **who("clerk"))
    assert any("公示等签发" in todo.text for todo in todos_for(cast.actor("leader"), today=at.date()))
    assert not any("公示等签发" in todo.text for todo in todos_for(cast.actor("county"), today=at.date()))
    issuing.send_back_notice(row, reason="加上事迹", **who("leader"))
    assert row.state == "draft"
    assert Message.objects.filter(user=cast.user("clerk"), text__contains="加上事迹").exists()


def test_the_clock_ends_it_the_day_after_its_last(issued, at):
    row = issued()
    assert ending.close_due_notices(at=at.replace(month=11, day=30)) == 0
    assert ending.close_due_notices(at=at.replace(month=12, day=1)) == 1
    row.refresh_from_db()
    assert (row.state, row.outcome, row.closed_on) == ("ended", "none", LAST)
    assert not row.is_readable(LAST + DAY)
    assert ending.close_due_notices(at=at.replace(month=12, day=29)) == 0
    assert ending.close_due_notices(at=at.replace(month=12, day=30)) == 1
    row.refresh_from_db()
    assert row.state == "down"


def test_an_open_objection_keeps_it_from_ending_without(cast, issued, who, at):
    row, end = issued(), at.replace(month=12, day=1)
    raised, _ = _object(row, at + DAY)
    with pytest.raises(Refused, match="1 条异议没有了结"):
        fire(row, "end", **who("clerk"))
    ending.close_due_notices(at=end)
    row.refresh_from_db()
    assert row.state == "contested"
    assert any("期满有异议" in todo.text for todo in todos_for(cast.actor("clerk"), today=end.date()))
    with pytest.raises(Refused, match="没有答复"):
        ending.decide_objections(row, "keep", reason="属实", **who("clerk", end))
    objections.answer_objection(
        raised, finding="rejected", answer="查过了", is_public=False, **who("clerk", end)
    )
    with pytest.raises(Refused, match="要写明"):
        ending.decide_objections(row, "keep", reason=" ", **who("clerk", end))
    with pytest.raises(Refused, match="公开的理由里有手机号"):
        ending.decide_objections(row, "keep", reason="已电话 13800001234 核实", **who("clerk", end))
    ending.decide_objections(row, "keep", reason="经查属实，维持", **who("clerk", end))
    assert (row.state, row.outcome, row.decision) == ("ended", "kept", "经查属实，维持")


def test_an_answered_one_hinders_only_when_it_was_right(issued, who, at):
    rows = {finding: issued() for finding in ("rejected", "upheld")}
    for finding, row in rows.items():
        raised, _ = _object(row, at + DAY)
        objections.answer_objection(raised, finding=finding, answer="查过了", is_public=False, **who("clerk"))
    ending.close_due_notices(at=at.replace(month=12, day=1))
    states = {finding: Notice.objects.get(pk=row.pk).state for finding, row in rows.items()}
    assert states == {"rejected": "ended", "upheld": "contested"}


def test_adjusting_drafts_a_correction_that_replaces_the_old_one(issued, who, at):
    row, end = issued(), at.replace(month=12, day=1)
    raised, _ = _object(row, at + DAY)
    objections.answer_objection(raised, finding="upheld", answer="确有其事", is_public=True, **who("clerk"))
    ending.close_due_notices(at=end)
    row.refresh_from_db()
    made = ending.decide_objections(row, "adjust", reason="去掉一人", **who("clerk", end))
    assert (row.state, row.outcome, made.state, made.corrects_id) == ("ended", "adjusted", "draft", row.pk)
    drafting.submit_notice(made, **who("clerk", end))
    issuing.issue_notice(made, **who("leader", end))
    row.refresh_from_db()
    assert (row.state, made.state, made.number) == ("corrected", "running", "云溪公示〔2026〕2号")


def test_a_correction_waits_for_the_answers_and_there_is_one(issued, who, at):
    row = issued()
    raised, _ = _object(row, at + DAY)
    made = drafting.correct_notice(row, reason="漏了一人", **who("clerk"))
    with pytest.raises(Refused, match="已经有一份更正件"):
        drafting.correct_notice(row, reason="再改", **who("clerk"))
    drafting.submit_notice(made, **who("clerk"))
    with pytest.raises(Refused, match="还有异议没有答复"):
        issuing.issue_notice(Notice.objects.get(pk=made.pk), **who("leader"))
    objections.answer_objection(raised, finding="upheld", answer="补上", is_public=False, **who("clerk"))
    issuing.issue_notice(Notice.objects.get(pk=made.pk), **who("leader"))
    row.refresh_from_db()
    assert row.state == "corrected" and row.is_readable(at.date())


def test_an_announcement_goes_down_after_its_last_day(issued, draft, who, at):
    row = issued(kind="announcement", subject="other", phone="", place="", until=at.date() + DAY)
    assert (row.state, row.number) == ("published", "云溪公告〔2026〕1号")
    assert [ending.close_due_notices(at=at + n * DAY) for n in (1, 2)] == [0, 1]
    late = draft(kind="announcement", subject="other", until=at.date() - DAY)
    drafting.submit_notice(late, **who("clerk"))
    with pytest.raises(Refused, match="截止日已经过了"):
        issuing.issue_notice(late, **who("leader"))


def test_it_fulfils_the_duty_of_its_month_until_withdrawn(cast, issued, who, at):
    seed_years()
    regulation = in_force(cast.units["云溪镇"], "奖罚制度", [Piece(ARTICLE, "1", "按月公示奖罚")])
    add_duty(
        cast.units["云溪镇"], regulation.articles.get(), title="奖罚公示", kind="publication", doer="创建办",
        frequency="month", due_rule="end", proof="公示件", warn_workdays=5, requirement="F4.2",
        from_on=dt.date(2026, 10, 1), **who("director"),
    )  # fmt: skip
    issued(subject="result", workdays=5)
    november = Occurrence.objects.get(duty__kind="publication", start=dt.date(2026, 11, 1))
    assert november.done_on is None
    row = issued()
    november.refresh_from_db()
    assert (november.done_on, november.proof_url) == (at.date(), reverse("notices:notice", args=[row.pk]))
    with pytest.raises(Refused, match="公开的理由里有手机号"):
        issuing.withdraw_notice(row, reason="误登王五 13800001234", **who("leader"))
    issuing.withdraw_notice(row, reason="发错了", **who("leader"))
    november.refresh_from_db()
    assert november.done_on is None


def test_one_that_came_in_time_counts_though_it_is_entered_late(issued, who, at):
    row, end = issued(), at.replace(month=12, day=1)
    ending.close_due_notices(at=end)
    row.refresh_from_db()
    enter = {"text": "有异议", "channel": "letter"}
    with pytest.raises(Refused, match="不在公示期内"):
        objections.enter_objection(row, **enter, came_on=end.date(), **who("clerk", end))
    made = objections.enter_objection(row, **enter, came_on=LAST, **who("clerk", end))
    assert (row.state, row.outcome, made.due_on) == ("contested", "", dt.date(2026, 12, 7))


def test_the_sixth_from_one_address_is_refused_and_no_address_is_kept(issued, at):
    row = issued()
    for number in range(5):
        _object(row, at, text=f"第{number}条")
    with pytest.raises(Refused, match="明天再提"):
        _object(row, at)
    _object(row, at, address="192.0.2.2")
    _object(row, at + DAY)
    tally = Tally.objects.get(matter=row.key, starts_at__date=at.date())
    assert (tally.total, sorted(tally.senders.values())) == (6, [1, 5])
    assert "192.0.2" not in str(tally.senders)
    forget_visitors(at=at + DAY)
    assert [row.starts_at.astimezone(at.tzinfo).date() for row in Tally.objects.all()] == [(at + DAY).date()]


def test_neighbours_in_one_ipv6_network_count_as_one(issued, at):
    row = issued()
    for number in range(5):
        _object(row, at, address=f"2001:db8:1:2::{number}")
    with pytest.raises(Refused, match="明天再提"):
        _object(row, at, address="2001:db8:1:2:ffff::1")
    _object(row, at, address="2001:db8:1:3::1")


def test_a_public_answer_holds_no_personal_number(issued, who, at):
    raised, _ = _object(issued(), at)
    answer = {"finding": "rejected", "answer": "请联系 13912345678", **who("clerk")}
    with pytest.raises(Refused, match="手机号"):
        objections.answer_objection(raised, is_public=True, **answer)
    objections.answer_objection(raised, is_public=False, **answer)
    with pytest.raises(Stale):
        objections.answer_objection(raised, is_public=False, **answer)


def test_who_objected_is_forgotten_a_year_after_the_answer(issued, who, at):
    raised, _ = _object(issued(), at, name="李四", phone="13912345678")
    objections.answer_objection(raised, finding="rejected", answer="查过了", is_public=False, **who("clerk"))
    for days, name in ((365, "李四"), (366, "")):
        ending.close_due_notices(at=at + days * DAY)
        assert Objection.objects.get().name == name


def test_the_clock_command_takes_the_step(db, capsys):
    seed_years()
    call_command("clock")
    assert "公示到期 0" in capsys.readouterr().out
