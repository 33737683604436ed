"""问卷 with 100,000 sheets: all tables, two questions against each other, the results page, and what taking one sheet costs.

Runs on the database of ``DATABASE_URL`` (SQLite in ``XIANGFENG_HOME`` by default), beside whatever it holds. The sheets are written by
bulk, because reading is measured; the single ones go through the action that people's own go through.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.county import timed
from benchmarks.pure import peak_mb
from xiangfeng.access.actor import SYSTEM
from xiangfeng.accounts.models import User
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.surveys.actions.answering import submit_sheet
from xiangfeng.surveys.actions.editing import add_survey
from xiangfeng.surveys.actions.handing import Wanted, set_quotas
from xiangfeng.surveys.actions.questions import add_standard
from xiangfeng.surveys.actions.running import approve_survey, close_survey, submit_survey
from xiangfeng.surveys.marks import fill_in
from xiangfeng.surveys.models import Kind, Sheet, Survey
from xiangfeng.surveys.queries import axes_of, cross_between, questions_of, results_of
from xiangfeng.surveys.standard import STANDARD
from xiangfeng.visitors.actions import Visitor

SHEETS, VILLAGES, SINGLE = 100_000, 15, 40


def build(sheets: int, at: dt.datetime) -> tuple[Client, Survey]:
    """A township of 15 villages with an open questionnaire of the nine standard questions that runs."""
    call_command("migrate", verbosity=0)
    who = {"actor": SYSTEM, "at": at}
    with transaction.atomic():
        town = orgs.create_unit(None, kind=UnitKind.TOWNSHIP, name="问卷基准镇", actor=SYSTEM)
        villages = [
            orgs.create_unit(town, kind=UnitKind.VILLAGE, name=f"问卷{place}村", actor=SYSTEM, seq=place)
            for place in range(VILLAGES)
        ]
        row = add_survey(
            town, title="问卷基准", intro="不记名", source_note="网上", mode="open", asks_village=True, target=sheets,
            opens_on=at.date(), closes_on=at.date(), **who,
        )  # fmt: skip
        add_standard(row, [one.key for one in STANDARD], **who)
        submit_survey(row, **who)
        approve_survey(row, **who)
        set_quotas(row, {village: Wanted(sheets, 0) for village in villages}, **who)
        _fill(row, sheets)
    return _client(town), row


def _fill(row: Survey, sheets: int) -> None:
    luck = random.Random(311)  # noqa: S311 - made-up answers
    questions = questions_of(row)
    cells = list(row.quotas.values_list("pk", flat=True).order_by("pk"))
    rows = []
    for number in range(sheets):
        answers = {}
        for one in questions:
            top = len(one.options)
            if one.kind == Kind.MULTIPLE:
                answers[one.pk] = luck.sample(range(1, top + 1), 2)
            elif one.kind == Kind.MATRIX:
                answers[one.pk] = [luck.randint(0, top) for _ in one.lines]
            elif one.kind != Kind.OPEN:
                answers[one.pk] = luck.randint(0, top)
        marks = fill_in(questions, answers).marks
        rows.append(Sheet(survey=row, cell_id=cells[number % len(cells)], marks=marks))
        if len(rows) == 2000:
            Sheet.objects.bulk_create(rows)
            rows = []
    Sheet.objects.bulk_create(rows)


def _client(town: Unit) -> Client:
    user = User.objects.create_user("bench-surveys", "Jizhun-Ceshi-2026", name="基准")
    person = orgs.add_person(town, name="基准", actor=SYSTEM, user=user)
    post = orgs.create_post(town, title="创建办干事", role="clerk", actor=SYSTEM)
    orgs.appoint_person(person, post=post, from_date=dt.date(2020, 1, 1), actor=SYSTEM)
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def main() -> None:
    """Fill, measure, print."""
    sheets = SHEETS // 10 if "quick" in sys.argv[1:] else SHEETS
    settings.SURVEYS_A_SENDER_A_DAY = 1000
    engine, at, start = connection.vendor, timezone.localtime(), time.perf_counter()
    client, row = build(sheets, at)
    print(f"[{engine}] {sheets:,} sheets of nine questions, filled in {time.perf_counter() - start:.0f} s")
    _one_by_one(engine, row, at)
    close_survey(row, reason="基准", actor=SYSTEM, at=at)
    questions = questions_of(row)
    milliseconds, count, results = timed(lambda: results_of(row, questions))
    print(f"[{engine}] {len(results.tables)} tables of all sheets: {milliseconds:.0f} ms, {count} SQL")
    axes = axes_of(questions, row.quotas.select_related("unit").order_by("unit__path"))
    milliseconds, count, cross = timed(lambda: cross_between(row, axes[0], axes[-1]))
    assert cross is not None
    print(f"[{engine}] 满意度 × 村, {cross.total:,} sheets: {milliseconds:.0f} ms, {count} SQL")
    url = f"/work/surveys/{row.pk}/results/?a={axes[0].key}&b={axes[-1].key}"
    milliseconds, count, answer = timed(lambda: client.get(url))
    assert answer.status_code == 200
    print(f"[{engine}] results page with both: {milliseconds:.0f} ms, {count} SQL")
    print(f"[{engine}] peak memory {peak_mb():.0f} MB")


def _one_by_one(engine: str, row: Survey, at: dt.datetime) -> None:
    first, times = questions_of(row)[0], []
    cell = row.quotas.order_by("pk")[0]

    def send(number: int) -> None:
        submit_sheet(
            row, {first.pk: 1}, cell=cell, visitor=Visitor("192.0.2.1", key=f"bench-{number}"), at=at
        )

    for number in range(SINGLE):
        start = time.perf_counter()
        send(number)
        times.append((time.perf_counter() - start) * 1000)
    with CaptureQueriesContext(connection) as queries:
        send(SINGLE)
    print(f"[{engine}] take one sheet: {statistics.median(times):.1f} ms, {len(queries)} SQL")


if __name__ == "__main__":
    main()
