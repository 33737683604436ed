"""Opinions of 社会监督员: filed by themselves, or entered by the office for one without an account (A4.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload
from xiangfeng.base.errors import Refused
from xiangfeng.base.paths import covers
from xiangfeng.feedback.actions import Registered, Sender, register_report
from xiangfeng.feedback.models import Category, Channel, Privacy
from xiangfeng.orgs.models import Unit
from xiangfeng.supervision.flow import MANAGE
from xiangfeng.supervision.models import Supervisor
from xiangfeng.supervision.models.supervisors import RUNS

FILE = "supervision.file"
ROLE_NAME = "社会监督员"


def file_opinion(supervisor: Supervisor, *, actor: Actor, at: dt.datetime, **said: Any) -> Registered:
    """What a supervisor themselves says. ``said``: text, form_key, category, about, village, place, photos, is_confidential.

    Refuses who is not this supervisor, and one whose term does not run today.
    """
    if not actor.can(FILE) or actor.person_id is None or supervisor.person_id != actor.person_id:
        raise Refused("只能用自己的账号提意见")
    # Supervisors hold no right over reports: their registration is the system's doing, as a citizen's is.
    return _register(supervisor, registrar=ROLE_NAME, actor=SYSTEM, at=at, **said)


def enter_opinion(supervisor: Supervisor, *, actor: Actor, at: dt.datetime, **said: Any) -> Registered:
    """The same, entered by the office for somebody without an account or who telephoned."""
    if not may(actor, MANAGE, supervisor):
        raise Refused("这位监督员不归您管")
    return _register(supervisor, registrar=actor.name, actor=actor, at=at, **said)


def _register(
    supervisor: Supervisor,
    *,
    text: str,
    form_key: str,
    is_confidential: bool,
    category: Category | None = None,
    about: Unit | None = None,
    village: Unit | None = None,
    place: str = "",
    photos: Iterable[Upload] = (),
    registrar: str,
    actor: Actor,
    at: dt.datetime,
) -> Registered:
    day = at.date()
    serving = supervisor.terms.filter(state__in=RUNS, from_on__lte=day, until__gte=day)
    if not serving.exists():
        raise Refused("不在聘期内，不能以监督员身份提意见；可以在公众网上反映")
    if village and not covers(supervisor.unit.path, village.path):
        raise Refused(f"“{village.name}”不在{supervisor.unit.name}")
    # The name stands with the contact alone: whoever handles it reads what was said, not by whom.
    return register_report(
        supervisor.unit,
        text=text,
        channel=Channel.SUPERVISOR,
        privacy=Privacy.CONFIDENTIAL if is_confidential else Privacy.NAMED,
        sender=Sender(name=supervisor.name, phone=supervisor.phone),
        category=category,
        norm=category.norm if category else None,
        about=about,
        photos=photos,
        form_key=f"{supervisor.key}:{form_key}",
        origin_key=supervisor.key,
        registrar=registrar,
        village=village,
        place=place.strip()[:120],
        actor=actor,
        at=at,
    )
