"""The content of one 文书, from which the PDF and the DOCX are both made.

A `Paper` is a tree of frozen values and says nothing about pages: the measures of GB/T 9704-2012 belong to
`pdf` and `docx`. Numbers of headings (一、（一）1.（1）), the 附件说明 and the line breaks of the 标题 are derived,
never typed, so that they cannot disagree with the text.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xiangfeng.base.numbering import chinese_date, chinese_numeral, document_number
from xiangfeng.documents.codec import decode, encode
from xiangfeng.documents.titles import break_title


class Kind(StrEnum):
    """The layout (版式) of a paper."""

    DOCUMENT = "文件"
    """Red head: 通知、通报、决定……"""
    LETTER = "信函"
    """Red double rules: 函、整改通知书 to an outside unit."""
    MINUTES = "纪要"
    """Red head of 《×××纪要》, lists of those present, no seal."""
    PLAIN = "普通"
    """No red head: 公示、责任书、整改通知书、督办单 and other papers that are no statutory 文种."""


class Align(StrEnum):
    """How the cells of a table column stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Number:
    """发文字号: 机关代字, year and serial number."""

    agency: str
    year: int
    serial: int

    def __str__(self) -> str:
        """云创办〔2026〕23号: hexagonal brackets, no padding zero, no 第 (GB/T 9704-2012 7.2.5)."""
        return document_number(self.agency, self.year, self.serial)


@dataclass(frozen=True)
class Run:
    """A stretch of text. `fact` names the figure it was generated from, empty for what a person wrote.

    The preview on screen marks runs with a fact and leads from them to their source; papers print them alike.
    """

    text: str
    fact: str = ""


@dataclass(frozen=True)
class Para:
    """A paragraph of the body, indented by two characters unless `indent` is false."""

    runs: tuple[Run, ...]
    indent: bool = True

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4, numbered by its place; `tail` is body text that goes on in the same paragraph.

    With an empty `text` the number alone introduces the tail, as in “（一）未整改的问题……”.
    """

    level: int
    text: str
    tail: tuple[Run, ...] = ()

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"标题层次只有 1 到 4，没有 {self.level}")


@dataclass(frozen=True)
class Column:
    """A table column. `width` is its share of the table's width; 0 leaves it to the longest cell."""

    title: str
    width: float = 0.0
    align: Align = Align.CENTER


@dataclass(frozen=True)
class Table:
    """A ruled table; its header is repeated on every page it runs over. `note` stands below it (说明)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("表格至少要有一列")
        for n, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"表格第{n}行有 {len(row)} 格，应为 {len(self.columns)} 格")


@dataclass(frozen=True)
class Names:
    """A list of names of units or people, set in `columns` even columns (表扬名单、公示名单)."""

    items: tuple[str, ...]
    columns: int = 3

    def __post_init__(self) -> None:
        if not 1 <= self.columns <= 6:
            raise ValueError("名单可排 1 到 6 栏")


@dataclass(frozen=True)
class Code:
    """An address as a QR code with lines of text beside it."""

    address: str
    lines: tuple[str, ...] = ()


Block = Para | Heading | Table | Names | Code


@dataclass(frozen=True)
class Attachment:
    """An 附件: listed after the body and, where it has blocks, set from a new page on under “附件1”."""

    title: str
    blocks: tuple[Para | Heading | Table | Names | Code, ...] = ()


@dataclass(frozen=True)
class Roll:
    """A list of those present in a 纪要: label 出席, 请假 or 列席 and the names as one text."""

    label: str
    names: str


@dataclass(frozen=True)
class Place:
    """One text of a paper and where it stands, in words a clerk understands."""

    where: str
    text: str


@dataclass(frozen=True)
class Paper:
    """One 文书.

    `mark` is the 发文机关标志 as printed (“……文件” in full); `title` may hold line breaks of the author's own;
    `has_seal` says that the signature leaves room for a seal; `approver` is the 签发人 of an upward paper.
    `tail` stands below the signature: a slip to be cut off.
    `printer` and `printed_on` (印发机关和印发日期) with `cc` (抄送) make the 版记, which is left out when all are empty.
    """

    kind: Kind
    title: str
    blocks: tuple[Para | Heading | Table | Names | Code, ...]
    mark: str = ""
    number: Number | None = None
    to: str = ""
    attachments: tuple[Attachment, ...] = ()
    signer: str = ""
    date: datetime.date | None = None
    has_seal: bool = True
    remark: str = ""
    rolls: tuple[Roll, ...] = ()
    cc: str = ""
    printer: str = ""
    printed_on: datetime.date | None = None
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    approver: str = ""
    tail: tuple[Para | Heading | Table | Names | Code, ...] = ()

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The lines of the 标题 as both renderers set them."""
        return break_title(self.title)

    @property
    def is_sealed(self) -> bool:
        """Whether room is left for a seal; a 纪要 never carries one."""
        return self.has_seal and self.kind != Kind.MINUTES

    @property
    def to_line(self) -> str:
        """主送机关 ending in one full-width colon."""
        return self.to.rstrip("：: ") + "：" if self.to.strip() else ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, every field written."""
        plain: dict[str, Any] = encode(self)
        return plain

    def to_json(self) -> str:
        """Canonical text: equal papers give equal text, fit for hashing and storing."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_dict(cls, data: object) -> Paper:
        """Read what `to_dict` wrote; `ValueError` with place and reason where it is no paper."""
        paper: Paper = decode(cls, data)
        return paper

    def problems(self) -> list[str]:
        """What a paper of this kind still lacks, as sentences for the one who drafts it."""
        found = []
        if not self.title.strip():
            found.append("缺标题。")
        if not self.blocks:
            found.append("正文是空的。")
        if self.kind != Kind.PLAIN and not self.mark.strip():
            found.append("缺发文机关标志。")
        if self.kind in (Kind.DOCUMENT, Kind.LETTER):
            found += [] if self.number else ["缺发文字号。"]
            found += [] if self.signer.strip() else ["缺发文机关署名。"]
        if self.date is None:
            found.append("缺成文日期。")
        return found


