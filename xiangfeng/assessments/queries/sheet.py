"""The whole sheet of one period in a handful of queries, and the pure values the arithmetic works on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from xiangfeng.assessments.cells import CLEAN, CLEAN_WORDS, MISSING, SOURCE_MARK, columns_of, entry_text
from xiangfeng.assessments.models import (
    Adjustment,
    AdjustmentKind,
    Deduction,
    Entry,
    Period,
    PeriodState,
    Score,
    UpperResult,
    UpperUse,
)
from xiangfeng.assessments.queries.periods import previous_of
from xiangfeng.scoring import entry as pure
from xiangfeng.scoring.compute import Outcome, Result, compute
from xiangfeng.scoring.scheme import Scheme, plain


@dataclass
class Sheet:
    """One period's sheet: its entries in order, its cells by (entry id, key), and what was added by hand."""

    period: Period
    scheme: Scheme
    entries: list[Entry]
    scores: dict[tuple[int, str], Score]
    adjustments: dict[int, list[Adjustment]] = field(default_factory=dict)
    uppers: dict[int, list[UpperResult]] = field(default_factory=dict)

    def score(self, entry: Entry, key: str) -> Score | None:
        """The cell, or None while nothing was entered there."""
        return self.scores.get((entry.pk, key))

    def text(self, entry: Entry, key: str) -> str:
        """What stands in a cell: the score, a level letter, 缺, or nothing while it is open."""
        score = self.score(entry, key)
        return "" if score is None else text_of_score(self.scheme, score)

    def is_open(self, entry: Entry, key: str) -> bool:
        """Somebody must still do something here: nothing was entered, or a missed round has no 缺项 rule."""
        score = self.score(entry, key)
        if score is None or not text_of_score(self.scheme, score):
            return True
        is_round_missed = None in (score.raw.get("values") or ())
        return is_round_missed and not score.missing and self.scheme.missing_round is None

    @cached_property
    def source_keys(self) -> dict[str, str]:
        """The key of the source that each cell belongs to."""
        return source_keys_of(self.scheme)

    @cached_property
    def subjects(self) -> list[pure.Subject]:
        """The entries as the arithmetic's subjects; each subject's key is its unit's id, the same every month."""
        by_entry: dict[int, list[Score]] = defaultdict(list)
        for score in self.scores.values():
            by_entry[score.entry_id].append(score)
        return [self._subject(entry, by_entry[entry.pk]) for entry in self.entries]

    def _subject(self, entry: Entry, scores: list[Score]) -> pure.Subject:
        given: dict[str, pure.Given] = {}
        missing: dict[str, pure.MissingUse] = {}
        cells: dict[str, pure.Cell | Decimal] = {}
        for score in scores:
            if not score.key.startswith(SOURCE_MARK):
                cells[score.key] = cell_of(score)
                continue
            key = score.key.removeprefix(SOURCE_MARK)
            if (use := missing_of(score)) is not None:
                missing[key] = use
            if values := score.raw.get("values"):
                given[key] = [None if value is None else Decimal(value) for value in values]
            elif score.value is not None:
                given[key] = score.value
        added = self.adjustments.get(entry.pk, [])
        return pure.Subject(
            key=str(entry.unit_id),
            name=entry.unit.name,
            group=entry.group,
            is_ranked=entry.is_ranked,
            cells=cells,
            given=given,
            missing=missing,
            adjustments=tuple(adjustment_of(row) for row in added if row.kind != AdjustmentKind.VETO),
            vetoes=tuple(
                pure.VetoHit(row.veto_code, row.reason, str(row.pk))
                for row in added
                if row.kind == AdjustmentKind.VETO
            ),
            upper=tuple(
                pure.Upper(row.use, row.points, row.level, row.key, row.name)
                for row in self.uppers.get(entry.pk, [])
            ),
        )

    @cached_property
    def result(self) -> Result:
        """The trial computation of the sheet as it stands, without the comparison to earlier months.

        While scores come in nothing is filled in by the scheme's own 缺项 rule: what is not entered shows as 待补.
        """
        is_open = self.period.state in (PeriodState.DRAFT, PeriodState.SCORING)
        return compute(self.scheme, self.subjects, final=not is_open)

    @cached_property
    def outcomes(self) -> dict[int, Outcome]:
        """The trial outcome of each entry, by entry id."""
        by_unit = {outcome.key: outcome for outcome in self.result.rows}
        return {entry.pk: by_unit[str(entry.unit_id)] for entry in self.entries}


