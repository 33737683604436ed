"""The text of a 制度 as a flat list of pieces, whose levels make the tree (章、条、款、项); numbering and regrouping.

Pure. A piece's parent is the nearest one before it of a higher level, so that moving, adding and taking out are list
operations and every number follows from the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xiangfeng.base.errors import Refused
from xiangfeng.base.numbering import chinese_numeral

CHAPTER, ARTICLE, PARAGRAPH, ITEM = "chapter", "article", "paragraph", "item"
RANK = {CHAPTER: 0, ARTICLE: 1, PARAGRAPH: 2, ITEM: 3}
NAMES = {CHAPTER: "章（部分）", ARTICLE: "条", PARAGRAPH: "款", ITEM: "项"}
MOST_PIECES = 600
LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of text in its place. ``key`` is its row, 0 for a new one; ``source`` is its number in an imported text."""

    level: str
    text: str
    requirements: str = ""
    label: str = ""
    key: int = 0
    source: str = ""


def style_of(labels: Sequence[str]) -> str:
    """``articles`` (第一章、第一条) where any label is written so, else ``parts`` (一、 1. as in most township papers)."""
    return "articles" if any(label.startswith("第") for label in labels) else "parts"


def numbered(pieces: Sequence[Piece], style: str) -> list[Piece]:
    """The pieces with the labels by which people cite them: 三, 三-1, 三-1（2） or 第一章, 第五条, 第五条（二）.

    Refuses more than 600 pieces: that is no 制度 but a book.
    """
    if len(pieces) > MOST_PIECES:
        raise Refused(f"一个制度最多 {MOST_PIECES} 条，现在有 {len(pieces)} 条，请分成几个制度")
    found = []
    chapters = articles = paragraphs = items = 0
    chapter = article = ""
    for piece in pieces:
        if piece.level == CHAPTER:
            chapters += 1
            paragraphs = items = 0
            articles = articles if style == "articles" else 0
            numeral = chinese_numeral(chapters)
            chapter = label = f"第{numeral}章" if style == "articles" else numeral
            article = ""
        elif piece.level == ARTICLE:
            articles += 1
            paragraphs = items = 0
            if style == "articles":
                article = label = f"第{chinese_numeral(articles)}条"
            else:
                article = label = f"{chapter}-{articles}" if chapter else str(articles)
        elif piece.level == PARAGRAPH:
            paragraphs += 1
            items = 0
            label = f"{article}第{chinese_numeral(paragraphs + 1)}款" if article else ""
        else:
            items += 1
            count = chinese_numeral(items) if style == "articles" else str(items)
            label = f"{article or chapter}（{count}）"
        found.append(replace(piece, label=label))
    return found


def shown(level: str, label: str) -> str:
    """The number as it stands before the text: 一、 1. （1） 第五条; nothing before a 款."""
    if level == CHAPTER:
        return label if label.startswith("第") or not label else f"{label}、"
    if level == ARTICLE:
        return label if label.startswith("第") or not label else f"{label.rpartition('-')[2]}."
    return label[label.rfind("（") :] if level == ITEM and "（" in label else ""


def end_of(pieces: Sequence[Piece], index: int) -> int:
    """Where the piece at ``index`` with all that belongs to it ends."""
    rank = RANK[pieces[index].level]
    following = (n for n in range(index + 1, len(pieces)) if RANK[pieces[n].level] <= rank)
    return next(following, len(pieces))


def parents(pieces: Sequence[Piece]) -> list[int | None]:
    """For each piece the place of its parent, None at the top."""
    found: list[int | None] = []
    for index, piece in enumerate(pieces):
        above = (n for n in range(index - 1, -1, -1) if RANK[pieces[n].level] < RANK[piece.level])
        found.append(next(above, None))
    return found


def moved(pieces: Sequence[Piece], index: int, *, down: bool) -> list[Piece]:
    """The piece with all that belongs to it, one place up or down among its own kind. Refuses at the edge."""
    rank, end = RANK[pieces[index].level], end_of(pieces, index)
    rest = list(pieces[:index]) + list(pieces[end:])
    block = list(pieces[index:end])
    if down:
        if end == len(pieces) or RANK[pieces[end].level] < rank:
            raise Refused("已经是本级最后一条，不能再下移")
        place = index + end_of(pieces, end) - end
    else:
        before = [n for n in range(index) if RANK[pieces[n].level] <= rank]
        if not before or RANK[pieces[before[-1]].level] < rank:
            raise Refused("已经是本级第一条，不能再上移")
        place = before[-1]
    return rest[:place] + block + rest[place:]


def counted(pieces: Sequence[Piece]) -> str:
    """How many of what, in words: 5 章（部分）、18 条、6 项."""
    counts = {level: sum(piece.level == level for piece in pieces) for level in RANK}
    return "、".join(f"{count} {NAMES[level]}" for level, count in counts.items() if count)
