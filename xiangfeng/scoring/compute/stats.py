"""Mean, highest, lowest and the distribution over grades, overall and by group, of the ranked units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from xiangfeng.base.ranking import competition_ranks
from xiangfeng.base.rounding import half_up

from ..scheme.model import Scheme
from .places import compared
from .result import Outcome, Share, Stat


def stat(scheme: Scheme, rows: Sequence[Outcome], group: str = "") -> Stat:
    """The statistics of these units. The mean is that of the scores that rank, rounded to two decimals or more."""
    ranked = [row for row in rows if row.status == "ranked"]
    values = [Fraction(compared(scheme, row)) for row in ranked]
    shown = [row.shown for row in ranked if row.shown is not None]
    mean = sum(values, Fraction(0)) / len(values) if values else None
    return Stat(
        group=group,
        listed=len(rows),
        ranked=len(ranked),
        mean=mean,
        mean_shown=None if mean is None else half_up(mean, max(2, scheme.places)),
        highest=max(shown, default=None),
        lowest=min(shown, default=None),
        distribution=_distribution(scheme, ranked),
    )


def percent(count: int, total: int) -> Decimal:
    """`count` of `total` in percent with two decimals; zero of nothing is zero."""
    return half_up(Fraction(100 * count, total), 2) if total else Decimal("0.00")


def _distribution(scheme: Scheme, ranked: Sequence[Outcome]) -> tuple[Share, ...]:
    counts = [sum(1 for row in ranked if row.grade == grade.name) for grade in scheme.grades]
    if scheme.distribution == "cumulative":
        counts = [sum(counts[: place + 1]) for place in range(len(counts))]
    pairs = zip(scheme.grades, counts, strict=True)
    return tuple(Share(grade.name, count, percent(count, len(ranked))) for grade, count in pairs)


def group_stats(scheme: Scheme, rows: Sequence[Outcome]) -> tuple[Stat, ...]:
    """One `Stat` a group, in the scheme's order of groups, ranked against each other by published mean."""
    present = dict.fromkeys(row.group for row in rows)
    names = [name for name in scheme.groups if name in present]
    names += [name for name in present if name and name not in scheme.groups]
    stats = [stat(scheme, [row for row in rows if row.group == name], name) for name in names]
    ranks = competition_ranks([one.mean_shown for one in stats], lower_is_better=scheme.direction == "lower")
    return tuple(replace(one, rank=rank) for one, rank in zip(stats, ranks, strict=True))
