"""Reading a filled score sheet against a scheme: the good cells as `Subject`s, every bad cell named with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..checks import PrintedTable, Said, declared_counts, unknown_unit
from ..entry import Adjustment, Cell, Given, MissingUse, Subject, Upper, VetoHit
from ..scheme.model import Missing, Scheme
from .cells import Read, is_missing_mark, read_adjustments, read_given, read_item, read_uppers
from .columns import GivenColumn, ItemColumn, Layout, bind_columns
from .grid import Grid, SheetError, Value, read_grids, text_of
from .headings import LIMIT_WORDS, MEAN_WORDS, TOTAL_WORDS, Column, base_heading, find_head
from .published import is_prose, lone_texts, read_published, unit_at

NOTES = "填写说明"
"""The worksheet of the blank form that explains it; never read."""


@dataclass(frozen=True)
class CellProblem:
    """A cell that cannot be read: sheet, Excel row, column letter, its heading, what was typed, and why not."""

    sheet: str
    row: int
    column: str
    heading: str
    value: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.sheet}第{self.row}行" + (f"{self.column}列（{self.heading}）" if self.column else "")
        is_named = not self.value or self.reason.startswith(f"{self.value.replace('-', '−')} ")
        return f"{place}：{'' if is_named else f'“{self.value}” '}{self.reason}"


@dataclass(frozen=True)
class ReadSheet:
    """What a file says. `subjects` hold the good cells only; `printed` is the same table as printed, for `checks`;
    `others` are further tables of the file and `said` all sentences of sheets without a table."""

    subjects: tuple[Subject, ...]
    problems: tuple[CellProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    printed: PrintedTable | None = None
    others: tuple[PrintedTable, ...] = ()
    said: tuple[Said, ...] = ()
    unit_heading: str = ""

    @property
    def unit_word(self) -> str:
        """What a unit is called after 个, from the heading of its column: 村（居）, 小区, 单位."""
        word = self.unit_heading.removesuffix("名称").removesuffix("名").replace("(", "（").replace(")", "）")
        return "单位" if "单位" in word or "对象" in word else word

    @property
    def tables(self) -> tuple[PrintedTable, ...]:
        """All tables, the one with the scores first."""
        return ((self.printed,) if self.printed else ()) + self.others

    @property
    def sentences(self) -> tuple[Said, ...]:
        """Every title and sentence of the file."""
        return tuple(line for table in self.tables for line in table.said) + self.said

    @property
    def declared(self) -> int | None:
        """The number of units the text speaks of (自述25个村), if it does."""
        counts = (count for line in self.sentences for count, _ in declared_counts(line.text))
        return next(counts, None)


def read_scores(
    data: bytes, scheme: Scheme, *, units: Sequence[str] = (), allow_blank: bool = False
) -> ReadSheet:
    """Read an .xlsx with one row a unit. Raises `SheetError` when the file as a whole cannot be used.

    `units` is the list of known units (empty: any name); with `allow_blank` an empty cell is simply not yet scored,
    otherwise it must be marked 缺 with a reason in 备注. Of several sheets the first with columns of the scheme is read.
    """
    grids = read_grids(data)
    grid, layout = _choose(grids, scheme)
    reader = _Reader(grid, layout, scheme, units, allow_blank)
    reader.read()
    tables = {each.title: read_published(each) for each in grids}
    return ReadSheet(
        tuple(reader.subjects),
        tuple(reader.problems),
        tuple(reader.warnings),
        tables[grid.title],
        tuple(table for title, table in tables.items() if table is not None and title != grid.title),
        tuple(
            line
            for each in grids
            if tables[each.title] is None and each.title != NOTES
            for line in lone_texts(each)
        ),
        next("".join(each.heading.split()) for each in layout.head.columns if each.role == "unit"),
    )


def _choose(grids: Sequence[Grid], scheme: Scheme) -> tuple[Grid, Layout]:
    """The first sheet with columns of the scheme, and its columns; raises `SheetError` when there is none."""
    heads = [(grid, find_head(grid)) for grid in grids]
    layouts = [(grid, bind_columns(head, scheme)) for grid, head in heads if head is not None]
    for grid, layout in layouts:
        if layout.items or layout.givens:
            return grid, layout
    if not layouts:
        raise SheetError("没有找到表头：表里要有一行写着“村（单位）”和各打分项。可先下载空白打分表。")
    wanted = [*(node.title for node in scheme.items()), *(source.title for source in scheme.given_sources())]
    raise SheetError(
        f"没有找到方案“{scheme.name}”的打分列（{'、'.join(wanted[:6])}{'等' if len(wanted) > 6 else ''}），"
        f"表头写的是：{layouts[0][1].head.shorthand()}。"
    )


@dataclass
class _Row:
    """One unit's row while it is read."""

    number: int
    remark: str
    cells: dict[str, Cell | Decimal] = field(default_factory=dict)
    given: dict[str, Given] = field(default_factory=dict)
    missing: dict[str, MissingUse] = field(default_factory=dict)


