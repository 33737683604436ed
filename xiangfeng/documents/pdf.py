"""A `Paper` as PDF in the layout of GB/T 9704-2012, set by typst from `paper.typ`.

The text goes in as JSON through `sys_inputs`: nothing a person typed is ever part of typst markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import typst

from xiangfeng.base.errors import Refused
from xiangfeng.documents import fonts as typefaces
from xiangfeng.documents import measures
from xiangfeng.documents.codes import code_svg
from xiangfeng.documents.paper import (
    Attachment,
    Block,
    Code,
    Heading,
    Names,
    Paper,
    Para,
    Table,
    attachment_heads,
    attachment_names,
    cc_text,
    clean,
    date_text,
    labelled,
    moment,
)
from xiangfeng.documents.tables import layout
from xiangfeng.documents.titles import break_title

TEMPLATE = Path(__file__).with_name("paper.typ")
STANDARD: Final = "a-2b"
"""PDF/A-2b, for the archive."""


def render_pdf(paper: Paper, *, fonts: Sequence[Path | str] = ()) -> bytes:
    """The paper as PDF/A-2b (plain PDF where a character is in no typeface).

    `fonts` are the administrator's font folders, tried before all others.

    Refuses where the machine has no Chinese typeface at all.
    The same paper and fonts give the same bytes: the date in the file is the 成文日期, not today.
    """
    compiler = _compiler(paper, fonts)
    try:
        made = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=moment(paper))
    except typst.TypstError:
        # PDF/A refuses a character no typeface has; the clerk still gets the paper, with a box in its place
        made = compiler.compile(format="pdf", timestamp=moment(paper))
    if not isinstance(made, bytes):
        raise TypeError("typst 没有给出一份 PDF")
    return made


def page_count(paper: Paper, *, fonts: Sequence[Path | str] = ()) -> int:
    """On how many pages the paper is set. Refuses as :func:`render_pdf` does."""
    made = _compiler(paper, fonts).compile(format="svg")
    return len(made) if isinstance(made, list) else 1


def _compiler(paper: Paper, fonts: Sequence[Path | str]) -> typst.Compiler:
    faces = typefaces.faces(fonts)
    if not all(face.families for face in faces.values()):
        raise Refused(
            "这台机器上没有中文字体，排不出 PDF：请运行 make run 装好自带字体，或由管理员放入字体文件夹。"
        )
    return typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typefaces.book(fonts),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(_clean(_data(paper, faces)), ensure_ascii=False)},
    )


def _clean(value: Any) -> Any:
    """Every string without control characters, which no typeface can show."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value


def _data(paper: Paper, faces: dict[str, typefaces.Face]) -> dict[str, Any]:
    day = paper.date
    return {
        "kind": paper.kind.value,
        "measures": _measures(),
        "fonts": {role: {"families": list(f.families), "weight": f.weight} for role, f in faces.items()},
        "mark": [_mark_line(line) for line in paper.mark.splitlines() if line.strip()],
        "number": str(paper.number) if paper.number else "",
        "title": list(paper.title_lines),
        "plain_title": "".join(paper.title.split("\n")),
        "to": paper.to_line,
        "blocks": _blocks(paper.blocks),
        "notes": [{"label": label, "name": name} for label, name in attachment_names(paper)],
        "attachments": _attachments(paper),
        "signer": paper.signer,
        "date": date_text(day),
        "ymd": list(moment(paper).timetuple()[:3]),
        "is_sealed": paper.is_sealed,
        "remark": paper.remark,
        "tail": _blocks(paper.tail),
        "rolls": [{"label": roll.label, "names": roll.names} for roll in paper.rolls],
        "cc": cc_text(paper),
        "printer": paper.printer,
        "printed_on": date_text(paper.printed_on) + "印发" if paper.printed_on else "",
        "corner": [text for text in (paper.copy_number, paper.secrecy, paper.urgency) if text.strip()],
        "has_copy_number": bool(paper.copy_number.strip()),
        "approver": paper.approver,
    }


def _measures() -> dict[str, Any]:
    return {name: getattr(measures, name) for name in dir(measures) if name.isupper()}


def _mark_line(line: str) -> dict[str, Any]:
    size, scale = measures.fit_mark(line.strip())
    return {"text": line.strip(), "size": size, "scale": scale}


def _attachments(paper: Paper) -> list[dict[str, Any]]:
    pairs: list[tuple[str, Attachment]] = list(zip(attachment_heads(paper), paper.attachments, strict=True))
    return [
        {"head": head, "title": list(break_title(attachment.title)), "blocks": _blocks(attachment.blocks)}
        for head, attachment in pairs
        if attachment.blocks
    ]


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [_block(label, block) for label, block in labelled(blocks)]


def _block(label: str, block: Block) -> dict[str, Any]:
    if isinstance(block, Para):
        return {"type": "para", "text": block.text, "indent": block.indent}
    if isinstance(block, Heading):
        tail = "".join(run.text for run in block.tail)
        return {"type": "heading", "level": block.level, "label": label, "text": block.text, "tail": tail}
    if isinstance(block, Names):
        return {"type": "names", "items": list(block.items), "columns": block.columns}
    if isinstance(block, Code):
        return {"type": "code", "svg": code_svg(block.address).decode(), "lines": list(block.lines)}
    return _table(block)


def _table(table: Table) -> dict[str, Any]:
    shape = layout(table)
    return {
        "type": "table",
        "size": shape.size,
        "widths": list(shape.shares),
        "aligns": [column.align.value for column in table.columns],
        "header": [column.title.split("\n") for column in table.columns],
        "rows": [[cell.split("\n") for cell in row] for row in table.rows],
        "caption": table.caption,
        "note": table.note,
    }
