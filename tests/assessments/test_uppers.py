"""上级考评 of many villages comes in from one table: shown first, then written, and printed with its source."""

from __future__ import annotations

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
from xiangfeng.assessments.actions.imports import import_uppers
from xiangfeng.assessments.models import Period, UpperResult
from xiangfeng.assessments.queries.sheet import load_sheet
from xiangfeng.assessments.upper_list import HEADINGS, Line, read_uppers
from xiangfeng.base.errors import Refused
from xiangfeng.bulletins.tables import upper_text
from xiangfeng.scoring.sheets import first_rows


def _xlsx(*rows: list[Any]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("上级考评")
        for number, row in enumerate([list(HEADINGS), *rows]):
            sheet.write_row(number, 0, row)
    return file.getvalue()


@pytest.fixture
def clerk(client_for: Callable[..., Client], cast: Cast) -> Client:
    return client_for(cast.people["clerk"])


def _upload(client: Client, period: Period, content: bytes) -> str:
    url = reverse("assessments:uppers_import", args=[period.pk])
    answer = client.post(url, {"file": SimpleUploadedFile("上级.xlsx", content)})
    assert answer.status_code == 200
    return answer.content.decode()


def _confirm(client: Client, period: Period, page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    url = reverse("assessments:uppers_confirm", args=[period.pk])
    return client.post(url, {"token": found[1]}, follow=True).content.decode()


def _stored(period: Period) -> list[tuple[Any, ...]]:
    rows = UpperResult.objects.filter(entry__period=period).order_by("entry__seq", "id")
    return list(rows.values_list("entry__unit__name", "level", "name", "points", "use", "key"))


def test_shown_then_written_and_a_later_table_takes_its_place(
    clerk: Client, period: Period, fill: Callable[[], Any]
):
    fill()
    first = _xlsx(
        ["石桥村", "县", "县级暗访", 94.6, "", ""],
        ["南坡村", "市级", "市测评", "88", "替换一个来源", "现场检查"],
        ["农业站", "县", "县级暗访", 90, "", ""],
    )
    page = _upload(clerk, period, first)
    assert "可写入 2 行；1 处有误" in page
    assert "第 4 行“单位” 填的是“农业站”" in page
    assert _stored(period) == [], "核对时什么也不写"
    assert "已写入 2 条上级考评" in _confirm(clerk, period, page)
    source = ("南坡村", "市", "市测评", Decimal(88), "source", "site")
    assert _stored(period) == [("石桥村", "县", "县级暗访", Decimal("94.6"), "note", ""), source]
    again = _xlsx(
        ["石桥村", "县", "县级暗访", 95, "替换一项指标", "道路"],
        ["南坡村", "市", "市测评", 88, "替换一个来源", "site"],
    )
    page = _upload(clerk, period, again)
    assert "应是 0 到 60 的数" in page
    page = _upload(clerk, period, _xlsx(["石桥村", "县", "县级暗访", 55, "替换一项指标", "道路"]))
    assert "已写入 1 条上级考评" in _confirm(clerk, period, page)
    assert _stored(period) == [("石桥村", "县", "县级暗访", Decimal(55), "cell", "1"), source]
    # Where it is seen: the sheet, and the printed table, both with the name and never without the figure.
    sheet = load_sheet(Period.objects.get(pk=period.pk))
    outcome = sheet.outcomes[entry_of(period, "石桥村").pk]
    assert upper_text(outcome) == "县级暗访55"
    assert any(
        "县考评成绩 55（县级暗访）" in note for part in outcome.breakdown.walk() for note in part.notes
    )
    assert "县55" in clerk.get(reverse("assessments:sheet", args=[period.pk])).content.decode()


WRONG = [
    (["石桥村", "乡", "县级暗访", 90, "", ""], "层级", "县、市、省"),
    (["石桥村", "县", "", 90, "", ""], "考评名称", "写明是哪次考评"),
    (["石桥村", "县", "暗访", "优", "", ""], "得分", "应是 0 到 1000 的数"),
    (["石桥村", "县", "暗访", 90, "换掉", ""], "用法", "只列出、替换一项指标"),
    (["石桥村", "县", "暗访", 90, "替换一项指标", ""], "替换哪一项", "写指标的编号或名称"),
    (["石桥村", "县", "暗访", 90, "替换综合得分", "道路"], "替换哪一项", "不用填"),
    (["石桥村", "县", "暗访", 101, "替换一个来源", "问题整改"], "得分", "0 到 100"),
]


@pytest.mark.parametrize(("row", "column", "why"), WRONG)
def test_each_bad_cell_is_named(row: list[Any], column: str, why: str, period: Period):
    good = ["南坡村", "省", "省测评", 91.25, "只列出", ""]
    read = read_uppers(_xlsx(row, good), period.scheme_version.scheme, {"石桥村": 1, "南坡村": 2})
    (bad,) = read.bad
    assert (bad.number, bad.column) == (2, column)
    assert why in bad.reason
    assert read.lines == [Line(2, "省", "省测评", "91.25", "note", "")]


def test_the_blank_comes_back_empty_and_a_line_twice_is_named(clerk: Client, period: Period):
    blank = clerk.get(reverse("assessments:uppers_blank", args=[period.pk])).content
    assert [row[0] for row in first_rows(blank)] == ["单位", "石桥村", "南坡村"]
    assert "表里没有成绩" in _upload(clerk, period, blank)
    row = ["石桥村", "县", "暗访", 90, "", ""]
    assert "与第 2 行重复" in _upload(clerk, period, _xlsx(row, row))


def test_only_while_the_sheet_is_open(period: Period, cast: Cast, at: Any):
    line = Line(entry_of(period, "石桥村").pk, "县", "暗访", "90", "note", "")
    with pytest.raises(Refused, match="没有打分的权限"):
        import_uppers(period, [line], actor=cast.actor("leader"), at=at)
    Period.objects.filter(pk=period.pk).update(state="review")
    with pytest.raises(Refused):
        import_uppers(period, [line], actor=cast.actor("clerk"), at=at)
    assert _stored(period) == []
