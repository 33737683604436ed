"""What may be typed into a cell, what it then means, and what the screen is told about it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xiangfeng.assessments.cells import (
    CellError,
    columns_of,
    entry_text,
    limits_of,
    parse_cell,
    points_by_rule,
)
from xiangfeng.scoring.entry import Cell, Deduction
from xiangfeng.scoring.scheme import Node, Rule, Scheme, Source


def _node(code: str, rule: str, points: int = 10, **params: object) -> Node:
    return Node(code, f"第{code}项", points=Decimal(points), rule=Rule(rule, params))


SCHEME = Scheme(
    name="各种规则",
    year=2026,
    sources=(
        Source(
            "site",
            "现场",
            Decimal(80),
            nodes=(
                _node("1", "R1", 20, each="0.5"),
                _node("2", "R2"),
                _node("3", "R5"),
                _node("4", "R0"),
                _node("5", "R14"),
                _node("6", "R10", 5, each="1", most="3"),
            ),
        ),
        Source("fix", "整改", Decimal(10), kind="given", step=Decimal("0.1")),
        Source("rounds", "多轮", Decimal(10), kind="mean"),
    ),
)


@pytest.mark.parametrize(
    ("key", "text", "value", "raw"),
    [
        ("1", " １７。５ ", Decimal("17.5"), {}),
        ("1", "", None, {}),
        ("2", "符合", None, {"ok": True}),
        ("2", "×", None, {"ok": False}),
        ("2", "10", Decimal(10), {}),
        ("3", "c#", None, {"level": "C#"}),
        ("3", "B级", None, {"level": "B"}),
        ("5", "128", None, {"actual": "128"}),
        ("6", "3", Decimal(3), {}),
        ("@fix", "88.5", Decimal("88.5"), {}),
        ("@rounds", "90、 91.5，缺", None, {"values": ["90", "91.5", None]}),
        ("@rounds", "缺", None, {}),
    ],
)
def test_what_people_type_is_read(key: str, text: str, value: Decimal | None, raw: dict[str, object]):
    assert parse_cell(SCHEME, key, text) == (value, raw)


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("1", "27", "27 超过满分 20，请改为 0–20，最小单位 0.5"),
        ("1", "17.3", "0.5 的整数倍"),
        ("1", "-1", "小于 0"),
        ("1", "优", "不是数字"),
        ("1", "NaN", "不是能用的分数"),
        ("3", "7", "不是本项能得的分"),
        ("6", "4", "超过满分 3"),
        ("@fix", "100.5", "超过满分 100"),
        ("@rounds", "90 101", "超过满分 100"),
    ],
)
def test_a_bad_cell_is_refused_with_the_remedy(key: str, text: str, reason: str):
    with pytest.raises(CellError, match=reason):
        parse_cell(SCHEME, key, text)


def test_the_screen_is_told_the_same_bounds():
    assert limits_of(SCHEME, "1").high == "20"
    assert limits_of(SCHEME, "1").step == "0.5"
    assert limits_of(SCHEME, "6").high == "3"
    assert limits_of(SCHEME, "3").choices.split(",")[:4] == ["A", "B", "C", "C#"]
    assert limits_of(SCHEME, "2").allow == "choice"
    assert limits_of(SCHEME, "@rounds").allow == "list"


@pytest.mark.parametrize("key", columns_of(SCHEME))
def test_every_choice_on_screen_can_be_saved(key: str):
    for choice in filter(None, limits_of(SCHEME, key).choices.split(",")):
        parse_cell(SCHEME, key, choice)


def test_a_cell_shows_points_letter_or_what_the_rule_gives():
    assert entry_text(SCHEME.item("1"), Cell(value=Decimal("17.5000"))) == "17.5"
    assert entry_text(SCHEME.item("3"), Cell(level="B")) == "B"
    assert entry_text(SCHEME.item("1"), Cell(count=Decimal(6))) == "17"
    assert entry_text(SCHEME.item("2"), Cell(ok=False)) == "0"
    assert entry_text(SCHEME.item("5"), Cell(actual=Decimal("128.0"))) == "128"
    assert entry_text(SCHEME.item("1"), Cell()) == ""
    assert entry_text(SCHEME.item("4"), Cell(deductions=(Deduction("破损", Decimal(2)),))) == ""


def test_findings_say_what_the_score_should_be():
    six = (Deduction("外溢", Decimal("1.5"), Decimal(3)), Deduction("积存", Decimal("1.5"), Decimal(3)))
    assert points_by_rule(SCHEME.item("1"), Cell(value=Decimal(18), deductions=six)) == 17
    # 直接打分 has no price: the points of the findings themselves are taken off.
    assert points_by_rule(SCHEME.item("4"), Cell(deductions=six)) == 7
    assert points_by_rule(SCHEME.item("1"), Cell()) is None