class _Reader:
    """Walks the rows of one sheet and collects subjects and problems."""

    def __init__(
        self, grid: Grid, layout: Layout, scheme: Scheme, units: Sequence[str], allow_blank: bool
    ) -> None:
        self.grid, self.layout, self.scheme = grid, layout, scheme
        self.units, self.allow_blank = units, allow_blank
        self.subjects: list[Subject] = []
        self.problems: list[CellProblem] = []
        self.warnings: list[str] = []
        self.first_rows: dict[str, int] = {}
        self.read_before: dict[tuple[int, Value], Read] = {}

    def read(self) -> None:
        self._read_head()
        for number in range(self.layout.head.last + 1, len(self.grid.rows) + 1):
            if any(value is not None for value in self.grid.rows[number - 1]):
                self._read_row(number)
        if not self.subjects and not self.problems:
            raise SheetError(f"工作表“{self.grid.title}”只有表头，没有一行分数。")

    def _read_head(self) -> None:
        head = self.layout.head
        for title in self.layout.missing:
            text = f"缺少“{title}”一列"
            if self.allow_blank:
                self.warnings.append(f"{text}，这一项没有读入。")
            else:
                self.problems.append(CellProblem(self.grid.title, head.last, "", "", "", f"{text}，请补上"))
        for column in self.layout.ambiguous:
            self._refuse(head.last, column, None, "表头重复，分不清以哪一列为准")
        for column in self.layout.unread:
            self.warnings.append(f"{column.label}不是方案里的内容，没有读入。")

    def _refuse(self, row: int, column: Column | None, value: Value, reason: str) -> None:
        letter, heading = (column.letter, "".join(column.heading.split())) if column else ("", "")
        self.problems.append(CellProblem(self.grid.title, row, letter, heading, text_of(value), reason))

    def _read_row(self, number: int) -> None:
        unit = unit_at(self.grid, self.layout.head, number)
        texts = [base_heading(text_of(value)) for value in self.grid.rows[number - 1] if value is not None]
        if is_prose(self.grid, self.layout.head, number) or any(
            text in (*TOTAL_WORDS, *MEAN_WORDS, *LIMIT_WORDS) for text in texts[:2]
        ):
            return
        unit_column = self.layout.head.column("unit")
        if not unit:
            if any(self._at(number, each.column) is not None for each in self._entries()):
                self._refuse(number, unit_column, None, "没有写单位名称")
            return
        if unit in self.first_rows:
            self._refuse(number, unit_column, unit, f"单位重复，第{self.first_rows[unit]}行已有")
            return
        self.first_rows[unit] = number
        if self.units and unit not in self.units:
            self._refuse(number, unit_column, unit, unknown_unit(unit, self.units))
            return
        self.subjects.append(self._subject(number, unit))

    def _entries(self) -> tuple[ItemColumn | GivenColumn, ...]:
        return (*self.layout.items, *self.layout.givens)

    def _at(self, row: int, column: Column | None) -> Value:
        return self.grid.at(row, column.index) if column else None

    def _subject(self, number: int, unit: str) -> Subject:
        remark = text_of(self._at(number, self.layout.role("remark")))
        row = _Row(number, remark)
        for item in self.layout.items:
            self._read_item(row, item)
        for given in self.layout.givens:
            self._read_given(row, given)
        rank = text_of(self._at(number, self.layout.role("rank")))
        return Subject(
            key=unit,
            name=unit,
            group=self._group(number),
            is_ranked="不参加排名" not in rank + remark and "不排名" not in rank + remark,
            cells=row.cells,
            given=row.given,
            missing=row.missing,
            adjustments=tuple(self._adjustments(row)),
            vetoes=tuple(self._vetoes(row)),
            upper=tuple(self._uppers(row)),
        )

    def _read_item(self, row: _Row, item: ItemColumn) -> None:
        value = self._at(row.number, item.column)
        if value is None or is_missing_mark(value):
            if item.node.is_bonus:
                return
            if use := self._missing_use(row, item.column, value, self.scheme.missing):
                row.cells[item.node.code] = Cell(missing=use)
            return
        cell, reason = self._read_once(item, value)
        if cell is None:
            self._refuse(row.number, item.column, value, reason)
        else:
            row.cells[item.node.code] = cell

    def _read_once(self, item: ItemColumn, value: Value) -> Read:
        """The same text in the same column means the same entry: most columns hold few different ones."""
        known = (item.column.index, value)
        if known not in self.read_before:
            self.read_before[known] = read_item(self.scheme, item, value)
        return self.read_before[known]

    def _read_given(self, row: _Row, given: GivenColumn) -> None:
        value, key = self._at(row.number, given.column), given.source.key
        if value is None or is_missing_mark(value):
            rule = self.scheme.missing_round or self.scheme.missing
            if use := self._missing_use(row, given.column, value, rule):
                row.missing[key] = use
            return
        numbers, reason = read_given(given.source, value)
        if reason:
            self._refuse(row.number, given.column, value, reason)
        elif given.source.kind == "mean":
            row.given[key] = (*_series(row.given, key), *numbers)
        else:
            row.given[key] = numbers[0]

    def _missing_use(
        self, row: _Row, column: Column, value: Value, rule: Missing | None
    ) -> MissingUse | None:
        """The 缺项 rule for a marked or blank cell; its reason is the 备注."""
        if value is None and self.allow_blank:
            return None
        if value is None and not row.remark:
            hint = "没有填分；确实缺项的请填“缺”，并在备注写原因" if rule else "没有填分，请填分数"
            self._refuse(row.number, column, None, hint)
        elif rule is None:
            self._refuse(
                row.number, column, value, "缺项：方案没有规定缺项怎么算，请填分数，或在方案里规定缺项办法"
            )
        elif not row.remark:
            self._refuse(row.number, column, value, "缺项要在备注写原因")
        else:
            return MissingUse(rule.policy, row.remark, rule.value, rule.percent)
        return None

    def _group(self, number: int) -> str:
        column = self.layout.role("group")
        text, groups = text_of(self._at(number, column)), self.scheme.groups
        if not groups or text in groups:
            return text
        fitting = [group for group in groups if text and group.startswith(text)]
        if len(fitting) == 1:
            return fitting[0]
        asked = f"请填{'、'.join(groups)}之一"
        self._refuse(number, column, text, f"方案里没有这个类别，{asked}" if text else f"没有写类别，{asked}")
        return ""

    def _adjustments(self, row: _Row) -> list[Adjustment]:
        found = []
        for role, sign in (("bonus", 1), ("deduction", -1)):
            column = self.layout.role(role)
            value = self._at(row.number, column)
            if value is None or is_missing_mark(value):
                continue
            adjustments, reason = read_adjustments(value, sign, row.remark)
            if reason:
                self._refuse(row.number, column, value, reason)
            found += adjustments
        return found

    def _vetoes(self, row: _Row) -> list[VetoHit]:
        column = self.layout.role("veto")
        text = text_of(self._at(row.number, column))
        if not text or is_missing_mark(text) or text in ("无", "否"):
            return []
        for veto in self.scheme.vetoes:
            if text in (veto.code, veto.title):
                return [VetoHit(veto.code, row.remark)]
        known = "、".join(f"{veto.code}（{veto.title}）" for veto in self.scheme.vetoes)
        self._refuse(row.number, column, text, f"应填{known}" if known else "方案没有规定一票否决")
        return []

    def _uppers(self, row: _Row) -> list[Upper]:
        column = self.layout.role("upper")
        value = self._at(row.number, column)
        if column is None or value is None or is_missing_mark(value) or value == "无":
            return []
        uppers, reason = read_uppers(value, column.heading)
        if reason:
            self._refuse(row.number, column, value, reason)
        return uppers


def _series(given: Mapping[str, Given], key: str) -> tuple[Decimal | None, ...]:
    """The numbers a `mean` source has so far."""
    value = given.get(key, ())
    return (value,) if isinstance(value, Decimal) else tuple(value)
