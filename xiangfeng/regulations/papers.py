"""制度 as papers: one, or many bound together (汇编). Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Attachment, Heading, Kind, Paper, Para, para, runs_of
from xiangfeng.regulations.outline import ARTICLE, CHAPTER, ITEM, Piece, numbered, shown

Blocks = tuple[Para | Heading, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """One 制度 of a paper: its title, the line below it (number, meeting, 施行日) and its text."""

    title: str
    facts: str
    pieces: Sequence[Piece]


def paper_of(one: Bound, *, day: dt.date) -> Paper:
    """One 制度 as a plain paper, no red head: it is not a 文种 of its own."""
    return Paper(Kind.PLAIN, one.title, _blocks(one), date=day, has_seal=False)


def compilation(bound: Sequence[Bound], *, unit_name: str, day: dt.date) -> Paper:
    """汇编: a first page that lists what follows, then each 制度 from a new page on."""
    text = f"本汇编收录{unit_name}截至{chinese_date(day)}施行的制度{len(bound)}件，目录如下。"
    return Paper(
        Kind.PLAIN,
        f"{unit_name}文明创建制度汇编",
        (para(text),),
        attachments=tuple(Attachment(one.title, _blocks(one)) for one in bound),
        signer=unit_name,
        date=day,
        has_seal=False,
    )


def _blocks(one: Bound) -> Blocks:
    """The text. Numbers that follow from the place are left to the layout (一、 1.（1）), others stand in the text."""
    head = (para(f"（{one.facts}）"),) if one.facts else ()
    is_plain = _follows(one.pieces)
    return (*head, *(_block(piece, is_plain) for piece in one.pieces))


def _block(piece: Piece, is_plain: bool) -> Para | Heading:
    if is_plain and piece.level == CHAPTER:
        return Heading(1, piece.text)
    if is_plain and piece.level in (ARTICLE, ITEM):
        return Heading(3 if piece.level == ARTICLE else 4, "", runs_of(piece.text))
    number = shown(piece.level, piece.label)
    gap = "　" if number.startswith("第") else ""
    return para(number + gap + piece.text)


def _follows(pieces: Sequence[Piece]) -> bool:
    """Whether the layout would number the text just so: parts 一、 with 条 1. and 项（1） below them, all at their place."""
    return [one.label for one in numbered(pieces, "parts")] == [one.label for one in pieces]
