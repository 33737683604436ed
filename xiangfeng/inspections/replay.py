"""Drawing again from what a draw has kept: for whoever doubts it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xiangfeng.base import drawing
from xiangfeng.inspections.models import Draw, DrawKind

PARTY = "party"
"""The group of the parties in a draw's pool."""


def dealt_people(
    people: Iterable[int], parties: list[int], seed: str, each: int, barred: Mapping[int, list[int]]
) -> list[tuple[int, int]]:
    """People by their lots, each to the party that has fewest so far and not yet ``each``; who is barred from all of those is passed over."""
    held = dict.fromkeys(drawing.order(parties, f"{seed}:hand"), 0)
    picked = []
    for person in drawing.order(people, f"{seed}:place"):
        free = [party for party in held if held[party] < each and party not in barred.get(person, ())]
        if free:
            party = min(free, key=held.__getitem__)
            held[party] += 1
            picked.append((person, party))
    return picked


def drawn_again(draw: Draw) -> list[Any]:
    """What the kept pool and seed give when one draws again; equal to ``draw.picked`` when nothing was changed. No database."""
    pool = [one for one in draw.pool if one["group"] != PARTY]
    ids = [one["id"] for one in pool]
    if draw.kind == DrawKind.SITES:
        return drawing.draw(ids, draw.wanted, draw.seed, must=draw.must)
    parties = [one["id"] for one in draw.pool if one["group"] == PARTY]
    barred = {one["id"]: one["barred"] for one in pool}
    if draw.kind == DrawKind.MEMBERS:
        return [list(pair) for pair in dealt_people(ids, parties, draw.seed, draw.wanted, barred)]
    return [[place, hand] for place, hand in drawing.deal(ids, parties, draw.seed, barred=barred).items()]
