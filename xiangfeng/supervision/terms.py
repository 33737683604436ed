"""聘期: how long, when the next begins, how many. Pure, but for the settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from xiangfeng.supervision.models import Term
from xiangfeng.supervision.models.supervisors import RUNS


def years_on(day: dt.date, years: int) -> dt.date:
    """The same day some years on; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_day(from_on: dt.date) -> dt.date:
    """The last day of a usual term that begins on ``from_on``."""
    return years_on(from_on, settings.SUPERVISOR_YEARS) - dt.timedelta(days=1)


def next_start(terms: Sequence[Term], today: dt.date) -> dt.date:
    """The day on which a further term would begin: after the last one that was signed, or today."""
    ends = [term.until for term in terms if term.state in RUNS]
    return max([today, *(day + dt.timedelta(days=1) for day in ends)])


def against(from_on: dt.date, to_on: dt.date, others: Sequence[Term]) -> str | None:
    """Why a term may not be given beside ``others`` of the same person, in words; None when it may."""
    if to_on < from_on:
        return "聘期止不能早于聘期起"
    signed = [term for term in others if term.state in RUNS and term.until >= term.from_on]
    for term in signed:
        if from_on <= term.until and term.from_on <= to_on:
            return f"与 {term.number} 的聘期重叠（{term.from_on:%Y-%m-%d} 至 {term.until:%Y-%m-%d}）"
    most = settings.SUPERVISOR_TERMS
    if most and len(signed) >= most:
        return f"已经聘过 {len(signed)} 届，最多连聘 {most} 届，请换人"
    return None
