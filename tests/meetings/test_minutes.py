"""Minutes, the duty they fulfil, and resolutions that become tasks."""

from __future__ import annotations

import datetime as dt

import pytest

from xiangfeng.base.errors import Refused, Stale
from xiangfeng.duties.models import DutyKind, OccurrenceState
from xiangfeng.meetings.actions import minutes
from xiangfeng.meetings.models import Meeting, MeetingState, Report, Resolution
from xiangfeng.meetings.progress import counts_of, progress_of
from xiangfeng.meetings.queries import load_meeting, occurrences_of, previous_resolutions, waiting_for
from xiangfeng.meetings.standing import standing_of
from xiangfeng.meetings.waiting import describe
from xiangfeng.tasks.actions.giving import cancel_task
from xiangfeng.tasks.models import Task, TaskState
from xiangfeng.tasks.queries import tasks_from


@pytest.mark.parametrize(
    ("kinds", "missing"),
    [
        ({}, "情况总结、研究决策、制定措施"),
        ({"is_leading": False, "is_mobilisation": True}, "情况总结、部署措施"),
        ({"is_leading": False, "title": "专题会"}, "研究决策"),
    ],
)
def test_each_kind_asks_for_its_own_parts(office, kinds, missing):
    meeting = office.hold(**kinds)
    office.write(meeting, summary="", decisions="", measures="")
    with pytest.raises(Refused, match=f"^纪要还缺：{missing}$"):
        office.close(meeting)


def test_closing_numbers_the_minutes_and_keeps_both_files(office):
    first, second = office.hold(), office.hold(day=dt.date(2026, 11, 4))
    for meeting in (first, second):
        office.write(meeting)
        office.close(meeting)
    assert [first.minutes_number, second.minutes_number] == ["云溪纪〔2026〕1号", "云溪纪〔2026〕2号"]
    first.refresh_from_db()
    assert first.minutes_pdf is not None and first.minutes_docx is not None
    assert first.minutes_on == office.at.date()


def test_the_clerk_does_not_issue_minutes_and_the_times_must_be_there(office):
    meeting = office.hold()
    with pytest.raises(Refused, match="晚于开始"):
        minutes.write_minutes(
            meeting, version=meeting.version, began=dt.time(9), ended=dt.time(8), summary="", decisions="",
            measures="", actor=office.clerk, at=office.at,
        )  # fmt: skip
    minutes.write_minutes(
        meeting, version=meeting.version, began=None, ended=None, summary="a", decisions="b", measures="c",
        actor=office.clerk, at=office.at,
    )  # fmt: skip
    with pytest.raises(Refused, match="起止时间"):
        office.close(meeting)
    office.write(meeting)
    with pytest.raises(Refused, match="没有这项权限"):
        minutes.close_meeting(meeting, actor=office.clerk, at=office.at)


def test_a_closed_meeting_fulfils_its_own_kind_on_its_own_day_only(office):
    leading, mobilisation = office.duty(DutyKind.LEADING_MEETING), office.duty(DutyKind.MOBILISATION)
    meeting = office.hold(day=dt.date(2026, 10, 20))
    office.write(meeting)
    leading.refresh_from_db()
    assert leading.state == OccurrenceState.OPEN  # held is not closed
    office.close(meeting)
    leading.refresh_from_db()
    mobilisation.refresh_from_db()
    assert (leading.state, leading.done_on) == (OccurrenceState.FULFILLED, dt.date(2026, 10, 20))
    assert leading.proof_key == f"meetings.meeting:{meeting.pk}"
    assert mobilisation.state == OccurrenceState.OPEN
    minutes.reopen_meeting(meeting, reason="数字有误", actor=office.director, at=office.at)
    leading.refresh_from_db()
    assert leading.state == OccurrenceState.OPEN
    number = meeting.minutes_number
    office.close(meeting)
    leading.refresh_from_db()
    assert leading.state == OccurrenceState.FULFILLED and meeting.minutes_number == number


def test_a_combined_meeting_fulfils_both(office):
    duties = [office.duty(DutyKind.LEADING_MEETING), office.duty(DutyKind.MOBILISATION)]
    meeting = office.hold(is_mobilisation=True, combine_basis="减负")
    office.write(meeting)
    office.close(meeting)
    for duty in duties:
        duty.refresh_from_db()
        assert duty.state == OccurrenceState.FULFILLED
    standing = standing_of(meeting, occurrences_of(meeting))
    assert standing["kind"] == "ok" and standing["title"] == "满足制度 三-1、三-2"
    assert "合并召开" in standing["text"] and "减负" in standing["text"]


