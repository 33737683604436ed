"""A real server process on a database of its own, to be killed while somebody sends."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


class Server:
    """``filler`` is the module that fills the database and says in one JSON line what there is (``said``); ``settings`` are environment
    variables. Starts when told; may be killed and started again."""

    def __init__(self, home: Path, filler: str, **settings: str) -> None:
        self.home = home
        self.env = {
            **os.environ,
            "XIANGFENG_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "config.settings_test",
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        self.env.pop("DATABASE_URL", None)
        fill = [sys.executable, "-m", filler]
        told = subprocess.run(fill, cwd=ROOT, env=self.env, check=True, stdout=subprocess.PIPE)
        self.said: dict[str, Any] = json.loads(told.stdout)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, and come back when it answers."""
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
        """kill -9; nothing when it does not run."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def rows(self, sql: str) -> list[Any]:
        """What stands in the database, whether the server runs or not."""
        with sqlite3.connect(self.home / "xiangfeng.sqlite3", timeout=20) as database:
            found = database.execute(sql).fetchall()
        database.close()
        return found
