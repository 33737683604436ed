"""A filled sheet that was read, laid beside the sheet as it stands: what would change, and what cannot be taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from xiangfeng.assessments.cells import MISSING, SOURCE_MARK, columns_of, entry_text, title_of
from xiangfeng.assessments.models import AdjustmentKind, Entry
from xiangfeng.assessments.queries.sheet import Sheet
from xiangfeng.scoring.entry import Cell, Given, MissingUse, Subject
from xiangfeng.scoring.scheme import plain
from xiangfeng.scoring.sheets import CellProblem, ReadSheet, read_scores
from xiangfeng.scoring.sheets.cells import is_missing_mark
from xiangfeng.scoring.sheets.headings import squeeze

UPPER = "upper"  # the kind of an Extra that is an upper level's result


@dataclass(frozen=True)
class Change:
    """One cell that would change. ``shown`` is what will stand there, ``before`` what stands there now.

    Everything is plain text, so that the list can wait, signed, in the page until it is confirmed.
    """

    entry_id: int
    key: str
    shown: str
    before: str
    version: int
    text: str = ""
    raw: dict[str, Any] = field(default_factory=dict)
    given_by: str = ""
    policy: str = ""
    reason: str = ""
    percent: str = ""


@dataclass(frozen=True)
class Extra:
    """加分, 减分, 一票否决 or an upper level's result that the file has and the sheet has not.

    An upper result has the kind ``upper``, its level and its use, and its name as the reason.
    """

    entry_id: int
    kind: str
    points: str
    reason: str
    veto_code: str = ""
    level: str = ""
    use: str = ""


@dataclass(frozen=True)
class ImportPlan:
    """Everything a file would change. ``same`` holds what it repeats, by (entry id, key)."""

    changes: list[Change]
    extras: list[Extra]
    same: dict[tuple[int, str], str]

    @property
    def count(self) -> int:
        return len(self.changes) + len(self.extras)

    def to_json(self, period_id: int) -> dict[str, Any]:
        """As kept in the preview until it is confirmed."""
        return {
            "period": period_id,
            "changes": [asdict(change) for change in self.changes],
            "extras": [asdict(extra) for extra in self.extras],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ImportPlan:
        """Read :meth:`to_json` back."""
        return cls([Change(**row) for row in data["changes"]], [Extra(**row) for row in data["extras"]], {})


def read_sheet(sheet: Sheet, data: bytes) -> ReadSheet:
    """Read an .xlsx for this sheet; raises `SheetError`. Groups come from the list of units, not from the file.

    A 缺 that is settled in the sheet already is no problem; one that is not waits to be settled there.
    """
    names = [entry.unit.name for entry in sheet.entries]
    read = read_scores(data, replace(sheet.scheme, groups=()), units=names, allow_blank=True)
    problems = tuple(
        _as_seen_here(sheet, problem) for problem in read.problems if not _is_settled(sheet, read, problem)
    )
    return replace(read, problems=problems)


def _as_seen_here(sheet: Sheet, problem: CellProblem) -> CellProblem:
    if not is_missing_mark(problem.value) or not key_of(sheet, problem):
        return problem
    return replace(problem, reason="缺项：先写入别的格，再到打分表里选缺项办法、写原因")


def _is_settled(sheet: Sheet, read: ReadSheet, problem: CellProblem) -> bool:
    """The file says 缺 where the sheet has a 缺项 rule: nothing to do."""
    rows = read.printed.rows if read.printed else ()
    name = next((row.unit for row in rows if row.row == problem.row), "")
    entry = next((entry for entry in sheet.entries if entry.unit.name == name), None)
    key = key_of(sheet, problem)
    return bool(entry and key and is_missing_mark(problem.value) and sheet.text(entry, key) == MISSING)


def plan_import(sheet: Sheet, read: ReadSheet) -> ImportPlan:
    """What the good cells of a file would change in the sheet as it stands."""
    by_name = {entry.unit.name: entry for entry in sheet.entries}
    plan = ImportPlan([], [], {})
    for subject in read.subjects:
        entry = by_name[subject.name]
        for change in _changes(sheet, entry, subject):
            if _is_same(sheet, entry, change):
                plan.same[entry.pk, change.key] = change.shown
            else:
                plan.changes.append(change)
        plan.extras.extend(_extras(sheet, entry, subject))
    return plan


def _is_same(sheet: Sheet, entry: Entry, change: Change) -> bool:
    """Nothing new: the cell says so already, or the file shows the upper level's score that stands in our place."""
    places = {change.key, sheet.source_keys[change.key]}
    above = any(
        upper.key in places and plain(upper.points) == change.shown
        for upper in sheet.uppers.get(entry.pk, [])
    )
    return above or (change.shown == change.before and change.shown != MISSING)