def adjustment_of(row: Adjustment) -> pure.Adjustment:
    """加分 as points above zero, 减分 as points below."""
    points = row.points if row.kind == AdjustmentKind.BONUS else -row.points
    return pure.Adjustment(points, row.reason, ref=str(row.pk))


def cell_of(score: Score) -> pure.Cell:
    """A stored cell as the arithmetic's value."""
    raw = score.raw
    return pure.Cell(
        value=score.value,
        count=_number(raw.get("count")),
        ok=raw.get("ok"),
        met=tuple(raw["met"]) if raw.get("met") is not None else None,
        actual=_number(raw.get("actual")),
        level=raw.get("level"),
        judges=tuple(Decimal(value) for value in raw.get("judges", [])),
        deductions=tuple(deduction_of(row) for row in score.deductions.all()),
        given_by=score.given_by,
        note=score.note or (CLEAN_WORDS if raw.get("fed") == CLEAN else ""),
        missing=missing_of(score),
    )


def deduction_of(row: Deduction) -> pure.Deduction:
    """A stored deduction as the arithmetic's value; its photo and its finding travel as their ids."""
    text = f"{row.place}：{row.text}" if row.place else row.text
    photo = str(row.photo_id) if row.photo_id else ""
    finding = str(row.finding_id or "")
    return pure.Deduction(text, row.points, Decimal(row.count), ref=finding, photo=photo)


def text_of_score(scheme: Scheme, score: Score) -> str:
    """What stands in a stored cell on screen."""
    if values := score.raw.get("values"):
        return "、".join(MISSING if value is None else plain(Decimal(value)) for value in values)
    if score.missing:
        return MISSING
    if not score.key.startswith(SOURCE_MARK):
        return entry_text(scheme.item(score.key), cell_of(score))
    return "" if score.value is None else plain(score.value)


def missing_of(score: Score) -> pure.MissingUse | None:
    """The 缺项 rule chosen for this cell, if one was."""
    if not score.missing:
        return None
    raw = score.raw
    return pure.MissingUse(
        score.missing,
        score.missing_reason,
        _number(raw.get("missing_value")),
        _number(raw.get("missing_percent")),
    )


def _number(text: Any) -> Decimal | None:
    return None if text in (None, "") else Decimal(str(text))


def load_sheet(period: Period, *, with_deductions: bool = True) -> Sheet:
    """Everything of a period's sheet. Five queries whatever the number of entries and items."""
    scores = Score.objects.filter(entry__period=period)
    if with_deductions:
        scores = scores.prefetch_related(Prefetch("deductions", Deduction.objects.order_by("seq", "id")))
    adjustments: dict[int, list[Adjustment]] = defaultdict(list)
    for row in Adjustment.objects.filter(entry__period=period).order_by("id"):
        adjustments[row.entry_id].append(row)
    uppers: dict[int, list[UpperResult]] = defaultdict(list)
    for upper in UpperResult.objects.filter(entry__period=period).order_by("id"):
        uppers[upper.entry_id].append(upper)
    return Sheet(
        period=period,
        scheme=period.scheme_version.scheme,
        entries=list(period.entries.select_related("unit").order_by("seq", "id")),
        scores={(score.entry_id, score.key): score for score in scores.order_by("id")},
        adjustments=adjustments,
        uppers=uppers,
    )


def source_keys_of(scheme: Scheme) -> dict[str, str]:
    """The key of the source that each cell belongs to."""
    keys = {SOURCE_MARK + source.key: source.key for source in scheme.given_sources()}
    return keys | {node.code: source.key for source in scheme.walk() for node in source.items()}


@dataclass(frozen=True)
class Todo:
    """What keeps a sheet from being handed on: empty cells without a 缺项 rule."""

    count: int
    text: str
    first: tuple[int, str] | None = None


