"""What is typed into one cell of the sheet, read and checked against the scheme. Pure: no database."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from xiangfeng.scoring.rules import check_given, check_value
from xiangfeng.scoring.scheme import Scheme

SOURCE_MARK = "@"  # a given source's cell is kept under "@" + its key, so that it never meets an item's code


class CellError(ValueError):
    """Why a cell cannot be written, in plain Chinese with the remedy."""


def columns_of(scheme: Scheme) -> list[str]:
    """The keys of the cells somebody must fill, in the order of the sheet: items, then given sources."""
    return [node.code for node in scheme.items()] + [
        SOURCE_MARK + source.key for source in scheme.given_sources()
    ]


def parse_number(text: str) -> Decimal | None:
    """A number as people type it – full-width digits, 。 for the point, spaces; None when empty. Else CellError."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").replace("−", "-").replace(" ", "")
    if plain in ("", "-", "—", "缺"):
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise CellError(f"“{text.strip()}”不是数字，请填分数，如 17.5") from error
    if not number.is_finite() or abs(number) >= 1_000_000:
        raise CellError(f"“{text.strip()}”不是能用的分数")
    return number


def parse_cell(scheme: Scheme, key: str, text: str) -> tuple[Decimal | None, dict[str, Any]]:
    """The points and the raw entry that ``text`` stands for in the cell ``key``; ``(None, {})`` clears it.

    Level letters (A、B、C、C#) are taken where the item's rule judges by levels. CellError says what is wrong.
    """
    letter = unicodedata.normalize("NFKC", text).strip().upper()
    if key.startswith(SOURCE_MARK):
        source = scheme.source(key.removeprefix(SOURCE_MARK))
        if source.kind == "mean":
            return None, _values(text)
        number = parse_number(text)
        reason = check_given(source, number) if number is not None else None
    else:
        node = scheme.item(key)
        if node.rule and node.rule.name in ("R4", "R5", "R6") and letter in ("A", "B", "C", "C#"):
            return None, {"level": letter}
        number = parse_number(text)
        reason = check_value(node, number) if number is not None else None
    if reason:
        raise CellError(reason)
    return number, {}


def _values(text: str) -> dict[str, Any]:
    """Several numbers of a mean source, separated by spaces, commas or 、; 缺 stands for a missed round."""
    parts = unicodedata.normalize("NFKC", text).replace("、", " ").replace(",", " ").replace(";", " ").split()
    values = [parse_number(part) for part in parts]
    return {"values": [None if value is None else str(value) for value in values]} if values else {}
