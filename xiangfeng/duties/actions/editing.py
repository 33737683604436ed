"""Declaring, changing and ending duties, and carrying them to the next version of a 制度."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.db.models.deletion import ProtectedError

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.paths import covers
from xiangfeng.duties import rules
from xiangfeng.duties.actions.calendar import grow_calendar, reckon_again
from xiangfeng.duties.models import Duty, Occurrence, OccurrenceState
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Article, Regulation, RegulationState

MANAGE = "duties.manage"
FIELDS = (
    "title", "kind", "doer", "frequency", "due_rule", "due_month", "due_day", "due_workdays",
    "is_grace_to_month_end", "proof", "warn_workdays", "from_on",
)  # fmt: skip
SHOWN = {"title": "义务", "doer": "谁来做", "proof": "凭据", "from_on": "起算日"}


@transaction.atomic
def add_duty(
    unit: Unit, article: Article, *, actor: Actor, at: dt.datetime, requirement: str = "", **fields: Any
) -> Duty:
    """An article of a 制度 in force obliges ``unit`` to something. Its calendar of this and the next year grows at once.

    Refuses an article of a 制度 that is not in force or not the unit's or one above it, and a rule that is not whole.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能给“{unit.name}”设义务")
    regulation = article.regulation
    if regulation.state != RegulationState.IN_FORCE:
        raise Refused(f"“{regulation}”现在是“{regulation.get_state_display()}”，施行以后才能设义务")
    if not covers(regulation.unit.path, unit.path):
        raise Refused(f"“{regulation}”不是{unit.name}或其上级的制度")
    last = Duty.objects.filter(unit=unit).aggregate(Max("seq"))["seq__max"] or 0
    duty = Duty(unit=unit, article=article, requirement=requirement, seq=last + 1, **fields)
    _check(duty)
    duty.save()
    record(duty, verb="设义务", actor=actor, at=at, after=_shown(duty))
    grow_both_years(unit, at=at)
    return duty


def _check(duty: Duty) -> None:
    if (wrong := rules.problem(duty)) is not None:
        raise Refused(wrong[1])
    if not (duty.title.strip() and duty.doer.strip() and duty.proof.strip()):
        raise Refused("义务、谁来做、算做到的凭据都要写明")


def _shown(duty: Duty) -> dict[str, object]:
    return {title: getattr(duty, name) for name, title in SHOWN.items()} | {"规则": rules.in_words(duty)}


def grow_both_years(unit: Unit, *, at: dt.datetime) -> int:
    """This and the next year, by the system: whoever may declare a duty has already been asked."""
    return sum(grow_calendar(unit, year=at.year + n, actor=SYSTEM, at=at) for n in (0, 1))


@transaction.atomic
def edit_duty(duty: Duty, *, actor: Actor, at: dt.datetime, **fields: Any) -> Duty:
    """Change a duty from now on. Coming due days move; past ones stay. With another frequency the spans that have not
    begun are laid out anew, and the one that runs is still owed as it was."""
    _manageable(duty, actor)
    before, frequency = _shown(duty), duty.frequency
    for name in FIELDS:
        if name in fields:
            setattr(duty, name, fields[name])
    _check(duty)
    duty.save(update_fields=[name for name in FIELDS if name in fields])
    if before != _shown(duty):
        record(duty, verb="改义务", actor=actor, at=at, before=before, after=_shown(duty))
    if duty.frequency != frequency:
        _drop_future(duty, at.date())
    reckon_again(duty.unit, today=at.date())
    grow_both_years(duty.unit, at=at)
    return duty


def _manageable(duty: Duty, actor: Actor) -> None:
    if not may(actor, MANAGE, duty):
        raise Refused(f"您不能改{duty.unit.name}的义务")
    if not duty.is_active:
        raise Refused("这项义务已经停用，要改请先恢复")


