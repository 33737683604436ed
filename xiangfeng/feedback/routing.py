"""分派规则: which unit a report is proposed to. Pure (A4.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xiangfeng.base.paths import covers


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as far as rules need it; ``village`` that is none has an empty path."""

    pk: int
    path: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: None stands for any category, any village, and – as ``handler`` – for the village itself."""

    pk: int
    category_id: int | None
    village_id: int | None
    handler: Place | None


@dataclass(frozen=True, slots=True)
class Case:
    """What rules look at in a report: its category, its village, the unit complained of."""

    category_id: int | None
    village: Place | None
    about_path: str = ""


def first_fit(rules: Iterable[Rule], case: Case) -> tuple[Rule, Place] | None:
    """The first rule that fits, with the unit it names; None when no rule does.

    A rule that names nobody (the village of a report without one) does not fit, nor one that would hand the case to the unit complained of, to one
    above it or below it.
    """
    for rule in rules:
        if rule.category_id not in (None, case.category_id):
            continue
        if rule.village_id is not None and rule.village_id != (case.village.pk if case.village else None):
            continue
        target = rule.handler or case.village
        if target is not None and not concerns(case.about_path, target.path):
            return rule, target
    return None


def concerns(about_path: str, path: str) -> bool:
    """Whether a case about the first unit is one's own affair in the second: the same, above it or below it."""
    return bool(about_path) and (covers(about_path, path) or covers(path, about_path))
