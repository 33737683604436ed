"""A unit's place in the tree as one sortable string: fixed-width base-36 segments, one a level.

A subtree is then a range of strings, which both databases answer from the index; LIKE would scan on SQLite.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDTH = 5
DEEPEST = 12  # levels; the column that keeps a path has room for no more


def segment(number: int) -> str:
    """``number`` (0 … 36⁵−1, the unit's own id) as one segment. ValueError beyond that."""
    if not 0 <= number < 36**WIDTH:
        raise ValueError(f"单位编号 {number} 超出可编码范围")
    text = ""
    for _ in range(WIDTH):
        number, rest = divmod(number, 36)
        text = DIGITS[rest] + text
    return text


def successor(path: str) -> str:
    """The first string after every path that begins with ``path``: the open end of the subtree's range."""
    return path[:-WIDTH] + segment(int(path[-WIDTH:], 36) + 1)


def ancestors(path: str, *, with_self: bool = False) -> list[str]:
    """The paths above ``path``, topmost first."""
    ends = range(WIDTH, len(path) + (WIDTH if with_self else 0), WIDTH)
    return [path[:end] for end in ends]


def covers(above: str, path: str) -> bool:
    """Whether ``path`` lies in the subtree of ``above`` (a unit covers itself)."""
    return bool(above) and path.startswith(above)
