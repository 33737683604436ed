"""The list, the pages, batches, the notice, the list from above, what waits."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.workbooks import book_of
from tests.world import World, picture
from xiangfeng.base.errors import Refused
from xiangfeng.documents.paper import Table
from xiangfeng.findings.exports import notice_paper
from xiangfeng.findings.models import Finding, Notice
from xiangfeng.findings.queries import found_by, listed_on, waiting_for
from xiangfeng.findings.upper_list import COLUMNS, Known, read_findings, write_blank
from xiangfeng.findings.waiting import describe
from xiangfeng.tasks.models import Task

Clients = Callable[[Any], Client]
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def world(built: World) -> World:
    return built


@pytest.fixture
def clerk(world: World, client_for: Clients) -> Client:
    return client_for(world.cast.people["clerk"])


def _text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_filters_by_site_norm_and_source(world: World, clerk: Client):
    url, row = reverse("findings:findings"), world.made["waiting_finding"]
    assert row.text in _text(clerk, f"{url}?site={row.site_id}")
    assert "只看点位" in _text(clerk, f"{url}?site={row.site_id}")
    assert row.text not in _text(clerk, f"{url}?tab=all&norm={world.made['norm'].pk}")
    assert row.text in _text(clerk, f"{url}?source=secret&month=2026-11")
    assert row.text not in _text(clerk, f"{url}?source=upper")
    assert row.text not in _text(clerk, f"{url}?month=2026-10")
    content = clerk.get(f"{url}?tab=all&export=xlsx").getvalue()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert "规范码" in rows[0] and len(rows) == 1 + Finding.objects.count()


def test_from_the_list_to_one_notice_a_village(world: World, clerk: Client):
    row = world.made["waiting_finding"]
    answer = clerk.post(reverse("findings:bulk"), {"move": "rectify", "pick": [row.pk]})
    page = _text(clerk, answer.url)
    assert row.text in page and 'value="2026-12-02"' in page  # seven working days
    answer = clerk.post(
        reverse("findings:rectify"), {"pick": [row.pk], "due_on": "2026-12-08", "demand": "清净"}
    )
    row.refresh_from_db()
    assert answer.url == reverse("findings:notice", args=[row.notice_id])
    task = row.task
    assert (task.due_on, task.place, task.site_id, task.state) == (
        dt.date(2026, 12, 8),
        "",
        row.site_id,
        "assigned",
    )
    assert [one.role for one in task.files.all()] == ["before"]
    assert clerk.get(reverse("findings:notice_file", args=[row.notice_id, "pdf"])).status_code == 200


def test_the_notice_lists_numbers_places_norms_and_where_to_sign(world: World):
    notice = Notice.objects.get(pk=world.made["fix_notice"].pk)
    paper = notice_paper(notice, listed_on(notice))
    problems, facts = [block for block in paper.blocks if isinstance(block, Table)]
    task = world.made["finding_task"]
    assert problems.rows == (("1", task.number, "0组沟边", "沟渠堵塞0", str(world.made["norm"])),)
    assert [row[0] for row in facts.rows] == [
        "编号",
        "检查时间",
        "整改要求",
        "整改时限",
        "反馈方式",
        "签发",
        "送达签收",
    ]
    assert "签收人" in facts.rows[-1][1]


def test_a_task_of_a_finding_stands_in_ledger_6_with_place_norm_and_day(world: World, clerk: Client):
    content = clerk.get(reverse("tasks:rectifications") + "?tab=all&export=xlsx").getvalue()
    heads, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    row = next(dict(zip(heads, row, strict=True)) for row in rows if "沟渠堵塞0" in row)
    assert (row["发现时间"], row["来源"], row["点位"], row["规范码"]) == (
        "2026-11-23",
        "检查",
        "0组沟边",
        "N02",
    )
    assert (row["照片前"], row["照片后"], row["是否销号"]) == (1, 0, "否")
    page = _text(clerk, reverse("tasks:task", args=[world.made["finding_task"].pk]))
    assert "0组沟边" in page and "N02" in page


def test_rates_of_mending_have_a_page(world: World, clerk: Client):
    Task.objects.filter(pk=world.made["finding_task"].pk).update(due_on=dt.date(2026, 11, 20))
    page = _text(clerk, reverse("tasks:figures") + "?kind=rectification")
    assert "整改率" in page and "石桥村" in page and "0.0%" in page


def test_one_finding_says_that_it_is_the_same_as_another(world: World, clerk: Client):
    linked = world.made["linked_finding"]
    page = _text(clerk, reverse("findings:finding", args=[linked.pk]))
    assert "和已有的问题是同一个" in page and linked.same_as.number in page and "解除并入" in page
    clerk.post(reverse("findings:move", args=[linked.pk]), {"verb": "unlink"})
    linked.refresh_from_db()
    assert (linked.state, linked.same_as) == ("recorded", None)
    clerk.post(reverse("findings:link", args=[linked.pk]), {"earlier": world.made["finding"].pk})
    linked.refresh_from_db()
    assert (linked.state, linked.task_id) == ("linked", world.made["finding_task"].pk)


def test_registering_with_a_site_needs_no_unit_and_takes_photos(world: World, clerk: Client):
    site = world.made["waiting_finding"].site
    data = {"site": site.pk, "text": "灯不亮", "found_on": "2026-11-23", "source": "public", "count": 1}
    photos = [SimpleUploadedFile(f"{n}.png", picture(n), "image/png") for n in (1, 2)]
    clerk.post(reverse("findings:new"), {**data, "photo": photos})
    row = Finding.objects.get(text="灯不亮")
    assert (row.lead_id, row.photos.count(), row.found_by) == (site.unit_id, 2, "陈晓")
    assert {one.attachment.unit_id for one in row.photos.all()} == {site.unit_id}
    clerk.post(reverse("findings:edit", args=[row.pk]), {**data, "text": "路灯不亮", "points": "0.5"})
    row.refresh_from_db()
    assert (row.text, str(row.points)) == ("路灯不亮", "0.500")
    page = clerk.post(reverse("findings:new"), {**data, "site": ""}).content.decode()
    assert "请选点位或者责任单位" in page and "灯不亮" in page


def test_pressed_twice_it_is_registered_once(world: World, clerk: Client):
    data = {"lead": world.cast.units["南坡村"].pk, "place": "桥头", "text": "烟头", "found_on": "2026-11-23", "source": "inspection", "count": 1, "points": "0.5", "indicator": "1"}  # fmt: skip
    first, second = (clerk.post(reverse("findings:new"), data) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Finding.objects.filter(text="烟头").count() == 1
    clerk.post(reverse("findings:new"), data | {"count": 2})
    assert Finding.objects.filter(text="烟头").count() == 2


def test_a_notice_of_early_morning_is_of_its_own_day(world: World, clerk: Client):
    early = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)  # half past seven on the 23rd
    Notice.objects.update(issued_at=early)
    html = _text(clerk, reverse("findings:notices"))
    assert "2026-11-23" in html and "2026-11-22" not in html


def test_only_noting_needs_a_reason(world: World, clerk: Client):
    row, url = world.made["waiting_finding"], reverse("findings:note")
    clerk.post(url, {"pick": [row.pk], "reason": " "})
    row.refresh_from_db()
    assert row.state == "recorded"
    clerk.post(url, {"pick": [row.pk], "reason": "当场改了"})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("noted", "当场改了")


def test_a_list_from_above_is_taken_over_once(world: World, clerk: Client):
    good = ("2026-11-20", "石桥村", "", "村口", "垃圾外溢", "N02", 2, 1, "1")
    content = book_of(COLUMNS, good, ("", "石板村", "", "", "", "N99", 0, "x", ""))
    upload = SimpleUploadedFile("抽检.xlsx", content)
    data = {"source_text": "县文明办11月抽检", "found_on": "2026-11-21"}
    page = clerk.post(reverse("findings:import"), {**data, "file": upload}).content.decode()
    for said in ("没有这个单位", "没有写问题", "没有这个规范码", "1 到 999", "应是数字"):
        assert said in page
    token = page.split('name="token" value="')[1].split('"')[0]
    for _ in range(2):
        clerk.post(reverse("findings:import_confirm"), {"token": token})
    row = Finding.objects.get(text="垃圾外溢")
    assert (row.source, row.source_text, row.count, row.found_on) == (
        "upper",
        "县文明办11月抽检",
        2,
        dt.date(2026, 11, 20),
    )


KNOWN = Known({"石桥村": 1}, {(1, "一组"): 7}, {"N02": 3}, TODAY, TODAY)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (("2026-12-01", "石桥村", "", "", "脏", "", "", "", ""), "发现日期"),
        (("昨天", "石桥村", "", "", "脏", "", "", "", ""), "发现日期"),
        (("", "石桥村", "二组", "", "脏", "", "", "", ""), "点位"),
        (("", "石桥村", "", "", "脏" * 401, "", "", "", ""), "问题"),
        (("", "石桥村", "", "", "脏", "", "", "1.2345", ""), "扣分"),
    ],
)
def test_a_bad_cell_is_named(line: tuple[str, ...], column: str):
    read = read_findings(book_of(COLUMNS, line), KNOWN)
    assert [bad.column for bad in read.bad] == [column] and read.lines == []


def test_a_list_is_read_with_other_heads_and_days():
    read = read_findings(
        book_of(("村", "存在问题", "点位", "日期", "备注"), ("石桥村", "脏", "一组", "2026年11月3日", "急")),
        KNOWN,
    )
    (line,) = read.lines
    assert (line.lead_id, line.site_id, line.found_on, line.points) == (1, 7, "2026-11-03", "0")
    assert read.unread == ["备注"]
    with pytest.raises(Refused, match="没有内容"):
        read_findings(write_blank(), KNOWN)


def test_what_waits_is_one_row_a_village_for_the_office_alone(world: World):
    clerk = world.cast.actor("clerk")
    (branch,) = waiting_for(clerk, today=TODAY)
    (row,) = list(branch)
    words = describe(row, clerk, TODAY)
    assert words is not None and words["text"] == "石桥村有 2 条检查发现待处理"
    assert waiting_for(world.cast.actor("village"), today=TODAY) == ()
    (found,) = found_by(clerk, "路边有垃圾0")
    assert [row[1] for row in found] == [world.made["waiting_finding"].pk]


def test_a_village_sees_what_to_do(world: World, client_for: Clients):
    page = _text(client_for(world.cast.people["village"]), reverse("findings:own"))
    assert "去签收" in page and reverse("tasks:task", args=[world.made["finding_task"].pk]) in page
    assert "不用改两遍" in page and "还没有定怎么办" in page
    assert "沟渠堵塞0" not in _text(client_for(world.cast.people["sibling"]), reverse("findings:own"))


def test_by_village_with_figures(world: World, clerk: Client):
    page = _text(clerk, reverse("findings:villages") + "?month=2026-11")
    assert "4 条 5 处，扣 2 分" in page and "整改中 1" in page
