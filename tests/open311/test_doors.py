"""GeoReport v2, as clients meet it: both forms, faults, filters, what goes to whom."""

from __future__ import annotations

import datetime as dt
import json
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.inspections.field import picture
from xiangfeng.access.actor import SYSTEM
from xiangfeng.feedback.models import Category, Contact, Photo, Report
from xiangfeng.open311.actions import issue_key, revoke_key
from xiangfeng.open311.models import ApiKey

ROOT = "/open311/v2"
SAID = {"service_code": "001", "address_string": "石桥村口", "description": "垃圾三天没清", "lat": "31.5", "long": "116.25"}  # fmt: skip


@pytest.fixture
def web(client_for, key):
    """A client that reads JSON: ``web(path, …)`` gives status and body."""
    client = client_for()

    def ask(path, *, post=None, **more):
        url = f"{ROOT}/{path}"
        answer = client.get(url, more) if post is None else client.post(url, post, **more)
        assert answer["Content-Type"] == "application/json; charset=utf-8"
        assert not answer.cookies
        return answer.status_code, json.loads(answer.content)

    ask.client = client
    return ask


@pytest.fixture
def sent(web, key):
    """Send a report; gives the first member of the answer."""

    def make(headers=None, **more):
        status, body = web("requests.json", post={"api_key": key, **SAID, **more}, headers=headers)
        assert status == 200, body
        return body[0]

    return make


def test_the_two_forms_say_the_same(web, sent):
    sent()
    xml = ElementTree.fromstring(web.client.get(f"{ROOT}/requests.xml").content)
    (row,) = web("requests.json")[1]
    assert (xml.tag, [child.tag for child in xml]) == ("service_requests", ["request"])
    assert {child.tag: child.text for child in xml[0]} == row
    definition = ElementTree.fromstring(web.client.get(f"{ROOT}/services/001.xml").content)
    attributes = web("services/001.json")[1]["attributes"]
    assert [one.findtext("code") for one in definition.iter("attribute")] == [
        one["code"] for one in attributes
    ]
    assert definition.findtext("attributes/attribute/variable") == "true"
    discovery = ElementTree.fromstring(web.client.get(f"{ROOT}/discovery.xml").content)
    formats = [one.text for one in discovery.iter("format")]
    assert formats == web("discovery.json")[1]["endpoints"][0]["formats"] == ["text/xml", "application/json"]


def test_everybody_reads_how_far_it_is_and_only_the_sending_system_what_was_said(web, sent, key, town):
    pk = sent(first_name="小明", last_name="王", phone="13800001234", email="a@b.cn")["service_request_id"]
    (open_row,), (own,) = web(f"requests/{pk}.json")[1], web(f"requests/{pk}.json", api_key=key)[1]
    assert (open_row["description"], open_row["lat"], open_row["address"]) == (None, None, "云溪镇")
    assert (own["description"], own["lat"], own["long"], own["address"]) == (
        "垃圾三天没清",
        31.5,
        116.25,
        "石桥村口",
    )
    assert (open_row["status"], open_row["status_notes"], open_row["requested_datetime"]) == ("open", "待受理", "2026-11-23T02:00:00Z")  # fmt: skip
    for text in (json.dumps(own, ensure_ascii=False), web.client.get(f"{ROOT}/requests.xml?api_key={key}").content.decode()):  # fmt: skip
        assert "13800001234" not in text and "王小明" not in text and "a@b.cn" not in text
    contact = Contact.objects.get()
    assert (contact.name, contact.phone, contact.report.privacy) == ("王小明", "13800001234", "named")
    other = issue_key(town, name="别的系统", per_hour=5, actor=SYSTEM, at=contact.report.received_at)[1]
    assert web(f"requests/{pk}.json", api_key=other)[1] == [open_row]


