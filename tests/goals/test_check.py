"""The checks of a plan and how a goal stands: pure rules, each with what it says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangfeng.goals.check import Node, problems_of, without_owner
from xiangfeng.goals.difference import Entry, compare
from xiangfeng.goals.shares import split, to_hundred
from xiangfeng.goals.standing import Standing, of_children, standing
from xiangfeng.goals.tags import gap_of

DUE = dt.date(2026, 12, 20)
D = Decimal


def node(key: int, **changes: object) -> Node:
    usual = {
        "parent": None, "title": f"目标{key}", "indicator": "场次", "target": D(10), "measure": "场", "weight": D(100),
        "unit": 1, "due_on": DUE,
    }  # fmt: skip
    return Node(key=key, **{**usual, **changes})  # type: ignore[arg-type]


def said(*nodes: Node, upper: str = "安创办〔2026〕3号") -> list[str]:
    return [one.text for one in problems_of(nodes, upper_number=upper, year=2026)]


def test_a_sound_plan_has_no_problem():
    children = [node(2, parent=1, target=D(4), weight=D(40)), node(3, parent=1, target=D(6), weight=D(60))]
    assert said(node(1), *children) == []


def test_the_basis_must_be_a_document_number():
    assert said(node(1), upper="") == ["没有写依据的上级文件号，例如 安创办〔2026〕3号"]
    assert "不是发文字号" in said(node(1), upper="县里的电话通知")[0]
    assert said(node(1), upper="安创办[2026]第03号") == []


def test_the_group_whose_weights_do_not_make_100_is_named_with_its_sum():
    assert said(node(1, weight=D(60)), node(2, weight=D(30))) == ["最上一级目标权重合计 90，应为 100，少 10"]
    assert said(node(1), node(2, parent=1, weight=D("100.5"))) == [
        "“目标1”的下级目标权重合计 100.5，应为 100，多 0.5"
    ]


def test_a_leaf_must_be_whole_but_a_group_need_not():
    bare = {"indicator": "", "target": None, "due_on": None}
    assert said(node(1, **bare)) == ["“目标1”缺指标、目标值、完成时限"]
    assert said(node(1, **bare), node(2, parent=1)) == []


def test_children_must_add_up_and_the_difference_is_said():
    assert said(node(1), node(2, parent=1, target=D(8))) == ["“目标1”要 10场，下级合计 8场，还差 2"]
    assert said(node(1), node(2, parent=1, target=D(12)))[0].endswith("多出 2")


def test_a_child_may_be_stricter_but_not_laxer():
    rate = {"is_additive": False, "measure": "%", "target": D(90)}
    assert said(node(1, **rate), node(2, parent=1, **{**rate, "target": D(95)})) == []
    assert "比上级" in said(node(1, **rate), node(2, parent=1, **{**rate, "target": D(85)}))[0]
    at_most = rate | {"direction": "le"}
    assert "比上级" in said(node(1, **at_most), node(2, parent=1, **{**at_most, "target": D(95)}))[0]


def test_deadlines_lie_in_the_year_and_not_after_the_goal_above():
    assert said(node(1, due_on=dt.date(2027, 1, 5))) == ["“目标1”的期限 2027-01-05 不在2026年"]
    late = node(2, parent=1, due_on=dt.date(2026, 12, 30))
    assert "晚于上级目标" in said(node(1), late)[0]


def test_goals_nobody_has_are_listed_and_do_not_stop_submitting():
    nodes = [node(1, unit=None), node(2, parent=1, unit=None)]
    assert said(*nodes) == []
    assert [one.key for one in without_owner(nodes)] == [2]


@pytest.mark.parametrize(
    ("value", "today", "text", "state"),
    [
        (None, dt.date(2026, 11, 1), "未到期", "ahead"),
        (None, dt.date(2026, 12, 21), "逾期未报", "overdue"),
        (D(6), dt.date(2026, 11, 1), "差 4 场", "short"),
        (D(6), dt.date(2026, 12, 21), "逾期，差 4 场", "overdue"),
        (D(6), DUE, "差 4 场", "short"),
        (D(10), dt.date(2026, 12, 21), "达标", "reached"),
    ],
)
def test_how_a_goal_stands(value: Decimal | None, today: dt.date, text: str, state: str):
    found = standing(value, D(10), direction="ge", measure="场", due_on=DUE, today=today)
    assert (found.text, found.state) == (text, state)


def test_at_most_is_exceeded_and_settled_goals_are_not_counted():
    over = standing(D(2), D(1), direction="le", measure="起", due_on=DUE, today=DUE)
    assert over.text == "超 1 起"
    dropped = standing(None, D(1), direction="ge", measure="", due_on=DUE, today=DUE, outcome="cancelled")
    reached, late = Standing("reached", "达标"), Standing("overdue", "逾期")
    assert of_children([reached, dropped]).text == "达标"
    assert of_children([reached, late]) == Standing("overdue", "逾期，1/2 达标", 50)


@given(st.decimals(0, 100000, places=2), st.integers(1, 60), st.sampled_from([0, 2]))
def test_a_split_adds_up_to_the_whole(whole: Decimal, count: int, places: int):
    parts = split(whole, count, places)
    assert sum(parts) == whole and len(parts) == count
    assert max(parts[:-1], default=parts[-1]) - min(parts[:-1], default=parts[-1]) <= 1


@given(st.lists(st.decimals(1, 100, places=2), min_size=1, max_size=20))
def test_weights_in_proportion_make_100(weights: list[Decimal]):
    assert sum(to_hundred(weights)) == 100


def test_what_two_versions_differ_in():
    old = [Entry(1, "1", "活动", {"目标值": "≥ 96 场"}), Entry(2, "2", "讲堂", {"目标值": "≥ 4 期"})]
    new = [Entry(1, "1", "活动", {"目标值": "≥ 72 场"}), Entry(3, "2", "宣传", {"目标值": "≥ 9 篇"})]
    found = [(one.kind, one.title, one.fields) for one in compare(old, new)]
    assert found == [
        ("changed", "活动", (("目标值", "≥ 96 场", "≥ 72 场"),)),
        ("added", "宣传", (("目标值", "", "≥ 9 篇"),)),
        ("removed", "讲堂", (("目标值", "≥ 4 期", ""),)),
    ]


def test_a_plan_says_which_of_the_three_it_leaves_out():
    assert gap_of(["物质", "精神、物质"]) == "只覆盖物质、精神文明，缺政治文明"
    assert gap_of(["物质、政治、精神"]) == ""
