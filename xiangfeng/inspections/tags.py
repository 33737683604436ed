"""物质、政治、精神文明: which of the three the checks of a month cover (A1.2a: both hands, all three together). Pure."""

from __future__ import annotations

from collections.abc import Iterable

KINDS = ("物质", "政治", "精神")


def kinds_in(text: str) -> list[str]:
    """The kinds named in a text, in the fixed order."""
    return [kind for kind in KINDS if kind in text]


def joined(text: str) -> str:
    """The kinds named in a text, as they are kept."""
    return "、".join(kinds_in(text))


def gap_in(tags: Iterable[str]) -> str:
    """What the checks of one month leave out, in words; empty when all three are covered or there is no check."""
    rows = list(tags)
    if not rows:
        return ""
    covered = [kind for kind in KINDS if any(kind in text for text in rows)]
    if len(covered) == len(KINDS):
        return ""
    if not covered:
        return "没有标明文明类别"
    missing = "、".join(kind for kind in KINDS if kind not in covered)
    return f"只覆盖{'、'.join(covered)}，缺{missing}"
