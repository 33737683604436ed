"""群众反映: 10,000 reports with photos while the server is killed, reports a second beside a bare INSERT, and lists over 1,000,000 reports.

Runs on the database of ``DATABASE_URL`` (SQLite in ``XIANGFENG_HOME`` by default), beside whatever it holds. The server is granian with the
flags of ``xiangfeng serve``; the people who send are eight threads of this process, on the same cores. What they have to
reckon before sending is set to the least, for it would be their machines that do it; forms are filled in before the clock runs.
The million is written by bulk, because reading is measured there.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ |= {
    "XIANGFENG_FEEDBACK_SENDER_CAP": "100000",
    "XIANGFENG_FEEDBACK_HOUR_CAP": "1000000",
    "XIANGFENG_VISITORS_WORK": "100",
}

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from benchmarks.county import timed
from benchmarks.pure import peak_mb
from tests.feedback.sending import Line, Load, look_up
from xiangfeng.access.actor import SYSTEM
from xiangfeng.accounts.models import User
from xiangfeng.attachments.models import Attachment
from xiangfeng.cli import BACKPRESSURE, THREADS, WORKERS
from xiangfeng.feedback.models import Category, Channel, Desk, Kind, Photo, Report, ReportState
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Unit, UnitKind

ROOT = Path(__file__).parent.parent
PEOPLE, KILLS, SIDE = 8, 5, 640
REPORTS, PLAIN, ROWS = 10_000, 1_000, 1_000_000
TOWNS, VILLAGES = 20, 15
S = ReportState
STATES = (*(S.CLOSED,) * 15, S.REPLIED, S.HANDLING, S.SENT, S.ACCEPTED, S.NEW)
WORDS = ("垃圾没有清", "路灯不亮", "沟渠堵了", "占道摆摊", "墙上有小广告", "夜里太吵", "井盖松动")


class Server:
    """granian with the flags of ``xiangfeng serve``."""

    def __init__(self, settings: str) -> None:
        self.env = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT)}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        flags = ["--interface", "wsgi", "--workers", WORKERS, "--blocking-threads", THREADS]
        flags += ["--backpressure", BACKPRESSURE, "--host", "127.0.0.1", "--port", str(self.port)]
        command = [sys.executable, "-m", "granian", *flags, "config.wsgi:application"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )  # fmt: skip
        line = Line(self.port)
        line.insist("GET", "/challenge/")
        line.close()

    def kill(self) -> None:
        """kill -9 of everything that is of this server."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(settings: str) -> Iterator[Server]:
    server = Server(settings)
    try:
        yield server
    finally:
        server.kill()


