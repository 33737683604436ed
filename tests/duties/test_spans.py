"""Spans, due days and the words for them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from xiangfeng.base.workdays import UnknownYear, seeded
from xiangfeng.duties import rules
from xiangfeng.duties.spans import due_on, label_of, short_of, spans_of

DAYS = seeded([2026])
D = dt.date


def test_a_year_has_whole_spans():
    assert spans_of("quarter", 2026)[0] == (D(2026, 1, 1), D(2026, 3, 31))
    assert [end for _, end in spans_of("half", 2026)] == [D(2026, 6, 30), D(2026, 12, 31)]
    assert len(spans_of("week", 2026)) == 53  # 2026 is a year of 53 ISO weeks
    assert spans_of("triennial", 2026) == [] and spans_of("triennial", 2028) == [
        (D(2026, 1, 1), D(2028, 12, 31))
    ]


def test_due_days():
    november = D(2026, 11, 30)
    assert due_on("end", november, calendar=DAYS) == november
    assert due_on("next_day", november, day=10, calendar=DAYS) == D(2026, 12, 10)
    assert due_on("next_day", D(2026, 1, 31), day=31, calendar=DAYS) == D(2026, 2, 28)
    assert due_on("fixed", D(2026, 12, 31), month=1, day=31, calendar=DAYS) == D(2026, 1, 31)
    # 30 September is a Wednesday; the first week of October is off and the 10th is worked.
    assert due_on("workdays", D(2026, 9, 30), workdays=2, calendar=DAYS) == D(2026, 10, 9)
    with pytest.raises(UnknownYear):
        due_on("workdays", D(2026, 12, 31), workdays=2, calendar=DAYS)


def test_labels():
    assert label_of("quarter", D(2026, 10, 1)) == "2026年四季度"
    assert short_of("month", D(2026, 11, 1)) == "11月" and short_of("year", D(2026, 1, 1)) == ""


def _rule(**fields):
    return SimpleNamespace(
        **{
            "frequency": "quarter", "due_rule": "end", "due_month": None, "due_day": None, "due_workdays": None,
            "is_grace_to_month_end": False, "warn_workdays": 10,
        } | fields
    )  # fmt: skip


def test_a_rule_in_words():
    assert rules.in_words(_rule()) == "每季度，季末当天截止，提前10个工作日变黄，过了期限转红。"
    grace = _rule(frequency="month", due_rule="next_day", due_day=10, is_grace_to_month_end=True)
    assert (
        rules.in_words(grace)
        == "每月，次月10日前，提前10个工作日变黄，过了期限先亮黄灯，当月底还没有做就转红。"
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"due_rule": "fixed", "frequency": "year", "due_day": 3}, "due_month"),
        ({"due_rule": "fixed", "due_month": 3, "due_day": 3}, "due_rule"),
        ({"due_rule": "next_day"}, "due_day"),
        ({"due_rule": "workdays"}, "due_workdays"),
        ({"is_grace_to_month_end": True}, "is_grace_to_month_end"),
    ],
)
def test_a_rule_that_is_not_whole(fields, field):
    found = rules.problem(_rule(**fields))
    assert found is not None and found[0] == field
