"""The weekly note and the person's own calendar address."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.house.urls import client_of
from tests.world import NOW, World
from xiangfeng.accounts.models import User
from xiangfeng.base.errors import Refused
from xiangfeng.history.models import Entry as History
from xiangfeng.notifications.models import Message
from xiangfeng.orgs.models import Appointment
from xiangfeng.workbench.actions import choose_digest, digest_text, renew_feed, revoke_feed, send_digests
from xiangfeng.workbench.models import FeedToken
from xiangfeng.workbench.queries import dated_for
from xiangfeng.workbench.queries.feed import reader_of
from xiangfeng.workbench.todos import Todo

TODAY = NOW.date()
DAY = dt.timedelta(days=1)


def notes(built: World, who: str) -> list[str]:
    rows = Message.objects.filter(user=built.cast.user(who), url=reverse("workbench:inbox"))
    return list(rows.order_by("id").values_list("text", flat=True))


def test_on_monday_everybody_with_work_gets_one_note(built: World):
    assert send_digests(at=NOW) > 0
    for who in ("director", "village"):
        mine = [todo for todo in dated_for(built.cast.actor(who), today=TODAY) if todo.is_mine]
        assert len(notes(built, who)) == 1
        assert f"共 {len(mine)} 件" in notes(built, who)[0]
    assert notes(built, "supervisor") == []
    assert notes(built, "audit_admin") == []


def test_twice_on_a_monday_and_on_other_days_nobody_is_told_again(built: World):
    send_digests(at=NOW)
    before = Message.objects.count()
    assert send_digests(at=NOW + dt.timedelta(hours=2)) == 0
    assert send_digests(at=NOW + DAY) == 0
    assert Message.objects.count() == before
    assert send_digests(at=NOW + 7 * DAY) > 0


def test_the_clock_sends_it(built: World):
    out = io.StringIO()
    with time_machine.travel(NOW, tick=True):
        call_command("clock", stdout=out)
        call_command("clock", stdout=out)
    assert len(notes(built, "director")) == 1
    assert re.search(r"每周待办汇总 [1-9]", out.getvalue())


def test_who_does_not_want_it_hears_nothing(built: World):
    choose_digest(actor=built.cast.actor("director"), has_digest=False)
    User.objects.filter(pk=built.cast.user("clerk").pk).update(is_active=False)
    send_digests(at=NOW)
    assert notes(built, "director") == []
    assert notes(built, "clerk") == []
    choose_digest(actor=built.cast.actor("director"), has_digest=True)
    send_digests(at=NOW + 7 * DAY)
    assert len(notes(built, "director")) == 1


def test_the_note_counts_by_urgency_and_leaves_out_what_others_do():
    def todo(due: dt.date | None, *, is_mine: bool = True) -> Todo:
        return Todo("事", "", due, "", "", "", is_mine)

    todos = [todo(TODAY - DAY), todo(TODAY), todo(TODAY), todo(None), todo(TODAY, is_mine=False)]
    assert digest_text(todos, today=TODAY) == (
        "11月23日这一周，等您办的共 4 件：已逾期 1 件、今天 2 件、以后 1 件。"
    )
    assert digest_text([todo(TODAY, is_mine=False)], today=TODAY) == ""


def test_the_address_is_kept_only_as_a_hash_and_an_old_one_stops(built: World):
    actor = built.cast.actor("director")
    first = renew_feed(actor=actor, at=NOW)
    assert first not in FeedToken.objects.get(user_id=actor.user_id).digest
    assert reader_of(first, on=TODAY).user_id == actor.user_id
    second = renew_feed(actor=actor, at=NOW)
    assert first != second
    assert reader_of(first, on=TODAY).user_id is None
    assert reader_of(second, on=TODAY).user_id == actor.user_id
    revoke_feed(actor=actor, at=NOW)
    assert reader_of(second, on=TODAY).user_id is None
    with pytest.raises(Refused, match="不用收回"):
        revoke_feed(actor=actor, at=NOW)
    assert list(History.objects.filter(actor_id=actor.user_id, subject_type="workbench.feedtoken").order_by("id").values_list("verb", flat=True)) == [
        "生成日历订阅地址", "生成日历订阅地址", "收回日历订阅地址",
    ]  # fmt: skip


def test_a_shut_account_reads_nothing(built: World):
    token = renew_feed(actor=built.cast.actor("clerk"), at=NOW)
    User.objects.filter(pk=built.cast.user("clerk").pk).update(is_active=False)
    assert reader_of(token, on=TODAY).user_id is None


def test_one_chooses_on_the_page(built: World):
    client = client_of(built, "village")
    page = client.get(reverse("workbench:feed")).content.decode()
    assert "生成日历地址" in page
    answer = client.post(reverse("workbench:feed_renew"), follow=True)
    assert answer.redirect_chain == [
        (reverse("workbench:feed"), 302)
    ]  # reloading what is seen posts nothing again
    page = answer.content.decode()
    address = page.partition('id="feed-address">')[2].partition("<")[0]
    assert Client().get(address).status_code == 200
    assert address not in client.get(reverse("workbench:feed")).content.decode()
    client.post(reverse("workbench:feed_revoke"))
    assert Client().get(address).status_code == 404
    client.post(reverse("workbench:feed_digest"), {"has_digest": "0"})
    assert "已关" in client.get(reverse("workbench:feed")).content.decode()


def feed_of(built: World, who: str) -> tuple[str, str]:
    token = renew_feed(actor=built.cast.actor(who), at=NOW)
    address = reverse("workbench:feed_file", args=[token])
    return address, Client().get(address).content.decode().replace("\r\n ", "")


def test_the_feed_holds_ones_own_dates_and_no_others(built: World):
    with time_machine.travel(NOW, tick=False):
        _, office = feed_of(built, "director")
        _, village = feed_of(built, "village")
        _, other = feed_of(built, "outsider")
    assert office.startswith("BEGIN:VCALENDAR\r\n")
    assert "11月考评等您" in office or "11月考评" in office
    assert "考评通报（2026年11月）到期" in office
    assert "核对石桥村" in village
    assert "考评通报" not in village
    assert "云溪镇" not in other


def test_the_feed_needs_no_sign_in_and_leaves_no_trace(built: World):
    with time_machine.travel(NOW, tick=True):
        address, _ = feed_of(built, "director")
        before = History.objects.count()
        answer = Client().get(address)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "private" in answer["Cache-Control"]
        assert "sessionid" not in answer.cookies
        again = Client(headers={"if-none-match": answer["ETag"]}).get(address)
        assert (again.status_code, again.content) == (304, b"")
        assert History.objects.count() == before
        assert Client().get(address.replace(".ics", "x.ics")).status_code == 404


def test_rights_are_those_of_today(built: World):
    with time_machine.travel(NOW, tick=True):
        address, text = feed_of(built, "director")
        assert "考评通报" in text
        Appointment.objects.filter(person=built.cast.people["director"]).update(to_date=TODAY - DAY)
        assert "考评通报" not in Client().get(address).content.decode()
