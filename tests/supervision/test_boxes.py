"""意见箱 and 开箱: two people, every slip entered, once a week (A4.3b, ledger 9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.workbooks import book_of
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.duties.models import Duty, Occurrence
from xiangfeng.duties.proofs import find
from xiangfeng.feedback.models import Report
from xiangfeng.history.models import Entry
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.supervision.actions.boxes import add_box, edit_box, retire_box
from xiangfeng.supervision.actions.openings import (
    correct_opening,
    enter_item,
    explain_gap,
    record_opening,
)
from xiangfeng.supervision.box_list import read_boxes
from xiangfeng.supervision.exports import opening_paper, sheet_paper
from xiangfeng.supervision.models import Box, Opening
from xiangfeng.supervision.queries import found_by
from xiangfeng.supervision.queries.rows import reports_of
from xiangfeng.workbench.queries import todos_for

TODAY = dt.date(2026, 11, 23)  # a Monday
DAY = dt.timedelta(days=1)
PAIR = {"opener1": "周敏", "opener2": "陈晓"}


@pytest.fixture
def who(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def box(cast, who):
    return add_box(
        cast.units["云溪镇"], number=3, place="村委会门口", keeper="石磊", since=TODAY - 20 * DAY, **who
    )


def opened(box, who, counted=2, **more):
    return record_opening(box, **{"on": TODAY, "counted": counted, **PAIR, **more}, **who)


def texts(cast, name="clerk"):
    todos = todos_for(cast.actor(name), today=TODAY)
    return [todo.text for todo in todos if todo.source.startswith("supervision.")]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"opener2": ""}, "两个人在场"),
        ({"opener2": " 周 敏"}, "同一个人"),
        ({"on": TODAY + DAY}, "还没有到"),
        ({"on": TODAY - 4 * DAY}, "补录理由"),
        ({"on": TODAY - 21 * DAY, "late_reason": "忘记"}, "才设"),
        ({"counted": -1}, "件数应是"),
    ],
)
def test_what_an_opening_refuses(box, who, more, says):
    with pytest.raises(Refused, match=says):
        opened(box, who, **more)
    assert not Opening.objects.exists()


def test_who_also_sits_in_the_unit_complained_of_does_not_read_the_slip(cast, box, who):
    row = opened(box, who)
    enter_item(row, text="村里不公开", form_key="a", **who)
    Report.objects.update(about=cast.units["石桥村"])
    both = replace(who["actor"], grants=(*who["actor"].grants, *cast.actor("village").grants))
    assert (len(reports_of(row, who["actor"])), reports_of(row, both)) == (1, [])


def test_a_slip_about_the_township_itself_goes_to_the_county(cast, box, who):
    row = opened(box, who)
    about = cast.units["云溪镇"]
    report = enter_item(row, text="镇里收了钱不开票", about=about, form_key="a", **who).report
    assert (report.unit, report.about) == (about.parent, about)
    assert (Opening.objects.get().entered, reports_of(row, who["actor"])) == (1, [])


def test_an_opening_is_complete_when_every_slip_is_entered(cast, box, who, at):
    row = opened(box, who)
    assert not row.is_complete
    assert "意见箱 3 号还有 2 件没有登记：村委会门口" in texts(cast)
    first = enter_item(row, text="路灯不亮", form_key="a", **who).report
    again = enter_item(Opening.objects.get(), text="路灯不亮", form_key="a", **who)
    assert (again.is_new, again.report, Report.objects.count()) == (False, first, 1)
    second = enter_item(row, text="沟里有垃圾", form_key="b", **who).report
    row = Opening.objects.get()
    assert row.is_complete and row.numbers == f"{first.number}、{second.number}"
    assert (first.channel, first.came_on, first.origin_key) == ("box", TODAY, row.origin_key)
    assert reports_of(row, who["actor"]) == [first, second]
    with pytest.raises(Refused, match="已经录满"):
        enter_item(row, text="多出来的", form_key="c", **who)
    assert Report.objects.count() == 2
    assert not any("没有登记" in text for text in texts(cast))


def test_two_who_enter_at_once(box, who):
    row = opened(box, who)
    twin = Opening.objects.get()
    enter_item(row, text="路灯不亮", form_key="a", **who)
    with pytest.raises(Stale):
        enter_item(twin, text="沟里有垃圾", form_key="b", **who)
    assert Report.objects.count() == 1


def test_an_empty_box_and_a_difference(cast, box, who):
    assert opened(box, who, counted=0).is_complete
    other = opened(box, who, on=TODAY - DAY)
    enter_item(other, text="路灯不亮", form_key="a", **who)
    with pytest.raises(Refused, match="没有录的"):
        explain_gap(other, note=" ", **who)
    explain_gap(other, note="一张广告", **who)
    assert Opening.objects.get(pk=other.pk).is_complete and other.left == 0
    enter_item(other, text="原来不是广告", form_key="b", **who)
    assert Opening.objects.get(pk=other.pk).gap_note == ""
    with pytest.raises(Refused, match="不用说明"):
        explain_gap(other, note="一张广告", **who)


def test_a_correction_keeps_the_old_one(box, who):
    old = opened(box, who)
    first = enter_item(old, text="路灯不亮", form_key="a", **who).report
    says = {"on": TODAY, "counted": 2, **PAIR}
    for more, reason, words in (
        ({}, "看错", "没有要更正的"),
        ({"counted": 0}, "看错", "不能更少"),
        ({"counted": 3}, "", "更正理由"),
    ):
        with pytest.raises(Refused, match=words):
            correct_opening(old, **{**says, **more}, reason=reason, **who)
    made = correct_opening(old, **{**says, "counted": 3}, reason="底下还有一张", **who)
    old = Opening.objects.get(pk=old.pk)
    assert (old.is_void, old.counted, made.corrects, made.entered, made.left) == (True, 2, old, 1, 2)
    enter_item(made, text="沟里有垃圾", form_key="b", **who)
    assert [one.text for one in reports_of(made, who["actor"])] == ["路灯不亮", "沟里有垃圾"] and reports_of(
        old, who["actor"]
    )[0] == first
    with pytest.raises(Refused, match="已经更正过"):
        enter_item(old, text="再来一件", form_key="c", **who)
    with pytest.raises(Refused, match="已经记过"):
        opened(box, who)


def test_overdue_after_a_week_and_no_more_once_opened(cast, box, who):
    assert (box.due_on, box.is_overdue(TODAY)) == (TODAY - 13 * DAY, True)
    assert "意见箱 3 号该开箱了：村委会门口" in texts(cast)
    assert "意见箱 3 号该开箱了：村委会门口" in texts(cast, "director")
    assert texts(cast, "leader") == [] and not any("3 号" in text for text in texts(cast, "outsider"))
    opened(box, who, counted=0, on=TODAY - 9 * DAY, late_reason="代录纸质记录")
    assert Box.objects.get().due_on == TODAY - 2 * DAY
    opened(box, who, counted=0)
    box = Box.objects.get()
    assert (box.opened_on, box.due_on) == (TODAY, TODAY + 7 * DAY)
    assert not any("该开箱" in text for text in texts(cast))


def test_a_box_from_hanging_to_taking_down(cast, box, who):
    town = cast.units["云溪镇"]
    with pytest.raises(Refused, match="3 号已经有了"):
        add_box(town, number=3, place="桥头", keeper="石磊", since=TODAY, **who)
    with pytest.raises(Refused, match="不归云溪镇管"):
        edit_box(
            box,
            revision=0,
            number=3,
            place="桥头",
            keeper="石磊",
            since=TODAY,
            village=cast.units["柳湾村"],
            **who,
        )
    changed = {"number": 4, "place": "桥头", "keeper": "石磊", "since": box.since}
    edit_box(box, revision=0, **changed, **who)
    with pytest.raises(Stale):
        edit_box(box, revision=0, **changed | {"place": "河边"}, **who)
    assert Entry.objects.get(verb="修改意见箱").before == {"箱号": 3, "位置": "村委会门口"}
    row = opened(box, who)
    with pytest.raises(Refused, match="没有录完"):
        retire_box(box, revision=1, on=TODAY, reason="搬迁", **who)
    explain_gap(row, note="都是广告", **who)
    box = Box.objects.get()
    with pytest.raises(Refused, match="最近一次开箱"):
        retire_box(box, revision=1, on=TODAY - DAY, reason="搬迁", **who)
    retire_box(box, revision=1, on=TODAY, reason="搬迁", **who)
    with pytest.raises(Refused, match="已经撤了"):
        edit_box(box, revision=2, **changed, **who)
    assert not box.is_overdue(TODAY + 100 * DAY)


def test_who_may_not(cast, box, at):
    for name in ("leader", "county", "outsider", "village", "supervisor"):
        with pytest.raises(Refused):
            opened(box, {"actor": cast.actor(name), "at": at})


def _week(cast):
    """An occurrence of the duty for the week of today and the one before, as the calendar would make them."""
    duty = Duty(kind="box", unit=cast.units["云溪镇"], title="意见箱开箱", frequency="week")
    spans = [(TODAY - 7 * DAY, TODAY - DAY), (TODAY, TODAY + 6 * DAY)]
    return [
        Occurrence(pk=number, duty=duty, unit=duty.unit, year=2026, start=start, end=end)
        for number, (start, end) in enumerate(spans)
    ]


def test_a_week_is_fulfilled_when_every_box_was_opened(cast, box, who):
    other = add_box(
        cast.units["云溪镇"], number=4, place="桥头", keeper="石磊", since=TODAY - 20 * DAY, **who
    )
    new = add_box(cast.units["云溪镇"], number=5, place="新街", keeper="石磊", since=TODAY - 2 * DAY, **who)
    opened(box, who, counted=0, on=TODAY - 2 * DAY)
    assert find(_week(cast)) == {}
    row = opened(other, who, counted=1, on=TODAY - DAY)
    assert find(_week(cast)) == {}
    enter_item(row, text="路灯不亮", form_key="a", **who)
    proof = find(_week(cast))[0]
    assert (proof.done_on, proof.text) == (TODAY - DAY, "2 个意见箱都开过，逐件登记")
    for one in (box, other, new):
        opened(Box.objects.get(pk=one.pk), who, counted=0)
    assert find(_week(cast))[1].done_on == TODAY
    last = Opening.objects.get(box=new)
    correct_opening(last, on=TODAY - DAY, counted=0, **PAIR, reason="记错日子", **who)
    assert list(find(_week(cast))) == [0]


def test_no_box_fulfils_nothing(cast):
    assert find(_week(cast)) == {}


HEAD = ("箱号", "位置", "所在村", "保管人", "设置日期")


def test_a_list_names_every_bad_cell():
    rows = [
        HEAD,
        ("1", "桥头", "石桥村", "石磊", "2026-11-02"),
        ("1", "桥头", "", "石磊", ""),
        ("零", "桥头", "柳湾村", "", "去年"),
        (9, "旧箱", "", "石磊", ""),
        (3, "", "", "", ""),
    ]
    read = read_boxes(book_of(*rows), {"石桥村": 7}, {3: True, 9: False})
    assert [(line.number, line.fields) for line in read.lines] == [
        (1, {"place": "桥头", "village": 7, "keeper": "石磊", "since": dt.date(2026, 11, 2)}), (3, {}),
    ]  # fmt: skip
    assert [(bad.number, bad.column) for bad in read.bad] == [
        (3, "箱号"), (4, "箱号"), (4, "保管人"), (4, "所在村（单位）"), (4, "设置日期"), (5, "箱号"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="找不到表头"):
        read_boxes(book_of(("随便",)), {}, {})


def test_a_list_goes_in_by_the_page_and_comes_out_again(cast, box, client_for):
    client = client_for(cast.people["clerk"])
    book = book_of(HEAD, (3, "村委会西侧", "石桥村", "", ""), (4, "桥头", "南坡村", "南山", "2026-11-02"))
    answer = client.post(reverse("supervision:box_import"), {"file": SimpleUploadedFile("箱.xlsx", book)})
    token = answer.context["preview"]["token"]
    stolen = client_for(cast.people["director"]).post(reverse("supervision:box_confirm"), {"token": token})
    assert stolen.url == reverse("supervision:box_import") and Box.objects.count() == 1
    client.post(reverse("supervision:box_confirm"), {"token": token})
    assert list(Box.objects.values_list("number", "place", "village__name", "keeper")) == [
        (3, "村委会西侧", "石桥村", "石磊"), (4, "桥头", "南坡村", "南山"),
    ]  # fmt: skip
    rows = first_rows(client.get(reverse("supervision:boxes") + "?export=xlsx").content)
    assert rows[1][:4] == [1.0, 3.0, "村委会西侧", "石桥村"]


def test_ledger_nine_and_the_papers(cast, box, who, client_for):
    row = opened(box, who)
    found = enter_item(row, text="路灯不亮", form_key="a", **who).report
    client = client_for(cast.people["clerk"])
    rows = first_rows(client.get(reverse("supervision:openings") + "?export=xlsx").content)
    assert rows[0] == ["序号", "箱号", "位置", "开箱时间", "开箱人1", "开箱人2", "件数", "登记编号"]
    assert rows[1][2:] == ["村委会门口", "2026-11-23", "周敏", "陈晓", 2.0, found.number]
    paper = opening_paper(Opening.objects.get(), [found])
    assert "周敏、陈晓" in paper.to_json() and found.number in paper.to_json()
    assert "村委会门口" in sheet_paper(cast.units["云溪镇"], [box]).to_json()
    assert client.get(reverse("supervision:opening_paper", args=[row.pk, "docx"])).status_code == 200
    assert client.get(reverse("supervision:sheet", args=["docx"])).status_code == 200


def test_an_opening_on_the_page(cast, box, who, client_for):
    client = client_for(cast.people["clerk"])
    url = reverse("supervision:opening_new", args=[box.pk])
    sent = {"on": "2026-11-23", "opener1": "周敏", "opener2": "周敏", "counted": "2"}
    answer = client.post(url, sent)
    assert answer.status_code == 422 and "同一个人" in answer.content.decode()
    client.post(url, sent | {"opener2": "陈晓"})
    row = Opening.objects.get()
    assert client.get(url).context["form"].initial["opener2"] == "陈晓"
    page = client.get(reverse("supervision:opening", args=[row.pk]))
    key, item = page.context["form"].initial["form_key"], reverse("supervision:opening_item", args=[row.pk])
    refused = client.post(item, {"text": "太吵", "privacy": "named", "form_key": key})
    assert refused.status_code == 422 and "太吵" in refused.content.decode()
    nameless = client.post(item, {"text": "太吵", "privacy": "anonymous", "name": "李四", "form_key": key})
    assert nameless.status_code == 422 and "请选保密或者实名" in nameless.content.decode()
    sent = {"text": "太吵", "privacy": "named", "name": "李四", "phone": "13900001111", "form_key": key}
    client.post(item, sent)
    client.post(item, sent)
    report = Report.objects.get()
    assert (report.contact.name, report.registrar) == ("李四", "陈晓")
    client.post(reverse("supervision:opening_explain", args=[row.pk]), {"note": "一张白纸"})
    assert Opening.objects.get().is_complete


def test_stickers_lead_to_the_form_of_the_township(cast, box, client_for):
    client = client_for(cast.people["clerk"])
    html = client.get(reverse("supervision:stickers")).content.decode()
    assert f"/report/?unit={cast.units['云溪镇'].pk}" in html and "<b>3</b>" in html
    code = client.get(reverse("supervision:sticker_code", args=[box.pk]))
    assert code.headers["Content-Type"] == "image/svg+xml" and b"<svg" in code.content


def test_a_box_is_found(cast, box):
    rows = [row for branch in found_by(cast.actor("clerk"), "村委会") for row in branch]
    assert [(row[0], row[1]) for row in rows] == [("supervision.box", box.pk)]
    assert not [row for branch in found_by(cast.actor("outsider"), "村委会") for row in branch]