def test_whoever_is_complained_of_does_not_find_the_village_here(web, sent, key, cast):
    village = cast.units["石桥村"]
    pk = sent(**{"attribute[village]": str(village.pk)})["service_request_id"]
    assert web(f"requests/{pk}.json")[1][0]["address"] == "云溪镇石桥村"
    Report.objects.update(about=village, place="")
    assert web(f"requests/{pk}.json")[1][0]["address"] == "云溪镇"
    assert web(f"requests/{pk}.json", api_key=key)[1][0]["address"] == "云溪镇石桥村"


def test_what_people_told_the_township_itself_is_not_listed(web, sent, key, town, at):
    from xiangfeng.feedback.actions import register_report

    sent()
    told = register_report(town, text="不是从接口来的", channel="web", at=at)
    assert len(web("requests.json")[1]) == 1
    assert web(f"requests/{told.report.pk}.json", api_key=key)[0] == 404
    assert web(f"tokens/{told.code}.json")[0] == 404


def test_the_receipt_is_the_token(web, sent, settings):
    made = sent()
    code = made["service_notice"].partition("查询码 ")[2][:14]
    number = made["service_request_id"]
    assert web(f"tokens/{code}.json") == (200, [{"service_request_id": number, "token": code}])
    assert web("tokens/AAAA-BBBB-CCCC.json")[0] == 404
    settings.FEEDBACK_WRONG_CODES = 1
    assert web(f"tokens/{code}.json")[0] == 429


def test_sent_again_with_the_same_key_is_the_same_report(web, sent):
    first, again = sent({"Idempotency-Key": "a1"}), sent({"Idempotency-Key": "a1"}, description="别的话")
    assert first == again
    assert sent({"Idempotency-Key": "a2"}) != first
    assert Report.objects.count() == 2


def test_photos_come_with_the_post_and_nothing_is_fetched(web, sent):
    photo = SimpleUploadedFile("a.png", picture(side=40), "image/png")
    notice = sent(**{"media[]": photo, "media_url": "http://169.254.169.254/"})["service_notice"]
    assert "没有取回" in notice
    assert Photo.objects.get().attachment.content_type == "image/jpeg"
    assert web("requests.json")[1][0]["media_url"] is None


def test_village_and_kind_are_read(web, sent, cast):
    village = cast.units["石桥村"]
    sent(**{"attribute[village]": str(village.pk), "attribute[kind]": "help"})
    row = Report.objects.get()
    assert (row.village, row.kind, row.channel) == (village, "help", "machine")
    assert web("requests.json")[1][0]["address"] == "云溪镇石桥村"


@pytest.mark.parametrize(
    ("status", "changed", "word"),
    [
        (403, {"api_key": ""}, "api_key"),
        (403, {"api_key": "0000"}, "api_key"),
        (404, {"service_code": "002"}, "service_code"),
        (400, {"service_code": ""}, "service_code"),
        (400, {"address_string": "", "lat": ""}, "地点"),
        (400, {"lat": "91"}, "lat"),
        (400, {"long": "nan"}, "long"),
        (400, {"description": "长" * 4001}, "description"),
        (400, {"phone": "1" * 41}, "phone"),
        (400, {"attribute[village]": "火星"}, "village"),
        (400, {"attribute[kind]": "praise"}, "kind"),
        (400, {"media": SimpleUploadedFile("a.html", b"<script>")}, "照片"),
        (400, {"media": SimpleUploadedFile("a.png", b"<script>alert(1)</script>")}, "内容"),
    ],
)
def test_a_report_that_is_refused(web, key, status, changed, word):
    got, body = web("requests.json", post={"api_key": key, **SAID, **changed})
    assert (got, body[0]["code"]) == (status, str(status))
    assert word in body[0]["description"]
    assert not Report.objects.exists()


def test_all_faults_are_told_at_once(web, key):
    _, body = web("requests.json", post={"api_key": key, "lat": "x", "long": "y"})
    assert len(body) == 3


