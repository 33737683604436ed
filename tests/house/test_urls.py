"""Every address × every person; an address that ``url_matrix.py`` does not list fails."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import world
from tests.cast import CITIZEN
from tests.house.test_no_inline import inline_in
from tests.house.url_matrix import MATRIX
from tests.house.urls import PEOPLE, address, ask, client_of, named_urls
from xiangfeng.orgs.models import Unit

WRITES = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP)\b(?!.*\bdjango_session\b)", re.IGNORECASE
)
PAGES = {name: row for name, row in MATRIX.items() if row.by == "get" and row.ok}
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    """The world was built on a day of which the calendar knows everything; look at it on that day."""
    with time_machine.travel(world.NOW, tick=True):
        yield


@pytest.fixture(autouse=True)
def _refusals_are_no_news(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")


def test_every_address_is_listed():
    names = sorted(named_urls())
    assert sorted(set(names) - set(MATRIX)) == [], "not in tests/house/url_matrix.py"
    assert sorted(set(MATRIX) - set(names)) == [], "listed, but there is no such address"
    assert len(names) == len(set(names)), "two addresses share a name"


@pytest.mark.once
@pytest.mark.django_db
def test_who_may_post():
    """An empty form posted by everybody who may not, and by one of those who may."""
    built, wrong = world.build(), []
    for person in PEOPLE:
        client = client_of(built, person)
        for name, row in MATRIX.items():
            if person in row.ok.split() and person != row.visitor:
                continue
            with transaction.atomic():
                found, _ = _asked(client, "post", name, person, built)
                transaction.set_rollback(True)
            wrong += found
            if name == "account_logout":
                client = client_of(built, person)
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.once
@pytest.mark.django_db
def test_who_may_get_and_what_is_sent():
    """Who may open what; to the first who may, what is sent is clean and nothing is written. One walk, because walking is dear."""
    built, wrong = world.build(), []
    for person in PEOPLE:
        client = client_of(built, person)
        for name, row in MATRIX.items():
            if name not in PAGES or person != row.visitor:
                wrong += _asked(client, "get", name, person, built)[0]
                continue
            with CaptureQueriesContext(connection) as queries:
                found, answer = _asked(client, "get", name, person, built)
            wrong += found + [
                f"{name}: {query['sql'][:120]}" for query in queries if WRITES.match(query["sql"])
            ]
            wrong += [f"{name}: {fault}" for fault in _unclean(answer)]
    assert not wrong, "\n" + "\n".join(wrong)


def _asked(
    client: Client, method: str, name: str, person: str, built: world.World
) -> tuple[list[str], HttpResponse]:
    """What was wrong with the answer, and the answer."""
    row = MATRIX[name]
    status, broken, answer = ask(client, method, address(name, row, built))
    if status not in row.expected(person, method):
        wanted = sorted(row.expected(person, method))
        return [f"{method} {name} by {person}: {status}, expected {wanted} {broken}"], answer
    if person == CITIZEN and person not in row.ok.split() and status == 302:
        assert answer.headers["Location"].startswith("/account/login/"), name
    return [], answer


def _unclean(answer: HttpResponse) -> list[str]:
    """Inline script or style, a weak policy, left-over template code."""
    policy = answer.headers.get("Content-Security-Policy", "")
    wrong = [f"policy {policy!r}"] if "default-src 'self'" not in policy or "unsafe" in policy else []
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        html = answer.content.decode()
        wrong += [*inline_in(html), *re.findall(r"\{[{%].{0,40}|</?c-[\w.-]+", html)]
    return wrong


def _counts(rows: int, *, is_first: bool = False) -> dict[str, int]:
    built = world.build(rows)
    counts = {}
    for name, row in PAGES.items():
        client = client_of(built, row.visitor)
        url = address(name, row, built)
        if is_first:
            ask(client, "get", url)  # fills what Django keeps for good: content types, templates
        cache.clear()  # what a page keeps for the next visitor
        with CaptureQueriesContext(connection) as queries:
            ask(client, "get", url)
        counts[name] = sum("SAVEPOINT" not in query["sql"] for query in queries)
    return counts


@pytest.mark.once
@pytest.mark.django_db
def test_pages_ask_the_same_whatever_the_rows():
    """Each page with one row and with three: as many queries, and no more than twelve."""
    with transaction.atomic():
        one = _counts(1, is_first=True)
        transaction.set_rollback(True)
    assert not Unit.objects.exists()
    three = _counts(3)
    assert {name: (one[name], three[name]) for name in PAGES if one[name] != three[name]} == {}
    assert {name: number for name, number in one.items() if number > MOST_QUERIES} == {}
    literal = {name: row.sql for name, row in PAGES.items() if row.sql is not None}
    assert {name: one[name] for name in literal} == literal
