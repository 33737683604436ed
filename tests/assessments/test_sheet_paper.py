"""The paper form: every item with its 满分 and rule, blank cells, room for the signatures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xiangfeng.assessments.models import Period
from xiangfeng.assessments.paper_form import COLUMNS_PER_PAGE, detail_rows, overview_pages
from xiangfeng.scoring.scheme import Node, Rule, Scheme, Source


def _scheme(count: int) -> Scheme:
    rule = Rule("R1", {"each": "0.5"})
    items = tuple(
        Node(f"1.{n}", f"内容{n}", points=Decimal(2), rule=rule, children=(Node(f"1.{n}.1", f"标准{n}"),))
        for n in range(1, count)
    )
    last = Node("2", "单独一项", points=Decimal(3), rule=rule, children=(Node("2.1", "没有垃圾"),))
    return Scheme(
        "甲", 2026, sources=(Source("a", "现场", nodes=(Node("1", "项目一", children=items), last)),)
    )


def test_many_items_are_cut_into_pages_of_even_width():
    sizes = [len(page) for page in overview_pages(_scheme(60))]
    assert sum(sizes) == 60
    assert max(sizes) <= COLUMNS_PER_PAGE
    assert max(sizes) - min(sizes) <= len(sizes)
    assert overview_pages(Scheme("空", 2026)) == []


def test_the_detailed_form_groups_items_under_their_project():
    rows = detail_rows(_scheme(3))
    assert [(row.project, row.span, row.number) for row in rows] == [
        ("项目一", 2, 1),
        ("项目一", 0, 2),
        ("单独一项", 1, 3),
    ]
    assert [row.standard for row in rows] == ["内容1；标准1", "内容2；标准2", "没有垃圾"]
    assert rows[0].rule == "每处扣0.5分，扣完为止"


def test_the_form_prints_all_villages_or_one(client_for: Callable[..., Client], cast: Cast, period: Period):
    clerk = client_for(cast.people["clerk"])
    url = reverse("assessments:paper_form", args=[period.pk])
    page = clerk.get(url).content.decode()
    assert page.index("石桥村</th>") < page.index("南坡村</th>")
    assert page.count("考评人员（签名）") == 2
    assert "xf-across" in page
    each = clerk.get(url, {"each": "1"}).content.decode()
    assert each.count("计分办法</th>") == 2
    assert each.count("每处扣0.5分，扣完为止") == 4
    entry = period.entries.get(unit__name="南坡村")
    one = clerk.get(url, {"entry": entry.pk}).content.decode()
    assert "村（社区）：南坡村" in one
    assert "村（社区）：石桥村" not in one
