"""People and appointments: any past day's list, masked numbers, and history of every change."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.administration.conftest import latest, table
from tests.cast import LONG_AGO
from xiangfeng.access.actor import SYSTEM
from xiangfeng.administration.queries.people import masked
from xiangfeng.history.models import Entry
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Appointment, Person, Post

PHONE = "13812341234"


def url(name, *args):
    return reverse(f"administration:{name}", args=args)


@pytest.fixture
def secretary(cast):
    """石磊 of 石桥村, with a phone number."""
    person = cast.people["village"]
    return orgs.edit_person(person, actor=SYSTEM, phone=PHONE)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        (PHONE, "138****1234"),
        ("0577-64711234", "0577-****1234"),
        ("612345", "****45"),
        ("110", "*10"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_numbers_are_masked(phone, shown):
    assert masked(phone) == shown


def test_a_past_days_list_is_read_back(cast, enter, secretary):
    seat = Appointment.objects.get(person=secretary)
    orgs.end_appointment(seat, to_date=dt.date(2026, 3, 31), actor=SYSTEM)
    successor = orgs.add_person(cast.units["石桥村"], name="石新", actor=SYSTEM)
    orgs.appoint_person(
        successor, post=seat.post, from_date=dt.date(2026, 4, 1), actor=SYSTEM, basis="云委〔2026〕8号"
    )
    client = enter("clerk")

    def sitting(query):
        rows = table(client.get(url("people") + f"?export=xlsx&q=石桥村{query}"))
        return [row[1:] for row in rows[1:]]

    assert sitting("") == [
        ["石新", "石桥村", "村党组织书记", "", "云委〔2026〕8号", "2026年4月1日至今", "村（社区）负责人"]
    ]
    assert sitting("&on=2026-03-31") == [
        [
            "石磊",
            "石桥村",
            "村党组织书记",
            "138****1234",
            "演示任职",
            "2020年1月1日至2026年3月31日",
            "村（社区）负责人",
        ]
    ]
    assert sitting("&on=2019-12-31") == []
    assert sitting("&on=nonsense") == sitting("&on=2026-13-45") == sitting("")
    page = client.get(url("people") + "?on=2026-03-31").content.decode()
    assert "2026年3月31日在任的人" in page
    assert 'value="2026-03-31"' in page


def test_the_headings_are_those_of_the_ledger(cast, enter):
    head = table(enter("clerk").get(url("people") + "?export=xlsx"))[0]
    assert head == ["序号", "姓名", "单位", "职务", "联系电话", "任职文号", "起止", "平台角色"]


def test_one_sees_only_ones_own_branch(cast, enter):
    page = enter("outsider").get(url("people")).content.decode()
    assert "孙河" in page
    assert "石磊" not in page
    assert enter("outsider").get(url("person", cast.people["village"].pk)).status_code == 404
    assert enter("village").get(url("people")).status_code == 403


def test_no_list_or_page_shows_a_whole_number(cast, enter, secretary):
    client = enter("clerk")
    for address in (
        url("people"),
        url("roster"),
        url("person", secretary.pk),
        url("person_edit", secretary.pk),
    ):
        page = client.get(address).content.decode()
        assert PHONE not in page
        assert "138****1234" in page


def test_looking_at_a_whole_number_is_recorded(cast, enter, secretary):
    client = enter("head")
    answer = client.post(url("person_phone", secretary.pk))
    assert PHONE in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert (latest().verb, latest().actor_name, latest().subject_text) == ("查看电话", "何正", "石磊")
    assert PHONE not in latest().body
    assert PHONE not in client.get(url("person", secretary.pk)).content.decode()


def test_somebody_without_a_number_has_none_to_see(cast, enter):
    pk = cast.people["sibling"].pk
    page = enter("clerk").post(url("person_phone", pk), follow=True).content.decode()
    assert "没有登记联系电话" in page
    assert not Entry.objects.filter(verb="查看电话").exists()


def test_the_whole_list_goes_out_recorded(cast, enter, secretary):
    client = enter("clerk")
    rows = table(client.post(url("people_export") + "?q=石磊"))
    assert [row[4] for row in rows[1:]] == [PHONE]
    assert (latest().verb, latest().actor_name) == ("导出人员台账（含电话）", "陈晓")
    assert enter("head").post(url("people_export")).status_code == 403


def test_somebody_is_entered_and_then_appointed(cast, enter):
    village = cast.units["石桥村"]
    client = enter("clerk")
    answer = client.post(url("person_new"), {"unit": village.pk, "name": " 石 玉 ", "phone": PHONE})
    person = Person.objects.get(name="石 玉")
    assert answer.url == url("appoint", person.pk)
    assert latest().after == {"name": "石 玉", "phone": "138****1234"}
    post = Post.objects.get(unit=village)
    data = {"post": post.pk, "from_date": "2026-12-01", "to_date": "", "basis": "云委〔2026〕20号"}
    assert client.post(url("appoint", person.pk), data).url == url("person", person.pk)
    seat = Appointment.objects.get(person=person)
    assert (seat.post, seat.from_date, seat.to_date, seat.basis) == (
        post,
        dt.date(2026, 12, 1),
        None,
        "云委〔2026〕20号",
    )
    entry = latest()
    assert (entry.verb, entry.subject_text, entry.note, entry.unit_path) == (
        "任职",
        "石 玉",
        "石桥村村党组织书记",
        village.path,
    )
    assert "还没到任" in client.get(url("person", person.pk)).content.decode()


@pytest.mark.parametrize("phone", ["电话问老石", "138<script>", "1" * 21])
def test_what_is_no_number_is_refused(cast, enter, phone):
    data = {"unit": cast.units["石桥村"].pk, "name": "石玉", "phone": phone}
    assert enter("clerk").post(url("person_new"), data).status_code == 422
    assert not Person.objects.filter(name="石玉").exists()


def test_nobody_is_entered_elsewhere(cast, enter):
    data = {"unit": cast.units["柳湾村"].pk, "name": "石玉"}
    assert enter("clerk").post(url("person_new"), data).status_code == 422
    assert enter("clerk").get(url("appoint", cast.people["outsider"].pk)).status_code == 404


def test_nobody_appoints_themselves(cast, enter):
    post = Post.objects.get(title="考评员")
    data = {"post": post.pk, "from_date": "2026-11-23"}
    answer = enter("clerk").post(url("appoint", cast.people["clerk"].pk), data)
    assert answer.status_code == 422
    assert "不能给自己任职" in answer.content.decode()


def test_nobody_is_offered_more_than_they_may_give(cast, enter):
    head = Appointment.objects.get(person=cast.people["head"])
    client = enter("clerk")
    page = client.get(url("appoint", cast.people["assessor"].pk)).content.decode()
    assert "考评员" in page
    assert "镇长" not in page
    assert (
        client.post(
            url("appoint", cast.people["assessor"].pk), {"post": head.post_id, "from_date": "2026-11-23"}
        ).status_code
        == 422
    )
    assert url("appointment_end", head.pk) not in client.get(url("person", head.person_id)).content.decode()
    assert (
        url("appointment_end", head.pk)
        in enter("system_admin").get(url("person", head.person_id)).content.decode()
    )


def test_an_appointment_is_ended_and_kept(cast, enter, secretary):
    seat = Appointment.objects.get(person=secretary)
    client = enter("clerk")
    early = client.post(url("appointment_end", seat.pk), {"to_date": "2019-01-01"})
    assert "任职止日不能早于任职起日" in early.content.decode()
    client.post(url("appointment_end", seat.pk), {"to_date": "2026-11-22"})
    seat.refresh_from_db()
    assert seat.to_date == dt.date(2026, 11, 22)
    assert (latest().verb, latest().before, latest().after) == (
        "办结任职",
        {"to_date": None},
        {"to_date": "2026-11-22"},
    )
    assert "已办结" in client.get(url("person", secretary.pk)).content.decode()
    assert enter("village").get(reverse("assessments:own")).status_code == 403


def test_a_number_is_replaced_or_taken_out_unseen(cast, enter, secretary):
    client = enter("clerk")
    page = url("person_edit", secretary.pk)
    same = {"unit": secretary.unit_id, "name": "石磊", "phone": ""}
    last = latest().pk
    client.post(page, same)
    secretary.refresh_from_db()
    assert secretary.phone == PHONE
    assert latest().pk == last
    client.post(page, same | {"phone": "13912349999"})
    assert (latest().before, latest().after) == ({"phone": "138****1234"}, {"phone": "139****9999"})
    client.post(page, same | {"is_phone_removed": "on"})
    secretary.refresh_from_db()
    assert secretary.phone == ""


def test_an_account_takes_the_new_name(cast, enter):
    person = cast.people["village"]
    data = {"unit": person.unit_id, "name": "石磊磊"}
    enter("clerk").post(url("person_edit", person.pk), data)
    assert cast.user("village").__class__.objects.get(username="village").name == "石磊磊"


def test_people_without_a_seat_stand_in_the_full_list(cast, enter):
    orgs.add_person(cast.units["石桥村"], name="石闲", actor=SYSTEM)
    client = enter("clerk")
    assert "石闲" not in client.get(url("people")).content.decode()
    rows = table(client.get(url("roster") + "?export=xlsx&tab=without"))
    assert [row[1:4] for row in rows[1:]] == [["石闲", "石桥村", ""]]


def test_the_three_administrators_are_never_one_person(cast, enter):
    county = cast.units["某县"]
    person = cast.people["security_admin"]
    post = Post.objects.get(unit=county, role="audit_admin")
    data = {"post": post.pk, "from_date": "2026-11-23"}
    answer = enter("system_admin").post(url("appoint", person.pk), data)
    assert "不能由一个人兼任" in answer.content.decode()
    seat = Appointment.objects.get(person=person)
    assert seat.from_date == LONG_AGO


def test_posts_are_looked_for_nearby(cast, enter):
    client = enter("system_admin")
    town = client.get(url("appoint", cast.people["village"].pk)).content.decode()
    assert "镇长" in town
    assert "县文明办干部" not in town
    county = client.get(url("appoint", cast.people["county"].pk)).content.decode()
    assert "县文明办干部" in county
    assert "镇长" not in county
