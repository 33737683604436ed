"""What the clock does for the duties; striking twice changes nothing."""

from __future__ import annotations

import datetime as dt

from django.core.management import call_command

from xiangfeng.calendars.actions import seed_years
from xiangfeng.duties import actions
from xiangfeng.duties.models import Occurrence
from xiangfeng.history.models import Entry
from xiangfeng.notifications.models import Message

D = dt.date


def _on(at, month, day, year=2026):
    return at.replace(year=year, month=month, day=day)


def test_once_for_yellow_and_once_for_red(town, at):
    town.add("A3.1", from_on=D(2026, 10, 1))
    town.add("A3.2", title="动员推进会", from_on=D(2026, 10, 1))
    assert actions.warn_of_occurrences(at=at) == 0
    told = actions.warn_of_occurrences(at=_on(at, 12, 17))
    who = {town.cast.user(key).pk for key in ("clerk", "director", "leader", "head")}
    assert told == 4 and set(Message.objects.values_list("user_id", flat=True)) == who
    message = Message.objects.filter(user=town.cast.user("clerk")).get()
    assert message.kind == "todo" and message.url == "/work/duties/wall/"
    assert message.text == "制度义务：2件快到期（领导小组会（2026年四季度）、动员推进会（2026年四季度））"
    assert actions.warn_of_occurrences(at=_on(at, 12, 17)) == 0
    assert actions.warn_of_occurrences(at=_on(at, 12, 28)) == 0
    assert actions.warn_of_occurrences(at=_on(at, 1, 1, 2027)) == 4
    assert Message.objects.filter(kind="warning", text__contains="2件已逾期").count() == 4
    assert actions.warn_of_occurrences(at=_on(at, 1, 2, 2027)) == 0


def test_one_thing_leads_to_its_own_page(town, at):
    row = town.one(town.add("A3.1", from_on=D(2026, 10, 1)), 10)
    actions.warn_of_occurrences(at=_on(at, 12, 17))
    assert Message.objects.filter(url=f"/work/duties/{row.pk}/").count() == 4


def test_warn_days_come_when_the_year_is_known(town, at, monkeypatch):
    from xiangfeng.calendars.models import Year

    duty = town.add("A3.1")
    assert town.one(duty, 1, 2027).warn_on is None
    Year.objects.create(year=2027, is_confirmed=True)
    actions.grow_due_calendars(at=at)
    assert town.one(duty, 1, 2027).warn_on == D(2027, 3, 17)


def test_the_command_twice(town, at, client_for, capsys):
    client_for()  # its clock says ``at``
    seed_years()
    town.add("A3.1")
    Occurrence.objects.filter(year=2027).delete()
    call_command("clock")
    assert "排义务日历 4\n" in capsys.readouterr().out
    before = (Occurrence.objects.count(), Message.objects.count(), Entry.objects.count())
    call_command("clock")
    assert (Occurrence.objects.count(), Message.objects.count(), Entry.objects.count()) == before
