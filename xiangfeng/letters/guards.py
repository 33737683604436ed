"""What a letter still lacks and what must not stand in it before it goes out."""

from __future__ import annotations

from xiangfeng.documents import masking, wording
from xiangfeng.letters.exports import letter_paper
from xiangfeng.letters.models import Letter

FIELDS = (
    ("标题", "title"), ("称谓", "salutation"), ("创建意义", "meaning"), ("您能做的", "doing"), ("电话", "hotline"),
)  # fmt: skip


def problems(row: Letter) -> list[str]:
    """Everything that keeps it from being handed in and signed, as sentences; empty when it may go."""
    lacks = [word for word, name in FIELDS if not getattr(row, name).strip()]
    found = [f"还没有写{'、'.join(lacks)}"] if lacks else []
    paper = letter_paper(row, site="")
    found += [
        f"{one.where}有{one.hit.kind.value}，请改成 {one.hit.shown}"
        for one in masking.check_paper(paper, allowed=[row.hotline] if row.hotline else [])
    ]
    return found + [
        f"{one.where}“{one.finding.found}”：{one.finding.reason}"
        for one in wording.check_paper(paper)
        if not one.finding.is_hint
    ]


def against(row: Letter) -> str | None:
    """The same as one reason on a greyed button."""
    found = problems(row)
    more = f"（还有 {len(found) - 3} 处）" if len(found) > 3 else ""
    return "；".join(found[:3]) + more if found else None
