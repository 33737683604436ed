"""A county of 20 townships × 15 villages × 60 indicators × 12 months: a month computed, pages opened, SQL counted.

Runs on the database of ``DATABASE_URL`` (SQLite in ``XIANGFENG_HOME`` by default), which it fills itself. Pages are
asked for through Django's test client: no network, but the whole of our code, templates included.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.pure import make_scheme, peak_mb
from xiangfeng.access.actor import SYSTEM
from xiangfeng.accounts.models import User
from xiangfeng.assessments.actions.periods import open_period
from xiangfeng.assessments.actions.results import finalise_period
from xiangfeng.assessments.actions.schemes import activate_scheme, create_scheme
from xiangfeng.assessments.models import Period, Score
from xiangfeng.assessments.queries.results import ranking_of
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.workflow.flow import fire

TOWNS, VILLAGES, MONTHS = 20, 15, 12
REPEAT = 5


def build(towns: int) -> tuple[Unit, Client]:
    """The county with all its months; earlier months final, the last one being scored."""
    at = timezone.localtime()
    call_command("migrate", verbosity=0)
    call_command("seed_calendars", verbosity=0)
    with transaction.atomic():
        root = orgs.create_unit(None, kind=UnitKind.COUNTY, name="基准县", actor=SYSTEM)
        version = activate_scheme(
            create_scheme(root, make_scheme(), actor=SYSTEM, at=at), actor=SYSTEM, at=at
        )
        towns_made = [_town(root, number) for number in range(towns)]
        user = User.objects.create_user("bench", "Bench-2026-x")
        person = orgs.add_person(towns_made[0], name="测量员", actor=SYSTEM, user=user)
        post = orgs.create_post(root, title="县文明办", role="county", actor=SYSTEM)
        clerk = orgs.create_post(towns_made[0], title="干事", role="clerk", actor=SYSTEM)
        for one in (post, clerk):
            orgs.appoint_person(person, post=one, from_date=at.date().replace(month=1, day=1), actor=SYSTEM)
        for month in range(1, MONTHS + 1):
            for town in towns_made:
                _month(town, version, month, at)
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return towns_made[0], client


def _town(root: Unit, number: int) -> Unit:
    town = orgs.create_unit(root, kind=UnitKind.TOWNSHIP, name=f"第{number + 1}镇", actor=SYSTEM, seq=number)
    for n in range(VILLAGES):
        orgs.create_unit(
            town,
            kind=UnitKind.VILLAGE,
            name=f"{number + 1}-{n + 1}村",
            actor=SYSTEM,
            seq=n,
            group="ABC"[n % 3] + "类",
        )
    return town


def _month(town: Unit, version: Any, month: int, at: Any) -> None:
    period = open_period(town, year=2026, month=month, scheme_version=version, actor=SYSTEM, at=at)
    fire(period, "start", actor=SYSTEM, at=at)
    rows = []
    for entry in period.entries.order_by("seq"):
        for n in range(60):
            lost = Decimal((entry.pk * 7 + n * 3 + month) % 5) / 2
            rows.append(Score(entry=entry, key=f"{n}", value=Decimal(5) - lost, updated_at=at))
        rows.append(
            Score(entry=entry, key="@fix", value=Decimal(70 + (entry.pk + month) % 30), updated_at=at)
        )
    Score.objects.bulk_create(rows, batch_size=2000)
    if month < MONTHS:
        fire(period, "submit", actor=SYSTEM, at=at)
        finalise_period(period, actor=SYSTEM, at=at)


def timed(act: Callable[[], Any]) -> tuple[float, int, Any]:
    """Median milliseconds of a few runs, SQL statements of one, and its outcome."""
    with CaptureQueriesContext(connection) as queries:
        outcome = act()
    count = len(queries)  # now: the next request empties the log
    times = []
    for _ in range(REPEAT):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), count, outcome


def main() -> None:
    """Fill, measure, print."""
    towns = 2 if "quick" in sys.argv[1:] else TOWNS
    engine = connection.vendor
    start = time.perf_counter()
    town, client = build(towns)
    print(
        f"[{engine}] {towns} townships × {VILLAGES} villages × 60 indicators × {MONTHS} months: "
        f"{Score.objects.count():,} scores, filled in {time.perf_counter() - start:.0f} s"
    )
    last = Period.objects.select_related("unit", "scheme_version").get(unit=town, month=MONTHS)
    milliseconds, count, _ = timed(lambda: ranking_of(last))
    print(f"[{engine}] compute and rank a month of one township: {milliseconds:.0f} ms, {count} SQL")
    start = time.perf_counter()
    for period in Period.objects.filter(month=MONTHS).select_related("unit", "scheme_version").order_by("id"):
        ranking_of(period)
    print(f"[{engine}] compute and rank a month of the county: {time.perf_counter() - start:.1f} s")
    pages = {
        "我的待办": "/work/",
        "月度考评（列表）": "/work/assessments/",
        "打分表 15×60": f"/work/assessments/{last.pk}/sheet/",
        "排名": f"/work/assessments/{last.pk}/ranking/",
        "得分明细": f"/work/assessments/{last.pk}/ranking/{last.entries.order_by('seq')[0].pk}/",
        "通报预览": f"/work/assessments/{last.pk}/bulletin/",
        "汇总台账 xlsx": f"/work/assessments/{last.pk}/ledger.xlsx",
        "列表导出 xlsx": "/work/assessments/?export=xlsx",
        "单位": "/work/admin/units/",
    }
    for name, url in pages.items():
        milliseconds, count, response = timed(lambda url=url: client.get(url))
        size = len(response.content) / 1024
        mark = "" if count <= 12 else "  ← over 12"
        print(
            f"[{engine}] {name:<12} {milliseconds:7.0f} ms  {count:2d} SQL  {size:6.0f} KB  HTTP {response.status_code}{mark}"
        )
    print(f"[{engine}] peak memory of the process {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
