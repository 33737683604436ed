"""A draw can be repeated by whoever has the seed, with nothing but SHA-256."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangfeng.base.drawing import deal, draw, lot, order

POOLS = st.lists(st.integers(1, 10_000), unique=True, max_size=40)


def test_the_lot_is_what_sha256sum_says():
    # printf '20261123:17' | sha256sum
    assert lot("20261123", 17) == "09865af2d97f6fa07f537af93165aaadc4740ebf5d591248b290f28859cf9b1a"


@given(POOLS, st.integers(0, 50), st.text("0123甲乙ab", min_size=1))
def test_whoever_draws_again_gets_the_same_whatever_the_order(pool, wanted, seed):
    by_hand = sorted(pool, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).hexdigest())
    assert draw(pool, wanted, seed) == draw(pool[::-1], wanted, seed) == by_hand[:wanted]


@given(POOLS, st.integers(0, 50), st.data())
def test_those_who_must_be_in_are_in(pool, wanted, data):
    must = data.draw(st.lists(st.sampled_from(pool), unique=True)) if pool else []
    picked = draw(pool, wanted, "甲", must=must)
    assert set(must) <= set(picked) <= set(pool)
    assert len(picked) == len(set(picked)) == max(len(must), min(wanted, len(pool)))


def test_another_seed_is_another_draw():
    draws = {tuple(draw(range(1, 31), 5, str(seed))) for seed in range(20)}
    assert len(draws) == 20


def test_what_cannot_be_drawn():
    with pytest.raises(ValueError, match="没有种子"):
        draw([1], 1, " ")
    with pytest.raises(ValueError, match="不在候选名单里"):
        draw([1], 1, "s", must=[2])
    with pytest.raises(ValueError, match="没有可以分派的组"):
        deal([1], [], "s")


@given(POOLS, st.lists(st.integers(1, 99), unique=True, min_size=1, max_size=5))
def test_places_are_dealt_evenly(places, hands):
    dealt = deal(places, hands, "s")
    held = [list(dealt.values()).count(hand) for hand in hands]
    assert set(dealt) == set(places) and max(held) - min(held) <= 1
    assert list(dealt) == order(places, "s:place")


def test_the_barred_are_passed_over():
    dealt = deal([1, 2, 3, 4], [7, 8], "s", barred={1: [7], 2: [7], 3: [7, 8]})
    assert (dealt[1], dealt[2], dealt[3]) == (8, 8, None)
