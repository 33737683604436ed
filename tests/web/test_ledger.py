"""One declaration makes a list: its filters, order, pages, and the same rows as a spreadsheet in which text stays text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from python_calamine import CalamineWorkbook

from config.urls import urlpatterns as config_urls
from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.orgs import actions
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.web.ledger import (
    LONGEST_CELL,
    Column,
    Empty,
    Filter,
    Spec,
    Tab,
    file_response,
    ledger,
    text_of,
)

SPEC = Spec(
    title="单位",
    columns=(
        Column("name", "名称", lambda unit: unit.name, sort="name"),
        Column("seq", "排序", lambda unit: unit.seq, sort="seq", is_numeric=True),
        Column("score", "得分", lambda unit: Decimal("92.50"), is_numeric=True),
        Column("code", "代码", lambda unit: unit.code, is_default=False),
        Column("note", "说明", lambda unit: "长" * 40000 if unit.name == "村24" else "", is_default=False),
        Column("use", "在用", lambda unit: unit.is_active),
    ),
    filters=(
        Filter(
            "kind",
            "类型",
            lambda request: list(UnitKind.choices),
            lambda rows, value: rows.filter(kind=value),
        ),
    ),
    tabs=(Tab("all", "全部", Q()), Tab("off", "停用", Q(is_active=False), is_bad=True)),
    search=("name",),
    empty=Empty("没有单位", "先新建一个。"),
    per_page=10,
)


urlpatterns = [*config_urls, path("list/", lambda request: ledger(request, listed(), SPEC))]


def listed() -> Any:
    return Unit.objects.filter(name__startswith="村").order_by("name")


@pytest.fixture
def rows(cast: Cast, settings: Any) -> Cast:
    """25 villages of 东河镇 on a list of their own; the fourth is out of use."""
    settings.ROOT_URLCONF = __name__
    for number in range(25):
        actions.create_unit(
            cast.units["东河镇"], kind=UnitKind.VILLAGE, name=f"村{number:02}", actor=SYSTEM, seq=100 - number,
            is_active=number != 3,
        )  # fmt: skip
    return cast


@pytest.fixture
def show(rows: Cast, client_for: Callable[..., Client]) -> Callable[[str], dict[str, Any]]:
    client = client_for(rows.people["clerk"])

    def get(query: str = "") -> dict[str, Any]:
        answer: Any = client.get("/list/" + query)
        assert answer.status_code == 200
        return dict(answer.context["ledger"])

    return get


@pytest.fixture
def book(rows: Cast, client_for: Callable[..., Client]) -> Callable[[str], Any]:
    client = client_for(rows.people["clerk"])

    def get(query: str = "") -> Any:
        answer = client.get(f"/list/?export=xlsx&{query}")
        assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
            xml = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in xml
        assert "<hyperlink" not in xml
        return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()

    return get


Show = Callable[..., dict[str, Any]]


def names(page: dict[str, Any]) -> list[str]:
    return [row["cells"][0]["text"] for row in page["rows"]]


def test_pages_follow_each_other(show: Show):
    first, last = show(), show("?page=3")
    assert names(first) == [f"村{number:02}" for number in range(10)]
    assert names(last) == [f"村{number:02}" for number in range(20, 25)]
    assert (first["page"]["total"], first["page"]["first"], first["page"]["last"]) == (25, 1, 10)
    assert (first["page"]["prev_url"], first["page"]["next_url"]) == ("", "?page=2")
    assert (last["page"]["prev_url"], last["page"]["next_url"]) == ("?page=2", "")


@pytest.mark.parametrize(
    ("page", "lands"), [("99", "村20"), ("0", "村20"), ("-3", "村20"), ("²", "村00"), ("x", "村00")]
)
def test_a_page_that_is_none_is_the_first_or_the_last(show: Show, page: str, lands: str):
    assert names(show(f"?page={page}"))[0] == lands


def test_sorting_turns_round_and_goes_back_to_page_one(show: Show):
    page = show("?sort=seq&page=2&q=村")
    assert names(show("?sort=seq"))[0] == "村24"
    assert names(show("?sort=-seq"))[0] == "村00"
    head = next(one for one in page["columns"] if one["key"] == "seq")
    assert (head["arrow"], head["sort_url"]) == ("↑", "?sort=-seq&q=%E6%9D%91")
    assert names(show("?sort=score")) == names(show())  # not declared sortable
    assert names(show("?sort=password")) == names(show())


def test_filters_and_search_narrow_and_nonsense_leaves_all(show: Show):
    assert show("?kind=village")["page"]["total"] == 25
    assert show("?kind=county")["page"]["total"] == 0
    assert show("?kind=planet")["page"]["total"] == 25
    assert show("?q=村1")["page"]["total"] == 10
    assert show("?q=" + "长" * 61)["page"]["total"] == 25
    assert show("?q=%25")["page"]["total"] == 0


def test_tabs_count_what_is_filtered(show: Show):
    tabs = {tab["title"]: tab["count"] for tab in show("?q=村0")["tabs"]}
    assert tabs == {"全部": 10, "停用": 1}
    page = show("?tab=off")
    assert names(page) == ["村03"]
    assert [(tab["is_on"], tab["is_bad"]) for tab in page["tabs"]] == [(False, False), (True, True)]
    assert show("?tab=nowhere")["page"]["total"] == 25


def test_columns_are_chosen(show: Show):
    assert [one["key"] for one in show()["columns"] if one["is_shown"]] == ["name", "seq", "score", "use"]
    page = show("?col=name&col=code&col=nothing")
    assert [one["key"] for one in page["columns"] if one["is_shown"]] == ["name", "code"]
    assert [len(row["cells"]) for row in page["rows"]] == [2] * 10


def test_the_number_of_queries_does_not_depend_on_the_rows(rows: Cast, client_for: Callable[..., Client]):
    client = client_for(rows.people["clerk"])
    counts = []
    for query in ("?q=村03", "?page=1"):
        client.get("/list/" + query)
        with CaptureQueriesContext(connection) as queries:
            client.get("/list/" + query)
        counts.append(sum('FROM "orgs_unit"' in one["sql"] for one in queries))
    assert counts == [3, 3]  # tabs, count, page


def test_the_spreadsheet_holds_all_filtered_rows_and_all_columns(book: Callable[..., Any]):
    lines = book("q=村1&page=2")
    assert lines[0] == ["序号", "名称", "排序", "得分", "代码", "说明", "在用"]
    assert [line[1] for line in lines[1:]] == [f"村{number}" for number in range(10, 20)]
    assert lines[1] == [1, "村10", 90, 92.5, "", "", "是"]


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "https://evil.example", "{=1}")


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_stays_text(book: Callable[..., Any], text: str):
    Unit.objects.filter(name="村00").update(code=text)
    assert book("q=村00")[1][4] == text


def test_a_very_long_text_is_cut_and_not_lost(book: Callable[..., Any]):
    assert len(book("q=村24")[1][5]) == LONGEST_CELL


def test_cells_read_as_people_write():
    assert [text_of(value) for value in (None, True, False, 0, Decimal("1.50"))] == [
        "",
        "是",
        "否",
        "0",
        "1.50",
    ]


def test_a_file_is_named_in_chinese_and_taken_for_nothing_else():
    answer = file_response(b"x", '云溪镇"11月\r\n.xlsx', "application/x")
    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment; filename=\"xiangfeng.xlsx\"; filename*=UTF-8''%E4%BA%91")
    assert "\n" not in header
    assert (
        file_response(b"x", "a.pdf", "application/pdf", is_inline=True)
        .headers["Content-Disposition"]
        .startswith("inline")
    )


def test_downloads_are_not_sniffed(rows: Cast, client_for: Callable[..., Client]):
    answer = client_for(rows.people["clerk"]).get("/list/?export=xlsx")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_empty_list_says_why(show: Show):
    assert show("?q=没有这个村")["empty"].title == "没有符合条件的"
    assert show("")["empty"] is None
    Unit.objects.filter(name="村03").update(is_active=True)
    assert show("?tab=off")["empty"].title == "这一栏现在没有"
    Unit.objects.filter(name__startswith="村").update(name=Concat(Value("改"), "name"))
    assert show("?tab=off")["empty"].title == "没有单位"
