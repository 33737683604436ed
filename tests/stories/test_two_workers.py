"""A right granted or revoked in one worker holds at once in the other: nobody keeps rights in a process's memory."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.urls import reverse

from tests import cast as the_cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.orgs import actions

WORKER = Path(__file__).with_name("worker.py")


class Worker:
    """The other end of ``worker.py``."""

    def __init__(self, url: str, home: Path) -> None:
        env = {
            **os.environ,
            "XIANGFENG_HOME": str(home),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self.process = subprocess.Popen(
            [sys.executable, str(WORKER)], env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, *command: Any) -> Any:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the worker broke down; see its traceback above"
        return json.loads(answer)

    def stop(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


def _fill() -> None:
    cast = the_cast.build()
    town = cast.units["云溪镇"]
    actions.create_post(town, title="包村干部", role="clerk", actor=SYSTEM)
    actions.create_post(town, title="镇党委副书记", role="leader", actor=SYSTEM)


def _database_url(home: Path) -> str:
    """A database two processes can open: the test database itself on PostgreSQL, a file on SQLite, whose own is in memory."""
    if connection.vendor == "postgresql":
        given = os.environ["DATABASE_URL"]
        name = connection.settings_dict["NAME"]
        address, _, options = given.partition("?")
        return f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
    return f"sqlite:///{home / 'two.sqlite3'}"


@pytest.fixture
def pair(transactional_db: None, tmp_path: Path) -> Iterator[tuple[Worker, Worker]]:
    url = _database_url(tmp_path)
    if connection.vendor == "sqlite":
        _on_disk(tmp_path / "two.sqlite3")
    else:
        _fill()
    workers = Worker(url, tmp_path), Worker(url, tmp_path)
    yield workers
    for worker in workers:
        worker.stop()


def _on_disk(path: Path) -> None:
    """The same rows in a file of its own."""
    _fill()
    target = sqlite3.connect(path)
    connections["default"].ensure_connection()
    connections["default"].connection.backup(target)
    target.close()


# The account, the post it gets, and an address that opens with the post and is shut without it.
RIGHTS = [
    ("supervisor", "包村干部", "assessments:periods"),
    ("supervisor", "包村干部", "tasks:tasks"),
    ("liaison", "镇党委副书记", "workbench:leader"),
    ("village", "镇党委副书记", "administration:history"),
]


@pytest.mark.database
@pytest.mark.parametrize(("account", "post", "name"), RIGHTS)
def test_a_right_holds_at_once_in_the_other_worker(
    pair: tuple[Worker, Worker], account: str, post: str, name: str
):
    one, other = pair
    url = reverse(name)
    assert (one.ask("look", account, url), other.ask("look", account, url)) == (403, 403)
    seat = one.ask("grant", "system_admin", account, post)
    assert (other.ask("look", account, url), one.ask("look", account, url)) == (200, 200)
    assert other.ask("revoke", "system_admin", seat) == 302
    assert (one.ask("look", account, url), other.ask("look", account, url)) == (403, 403)