@transaction.atomic
def deactivate_duty(
    duty: Duty, reason: str, *, actor: Actor, at: dt.datetime, after: dt.date | None = None
) -> int:
    """End a duty; gives how many coming occurrences vanished. Refuses without reason.

    What has begun stays owed and what is past stays on record: stopping a duty is no way round 免办. ``after``: the last day
    on which it still binds, when that is yet to come.
    """
    _manageable(duty, actor)
    if not reason.strip():
        raise Refused("停用要写明理由")
    if not Duty.objects.filter(pk=duty.pk, is_active=True).update(is_active=False):
        raise Stale
    duty.is_active = False
    gone = _drop_future(duty, max(at.date(), after or at.date()))
    record(duty, verb="停用义务", actor=actor, at=at, note=reason.strip(), data={"撤下期数": gone})
    return gone


@transaction.atomic
def reactivate_duty(duty: Duty, *, actor: Actor, at: dt.datetime) -> Duty:
    """Let a stopped duty hold again from today; the time between is not owed. Refuses while its 制度 is not in force."""
    if not may(actor, MANAGE, duty):
        raise Refused(f"您不能改{duty.unit.name}的义务")
    if duty.article.regulation.state != RegulationState.IN_FORCE:
        raise Refused("它依据的制度已不在施行，请在施行的制度上另设义务")
    if not Duty.objects.filter(pk=duty.pk, is_active=False).update(is_active=True, from_on=at.date()):
        raise Stale
    duty.is_active, duty.from_on = True, at.date()
    record(duty, verb="恢复义务", actor=actor, at=at)
    grow_both_years(duty.unit, at=at)
    return duty


def _drop_future(duty: Duty, day: dt.date) -> int:
    """Take back occurrences that have not begun by that day; one that work hangs on (a task, another 并入 it) stays."""
    gone = 0
    rows = Occurrence.objects.filter(duty=duty, state=OccurrenceState.OPEN, start__gt=day)
    for row in rows.order_by("pk"):
        try:
            with transaction.atomic():
                row.delete()
            gone += 1
        except ProtectedError:
            continue
    return gone


@transaction.atomic
def carry_duties(
    old: Regulation,
    new: Regulation | None,
    *,
    actor: Actor,
    at: dt.datetime,
    heirs: Mapping[int, int] | None = None,
) -> tuple[int, int]:
    """Move the duties of a replaced version to the articles of the new one; gives how many moved and how many ended.

    The heir is the article that was copied from the old one (``heirs``), else the one with the same requirement id; only
    a duty without one goes by the article's number, which may have passed to another matter. A duty without heir, or of a 制度 that ended without successor, is stopped: past stays.
    """
    articles = list(new.articles.order_by("seq")) if new is not None else []
    moved = ended = 0
    for duty in (
        Duty.objects.filter(article__regulation=old, is_active=True)
        .select_related("article__regulation", "unit")
        .order_by("pk")
    ):
        heir = _heir(duty, articles, heirs or {})
        if heir is None:
            why = "新版没有对应条款" if new is not None else "制度已废止"
            # The old version binds until its own last day, however early its successor was decided.
            deactivate_duty(duty, why, actor=SYSTEM, at=at, after=old.ends_on)
            ended += 1
            continue
        before = str(duty.article)
        duty.article = heir
        duty.save(update_fields=["article"])
        record(
            duty, verb="随制度修订转条款", actor=actor, at=at, before={"依据条款": before},
            after={"依据条款": f"{new} {heir.label}".strip()},
        )  # fmt: skip
        moved += 1
    return moved, ended


def _heir(duty: Duty, articles: list[Article], heirs: Mapping[int, int]) -> Article | None:
    keys: list[Callable[[Article], bool]] = [
        lambda one: one.pk == heirs.get(duty.article_id),
        lambda one: bool(duty.requirement) and duty.requirement in one.requirements.split(),
        lambda one: not duty.requirement and bool(one.label) and one.label == duty.article.label,
    ]
    return next((one for is_heir in keys for one in articles if is_heir(one)), None)


def follow(old: Regulation, new: Regulation, heirs: Mapping[int, int], actor: Actor, at: dt.datetime) -> None:
    """Registered with `regulations.succession`: the duties go along when a new version takes force."""
    carry_duties(old, new, actor=actor, at=at, heirs=heirs)
