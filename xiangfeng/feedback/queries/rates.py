"""The three rates counted by the database, by month, unit or channel; and the reports behind each number.

What counts is said in :mod:`xiangfeng.feedback.rates`; a test holds the two to each other over every kind of report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce, TruncDate

from xiangfeng.feedback import rates
from xiangfeng.feedback.models import Channel, ExtensionState, Report
from xiangfeng.feedback.rates import REPLY, RESPONSE, SATISFACTION, TITLES, Share

GROUPS = {
    "month": ("came_on__year", "came_on__month"),
    "unit": ("unit__path", "unit__name", "unit_id"),
    "handler": ("handler__path", "handler__name", "handler_id"),
    "channel": ("channel",),
}
"""By what the rates are told, each with the columns that make and order its lines. Never by how good they are."""


FIRST = {f"first_{name}": Coalesce(f"replier__{name}", f"handler__{name}") for name in ("path", "name", "id")}
"""The unit that had it when it was first replied to, or has it: 重新办理 may have handed it to another since."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what it is about, and a share for each rate. Of a handling unit 响应率 is left out: taking in is not its affair."""

    key: str
    name: str
    shares: dict[str, Share] = field(default_factory=dict)


def judged(rows: QuerySet[Report]) -> QuerySet[Report]:
    """``rows`` with ``responded_on``, ``reply_due_on``, ``replied_on`` and ``is_split``, by which the rates go."""
    granted = FilteredRelation("extensions", condition=Q(extensions__state=ExtensionState.GRANTED))
    in_time = Q(first_replied_at=None) | Q(granted__decided_at__lte=F("first_replied_at"))
    longer = Case(When(Q(granted__wanted_on__isnull=False) & in_time, then=F("granted__wanted_on")))
    return rows.alias(granted=granted).annotate(
        responded_on=TruncDate(Coalesce("accepted_at", "closed_at")),
        reply_due_on=Coalesce(longer, F("first_due_on")),
        replied_on=TruncDate("first_replied_at"),
        is_split=Exists(Report.objects.filter(parent=OuterRef("pk"))),
    )


def counted(rate: str, today: dt.date) -> Q:
    """The reports of :func:`judged` that count for ``rate``."""
    if rate == RESPONSE:
        return Q(parent=None, accept_due_on__lt=today) & ~Q(state=rates.MERGED)
    if rate == REPLY:
        return Q(reply_due_on__lt=today, is_split=False) & ~Q(state__in=(*rates.GONE, rates.MERGED))
    return Q(parent=None) & ~Q(rating="") & ~Q(state=rates.MERGED)


def good(rate: str) -> Q:
    """Of these, the good ones."""
    if rate == RESPONSE:
        return Q(responded_on__lte=F("accept_due_on"))
    if rate == REPLY:
        return Q(replied_on__lte=F("reply_due_on"))
    return Q(rating__in=rates.GOOD)


def shares_by(rows: QuerySet[Report], columns: Iterable[str], *, today: dt.date) -> list[dict[str, Any]]:
    """``rows`` grouped by ``columns``, in their order, each group with ``shares``. One query."""
    names = list(columns)
    counts: dict[str, Any] = {}
    for rate in TITLES:
        counts[f"{rate}_of"] = Count("pk", filter=counted(rate, today))
        counts[f"{rate}_good"] = Count("pk", filter=counted(rate, today) & good(rate))
    first = {name: FIRST[name] for name in names if name in FIRST}
    found = judged(rows).annotate(**first).order_by().values(*names).annotate(**counts).order_by(*names)
    return [
        {name: row[name] for name in names}
        | {"shares": {rate: Share(row[f"{rate}_good"], row[f"{rate}_of"]) for rate in TITLES}}
        for row in found
    ]


def lines_by(rows: QuerySet[Report], by: str, *, today: dt.date) -> list[Line]:
    """The rates of ``rows`` by one of ``GROUPS``; a line of which nothing counts yet is there all the same. One query, two by handling unit."""
    if by == "handler":
        return _by_handler(rows, today)
    return [_line(by, row) for row in shares_by(rows, GROUPS[by], today=today)]


def _by_handler(rows: QuerySet[Report], today: dt.date) -> list[Line]:
    """办结率 counts for the unit that had it when it was first replied to, 满意率 for the one that had it last; 响应率 is not its affair."""
    found: dict[tuple[str, str, int], dict[str, Share]] = {}
    for rate, columns in ((REPLY, tuple(FIRST)), (SATISFACTION, GROUPS["handler"])):
        for row in shares_by(rows, columns, today=today):
            path, name, pk = (row[column] for column in columns)
            found.setdefault((path, name, pk), {})[rate] = row["shares"][rate]
    rates_of = (REPLY, SATISFACTION)
    return [
        Line(str(pk), name, {rate: shares.get(rate, Share()) for rate in rates_of})
        for (_, name, pk), shares in sorted(found.items())
    ]


def _line(by: str, row: dict[str, Any]) -> Line:
    shares = row["shares"]
    if by == "month":
        year, month = row["came_on__year"], row["came_on__month"]
        return Line(f"{year}-{month:02}", f"{year}年{month}月", shares)
    if by == "channel":
        return Line(row["channel"], Channel(row["channel"]).label, shares)
    return Line(str(row[f"{by}_id"]), row[f"{by}__name"], shares)


def total(lines: Iterable[Line]) -> dict[str, Share]:
    """All lines together."""
    found: dict[str, Share] = {}
    for line in lines:
        for rate, share in line.shares.items():
            found[rate] = found.get(rate, Share()) + share
    return found


def behind(rows: QuerySet[Report], rate: str, part: str, *, today: dt.date) -> QuerySet[Report]:
    """The reports behind one number: all that count for ``rate``, the ``good`` ones, or the ``missed``."""
    found = judged(rows).filter(counted(rate, today))
    if part == "good":
        return found.filter(good(rate))
    return found.exclude(pk__in=found.filter(good(rate)).values("pk")) if part == "missed" else found


def group_of(by: str, key: str, rate: str) -> Q:
    """The reports of one number of a line, by its key; nothing for a key that is none."""
    if by == "month":
        year, _, month = key.partition("-")
        if year.isascii() and year.isdigit() and month.isascii() and month.isdigit():
            return Q(came_on__year=int(year), came_on__month=int(month))
        return Q(pk__in=[])
    if by == "channel":
        return Q(channel=key)
    if not (key.isascii() and key.isdigit()):
        return Q(pk__in=[])
    if (by, rate) == ("handler", REPLY):
        return Q(replier=int(key)) | Q(replier=None, handler=int(key))
    return Q(**{f"{by}_id": int(key)})
