"""物质、政治、精神文明: which of the three the checks of a month cover (A1.2a: both hands, all three together). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from xiangfeng.goals.tags import counts_of, kinds_in


def joined(text: str) -> str:
    """The kinds named in a text, as they are kept."""
    return "、".join(kinds_in(text))


def gap_in(tags: Iterable[str]) -> str:
    """What the checks of one month leave out, in words; empty when all three are covered or there is no check."""
    rows = list(tags)
    counts = counts_of(rows)
    covered = [kind for kind, count in counts.items() if count]
    if not rows or len(covered) == len(counts):
        return ""
    if not covered:
        return "没有标明文明类别"
    missing = "、".join(kind for kind, count in counts.items() if not count)
    return f"只覆盖{'、'.join(covered)}，缺{missing}"
