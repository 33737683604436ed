"""一封信 from the draft to the slips."""

from __future__ import annotations

import datetime as dt
import io
import re

import docx
import pdfplumber
import pytest
from django.urls import reverse

from tests.worlds.letters import SITE, TEXTS
from xiangfeng.attachments.queries import open_file
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.feedback.models import Contact, Report
from xiangfeng.letters import actions
from xiangfeng.letters.models import Batch, Letter
from xiangfeng.letters.queries.rows import letters_for, with_sums


def _get(client, name, *args):
    return client.get(reverse(f"letters:{name}", args=args))


@pytest.fixture
def who(cast, at):
    return lambda seat: {"actor": cast.actor(seat), "at": at}


def _draft(cast, who, **texts):
    return actions.draft_letter(cast.units["云溪镇"], **TEXTS | texts, **who("clerk"))


def test_it_is_printed_on_one_page_with_code_and_slip(built):
    row = built.made["letter"]
    with open_file(row.pdf) as stream, pdfplumber.open(io.BytesIO(stream.read())) as pdf:
        assert len(pdf.pages) == 1
        text = pdf.pages[0].extract_text().replace(" ", "")
    for part in ("全体村民朋友：", TEXTS["hotline"], "征求意见回执", "12月20日前"):
        assert part in text
    with open_file(row.docx) as stream:
        paper = docx.Document(io.BytesIO(stream.read()))
    assert len(paper.inline_shapes) == 1 and paper.tables[-1].cell(0, 0).text.startswith("征求意见回执")


def test_two_pages_personal_numbers_and_punishing_words_are_refused(cast, who):
    long = _draft(cast, who, meaning="大家一起来。" * 60, doing="房前屋后随手清。" * 60)
    with pytest.raises(Refused, match="排下来是 . 页"):
        actions.submit_letter(long, **who("clerk"))
    with pytest.raises(Refused, match="手机号"):
        actions.submit_letter(_draft(cast, who, ways="找老张 13912345678"), **who("clerk"))
    with pytest.raises(Refused, match="罚款"):
        actions.submit_letter(_draft(cast, who, doing="乱倒垃圾的罚款。"), **who("clerk"))
    with pytest.raises(Refused, match="只能打开本网站的问卷"):
        _draft(cast, who, address="https://example.org/")


def test_what_is_signed_is_what_was_read(cast, who):
    row = _draft(cast, who)
    read = row.revision
    actions.edit_letter(row, revision=read, **TEXTS | {"doing": "另一段"}, **who("clerk"))
    with pytest.raises(Stale):
        actions.edit_letter(row, revision=read, **TEXTS, **who("clerk"))
    actions.submit_letter(row, **who("clerk"))
    with pytest.raises(Stale):
        actions.issue_letter(row, site=SITE, seen=read, **who("leader"))
    with pytest.raises(Refused):
        actions.issue_letter(row, site=SITE, **who("clerk"))
    actions.issue_letter(row, site=SITE, seen=row.revision, **who("leader"))
    assert (row.state, row.issued_on) == ("issued", who("leader")["at"].date())


def test_not_more_is_handed_out_than_printed_nor_comes_back_than_went(built, at):
    row, day, clerk = built.made["letter"], at.date(), built.cast.actor("clerk")
    note = lambda kind, copies, **more: actions.note_batch(  # noqa: E731
        row, kind=kind, copies=copies, on=day, by="周敏", **{"place": "入户"} | more, actor=clerk, at=at
    )
    with pytest.raises(Refused, match="再发 51 份就多了"):
        note("given", 51)
    with pytest.raises(Refused, match="发到哪个村"):
        note("given", 1, place=" ")
    with pytest.raises(Refused, match="不会比发出的多"):
        note("blank", 51)
    note("blank", 20)
    with pytest.raises(Refused, match="签发日"):
        actions.note_batch(
            row, kind="printed", copies=1, on=day + dt.timedelta(days=1), by="", actor=clerk, at=at
        )
    summed = with_sums(letters_for(clerk)).get(pk=row.pk)
    assert (summed.printed, summed.given, summed.blank, summed.slips, summed.adopted) == (100, 50, 20, 1, 0)
    Report.objects.filter(origin_key=row.key).update(adoption="partly")
    assert with_sums(letters_for(clerk)).get(pk=row.pk).adopted == 1


