"""The results of a 问卷 that is over: one column of signs is read once, in pieces, and counted in Python.

All sheets are one query (``benchmarks/surveys.py`` measures 100,000); a row an answer was ten times
as many rows, and counting in JSON is another language on each database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from xiangfeng.surveys.cover import LEAST
from xiangfeng.surveys.marks import SIGNS, stretches
from xiangfeng.surveys.models import Kind, Question, Quota, Sheet, Survey
from xiangfeng.surveys.queries.rows import questions_of
from xiangfeng.surveys.tables import Cross, Parts, Rate, Table, cross_of, parts_of, rate_of_all, tables_of

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
    """One side of a table of two: a place on the sheet, or the village (``place`` -1). ``signs`` gives each option's sign;
    ``is_satisfaction``: a 满意率 is told of it."""

    key: str
    title: str
    place: int
    options: tuple[str, ...]
    signs: tuple[str | int, ...]
    is_satisfaction: bool = False


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
    tables = tuple(
        table
        for place, count in zip(places, counts, strict=True)
        for table in tables_of(place, count, counts_unsure=survey.counts_unsure)
    )
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
    villages = [(one.pk, one.unit.name) for one in quotas]
    if len(villages) > 1:
        names, keys = tuple(name for _, name in villages), tuple(pk for pk, _ in villages)
        found.append(Axis(VILLAGE, "村（社区）", -1, names, keys))
    return found


def _axes(one: Question, start: int) -> Iterator[Axis]:
    signs = tuple(SIGNS[1 : len(one.options) + 1])
    options = tuple(map(str, one.options))
    if one.kind == Kind.MULTIPLE:
        for place, option in enumerate(options):
            title = f"{one.place}. {one.text}：{option}"
            yield Axis(f"{one.pk}-{place}", title, start + place, ("选了", "没选"), ("1", "0"))
    elif one.kind == Kind.MATRIX:
        for place, line in enumerate(one.lines):
            title = f"{one.place}. {one.text}：{line}"
            yield Axis(f"{one.pk}-{place}", title, start + place, options, signs, one.is_satisfaction)
    else:
        yield Axis(str(one.pk), str(one), start, options, signs, one.is_satisfaction)


def cross_between(survey: Survey, a: Axis, b: Axis) -> Cross | None:
    """``a`` down, ``b`` across, of those who answered both; None before the end and where too few did. One query."""
    if not survey.is_ended or a.key == b.key:
        return None
    pairs: Counter[tuple[str | int | None, str | int | None]] = Counter()
    for piece in _pieces(survey, "marks", "cell_id"):
        pairs.update([(_sign(a, *row), _sign(b, *row)) for row in piece])
    rows = {sign: place for place, sign in enumerate(a.signs)}
    columns = {sign: place for place, sign in enumerate(b.signs)}
    counts = {
        (rows[one], columns[other]): count
        for (one, other), count in pairs.items()
        if one in rows and other in columns
    }
    down, across = _parts(survey, a), _parts(survey, b)
    return cross_of(counts, a.options, b.options, row_parts=down, column_parts=across)


def _parts(survey: Survey, axis: Axis) -> Parts:
    return lambda counts: (
        parts_of(counts, counts_unsure=survey.counts_unsure) if axis.is_satisfaction else None
    )


def _sign(axis: Axis, marks: str, cell: str | int | None) -> str | int | None:
    return cell if axis.place < 0 else marks[axis.place]
