"""The pages as their users meet them."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from xiangfeng.documents.paper import Kind, Paper, para
from xiangfeng.documents.pdf import render_pdf
from xiangfeng.meetings.actions import attendance, meetings, minutes
from xiangfeng.meetings.models import Meeting, Presence, Report
from xiangfeng.tasks.models import Task


def _url(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=args)


def _text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def clerk(office, client_for):
    return client_for(office.cast.people["clerk"])


@pytest.fixture
def called(office) -> Meeting:
    meeting = office.call(
        is_leading=False, is_mobilisation=True, day=office.at.date(), starts=dt.time(10, 30)
    )
    meetings.issue_notice(meeting, actor=office.director, at=office.at)
    return meeting


def _new(office, **values: object) -> dict[str, object]:
    return {
        "unit": office.town.pk, "kind": "leading", "day": "2026-12-08", "starts": "09:00", "planned_minutes": "60",
        "place": "三楼", "host": "何正",
    } | values  # fmt: skip


def test_a_meeting_from_the_form_to_its_page(office, clerk):
    answer = clerk.post(_url("new"), _new(office), follow=True)
    assert "2026年第四季度文明创建领导小组会议" in _text(answer)
    assert Meeting.objects.get().attendances.count() == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"is_combined": "on"}, "合并召开要写明依据"),
        ({"kind": "other"}, "其他会议请写名称"),
        ({"day": "2026-11-02"}, "补录理由"),
        ({"kind": "other", "title": "专题", "is_combined": "on"}, "不能算作两会合并"),
        ({"notice_number": "十二号"}, "云创办〔2026〕12号"),
        ({"planned_minutes": "0"}, "5"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(office, clerk, typed, said):
    page = _text(clerk.post(_url("new"), _new(office, place="四楼东", **typed)))
    assert said in page and 'value="四楼东"' in page and not Meeting.objects.exists()


def test_the_form_is_filled_in_from_the_duty(office, clerk):
    from xiangfeng.duties.models import DutyKind

    duty = office.duty(DutyKind.MOBILISATION)
    page = _text(clerk.get(_url("new") + f"?occurrence={duty.pk}"))
    assert 'value="mobilisation" required id="id_kind_1" checked' in " ".join(page.split())
    assert 'value="other"' in _text(clerk.get(_url("new") + "?kind=quatsch&occurrence=x"))


def test_the_agenda_is_reordered_by_its_numbers(office, clerk):
    meeting = office.call()
    lines = [("2", "通报情况"), ("1", "研究整治"), ("", "")]
    data = {"version": meeting.version, "point-TOTAL_FORMS": "3", "point-INITIAL_FORMS": "2"}
    for n, (seq, title) in enumerate(lines):
        data |= {f"point-{n}-seq": seq, f"point-{n}-title": title, f"point-{n}-minutes": "10"}
    clerk.post(_url("agenda", meeting.pk), data)
    assert [item.title for item in meeting.agenda.order_by("seq")] == ["研究整治", "通报情况"]
    page = _text(clerk.post(_url("agenda", meeting.pk), data))  # the version has moved on
    assert "别人改过这个会议" in page and 'value="研究整治"' in page


def _marks(meeting: Meeting, *typed: tuple[str, str]) -> dict[str, object]:
    rows = list(meeting.attendances.order_by("is_observer", "seq", "pk"))
    data: dict[str, object] = {"mark-TOTAL_FORMS": len(rows), "mark-INITIAL_FORMS": len(rows)}
    for n, row in enumerate(rows):
        state, note = typed[n] if n < len(typed) else ("", "")
        data |= {
            f"mark-{n}-pk": row.pk,
            f"mark-{n}-was": row.state,
            f"mark-{n}-state": state,
            f"mark-{n}-note": note,
        }
    return data


def test_presence_is_taken_line_by_line_and_the_rest_in_one_press(office, clerk, called):
    page = _text(clerk.post(_url("attendance", called.pk), _marks(called, ("leave", ""))))
    assert "请写请假事由" in page
    data = _marks(called, ("leave", "防汛"), ("substitute", "马亮")) | {"rest": "1"}
    answer = clerk.post(_url("attendance", called.pk), data, follow=True)
    assert "已保存到会情况" in _text(answer)
    states = list(called.attendances.order_by("seq").values_list("state", flat=True))
    assert states[:2] == ["leave", "substitute"] and set(states[2:]) == {Presence.PRESENT}


def test_what_was_replied_is_filled_in_on_the_day(office, clerk, called):
    row = called.attendances.select_related("unit", "meeting__unit").get(unit__name="石桥村")
    attendance.answer_notice(
        row, reply="leave", note="防汛值守", actor=office.cast.actor("village"), at=office.at
    )
    page = _text(clerk.get(_url("attendance", called.pk)))
    assert 'value="防汛值守"' in page and "手机签到码" in page


def test_a_village_answers_and_reports(office, client_for, called):
    village = client_for(office.cast.people["village"])
    assert called.title in _text(village.get(_url("invited")))
    row = called.attendances.get(unit__name="石桥村")
    url = _url("invitation", row.pk)
    page = _text(village.post(url, {"what": "reply", "reply": "leave", "note": ""}))
    assert "请写请假事由" in page
    village.post(url, {"what": "reply", "reply": "attend", "note": "", "name": ""})
    report = {"what": "report", "version": "0", "progress": "清沟三条", "problems": "缺车", "plans": "借车"}
    village.post(url, report)
    row.refresh_from_db()
    assert row.reply == "attend" and Report.objects.get().by_name == "石磊"
    assert "清沟三条" in _text(village.get(url))
    assert village.get(_url("meeting", called.pk)).status_code == 403
    assert village.get(_url("minutes_file", called.pk, "pdf")).status_code == 404


def test_a_village_reads_the_minutes_once_they_are_issued(office, client_for):
    meeting = office.hold(is_leading=False, is_mobilisation=True)
    village = client_for(office.cast.people["village"])
    url = _url("minutes_file", meeting.pk, "pdf")
    assert village.get(url).status_code == 404
    office.write(meeting)
    office.close(meeting)
    assert village.get(url).content[:4] == b"%PDF"
    assert client_for(office.cast.people["outsider"]).get(url).status_code == 404


def test_signing_by_phone_without_account(office, client_for, called):
    stranger, url = client_for(None), _url("sign", called.token)
    page = _text(stranger.get(url))
    assert "石磊" not in page and "不定位，不拍照" in page
    assert "没有这个名字" in _text(stranger.post(url, {"name": "路人甲"}))
    assert "石磊，签到好了" in _text(stranger.post(url, {"name": "石磊"}))
    assert "石磊，签到好了" in _text(stranger.post(url, {"name": "石磊"}))
    row = called.attendances.get(name="石磊")
    assert row.state == Presence.PRESENT and row.is_by_phone
    assert stranger.get(_url("sign", "x" * 32)).status_code == 404


def test_the_code_leads_to_the_phone_page(office, clerk, called):
    page = _text(clerk.get(_url("sign_code", called.pk)))
    assert _url("sign", called.token) in page and "现在可以签" in page
    answer = clerk.get(_url("sign_svg", called.pk))
    assert answer.headers["Content-Type"] == "image/svg+xml" and b"<svg" in answer.content


def test_from_resolutions_to_tasks_by_one_press(office, clerk):
    meeting, village = office.hold(), office.cast.units["石桥村"]
    data = {
        "version": meeting.version, "one-TOTAL_FORMS": "2", "one-INITIAL_FORMS": "0",
        "one-0-text": "清理集镇沟渠", "one-0-lead": village.pk, "one-0-due_on": "2026-12-10",
        "one-1-text": "设意见箱", "one-1-lead": "", "one-1-due_on": "",
    }  # fmt: skip
    page = _text(clerk.post(_url("decisions", meeting.pk), data))
    assert "请选牵头单位" in page and "请填时限" in page and 'value="清理集镇沟渠"' in page
    data |= {"one-1-lead": village.pk, "one-1-due_on": "2026-12-11"}
    page = _text(clerk.post(_url("decisions", meeting.pk), data, follow=True))
    assert "没转任务 2" in page and "2 条都转为任务" in page
    clerk.post(_url("make_tasks", meeting.pk))
    assert [task.title for task in Task.objects.order_by("pk")] == ["清理集镇沟渠", "设意见箱"]
    page = _text(clerk.get(_url("decisions", meeting.pk)))
    assert Task.objects.order_by("pk")[0].number in page
    assert "没转任务" not in _text(clerk.get(_url("meeting", meeting.pk)))


def test_a_closed_meeting_sends_its_forms_back_with_the_reason(office, clerk):
    meeting = office.hold()
    office.write(meeting)
    office.close(meeting)
    for name in ("edit", "agenda", "minutes", "decisions"):
        assert "不能再改" in _text(clerk.get(_url(name, meeting.pk), follow=True)), name
    page = _text(clerk.get(_url("attendance", meeting.pk)))
    assert "到会情况不再改" in page


def test_minutes_are_written_and_issued_by_the_leader(office, clerk, client_for):
    meeting = office.hold()
    page = _text(clerk.get(_url("meeting", meeting.pk)))
    assert "请创建办主任或领导印发" in page and "还没写" in page
    data = {
        "version": meeting.version, "began": "09:00", "ended": "10:20", "summary": "平均88分", "decisions": "同意",
        "measures": "每周到村",
    }  # fmt: skip
    page = _text(clerk.post(_url("minutes", meeting.pk), data, follow=True))
    assert "超过 60 分钟" in page
    leader = client_for(office.cast.people["leader"])
    page = _text(leader.post(_url("move", meeting.pk), {"verb": "close"}, follow=True))
    assert "云溪纪〔2026〕1号" in page and "重新打开纪要" in page


def test_a_late_entry_says_so(office, clerk):
    page = _text(clerk.get(_url("meeting", office.hold().pk)))
    assert "补录" in page and "系统启用前开的" in page
    assert "签发会议通知" not in page


def test_the_ledger_has_the_heads_of_ledger_4(office, clerk):
    meeting = office.hold()
    office.decide(meeting, "清沟")
    answer = clerk.get(_url("meetings") + "?export=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    heads = [
        "序号",
        "会议名称",
        "类别",
        "季度",
        "时间",
        "地点",
        "主持",
        "应到",
        "实到",
        "主要内容",
        "议定事项",
        "纪要文号",
        "材料",
    ]
    assert rows[0][:13] == heads
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["类别"], line["季度"], line["应到"], line["实到"]) == ("领导小组", "2026年第四季度", 2, 2)
    assert (line["主要内容"], line["议定事项"]) == ("通报情况；研究整治", "清沟")


def test_tabs_keep_the_kinds_apart(office, clerk):
    office.hold()
    office.call(is_leading=False, is_mobilisation=True)
    page = _text(clerk.get(_url("meetings") + "?tab=leading"))
    assert "领导小组会议" in page and "文明创建动员推进会" not in page
    assert "移风易俗" not in _text(clerk.get(_url("meetings") + "?tab=minutes&quarter=4&year=2026&q=移风"))


def test_resolutions_without_a_task_stand_first(office, clerk):
    meeting = office.hold()
    office.decide(meeting, "已转的", "没转的")
    row = meeting.resolutions.select_related("lead", "meeting__unit").get(text="已转的")
    minutes.make_task(row, actor=office.clerk, at=office.at)
    page = _text(clerk.get(_url("resolutions")))
    assert page.index("没转的") < page.index("已转的")
    answer = clerk.get(_url("resolution", row.pk))
    assert answer.headers["Location"].endswith(f"#resolution-{row.pk}")


def test_people_and_units_are_asked_and_taken_off(office, clerk):
    meeting, village = office.call(), office.cast.units["石桥村"]
    url = _url("invite", meeting.pk)
    clerk.post(url, {"unit": [village.pk]})
    clerk.post(url, {"person": "1", "unit": village.pk, "name": "李老师", "title": "", "is_observer": "on"})
    assert "请选单位、写姓名" in _text(clerk.post(url, {"person": "1"}, follow=True))
    assert meeting.attendances.count() == 4
    guest = meeting.attendances.get(name="李老师")
    clerk.post(_url("take_off", guest.pk))
    assert meeting.attendances.count() == 3


def test_the_timer_is_a_plain_table_without_script(office, clerk):
    page = _text(clerk.get(_url("timer", office.call().pk)))
    assert 'data-limit="60"' in page and "研究整治" in page and "30 分钟" in page


def test_the_signed_sheet_is_opened_on_the_meeting_alone(office, clerk, client_for, called):
    file = SimpleUploadedFile("签到表.pdf", render_pdf(Paper(Kind.PLAIN, "签到表", (para("签名"),))))
    kept = attendance.attach_sheet(called, file, actor=office.clerk, at=office.at)
    door = _url("sheet_file", called.pk, "scan")
    assert door in _text(clerk.get(_url("meeting", called.pk)))
    assert clerk.get(door)["Content-Type"] == "application/pdf"
    assert client_for(office.cast.people["assessor"]).get(door).status_code == 403
    for key in ("assessor", "clerk"):
        client = client_for(office.cast.people[key])
        assert client.get(reverse("administration:attachment", args=[kept.pk])).status_code == 404