def test_a_long_description_is_taken(sent):
    sent(description="长" * 4000, address_string="路" * 300)
    assert len(Report.objects.get().text) > 4000


def test_the_limit_of_an_hour(web, town, at):
    text = issue_key(town, name="慢的", per_hour=2, actor=SYSTEM, at=at)[1]
    codes = [web("requests.json", post={"api_key": text, **SAID})[0] for _ in range(3)]
    assert codes == [200, 200, 429]
    assert Report.objects.count() == 2
    assert ApiKey.objects.get(name="慢的").used_on == at.date()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 1),
        ({"status": "open"}, 1),
        ({"status": "open,closed"}, 1),
        ({"status": "closed"}, 0),
        ({"service_code": "001,x"}, 1),
        ({"service_code": "x"}, 0),
        ({"start_date": "2026-11-23T09:00:00+08:00"}, 1),
        ({"start_date": "2026-11-24T00:00:00Z"}, 0),
        ({"end_date": "2026-11-23T01:00:00Z"}, 0),
        ({"page": "2"}, 0),
        ({"service_request_id": "999999,x", "status": "open"}, 0),
    ],
)
def test_filters(web, sent, query, found):
    sent()
    assert len(web("requests.json", **query)[1]) == found


@pytest.mark.parametrize(
    "query",
    [
        {"status": "half"},
        {"start_date": "gestern"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
        {"start_date": "2026-11-02T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
        {"start_date": "9999-12-31T23:59:59Z"},
        {"page": "0"},
        {"page_size": "1001"},
    ],
)
def test_a_wrong_filter(web, query):
    status, body = web("requests.json", **query)
    assert (status, body[0]["code"]) == (400, "400")


def test_several_units_want_to_be_named(web, sent, cast, at):
    county = cast.units["某县"]
    text = issue_key(county, name="市平台", per_hour=9, actor=SYSTEM, at=at)[1]
    Category.objects.create(unit=county, code="001", name="县里的垃圾")
    Category.objects.create(unit=county, code="003", name="路灯")
    assert web("services.json")[0] == 400
    assert web("services.json", jurisdiction_id="999")[0] == 404
    names = [row["service_name"] for row in web("services.json", jurisdiction_id="341522101")[1]]
    assert sorted(names) == ["垃圾清运", "路灯"]
    sent()
    status, _ = web("requests.json", post={"api_key": text, "jurisdiction_id": "341522101", **SAID})
    assert status == 200
    assert Report.objects.filter(unit=cast.units["云溪镇"]).count() == 2


def test_a_key_serves_its_own_unit_only(web, key, cast, at):
    other = cast.units["东河镇"]
    Category.objects.create(unit=other, code="001", name="垃圾")
    issue_key(other, name="东河的", per_hour=9, actor=SYSTEM, at=at)
    status, _ = web("requests.json", post={"api_key": key, "jurisdiction_id": str(other.pk), **SAID})
    assert status == 403


def test_without_a_live_key_the_interface_is_shut(web, key, sent, at):
    sent()
    revoke_key(ApiKey.objects.get(), actor=SYSTEM, at=at)
    assert web("services.json")[0] == 404
    assert web("requests.json", post={"api_key": key, **SAID})[0] == 403


def test_other_methods_are_told_so(web):
    answer = web.client.delete(f"{ROOT}/requests.json")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert web.client.post(f"{ROOT}/services.xml").status_code == 405


def test_a_closed_request(web, sent, at):
    pk = sent()["service_request_id"]
    later = at + dt.timedelta(days=1)
    Report.objects.update(state="closed", closed_at=later, reply="清了", first_replied_at=at)
    (row,) = web(f"requests/{pk}.json")[1]
    assert (row["status"], row["status_notes"], row["updated_datetime"], row["expected_datetime"]) == ("closed", "已办结", "2026-11-24T02:00:00Z", None)  # fmt: skip
    assert len(web("requests.json", status="closed")[1]) == 1
