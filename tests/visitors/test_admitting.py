"""Unknown senders: what they show, that it serves once, how much is too much."""

from __future__ import annotations

import base64
import datetime as dt
import json

import pytest
import time_machine
from django.http import QueryDict

from tests.visitors.solving import answered, solved
from xiangfeng.base.errors import Refused
from xiangfeng.visitors import proof
from xiangfeng.visitors.actions import TooMany, Visitor, admit_visitor, forget_visitors, hour_of
from xiangfeng.visitors.forms import VisitorForm
from xiangfeng.visitors.models import Spent, Tally


@pytest.fixture(autouse=True)
def _now(at, settings):
    settings.VISITORS_WORK = 200
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def form(at, db):
    return lambda sent, **more: VisitorForm(sent, at=more.pop("at", at), address="10.0.0.1", **more)


def _admit(visitor, at, a_sender=4, in_all=100, matter="m"):
    limits = {"a_sender": a_sender, "in_all": in_all, "says": "太多", "says_all": "都太多"}
    admit_visitor(visitor, matter, starts_at=hour_of(at), **limits)


def test_a_solved_challenge_or_an_answered_question_opens_the_form(form, at):
    for sent, is_slow in ((solved(at), False), (answered(at), True)):
        one = form(sent | {"text": "x"})
        assert one.is_valid() and one.shown.is_slow is is_slow
        assert one.said == {}


@pytest.mark.parametrize(("said", "number"), [("８", 8), (" 8 ", 8), ("八", 8), ("十二", 12), ("一十", 10), ("", -1), ("十百", -1)])  # fmt: skip
def test_numbers_are_read_as_people_write_them(said, number):
    assert proof._number(said) == number


def test_what_is_wrong_stale_or_somebody_elses_does_not(form, at):
    good = solved(at)
    sent = json.loads(base64.b64decode(good["proof"]))
    easier = sent | {"challenge": {**sent["challenge"], "parameters": sent["challenge"]["parameters"] | {"keyPrefix": "0"}}}  # fmt: skip
    forged = good | {"proof": base64.b64encode(json.dumps(easier).encode()).decode()}
    wrong = sent | {"solution": sent["solution"] | {"counter": sent["solution"]["counter"] + 1}}
    guessed = good | {"proof": base64.b64encode(json.dumps(wrong).encode()).decode()}
    for bad in ({}, forged, guessed, good | {"proof": "%%%"}, good | {"proof": "W10="}, answered(at) | {"answer": "99"}):  # fmt: skip
        one = form(bad)
        assert not one.is_valid() and set(one.errors) == {"answer"}
    later = at + dt.timedelta(hours=3)
    assert not form(good, at=later).is_valid() and not form(answered(at), at=later).is_valid()


def test_a_proof_serves_one_sending_which_may_come_again(form, at):
    sent = solved(at)
    first = form(sent)
    assert first.is_valid()
    _admit(first.visitor, at)
    again, other = form(sent), form(sent | {"text": "other words"})
    assert again.is_valid(), "the same form, because no answer came"
    _admit(again.visitor, at)
    assert not other.is_valid()
    with pytest.raises(Refused, match="用过"):
        _admit(Visitor("10.0.0.1", first.shown, "another"), at)
    assert Spent.objects.count() == 1


def test_a_question_gives_half_of_what_a_challenge_does(form, at):
    for sent, most in ((answered, 2), (solved, 2)):  # 2 + 2 make the 4 of one sender
        for _ in range(most):
            one = form(sent(at))
            assert one.is_valid()
            _admit(one.visitor, at)
        if sent is answered:
            third = form(sent(at))
            assert third.is_valid()
            with pytest.raises(TooMany, match="^太多"):
                _admit(third.visitor, at)
    with pytest.raises(TooMany):
        _admit(Visitor("10.0.0.1"), at)
    _admit(Visitor("10.0.0.2"), at)
    with pytest.raises(TooMany, match="都太多"):
        _admit(Visitor("10.0.0.3"), at, in_all=5)
    _admit(Visitor("10.0.0.1"), at + dt.timedelta(hours=1))


def test_the_page_keeps_its_key_and_a_right_answer_when_the_rest_is_wrong(form, at):
    class Asking(VisitorForm):
        text = VisitorForm.base_fields["answer"].__class__()

    one = Asking(QueryDict("", mutable=True), at=at, address="a")
    one.data.update(answered(at))
    assert not one.is_valid() and one.is_shown and "text" in one.errors
    assert one.new_key == one.data["form_key"]
    fresh = Asking(at=at, address="a")
    assert len(fresh.new_key) > 16 and fresh.new_key != Asking(at=at, address="a").new_key
    assert form({"form_key": "short"}).new_key != "short"


def test_the_clock_empties_both_tables(form, at):
    one = form(solved(at))
    assert one.is_valid()
    _admit(one.visitor, at)
    assert forget_visitors(at=at) == 0
    assert forget_visitors(at=at + dt.timedelta(days=1)) == 2
    assert not Tally.objects.exists() and not Spent.objects.exists()
