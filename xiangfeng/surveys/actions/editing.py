"""A 问卷 from its first draft: facts, a new version, the steps that need more than a button."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.documents.actions import next_number
from xiangfeng.history.actions import in_words, record
from xiangfeng.orgs.models import Unit
from xiangfeng.surveys.flow import MANAGE
from xiangfeng.surveys.models import Question, Survey, SurveyState
from xiangfeng.workflow.flow import rewrite

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
FIELDS = (
    "title", "intro", "closing", "source_note", "mode", "asks_village", "counts_unsure", "opens_on", "closes_on", "target",
)  # fmt: skip
LATER = ("source_note", "target", "closes_on", "closing")
"""What may still be said while it runs; the rest is what people were shown."""


def url_of(row: Survey) -> str:
    return f"/work/surveys/{row.pk}/"


@transaction.atomic
def add_survey(unit: Unit, *, actor: Actor, at: dt.datetime, **fields: Any) -> Survey:
    """Begin a questionnaire of ``unit``, numbered; ``fields`` are those of :data:`FIELDS`. Refuses who may not, and a closing day that is before
    the opening day or already over."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替{unit.name}编问卷")
    _check_days(fields["opens_on"], fields["closes_on"], at.date())
    row = Survey.objects.create(
        unit=unit,
        number=next_number(unit, "问卷", year=at.year),
        slug=_new_slug(),
        author=actor.name,
        created_at=at,
        **{name: value for name, value in fields.items() if name in FIELDS},
    )
    record(row, verb="建问卷", actor=actor, at=at, after={"标题": row.title})
    return row


def _new_slug() -> str:
    """Eight of 31 signs: nobody comes to a questionnaire by trying."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def _check_days(opens_on: dt.date, closes_on: dt.date, today: dt.date) -> None:
    if closes_on < opens_on:
        raise Refused("截止日不能早于开始日")
    if closes_on < today:
        raise Refused("截止日已经过了，请改后面的日子")


@transaction.atomic
def edit_survey(row: Survey, *, revision: int, actor: Actor, at: dt.datetime, **fields: Any) -> Survey:
    """Change its facts: all of them while it is written, only :data:`LATER` while it runs.

    Refuses a questionnaire that waits for approval or is over; :class:`Stale` when somebody else changed it since.
    """
    if not may(actor, MANAGE, row):
        raise Refused("您不能改这份问卷")
    if row.state not in (SurveyState.DRAFT, SurveyState.RUNNING):
        raise Refused(f"现在是“{row.get_state_display()}”，不能改")
    names = FIELDS if row.state == SurveyState.DRAFT else LATER
    changes = {name: value for name, value in fields.items() if name in names}
    before = {name: getattr(row, name) for name in changes}
    _check_days(changes.get("opens_on", row.opens_on), changes.get("closes_on", row.closes_on), at.date())
    rewrite(row, changes, revision=revision, says="这份问卷刚被别人改过，请刷新后再改", state=row.state)
    changed = [name for name in changes if before[name] != changes[name]]
    record(
        row,
        verb="修改问卷",
        actor=actor,
        at=at,
        before=in_words(Survey, {name: before[name] for name in changed}),
        after=in_words(Survey, {name: changes[name] for name in changed}),
    )
    return row


@transaction.atomic
def renew_survey(
    row: Survey, *, opens_on: dt.date, closes_on: dt.date, actor: Actor, at: dt.datetime
) -> Survey:
    """A new version with the same questions, to be corrected or asked anew in another quarter; the old one and its sheets stay as they are.

    Refuses one that is still written or running: that one is changed or closed first.
    """
    if not row.is_ended:
        raise Refused("截止以后才能另编一版")
    facts = {name: getattr(row, name) for name in FIELDS} | {"opens_on": opens_on, "closes_on": closes_on}
    made = add_survey(row.unit, actor=actor, at=at, **facts)
    made.version, made.replaces = row.version + 1, row
    made.save(update_fields=["version", "replaces"])
    copies: dict[int, Question] = {}
    for one in row.questions.order_by("place", "id"):
        old, one.pk, one.survey = one.pk, None, made
        one.depends = copies.get(one.depends_id or 0)
        one._state.adding = True
        one.save()
        copies[old] = one
    record(row, verb="另编一版", actor=actor, at=at, after={"新版": made.number})
    return made
