"""回避: nobody inspects what their own unit answers for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from xiangfeng.base.paths import covers


def is_barred(seats: Iterable[str], unit_path: str) -> bool:
    """Whether somebody with posts in the units of the paths ``seats`` must stay away from what the unit at ``unit_path`` answers for:
    they sit in that unit or below it. Whoever sits above it, such as the township's 创建办, need not."""
    return any(covers(unit_path, seat) for seat in seats)


def barred_among(members: Collection[int], seats: Mapping[int, Collection[str]], unit_path: str) -> list[int]:
    """Those of ``members`` (ids of people) who must stay away, in the order given."""
    return [one for one in members if is_barred(seats.get(one, ()), unit_path)]
