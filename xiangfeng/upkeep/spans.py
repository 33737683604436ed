"""The spans of a routine and the words for where a job stands. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xiangfeng.duties.spans import last_of_month
from xiangfeng.duties.spans import spans_of as whole_spans_of

WARN_DAYS = {"week": 2, "half": 3, "month": 5}
"""So many days before its last day a span is due soon."""
KINDS = {"done": "ok", "late": "late", "excused": "idle", "overdue": "bad", "soon": "warn", "": "todo"}
"""The look of a light in a matrix; with other words in `tag_of`."""
Span = tuple[dt.date, dt.date]


def spans_of(pace: str, year: int) -> list[Span]:
    """First and last day of each span of ``year``: ISO weeks whose Thursday lies in it, months, or months cut after the 15th."""
    if pace != "half":
        return whole_spans_of(pace, year)
    found = []
    for month in range(1, 13):
        first = dt.date(year, month, 1)
        found += [
            (first, first.replace(day=15)),
            (first.replace(day=16), last_of_month(year, month)),
        ]
    return found


def owed(pace: str, from_on: dt.date, to_on: dt.date | None, until: int) -> list[Span]:
    """The spans whose last day lies from ``from_on`` to ``to_on`` and in no year after ``until``."""
    # The last ISO week of a year may end in January of the next.
    years = range(from_on.year - 1, until + 1)
    return [
        (start, end)
        for year in years
        for start, end in spans_of(pace, year)
        if from_on <= end and (to_on is None or end <= to_on)
    ]


def warn_on(pace: str, due_on: dt.date) -> dt.date:
    return due_on - dt.timedelta(days=WARN_DAYS[pace])


def label_of(pace: str, start: dt.date) -> str:
    """The span that begins on ``start`` as people say it."""
    if pace == "week":
        iso = start.isocalendar()
        return f"{iso.year}年第{iso.week}周"
    month = f"{start.year}年{start.month}月"
    if pace == "half":
        return f"{month}{'上' if start.day == 1 else '下'}半月"
    return month


def short_of(pace: str, start: dt.date, end: dt.date) -> str:
    """The same as a column's heading within one year."""
    if pace == "week":
        return f"{start.month}.{start.day}–{end.month}.{end.day}"
    return label_of(pace, start).partition("年")[2]


def day(date: dt.date) -> str:
    return f"{date.month}月{date.day}日"


def words_of(job: Any, today: dt.date) -> str:
    """Where a job stands, in a few words."""
    light = job.light(today)
    if light in ("done", "late"):
        return f"{day(job.done_on)}{'迟做' if light == 'late' else '做了'}"
    if light == "excused":
        return "免做"
    left = (job.due_on - today).days
    if light == "overdue":
        return f"逾期{-left}天"
    if light == "soon":
        return "今天到期" if left == 0 else f"还剩{left}天"
    return f"{day(job.due_on)}前"


def tag_of(job: Any, today: dt.date) -> tuple[str, str]:
    """Kind and words of a job's status sign."""
    light = job.light(today)
    kind = {"late": "warn", "": "line"}.get(light) or KINDS[light]
    return kind, words_of(job, today)
