"""Taking reports in: once for each form, with a receipt that nobody keeps, never to those complained of."""

from __future__ import annotations

import datetime as dt

import pytest

from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused
from xiangfeng.feedback.actions import Sender, register_report
from xiangfeng.feedback.models import Contact, Desk, Report
from xiangfeng.feedback.queries import report_by, reports_for

TEXT = "垃圾桶三天没清，袋子都堆到路上了"


@pytest.fixture
def take(cast, at):
    def make(text=TEXT, channel="web", **more):
        return register_report(cast.units["云溪镇"], text=text, channel=channel, at=at, **more)

    return make


def test_the_same_form_sent_again_is_the_same_report_with_the_same_receipt(take):
    first, again = take(form_key="a1"), take(form_key="a1", text="别的话")
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.report.pk, again.code) == (first.report.pk, first.code)
    assert take(form_key="a2").code != first.code
    assert Report.objects.count() == 2


def test_the_receipt_is_found_however_it_is_written_and_is_not_kept(take):
    made = take()
    assert report_by(made.code.lower().replace("-", " ")) == made.report
    assert report_by("AAAA-BBBB-CCCC") is None
    assert made.code not in str(list(Report.objects.values()))


def test_nothing_is_kept_of_who_is_anonymous(take):
    sender = Sender(name="王五", phone="13800001234")
    take(sender=sender)
    assert not Contact.objects.exists()
    take(sender=sender, privacy="named")
    assert Contact.objects.get().name == "王五"
    with pytest.raises(Refused, match="可以选匿名"):
        take(privacy="named")


def test_the_shorter_of_the_own_term_and_that_of_12345_holds(take, cast):
    assert take(kind="enquiry").report.due_on == dt.date(2026, 11, 26)
    Desk.objects.create(unit=cast.units["云溪镇"], days_enquiry=2)
    assert take(kind="enquiry").report.due_on == dt.date(2026, 11, 25)
    upper = {"upper_number": "12345-1", "upper_due_on": dt.date(2026, 11, 24)}
    assert take(kind="enquiry", channel="upper", **upper).report.due_on == dt.date(2026, 11, 24)
    with pytest.raises(Refused, match="工单号"):
        take(kind="enquiry", channel="upper", **upper)


def test_a_case_about_the_township_goes_to_the_county_and_its_people_never_see_it(take, cast, at):
    town, village = cast.units["云溪镇"], cast.units["石桥村"]
    up, down = take(about=town).report, take(about=village).report
    assert (up.unit, down.unit) == (town.parent, town)
    seen = {seat: set(reports_for(cast.actor(seat, on=at.date()))) for seat in ("clerk", "village", "county")}
    assert seen == {"clerk": {down}, "village": set(), "county": {up, down}}


def test_bad_input_is_refused(take, at):
    for words, more in (
        ("请写清", {"text": "  "}),
        ("字以内", {"text": "长" * 1001}),
        ("晚于今天", {"came_on": at.date() + dt.timedelta(days=1)}),
    ):
        with pytest.raises(Refused, match=words):
            take(**{"actor": SYSTEM} | more)


def test_of_a_confidential_place_the_handling_unit_hears_the_village_alone(take, cast):
    sender, village = Sender(phone="13800001234"), cast.units["石桥村"]
    row = take(privacy="confidential", sender=sender, village=village, place="我家门口").report
    assert (row.where, row.where_told) == ("石桥村 我家门口", "石桥村")
    assert take(village=village, place="桥头").report.where_told == "石桥村 桥头"