def para(*parts: str | Run, indent: bool = True) -> Para:
    """A paragraph from plain strings and runs: `para("平均", Run("88.67", "mean"), "分。")`."""
    return Para(runs_of(*parts), indent)


def runs_of(*parts: str | Run) -> tuple[Run, ...]:
    """Runs from plain strings and runs."""
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


def date_text(day: datetime.date | None) -> str:
    """2026年12月3日: Arabic figures, no padding zero; empty without a day."""
    return chinese_date(day) if day else ""


def moment(paper: Paper) -> datetime.datetime:
    """The instant written into the files: midnight of the 成文日期, so that rendering again changes nothing."""
    day = paper.date or datetime.date(2000, 1, 1)
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)


def labelled(blocks: Sequence[Block]) -> list[tuple[str, Block]]:
    """Each block with its number: 一、 （一） 1. （1） for headings, empty for the rest.

    A heading starts the count of the levels below it anew.
    """
    counts = [0, 0, 0, 0]
    found: list[tuple[str, Block]] = []
    for block in blocks:
        if not isinstance(block, Heading):
            found.append(("", block))
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (4 - block.level)
        found.append((_label(block.level, counts[block.level - 1]), block))
    return found


def _label(level: int, count: int) -> str:
    if level == 1:
        return f"{chinese_numeral(count)}、"
    if level == 2:
        return f"（{chinese_numeral(count)}）"
    return f"{count}." if level == 3 else f"（{count}）"


def attachment_heads(paper: Paper) -> list[str]:
    """附件, or 附件1, 附件2 … where there are several."""
    if len(paper.attachments) == 1:
        return ["附件"]
    return [f"附件{n}" for n in range(1, len(paper.attachments) + 1)]


def attachment_names(paper: Paper) -> list[tuple[str, str]]:
    """The 附件说明: number (empty where there is one attachment only) and name without a mark at its end."""
    alone = len(paper.attachments) == 1
    return [
        ("" if alone else f"{n}.", "".join(attachment.title.split()).rstrip("。；;，,、"))
        for n, attachment in enumerate(paper.attachments, 1)
    ]


def clean(text: str) -> str:
    """Without control characters, which no typeface shows and XML forbids; other blanks become plain ones."""
    kept = (" " if c.isspace() and c != "\u3000" else c for c in text)
    return "".join(c for c in kept if c.isprintable() or c == "\u3000")


def cc_text(paper: Paper) -> str:
    """抄送机关 ending in one full stop."""
    return paper.cc.strip().rstrip("。") + "。" if paper.cc.strip() else ""


def places(paper: Paper) -> Iterator[Place]:
    """Every text of the paper that is not generated by the layout, with its place."""
    yield from _filled(
        ("发文机关标志", paper.mark),
        ("机关代字", paper.number.agency if paper.number else ""),
        ("份号", paper.copy_number),
        ("密级", paper.secrecy),
        ("紧急程度", paper.urgency),
        ("签发人", paper.approver),
        ("标题", paper.title),
        ("主送机关", paper.to),
    )
    yield from _block_places("正文", paper.blocks)
    yield from _filled(*((f"{roll.label}名单", roll.names) for roll in paper.rolls))
    yield from _filled(
        ("署名", paper.signer), ("附注", paper.remark), ("抄送", paper.cc), ("印发机关", paper.printer)
    )
    yield from _block_places("落款下", paper.tail)
    for head, attachment in zip(attachment_heads(paper), paper.attachments, strict=True):
        yield from _filled((f"{head}标题", attachment.title))
        yield from _block_places(head, attachment.blocks)


def body_length(paper: Paper) -> int:
    """Characters of the body (正文) without blanks, tables and attachments: what limits on length count."""
    kept = [block for block in paper.blocks if not isinstance(block, Table)]
    return sum(len("".join(place.text.split())) for place in _block_places("正文", kept))


def _filled(*pairs: tuple[str, str]) -> Iterator[Place]:
    return (Place(where, text) for where, text in pairs if text.strip())


def _block_places(where: str, blocks: Sequence[Block]) -> Iterator[Place]:
    paragraph = table = 0
    for block in blocks:
        if isinstance(block, Table):
            table += 1
            yield from _table_places(f"{where}表{table}", block)
            continue
        paragraph += 1
        if isinstance(block, Para):
            text = block.text
        elif isinstance(block, Heading):
            text = block.text + "".join(run.text for run in block.tail)
        else:
            text = "\n".join(block.lines if isinstance(block, Code) else block.items)
        yield from _filled((f"{where}第{paragraph}段", text))


def _table_places(where: str, table: Table) -> Iterator[Place]:
    yield from _filled((f"{where}题", table.caption), (f"{where}说明", table.note))
    for column in table.columns:
        yield from _filled((f"{where}表头", column.title))
    for n, row in enumerate(table.rows, 1):
        for column, cell in zip(table.columns, row, strict=True):
            yield from _filled((f"{where}第{n}行“{''.join(column.title.split())}”", cell))
