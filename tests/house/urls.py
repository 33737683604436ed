"""Walks every address of the site with every person of the cast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import CITIZEN, SEATS
from tests.world import World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PEOPLE = (CITIZEN, *SEATS)


@dataclass(frozen=True)
class Row:
    """What one address answers to whom: ``ok`` get ``status``, ``missing`` get 404, the rest ``others`` (citizens: sign-in).

    ``by``: "get" for pages, "post" for addresses that only take POST. ``sql``: the literal number of queries of a
    page that lists rows, the same for one row and for three.
    """

    ok: str
    missing: str = ""
    args: Callable[[World], dict[str, Any]] = lambda world: {}
    query: Callable[[World], str] = lambda world: ""
    status: int = 200
    by: str = "get"
    sql: int | None = None
    others: int = 403

    def expected(self, person: str, method: str) -> set[int]:
        """The answers that are right for ``person``; a POST by somebody entitled may be refused, but not break."""
        wrong_method = set() if method == self.by else {405}
        if person in self.missing.split():
            return {404} | wrong_method
        if person not in self.ok.split():
            return ({302} if person == CITIZEN else {self.others}) | wrong_method
        if method == self.by == "get":
            return {self.status}
        return {405} if method == "get" else {200, 204, 302, 400, 404, 405, 409, 422}

    @property
    def visitor(self) -> str:
        """One person who may: for tests that look at the page rather than at rights."""
        return self.ok.split()[0]


def named_urls() -> Iterator[str]:
    """The full name of every address; one without a name gives its pattern, which no table lists."""

    def walk(patterns: list[Any], space: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern):
                yield f"{space}{pattern.name}" if pattern.name else f"no name: {pattern.pattern}"

    yield from walk(get_resolver().url_patterns, "")


def address(name: str, row: Row, world: World) -> str:
    """The address with the row's arguments filled in from the world."""
    return reverse(name, kwargs=row.args(world)) + row.query(world)


def ask(client: Client, method: str, url: str) -> tuple[int, str, HttpResponse]:
    """Status, what broke if anything did, and the answer itself. A template that names nothing breaks as well."""
    try:
        answer = getattr(client, method)(url)
    except pytest.fail.Exception as failure:
        return 500, str(failure), HttpResponse(status=500)
    if answer.streaming:
        list(answer.streaming_content)  # to the end: that closes the file
    broken = client.exc_info or getattr(answer, "exc_info", None)
    client.exc_info = None
    return answer.status_code, repr(broken[1]) if broken else "", answer


def client_of(world: World, person: str) -> Client:
    """A browser in which ``person`` is signed in; what breaks is a 500, so that one fault does not hide the others."""
    client = Client(raise_request_exception=False)
    if person != CITIZEN:
        client.force_login(world.cast.user(person), backend=BACKEND)
    return client
