"""检查 and 检查发现 of a county of 20 townships × 15 villages: pages, and what a phone sends, with the SQL statements of each.

Runs on the database of ``DATABASE_URL`` (SQLite in ``XIANGFENG_HOME`` by default), beside whatever it holds. Past months are
written by bulk, because reading is measured there; what the phone sends goes through our doors.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import statistics
import sys
import time
import uuid
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from benchmarks.county import timed
from benchmarks.pure import peak_mb
from xiangfeng.access.actor import SYSTEM
from xiangfeng.accounts.models import User
from xiangfeng.findings.models import Finding, FindingState
from xiangfeng.inspections.models import (
    Answer,
    Inspection,
    InspectionState,
    Kind,
    Party,
    Verdict,
    Visit,
    VisitState,
)
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Person, Unit, UnitKind
from xiangfeng.sites.models import Site, SiteType
from xiangfeng.tasks.models import Task, TaskKind, TaskState

TOWNS, VILLAGES, SITES, MONTHS, ITEMS = 20, 15, 10, 12, 20
LONG = 140
FINDINGS = 25  # of one village in one month
PHONE_VISITS = 20
ANSWER = {"verdict": "bad", "count": 1, "note": "路边有垃圾", "seen": 0}


def form(items: int) -> dict[str, Any]:
    """A checklist as an inspection keeps it."""
    line = {"standard": "", "topic": "waste", "points": "5", "each": "0.5", "is_fatal": False, "norm": None}
    line |= {"norm_code": "", "indicator": "1", "needs_photo": False}
    return {"name": "基准检查表", "items": [line | {"code": f"{n}", "title": f"第{n}项没有垃圾"} for n in range(1, items + 1)]}  # fmt: skip


class County:
    """The county with a year behind it; ``clerk`` is a browser of the first township's office."""

    def __init__(self, towns: int, months: int) -> None:
        call_command("migrate", verbosity=0)
        call_command("seed_calendars", verbosity=0)
        self.at, self.months = timezone.localtime(), months
        self.first = self.at.date().replace(day=1)
        with transaction.atomic():
            root = orgs.create_unit(None, kind=UnitKind.COUNTY, name="检查基准县", actor=SYSTEM)
            self.type = SiteType.objects.create(unit=root, name="村组")
            self.towns = [self._town(root, number) for number in range(towns)]
            self.county, _ = self._client("bench-inspect-county", root, "county")
            self.clerk, person = self._client("bench-inspect", self.towns[0], "clerk")
            self.phone = self._running(self.towns[0], person, "手机上填", ITEMS, PHONE_VISITS)
            self.long = self._running(self.towns[0], person, "很长的表", LONG, 1)
            for place in range(1, LONG):
                self._answer(self.long.visits.get(), f"{place}", place).save()

    def _town(self, root: Unit, number: int) -> Unit:
        town = orgs.create_unit(root, kind=UnitKind.TOWNSHIP, name=f"检查{number + 1}镇", actor=SYSTEM)
        villages = [
            orgs.create_unit(town, kind=UnitKind.VILLAGE, name=f"{number + 1}-{n + 1}村", actor=SYSTEM, seq=n)
            for n in range(VILLAGES)
        ]
        Site.objects.bulk_create(
            Site(unit=village, type=self.type, code=f"{place + 1:02}", name=f"{village.name}{place + 1}组")
            for village in villages
            for place in range(SITES)
        )
        sites = list(Site.objects.filter(unit__in=villages).select_related("unit").order_by("pk"))
        for month in range(self.months):
            self._month(town, number, sites, month)
        return town

    def _month(self, town: Unit, number: int, sites: list[Site], month: int) -> None:
        """One inspection of every third site, and what was found in the villages, mended for the most part."""
        day = self.first - dt.timedelta(days=30 * month + 5)
        row = self._inspection(town, f"第{month + 1}回检查", ITEMS, InspectionState.CLOSED, day)
        visits = Visit.objects.bulk_create(
            Visit(
                inspection=row, site=site, code=f"{number}-{month}-{place}", form="1", state=VisitState.HANDED_IN,
                visited_on=day, score=95, full=100, seq=place,
            )
            for place, site in enumerate(sites[::3])
        )  # fmt: skip
        Answer.objects.bulk_create(
            (self._answer(visit, f"{n}", n) for visit in visits for n in range(1, ITEMS + 1)), batch_size=5000
        )
        self._found(town, number, sites, month, day)

    def _found(self, town: Unit, number: int, sites: list[Site], month: int, day: dt.date) -> None:
        tasks, findings = [], []
        for place in range(VILLAGES * FINDINGS):
            site, is_done = sites[place % len(sites)], place % 10 > 0
            tasks.append(
                Task(
                    unit=town, lead=site.unit, site=site, kind=TaskKind.RECTIFICATION, title=f"第{place}处有垃圾",
                    number=f"基准整改{number}-{month}-{place}", due_on=day, first_due_on=day, created_at=self.at,
                    state=TaskState.DONE if is_done else TaskState.ACCEPTED, closed_on=day if is_done else None,
                    was_late=place % 7 == 0,
                )
            )  # fmt: skip
        for place, task in enumerate(Task.objects.bulk_create(tasks, batch_size=2000)):
            findings.append(
                Finding(
                    unit=town, lead=task.lead, site=task.site, task=task, state=FindingState.ASSIGNED, text=task.title,
                    number=f"基准发现{number}-{month}-{place}", found_on=day, points=1, indicator="1", created_at=self.at,
                )
            )  # fmt: skip
        Finding.objects.bulk_create(findings, batch_size=2000)

    def _inspection(self, town: Unit, title: str, items: int, state: str, day: dt.date) -> Inspection:
        return Inspection.objects.create(
            unit=town, number=f"基准-{uuid.uuid4()}", title=title, kind=Kind.MONTHLY, state=state, starts_on=day,
            ends_on=day + dt.timedelta(days=9), forms={"1": form(items)}, created_at=self.at,
        )  # fmt: skip

    def _running(self, town: Unit, person: Person, title: str, items: int, visits: int) -> Inspection:
        row = self._inspection(town, title, items, InspectionState.ISSUED, self.at.date())
        party = Party.objects.create(inspection=row, name="一组")
        party.members.add(person)
        sites = Site.objects.filter(unit__parent=town).order_by("pk")[:visits]
        for place, site in enumerate(sites):
            Visit.objects.create(inspection=row, site=site, party=party, code=f"{row.pk}-{place}", form="1", seq=place)  # fmt: skip
        return row

    def _answer(self, visit: Visit, item: str, place: int) -> Answer:
        verdict = Verdict.BAD if place % 10 == 0 else Verdict.OK
        return Answer(
            visit=visit, item=item, verdict=verdict, count=int(verdict == Verdict.BAD), by="甲", filled_at=self.at,
            saved_at=self.at,
        )  # fmt: skip

    def _client(self, name: str, unit: Unit, role: str) -> tuple[Client, Person]:
        user = User.objects.create_user(name, "Bench-2026-x", name="测量员")
        person = orgs.add_person(unit, name="测量员", actor=SYSTEM, user=user)
        post = orgs.create_post(unit, title="岗位", role=role, actor=SYSTEM)
        orgs.appoint_person(person, post=post, from_date=dt.date(2020, 1, 1), actor=SYSTEM)
        client = Client(headers={"host": "localhost"})
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client, person


