"""A filled sheet comes back: what is right is shown before it is written, what is wrong is named cell by cell."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.assessments.conftest import entry_of
from tests.cast import Cast
from xiangfeng.assessments.actions import results, scores
from xiangfeng.assessments.actions.adjustments import add_upper_result
from xiangfeng.assessments.models import Adjustment, Period, Score, UpperResult

Fill = Callable[[], Any]


def _xlsx(*rows: list[Any]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("打分表")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


HEAD = ["村（社区）", "道路", "沟渠", "问题整改", "加分", "备注"]


@pytest.fixture
def clerk(client_for: Callable[..., Client], cast: Cast) -> Client:
    return client_for(cast.people["clerk"])


def _upload(client: Client, period: Period, content: bytes) -> str:
    url = reverse("assessments:sheet_import", args=[period.pk])
    answer = client.post(url, {"file": SimpleUploadedFile("十一月.xlsx", content)})
    assert answer.status_code == 200
    return answer.content.decode()


def _confirm(client: Client, period: Period, page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    url = reverse("assessments:sheet_confirm", args=[period.pk])
    return client.post(url, {"token": found[1]}, follow=True).content.decode()


def test_the_preview_names_each_bad_cell_and_keeps_the_good(clerk: Client, period: Period, fill: Fill):
    fill()
    page = _upload(
        clerk,
        period,
        _xlsx(
            HEAD,
            ["石桥村", 57, 39, 100, "", ""],
            ["南坡村", 61, "优", 80, "1（县级典型）", ""],
            ["石侨村", 50, 30, 80, "", ""],
        ),
    )
    assert "58 → 57" in page
    assert "第 3 行“B列 道路” 填的是“61”：61 超过满分 60" in page
    assert "第 3 行“C列 沟渠” 填的是“优”：不是数字" in page
    assert "第 4 行“A列 村（社区）” 填的是“石侨村”" in page
    assert "石桥村" in page.split("石侨村”", 1)[1]
    assert "可写入 2 格；3 处有误" in page
    assert "与现在相同的 3 格不动" in page
    assert Score.objects.get(entry=entry_of(period, "石桥村"), key="1").value == 58
    done = _confirm(clerk, period, page)
    assert "已写入 1 格、1 条加减分、上级考评" in done
    assert Score.objects.get(entry=entry_of(period, "石桥村"), key="1").value == 57
    assert Score.objects.get(entry=entry_of(period, "南坡村"), key="1").value == 50
    assert Adjustment.objects.get().reason == "县级典型"


def test_what_we_wrote_out_comes_back_without_a_change(
    clerk: Client, period: Period, fill: Fill, cast: Cast, at: dt.datetime
):
    fill()
    scores.set_missing(
        entry_of(period, "南坡村"), "2", policy="rescale", reason="停考", actor=cast.actor("clerk"), at=at
    )
    content = clerk.get(reverse("assessments:sheet_file", args=[period.pk])).content
    page = _upload(clerk, period, content)
    assert "与现在相同" in page or "没有可写入的内容" in page
    assert "处有误" not in page
    assert "→" not in page


def test_upper_results_are_taken_in_once(
    clerk: Client, period: Period, fill: Fill, cast: Cast, at: dt.datetime
):
    fill()
    head = [*HEAD[:4], "上级考评"]
    content = _xlsx(head, ["石桥村", 58, 39, 100, "县考92.5"], ["南坡村", 50, 31.5, 80, "泉州93.7"])
    page = _upload(clerk, period, content)
    assert "南坡村的上级考评" in page
    assert "没有读入" in page.partition("文件里有没读入的内容")[2].partition("</ul>")[0]
    assert "都能写入" not in page
    _confirm(clerk, period, page)
    row = UpperResult.objects.get()
    assert (row.entry.unit.name, row.level, row.points, row.use) == ("石桥村", "县", Decimal("92.5"), "note")
    assert "没有可写入的内容" in _upload(clerk, period, content)
    # Our own export shows an upper score in the cell's place; reading it back does not make it ours.
    mine, who = entry_of(period, "南坡村"), cast.actor("clerk")
    add_upper_result(mine, level="县", name="暗访", points=Decimal(44), use="cell", key="1", actor=who, at=at)
    exported = clerk.get(reverse("assessments:sheet_file", args=[period.pk])).content
    assert "没有可写入的内容" in _upload(clerk, period, exported)


def test_a_blank_form_can_be_filled_and_read_back(clerk: Client, period: Period):
    answer = clerk.get(reverse("assessments:sheet_file", args=[period.pk]), {"blank": "1"})
    assert "%E7%A9%BA%E8%A1%A8" in answer["Content-Disposition"]
    page = _upload(clerk, period, answer.content)
    assert "没有可写入的内容" in page and "文件是空的" in page and "都能写入" not in page


def test_a_cell_changed_since_the_preview_is_not_overwritten(
    clerk: Client, period: Period, fill: Fill, cast: Cast, at: dt.datetime
):
    fill()
    page = _upload(clerk, period, _xlsx(HEAD, ["石桥村", 57, 38, 100, "", ""]))
    entry = entry_of(period, "石桥村")
    mine = scores.CellInput(entry.pk, "1", "60", version=1)
    scores.save_cells(period, [mine], actor=cast.actor("assessor"), at=at)
    done = _confirm(clerk, period, page)
    assert "已写入 1 格" in done
    assert "有 1 格在核对期间被别人改过" in done
    assert Score.objects.get(entry=entry, key="1").value == 60
    assert Score.objects.get(entry=entry, key="2").value == 38


def test_a_file_that_is_no_sheet_is_refused_in_words(clerk: Client, period: Period):
    assert "没有找到表头" in _upload(clerk, period, _xlsx(["甲", "乙"], [1, 2]))
    assert "xf-error" in _upload(clerk, period, b"not a workbook")


@pytest.mark.parametrize("token", ["", "forged:abc", "eyJwZXJpb2QiOjF9:1:x"])
def test_a_forged_or_old_preview_writes_nothing(clerk: Client, period: Period, token: str):
    url = reverse("assessments:sheet_confirm", args=[period.pk])
    answer = clerk.post(url, {"token": token}, follow=True)
    assert "重新导入" in answer.content.decode()
    assert not Score.objects.exists()


def test_a_locked_sheet_takes_no_file(clerk: Client, period: Period, fill: Fill, cast: Cast, at: dt.datetime):
    fill()
    page = _upload(clerk, period, _xlsx(HEAD, ["石桥村", 57, 38, 100, "", ""]))
    results.submit_period(period, actor=cast.actor("clerk"), at=at)
    assert "已锁定" in _confirm(clerk, period, page)
    assert "已锁定" in _upload(clerk, period, _xlsx(HEAD, ["石桥村", 57, 38, 100, "", ""]))
    assert Score.objects.get(entry=entry_of(period, "石桥村"), key="1").value == 58
