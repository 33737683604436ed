"""全站查找 over 20 townships × 5,000 tasks and a library of 制度: milliseconds and statements of what people type.

Runs on the database of ``DATABASE_URL`` (SQLite in ``XIANGFENG_HOME`` by default), beside whatever it holds. Tasks are
written by bulk: it is reading that is measured.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from benchmarks.county import timed
from benchmarks.pure import peak_mb
from xiangfeng.access.actor import SYSTEM
from xiangfeng.accounts.models import User
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.regulations.models import Article, Regulation
from xiangfeng.tasks.models import Task, TaskState

TOWNS, VILLAGES, TASKS, REGULATIONS, ARTICLES = 20, 15, 5000, 10, 25
WORK = ("清理沟渠", "整治占道", "修补路灯", "清运垃圾", "刷新墙面", "规范停车", "消杀蚊蝇", "补种花木")
PLACES = ("老街", "河堤", "村口", "校门前", "集市", "公厕旁", "广场", "晒谷场")


def build(towns: int, tasks: int) -> tuple[Client, Client]:
    """The county with its tasks and 制度; a browser of the county and one of a township's office."""
    at = timezone.localtime()
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        root = orgs.create_unit(None, kind=UnitKind.COUNTY, name="查找基准县", actor=SYSTEM)
        made = [_town(root, number) for number in range(towns)]
        for number, (town, villages) in enumerate(made):
            _tasks(town, villages, number, tasks, at)
            _regulations(town, at)
        return _client("bench-county", root, "county"), _client("bench-clerk", made[0][0], "clerk")


def _town(root: Unit, number: int) -> tuple[Unit, list[Unit]]:
    town = orgs.create_unit(
        root, kind=UnitKind.TOWNSHIP, name=f"查找{number + 1}镇", actor=SYSTEM, seq=number
    )
    villages = [
        orgs.create_unit(
            town, kind=UnitKind.VILLAGE, name=f"{number + 1}-{place + 1}村", actor=SYSTEM, seq=place
        )
        for place in range(VILLAGES)
    ]
    return town, villages


def _tasks(town: Unit, villages: list[Unit], number: int, count: int, at: dt.datetime) -> None:
    start = dt.date(at.year, 1, 1)
    rows = []
    for place in range(count):
        due = start + dt.timedelta(days=place % 360)
        is_done = place % 10 > 0
        rows.append(
            Task(
                unit=town,
                lead=villages[place % VILLAGES],
                number=f"查{number + 1}-任务-{at.year}-{place + 1:04}",
                title=f"{PLACES[place % 8]}{WORK[place // 8 % 8]}第{place}处",
                content="按要求办好，拍前后照片各一张；" * 4,
                state=TaskState.DONE if is_done else TaskState.ACCEPTED,
                closed_on=due if is_done else None,
                due_on=due,
                first_due_on=due,
                created_at=at,
            )
        )
    Task.objects.bulk_create(rows, batch_size=2000)


def _regulations(town: Unit, at: dt.datetime) -> None:
    for number in range(REGULATIONS):
        regulation = Regulation.objects.create(
            unit=town,
            title=f"第{number + 1}项管理制度",
            number=f"查-制度-{town.pk}-{number + 1}",
            created_at=at,
        )
        Article.objects.bulk_create(
            Article(
                regulation=regulation,
                seq=place + 1,
                label=f"第{place + 1}条",
                text=f"第{place + 1}项工作，开箱、检查、公示各有期限，由办公室负责。" * 4,
            )
            for place in range(ARTICLES)
        )


def _client(name: str, unit: Unit, role: str) -> Client:
    user = User.objects.create_user(name, "Bench-2026-x")
    person = orgs.add_person(unit, name="测量员", actor=SYSTEM, user=user)
    post = orgs.create_post(unit, title=role, role=role, actor=SYSTEM)
    orgs.appoint_person(person, post=post, from_date=dt.date(2020, 1, 1), actor=SYSTEM)
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def main() -> None:
    """Fill, measure, print."""
    quick = "quick" in sys.argv[1:]
    towns, tasks = (2, 500) if quick else (TOWNS, TASKS)
    engine = connection.vendor
    start = time.perf_counter()
    county, clerk = build(towns, tasks)
    print(
        f"[{engine}] 全站查找: {towns} townships × {tasks:,} tasks, {Task.objects.count():,} tasks and "
        f"{Article.objects.count():,} articles, filled in {time.perf_counter() - start:.0f} s"
    )
    asked = (
        ("常见的两个字", "沟渠"),
        ("编号", f"查{towns}-任务-{timezone.localtime().year}-0042"),
        ("编号后四位", "0042"),
        ("条款里的字", "开箱"),
        ("两个词", "老街 路灯"),
        ("没有的词", "没有这个词"),
    )
    for who, client in (("县", county), ("镇", clerk)):
        for name, text in asked:
            milliseconds, count, response = timed(lambda c=client, t=text: c.get("/work/search/", {"q": t}))
            mark = "" if count <= 12 else "  ← over 12"
            size = len(response.content) / 1024
            print(
                f"[{engine}] {who} {name:<8} {milliseconds:7.0f} ms  {count:2d} SQL  {size:6.0f} KB  "
                f"HTTP {response.status_code}{mark}"
            )
    milliseconds, count, _ = timed(lambda: county.get("/work/search/", {"q": "沟渠", "kind": "tasks.task"}))
    print(f"[{engine}] 县 只看任务     {milliseconds:7.0f} ms  {count:2d} SQL")
    print(f"[{engine}] peak memory of the process {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
