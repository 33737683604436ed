"""A pasted or uploaded text → pieces: what looks like 第X章, 第X条, 一、（一）1. and（1） is taken for what it is. Pure.

Township papers number in two ways. Where 第X条 occurs they rule; else 一、 is a part, and its 条 are numbered by whatever
comes next below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xiangfeng.base.errors import Refused
from xiangfeng.regulations.outline import (
    ARTICLE,
    CHAPTER,
    ITEM,
    LONGEST_TEXT,
    MOST_PIECES,
    PARAGRAPH,
    Piece,
    counted,
    numbered,
)

_CN = "〇零一二三四五六七八九十百千两0-9０-９"
_MARKS = (
    ("章", re.compile(rf"^第[{_CN}]+[章编部](?:分)?[\s　、:：.．]*")),
    ("节", re.compile(rf"^第[{_CN}]+节[\s　、:：.．]*")),
    ("条", re.compile(rf"^第[{_CN}]+条(?:之[{_CN}]+)?[\s　、:：.．]*")),
    ("一、", re.compile(r"^[〇零一二三四五六七八九十百]+\s*[、.．]\s*")),
    ("（一）", re.compile(r"^[（(]\s*[〇零一二三四五六七八九十百]+\s*[）)][\s　、]*")),
    ("1.", re.compile(r"^[0-9０-９]{1,3}\s*(?:[、．]|[.](?![0-9]))\s*")),
    ("（1）", re.compile(r"^(?:[（(]\s*[0-9０-９]{1,3}\s*[）)]|[0-9０-９]{1,3}[）)]|[①-⑳])[\s　、]*")),
)
_ENDS = "。；;！!？?"
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood: the title if the text begins with one, the pieces, and what the reader should look at."""

    title: str
    pieces: tuple[Piece, ...]
    style: str
    notes: tuple[str, ...]

    @property
    def says(self) -> str:
        """How many of what."""
        return counted(self.pieces)


def parse(lines: Sequence[str]) -> Parsed:
    """Understand the lines of a text. Refuses one in which nothing is found, and one too long to be a 制度."""
    kept = [line for line in (re.sub(r"[ \t\xa0]+", " ", one).strip(" 　\r\n") for one in lines) if line]
    seen = [(*_mark(line), line) for line in kept]
    if len(seen) > MOST_PIECES:
        raise Refused(f"文字有 {len(seen)} 段，超过 {MOST_PIECES} 段，不像一个制度；请只放一个制度的正文")
    levels = _levels({mark for mark, *_ in seen})
    title, rest = _title(seen)
    pieces: list[Piece] = []
    for mark, source, text, line in rest:
        _add(pieces, levels.get(mark, ""), source, text or line)
    if not pieces:
        raise Refused("没有认出任何条款，请检查文字")
    if long := next((piece for piece in pieces if len(piece.text) > LONGEST_TEXT), None):
        raise Refused(f"“{long.text[:12]}…”这一段超过 {LONGEST_TEXT} 字，请分段后再导入")
    style = "articles" if levels.get("条") else "parts"
    done = numbered(pieces, style)
    return Parsed(title, tuple(done), style, tuple(_notes(done, rest)))


def _mark(line: str) -> tuple[str, str, str]:
    """The kind of number the line begins with, the number as written, and the text behind it."""
    for name, pattern in _MARKS:
        if found := pattern.match(line):
            return name, found[0].strip(" 　、:：.．"), line[found.end() :].strip()
    return "", "", line


def _levels(marks: set[str]) -> dict[str, str]:
    if "条" in marks:
        levels = {"章": CHAPTER, "节": CHAPTER, "条": ARTICLE, "（一）": ITEM, "1.": ITEM, "（1）": ITEM}
        return levels | {"一、": ITEM if marks & {"章", "节"} else CHAPTER}
    below = [mark for mark in ("（一）", "1.", "（1）") if mark in marks]
    levels = {"章": CHAPTER, "节": CHAPTER, "一、": CHAPTER}
    if "一、" in marks and (marks & {"章", "节"} or not below):
        # Under 第一章, or with nothing below it, 一、 is itself a 条.
        return levels | {"一、": ARTICLE} | dict.fromkeys(below, ITEM)
    return levels | {mark: ARTICLE if place == 0 else ITEM for place, mark in enumerate(below)}


def _title(seen: Sequence[tuple[str, str, str, str]]) -> tuple[str, list[tuple[str, str, str, str]]]:
    if seen and not seen[0][0] and len(seen[0][3]) <= _LONGEST_TITLE and seen[0][3][-1] not in _ENDS:
        return seen[0][3].strip("《》"), list(seen[1:])
    return "", list(seen)


def _add(pieces: list[Piece], level: str, source: str, text: str) -> None:
    if level == CHAPTER:
        # “一、组织领导。成立……”: the heading and its text in one line.
        head, stop, tail = text.partition("。")
        if stop and tail.strip() and len(head) <= 30:
            pieces += [Piece(CHAPTER, head, source=source), Piece(ARTICLE, tail.strip())]
        elif stop and len(text) > _LONGEST_TITLE:
            pieces.append(Piece(ARTICLE, text, source=source))
        else:
            pieces.append(Piece(CHAPTER, text.rstrip("。"), source=source))
    elif level:
        pieces.append(Piece(level, text, source=source))
    elif pieces and pieces[-1].level == CHAPTER:
        pieces.append(Piece(ARTICLE, text))
    elif pieces and pieces[-1].level == ARTICLE and not pieces[-1].text:
        pieces[-1] = replace(pieces[-1], text=text)
    else:
        pieces.append(Piece(PARAGRAPH, text))


def _notes(pieces: Sequence[Piece], rest: Sequence[tuple[str, str, str, str]]) -> list[str]:
    notes = []
    if not any(piece.level == ARTICLE for piece in pieces):
        notes.append("没有认出“条”：全部按段落收下，导入后可以逐段改层级。")
    if pieces[0].level == PARAGRAPH:
        notes.append("最前面的文字没有编号，作为引言收下。")
    twice = _doubled([source for mark, source, *_ in rest if mark == "条"])
    if twice:
        notes.append(f"原文里{'、'.join(twice)}出现了两次，导入后按顺序重新编号，请核对。")
    short = [piece for piece in pieces if piece.level == ARTICLE and piece.text and piece.text[-1] in "，、"]
    if short:
        notes.append(f"{short[-1].label}以“{short[-1].text[-1]}”结尾，请看下一条是不是被断开了。")
    if pieces[-1].text[-1] not in _ENDS + "：":
        notes.append("最后一段没有句号，原文可能不完整。")
    return notes


def _doubled(sources: Sequence[str]) -> list[str]:
    return [source for place, source in enumerate(sources) if source in sources[:place]]
