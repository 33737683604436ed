"""Many writers at once: every entry finds its place, none is lost, none written twice."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from xiangfeng.access.actor import SYSTEM
from xiangfeng.history.actions import record
from xiangfeng.history.models import Entry
from xiangfeng.history.verification import verify

WRITERS, EACH = 4, 15


@pytest.mark.django_db(transaction=True)
def test_threads_on_postgresql(at):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 的内存库不能并发，见下一个测试")

    def write(writer):
        try:
            for number in range(EACH):
                record(None, verb="写", actor=SYSTEM, at=at, note=f"{writer}-{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    rows = list(Entry.objects.filter(chain="system").order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, WRITERS * EACH + 1))
    assert len({row.note for row in rows}) == WRITERS * EACH
    assert verify() == []


SCRIPT = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
if sys.argv[1] == "prepare":
    call_command("migrate", "history", verbosity=0, skip_checks=True)
elif sys.argv[1] == "write":
    from xiangfeng.access.actor import SYSTEM
    from xiangfeng.history.actions import record
    for number in range(int(sys.argv[2])):
        record(None, verb="写", actor=SYSTEM, at=timezone.now(), note=f"{sys.argv[3]}-{number}")
else:
    from xiangfeng.history.models import Entry
    from xiangfeng.history.verification import verify
    print(Entry.objects.count(), Entry.objects.values("note").distinct().count(), len(verify()))
"""


def test_processes_on_sqlite(tmp_path):
    env = {
        **os.environ,
        "XIANGFENG_HOME": str(tmp_path),
        "DATABASE_URL": "",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    env["DATABASE_URL"] = f"sqlite:///{tmp_path / 'race.sqlite3'}"
    env.setdefault("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE)

    def start(*args):
        return subprocess.Popen(
            [sys.executable, "-c", SCRIPT, *args], env=env, stdout=subprocess.PIPE, text=True
        )

    def finish(process):
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        return out

    finish(start("prepare"))
    for process in [start("write", str(EACH), str(writer)) for writer in range(WRITERS)]:
        finish(process)
    total = str(WRITERS * EACH)
    assert finish(start("count")).split() == [total, total, "0"]