class County:
    """A county of townships that take reports; ``clerk`` and ``county`` are browsers."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("seed_calendars", verbosity=0)
        with transaction.atomic():
            self.root = orgs.create_unit(None, kind=UnitKind.COUNTY, name="反映基准县", actor=SYSTEM)
            self.category = Category.objects.create(unit=self.root, code="waste", name="环境卫生")
            self.towns = [self._town(number) for number in range(TOWNS)]
            self.county = _client("bench-intake-county", self.root, "county")
            self.clerk = _client("bench-intake", self.towns[0], "clerk")
        self.said = {"category": str(self.category.pk)}

    def _town(self, number: int) -> Unit:
        town = orgs.create_unit(self.root, kind=UnitKind.TOWNSHIP, name=f"反映{number + 1}镇", actor=SYSTEM)
        Desk.objects.create(unit=town, is_open=True)
        for place in range(VILLAGES):
            name = f"{number + 1}-{place + 1}村"
            orgs.create_unit(town, kind=UnitKind.VILLAGE, name=name, actor=SYSTEM, seq=place)
        return town

    def fill(self, count: int) -> None:
        """``count`` reports over the last three years, most of them closed."""
        at, chance = timezone.localtime(), random.Random(311)
        villages = [list(Unit.objects.filter(parent=town).order_by("pk")) for town in self.towns]
        for start in range(0, count, 20_000):
            rows = [
                self._row(number, count, at, chance, villages)
                for number in range(start, min(count, start + 20_000))
            ]
            Report.objects.bulk_create(rows, batch_size=400)
        if connection.vendor == "postgresql":
            # As its autovacuum does by itself; nothing does it for SQLite.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def _row(self, number: int, count: int, at: dt.datetime, chance: random.Random, villages: Any) -> Report:
        place = number % TOWNS
        village, town = chance.choice(villages[place]), self.towns[place]
        # Those still open came of late.
        came = at - dt.timedelta(minutes=1_576_800 * (count - number) / count)
        state = chance.choice(STATES[:15] if number < count * 0.95 else STATES)
        due = came.date() + dt.timedelta(days=14)
        return Report(
            unit=town, handler=village if state not in (S.NEW, S.ACCEPTED) else town, village=village,
            number=f"基准{place}-反映-{number}", state=state, kind=chance.choice(Kind.values), category=self.category,
            channel=chance.choice(Channel.values), text=f"{chance.choice(WORDS)}，在{village.name}第{number}处", place="村口",
            came_on=came.date(), received_at=came, accept_due_on=due, due_on=due, first_due_on=due,
        )  # fmt: skip


def _client(name: str, unit: Unit, role: str) -> Client:
    user = User.objects.create_user(name, "Bench-2026-x", name="测量员")
    person = orgs.add_person(unit, name="测量员", actor=SYSTEM, user=user)
    post = orgs.create_post(unit, title="岗位", role=role, actor=SYSTEM)
    orgs.appoint_person(person, post=post, from_date=dt.date(2020, 1, 1), actor=SYSTEM)
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def compare(county: County, count: int, engine: str) -> None:
    """Reports a second of a bare INSERT and of ours, without and with a photo, one after the other."""
    unit = county.towns[1].pk
    speeds = {}
    for name, settings, path, side in (
        ("只插一行", "benchmarks.bare", f"/bare/?unit={unit}", 0),
        ("登记", "config.settings_test", f"/report/?unit={unit}", 0),
        ("登记带照片", "config.settings_test", f"/report/?unit={unit}", SIDE),
    ):
        with serving(settings) as server:
            load = Load(server.port, path, county.said, count, PEOPLE, side)
            load.prepare()
            speeds[name] = count / load.run()
            _expect(not load.refused, load.refused[:1])
        share = speeds[name] / speeds["只插一行"]
        print(f"[{engine}] {name:<8} {speeds[name]:7.1f} a second  ×{share:.2f}", flush=True)


def survive(county: County, count: int, kills: int, engine: str) -> None:
    """``count`` reports with photos, the server killed ``kills`` times; every receipt opens its report, none is there twice."""
    town = county.towns[0]
    before = Report.objects.count()
    with serving("config.settings_test") as server:
        load = Load(server.port, f"/report/?unit={town.pk}", county.said, count, PEOPLE, SIDE)
        load.prepare()
        doomed = sorted(random.Random(9).sample(range(count // 20, count - count // 20), kills))

        def watch(done: int) -> None:
            if doomed and done >= doomed[0]:
                doomed.pop(0)
                server.kill()
                server.start()

        seconds = load.run(watch)
        _expect(not load.refused and not doomed, load.refused[:1])
        print(
            f"[{engine}] {count:,} reports with photos, {kills} × kill -9, {load.broken} lines broken: "
            f"{count / seconds:.1f} a second with all restarts", flush=True,
        )  # fmt: skip
        _found(server, load)
    rows = Report.objects.filter(unit=town)
    _expect(Report.objects.count() - before == count, "not as many reports as receipts")
    _expect(rows.values("text").distinct().count() == count, "a report is there twice")
    _expect(Photo.objects.filter(report__unit=town).count() == count, "photos are missing")
    kept = Attachment.objects.filter(unit=town).values_list("path", "size")
    files = Path(os.environ["XIANGFENG_HOME"]) / "files"
    _expect(all((files / path).stat().st_size == size for path, size in kept), "half a photo is kept")
    print(
        f"[{engine}] {count:,} receipts open {count:,} reports by /progress/, none is there twice", flush=True
    )


def _found(server: Server, load: Load) -> None:
    def look(numbers: range) -> None:
        line = Line(server.port)
        for number in numbers:
            _expect(f"{number}号路口" in look_up(line, load.receipts[number]), f"{number} is not found")
        line.close()

    with ThreadPoolExecutor(PEOPLE) as crowd:
        for done in [crowd.submit(look, range(start, load.count, PEOPLE)) for start in range(PEOPLE)]:
            done.result()


def _expect(holds: bool, otherwise: Any) -> None:
    if not holds:
        sys.exit(f"{otherwise}")


def read(county: County, engine: str) -> None:
    """Pages over all of it, each opened five times; the middle one counts."""
    last = Report.objects.filter(unit=county.towns[2]).latest("pk")
    pages = (
        ("50 条（县）", county.county, "/work/feedback/"),
        ("全部 50 条（县）", county.county, "/work/feedback/?tab=all"),
        ("50 条（镇）", county.clerk, "/work/feedback/"),
        ("全部 50 条（镇）", county.clerk, "/work/feedback/?tab=all"),
        ("第 1000 页（县）", county.county, "/work/feedback/?tab=all&page=1000"),
        ("按字找（县）", county.county, "/work/feedback/?tab=all&q=井盖"),
        ("一件", county.county, f"/work/feedback/{last.pk}/"),
        ("全站查找", county.county, f"/work/search/?q={last.number}"),
        ("我的待办", county.clerk, "/work/"),
    )
    for name, client, url in pages:
        milliseconds, count, response = timed(lambda c=client, u=url: c.get(u))
        mark = "" if count <= 12 else "  ← over 12"
        print(
            f"[{engine}] {name:<12} {milliseconds:7.0f} ms  {count:2d} SQL  {len(response.content) / 1024:6.0f} KB  "
            f"HTTP {response.status_code}{mark}", flush=True,
        )  # fmt: skip


def main() -> None:
    """Take in, fill, measure, print."""
    quick, engine = "quick" in sys.argv[1:], connection.vendor
    parts = 10 if quick else 1
    county = County()
    compare(county, PLAIN // parts, engine)
    survive(county, REPORTS // parts, 2 if quick else KILLS, engine)
    start = time.perf_counter()
    county.fill(ROWS // parts)
    print(
        f"[{engine}] 群众反映: {Report.objects.count():,} reports, filled in {time.perf_counter() - start:.0f} s",
        flush=True,
    )
    read(county, engine)
    print(f"[{engine}] peak memory of the process {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
