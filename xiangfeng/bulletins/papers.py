"""From the paragraphs to the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xiangfeng.documents.paper import Heading, Kind, Paper, Para
from xiangfeng.scoring.compute import Result
from xiangfeng.scoring.scheme import SchemeError

from .blocks import Block, Context
from .generate import generate
from .merge import Edit, merge
from .tables import ranking_attachment, rules_attachment


def build(
    result: Result, context: Context, edits: Mapping[str, Edit] | None = None
) -> tuple[Paper, list[Block]]:
    """The 通报 as a paper, and its paragraphs (for the preview and for flags). Edits by key of the paragraph.

    Raises `SchemeError` when only grades are to be published and the scheme has none.
    """
    if context.grades_only and not (result.scheme.grades or result.scheme.listings):
        raise SchemeError("方案没有规定等次或榜单，不能只公布等次。")
    blocks = merge(generate(result, context), edits or {})
    return assemble(blocks, result, context), blocks


def assemble(blocks: Sequence[Block], result: Result, context: Context) -> Paper:
    """The paper of these paragraphs with the ranking and the 口径 attached. Paragraphs left empty are not printed."""
    attachments = [ranking_attachment(result, context), rules_attachment(result, context)]
    issuer = context.issuer or result.scheme.issuer
    return Paper(
        kind=Kind.DOCUMENT if context.number else Kind.PLAIN,
        title=context.title,
        blocks=tuple(_body(blocks, context)),
        mark=context.mark or (f"{issuer}文件" if issuer and context.number else ""),
        number=context.number,
        to=context.to,
        attachments=tuple(attachment for attachment in attachments if attachment is not None),
        signer=issuer,
        date=context.date,
        has_seal=context.number is not None,
        cc=context.cc,
        printer=context.printer,
        printed_on=context.date if context.printer else None,
    )


def _body(blocks: Sequence[Block], context: Context) -> list[Para | Heading]:
    body: list[Para | Heading] = []
    last = ""
    required = [block for block in blocks if block.section == "requirements" and block.text.strip()]
    for block in blocks:
        if not block.text.strip():
            continue
        heading = context.heading(block.section)
        if block.section != last and heading:
            body.append(Heading(1, heading))
        last = block.section
        body.append(
            Heading(2, "", block.runs) if len(required) > 1 and block in required else Para(block.runs)
        )
    return body
