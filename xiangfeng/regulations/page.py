"""The text of a 制度 as its page draws it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xiangfeng.documents.wording import check_wording
from xiangfeng.regulations.models import Article
from xiangfeng.regulations.outline import ARTICLE, CHAPTER, RANK, shown


@dataclass
class Line:
    """One piece with the number as printed; ``depth`` 1 to 3 below its part."""

    row: Article
    number: str
    depth: int


@dataclass
class Part:
    """A part (章) with what stands under it; the first one has no head when the text begins without."""

    head: Article | None
    number: str = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def article_count(self) -> int:
        """How many 条 it has."""
        return sum(line.row.level == ARTICLE for line in self.lines)


def parts_of(rows: Sequence[Article]) -> list[Part]:
    """The text by parts."""
    parts: list[Part] = []
    for row in rows:
        number = shown(row.level, row.label)
        if row.level == CHAPTER:
            parts.append(Part(row, number))
            continue
        if not parts:
            parts.append(Part(None))
        parts[-1].lines.append(Line(row, number, RANK[row.level]))
    return parts


@dataclass(frozen=True)
class Remark:
    """What the wording guard found: where, the word, why, and what to write instead."""

    pk: int
    where: str
    found: str
    reason: str
    offers: str
    is_hint: bool


def remarks_on(rows: Sequence[Article]) -> list[Remark]:
    """What a township may not write, place by place; hints only ask for a look."""
    return [
        Remark(row.pk, row.label or "引言", one.found, one.reason, "、".join(one.offers), one.is_hint)
        for row in rows
        for one in check_wording(row.text)
    ]
