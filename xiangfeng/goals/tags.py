"""物质、政治、精神文明: which of the three a plan or goal serves (A1.2a). Pure."""

from __future__ import annotations

from collections.abc import Iterable

KINDS = ("物质", "政治", "精神")


def kinds_in(tags: str) -> list[str]:
    """The kinds named in a tag text, in the fixed order."""
    return [kind for kind in KINDS if kind in tags]


def counts_of(tags: Iterable[str]) -> dict[str, int]:
    """How many goals serve each kind."""
    rows = list(tags)
    return {kind: sum(kind in text for text in rows) for kind in KINDS}


def gap_of(tags: Iterable[str]) -> str:
    """What a plan leaves out, in words: "只覆盖物质、精神文明，缺政治文明"; empty when all three are served."""
    counts = counts_of(tags)
    served = [kind for kind in KINDS if counts[kind]]
    if len(served) == len(KINDS):
        return ""
    missing = "、".join(kind for kind in KINDS if not counts[kind])
    return f"只覆盖{'、'.join(served)}文明，缺{missing}文明" if served else "还没有标明文明类别"
