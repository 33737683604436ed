"""The default duties of requirements §1.10, attached to the articles that carry their requirement ids."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.base.paths import ancestors
from xiangfeng.duties import proofs
from xiangfeng.duties.actions.editing import MANAGE, grow_both_years
from xiangfeng.duties.models import Duty, Frequency
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Article, RegulationState

FILE = Path(__file__).parent.parent / "default_duties.toml"


@cache
def defaults() -> tuple[dict[str, Any], ...]:
    """The table as shipped, in its order."""
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["duties"])


@transaction.atomic
def install_duties(
    unit: Unit,
    *,
    actor: Actor,
    at: dt.datetime,
    from_on: dt.date | None = None,
    kinds: Collection[str] | None = None,
) -> list[Duty]:
    """Attach every default duty (all, or those of ``kinds``) whose article is in force and which the unit never had; gives the new ones.

    They are owed from ``from_on``, else from the first of this month: nobody starts with a wall of red for months before.
    A duty that was stopped on purpose does not come back by this. The unit's own 制度 go before those of units above.
    The calendar of this and the next year grows at once.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能给“{unit.name}”设义务")
    known = set(Duty.objects.filter(unit=unit).order_by("pk").values_list("kind", flat=True))
    articles = _articles(unit)
    last = Duty.objects.filter(unit=unit).aggregate(Max("seq"))["seq__max"] or 0
    since = from_on or at.date().replace(day=1)
    made = []
    for number, one in enumerate(defaults(), start=1):
        article = next(
            (articles[key] for key in (one["requirement"], *one.get("other", ())) if key in articles), None
        )
        if article is None or one["kind"] in known or (kinds is not None and one["kind"] not in kinds):
            continue
        duty = Duty(unit=unit, article=article, seq=last + number, from_on=since, **_fields(one))
        duty.save()
        record(duty, verb="设义务", actor=actor, at=at, note="按默认义务表装入")
        made.append(duty)
    if made:
        grow_both_years(unit, at=at)
    return made


@dataclass(frozen=True)
class Offered:
    """A default duty as a unit may take it: ``hindrance`` says why it cannot; ``has_source`` whether the platform itself
    finds the record that fulfils it (else a closed task does)."""

    kind: str
    title: str
    frequency: str
    basis: str
    hindrance: str
    has_source: bool


def offered_to(unit: Unit) -> list[Offered]:
    """The table for a unit that is about to choose. Two queries."""
    known = set(Duty.objects.filter(unit=unit).order_by("pk").values_list("kind", flat=True))
    articles, found = _articles(unit), []
    for one in defaults():
        keys = (one["requirement"], *one.get("other", ()))
        article = next((articles[key] for key in keys if key in articles), None)
        why = "已经设过" if one["kind"] in known else "" if article else "带这项要求的条款还没有施行"
        found.append(
            Offered(
                one["kind"], one["title"], Frequency(one["frequency"]).label, str(article or ""), why,
                one["kind"] in proofs.SOURCES,
            )
        )  # fmt: skip
    return found


def _articles(unit: Unit) -> dict[str, Article]:
    """By requirement id: the article in force that carries it, the unit's own before those of units above."""
    found: dict[str, Article] = {}
    rows = (
        Article.objects.filter(
            regulation__unit__path__in=ancestors(unit.path, with_self=True),
            regulation__state=RegulationState.IN_FORCE,
        )
        .exclude(requirements="")
        .select_related("regulation")
    )
    for article in rows.order_by("-regulation__unit__path", "regulation__number", "seq"):
        for key in article.requirements.split():
            found.setdefault(key, article)
    return found


def _fields(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "requirement": one["requirement"],
        "title": one["title"],
        "kind": one["kind"],
        "doer": one["doer"],
        "frequency": one["frequency"],
        "due_rule": one.get("due_rule", "end"),
        "due_month": one.get("due_month"),
        "due_day": one.get("due_day"),
        "is_grace_to_month_end": one.get("grace", False),
        "warn_workdays": one["warn"],
        "proof": one["proof"],
    }
