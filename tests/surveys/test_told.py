"""How many were asked, did not answer, or were not asked: from all that is printed no number of 1 to 4 follows.

Asked of a looker-on who knows how we cover: is there another heap of sheets that prints the very same, in which the number is another?
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangfeng.surveys.cover import is_small
from xiangfeng.surveys.exports import _counted
from xiangfeng.surveys.marks import is_shown, stretches
from xiangfeng.surveys.models import POINTS, SATISFACTION, Kind, Question
from xiangfeng.surveys.tables import HIDDEN, all_tables, rate_of_all


def ask(pk, kind=Kind.SINGLE, options="甲乙丙", on=None, numbers=(), **more):
    return Question(
        pk=pk, place=pk, kind=kind, text=f"题{pk}", options=list(options), lines=[], depends_id=on,
        depends_on=list(numbers), **more,
    )  # fmt: skip


def rate(pk, **more):
    return ask(pk, options=SATISFACTION, is_satisfaction=True, **more)


ASKED = {
    "one": [ask(1)],
    "rate": [rate(1)],
    "scale": [ask(1, Kind.SCALE, POINTS)],
    "many": [ask(1, Kind.MULTIPLE)],
    "first": [ask(1), ask(2, options="是否", on=1, numbers=[1])],
    "two": [ask(1), ask(2, options="是否", on=1, numbers=[1, 2])],
    "last": [ask(1), ask(2, options="是否", on=1, numbers=[3])],
    "rate on": [ask(1, options="甲乙"), rate(2, on=1, numbers=[1])],
    "siblings": [ask(1), ask(2, options="是否", on=1, numbers=[1]), ask(3, options="是否", on=1, numbers=[1, 2])],
    "chain": [ask(1, options="甲乙"), ask(2, options="是否", on=1, numbers=[1]), ask(3, options="是否", on=2, numbers=[1])],
    "on one of many": [ask(1, Kind.MULTIPLE, "甲乙"), ask(2, options="是否", on=1, numbers=[1])],
    "on many": [ask(1, Kind.MULTIPLE), ask(2, options="是否", on=1, numbers=[1, 2])],
}  # fmt: skip


def kinds_of_sheets(questions):
    """All ways to fill in."""
    found = [("", {})]
    for one in questions:
        ways = [("".join(signs), [n for n, sign in enumerate(signs, 1) if sign == "1"])
                for signs in product("01", repeat=one.width)] if one.kind == Kind.MULTIPLE else [
                    (str(n), [n] if n else []) for n in range(len(one.options) + 1)]  # fmt: skip
        found = [
            (marks + signs, given | {one.pk: numbers})
            for marks, given in found
            for signs, numbers in (ways if is_shown(one, given) else [("-" * one.width, [])])
        ]
    return [marks for marks, _ in found]


def tables(questions, heap, *, counts_unsure=False):
    places = stretches(questions)
    counts = [Counter() for _ in places]
    for marks, number in heap.items():
        for place, count in zip(places, counts, strict=True):
            count[marks[place.start : place.stop]] += number
    return all_tables(places, counts, counts_unsure=counts_unsure)


def printed(questions, heap, *, counts_unsure):
    made = tables(questions, heap, counts_unsure=counts_unsure)
    return rate_of_all(made), [(one.answered, one.bars, one.sides, one.rate, one.mean) for one in made]


def secrets(questions, heap):
    """By question: who was asked, who of them answered and did not, who was not asked."""
    found = []
    for place in stretches(questions):
        signs = Counter()
        for marks, number in heap.items():
            signs[marks[place.start : place.stop]] += number
        unasked, skipped = signs["-" * place.question.width], signs["0" * place.question.width]
        n = sum(signs.values())
        found += [n - unasked, n - unasked - skipped, skipped, unasked]
    return found


def moved(heap, kinds, most):
    """Heaps of as many sheets, some of which are filled in another way."""
    for old, there in list(heap.items()):
        for new, number in product(kinds, range(1, min(there, most) + 1)):
            if new != old:
                yield heap - Counter({old: number}) + Counter({new: number})


def heaps(kinds):
    few = st.lists(st.sampled_from(kinds), max_size=6)
    many = st.dictionaries(st.sampled_from(kinds), st.integers(3, 40), min_size=1, max_size=4)
    return st.builds(lambda few, many: Counter(few) + Counter(many), few, many)


def left_open(questions, heap, counts_unsure):
    """What of all small numbers no other heap leaves open."""
    kinds, own = kinds_of_sheets(questions), secrets(questions, heap)
    says = printed(questions, heap, counts_unsure=counts_unsure)
    small = {place for place, number in enumerate(own) if is_small(number)}
    near = moved(heap, kinds, 1)
    further = (twice for once in moved(heap, kinds, 4) for twice in moved(once, kinds, 4))
    for other in chain(near, further):
        if not small:
            break
        if printed(questions, other, counts_unsure=counts_unsure) == says:
            found = secrets(questions, other)
            small = {place for place in small if found[place] == own[place]}
    return small


@pytest.mark.parametrize("name", ASKED)
@given(st.data(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_small_number_of_people_follows_from_what_is_printed(name, data, counts_unsure):
    questions = ASKED[name]
    heap = data.draw(heaps(kinds_of_sheets(questions)))
    if heap.total() >= 5:
        assert left_open(questions, heap, counts_unsure) == set()


def test_a_question_asked_of_three_says_nothing_and_nor_does_one_asked_of_all_but_three():
    heap = Counter({"1-": 97, "31": 2, "30": 1})
    for numbers in ([3], [1]):
        questions = [ask(1), ask(2, options="是否", on=1, numbers=numbers)]
        sheets = heap if numbers == [3] else Counter({"11": 60, "12": 37, "3-": 3})
        first, second = tables(questions, sheets)
        assert [bar.label for bar in first.bars] == ["甲、丙、没有答（合并）", "乙"]
        assert second == type(second)(questions[1], "") and second.answered == HIDDEN
        assert [block.text for block in _counted(second)] == ["2. 题2（不足 5 人，不公布）"]


def test_what_hangs_on_a_hidden_question_or_on_half_of_what_is_put_together_is_hidden_too():
    chain_of_three = tables(ASKED["chain"], Counter({"111": 2, "120": 1, "2--": 60}))
    assert [one.answered for one in chain_of_three[1:]] == [HIDDEN, HIDDEN]
    thin = tables(ASKED["chain"], Counter({"111": 7, "10-": 1, "2--": 60}))
    assert [one.answered for one in thin] == ["68 人答", HIDDEN, HIDDEN], "seven of eight: one did not answer"
    parted = tables(ASKED["first"], Counter({"11": 7, "2-": 2, "3-": 40}))
    assert parted[0].bars[0].label == "甲、乙（合并）" and parted[1].answered == HIDDEN
    whole = tables(ASKED["two"], Counter({"11": 7, "21": 2, "3-": 40}))
    assert whole[1].answered == "9 人答，40 人不用答"


def test_few_who_did_not_answer_are_counted_with_the_last_option_and_the_rate_does_not_tell_them():
    sheets = Counter({"1": 50, "2": 20, "3": 10, "4": 9, "5": 8, "6": 6, "0": 3})
    (table,) = tables([rate(1)], sheets)
    assert (table.answered, table.bars[-1].label) == (
        "106 人问到，没有答的不足 5 人",
        "不清楚、没有答（合并）",
    )
    assert table.bars[-1].count == 9 and (table.rate.satisfied, table.rate.valid) == (70, 97)
    (table,) = tables([rate(1)], sheets, counts_unsure=True)
    assert table.rate.valid == 106
    (table,) = tables([rate(1)], sheets | Counter({"0": 8}))
    assert table.answered == "103 人答，8 人没有答" and table.rate.valid == 97
    (many,) = tables([ask(1, Kind.MULTIPLE)], Counter({"100": 40, "110": 57, "000": 3}))
    assert many.answered == "100 人问到，没有答的不足 5 人"
    assert [bar.word or bar.count for bar in many.bars] == ["没选的少于5", 57, 0]


def test_of_a_choice_of_several_neither_who_chose_nothing_nor_who_chose_two_follows():
    (each_one,) = tables([ask(1, Kind.MULTIPLE)], Counter({"100": 40, "010": 30, "001": 26, "000": 4}))
    assert each_one.answered == HIDDEN, "96 choices: at least four chose nothing, and no more are few"
    both = {"1001": 38, "0101": 28, "001-": 40}
    assert tables(ASKED["on many"], Counter(both | {"1101": 2}))[1].answered == HIDDEN, (
        "40 and 30 less 68: two chose both"
    )
    assert tables(ASKED["on many"], Counter(both | {"1101": 6}))[1].answered == "72 人答，40 人不用答"


def test_a_rate_that_is_not_told_is_not_in_the_sum():
    made = tables([rate(1), rate(2, on=1, numbers=[5])], Counter({"1-": 60, "52": 3, "3-": 20}))
    assert made[1].rate is None and rate_of_all(made) == made[0].rate


def test_a_mean_is_told_when_it_is_the_same_however_many_did_not_answer():
    scale = ASKED["scale"]
    assert str(tables(scale, Counter({"5": 300, "3": 30, "0": 2}))[0].mean) == "4.8"
    assert tables(scale, Counter({"5": 80, "3": 30, "0": 2}))[0].mean is None