def test_a_meeting_of_another_quarter_fulfils_nothing_here(office):
    duty = office.duty(DutyKind.LEADING_MEETING)
    meeting = office.hold(day=dt.date(2026, 9, 29))
    office.write(meeting)
    office.close(meeting)
    duty.refresh_from_db()
    assert duty.state == OccurrenceState.OPEN


def test_the_banner_says_what_is_missing(office):
    office.duty(DutyKind.LEADING_MEETING)
    meeting = office.hold()
    said = standing_of(meeting, occurrences_of(meeting))
    assert (
        said["title"] == "印发纪要后满足制度 三-1" and "纪要还缺情况总结、研究决策、制定措施" in said["text"]
    )
    assert "不抵动员推进会" in said["text"]


def test_a_report_is_handed_in_by_the_unit_and_not_over_anothers(office):
    meeting = office.call(is_leading=False, is_mobilisation=True)
    row = meeting.attendances.select_related("unit", "meeting__unit").get(unit__name="石桥村")
    village, told = office.cast.actor("village"), {"problems": "", "plans": ""}
    with pytest.raises(Refused, match="写进展"):
        minutes.hand_in_report(row, progress=" ", **told, version=0, actor=village, at=office.at)
    minutes.hand_in_report(row, progress="清沟三条", **told, version=0, actor=village, at=office.at)
    with pytest.raises(Stale):
        minutes.hand_in_report(row, progress="另一份", **told, version=0, actor=village, at=office.at)
    minutes.hand_in_report(row, progress="清沟四条", **told, version=1, actor=village, at=office.at)
    with pytest.raises(Stale):
        minutes.hand_in_report(row, progress="清沟五条", **told, version=1, actor=village, at=office.at)
    assert Report.objects.get().progress == "清沟四条"
    with pytest.raises(Refused, match="不能替"):
        minutes.hand_in_report(
            row, progress="x", **told, version=2, actor=office.cast.actor("sibling"), at=office.at
        )


def test_a_resolution_becomes_one_task_whoever_presses(office):
    meeting = office.hold()
    office.decide(meeting, "清理集镇沟渠")
    row = meeting.resolutions.select_related("lead", "meeting__unit").get()
    twin = Resolution.objects.select_related("lead", "meeting__unit").get(pk=row.pk)
    task = minutes.make_task(row, actor=office.clerk, at=office.at)
    assert (task.title, task.lead.name, task.due_on) == ("清理集镇沟渠", "石桥村", dt.date(2026, 12, 10))
    assert task.origin == "meeting" and list(tasks_from(row.key)) == [task]
    with pytest.raises(Stale, match="转成任务"):
        minutes.make_task(twin, actor=office.clerk, at=office.at)
    assert Task.objects.count() == 1
    cancel_task(task, reason="先放一放", actor=office.clerk, at=office.at)
    again = minutes.make_task(Resolution.objects.get(pk=row.pk), actor=office.clerk, at=office.at)
    assert Resolution.objects.get(pk=row.pk).task == again != task


def test_writing_the_resolutions_does_not_undo_a_task_made_meanwhile(office, monkeypatch):
    meeting = office.hold()
    office.decide(meeting, "清理集镇沟渠")
    row = meeting.resolutions.select_related("lead", "meeting__unit").get()
    plain = minutes._write_resolution

    def overtaken(*args):
        minutes.make_task(Resolution.objects.get(pk=row.pk), actor=office.clerk, at=office.at)
        plain(*args)

    monkeypatch.setattr(minutes, "_write_resolution", overtaken)
    typed = [minutes.Decision(row.pk, "清理全镇沟渠", row.lead, row.due_on)]
    with pytest.raises(Stale, match="转成任务"):
        minutes.set_resolutions(meeting, typed, version=meeting.version, actor=office.clerk, at=office.at)
    monkeypatch.undo()
    minutes.set_resolutions(meeting, typed, version=meeting.version - 1, actor=office.clerk, at=office.at)
    with pytest.raises(Stale, match="改过"):
        minutes.make_task(row, actor=office.clerk, at=office.at)  # not the text that stands there now


def test_all_become_tasks_or_none(office):
    meeting = office.hold()
    office.decide(meeting, "一", "二")
    first = meeting.resolutions.order_by("seq")[0]
    Resolution.objects.filter(pk=first.pk).update(due_on=dt.date(2026, 11, 20))
    with pytest.raises(Refused, match="期限已经过去"):
        minutes.make_all_tasks(meeting, actor=office.clerk, at=office.at)
    assert not Task.objects.exists()
    Resolution.objects.filter(pk=first.pk).update(due_on=dt.date(2026, 12, 20))
    assert len(minutes.make_all_tasks(meeting, actor=office.clerk, at=office.at)) == 2
    with pytest.raises(Refused, match="都已转"):
        minutes.make_all_tasks(meeting, actor=office.clerk, at=office.at)


