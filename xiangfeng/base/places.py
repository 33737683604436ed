"""Rows in an order that people set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

_T = TypeVar("_T")


def shifted(rows: Iterable[_T], one: _T, *, is_up: bool) -> list[_T] | None:
    """``rows`` with ``one`` a place further up or down; None when it stands at that end already. ValueError when it is none of them."""
    found = list(rows)
    here = found.index(one)
    there = here - 1 if is_up else here + 1
    if not 0 <= there < len(found):
        return None
    found[here], found[there] = found[there], found[here]
    return found
