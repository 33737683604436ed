"""抽签: draws that anyone can repeat from the seed, with a calculator for SHA-256 and no program of ours (A4.1b). Pure.

**The lot.** The lot (签号) of a candidate is the SHA-256 of the text ``seed:id``, in hexadecimal: seed, one half-width colon,
the candidate's number in the pool's list, UTF-8. The smaller lot, compared as text, comes first. ``printf '20261123:17' | sha256sum`` gives
the lot of number 17 under the seed 20261123.

**The draw.** Those who must be in are in; the rest are taken by their lots until as many are in as were wanted.

**The dealing.** Places by their lots, one after another; each goes to the hand that has fewest places so far and is not barred from
this one; of several such hands, to the one with the smallest lot. The lots of places and hands are of ``seed:place:id`` and
``seed:hand:id``, because both are numbered from 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

METHOD = "sha256"
"""The name of this way of drawing, kept with each draw: another way would get another name."""

Id = TypeVar("Id", int, str)


def lot(seed: str, id: int | str) -> str:
    """The lot of one candidate: 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{id}".encode()).hexdigest()


def order(pool: Iterable[Id], seed: str) -> list[Id]:
    """The whole pool in the order of its lots; each candidate once."""
    return sorted(dict.fromkeys(pool), key=lambda one: (lot(seed, one), str(one)))


def draw(pool: Iterable[Id], wanted: int, seed: str, *, must: Collection[Id] = ()) -> list[Id]:
    """``wanted`` of ``pool`` (all of it when it holds fewer), those of ``must`` first, each part in the order of its lots.

    More than ``wanted`` when ``must`` alone is more. ValueError for an empty seed, a negative number and a ``must`` that is not in the pool.
    """
    if not seed.strip():
        raise ValueError("没有种子，抽不了签")
    if wanted < 0:
        raise ValueError(f"不能抽 {wanted} 个")
    candidates = order(pool, seed)
    if missing := set(must) - set(candidates):
        raise ValueError(f"必查的 {sorted(map(str, missing))} 不在候选名单里")
    first = [one for one in candidates if one in must]
    rest = [one for one in candidates if one not in must]
    return first + rest[: max(0, wanted - len(first))]


def deal(
    places: Iterable[int],
    hands: Iterable[int],
    seed: str,
    *,
    barred: Mapping[int, Collection[int]] | None = None,
) -> dict[int, int | None]:
    """Which hand each place goes to, in the order of the places' lots; ``barred[place]`` names the hands it may not go to.

    None for a place from which every hand is barred. ValueError for an empty seed and where there is no hand.
    """
    if not seed.strip():
        raise ValueError("没有种子，抽不了签")
    hand_order = order(hands, f"{seed}:hand")
    if not hand_order:
        raise ValueError("没有可以分派的组")
    held = dict.fromkeys(hand_order, 0)
    dealt: dict[int, int | None] = {}
    for place in order(places, f"{seed}:place"):
        free = [hand for hand in hand_order if hand not in (barred or {}).get(place, ())]
        # min() keeps the first of equals, which is the one with the smallest lot.
        dealt[place] = min(free, key=held.__getitem__) if free else None
        if free:
            held[dealt[place]] += 1  # type: ignore[index]
    return dealt
