"""Edits on the frozen Scheme: a row of the tree (来源、项目、指标…) is found by its place and the whole is built anew.

A place is a chain of steps from the scheme down, written ``s0-c1-n2-d0``: first source, its second child source, that
source's third node, that node's first child. Pure: no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from xiangfeng.scoring.figures import figure
from xiangfeng.scoring.scheme import Node, Scheme, Source

STEPS = {"s": "sources", "c": "children", "n": "nodes", "d": "children"}
LEVELS = ("项目", "指标", "内容", "标准")
Piece = Source | Node
Place = tuple[tuple[str, int], ...]


class NoPlaceError(LookupError):
    """There is no row at that place (any more)."""


def parse_place(text: str) -> Place:
    """``s0-n2`` as steps; :class:`NoPlaceError` for anything else."""
    if not re.fullmatch(r"s\d{1,3}(-c\d{1,3})*(-n\d{1,3}(-d\d{1,3})*)?", text, re.ASCII):
        raise NoPlaceError(text)
    return tuple((step[0], int(step[1:])) for step in text.split("-"))


def write_place(place: Place) -> str:
    """Steps as they stand in an address."""
    return "-".join(f"{letter}{index}" for letter, index in place)


@dataclass(frozen=True)
class Row:
    """One row of the tree in reading order."""

    place: Place
    piece: Piece

    @property
    def at(self) -> str:
        return write_place(self.place)

    @property
    def depth(self) -> int:
        return len(self.place) - 1

    @property
    def is_source(self) -> bool:
        return isinstance(self.piece, Source)


def rows_of(scheme: Scheme) -> list[Row]:
    """Every source and node, in reading order."""
    return list(_walk("s", scheme.sources, ()))


def _walk(letter: str, pieces: tuple[Any, ...], above: Place) -> Iterator[Row]:
    for index, piece in enumerate(pieces):
        place = (*above, (letter, index))
        yield Row(place, piece)
        if isinstance(piece, Source):
            yield from _walk("c", piece.children, place)
            yield from _walk("n", piece.nodes, place)
        else:
            yield from _walk("d", piece.children, place)


def piece_at(scheme: Scheme, place: Place) -> Piece:
    """The source or node at ``place``; :class:`NoPlaceError` when there is none."""
    found: Any = scheme
    for letter, index in place:
        members = getattr(found, STEPS[letter])
        if index >= len(members):
            raise NoPlaceError(write_place(place))
        found = members[index]
    return cast(Piece, found)


def put_piece(scheme: Scheme, place: Place, piece: Piece) -> Scheme:
    """The scheme with ``piece`` in the place of what stands there."""
    (letter, index), above = place[-1], place[:-1]
    members = _siblings(scheme, place)
    changed: Scheme = _with_members(scheme, above, letter, (*members[:index], piece, *members[index + 1 :]))
    return changed


def add_after(scheme: Scheme, place: Place) -> tuple[Scheme, Place]:
    """The scheme with an empty row of the same kind behind ``place``, and where that row is."""
    (letter, index), above = place[-1], place[:-1]
    members = _siblings(scheme, place)
    model = members[index]
    fresh: Piece = (
        _new_source(scheme) if letter in "sc" else _new_node(scheme, above, cast(Node, model).level)
    )
    grown = (*members[: index + 1], fresh, *members[index + 1 :])
    return _with_members(scheme, above, letter, grown), (*above, (letter, index + 1))


def add_source(scheme: Scheme) -> tuple[Scheme, Place]:
    """The scheme with an empty source at the end, and where it is."""
    return replace(scheme, sources=(*scheme.sources, _new_source(scheme))), (("s", len(scheme.sources)),)


def add_below(scheme: Scheme, place: Place, *, letter: str) -> tuple[Scheme, Place]:
    """The scheme with an empty row at the end of what hangs below ``place``: ``n``/``d`` a node, ``c`` a source.

    A source that gets a source below it becomes one that weighs its children (按权重合成).
    """
    piece = piece_at(scheme, place)
    if letter == "c" and isinstance(piece, Source):
        scheme = put_piece(scheme, place, replace(piece, kind="mix"))
        fresh: Piece = _new_source(scheme)
    else:
        above = LEVELS.index(piece.level) if isinstance(piece, Node) and piece.level in LEVELS else -1
        fresh = _new_node(scheme, place, LEVELS[min(above + 1, len(LEVELS) - 1)])
    members = getattr(piece, STEPS[letter])
    return _with_members(scheme, place, letter, (*members, fresh)), (*place, (letter, len(members)))


def move_piece(scheme: Scheme, place: Place, by: int) -> tuple[Scheme, Place]:
    """The scheme with the row moved up (``-1``) or down (``1``) among its siblings; at the end it stays."""
    (letter, index), above = place[-1], place[:-1]
    members = list(_siblings(scheme, place))
    to = min(max(index + by, 0), len(members) - 1)
    members.insert(to, members.pop(index))
    return _with_members(scheme, above, letter, tuple(members)), (*above, (letter, to))


def remove_piece(scheme: Scheme, place: Place) -> tuple[Scheme, Place]:
    """The scheme without the row and all below it, and the row to look at next: the one before, or the one above."""
    (letter, index), above = place[-1], place[:-1]
    members = _siblings(scheme, place)
    left = _with_members(scheme, above, letter, (*members[:index], *members[index + 1 :]))
    return left, ((*above, (letter, max(index - 1, 0))) if len(members) > 1 else above)


def _siblings(scheme: Scheme, place: Place) -> tuple[Any, ...]:
    piece_at(scheme, place)
    whole: Any = piece_at(scheme, place[:-1]) if place[:-1] else scheme
    members: tuple[Any, ...] = getattr(whole, STEPS[place[-1][0]])
    return members


def _with_members(whole: Any, above: Place, letter: str, members: tuple[Any, ...]) -> Any:
    if not above:
        return replace(whole, **{STEPS[letter]: members})
    (first, index), rest = above[0], above[1:]
    inner = getattr(whole, STEPS[first])
    changed = _with_members(inner[index], rest, letter, members)
    return replace(whole, **{STEPS[first]: (*inner[:index], changed, *inner[index + 1 :])})


def _new_source(scheme: Scheme) -> Source:
    taken = {source.key for source in scheme.walk()}
    key = next(f"s{number}" for number in range(1, 1000) if f"s{number}" not in taken)
    return Source(key, "新来源", Decimal(0))


def _new_node(scheme: Scheme, above: Place, level: str) -> Node:
    """A node with the next free code: 3 at the top, 3-2 below it."""
    taken = {row.piece.code for row in rows_of(scheme) if isinstance(row.piece, Node)}
    parent = piece_at(scheme, above)
    stem = f"{parent.code}-" if isinstance(parent, Node) else ""
    code = next(f"{stem}{number}" for number in range(1, 1000) if f"{stem}{number}" not in taken)
    return Node(code, f"新{level}", level)


@dataclass(frozen=True)
class Sum:
    """How parts side by side add up, in words; ``is_off`` when they miss what they should."""

    text: str = ""
    is_off: bool = False


def sum_below(piece: Piece) -> Sum:
    """The weights of the sources below a source, or the points of what hangs below a node."""
    if isinstance(piece, Source):
        return sum_of_weights(piece.children)
    parts = [child.points for child in piece.children if child.points is not None and not child.is_bonus]
    if piece.points is None or not parts:
        return Sum()
    total = sum(parts, Decimal(0))
    if total == piece.points:
        return Sum(f"下级合计 {figure(total)} 分")
    return Sum(f"下级合计 {figure(total)} 分，应为 {figure(piece.points)} 分", is_off=True)


def sum_of_weights(sources: tuple[Source, ...]) -> Sum:
    """The weights of sources side by side, which must make 100 %."""
    total = sum((source.weight for source in sources), Decimal(0))
    if not sources:
        return Sum()
    return Sum("权重合计 100%") if total == 100 else Sum(f"权重合计 {figure(total)}%，应为 100%", is_off=True)


SECTIONS = (
    ("加分上限|扣分上限|加分总上限|扣分总上限|^一票否决", "extras"),
    ("^缺项办法|^缺轮办法", "missing"),
    ("^等次|^榜单", "grades"),
    ("^第\\d+个奖励档", "awards"),
    ("^各分数来源|^方案还没有分数来源", "sources"),
)


def where_is(problem: str, scheme: Scheme) -> tuple[str, str]:
    """Where a problem of ``Scheme.problems`` is put right: ``("at", place)`` in the tree or ``("section", key)``."""
    if found := re.match(r"第(\d+)个项目", problem):
        nodes = [row for row in rows_of(scheme) if not row.is_source]
        return "at", nodes[int(found[1]) - 1].at
    if found := re.match(r"(?:项目编号|分数来源的标识|分数来源)“(.+?)”", problem):
        for row in reversed(rows_of(scheme)):
            names = (row.piece.title, row.piece.key) if isinstance(row.piece, Source) else (row.piece.code,)
            if found[1] in names:
                return "at", row.at
    return "section", next((key for pattern, key in SECTIONS if re.search(pattern, problem)), "ranking")


def full_of(scheme: Scheme) -> Decimal:
    """The 综合得分 of a unit with full marks everywhere, without bonus."""
    return _weighted_full(scheme.sources)


def _weighted_full(sources: tuple[Source, ...]) -> Decimal:
    return sum((source.weight * _full(source) for source in sources), Decimal(0)) / 100


def _full(source: Source) -> Decimal:
    if source.kind == "mix":
        return _weighted_full(source.children)
    return Decimal(100) if source.scale or source.rank_score else source.full_points


def name_of(piece: Piece) -> str:
    """By what a row is told from its neighbours: a source's key, a node's code."""
    return piece.key if isinstance(piece, Source) else piece.code
