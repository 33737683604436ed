"""A checklist as the desktop draws it: each item with what was found, from the rows at hand. Pure but for addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xiangfeng.inspections.models import Answer, Clash, Photo, Verdict
from xiangfeng.sites.models import Topic

TOPICS = dict(Topic.choices)
LABELS = dict(Verdict.choices)


@dataclass(frozen=True, slots=True)
class Line:
    """One item: what the checklist says, what was found or typed, its photos, the clash that waits, what was refused."""

    number: int
    item: Mapping[str, Any]
    verdict: str
    count: int
    note: str
    seen: int
    points: Decimal
    by: str
    photos: tuple[Photo, ...]
    clash: Clash | None
    error: str
    finding: Any

    @property
    def code(self) -> str:
        return str(self.item["code"])

    @property
    def label(self) -> str:
        return LABELS.get(self.verdict, "")

    @property
    def topic(self) -> str:
        return TOPICS.get(str(self.item.get("topic", "")), "")

    @property
    def is_bad(self) -> bool:
        return self.verdict == Verdict.BAD

    @property
    def finding_url(self) -> str:
        return f"/work/findings/{self.finding.pk}/" if self.finding else ""

    @property
    def other(self) -> str:
        """The second of two different answers, in words."""
        if self.clash is None:
            return ""
        other = self.clash.other
        places = f" {other.get('count')} 处" if other.get("verdict") == Verdict.BAD else ""
        note = f"：{other['note']}" if other.get("note") else ""
        return f"{LABELS.get(other.get('verdict', ''), '')}{places}{note}"


def lines_of(
    form: Mapping[str, Any],
    *,
    answers: Iterable[Answer] = (),
    photos: Iterable[Photo] = (),
    clashes: Iterable[Clash] = (),
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    findings: Mapping[str, Any] | None = None,
) -> list[Line]:
    """The items of a form in order. ``typed`` (by code) stands over what is kept: nothing typed is lost; ``findings`` are by the key
    ``inspections.answer:<pk>``."""
    known = {row.item: row for row in answers}
    pictures: dict[str, list[Photo]] = {}
    for photo in photos:
        pictures.setdefault(photo.item, []).append(photo)
    waiting = {clash.item: clash for clash in clashes if clash.settled_at is None}
    return [
        _line(
            place, item, known.get(item["code"]), pictures, waiting, (typed or {}).get(item["code"]), errors, findings
        )
        for place, item in enumerate(form.get("items", ()), 1)
    ]  # fmt: skip


def _line(
    place: int,
    item: Mapping[str, Any],
    row: Answer | None,
    pictures: Mapping[str, list[Photo]],
    waiting: Mapping[str, Clash],
    typed: Any,
    errors: Mapping[str, str] | None,
    findings: Mapping[str, Any] | None,
) -> Line:
    code = item["code"]
    shown = typed or row
    return Line(
        number=place,
        item=item,
        verdict=shown.verdict if shown else "",
        count=shown.count if shown else 0,
        note=shown.note if shown else "",
        seen=typed.seen if typed else row.revision if row else 0,
        points=row.points if row else Decimal(0),
        by=row.by if row else "",
        photos=tuple(pictures.get(code, ())),
        clash=waiting.get(code),
        error=(errors or {}).get(code, ""),
        finding=(findings or {}).get(f"inspections.answer:{row.pk}") if row else None,
    )
