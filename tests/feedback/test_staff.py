"""The screens of the staff: the desk form, the list and ledger 8, the page as office and handling unit see it."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.base import ContentFile
from python_calamine import CalamineWorkbook

from tests.world import picture
from xiangfeng.base.errors import Refused
from xiangfeng.feedback.actions import Sender, register_report
from xiangfeng.feedback.actions.accepting import accept_report, transfer_report
from xiangfeng.feedback.actions.dispatching import dispatch_report, sign_report
from xiangfeng.feedback.models import Category, Report
from xiangfeng.feedback.queries import report_by

NAME, PHONE = "王五", "13800001234"
PLACE = "三组水渠口第二家"
TEXT, BRIEF = "我家门口河边有人倒垃圾", "河边有垃圾，请清理"
HEAD = ["序号", "编号", "收到时间", "渠道", "是否匿名", "是否保密", "诉求类别", "内容", "承办单位", "时限", "答复内容", "答复时间",
        "满意度", "回访", "采纳情况"]  # fmt: skip


@pytest.fixture
def sent(cast, at):
    def make(**more):
        who = {"actor": cast.actor("clerk"), "at": at}
        photo = ContentFile(picture(7), name="河.png")
        row = register_report(
            cast.units["云溪镇"], text=TEXT, place=PLACE, channel="web", privacy="confidential", photos=[photo], at=at,
            sender=Sender(name=NAME, phone=PHONE),
        ).report  # fmt: skip
        accept_report(row, kind="complaint", place=PLACE, **who)
        dispatch_report(row, handler=cast.units["石桥村"], brief=BRIEF, **who, **more)
        return row

    return make


def _get(client_for, cast, seat, url, **data):
    return client_for(cast.people[seat]).get(url, data)


def test_the_village_reads_the_brief_and_the_office_what_was_said(sent, cast, client_for):
    url = f"/work/feedback/{sent(shows_photos=False).pk}/"
    own = _get(client_for, cast, "village", url).content.decode()
    office = _get(client_for, cast, "clerk", url).content.decode()
    assert BRIEF in own
    assert not [word for word in (TEXT, NAME, PHONE, "看联系方式", "/photos/", "往来") if word in own]
    assert TEXT in office
    assert "看联系方式" in office
    assert not [word for word in (NAME, PHONE) if word in office]
    assert BRIEF in _get(client_for, cast, "village", "/work/feedback/own/").content.decode()


def test_the_village_finds_a_confidential_report_by_its_brief_alone(sent, cast, client_for):
    number = sent(shows_photos=False).number
    own = [
        _get(client_for, cast, "village", "/work/search/", q=q).content.decode()
        for q in ("河边有垃圾", PLACE)
    ]
    assert number in own[0]
    assert PLACE not in own[0]
    assert number not in own[1]
    assert number in _get(client_for, cast, "clerk", "/work/search/", q=PLACE).content.decode()


@pytest.mark.parametrize(("shows", "status"), [(True, 200), (False, 404)])
def test_photos_go_along_only_when_the_office_says_so(sent, cast, client_for, shows, status):
    row = sent(shows_photos=shows)
    url = f"/work/feedback/{row.pk}/photos/{row.photos.get().pk}/"
    assert _get(client_for, cast, "village", url).status_code == status
    assert _get(client_for, cast, "clerk", url).status_code == 200
    assert _get(client_for, cast, "sibling", url).status_code == 404


def test_who_said_it_is_shown_once_by_a_press(sent, cast, client_for):
    url = f"/work/feedback/{sent().pk}/contact/"
    client = client_for(cast.people["clerk"])
    assert client.get(url).status_code == 405
    answer = client.post(url)
    assert PHONE in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert client_for(cast.people["village"]).post(url).status_code == 403


def test_giving_back_leads_to_the_own_list(sent, cast, client_for):
    row, client = sent(), client_for(cast.people["village"])
    answer = client.post(
        f"/work/feedback/{row.pk}/move/", {"verb": "give_back", "note": "不在本村"}, follow=True
    )
    assert answer.redirect_chain == [("/work/feedback/own/", 302)]
    assert "已退单" in answer.content.decode()


def test_a_form_page_keeps_what_was_typed_and_says_why_not(sent, cast, client_for, at):
    row = sent()
    client = client_for(cast.people["village"])
    url = f"/work/feedback/{row.pk}/do/answer/"
    assert client.get(url).status_code == 302, "not before it was signed for"
    sign_report(row, actor=cast.actor("village"), at=at)
    answer = client.post(url, {"text": "长" * 2001})
    assert (answer.status_code, "长" * 2001 in answer.content.decode()) == (422, True)
    assert client.post(url, {"text": "已清"}, follow=True).status_code == 200
    assert Report.objects.get().state == "answered"
    assert client.get(f"/work/feedback/{row.pk}/do/nothing/").status_code == 404


def test_a_call_is_written_once_and_its_receipt_read_out(cast, client_for):
    client = client_for(cast.people["clerk"])
    key = re.search(r'name="form_key" value="([^"]+)"', client.get("/work/feedback/new/").content.decode())
    form = {"channel": "phone", "came_on": "2026-11-23", "text": "路灯不亮", "kind": "help", "privacy": "named",
            "name": NAME, "phone": PHONE, "form_key": key[1], "upper_number": "不该有"}  # fmt: skip
    first, again = (client.post("/work/feedback/new/", form).content.decode() for _ in range(2))
    code = re.search(r'class="xf-fb-code">([^<]+)<', first)[1]
    row = Report.objects.get()
    assert code in again
    assert "没有重复登记" in again
    assert (report_by(code), row.registrar, row.upper_number) == (row, "陈晓", "")
    assert code not in _get(client_for, cast, "clerk", f"/work/feedback/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"channel": "upper"}, "12345 转来的请写工单号"),
        ({"privacy": "named"}, "请写姓名和电话"),
        ({"text": " "}, "必填项"),
        ({"name": NAME}, "写了姓名电话的，请选保密或者实名"),
    ],
)
def test_the_desk_form_says_what_is_missing(cast, client_for, more, words):
    form = {"channel": "phone", "came_on": "2026-11-23", "text": "路灯不亮", "kind": "help", "privacy": "anonymous",
            "form_key": "k", "place": "集镇东口"}  # fmt: skip
    answer = client_for(cast.people["clerk"]).post("/work/feedback/new/", form | more)
    html = answer.content.decode()
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert words in html
    assert "集镇东口" in html


def test_a_long_letter_is_entered_as_it_stands_and_a_long_report_over_the_net_is_not(cast, at):
    words = {"text": "字" * 3000, "at": at}
    assert register_report(cast.units["云溪镇"], channel="phone", **words).is_new
    with pytest.raises(Refused, match="1000 字以内"):
        register_report(cast.units["云溪镇"], channel="web", **words)


def test_the_county_accepts_with_the_category_the_township_had(cast, at, client_for):
    town = cast.units["云溪镇"]
    own = Category.objects.create(unit=town, code="own", name="本镇自设类")
    row = register_report(town, text="收费不开票", channel="web", about=town, category=own, at=at).report
    page = client_for(cast.people["county"]).get(f"/work/feedback/{row.pk}/do/accept/").content.decode()
    assert f'<option value="{own.pk}" selected>' in page


def test_ledger_8_has_exactly_its_columns(sent, cast, client_for):
    row = sent()
    answer = _get(client_for, cast, "leader", "/work/feedback/", tab="all", export="xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    head, line = book.get_sheet_by_index(0).to_python()
    assert head == HEAD
    assert line[:10] == [
        1,
        row.number,
        "2026-11-23 10:00",
        "网页",
        "否",
        "是",
        "投诉举报",
        TEXT,
        "石桥村",
        "2026-12-07",
    ]


def test_a_large_list_counts_no_further_than_it_says(sent, cast, client_for, monkeypatch):
    sent(), sent()
    html = _get(client_for, cast, "clerk", "/work/feedback/", tab="going").content.decode()
    assert re.search(r"在办\s*<b>2</b>", html)
    assert "共 2 条" in html
    monkeypatch.setattr("xiangfeng.web.large.MOST_COUNTED", 1)
    html = _get(client_for, cast, "clerk", "/work/feedback/", tab="going").content.decode()
    assert not re.search(r"在办\s*<b>", html)
    assert "共 1 以上 条" in html
    for more in ({}, {"sort": "came"}, {"q": "河边"}):
        html = _get(client_for, cast, "clerk", "/work/feedback/", tab="all", **more).content.decode()
        assert html.count("is-main") == 2, more


def test_what_went_elsewhere_has_a_paper_without_the_sender(sent, cast, client_for, at):
    row = register_report(
        cast.units["云溪镇"], text="县道坑洼", channel="phone", privacy="named",
        sender=Sender(name=NAME, phone=PHONE), at=at,
    ).report  # fmt: skip
    url = f"/work/feedback/{row.pk}/paper.docx"
    assert _get(client_for, cast, "clerk", url).status_code == 404
    transfer_report(row, to="县交通局", reason="县道", actor=cast.actor("clerk"), at=at)
    answer = _get(client_for, cast, "clerk", url)
    import docx

    text = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "县道坑洼" in text
    assert "县交通局" in text
    assert not [word for word in (NAME, PHONE) if word in text]
    assert _get(client_for, cast, "village", url).status_code == 403


@pytest.mark.parametrize("deed", ["split", "adopt", "task", "finding", "ask"])
def test_the_village_does_not_get_the_forms_of_the_office(sent, cast, client_for, deed):
    answer = client_for(cast.people["village"]).get(f"/work/feedback/{sent().pk}/do/{deed}/", follow=True)
    said = answer.content.decode()
    assert "这一步由云溪镇办" in said
    assert TEXT not in said


def test_what_the_sender_says_of_the_reply_is_for_the_office(sent, cast, client_for):
    row = sent()
    words = {"rating_text": "王家老二又倒了", "follow_up": "电话回访：王家老二", "rating": "basically"}
    Report.objects.filter(pk=row.pk).update(**words)
    row.steps.create(title="回访", text="电话回访：王家老二", is_public=False, at=row.received_at)
    url = f"/work/feedback/{row.pk}/"
    assert "王家老二" not in _get(client_for, cast, "village", url).content.decode()
    assert _get(client_for, cast, "clerk", url).content.decode().count("王家老二") == 3
