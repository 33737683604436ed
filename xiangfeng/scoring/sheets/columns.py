"""Which column of a sheet means what: roles by synonym, scored items and given scores by code or title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..rules import bind
from ..scheme.model import Node, Scheme, Source
from .headings import GRADE_WORDS, Column, Head, base_heading, squeeze

RAW_ENTRIES = {
    "处数": "count",
    "例数": "count",
    "户数": "count",
    "天数": "count",
    "个数": "count",
    "问题数": "count",
    "实际值": "actual",
    "实际数": "actual",
    "达标条": "met",
    "符合条": "met",
    "情形": "met",
}
"""Endings of a heading that ask for the raw entry of a rule instead of the points."""


@dataclass(frozen=True)
class ItemColumn:
    """A column with the entries of one scored node; `entry` is the field of `Cell` its numbers go to."""

    column: Column
    node: Node
    entry: str = "value"


@dataclass(frozen=True)
class GivenColumn:
    """A column with a given score of one source (several columns for a `mean` source)."""

    column: Column
    source: Source


@dataclass(frozen=True)
class Layout:
    """A head read against a scheme. `missing` are titles without a column; `ambiguous` and `unread` columns without one
    meaning."""

    head: Head
    items: tuple[ItemColumn, ...] = ()
    givens: tuple[GivenColumn, ...] = ()
    missing: tuple[str, ...] = ()
    ambiguous: tuple[Column, ...] = ()
    unread: tuple[Column, ...] = ()

    def role(self, role: str) -> Column | None:
        """The column of that role, unless it holds entries."""
        return self._by_role.get(role)

    @cached_property
    def _by_role(self) -> dict[str, Column]:
        taken = {each.column.index for each in self.items} | {each.column.index for each in self.givens}
        return {each.role: each for each in reversed(self.head.columns) if each.index not in taken}


@dataclass
class _Search:
    scheme: Scheme
    open: list[Column]
    items: list[ItemColumn] = field(default_factory=list)
    givens: list[GivenColumn] = field(default_factory=list)

    def take_items(self, fits: Callable[[Column, Node], bool]) -> None:
        """Bind every open column that fits one item not yet bound; of items of one title the first comes first."""
        for column in list(self.open):
            bound = {each.node.code for each in self.items}
            nodes = [node for node in self.scheme.items() if node.code not in bound and fits(column, node)]
            if nodes:
                self.items.append(ItemColumn(column, nodes[0], _entry(column, nodes[0])))
                self.open.remove(column)

    def take_givens(self, fits: Callable[[Column, Source], bool], *, only_one: bool = False) -> None:
        """Bind open columns to given sources; a source with one number takes one column."""
        for column in list(self.open):
            single = {each.source.key for each in self.givens if each.source.kind == "given"}
            sources = [
                each for each in self.scheme.given_sources() if each.key not in single and fits(column, each)
            ]
            if len(sources) == 1 or (sources and not only_one):
                self.givens.append(GivenColumn(column, sources[0]))
                self.open.remove(column)


def bind_columns(head: Head, scheme: Scheme) -> Layout:
    """Read a head against a scheme: codes first, then titles, then titles in part, then the roles."""
    search = _Search(scheme, [column for column in head.columns if column.role not in ("unit", "seq")])
    search.take_items(lambda column, node: _code_fits(column, node))
    search.take_items(lambda column, node: _title_fits(column, node))
    search.take_givens(lambda column, source: _source_title(column) in _source_names(source))
    search.take_items(lambda column, node: _part_fits(scheme, column, node))
    search.take_givens(_source_part_fits, only_one=True)
    given = scheme.given_sources()
    if len(given) == 1 and not scheme.items() and not search.givens:
        search.take_givens(lambda column, source: column.role == "score")
    return _layout(head, scheme, search)


def _layout(head: Head, scheme: Scheme, search: _Search) -> Layout:
    items, sources = {each.node.code for each in search.items}, {each.source.key for each in search.givens}
    missing = [
        f"{node.code} {node.title}" for node in scheme.items() if node.code not in items and not node.is_bonus
    ]
    missing += [source.title for source in scheme.given_sources() if source.key not in sources]
    computed = {squeeze(source.title) for source in scheme.walk()}
    unread = [each for each in search.open if not _is_known(each) and _source_title(each) not in computed]
    repeats = _repeats(search)
    order = {node.code: n for n, node in enumerate(scheme.items())}
    return Layout(
        head,
        tuple(sorted(search.items, key=lambda each: order[each.node.code])),
        tuple(search.givens),
        tuple(missing),
        tuple(repeats),
        tuple(each for each in unread if each not in repeats),
    )


def _is_known(column: Column) -> bool:
    """A role, or a column of a 等次分布表: read elsewhere."""
    return bool(column.role) or base_heading(column.heading) in GRADE_WORDS


def _repeats(search: _Search) -> list[Column]:
    """Columns left over whose heading is that of a bound one: nobody can say which one counts."""
    bound = {_item_title(each.column) for each in search.items} | {
        _item_title(each.column) for each in search.givens
    }
    return [column for column in search.open if _item_title(column) in bound]


def _code_fits(column: Column, node: Node) -> bool:
    """The code alone, or the code and then words; after a bare number the words must be the title."""
    text = "".join(unicodedata.normalize("NFKC", column.heading).split())
    code = "".join(unicodedata.normalize("NFKC", node.code).split())
    if not text.startswith(code):
        return False
    rest = text[len(code) :]
    if not rest:
        return True
    if re.match(r"[.\-]?\d|[A-Za-z]", rest):
        return False
    return not code.isdigit() or _title_in(rest, node)


def _title_in(text: str, node: Node) -> bool:
    return squeeze(node.title) in squeeze(text)


def _title_fits(column: Column, node: Node) -> bool:
    return squeeze(node.title) in (squeeze(column.heading), _item_title(column))


def _item_title(column: Column) -> str:
    """The heading without limits, without 得分 and without the ending that asks for a raw entry."""
    text = base_heading(column.heading)
    for ending in (*RAW_ENTRIES, "得分", "分数"):
        text = text.removesuffix(ending) or text
    return text


def _part_fits(scheme: Scheme, column: Column, node: Node) -> bool:
    """A shortened heading, when it is part of one title only."""
    text = _item_title(column)
    if len(text) < 3 or column.role:
        return False
    return [each.code for each in scheme.items() if text in squeeze(each.title)] == [node.code]


def _source_title(column: Column) -> str:
    return _bare(re.sub(r"(第?[一二三四五六七八九十\d]+[轮次]?)$", "", base_heading(column.heading)))


def _bare(text: str) -> str:
    return re.sub(r"(得分|成绩|分数|分)$", "", text) or text


def _source_names(source: Source) -> Sequence[str]:
    return (squeeze(source.title), _bare(squeeze(source.title)), squeeze(source.key))


def _source_part_fits(column: Column, source: Source) -> bool:
    text = _source_title(column)
    if len(text) < 2 or (column.role and column.role not in ("field", "fixed", "score")):
        return False
    return text in squeeze(source.title) or (
        len(_bare(squeeze(source.title))) >= 2 and _bare(squeeze(source.title)) in text
    )


def _entry(column: Column, node: Node) -> str:
    """The field of `Cell` that numbers in this column mean."""
    text = base_heading(column.heading)
    if text != squeeze(node.title):
        for ending, entry in RAW_ENTRIES.items():
            if text.endswith(ending):
                return entry
    return "actual" if node.rule is not None and bind(node.rule).key == "R14" else "value"
