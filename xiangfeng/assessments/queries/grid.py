"""The sheet as it is drawn: bands of columns, rows by group, sums, and what changed since somebody last looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.timezone import localtime

from xiangfeng.assessments.cells import MISSING, SOURCE_MARK, Limits, columns_of, limits_of
from xiangfeng.assessments.models import AdjustmentKind, Entry, Period, Score
from xiangfeng.assessments.queries.sheet import Sheet, text_of_score
from xiangfeng.base.rounding import half_up
from xiangfeng.scoring.compute import Outcome
from xiangfeng.scoring.rules import bind
from xiangfeng.scoring.rules.reach import Bonus
from xiangfeng.scoring.scheme import Node, Scheme, Source, plain

TOTAL, EXTRA = "@total", "@extra"  # keys of the two last columns; no source's key is written with the mark

# A request that began earlier may be written later: look back this far, the page ignores what it knows.
OVERLAP = dt.timedelta(seconds=15)


@dataclass(frozen=True)
class Column:
    """One column: a cell to fill (``is_sum`` false) or a figure that follows from others."""

    key: str
    title: str
    small: str
    is_sum: bool = False
    is_optional: bool = False
    limits: Limits = Limits()


@dataclass(frozen=True)
class Band:
    """The columns of one source under its heading, e.g. 现场检查 × 70%."""

    title: str
    weight: str
    columns: tuple[Column, ...]

    @property
    def is_single(self) -> bool:
        return len(self.columns) == 1


def bands_of(scheme: Scheme) -> list[Band]:
    """The heading of the sheet, source by source; a nested source gets a 小计 of its own after its parts."""
    is_only = len(scheme.sources) == 1
    return [band for source in scheme.sources for band in _bands(scheme, source, "", is_only=is_only)]


def _bands(scheme: Scheme, source: Source, above: str, *, is_only: bool) -> Iterator[Band]:
    own = "" if is_only and source.weight == 100 else f"× {plain(source.weight)}%"
    weight = f"{above} {own}".strip()
    if source.kind == "items":
        columns = [_item_column(scheme, node) for node in source.items()]
        top = "折合 100" if source.scale and source.full_points != 100 else plain(source.full_points)
        yield Band(source.title, weight, (*columns, Column(source.key, "小计", top, is_sum=True)))
    elif source.kind == "mix":
        for child in source.children:
            yield from _bands(scheme, child, weight, is_only=False)
        yield Band("", weight, (Column(source.key, f"{source.title}小计", "100", is_sum=True),))
    else:
        key = SOURCE_MARK + source.key
        small = "多个分数用、隔开" if source.kind == "mean" else f"满分 {plain(source.full)}"
        yield Band("", weight, (Column(key, source.title, small, limits=limits_of(scheme, key)),))


def _item_column(scheme: Scheme, node: Node) -> Column:
    limits = limits_of(scheme, node.code)
    kind = bind(node.rule) if node.rule else None
    word = "加分，最多" if isinstance(kind, Bonus) else "满分"
    return Column(
        node.code,
        node.title,
        f"{word} {limits.high if isinstance(kind, Bonus) else plain(node.points or 0)}",
        is_optional=node.is_bonus,
        limits=limits,
    )


@dataclass(frozen=True)
class CellView:
    """One cell as drawn."""

    column: Column
    text: str
    version: int = 0
    given_by: str = ""
    has_why: bool = False
    is_open: bool = False

    @property
    def is_missing(self) -> bool:
        """Drawn as 缺项、未录."""
        return self.is_open or self.text == MISSING


@dataclass(frozen=True)
class RowView:
    """One unit's line."""

    entry: Entry
    cells: tuple[CellView, ...]
    extra: str
    total: str
    open_count: int


@dataclass
class GroupView:
    """The lines of one 类别, in the order of the scheme."""

    name: str
    rows: list[RowView] = field(default_factory=list)


def groups_of(sheet: Sheet, bands: list[Band]) -> list[GroupView]:
    """All lines, by group where there are groups."""
    known = {name: GroupView(name) for name in sheet.scheme.groups}
    for entry in sheet.entries:
        known.setdefault(entry.group, GroupView(entry.group)).rows.append(row_of(sheet, entry, bands))
    return [group for group in known.values() if group.rows]


