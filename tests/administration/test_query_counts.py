"""Every page asks the same number of questions with one row and with three, and never more than twelve."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.attachments.conftest import pdf
from tests.cast import LONG_AGO
from xiangfeng.access.actor import SYSTEM
from xiangfeng.accounts.models import User
from xiangfeng.administration.actions import people, units
from xiangfeng.attachments.actions import store_file
from xiangfeng.calendars.actions import seed_years
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Post

MOST = 12
PAGES = [
    ("clerk", "units", ""),
    ("clerk", "unit_list", ""),
    ("clerk", "unit", "unit"),
    ("clerk", "unit_move", "unit"),
    ("clerk", "people", ""),
    ("clerk", "roster", ""),
    ("clerk", "person", "person"),
    ("clerk", "appoint", "person"),
    ("system_admin", "units", ""),
    ("system_admin", "unit", "unit"),
    ("system_admin", "accounts", ""),
    ("system_admin", "account", "user"),
    ("county", "calendar", ""),
    ("audit_admin", "history", ""),
    ("audit_admin", "history_verify", ""),
    ("clerk", "attachments", ""),
    ("clerk", "messages", ""),
]


def _grow(cast, at, number):
    """One more of everything that these pages list."""
    town, clerk = cast.units["云溪镇"], cast.actor("clerk")
    village = units.create_unit(town, actor=clerk, at=at, kind="village", name=f"新村{number}", seq=number)
    inner = units.create_unit(village, actor=clerk, at=at, kind="station", name="服务点")
    post = units.create_post(town, actor=clerk, at=at, title=f"考评员{number}", role="assessor")
    units.create_post(inner, actor=clerk, at=at, title="点长", role="village")
    person = people.add_person(town, name=f"新人{number}", phone="13812341234", actor=clerk, at=at)
    User.objects.create_user(f"new-{number}", None, name=person.name)
    person.user = User.objects.get(username=f"new-{number}")
    person.save(update_fields=["user"])
    people.appoint_person(person, post=post, from_date=LONG_AGO, to_date=None, basis="", actor=SYSTEM, at=at)
    store_file(ContentFile(pdf(b"%d" % number), name="a.pdf"), unit=town, actor=clerk, at=at)
    notify([cast.user("clerk").pk], text=f"消息{number}", at=at)


def _count(client, address):
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("key", "name", "args"), PAGES)
def test_a_page_asks_the_same_however_much_there_is(cast, enter, at, key, name, args):
    seed_years()
    subjects = {
        "unit": cast.units["云溪镇" if key == "system_admin" else "石桥村"].pk,
        "person": cast.people["clerk"].pk,
        "user": cast.user("village").pk,
    }
    address = reverse(f"administration:{name}", args=[subjects[args]] if args else [])
    client = enter(key)
    _grow(cast, at, 1)
    one = _count(client, address)
    for number in (2, 3):
        _grow(cast, at, number)
        people.appoint_person(
            cast.people["clerk"],
            post=Post.objects.get(title=f"考评员{number}"),
            from_date=LONG_AGO,
            to_date=None,
            basis="",
            actor=SYSTEM,
            at=at,
        )
    assert _count(client, address) == one
    assert one <= MOST