def read(county: County, engine: str) -> None:
    """Pages, each opened five times; the middle one counts."""
    visit, month = county.long.visits.get(), f"{county.first - dt.timedelta(days=5):%Y-%m}"
    closed = Inspection.objects.filter(unit=county.towns[0], state=InspectionState.CLOSED).order_by("pk")[0]
    pages = (
        ("检查发现 50 条（镇）", county.clerk, "/work/findings/?tab=all"),
        ("检查发现 50 条（县）", county.county, "/work/findings/?tab=all"),
        ("检查发现按村", county.clerk, f"/work/findings/villages/?month={month}"),
        ("问题整改台账（镇）", county.clerk, "/work/tasks/rectifications/?tab=all"),
        ("问题整改台账（县）", county.county, "/work/tasks/rectifications/?tab=all"),
        ("检查 50 个点位", county.clerk, f"/work/inspections/{closed.pk}/"),
        (f"检查表 {LONG} 项", county.clerk, f"/work/inspections/visits/{visit.pk}/"),
        ("点位台账（县）", county.county, "/work/sites/"),
        ("手机带走的检查表", county.clerk, "/work/inspections/field/package/"),
    )
    for name, client, url in pages:
        milliseconds, count, response = timed(lambda c=client, u=url: c.get(u))
        mark = "" if count <= 12 else "  ← over 12"
        print(
            f"[{engine}] {name:<14} {milliseconds:7.0f} ms  {count:2d} SQL  {len(response.content) / 1024:6.0f} KB  "
            f"HTTP {response.status_code}{mark}"
        )


