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
from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from hypothesis import HealthCheck, settings

from tests import cast as the_cast
from tests import world as the_world
from tests.cast import Cast
from tests.shared import Stage, in_order, touches
from tests.world import World
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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are skipped, with the reason, where there is no browser to be had. On PostgreSQL only tests run that touch the
    database: the others have said all they know on SQLite."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        items[:] = [item for item in items if touches(item) or item.get_closest_marker("database")]
    reason = os.environ.get("NO_BROWSER") or (
        "" if Path("/usr/bin/chromium").exists() else "没有 /usr/bin/chromium"
    )
    for item in items:
        if reason and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason))
    items[:] = in_order(items)


@pytest.fixture(autouse=True, scope="session")
def _no_lucky_order() -> Iterator[None]:
    """A list that asks for no order has none: give its rows back to front, so that relying on luck shows."""
    fetch = QuerySet._fetch_all

    def fetch_reversed(self: QuerySet[Any]) -> None:
        is_fresh = self._result_cache is None
        fetch(self)
        if is_fresh and not self.ordered and self._result_cache:
            self._result_cache.reverse()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetch_reversed)
        yield


@pytest.fixture
def at() -> dt.datetime:
    """Monday morning, 23 November 2026, in the office."""
    return dt.datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    """What a page kept in the cache is of rows that are gone."""
    cache.clear()


MAKERS: dict[str, Callable[[], Any]] = {"cast": the_cast.build, "built": the_world.build}


@pytest.fixture(scope="session")
def _stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    stage = Stage(django_db_blocker)
    yield stage
    # Where a browser was driven, Django has another connection by now; the database goes away with what stands in it.
    if connection.in_atomic_block:
        stage.turn_to("", None)


@pytest.fixture(scope="module", autouse=True)
def _shared(request: pytest.FixtureRequest) -> Stage | None:
    """What stands in the database for this module; see ``tests/shared.py``."""
    own = [item for item in request.session.items if item.path == request.path]
    if not any(touches(item) for item in own):
        return None
    stage: Stage = request.getfixturevalue("_stage")
    kind = own[0].shares
    stage.turn_to(kind, MAKERS.get(kind))
    return stage if kind else None


@pytest.fixture
def cast(_shared: Stage | None, db: None) -> Cast:
    """Everybody; see ``tests/cast.py``. Written once for all modules of which every test asks for them."""
    return the_cast.build() if _shared is None else _shared.copied()


@pytest.fixture
def built(_shared: Stage | None, db: None) -> World:
    """The county some months into its work; see ``tests/world.py``. Written once for all modules as the cast is."""
    return the_world.build() if _shared is None else _shared.copied()


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
