"""What a unit may read and do of what was handed to it: its brief, 签收 and the result; the rest is for the unit that received it (standards §6.6)."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from tests.cast import LONG_AGO
from tests.world import picture
from xiangfeng.access.actor import SYSTEM
from xiangfeng.accounts.models import User
from xiangfeng.base.errors import Refused
from xiangfeng.feedback.actions import Sender, register_report
from xiangfeng.feedback.actions.accepting import accept_report
from xiangfeng.feedback.actions.answering import answer_report, close_report, reply_report
from xiangfeng.feedback.actions.dispatching import dispatch_report, sign_report
from xiangfeng.feedback.queries import found_by, reports_for, waiting_for
from xiangfeng.orgs import actions as orgs

TEXT, BRIEF, PLACE = "我家就在站旁边第二户，站里的水管漏到我家", "站旁水管漏水，请修", "站旁第二户"


@pytest.fixture
def hand(cast, at):
    """A confidential report received by one unit and handed to another below."""

    def make(receiver, by, handler):
        who = {"actor": cast.actor(by), "at": at}
        row = register_report(
            cast.units[receiver], text=TEXT, place=PLACE, channel="supervisor", privacy="confidential", registrar="社会监督员",
            sender=Sender(name="王五", phone="13800001234"), photos=[ContentFile(picture(7), name="管.png")], at=at,
        ).report  # fmt: skip
        accept_report(row, kind="complaint", place=PLACE, **who)
        dispatch_report(row, handler=cast.units[handler], brief=BRIEF, shows_photos=False, **who)
        return row

    return make


def _reads_the_brief_alone(client, row):
    page = client.get(f"/work/feedback/{row.pk}/").content.decode()
    assert BRIEF in page
    assert not [
        word
        for word in (TEXT, PLACE, "王五", "/photos/", "往来", "社会监督员　", " 社会监督员")
        if word in page
    ]
    listed = client.get("/work/feedback/?tab=all")
    assert listed.status_code == 403 or row.number not in listed.content.decode()
    assert BRIEF in client.get("/work/feedback/own/").content.decode()


def test_the_office_of_a_township_reads_the_brief_of_what_the_county_hands_it(cast, at, hand, client_for):
    row = hand("某县", "county", "东河镇")
    outsider = {"actor": cast.actor("outsider"), "at": at}
    client = client_for(cast.people["outsider"])
    _reads_the_brief_alone(client, row)
    found = found_by(outsider["actor"], "第二户")
    assert not any(rows.exists() for rows in found)
    assert any(row.pk == one[1] for rows in waiting_for(outsider["actor"], today=at.date()) for one in rows)
    with pytest.raises(Refused, match="没有这项权限"):
        close_report(row, **outsider)
    sign_report(row, **outsider)
    answer_report(row, text="已修", **outsider)
    with pytest.raises(Refused, match="没有这项权限"):
        reply_report(row, text="已修好", **outsider)
    assert client.get(f"/work/feedback/{row.pk}/do/reply/").status_code == 302
    reply_report(row, text="已修好", actor=cast.actor("county"), at=at)
    assert row.state == "replied"


def test_who_looks_at_all_of_a_station_does_not_read_what_was_handed_to_it(cast, at, hand, client_for):
    row = hand("云溪镇", "clerk", "农业站")
    user = User.objects.create_user("caizheng", "Shi-Qiao-2026", name="钱水")
    person = orgs.add_person(cast.units["农业站"], name="钱水", actor=SYSTEM, user=user)
    post = orgs.create_post(cast.units["农业站"], title="出纳", role="finance", actor=SYSTEM)
    orgs.appoint_person(person, post=post, from_date=LONG_AGO, actor=SYSTEM)
    assert client_for(person).get(f"/work/feedback/{row.pk}/").status_code == 404
    _reads_the_brief_alone(client_for(cast.people["liaison"]), row)


def test_the_township_still_reads_what_it_handed_out_and_the_county_all(cast, hand):
    row = hand("云溪镇", "clerk", "石桥村")
    assert all(row in reports_for(cast.actor(seat)) for seat in ("clerk", "county", "village"))
    assert row not in reports_for(cast.actor("sibling")) and row not in reports_for(cast.actor("outsider"))
