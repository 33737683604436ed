"""What every request goes through: today's rights, a shut door, no NUL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.cast import LONG_AGO, Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.orgs import actions as orgs
from xiangfeng.web.doors import back, number

ClientFor = Callable[..., Client]


def test_a_right_that_ends_today_is_gone_at_the_next_request(cast: Cast, client_for: ClientFor):
    client = client_for(cast.people["clerk"])
    url = reverse("assessments:periods")
    assert client.get(url).status_code == 200
    orgs.end_appointment(cast.people["clerk"].appointments.get(), to_date=LONG_AGO, actor=SYSTEM)
    assert client.get(url).status_code == 403


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(client_for: ClientFor):
    url = reverse("assessments:periods") + "?year=2026"
    answer = client_for(None).get(url)
    assert answer.status_code == 302
    asked = QueryDict(answer.headers["Location"].partition("?")[2])
    assert asked["next"] == url


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_nul_stays_outside(cast: Cast, client_for: ClientFor, method: str):
    client = client_for(cast.people["clerk"])
    for data in ({"note": "a\0b"}, {"a\0b": "note"}):
        assert getattr(client, method)(reverse("workbench:inbox"), data).status_code == 400


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("7", 7), ("0012", 12), ("", 0), ("²", 0), ("٣", 0), ("-1", 0), ("1.0", 0), ("9" * 18, 10**18 - 1), ("9" * 19, 0)],
)  # fmt: skip
def test_a_number_is_a_number(text: str, is_number: int):
    assert number(text) == is_number


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/work/assessments/", "/work/assessments/"),
        ("", "/work/"),
        ("//evil.example/", "/work/"),
        ("/\\evil.example", "/work/"),
        ("https://evil.example/", "/work/"),
        ("javascript:alert(1)", "/work/"),
        ("http://testserver/work/", "http://testserver/work/"),
    ],
)
def test_one_is_sent_back_within_the_house_only(wanted: str, goes_to: str):
    request = RequestFactory().post("/", {"next": wanted})
    assert back(request, "/work/").headers["Location"] == goes_to
