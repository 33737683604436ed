"""会议通知, 签到表 and 纪要."""

from __future__ import annotations

import datetime as dt
import io

import pdfplumber
import pytest
from docx import Document

from xiangfeng.documents.docx import render_docx
from xiangfeng.documents.paper import Heading, Kind, Table
from xiangfeng.documents.pdf import render_pdf
from xiangfeng.meetings.actions import attendance, minutes
from xiangfeng.meetings.papers import SPARE_LINES, minutes_paper, notice_paper, sheet_paper
from xiangfeng.meetings.queries import load_meeting, previous_resolutions


def _pdf_text(paper) -> str:
    with pdfplumber.open(io.BytesIO(render_pdf(paper))) as file:
        return "".join("".join((page.extract_text() or "").split()) for page in file.pages)


def test_a_notice_has_a_red_head_only_with_a_number(office):
    today = office.at.date()
    plain = notice_paper(load_meeting(office.call(contact="周敏", contact_phone="0000-1")), today)
    assert plain.kind == Kind.PLAIN and plain.number is None and not plain.has_seal
    red = notice_paper(load_meeting(office.call(notice_number="云创办[2026]第012号")), today)
    assert red.kind == Kind.DOCUMENT and str(red.number) == "云创办〔2026〕12号" and red.problems() == []
    text = _pdf_text(plain)
    for said in ("关于召开2026年第四季度文明创建领导小组会议的通知", "何正、林岚", "1.通报情况（创建办），10分钟",
                 "联系人：周敏", "参会回执", "请假事由"):  # fmt: skip
        assert said in text, said


def test_the_sheet_has_a_line_for_each_and_empty_cells(office):
    meeting = office.call()
    village = office.cast.units["石桥村"]
    attendance.invite_person(
        meeting, unit=village, name="李老师", title="教师", is_observer=True, actor=office.clerk, at=office.at
    )
    table = next(block for block in sheet_paper(load_meeting(meeting)).blocks if isinstance(block, Table))
    assert [column.title for column in table.columns] == [
        "序号",
        "姓名",
        "单位、职务",
        "签名",
        "时间",
        "代签",
    ]
    assert [row[1] for row in table.rows] == ["何正", "林岚", "李老师", *[""] * SPARE_LINES]
    assert table.rows[2][2] == "石桥村教师（列席）" and set(table.rows[0][3:]) == {""}
    assert "纸质签到与手机签到同样有效" in _pdf_text(sheet_paper(load_meeting(meeting)))


@pytest.fixture
def written(office):
    """Minutes of a combined meeting with everything in them, after an earlier one that decided something."""
    earlier = office.hold(day=dt.date(2026, 10, 12))
    office.decide(earlier, "清理集镇沟渠")
    office.write(earlier)
    office.close(earlier)
    meeting = office.hold(is_mobilisation=True, combine_basis="减负要求", recorder="陈晓")
    row = meeting.attendances.select_related("unit", "meeting__unit").get(unit__name="石桥村")
    marks = [
        attendance.Mark(meeting.attendances.get(unit__name="南坡村").pk, "present", "leave", "防汛"),
        attendance.Mark(row.pk, "present", "substitute", "", "石小"),
    ]
    attendance.mark_attendance(meeting, marks, actor=office.clerk, at=office.at)
    told = {"progress": "清沟三条。", "problems": "缺车", "plans": "借车"}
    minutes.hand_in_report(row, **told, version=0, actor=office.clerk, at=office.at)
    office.decide(meeting, "设意见箱")
    office.write(meeting)
    return meeting


def test_the_minutes_hold_what_the_rule_asks_for(office, written):
    meeting = load_meeting(written)
    paper = minutes_paper(meeting, list(previous_resolutions(meeting)), office.at.date())
    assert paper.kind == Kind.MINUTES and not paper.is_sealed
    heads = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1]
    assert heads == ["情况总结", "研究决策", "制定措施", "部门汇报", "上次议定事项落实情况", "议定事项"]
    rolls = {roll.label: roll.names for roll in paper.rolls}
    assert "石磊（委托石小）" in rolls["出席"] and rolls["请假"] == "南方（防汛）"
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert tables[0].rows[0][1:] == ("清理集镇沟渠", "石桥村", "12月10日", "没转任务")
    text = _pdf_text(paper)
    for said in (
        "应到5人，实到4人",
        "陈晓记录",
        "合并召开，依据：减负要求",
        "进展：清沟三条。问题：缺车。打算：借车。",
    ):
        assert said in text, said


def test_the_stored_minutes_carry_their_number_in_both_forms(office, written):
    office.close(written)
    written.refresh_from_db()
    from xiangfeng.attachments.queries import open_file

    with open_file(written.minutes_docx) as stream:
        words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(stream.read())).paragraphs)
    assert "云溪纪〔2026〕2号" in words and "一、情况总结" in words
    assert written.minutes_pdf.kind == "pdf" and written.minutes_docx.kind == "docx"


def test_other_meetings_print_only_what_was_written(office):
    meeting = office.hold(is_leading=False, title="专题会")
    office.write(meeting, summary="", measures="")
    paper = minutes_paper(load_meeting(meeting), [], office.at.date())
    assert [block.text for block in paper.blocks if isinstance(block, Heading)] == ["研究决策"]
    assert render_docx(paper)[:2] == b"PK"
