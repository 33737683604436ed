"""Reading a scheme workbook: every wrong cell is named, all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from ..scheme import Node, Scheme, SchemeError, Source
from ..scheme.codec import read
from ..sheets.grid import Grid, SheetError, Value, column_letter, read_grids, text_of
from .fields import (
    CAPS_FIELDS,
    IGNORED,
    LEVELS,
    MISSING_FIELDS,
    NODE_FIELDS,
    NODE_HEADINGS,
    SETTINGS,
    SOURCE_FIELDS,
    SOURCE_HEADINGS,
    TABLES,
    CellError,
    Field,
    integer_in,
    params_in,
    rule_in,
    text_in,
)

T = TypeVar("T")
Data = dict[str, Any]


def read_scheme_xlsx(data: bytes) -> Scheme:
    """The scheme in the workbook. Raises `SchemeError`: one line for every wrong cell, with sheet, row and column."""
    try:
        grids = {grid.title: grid for grid in read_grids(data)}
    except SheetError as error:
        raise SchemeError(str(error)) from error
    reader = _Reader(grids)
    scheme = reader.scheme()
    if reader.problems:
        raise SchemeError("\n".join(reader.problems))
    return read(Scheme, scheme, "方案")


class _Row:
    """One row of a sheet, by heading."""

    def __init__(self, grid: Grid, number: int, columns: dict[str, int]) -> None:
        self.grid, self.number, self.columns = grid, number, columns

    def value(self, heading: str) -> Value:
        return self.grid.at(self.number, self.columns[heading]) if heading in self.columns else None

    def place(self, heading: str) -> str:
        letter = column_letter(self.columns[heading]) if heading in self.columns else ""
        return f"{self.grid.title}第{self.number}行{letter and f'{letter}列'}（{heading}）"


class _Reader:
    """Collects the plain data of the scheme and the problems of its cells."""

    def __init__(self, grids: dict[str, Grid]) -> None:
        self.grids = grids
        self.problems: list[str] = []

    def scheme(self) -> Data:
        data = self._settings()
        sources = self._sources()
        self._nodes(sources)
        data["sources"] = [source for parent, source in sources.values() if parent is None]
        for name, (title, _, columns) in TABLES.items():
            rows = self._rows(title, [column.heading for column in columns])
            data[name] = [self._fields(row, columns) for row in rows]
        return data

    def _cell(self, row: _Row, heading: str, reading: Callable[[Value], T]) -> T | None:
        value = row.value(heading)
        if value is None:
            return None
        try:
            return reading(value)
        except CellError as error:
            self.problems.append(f"{row.place(heading)}：{error}。")
            return None

    def _fields(self, row: _Row, columns: Sequence[Field]) -> Data:
        found = {column.name: self._cell(row, column.heading, column.read) for column in columns}
        return {name: value for name, value in found.items() if value is not None}

    def _rows(self, title: str, headings: Sequence[str]) -> Iterator[_Row]:
        """The filled rows of a sheet; a sheet that is not there has none."""
        grid = self.grids.get(title)
        if grid is None:
            return
        columns = {}
        for index, value in enumerate(grid.rows[0]):
            heading = "".join(text_of(value).split())
            if heading in headings:
                columns[heading] = index
            elif heading and heading not in IGNORED:
                self.problems.append(
                    f"{title}第1行{column_letter(index)}列：不认识表头“{heading}”，应为{'、'.join(headings)}之一。"
                )
        for number in range(2, len(grid.rows) + 1):
            if any(value is not None for value in grid.rows[number - 1]):
                yield _Row(grid, number, columns)

    def _settings(self) -> Data:
        if "方案" not in self.grids:
            self.problems.append("缺少工作表“方案”。")
            return {}
        rows = {text_of(row.value("设置")): row for row in self._rows("方案", ("设置", "内容"))}
        known = {field.heading for field in (*SETTINGS, *CAPS_FIELDS)}
        known |= {f"{title}{field.heading}" for title in ("缺项", "缺轮") for field in MISSING_FIELDS}
        for heading, row in rows.items():
            if heading not in known:
                self.problems.append(f"{row.place('设置')}：没有“{heading}”这项设置。")
        data = self._setting_group(rows, SETTINGS, "")
        missing, missed = (
            self._setting_group(rows, MISSING_FIELDS, "缺项"),
            self._setting_group(rows, MISSING_FIELDS, "缺轮"),
        )
        caps = self._setting_group(rows, CAPS_FIELDS, "")
        data |= {"missing": missing} if missing else {}
        data |= {"missing_round": missed} if missed else {}
        return data | ({"caps": caps} if caps else {})

    def _setting_group(self, rows: dict[str, _Row], fields: Sequence[Field], title: str) -> Data:
        found = {}
        for field in fields:
            row = rows.get(f"{title}{field.heading}")
            value = self._cell(row, "内容", field.read) if row else None
            if value is not None:
                found[field.name] = value
        return found

    def _sources(self) -> dict[str, tuple[str | None, Data]]:
        """Key → parent's key (`None` at the top) and the plain data of the source."""
        found: dict[str, tuple[str | None, Data]] = {}
        for row in self._rows("来源与权重", SOURCE_HEADINGS):
            source = self._fields(row, SOURCE_FIELDS)
            rank_score = self._rule(row, "名次赋分", "名次赋分参数")
            source |= {"rank_score": rank_score} if rank_score else {}
            parent, key = self._cell(row, "上级来源", text_in), str(source.get("key", ""))
            if not key or key in found:
                self.problems.append(f"{row.place('标识')}：{f'标识“{key}”重复' if key else '没有写标识'}。")
                continue
            if parent is not None and parent not in found:
                self.problems.append(f"{row.place('上级来源')}：前面没有标识为“{parent}”的来源。")
                continue
            found[key] = (parent, source)
            if parent is not None:
                found[parent][1].setdefault("children", []).append(source)
            self._checked(Source, source, row)
        return found

    def _nodes(self, sources: dict[str, tuple[str | None, Data]]) -> None:
        above: list[tuple[int, Data]] = []
        key = ""
        for row in self._rows("指标", NODE_HEADINGS):
            source = self._cell(row, "来源", text_in) or key
            if source != key:
                key, above = source, []
            if source not in sources:
                self.problems.append(f"{row.place('来源')}：来源与权重里没有标识“{source}”。")
                continue
            node = self._node(row)
            depth = self._depth(row, node, above)
            while above and above[-1][0] >= depth:
                above.pop()
            home = (
                above[-1][1].setdefault("children", [])
                if above
                else sources[source][1].setdefault("nodes", [])
            )
            home.append(node)
            above.append((depth, node))

    def _node(self, row: _Row) -> Data:
        node = self._fields(row, NODE_FIELDS)
        titles = {level: title for level in LEVELS if (title := self._cell(row, level, text_in)) is not None}
        if len(titles) != 1:
            wrong = "只能在一列写名称" if titles else "没有写名称"
            self.problems.append(f"{row.place('指标')}：项目、指标、内容、标准{wrong}。")
        for level, title in titles.items():
            node |= {"level": self._cell(row, "层级", text_in) or level, "title": title}
        rule = self._rule(row, "计分规则", "参数")
        node |= {"rule": rule} if rule else {}
        if len(titles) == 1:
            self._checked(Node, node, row)
        return node

    def _depth(self, row: _Row, node: Data, above: list[tuple[int, Data]]) -> int:
        """层次 as written; where it is empty, the order of the columns 项目, 指标, 内容, 标准 tells."""
        depth = self._cell(row, "层次", integer_in)
        if depth is not None:
            return depth
        order = {level: n for n, level in enumerate(LEVELS)}
        own = order.get(str(node.get("level")), 0)
        higher = [depth for depth, other in above if order.get(str(other.get("level")), 0) < own]
        return (higher[-1] if higher else 0) + 1

    def _rule(self, row: _Row, name: str, params: str) -> Data | None:
        rule = self._cell(row, name, rule_in)
        found = self._cell(row, params, params_in)
        if rule is None:
            if found:
                self.problems.append(f"{row.place(name)}：写了参数，没有写规则。")
            return None
        return {"name": rule, **(found or {})}

    def _checked(self, kind: type, data: Data, row: _Row) -> None:
        """What the cells together lack, named by row."""
        try:
            read(kind, data, f"{row.grid.title}第{row.number}行")
        except SchemeError as error:
            self.problems.append(str(error))
