"""The whole form at once, as the desktop sends it: typed from paper or filled beside the phone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.inspections.actions.filling import fill_answer, hand_in_visit, keep_photo
from xiangfeng.inspections.models import Answer, Clash, Visit


@dataclass(frozen=True, slots=True)
class Typed:
    """One item as it stands on the screen; ``seen`` is the revision it was read in, 0 when there was no answer."""

    item: str
    verdict: str
    count: int = 0
    note: str = ""
    seen: int = 0


@dataclass(slots=True)
class Filled:
    """What came of it: how many items were written, which somebody else had filled differently meanwhile, what was refused."""

    saved: int = 0
    clashes: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    photos_refused: str = ""
    hand_in_refused: str = ""
    is_handed_in: bool = False

    @property
    def is_whole(self) -> bool:
        return not (self.refused or self.photos_refused or self.hand_in_refused)


def fill_form(
    visit: Visit,
    typed: Iterable[Typed],
    *,
    photos: Sequence[Any] = (),
    photo_item: str = "",
    hand_in: dict[str, Any] | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Filled:
    """Write every item that was changed, keep the photos of ``photo_item``, and hand in when ``hand_in`` has the fields for it.

    Not one transaction: what is right is kept even when another item, a photo or the handing in is refused, so that nobody has to type it
    again. Refuses nothing itself; the reasons stand in what it gives.
    """
    found = Filled()
    known = {row.item: row for row in visit.answers.order_by("pk")}
    for one in typed:
        if one.verdict and not _is_same(known.get(one.item), one):
            _fill(visit, one, found, actor, at)
    try:
        for upload in photos:
            keep_photo(visit, photo_item, upload, key=uuid.uuid4(), actor=actor, at=at)
    except Refused as refusal:
        found.photos_refused = str(refusal)
    if hand_in is not None and found.is_whole:
        try:
            hand_in_visit(visit, **hand_in, actor=actor, at=at)
        except Refused as refusal:
            found.hand_in_refused = str(refusal)
        else:
            found.is_handed_in = True
    return found


def _is_same(row: Answer | None, one: Typed) -> bool:
    places = one.count if one.verdict == "bad" else 0
    return row is not None and (row.verdict, row.count, row.note) == (one.verdict, places, one.note.strip())


def _fill(visit: Visit, one: Typed, found: Filled, actor: Actor, at: dt.datetime) -> None:
    try:
        result = fill_answer(
            visit, one.item, verdict=one.verdict, count=one.count, note=one.note, seen=one.seen, actor=actor, at=at
        )  # fmt: skip
    except Refused as refusal:
        found.refused[one.item] = str(refusal)
        return
    if isinstance(result, Clash):
        found.clashes.append(one.item)
    else:
        found.saved += 1
