"""The results of a 问卷 that is over: one column of signs is read once, in pieces, and counted in Python.

All sheets are one query (``benchmarks/surveys.py`` measures 100,000); a row an answer was ten times
as many rows, and counting in JSON is another language on each database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from xiangfeng.surveys.cover import LEAST
from xiangfeng.surveys.marks import NOT_SHOWN, stretches
from xiangfeng.surveys.models import Kind, Question, Quota, Sheet, Survey
from xiangfeng.surveys.queries.rows import questions_of
from xiangfeng.surveys.tables import Cross, Rate, Table, all_tables, cross_of, rate_of_all

PIECE = 5_000
VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Results:
    """Every table of one questionnaire. ``sheets`` in all; fewer than five give no tables."""

    sheets: int
    tables: tuple[Table, ...]
    rate: Rate | None

    @property
    def is_enough(self) -> bool:
        return self.sheets >= LEAST


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of a table of two: a place on the sheet, or the village (``place`` -1) with the ``names`` of all."""

    key: str
    title: str
    place: int
    names: tuple[tuple[str, int], ...] = ()


def results_of(survey: Survey, questions: list[Question] | None = None) -> Results:
    """Count all sheets. Empty before the end, whoever asks. Two queries, one when the questions are at hand."""
    if not survey.is_ended:
        return Results(0, (), None)
    places = stretches(questions_of(survey) if questions is None else questions)
    counts: list[Counter[str]] = [Counter() for _ in places]
    total = 0
    for piece in _pieces(survey, "marks"):
        marks = [row[0] for row in piece]
        total += len(marks)
        for place, count in zip(places, counts, strict=True):
            start, stop = place.start, place.stop
            count.update([sheet[start:stop] for sheet in marks])
    if total < LEAST:
        return Results(total, (), None)
    tables = all_tables(places, counts, counts_unsure=survey.counts_unsure)
    return Results(total, tables, rate_of_all(tables))


def _pieces(survey: Survey, *columns: str) -> Iterator[list[tuple[str, ...]]]:
    """The columns of all sheets, some thousand at a time: memory does not grow with their number."""
    rows = Sheet.objects.filter(survey=survey).order_by().values_list(*columns)
    left = rows.iterator(chunk_size=PIECE)
    while piece := list(islice(left, PIECE)):
        yield piece


def axes_of(questions: list[Question], quotas: Iterable[Quota]) -> list[Axis]:
    """What may be set against each other: choices, each line of a matrix, each option of a 多选, the village."""
    found = []
    for stretch in stretches(questions):
        found += list(_axes(stretch.question, stretch.start))
    villages = tuple((one.unit.name, one.pk) for one in quotas)
    if len(villages) > 1:
        found.append(Axis(VILLAGE, "村（社区）", -1, villages))
    return found


def _axes(one: Question, start: int) -> Iterator[Axis]:
    if one.kind not in (Kind.MULTIPLE, Kind.MATRIX):
        yield Axis(str(one.pk), str(one), start)
        return
    for place, text in enumerate(one.options if one.kind == Kind.MULTIPLE else one.lines):
        yield Axis(f"{one.pk}-{place}", f"{one.place}. {one.text}：{text}", start + place)


Signs = Sequence[str | int | None]
NOWHERE = (None,)


def cross_between(survey: Survey, a: Axis, b: Axis, results: Results | None = None) -> Cross | None:
    """``a`` down, ``b`` across, of all sheets, put together as in their own tables: from two tables nothing follows that one does not tell.

    None before the end, where a table is not told, and where too little is left. One query, two more without ``results``.
    """
    if not survey.is_ended or a.key == b.key:
        return None
    tables = (results or results_of(survey)).tables
    down, across = _sides(tables, a), _sides(tables, b)
    rows = {sign: place for place, (_, signs) in enumerate(down) for sign in signs}
    columns = {sign: place for place, (_, signs) in enumerate(across) for sign in signs}
    if not rows or not columns:
        return None
    pairs: Counter[tuple[int, int]] = Counter()
    for piece in _pieces(survey, "marks", "cell_id"):
        pairs.update([(rows[_sign(a, *row)], columns[_sign(b, *row)]) for row in piece])
    return cross_of(pairs, _labels(down, {r for r, _ in pairs}), _labels(across, {c for _, c in pairs}))


def _labels(sides: list[tuple[str, Signs]], used: set[int]) -> list[str]:
    last = len(sides) - 1
    return [
        label
        for place, (label, signs) in enumerate(sides)
        if place < last or place in used or signs != NOWHERE
    ]


def _sides(tables: Iterable[Table], axis: Axis) -> list[tuple[str, Signs]]:
    """What is counted together on an axis, with the signs; every sheet has one of them. Empty when the table is not told."""
    if axis.place < 0:
        return [*((name, (key,)) for name, key in axis.names), ("没有写村", NOWHERE)]
    pk, _, line = axis.key.partition("-")
    own = [table for table in tables if table.question.pk == int(pk)]
    is_multiple = bool(own) and own[0].question.kind == Kind.MULTIPLE
    found = own[0 if is_multiple else int(line or 0)] if own else None
    if found and found.bars and is_multiple:
        return [("选了", "1"), ("没选", "0"), *([("不用答", NOT_SHOWN)] if found.unasked else [])]
    return [(side.label, side.signs) for side in found.sides] if found else []


def _sign(axis: Axis, marks: str, cell: str | int | None) -> str | int | None:
    return cell if axis.place < 0 else marks[axis.place]