def _changes(sheet: Sheet, entry: Entry, subject: Subject) -> Iterator[Change]:
    for code, cell in subject.cells.items():
        yield _item_change(sheet, entry, code, Cell(value=cell) if isinstance(cell, Decimal) else cell)
    for key, given in subject.given.items():
        text = _given_text(given)
        yield _change(sheet, entry, SOURCE_MARK + key, text, text=text)
    for key, use in subject.missing.items():
        yield _missing_change(sheet, entry, SOURCE_MARK + key, use)


def _change(sheet: Sheet, entry: Entry, key: str, shown: str, **fields: Any) -> Change:
    score = sheet.score(entry, key)
    version = score.version if score else 0
    return Change(entry.pk, key, shown, sheet.text(entry, key), version, **fields)


def _item_change(sheet: Sheet, entry: Entry, code: str, cell: Cell) -> Change:
    if cell.missing is not None and cell.is_empty:
        return _missing_change(sheet, entry, code, cell.missing)
    shown = entry_text(sheet.scheme.item(code), cell)
    if cell.value is not None or cell.level is not None:
        return _change(sheet, entry, code, shown, text=shown, given_by=cell.given_by)
    raw = {
        "count": None if cell.count is None else str(cell.count),
        "actual": None if cell.actual is None else str(cell.actual),
        "met": None if cell.met is None else list(cell.met),
        "ok": cell.ok,
    }
    known = {name: value for name, value in raw.items() if value is not None}
    return _change(sheet, entry, code, shown, raw=known, given_by=cell.given_by)


def _missing_change(sheet: Sheet, entry: Entry, key: str, use: MissingUse) -> Change:
    value = "" if use.value is None else str(use.value)
    percent = "" if use.percent is None else str(use.percent)
    return _change(
        sheet, entry, key, MISSING, text=value, percent=percent, policy=use.policy, reason=use.reason
    )


def _given_text(given: Given) -> str:
    if isinstance(given, Decimal):
        return plain(given)
    return "、".join(MISSING if value is None else plain(value) for value in given)


def _extras(sheet: Sheet, entry: Entry, subject: Subject) -> Iterator[Extra]:
    """Only what the sheet has not: a file may be read twice."""
    rows = sheet.adjustments.get(entry.pk, [])
    known = {(row.kind, row.points, row.reason) for row in rows if row.kind != AdjustmentKind.VETO}
    for one in subject.adjustments:
        kind = AdjustmentKind.BONUS if one.points > 0 else AdjustmentKind.DEDUCTION
        if (kind, abs(one.points), one.text) not in known:
            yield Extra(entry.pk, kind, str(abs(one.points)), one.text)
    vetoes = {row.veto_code for row in rows}
    for hit in subject.vetoes:
        if hit.code not in vetoes:
            yield Extra(entry.pk, AdjustmentKind.VETO, "0", hit.reason or "见打分表", hit.code)
    above = {(row.level, row.points) for row in sheet.uppers.get(entry.pk, [])}
    for upper in subject.upper:
        if (upper.by, upper.value) not in above and upper.by in sheet.scheme.givers:
            name = f"{upper.by}级考评"
            yield Extra(entry.pk, UPPER, str(upper.value), name, level=upper.by, use=upper.at)


def unread_uppers(sheet: Sheet, read: ReadSheet) -> list[str]:
    """上级考评 of levels the scheme does not know, as sentences: they are not taken in, and that is said."""
    return [
        f"{subject.name}的上级考评“{upper.note or upper.by}”没有写明是哪一级（{'、'.join(sheet.scheme.givers)}），没有读入。"
        for subject in read.subjects
        for upper in subject.upper
        if upper.by not in sheet.scheme.givers
    ]


def key_of(sheet: Sheet, problem: CellProblem) -> str:
    """The cell's key a problem's heading speaks of; empty when it is none of the sheet's columns."""
    heading = squeeze(problem.heading)
    fitting = [key for key in columns_of(sheet.scheme) if squeeze(title_of(sheet.scheme, key)) in heading]
    return max(fitting, key=lambda key: len(title_of(sheet.scheme, key)), default="") if heading else ""