def test_no_task_before_the_meeting(office):
    meeting = office.call()
    office.decide(meeting, "先定的")
    row = meeting.resolutions.select_related("lead", "meeting__unit").get()
    with pytest.raises(Refused, match="还没有登记已开"):
        minutes.make_task(row, actor=office.clerk, at=office.at)
    with pytest.raises(Refused, match="不能交办"):
        minutes.make_task(row, actor=office.cast.actor("village"), at=office.at)


def test_what_became_a_task_is_neither_changed_nor_taken_out(office):
    meeting = office.hold()
    office.decide(meeting, "甲", "乙")
    row = meeting.resolutions.select_related("lead", "meeting__unit").order_by("seq")[0]
    minutes.make_task(row, actor=office.clerk, at=office.at)
    who = {"actor": office.clerk, "at": office.at}
    with pytest.raises(Refused, match="不能删除"):
        minutes.set_resolutions(meeting, [], version=meeting.version, **who)
    changed = [minutes.Decision(row.pk, "丙", row.lead, row.due_on)]
    with pytest.raises(Refused, match="到任务里改"):
        minutes.set_resolutions(
            Meeting.objects.select_related("unit").get(pk=meeting.pk), changed,
            version=Meeting.objects.get(pk=meeting.pk).version, **who,
        )  # fmt: skip
    outside = minutes.Decision(0, "丁", office.cast.units["柳湾村"], row.due_on)
    with pytest.raises(Refused, match="不归云溪镇管"):
        fresh = Meeting.objects.select_related("unit").get(pk=meeting.pk)
        minutes.set_resolutions(
            fresh,
            [minutes.Decision(row.pk, row.text, row.lead, row.due_on), outside],
            version=fresh.version,
            **who,
        )
    assert [one.text for one in meeting.resolutions.order_by("seq")] == ["甲", "乙"]


def test_the_next_meeting_reads_the_last_ones_resolutions(office):
    older, last = office.hold(day=dt.date(2026, 10, 1)), office.hold(day=dt.date(2026, 10, 20))
    for meeting, text in ((older, "旧事"), (last, "新事")):
        office.decide(meeting, text)
        office.write(meeting)
        office.close(meeting)
    without = office.hold(day=dt.date(2026, 10, 28))
    office.write(without)
    office.close(without)
    assert [row.text for row in previous_resolutions(office.call())] == ["新事"]
    assert [row.text for row in previous_resolutions(last)] == ["旧事"]


def test_progress_in_words(office):
    meeting = office.hold()
    office.decide(meeting, "一", "二", due_on=dt.date(2026, 11, 25))
    row = meeting.resolutions.select_related("lead", "meeting__unit").order_by("seq")[0]
    today = office.at.date()
    assert progress_of(row, today) == ("bad", "没转任务")
    task = minutes.make_task(row, actor=office.clerk, at=office.at)
    assert progress_of(row, today)[0] == "warn" and progress_of(row, today)[1].startswith("剩 2 天")
    assert progress_of(row, dt.date(2026, 11, 27)) == ("bad", "逾期 2 天")
    task.state = TaskState.DONE
    assert progress_of(row, today) == ("ok", "已办结")
    rows = [row, meeting.resolutions.select_related("task").order_by("seq")[1]]
    assert counts_of(rows) == {"all": 2, "done": 1, "untasked": 1, "open": 0}


def test_what_waits_for_whom(office):
    meeting = office.hold()
    office.decide(meeting, "一件事")
    office.write(meeting)
    today = office.at.date()

    def waiting(key: str) -> list[dict]:
        actor = office.cast.actor(key)
        return [describe(row, actor, today) for rows in waiting_for(actor, today=today) for row in rows]

    assert (
        [row["label"] for row in waiting("clerk")]
        == ["办纪要"]
        == [row["label"] for row in waiting("leader")]
    )
    assert waiting("village") == [] == waiting("outsider")
    office.close(meeting)
    assert [(row["label"], row["is_mine"]) for row in waiting("clerk")] == [("转任务", True)]
    assert waiting("leader") == []
    minutes.make_all_tasks(load_meeting(meeting), actor=office.clerk, at=office.at)
    assert waiting("clerk") == []


def test_minutes_that_are_closed_are_not_written(office):
    meeting = office.hold()
    office.write(meeting)
    office.close(meeting)
    assert meeting.state == MeetingState.CLOSED
    with pytest.raises(Refused, match="重新打开"):
        office.write(meeting)
