"""The doors of the phone form: what it takes along, photos in pieces, and whose phone it is."""

from __future__ import annotations

import json
import uuid

import pytest
from django.urls import reverse

from tests.inspections.field import ITEMS, Phone, issue, picture
from xiangfeng.inspections.actions.uploading import MOST_BYTES, received, take_piece
from xiangfeng.inspections.models import Photo, Upload

FIELD = "/work/inspections/field/"


@pytest.fixture
def visits(cast, sites, at):
    return issue(cast, sites[:2], at)


@pytest.fixture
def visit(visits):
    return visits[0]


@pytest.fixture
def phone(cast, at):
    return Phone(cast.actor("assessor"), at)


@pytest.fixture
def client(client_for, cast):
    return client_for(cast.people["assessor"])


def piece(visit, at, actor, **more):
    fields = {
        "key": uuid.uuid4(),
        "name": "a.png",
        "size": 9,
        "offset": 0,
        "piece": b"",
        "actor": actor,
        "at": at,
    }
    return take_piece(visit, more.pop("item", "road"), **(fields | more))


def test_the_package_holds_my_visits_with_forms_and_answers(visits, phone, client, client_for, cast):
    phone.send(phone.filled(visits[0], "road", "bad", count=2))
    package = client.get(f"{FIELD}package/").json()
    assert package["user"] == {"id": phone.actor.user_id, "name": "吴芳"}
    assert [one["site"] for one in package["visits"]] == ["石桥村1组", "石桥村2组"]
    first = package["visits"][0]
    assert [one["code"] for one in package["inspections"][0]["forms"][first["form"]]["items"]] == list(ITEMS)
    assert [(one["item"], one["count"], one["revision"]) for one in first["answers"]] == [("road", 2, 1)]
    assert first["members"] == ["陈晓", "吴芳"]
    assert client_for(cast.people["leader"]).get(f"{FIELD}package/").json()["visits"] == []
    assert len(client_for(cast.people["director"]).get(f"{FIELD}package/").json()["visits"]) == 2


def test_a_phone_does_not_send_for_somebody_else(visit, phone, client, cast):
    body = {"user": cast.user("clerk").pk, "device": "d", "operations": [phone.filled(visit, "road")]}
    send = lambda: client.post(f"{FIELD}send/", json.dumps(body), content_type="application/json")  # noqa: E731
    assert send().status_code == 409
    body["user"] = phone.actor.user_id
    assert [one["result"] for one in send().json()["results"]] == ["done"]
    assert client.post(f"{FIELD}send/", "{", content_type="application/json").status_code == 400
    url = f"{FIELD}photo/{uuid.uuid4()}/?user={cast.user('clerk').pk}"
    assert client.post(url, b"x", content_type="application/octet-stream").status_code == 409


def test_a_photo_in_pieces_goes_on_where_it_broke_off(visit, phone, client):
    key, content = uuid.uuid4(), picture(side=60)
    url = reverse("inspections:field_photo", kwargs={"key": key})
    said = {
        "user": phone.actor.user_id,
        "visit": visit.key,
        "item": "road",
        "name": "a.png",
        "size": len(content),
    }

    def send(offset, end):
        query = "&".join(f"{name}={value}" for name, value in {**said, "offset": offset}.items())
        return client.post(
            f"{url}?{query}", content[offset:end], content_type="application/octet-stream"
        ).json()

    assert client.get(url).json()["received"] == 0
    assert send(0, 500) == {"result": "waiting", "received": 500}
    assert send(0, 500)["received"] == 500, "the same piece twice adds nothing"
    assert send(900, 1000)["received"] == 500, "a piece that does not follow is not taken"
    assert send(300, 800)["received"] == 800, "what is here already is skipped"
    assert client.get(url).json() == {"result": "waiting", "received": 800}
    assert send(800, None)["result"] == "done"
    assert send(800, None)["result"] == "done"
    assert client.get(url).json()["result"] == "done"
    photo = Photo.objects.get()
    assert (photo.key, photo.item, photo.attachment.width) == (key, "road", 60)
    assert not Upload.objects.exists()


def test_a_photo_that_is_none_is_refused_and_leaves_nothing(visit, phone, at, client):
    key = uuid.uuid4()
    query = f"?user={phone.actor.user_id}&visit={visit.key}&item=road&name=a.jpg&size=4&offset=0"
    url = f"{FIELD}photo/{key}/{query}"
    told = client.post(url, b"none", content_type="application/octet-stream").json()
    assert told["result"] == "refused"
    assert received(key, actor=phone.actor) == {"result": "waiting", "received": 0}
    assert not Upload.objects.exists()
    assert client.post(f"{FIELD}photo/{key}/?user={phone.actor.user_id}").status_code == 400


@pytest.mark.parametrize(
    ("fields", "words"), [({"item": "strange"}, "没有这一项"), ({"size": MOST_BYTES + 1}, "20 MB"), ({"size": 0}, "20 MB")]
)  # fmt: skip
def test_pieces_that_are_refused(visit, at, phone, fields, words):
    with pytest.raises(Exception, match=words):
        piece(visit, at, phone.actor, **fields)


def test_somebody_elses_upload_is_not_touched(visit, at, phone, cast):
    key = uuid.uuid4()
    piece(visit, at, phone.actor, key=key, piece=b"abc")
    with pytest.raises(Exception, match="对不上"):
        piece(visit, at, cast.actor("clerk"), key=key, piece=b"xyz", offset=3)
    assert received(key, actor=cast.actor("clerk"))["received"] == 0
    assert received(key, actor=phone.actor)["received"] == 3


def test_the_page_names_nobody_and_the_worker_knows_its_files(client, visits):
    page = client.get(FIELD).content.decode()
    assert "吴芳" not in page
    assert "云溪镇" not in page
    worker = client.get(f"{FIELD}worker.js")
    assert worker["Content-Type"] == "text/javascript"
    assert '"page": "/work/inspections/field/"' in worker.content.decode()
    assert "web/build/field.js" in worker.content.decode()
