"""An issued inspection with a checklist of four items, and a phone to fill it with."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.inspections.actions import add_party, add_sites, create_inspection, issue_inspection
from xiangfeng.inspections.actions.sending import receive
from xiangfeng.inspections.models import Visit

ITEMS = ("road", "waste", "ditch", "board")


def item(code: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code, "title": f"检查 {code}", "standard": "", "topic": "waste", "points": "5", "each": "0.5", "is_fatal": False,
        "norm": None, "norm_code": "", "indicator": "1", "needs_photo": False,
    } | more  # fmt: skip


def issue(cast: Any, sites: list[Any], at: dt.datetime) -> list[Visit]:
    """Visits of ``sites`` by the clerk and the assessor, each with the four items: ``ditch`` demands a photo, one place takes all of ``board``."""
    who, people = {"actor": SYSTEM, "at": at}, cast.people
    row = create_inspection(
        cast.units["云溪镇"], title="抽查", kind="spot", starts_on=at.date(), ends_on=at.date(), is_announced=False, **who
    )  # fmt: skip
    party = add_party(row, name="一组", members=[people["clerk"], people["assessor"]], **who)
    add_sites(row, sites, party=party, **who)
    issue_inspection(row, **who)
    row.forms = {
        key: form
        | {
            "items": [
                item("road"),
                item("waste"),
                item("ditch", needs_photo=True),
                item("board", is_fatal=True),
            ]
        }
        for key, form in row.forms.items()
    }
    row.save(update_fields=["forms"])
    return list(
        Visit.objects.filter(inspection=row).select_related("inspection__unit", "site__unit", "party")
        .order_by("seq", "pk")
    )  # fmt: skip


def picture(shade: int = 0, side: int = 40) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((side, side), 60 + shade).save(stream, "PNG")
    return stream.getvalue()


@dataclass
class Phone:
    """One inspector's phone: numbers what is filled, and sends what it is told to."""

    actor: Actor
    at: dt.datetime
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    turn: int = 0

    def filled(
        self, visit: Visit, code: str, verdict: str = "ok", *, seen: int = 0, **more: Any
    ) -> dict[str, Any]:
        self.turn += 1
        return {
            "key": str(uuid.uuid4()), "kind": "answer", "visit": str(visit.key), "item": code, "verdict": verdict,
            "count": 1 if verdict == "bad" else 0, "note": "", "turn": self.turn, "seen": seen,
        } | more  # fmt: skip

    def finished(self, visit: Visit, **more: Any) -> dict[str, Any]:
        return {
            "key": str(uuid.uuid4()), "kind": "hand_in", "visit": str(visit.key), "visited_on": self.at.date().isoformat(),
            "inspectors": "陈晓、吴芳", "answers": {}, "photos": [],
        } | more  # fmt: skip

    def send(self, *operations: dict[str, Any]) -> list[str]:
        """What came of each, in one word."""
        return [result["result"] for result in self.told(*operations)]

    def told(self, *operations: dict[str, Any]) -> list[dict[str, Any]]:
        return receive(operations, device=self.device, actor=self.actor, at=self.at)
