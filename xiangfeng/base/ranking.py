"""名次: standard competition ranking (标准竞赛排名, 1、1、3), the one every published 通报 uses."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def competition_ranks(
    values: Sequence[Decimal | Fraction | None], *, lower_is_better: bool = False
) -> list[int | None]:
    """The rank of each value: 1 plus the number of strictly better values; equal values share a rank.

    `None` stands for an unranked unit: it gets `None` and does not push anybody down.
    """
    ordered = sorted((value for value in values if value is not None), reverse=not lower_is_better)
    first: dict[Decimal | Fraction, int] = {}
    for place, value in enumerate(ordered, 1):
        first.setdefault(value, place)
    return [None if value is None else first[value] for value in values]
