"""A street stricter than the real one: warnings are errors and undefined template variables fail (pyproject.toml),
and rows without an order come back turned round.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db.models import QuerySet
from django.test import Client
from hypothesis import HealthCheck, settings

from tests import cast as the_cast
from tests.cast import Cast
from xiangfeng.orgs.models import Person

settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("house")

# Playwright's own loop makes Django believe that browser tests are asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SHANGHAI = ZoneInfo("Asia/Shanghai")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are skipped, with the reason, where there is no browser to be had."""
    reason = os.environ.get("NO_BROWSER") or (
        "" if Path("/usr/bin/chromium").exists() else "没有 /usr/bin/chromium"
    )
    for item in items:
        if reason and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _no_lucky_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that asks for no order has none: give its rows back to front, so that relying on luck shows."""
    fetch = QuerySet._fetch_all

    def fetch_reversed(self: QuerySet[Any]) -> None:
        is_fresh = self._result_cache is None
        fetch(self)
        if is_fresh and not self.ordered and self._result_cache:
            self._result_cache.reverse()

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_reversed)


@pytest.fixture
def at() -> dt.datetime:
    """Monday morning, 23 November 2026, in the office."""
    return dt.datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody; see ``tests/cast.py``."""
    return the_cast.build()


@pytest.fixture
def client_for(db: None, at: dt.datetime) -> Iterator[Callable[[Person | None], Client]]:
    """A signed-in test client for a person of the cast, or a stranger's for None; its clock says ``at`` as well, so that
    deadlines counted from it do not depend on the day on which the test runs."""

    def make(person: Person | None = None) -> Client:
        client = Client()
        if person is not None:
            assert person.user is not None
            client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    with time_machine.travel(at, tick=True):
        yield make
