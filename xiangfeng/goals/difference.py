"""Two versions of a plan side by side: goals added, removed, and changed field by field. Pure (B2.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A goal of one version: what is the same in all versions, its number, title and fields in words."""

    line: int
    label: str
    title: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Change:
    """One goal that differs: ``kind`` added, removed or changed; fields as (name, old, new)."""

    kind: str
    label: str
    title: str
    fields: tuple[tuple[str, str, str], ...] = ()


def compare(old: Sequence[Entry], new: Sequence[Entry]) -> list[Change]:
    """Changed and added goals in the order of the new version, then those removed."""
    before = {one.line: one for one in old}
    found = []
    for one in new:
        was = before.pop(one.line, None)
        if was is None:
            shown = tuple((name, "", value) for name, value in one.fields.items() if value)
            found.append(Change("added", one.label, one.title, shown))
            continue
        fields = tuple(
            (name, was.fields.get(name, ""), value)
            for name, value in one.fields.items()
            if was.fields.get(name, "") != value
        )
        if fields:
            found.append(Change("changed", one.label, one.title, fields))
    found += [
        Change(
            "removed",
            one.label,
            one.title,
            tuple((name, value, "") for name, value in one.fields.items() if value),
        )
        for one in before.values()
    ]
    return found
