"""The duties of 云溪镇 from the first working days of the year on; records of other parts fulfil them by themselves."""

from __future__ import annotations

import datetime as dt

from xiangfeng.duties import actions
from xiangfeng.duties.models import DutyKind
from xiangfeng.workbench.demo.months import TEAMS
from xiangfeng.workbench.demo.places import County

TOWN = "云溪镇"
KINDS = (
    DutyKind.ASSESSMENT,
    DutyKind.LEADING_MEETING,
    DutyKind.MOBILISATION,
    DutyKind.PLAN,
    DutyKind.PLEDGE,
    DutyKind.EVALUATION,
    DutyKind.PERFORMANCE,
    DutyKind.SUMMARY,
)
"""What the platform can tell by its own records, and what is due at the year's end."""


def add_duties(county: County, *, at: dt.datetime) -> None:
    """Chosen by the director on 4 January; the calendars of this year and the next grow from them."""
    start = at.replace(month=1, day=4, hour=9, minute=0, second=0, microsecond=0)
    director = county.actor(TEAMS[TOWN].director, start)
    actions.install_duties(
        county.units[TOWN], actor=director, at=start, from_on=start.date().replace(day=1), kinds=KINDS
    )
    actions.grow_due_calendars(at=at)


def settle_duties(*, at: dt.datetime) -> None:
    """When everything else of the year is there: hold what is owed against it, and tell people as the clock does."""
    actions.grow_due_calendars(at=at)
    actions.warn_of_occurrences(at=at)
