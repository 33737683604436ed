"""Edits on the frozen scheme by place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangfeng.assessments import scheme_edit as edit
from xiangfeng.scoring import templates
from xiangfeng.scoring.scheme import Node, Rule, Scheme, Source

NAMES = templates.names()


def small() -> Scheme:
    clean = Node("1", "清扫", "项目", Decimal(60), rule=Rule("R1", {"each": "0.5"}))
    order = Node("2", "秩序", "项目", Decimal(40), rule=Rule("R0"))
    site = Source("site", "现场", Decimal(70), nodes=(clean, order))
    survey = Source("survey", "问卷", Decimal(30), kind="given")
    return Scheme("样例", 2026, sources=(site, survey))


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_found_at_its_own_place(name: str):
    scheme = templates.load(name)
    for row in edit.rows_of(scheme):
        assert edit.piece_at(scheme, edit.parse_place(row.at)) is row.piece
        assert edit.put_piece(scheme, row.place, row.piece) == scheme


@given(st.sampled_from(NAMES), st.integers(0, 200), st.sampled_from([-1, 1]))
def test_a_row_moved_and_moved_back_is_where_it_was(name: str, number: int, by: int):
    scheme = templates.load(name)
    rows = edit.rows_of(scheme)
    row = rows[number % len(rows)]
    moved, place = edit.move_piece(scheme, row.place, by)
    assert edit.piece_at(moved, place) == row.piece
    if place != row.place:
        assert edit.move_piece(moved, place, -by) == (scheme, row.place)


@given(st.sampled_from(NAMES), st.integers(0, 200))
def test_what_is_added_and_removed_leaves_no_trace(name: str, number: int):
    scheme = templates.load(name)
    rows = edit.rows_of(scheme)
    row = rows[number % len(rows)]
    grown, place = edit.add_after(scheme, row.place)
    codes = [edit.name_of(each.piece) for each in edit.rows_of(grown)]
    assert len(codes) == len(rows) + 1
    assert codes.count(edit.name_of(edit.piece_at(grown, place))) == 1
    assert edit.remove_piece(grown, place)[0] == scheme


def test_below_a_source_hangs_a_project_and_below_it_an_indicator():
    scheme, place = edit.add_below(small(), (("s", 0),), letter="n")
    project = edit.piece_at(scheme, place)
    assert isinstance(project, Node)
    assert (edit.write_place(place), project.code, project.level) == ("s0-n2", "3", "项目")
    scheme, place = edit.add_below(scheme, place, letter="d")
    indicator = edit.piece_at(scheme, place)
    assert isinstance(indicator, Node)
    assert (edit.write_place(place), indicator.code, indicator.level) == ("s0-n2-d0", "3-1", "指标")


def test_a_source_with_sources_below_weighs_them():
    scheme, place = edit.add_below(small(), (("s", 1),), letter="c")
    above = edit.piece_at(scheme, place[:-1])
    assert isinstance(above, Source)
    assert above.kind == "mix"
    assert edit.name_of(edit.piece_at(scheme, place)) == "s1"


@pytest.mark.parametrize("text", ["", "s", "x0", "s0-s1", "s0-d0", "s0-n0-c0", "s0;n0", "s٠"])
def test_nonsense_is_no_place(text: str):
    with pytest.raises(edit.NoPlaceError):
        edit.parse_place(text)


@pytest.mark.parametrize("text", ["s2", "s0-n9", "s1-n0"])
def test_a_place_beyond_the_end_is_no_place(text: str):
    with pytest.raises(edit.NoPlaceError):
        edit.piece_at(small(), edit.parse_place(text))


def test_after_removal_the_neighbour_is_shown_and_then_what_stood_above():
    scheme, place = edit.remove_piece(small(), edit.parse_place("s0-n1"))
    assert edit.write_place(place) == "s0-n0"
    _, place = edit.remove_piece(scheme, place)
    assert edit.write_place(place) == "s0"


def test_weights_side_by_side_are_summed():
    scheme = small()
    assert edit.sum_of_weights(scheme.sources) == edit.Sum("权重合计 100%")
    assert edit.sum_of_weights(scheme.sources[:1]) == edit.Sum("权重合计 70%，应为 100%", is_off=True)
    assert edit.sum_of_weights(()) == edit.Sum()


def test_points_below_a_row_are_summed_without_bonus():
    child = Node("1-1", "小项", "指标", Decimal(15), rule=Rule("R0"))
    bonus = Node("1-2", "加分", "指标", Decimal(5), rule=Rule("R10", {"each": "1"}))
    node = Node("1", "项", "项目", Decimal(15), children=(child, bonus))
    assert edit.sum_below(node) == edit.Sum("下级合计 15 分")
    assert edit.sum_below(replace(node, points=Decimal(20))) == edit.Sum(
        "下级合计 15 分，应为 20 分", is_off=True
    )
    assert edit.sum_below(child) == edit.Sum()


def test_full_marks():
    scheme = small()
    assert edit.full_of(scheme) == 100
    unscaled = Source("site", "现场", nodes=scheme.sources[0].nodes[:1], scale=False)
    assert edit.full_of(Scheme("样例", 2026, sources=(unscaled,))) == 60


@pytest.mark.parametrize(
    ("problem", "where"),
    [
        ("第2个项目“秩序”的分值应当大于 0。", ("at", "s0-n1")),
        ("项目编号“2”重复了。", ("at", "s0-n1")),
        ("分数来源“问卷”的满分应当大于 0。", ("at", "s1")),
        ("分数来源的标识“site”重复了。", ("at", "s0")),
        ("各分数来源的权重合计应当是 100%，现在是 70%＝70%。", ("section", "sources")),
        ("缺项办法是给定分，要写明给定分或满分的百分比（只写一个）。", ("section", "missing")),
        ("一票否决的编号“V1”重复了。", ("section", "extras")),
        ("加分总上限不能为负。", ("section", "extras")),
        ("等次“好”写了两次。", ("section", "grades")),
        ("榜单“红榜”没有写名额。", ("section", "grades")),
        ("第1个奖励档“一等”的名次应当从小到大，且不小于 1。", ("section", "awards")),
        ("小数位数应当在 0–3 之间，现在是 5。", ("section", "ranking")),
        ("等次统计方式“x”不认识，可用的是exclusive（各等次互不重复）。", ("section", "grades")),
    ],
)
def test_every_problem_leads_to_its_place(problem: str, where: tuple[str, str]):
    assert edit.where_is(problem, small()) == where
