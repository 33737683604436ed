"""The compliance wall (制度落实): duties × twelve months, each cell with the sentence that explains it. Pure.

Used by the wall page, the leader's screen and the story of the year. Cells span the months they stand for: a quarter
three, a half-year six, a year twelve; a weekly duty shows done/owed for each month.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from xiangfeng.base.workdays import Calendar
from xiangfeng.duties import lights
from xiangfeng.duties.models import Duty, Frequency, Occurrence, OccurrenceState
from xiangfeng.duties.spans import MONTHS

WORST = ("red", "yellow", "late", "", "green", "exempt")
"""The light that speaks for several occurrences in one cell: the first of these that is there."""


@dataclass(frozen=True)
class Cell:
    """One cell. ``kind``: ok, late, warn, bad, idle (免办), todo (not yet due) or gap (nothing is owed); never without text
    but in a gap. ``explain`` says why it has its colour; ``url`` leads to the occurrence (or, of weeks, to the duty)."""

    kind: str
    text: str
    title: str
    span: int
    url: str
    explain: str
    month: int


@dataclass(frozen=True)
class WallRow:
    """One duty's year."""

    pk: int
    title: str
    url: str
    basis: str
    kind: str
    cells: list[Cell] = field(default_factory=list)


def wall_of(
    occurrences: Iterable[Occurrence],
    today: dt.date,
    days: Calendar | None = None,
    *,
    year: int | None = None,
) -> list[WallRow]:
    """The rows in the order of the duties. Without ``days`` what is left is counted in plain days.

    The occurrences come with their ``duty__article`` and ``merged_into__duty``; all of one year (``year``, else that of
    the first).
    """
    by_duty: dict[int, list[Occurrence]] = defaultdict(list)
    duties: dict[int, Duty] = {}
    for row in occurrences:
        by_duty[row.duty_id].append(row)
        duties[row.duty_id] = row.duty
        year = year or row.year
    ordered = sorted(duties.values(), key=lambda duty: (len(_spans(duty)), duty.seq, duty.pk))
    return [
        _row(duty, sorted(by_duty[duty.pk], key=_start), today, days, year or today.year) for duty in ordered
    ]


def _start(row: Occurrence) -> dt.date:
    return row.start


def _spans(duty: Duty) -> str:
    # Monthly and weekly first, then by length: the wall reads from many small cells to few wide ones.
    return "." * (0 if duty.frequency == Frequency.WEEK else MONTHS.get(duty.frequency, 12))


def _row(duty: Duty, rows: list[Occurrence], today: dt.date, days: Calendar | None, year: int) -> WallRow:
    url = reverse("duties:duty", args=[duty.pk])
    cells = (
        _weeks(duty, rows, today, days, url)
        if duty.frequency == Frequency.WEEK
        else [_cell(row, today, days, year) for row in rows]
    )
    return WallRow(duty.pk, duty.title, url, duty.article.label, duty.kind, _with_gaps(duty, cells))


def _with_gaps(duty: Duty, cells: Sequence[Cell]) -> list[Cell]:
    """Twelve months in all: what is not owed, a gap that says so."""
    found: list[Cell] = []
    month = 1
    for cell in [*cells, None]:
        until = cell.month if cell else 13
        if until > month:
            why = f"{duty.title}在这段时间没有应办的期次。"
            found.append(Cell("gap", "", duty.title, until - month, "", why, month))
        if cell:
            found.append(cell)
            month = cell.month + cell.span
    return found


def _cell(row: Occurrence, today: dt.date, days: Calendar | None, year: int) -> Cell:
    span = MONTHS.get(row.duty.frequency, 12)
    month = row.start.month if row.start.year == year else 1
    return Cell(
        lights.KINDS[row.light(today)],
        _text(row, today, days, is_wide=span > 1),
        str(row),
        span,
        reverse("duties:occurrence", args=[row.pk]),
        lights.explain(row, today, days),
        month,
    )


def _text(row: Occurrence, today: dt.date, days: Calendar | None, *, is_wide: bool) -> str:
    light = row.light(today)
    shown = row.merged_into if row.state == OccurrenceState.MERGED and row.merged_into else row
    after = " 合并" if shown is not row else ""
    done = f" {lights.day(shown.done_on, today)}" if is_wide and shown.done_on else ""
    if light == "green":
        return f"✓{done}{after if is_wide else ''}" if is_wide or not after else "并✓"
    if light == "late":
        return f"迟{done}{after}"
    if light == "exempt":
        return "免办" if is_wide else "免"
    count, _ = lights.left(shown, today, days)
    if light == "red":
        return f"逾{-count}天{after}"
    if light == "yellow":
        return f"过{-count}天{after}" if count < 0 else f"剩{count}天{after}"
    due = lights.day(shown.due_on, today)
    return f"未到 · {due}到期" if is_wide else f"{shown.due_on.month}-{shown.due_on.day}"


def _weeks(
    duty: Duty, rows: Iterable[Occurrence], today: dt.date, days: Calendar | None, url: str
) -> list[Cell]:
    """A cell for each month, of the weeks whose Thursday lies in it."""
    by_month: dict[int, list[Occurrence]] = defaultdict(list)
    for row in rows:
        by_month[(row.start + dt.timedelta(days=3)).month].append(row)
    cells = []
    for month, weeks in sorted(by_month.items()):
        found = [row.light(today) for row in weeks]
        worst = next(light for light in WORST if light in found)
        owed = [light for light in found if light != "exempt"]
        done = sum(light in ("green", "late") for light in owed)
        text = f"{done}/{len(owed)}" if owed else "免"
        why = next(row for row, light in zip(weeks, found, strict=True) if light == worst)
        explain = f"{month}月应做{len(owed)}次，做到{done}次。{why.label}：{lights.explain(why, today, days)}"
        title = f"{duty.title}（{month}月）"
        cells.append(Cell(lights.KINDS[worst], text, title, 1, f"{url}#m{month}", explain, month))
    return cells


def counts_of(occurrences: Iterable[Occurrence], today: dt.date) -> dict[str, int]:
    """How many have which light: green, late, yellow, red, exempt, todo, and ``owed``, all that are not 免办."""
    found = dict.fromkeys(("green", "late", "yellow", "red", "exempt", "todo"), 0)
    for row in occurrences:
        found[row.light(today) or "todo"] += 1
    return found | {"owed": sum(found.values()) - found["exempt"]}
