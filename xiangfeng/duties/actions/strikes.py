"""What the clock does for the duties: keeps the calendars grown and true, and tells people once of yellow and once of red."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from xiangfeng.access.actor import SYSTEM
from xiangfeng.duties.actions.calendar import reckon_again
from xiangfeng.duties.actions.editing import carry_duties, grow_both_years
from xiangfeng.duties.actions.settling import refresh
from xiangfeng.duties.models import Duty, Occurrence, OccurrenceState
from xiangfeng.notifications.actions import notify_each
from xiangfeng.notifications.models import MessageKind
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import user_ids_by_unit
from xiangfeng.regulations.models import Regulation, RegulationState

NAMED = 3
"""So many are named in a message; the rest are counted."""


def grow_due_calendars(*, at: dt.datetime) -> int:
    """The clock: this and the next year for every unit with duties; gives how many occurrences are new. Twice is harmless.

    Duties whose 制度 was replaced or repealed follow first. Due days are worked out anew where the working days have
    become known or have changed, and what is owed is held once more against the real records.
    """
    grown = 0
    units = Unit.objects.filter(pk__in=Duty.objects.values("unit_id"), is_active=True)
    for unit in units.order_by("path"):
        with transaction.atomic():
            _follow(unit, at)
            reckon_again(unit, today=at.date())
            grown += grow_both_years(unit, at=at)
            for year in (at.year - 1, at.year, at.year + 1):
                refresh(unit, year=year)
    return grown


def _follow(unit: Unit, at: dt.datetime) -> None:
    left = Regulation.objects.filter(
        articles__duties__unit=unit,
        articles__duties__is_active=True,
        state=RegulationState.REPEALED,
    ).distinct()
    for old in left.order_by("pk"):
        new = (
            Regulation.objects.filter(unit_id=old.unit_id, number=old.number, state=RegulationState.IN_FORCE)
            .order_by("pk")
            .first()
        )
        carry_duties(old, new, actor=SYSTEM, at=at)


@transaction.atomic
def warn_of_occurrences(*, at: dt.datetime) -> int:
    """The clock: what turned yellow or red since it last struck, in one message a person; gives how many were told.

    The 创建办 and the leaders who may grant 免办 hear of each occurrence once for yellow and once for red.
    """
    today = at.date()
    rows = (
        Occurrence.objects.filter(state=OccurrenceState.OPEN, told_red_on__isnull=True, unit__is_active=True)
        .select_related("duty", "unit")
        .order_by("due_on", "pk")
    )
    yellow = [row for row in rows if row.light(today) == "yellow" and row.told_yellow_on is None]
    red = [row for row in rows if row.light(today) == "red"]
    _remember(yellow, "told_yellow_on", today)
    _remember(red, "told_red_on", today)
    return _tell(yellow, red, at)


def _remember(rows: Iterable[Occurrence], field: str, today: dt.date) -> None:
    Occurrence.objects.filter(pk__in=[row.pk for row in rows]).update(**{field: today})


def _tell(yellow: list[Occurrence], red: list[Occurrence], at: dt.datetime) -> int:
    units = {row.unit for row in (*yellow, *red)}
    news: dict[int, tuple[list[Occurrence], list[Occurrence]]] = defaultdict(lambda: ([], []))
    who: dict[int, set[int]] = defaultdict(set)
    for capability in ("duties.manage", "duties.exempt"):
        for unit_id, users in user_ids_by_unit(capability, units, on=at.date()).items():
            who[unit_id].update(users)
    for place, rows in enumerate((yellow, red)):
        for row in rows:
            for user_id in who[row.unit_id]:
                news[user_id][place].append(row)
    for kind, is_red in ((MessageKind.WARNING, True), (MessageKind.TODO, False)):
        said = [
            (user_id, _text(soon, late), _url(soon, late))
            for user_id, (soon, late) in sorted(news.items())
            if bool(late) == is_red
        ]
        notify_each(said, at=at, kind=kind)
    return len(news)


def _text(soon: list[Occurrence], late: list[Occurrence]) -> str:
    parts = []
    if late:
        parts.append(f"{len(late)}件已逾期（{_names(late)}）")
    if soon:
        parts.append(f"{len(soon)}件快到期（{_names(soon)}）")
    return f"制度义务：{'，'.join(parts)}"


def _names(rows: list[Occurrence]) -> str:
    named = "、".join(str(row) for row in rows[:NAMED])
    return f"{named}等" if len(rows) > NAMED else named


def _url(soon: list[Occurrence], late: list[Occurrence]) -> str:
    rows = [*late, *soon]
    return reverse("duties:occurrence", args=[rows[0].pk]) if len(rows) == 1 else reverse("duties:wall")
