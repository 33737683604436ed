"""What a notice still lacks, and what must not stand in it, before it goes out (PIPL 6, 28, 34; standards.md §6.6)."""

from __future__ import annotations

from xiangfeng.base.errors import Refused
from xiangfeng.documents import masking, wording
from xiangfeng.documents.paper import Paper
from xiangfeng.notices.exports import notice_paper
from xiangfeng.notices.models import Notice


def personal_numbers(row: Notice, paper: Paper) -> list[str]:
    """Each personal number that is not masked: where it stands and how it may be written. The office's own number may stand."""
    return [
        f"{found.where}有{found.hit.kind.value}，请改成 {found.hit.shown}"
        for found in masking.check_paper(paper, allowed=[row.phone] if row.phone else [])
    ]


def problems(row: Notice) -> list[str]:
    """Everything that keeps it from being handed in and issued, as sentences; empty when it may go."""
    lacks = [word for word, text in (("标题", row.title), ("正文", row.body)) if not text.strip()]
    found = [f"还没有写{'、'.join(lacks)}"] if lacks else []
    if row.is_publicity and not (row.phone.strip() and row.place.strip()):
        found.append("公示要写明受理异议的联系电话和地址")
    try:
        paper = notice_paper(row)
    except Refused as refusal:
        return [*found, str(refusal)]
    found += personal_numbers(row, paper)
    found += [
        f"{one.where}“{one.finding.found}”：{one.finding.reason}"
        for one in wording.check_paper(paper)
        if not one.finding.is_hint
    ]
    return found


def against(row: Notice) -> str | None:
    """The same as one reason on a greyed button."""
    found = problems(row)
    more = f"（还有 {len(found) - 3} 处）" if len(found) > 3 else ""
    return "；".join(found[:3]) + more if found else None
