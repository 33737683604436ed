"""Asks for everything on the leader's one screen: as many queries whatever the township's size."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.calendars.queries import calendar
from xiangfeng.duties.queries import of_year
from xiangfeng.duties.wall import wall_of
from xiangfeng.orgs.models import Unit
from xiangfeng.pledges.queries import signing_of
from xiangfeng.workbench import screen
from xiangfeng.workbench.queries.checking import Checking
from xiangfeng.workbench.queries.inbox import dated_for
from xiangfeng.workbench.queries.leader import last_months, last_ranking, overdue_tasks, task_months


def screen_for(
    town: Unit, actor: Actor, *, today: dt.date, checking: Checking | None = None
) -> dict[str, Any]:
    """The figures, the wall, the overdue list, the last ranking and six months of tasks of one township. Nine queries."""
    duties = list(of_year(town, today.year))
    months = task_months(town, today=today)
    late = overdue_tasks(town, today=today)
    red = [row for row in duties if row.light(today) == "red"]
    todos = dated_for(actor, today=today)
    places = last_ranking(town)
    days = calendar()
    over = screen.over_of(late, red, actor, today=today, calendar=days)
    urls = screen.addresses(town)
    return {
        "figures": [
            screen.duty_figure(duties, today=today, url=urls["duties"]),
            screen.task_figure(months, today=today, url=urls["tasks"]),
            screen.pledge_figure(*signing_of(town, today.year), year=today.year),
            screen.over_figure(
                sum(month.overdue for month in months),
                len(red),
                tasks_url=urls["over"],
                duties_url=urls["red"],
            ),
            *(screen.checking_figures(checking) if checking is not None else ()),
            screen.mine_figure(todos),
        ],
        "wall": wall_of(duties, today, days, year=today.year),
        "wall_url": urls["duties"],
        "over": over[: screen.SHOWN],
        "over_count": sum(one.count for one in over),
        "over_url": urls["over"],
        "columns": screen.columns_of(last_months(months, today=today)),
        "tasks_url": urls["list"],
        "urge_url": urls["urge"],
        "places": places,
        "ranking_url": reverse("assessments:ranking", args=[places[0].entry.period_id]) if places else "",
    }
