"""What is typed into one cell of the sheet, read and checked against the scheme. Pure: no database."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from xiangfeng.base.rounding import half_up
from xiangfeng.scoring.entry import Cell
from xiangfeng.scoring.rules import EntryError, RankToScore, bind, check_given, check_value
from xiangfeng.scoring.rules.levels import Levelled
from xiangfeng.scoring.rules.reach import Bonus, Proportional
from xiangfeng.scoring.scheme import Node, Scheme, Source, plain
from xiangfeng.scoring.sheets.cells import NO, YES

SOURCE_MARK = "@"  # a given source's cell is kept under "@" + its key, so that it never meets an item's code
MISSING = "缺"  # how a cell with a 缺项 rule is shown and typed
CLEAN, CLEAN_WORDS = (
    "clean",
    "检查没有发现问题",
)  # ``Score.raw["fed"]`` of a cell that was looked at and nothing found
MISSING_WORDS = (MISSING, "缺项", "缺考", "缺轮", "/")


class CellError(ValueError):
    """Why a cell cannot be written, in plain Chinese with the remedy."""


@dataclass(frozen=True)
class Limits:
    """What a cell takes, for the input on screen: ``allow`` is number, choice or list (several numbers)."""

    allow: str = "number"
    low: str = "0"
    high: str = ""
    step: str = ""
    choices: str = ""


def columns_of(scheme: Scheme) -> list[str]:
    """The keys of the cells somebody must fill, in the order of the sheet: items, then given sources."""
    return [node.code for node in scheme.items()] + [
        SOURCE_MARK + source.key for source in scheme.given_sources()
    ]


def title_of(scheme: Scheme, key: str) -> str:
    """The heading of a cell's column."""
    if key.startswith(SOURCE_MARK):
        return scheme.source(key.removeprefix(SOURCE_MARK)).title
    return scheme.item(key).title


def limits_of(scheme: Scheme, key: str) -> Limits:
    """Bounds, step and choices of a cell; the same that :func:`parse_cell` holds to."""
    if key.startswith(SOURCE_MARK):
        source = scheme.source(key.removeprefix(SOURCE_MARK))
        allow = "list" if source.kind == "mean" else "number"
        return Limits(allow, high=plain(source.full), step=plain(source.step) if source.step else "")
    node = scheme.item(key)
    points, kind = node.points or Decimal(0), bind(node.rule) if node.rule else None
    words = [each.level for each in kind.ratios] if isinstance(kind, Levelled) else []
    words += ["符合", "不符合"] if kind is not None and kind.entry == "ok" else []
    allowed = kind.allowed(points) if kind else None
    if words or allowed is not None:
        numbers = allowed if allowed is not None else (points, Decimal(0))
        return Limits("choice", choices=",".join(words + [_text(number) for number in numbers]))
    if isinstance(kind, RankToScore):
        return Limits(low="")
    top = kind.most if isinstance(kind, Bonus) and kind.most is not None else points
    is_open = isinstance(kind, Proportional) and not kind.capped
    return Limits(high="" if is_open else plain(top), step=plain(node.step) if node.step else "")


def parse_number(text: str) -> Decimal | None:
    """A number as people type it – full-width digits, 。 for the point, spaces; None when empty. Else CellError."""
    plain_text = unicodedata.normalize("NFKC", text).replace("。", ".").replace("−", "-").replace(" ", "")
    if plain_text in ("", "-", "—", MISSING):
        return None
    try:
        number = Decimal(plain_text)
    except InvalidOperation as error:
        raise CellError(f"“{text.strip()}”不是数字，请填分数，如 17.5") from error
    if not number.is_finite() or abs(number) >= 1_000_000:
        raise CellError(f"“{text.strip()}”不是能用的分数")
    return number


def parse_cell(scheme: Scheme, key: str, text: str) -> tuple[Decimal | None, dict[str, Any]]:
    """The points and the raw entry that ``text`` stands for in the cell ``key``; ``(None, {})`` clears it.

    Level letters (A、B、C、C#) are taken where the item's rule judges by levels, 符合/不符合 where it asks for them;
    an item scored by rank (R14) takes the number to rank by. CellError says what is wrong.
    """
    word = unicodedata.normalize("NFKC", text).strip()
    if key.startswith(SOURCE_MARK):
        return _parse_given(scheme.source(key.removeprefix(SOURCE_MARK)), text)
    node = scheme.item(key)
    kind = bind(node.rule) if node.rule else None
    if isinstance(kind, Levelled):
        levels = {ratio.level.upper(): ratio.level for ratio in kind.ratios}
        if (letter := word.upper().removesuffix("级")) in levels:
            return None, {"level": levels[letter]}
    if kind is not None and kind.entry == "ok" and word in (*YES, *NO):
        return None, {"ok": word in YES}
    number = parse_number(text)
    if number is None:
        return None, {}
    if isinstance(kind, RankToScore):
        return None, {"actual": str(number)}
    if reason := check_value(node, number):
        raise CellError(reason)
    return number, {}


def _parse_given(source: Source, text: str) -> tuple[Decimal | None, dict[str, Any]]:
    """One number, or for a mean source several separated by spaces, commas or 、 with 缺 for a missed round."""
    if source.kind != "mean":
        number = parse_number(text)
        if number is not None and (reason := check_given(source, number)):
            raise CellError(reason)
        return number, {}
    line = unicodedata.normalize("NFKC", text)
    for mark in "、,;":
        line = line.replace(mark, " ")
    values = [parse_number(part) for part in line.split()]
    for value in values:
        if value is not None and (reason := check_given(source, value)):
            raise CellError(reason)
    if all(value is None for value in values):
        return None, {}
    return None, {"values": [None if value is None else str(value) for value in values]}


def points_by_rule(node: Node, cell: Cell) -> Decimal | Fraction | None:
    """What the rule gives for the count, level or 扣分 behind a cell, whatever was typed; None when it cannot say.

    A rule that asks for no findings (直接打分) still loses the points of those recorded.
    """
    if node.rule is None or node.points is None:
        return None
    try:
        return bind(node.rule).amount(node.points, cell)
    except EntryError:
        pass
    minus = sum((row.points for row in cell.deductions if row.points is not None), Decimal(0))
    return max(node.points - minus, Decimal(0)) if minus else None


def entry_text(node: Node, cell: Cell) -> str:
    """An item's cell as it stands in the sheet: points, a level letter, the number to rank by, or what the rule gives."""
    if cell.value is not None:
        return plain(cell.value)
    if cell.level is not None:
        return cell.level
    if cell.actual is not None and node.rule is not None and node.rule.name == "R14":
        return plain(cell.actual)
    try:
        return _text(bind(node.rule).amount(node.points or Decimal(0), cell)) if node.rule else ""
    except EntryError:
        return ""


def _text(number: Decimal | Fraction) -> str:
    return plain(half_up(number, 4))