def send(county: County, engine: str) -> None:
    """What the phone sends: 20 answers at a time, a photo of about half a megabyte, and the form, which makes 20 findings."""
    user = User.objects.get(username="bench-inspect").pk
    answers, photos, forms = [], [], []
    for visit in county.phone.visits.order_by("pk"):
        operations = [
            ANSWER | {"key": str(uuid.uuid4()), "kind": "answer", "visit": str(visit.key), "item": f"{n}", "turn": n}
            for n in range(1, ITEMS + 1)
        ]  # fmt: skip
        answers.append(_post(county, user, operations, "done"))
        photos.append(_photo(county, user, visit))
        turns = {f"{n}": n for n in range(1, ITEMS + 1)}
        last = {
            "key": str(uuid.uuid4()),
            "kind": "hand_in",
            "visit": str(visit.key),
            "answers": turns,
            "photos": [],
        }
        last |= {"visited_on": county.at.date().isoformat(), "inspectors": "测量员、乙"}
        forms.append(_post(county, user, [last], "done"))
    made = Finding.objects.filter(site__visits__inspection=county.phone, item_code__gt="").count()
    for name, times in (("送 20 项", answers), ("送一张照片", photos), ("交表，登记 20 条", forms)):
        print(f"[{engine}] {name:<14} {statistics.median(times) * 1000:7.0f} ms  (middle of {len(times)})")
    print(f"[{engine}] findings made by the {len(forms)} forms: {made:,}")


def _post(county: County, user: int, operations: list[dict[str, Any]], wanted: str) -> float:
    body = json.dumps({"user": user, "device": "bench", "operations": operations})
    start = time.perf_counter()
    response = county.clerk.post("/work/inspections/field/send/", body, content_type="application/json")
    taken = time.perf_counter() - start
    results = response.json().get("results", [response.json()])
    if any(one.get("result") != wanted for one in results):
        sys.exit(f"not {wanted}: {results}")
    return taken


def _photo(county: County, user: int, visit: Visit) -> float:
    """A photo as the phone sends it: 1,600 pixels wide, in pieces of 256 KiB."""
    file = io.BytesIO()
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(file, "JPEG", quality=60)
    content, key = file.getvalue(), uuid.uuid4()
    said = f"user={user}&visit={visit.key}&item=1&name=a.jpg&size={len(content)}"
    start = time.perf_counter()
    for offset in range(0, len(content), 256 * 1024):
        url = f"/work/inspections/field/photo/{key}/?{said}&offset={offset}"
        answer = county.clerk.post(
            url, content[offset : offset + 256 * 1024], content_type="image/jpeg"
        ).json()
    if answer["result"] != "done":
        sys.exit(f"photo not kept: {answer}")
    return time.perf_counter() - start


def main() -> None:
    """Fill, measure, print."""
    quick, engine, start = "quick" in sys.argv[1:], connection.vendor, time.perf_counter()
    county = County(*((2, 2) if quick else (TOWNS, MONTHS)))
    print(
        f"[{engine}] 检查: {Site.objects.count():,} sites, {Visit.objects.count():,} checks, {Answer.objects.count():,} answers, "
        f"{Finding.objects.count():,} findings, each with its 整改, filled in {time.perf_counter() - start:.0f} s"
    )
    read(county, engine)
    send(county, engine)
    print(f"[{engine}] peak memory of the process {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
