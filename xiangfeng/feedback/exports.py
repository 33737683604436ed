"""移送单 and 转信访单: the paper that goes along when a report is another authority's matter. Never with who said it."""

from __future__ import annotations

from django.utils import timezone

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Heading, Kind, Paper, Para, para
from xiangfeng.feedback.models import Privacy, Report, ReportState

SENDERS = {
    Privacy.ANONYMOUS: "匿名，没有留联系方式",
    Privacy.CONFIDENTIAL: "要求保密，联系方式另行密封移送，请严格保密",
    Privacy.NAMED: "实名，联系方式另行密封移送",
}


def _paragraphs(text: str) -> list[Para]:
    return [para(line.strip()) for line in text.splitlines() if line.strip()] or [para("（没有写）")]


def exit_paper(row: Report) -> Paper:
    """The slip with number, what was said, where it goes and why, and a place to sign for it."""
    word = "转信访单" if row.state == ReportState.PETITIONED else "移送单"
    day = timezone.localdate(row.closed_at or row.received_at)
    blocks: list[Para | Heading] = [
        para(
            f"编号：{row.number}　　收到：{chinese_date(row.came_on)}　　渠道：{row.get_channel_display()}",
            indent=False,
        ),
        para(f"转往：{row.exit_to}", indent=False),
        para(f"反映人：{SENDERS[Privacy(row.privacy)]}", indent=False),
        Heading(1, "反映的事"),
        *([para(f"地点：{row.where}")] if row.where else []),
        *_paragraphs(row.text),
        Heading(1, "移送说明"),
        *_paragraphs(row.exit_reason),
        Heading(1, "接收"),
        para("接收人：　　　　　　　　接收时间：　　　　年　　月　　日"),
    ]
    return Paper(
        kind=Kind.PLAIN,
        title=f"群众反映{word}",
        blocks=tuple(blocks),
        signer=row.unit.full_name or row.unit.name,
        date=day,
        has_seal=False,
    )