def test_a_slip_becomes_a_suggestion_once_and_who_wrote_it_is_kept_apart(built, client_for):
    row, clerk = built.made["letter"], client_for(built.cast.people["clerk"])
    url = reverse("letters:slip_new", args=[row.pk])
    key = re.search(r'name="form_key" value="([\w-]+)"', clerk.get(url).content.decode())[1]
    slip = {
        "text": "桥头装个路灯",
        "name": "李四",
        "phone": "13912345678",
        "came_on": "2026-11-23",
        "form_key": key,
    }
    wrong = clerk.post(url, slip | {"came_on": "2030-01-01"})
    assert wrong.status_code == 422 and "桥头装个路灯" in wrong.content.decode()
    clerk.post(url, slip)
    clerk.post(url, slip)
    report = Report.objects.get(text="桥头装个路灯")
    assert (report.kind, report.channel, report.privacy, report.origin_key) == (
        "suggestion", "letter", "confidential", row.key,
    )  # fmt: skip
    assert Contact.objects.get(report=report).name == "李四"
    page = _get(clerk, "letter", row.pk).content.decode()
    assert "桥头装个路灯" in page and "李四" not in page and "13912345678" not in page


def test_a_slip_about_the_township_itself_goes_to_the_county(built, client_for):
    row, clerk = built.made["letter"], client_for(built.cast.people["clerk"])
    url = reverse("letters:slip_new", args=[row.pk])
    slip = {"text": "镇里办事不公开", "about": row.unit_id, "came_on": "2026-11-23", "form_key": "k" * 24}
    assert clerk.post(url, slip).status_code == 302
    report = Report.objects.get(text="镇里办事不公开")
    assert (report.unit, report.about) == (row.unit.parent, row.unit)
    assert "镇里办事不公开" not in _get(clerk, "letter", row.pk).content.decode()


def test_everybody_reads_what_is_out_and_of_a_withdrawn_one_the_reason(built, client_for, at):
    citizen, row = client_for(), built.made["letter"]
    page = _get(citizen, "public_letter", row.pk).content.decode()
    assert row.title in page and f"/report/?unit={row.unit_id}" in page and "12月20日前交村委会" in page
    listed = _get(citizen, "public_list").content.decode()
    assert row.title in listed
    for name in ("waiting_letter", "draft_letter"):
        other = built.made[name]
        assert other.title not in listed and _get(citizen, "public_letter", other.pk).status_code == 404
    with pytest.raises(Refused, match="公开的理由里有手机号"):
        actions.withdraw_letter(row, reason="错印了 13800001234", actor=built.cast.actor("leader"), at=at)
    actions.withdraw_letter(row, reason="电话印错了", actor=built.cast.actor("leader"), at=at)
    page = _get(citizen, "public_letter", row.pk).content.decode()
    assert "电话印错了" in page and row.title not in page
    assert _get(citizen, "public_paper", row.pk, "pdf").status_code == 404


def test_the_office_writes_hands_in_prints_and_ends(built, client_for):
    clerk, leader = (client_for(built.cast.people[seat]) for seat in ("clerk", "leader"))
    page = _get(clerk, "letter_new").content.decode()
    assert "致云溪镇群众的一封信" in page and "邻里有话好好说" in page
    form = TEXTS | {"title": "致全镇的信", "reply_until": "2026-12-20"}
    clerk.post(reverse("letters:letter_new"), form)
    row = Letter.objects.get(title="致全镇的信")
    move = reverse("letters:letter_move", args=[row.pk])
    clerk.post(move, {"verb": "submit"})
    assert 'value="issue"' not in _get(clerk, "letter", row.pk).content.decode()
    assert 'value="issue"' in _get(leader, "letter", row.pk).content.decode()
    leader.post(move, {"verb": "issue"})
    batch = {"kind": "printed", "copies": "300", "place": "印刷厂", "on": "2026-11-23", "by": "周敏"}
    clerk.post(reverse("letters:batch_new", args=[row.pk]), batch)
    assert Batch.objects.get(letter=row).copies == 300
    clerk.post(move, {"verb": "close"})
    row.refresh_from_db()
    assert row.state == "closed"
    assert "不能登记" in clerk.post(reverse("letters:batch_new", args=[row.pk]), batch).content.decode()
    book = clerk.get(reverse("letters:letters"), {"export": "xlsx"})
    assert book.content[:2] == b"PK"
