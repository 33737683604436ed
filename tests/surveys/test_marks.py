"""A sheet as signs: what is kept, what is dropped, what is wrong; and what a form or a typist sends."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from xiangfeng.surveys.marks import fill_in, stretches
from xiangfeng.surveys.models import SATISFACTION, Kind, Question
from xiangfeng.surveys.reading import WRONG, from_figures, from_form
from xiangfeng.surveys.standard import STANDARD


def question(pk, kind, *, options=("甲", "乙", "丙"), lines=(), **others):
    return Question(
        pk=pk, place=pk, kind=kind, text=f"题{pk}", options=list(options), lines=list(lines), **others
    )


SINGLE, MULTIPLE = question(1, Kind.SINGLE), question(2, Kind.MULTIPLE)
MATRIX = question(3, Kind.MATRIX, lines=("路", "水"))
OWN = question(4, Kind.OPEN, options=())
ALL = [SINGLE, MULTIPLE, MATRIX, OWN]


def test_every_kind_has_its_place():
    filled = fill_in(ALL, {1: 2, 2: [3, 1], 3: [0, 3], 4: " 修路 "})
    assert (filled.marks, filled.words, filled.faults) == ("2" + "101" + "03", {4: "修路"}, {})
    assert [(one.start, one.stop) for one in stretches(ALL)] == [(0, 1), (1, 4), (4, 6)]


def test_nothing_answered_is_blank_and_own_words_alone_are_not():
    assert fill_in(ALL, {}).is_blank and fill_in(ALL, {}).marks == "000000"
    assert not fill_in(ALL, {4: "好"}).is_blank


def test_what_was_not_asked_is_dropped_with_all_that_hangs_on_it():
    second = question(2, Kind.SINGLE, depends_id=1, depends_on=[1], is_required=True)
    third = question(3, Kind.SINGLE, depends_id=2, depends_on=[1])
    asked = fill_in([SINGLE, second, third], {1: 1, 2: 1, 3: 3})
    assert asked.marks == "113"
    skipped = fill_in([SINGLE, second, third], {1: 2, 2: 1, 3: 3})
    assert skipped.marks == "2--" and skipped.faults == {}


@pytest.mark.parametrize(
    ("kind", "answer"), [(Kind.SINGLE, 0), (Kind.MULTIPLE, []), (Kind.MATRIX, [1, 0]), (Kind.OPEN, " ")]
)
def test_a_required_question_asks_for_all_of_it(kind, answer):
    one = question(1, kind, lines=("路", "水") if kind == Kind.MATRIX else (), is_required=True)
    assert fill_in([one], {1: answer}).faults == {1: "这道题要填"}


def test_what_is_no_option_and_too_many_words_are_said():
    assert set(fill_in(ALL, {1: 4, 2: [9], 3: [1, 7], 4: "长" * 501}).faults) == {1, 2, 3, 4}


def test_the_public_form_is_read():
    data = QueryDict("q1=2&q2=1&q2=3&q3_0=1&q3_1=x&q4=好")
    assert from_form(ALL, data) == {1: 2, 2: [1, 3], 3: [1, 0], 4: "好"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2", 2), ("２", 2), ("", 0), ("x", WRONG), ("2 3", WRONG), ("²", WRONG)],
)
def test_a_figure_is_typed(typed, read):
    assert from_figures([SINGLE], {"q1": typed}) == {1: read}


@pytest.mark.parametrize("typed", ["13", "1,3", "1 3", "1、3", "１３"])
def test_several_figures_are_typed_however_one_likes(typed):
    assert from_figures([MULTIPLE], {"q2": typed}) == {2: [1, 3]}


def test_lines_of_a_matrix_are_typed_in_a_row():
    assert from_figures([MATRIX], {"q3": "20"}) == {3: [2, 0]}
    assert from_figures([MATRIX], {"q3": "-1"}) == {3: [0, 1]}
    assert fill_in([MATRIX], from_figures([MATRIX], {"q3": "123"})).faults == {3: "没有这个选项，请填 1 到 3"}


def test_ten_options_are_typed_apart():
    many = question(2, Kind.MULTIPLE, options=[str(place) for place in range(12)])
    assert from_figures([many], {"q2": "10,2"}) == {2: [10, 2]}


def test_the_standard_set_leads_nobody():
    keys = [one.key for one in STANDARD]
    assert 8 <= len(keys) == len(set(keys)) <= 10
    for one in STANDARD:
        assert not one.is_satisfaction or one.options == SATISFACTION
        assert len(one.options) == len(set(one.options))