def todo_of_sheet(sheet: Sheet) -> Todo:
    """The cells of a loaded sheet that hold neither a score nor a chosen 缺项 rule, bonus items left out.

    The scheme's own 缺项 rule settles how, never that: each use needs somebody's reason, which is printed.
    """
    empty = [
        (entry.pk, key)
        for entry in sheet.entries
        for key in required_of(sheet.scheme)
        if sheet.is_open(entry, key) and not _is_replaced(sheet, entry, key)
    ]
    return Todo(len(empty), f"未录 {len(empty)}" if empty else "", empty[0] if empty else None)


def required_of(scheme: Scheme) -> list[str]:
    """The cells of a line that somebody must fill: all but the bonus items."""
    optional = {node.code for node in scheme.items() if node.is_bonus}
    return [key for key in columns_of(scheme) if key not in optional]


def open_counts(periods: Sequence[Period]) -> dict[int, int]:
    """How many cells are still open, by period id, for lists: two queries however many periods.

    ``periods`` carry ``entry_count``. As :func:`todo_of_sheet` counts, but that findings are taken for a score whatever
    the rule makes of them.
    """
    schemes = {period.pk: period.scheme_version.scheme for period in periods}
    required = {pk: required_of(scheme) for pk, scheme in schemes.items()}
    done: dict[int, set[tuple[int, str]]] = {pk: set() for pk in schemes}
    findings = Exists(Deduction.objects.filter(score=OuterRef("pk")))
    filled = Score.objects.filter(Q(value__isnull=False) | ~Q(missing="") | ~Q(raw={}) | findings)
    filled = filled.filter(entry__period__in=schemes).order_by("id")
    for pk, entry, key, raw, rule in filled.values_list("entry__period", "entry", "key", "raw", "missing"):
        if rule or schemes[pk].missing_round or None not in (raw.get("values") or ()):
            done[pk].add((entry, key))
    for upper in UpperResult.objects.filter(entry__period__in=schemes).select_related("entry").order_by("id"):
        pk = upper.entry.period_id
        keys = source_keys_of(schemes[pk])
        done[pk] |= {(upper.entry_id, key) for key in required[pk] if _stands_for(upper, key, keys)}
    return {
        row.pk: row.entry_count * len(required[row.pk])  # type: ignore[attr-defined]
        - sum(key in required[row.pk] for _, key in done[row.pk])
        for row in periods
    }


def _is_replaced(sheet: Sheet, entry: Entry, key: str) -> bool:
    """An upper level's score stands in for this cell, its source or the whole."""
    return any(_stands_for(upper, key, sheet.source_keys) for upper in sheet.uppers.get(entry.pk, []))


def _stands_for(upper: UpperResult, key: str, source_keys: Mapping[str, str]) -> bool:
    if upper.use == UpperUse.SOURCE:
        return upper.key == source_keys.get(key, "")
    return upper.use == UpperUse.SUBJECT or (upper.use == UpperUse.CELL and upper.key == key)


def remember_todo(period: Period, sheet: Sheet) -> Todo:
    """Count what is open in a sheet a page has loaded anyway, and spare the guards of its buttons a second load."""
    todo = period.__dict__["known_todo"] = todo_of_sheet(sheet)
    return todo


def todo_of(period: Period) -> Todo:
    """What is still open in a period's sheet; a page that has loaded the sheet leaves its count by `remember_todo`."""
    known: Todo | None = period.__dict__.get("known_todo")
    return known or todo_of_sheet(load_sheet(period))


def history_of(period: Period) -> tuple[list[dict[str, pure.Past]], Period | None]:
    """Earlier months' results by unit id, oldest first, for change and months at the bottom; and the month before.

    One query.
    """
    months: dict[int, list[Entry]] = defaultdict(list)
    earlier = Entry.objects.filter(period__in=previous_of(period)).select_related("period")
    before = None
    for entry in earlier.order_by("period__year", "period__month", "id"):
        months[entry.period_id].append(entry)
        before = entry.period
    past = []
    for entries in months.values():
        ranked = sum(entry.rank is not None for entry in entries)
        past.append({str(entry.unit_id): pure.Past(entry.rank, entry.shown, ranked) for entry in entries})
    return past, before
