"""Rows built once for all tests of a module: each test works on top of them and takes back only what it did itself.

The rows stand in a transaction that is opened before the module's first test and rolled back after its last; the test's
own transaction is a savepoint within it. What a fixture hands out is a deep copy, so that no test sees what another
changed in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from django.db import transaction

_T = TypeVar("_T")


def is_alone(request: pytest.FixtureRequest, name: str) -> bool:
    """Whether every test of this module that touches the database asks for the fixture ``name``.

    Only then may its rows stay between tests: a test that does not ask for them must find an empty database. Tests that
    empty the tables themselves (``transactional_db``) share nothing.
    """
    session: Any = request.session
    items = [item for item in session.items if item.path == request.path]
    touching = [item for item in items if touches(item)]
    return all(name in item.fixturenames and not _empties(item) for item in touching)


def built_once(blocker: Any, make: Callable[[], _T]) -> Iterator[_T]:
    """The body of a module fixture: what ``make`` writes and gives, until the module's last test is over."""
    with blocker.unblock():
        frame = transaction.atomic()
        frame.__enter__()
        try:
            made = make()
        except BaseException as error:
            frame.__exit__(type(error), error, error.__traceback__)
            raise
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        frame.__exit__(None, None, None)


def touches(item: Any) -> bool:
    """Whether a test reads or writes the database."""
    return "_django_db_helper" in item.fixturenames or item.get_closest_marker("django_db") is not None


def _empties(item: Any) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = marker is not None and (marker.args[:1] == (True,) or marker.kwargs.get("transaction"))
    return bool(asked or {"transactional_db", "live_server"} & set(item.fixturenames))
