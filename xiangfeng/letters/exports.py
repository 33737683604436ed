"""The letter on one page: text, QR code with telephone and address, signature, and the slip to cut off. No red head (standards §2)."""

from __future__ import annotations

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Align, Code, Column, Kind, Paper, Table, para
from xiangfeng.letters.models import Letter


def target_of(row: Letter) -> str:
    """Where the QR code leads, from the root of the site: what the letter names, else the report form of its unit."""
    return row.address or f"/report/?unit={row.unit_id}"


def code_lines(row: Letter) -> tuple[str, ...]:
    """What stands beside the QR code."""
    says = "手机扫码答问卷，不用注册" if row.address else "手机扫码反映问题、提建议，不用注册，可以不留姓名"
    place = f"来人来信：{row.place}" if row.place else ""
    return tuple(line for line in (says, f"电话：{row.hotline}", place) if line)


def slip(row: Letter) -> Table:
    """征求意见回执."""
    until = f"{row.reply_until.month}月{row.reply_until.day}日"
    head = f"征求意见回执（写好剪下，{until}前交村委会或投进意见箱）"
    return Table((Column(head, align=Align.LEFT),), (("我的意见、建议：\n\n\n姓名、电话（可以不写）：",),))


def letter_paper(row: Letter, *, site: str) -> Paper:
    """The letter as it is printed; ``site`` is scheme and host of the public site (``https://…``), without a slash at its end."""
    texts = [line.strip() for text in (row.meaning, row.doing, row.ways) for line in text.splitlines()]
    return Paper(
        kind=Kind.PLAIN,
        title=row.title,
        to=row.salutation,
        blocks=(*(para(text) for text in texts if text), Code(f"{site}{target_of(row)}", code_lines(row))),
        signer=row.unit.full_name or row.unit.name,
        date=row.issued_on or row.created_at.date(),
        has_seal=False,
        tail=(slip(row),),
    )


def day_text(row: Letter) -> str:
    """The day under the signature."""
    return chinese_date(row.issued_on) if row.issued_on else ""
