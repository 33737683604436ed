"""Where the real records are. Apps above register here in ``AppConfig.ready``; this floor asks them and never imports them.

A source answers for one kind of duty: which record, if any, fulfils the span. It is asked anew whenever a record of its
kind changes (`actions.refresh`), when the calendar grows, and by the clock; so reopening or withdrawing a record
takes the fulfilment back by itself, and records older than the calendar count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xiangfeng.duties.models import Occurrence


@dataclass(frozen=True, slots=True)
class Proof:
    """A record that fulfils an occurrence: since which day, what it is called, where it is read, and its one key
    (``meetings.meeting:12``)."""

    done_on: dt.date
    text: str
    url: str
    key: str


Source = Callable[[Sequence[Occurrence]], dict[int, Proof]]
"""Given occurrences of its kind, gives the proof by occurrence id for those that are fulfilled. A fixed number of queries."""

SOURCES: dict[str, list[Source]] = {}
EVERY = "*"
"""Registers a source for kinds that have no app of their own yet: a closed task that was handed out from the occurrence. Where a
kind has its own source, only that counts: no task stands in for a meeting that was not held."""


def register(kind: str, source: Source) -> None:
    """Name a source for a kind of duty, or for `EVERY` kind without one. Twice is harmless."""
    known = SOURCES.setdefault(kind, [])
    if source not in known:
        known.append(source)


def has_own_source(kind: str) -> bool:
    """Whether an app keeps the records of this kind; a task handed out from an occurrence then helps, but fulfils nothing."""
    return bool(SOURCES.get(kind))


def find(occurrences: Sequence[Occurrence]) -> dict[int, Proof]:
    """The earliest proof for each of the occurrences that has one."""
    found: dict[int, Proof] = {}
    for kind in {row.duty.kind for row in occurrences}:
        rows = [row for row in occurrences if row.duty.kind == kind]
        for source in SOURCES.get(kind) or SOURCES.get(EVERY, []):
            for pk, proof in source(rows).items():
                if pk not in found or proof.done_on < found[pk].done_on:
                    found[pk] = proof
    return found
