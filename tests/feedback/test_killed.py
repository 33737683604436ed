"""kill -9 of the server while people report with photos: every receipt opens its report, and nothing is there twice."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.feedback.sending import Line, Load, look_up

ROOT = Path(__file__).resolve().parents[2]
REPORTS, PEOPLE, KILLS = 60, 3, 2


class Server:
    """A real server process on a database of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env = {
            **os.environ,
            "XIANGFENG_HOME": str(home),
            "XIANGFENG_FEEDBACK_SENDER_CAP": "1000",
            "XIANGFENG_VISITORS_WORK": "100",
            "DJANGO_SETTINGS_MODULE": "config.settings_test",
            "PYTHONPATH": str(ROOT),
        }
        self.env.pop("DATABASE_URL", None)
        town = [sys.executable, "-m", "tests.feedback.town"]
        told = subprocess.run(town, cwd=ROOT, env=self.env, check=True, stdout=subprocess.PIPE)
        self.said: dict[str, Any] = json.loads(told.stdout)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        serve = ["manage.py", "runserver", "--noreload", "--nostatic", f"127.0.0.1:{self.port}"]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *serve], cwd=ROOT, env=self.env, stdout=log, stderr=log
            )
        while self.process.poll() is None:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail((self.home / "server.log").read_text())

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def rows(self, sql: str) -> list[Any]:
        with sqlite3.connect(self.home / "xiangfeng.sqlite3", timeout=20) as database:
            found = database.execute(sql).fetchall()
        database.close()
        return found


def test_killed_while_people_report(tmp_path: Path):
    server = Server(tmp_path)
    doomed = sorted(random.Random(5).sample(range(5, REPORTS - 10), KILLS))

    def watch(done: int) -> None:
        if doomed and done >= doomed[0]:
            doomed.pop(0)
            server.kill()
            server.start()

    load = Load(server.port, "/report/", server.said, REPORTS, PEOPLE)
    try:
        load.prepare()
        load.run(watch)
        assert (load.refused, doomed) == ([], [])
        line = Line(server.port)
        for number, code in load.receipts.items():
            assert f"{number}号路口" in look_up(line, code)
        line.close()
    finally:
        server.kill()

    assert len(set(load.receipts.values())) == REPORTS
    assert server.rows("SELECT count(*), count(DISTINCT text), count(DISTINCT number) FROM feedback_report") == [(REPORTS,) * 3]  # fmt: skip
    assert server.rows("SELECT count(DISTINCT report_id), count(*) FROM feedback_photo") == [(REPORTS,) * 2]
    assert server.rows("SELECT count(*) FROM feedback_step") == [(REPORTS,)]
    kept = server.rows("SELECT path FROM attachments_attachment")
    assert len(kept) == REPORTS
    assert all((tmp_path / "files" / path).stat().st_size for (path,) in kept)