def row_of(sheet: Sheet, entry: Entry, bands: list[Band]) -> RowView:
    """One unit's line: its cells, sub-totals and trial total."""
    sums = sums_of(sheet, entry)
    cells = tuple(_cell(sheet, entry, column, sums) for band in bands for column in band.columns)
    return RowView(entry, cells, sums[EXTRA], sums[TOTAL], sum(cell.is_open for cell in cells))


def _cell(sheet: Sheet, entry: Entry, column: Column, sums: dict[str, str]) -> CellView:
    if column.is_sum:
        return CellView(column, sums.get(column.key, "待补"))
    score = sheet.score(entry, column.key)
    is_open = not column.is_optional and sheet.is_open(entry, column.key)
    if score is None:
        return CellView(column, "", is_open=is_open)
    text = text_of_score(sheet.scheme, score)
    has_why = bool(score.deductions.all())
    return CellView(column, text, score.version, score.given_by, has_why, is_open)


def sums_of(sheet: Sheet, entry: Entry) -> dict[str, str]:
    """The figures of a line that follow from its cells: each source's value, 加减 and the trial total."""
    outcome = sheet.outcomes[entry.pk]
    sums = {
        part.key: "待补" if part.value is None else plain(half_up(part.value, 2))
        for part in outcome.breakdown.walk()
        if part.kind == "source"
    }
    return sums | {EXTRA: _extra(sheet, entry), TOTAL: total_text(outcome)}


def total_text(outcome: Outcome) -> str:
    """The trial total with the published decimals, 待补, or 不排名 where there is no score at all."""
    if outcome.shown is not None:
        return str(outcome.shown)
    return "待补" if outcome.status == "pending" else "不排名"


def _extra(sheet: Sheet, entry: Entry) -> str:
    rows = sheet.adjustments.get(entry.pk, [])
    points = sum(
        (row.points if row.kind == AdjustmentKind.BONUS else -row.points
         for row in rows if row.kind != AdjustmentKind.VETO),
        Decimal(0),
    )  # fmt: skip
    parts = [f"{points:+f}".rstrip("0").rstrip(".").replace("-", "−")] if points else []
    parts += ["否决"] if any(row.kind == AdjustmentKind.VETO for row in rows) else []
    parts += [f"{upper.level}{plain(upper.points)}" for upper in sheet.uppers.get(entry.pk, [])]
    return " ".join(parts)


def sums_json(sheet: Sheet, *, no_extra: str = "登记") -> list[dict[str, object]]:
    """The sums of every line, as the page's script wants them; ``no_extra`` stands where there is no 加减分."""
    return [
        {"subject": entry.pk, "key": key, "text": text}
        for entry in sheet.entries
        for key, text in ({EXTRA: no_extra} | {k: v for k, v in sums_of(sheet, entry).items() if v}).items()
    ]


def changed_since(period: Period, since: dt.datetime | None) -> list[Score] | None:
    """The cells written since then (all when None), with a little overlap; None when the sheet was not touched."""
    scores = Score.objects.filter(entry__period=period).prefetch_related("deductions").order_by("id")
    if since is None:
        return list(scores)
    if period.touched_at <= since - OVERLAP:
        return None
    return list(scores.filter(updated_at__gt=since - OVERLAP))


def cell_json(scheme: Scheme, score: Score) -> dict[str, object]:
    """A stored cell, as the page's script wants it."""
    return {
        "subject": score.entry_id,
        "item": score.key,
        "value": text_of_score(scheme, score),
        "version": score.version,
        "why": bool(score.deductions.all()),
        "by": score.updated_by_name,
        "at": f"{localtime(score.updated_at):%H:%M}",
    }


def progress_of(sheet: Sheet) -> dict[int, tuple[int, int]]:
    """Filled cells and all cells to fill, by entry id; bonus items left out."""
    optional = {node.code for node in sheet.scheme.items() if node.is_bonus}
    keys = [key for key in columns_of(sheet.scheme) if key not in optional]
    return {
        entry.pk: (sum(1 for key in keys if not sheet.is_open(entry, key)), len(keys))
        for entry in sheet.entries
    }
