"""One form on the desktop: what keeps it from being handed in, photos, the score (A4.1b)."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from tests.inspections.field import ITEMS, issue, item, picture
from xiangfeng.attachments.queries import visible_to
from xiangfeng.base.errors import Refused
from xiangfeng.findings.models import Finding, FindingPhoto
from xiangfeng.inspections.actions.filling import fill_answer, hand_in_visit, keep_photo, lacks_of
from xiangfeng.inspections.models import Answer, Clash, Photo
from xiangfeng.inspections.reckoning import taken, tally


@pytest.fixture
def who(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def visit(cast, sites, at):
    return issue(cast, sites[:1], at)[0]


@pytest.fixture
def fill(visit, who):
    def act(**verdicts):
        for code in ITEMS:
            fill_answer(visit, code, verdict=verdicts.get(code, "ok"), count=1, **who)

    return act


def photo(shade=0):
    return ContentFile(picture(shade), name="现场.png")


def test_points_are_taken_by_place_until_there_are_none():
    assert [taken(item("a"), count) for count in (0, 1, 9, 11)] == [0, Decimal("0.5"), Decimal("4.5"), 5]
    assert taken(item("a", is_fatal=True), 1) == 5
    sums = tally([item("a"), item("b"), item("c")], {"a": ("bad", 3), "b": ("skip", 0)})
    assert (sums.score, sums.full) == (Decimal("8.5"), 10)


def test_what_keeps_a_form_from_being_handed_in(visit, who, at, fill):
    day = {"visited_on": at.date(), "inspectors": "陈晓，吴芳"}
    with pytest.raises(Refused, match="第1、2、3、4项还没有查"):
        hand_in_visit(visit, **day, **who)
    fill(**dict.fromkeys(ITEMS, "skip"))
    with pytest.raises(Refused, match="没有一项查过"):
        hand_in_visit(visit, **day, **who)
    fill(ditch="bad")
    with pytest.raises(Refused, match="第3项有问题，按要求要拍照"):
        hand_in_visit(visit, **day, **who)
    keep_photo(visit, "ditch", photo(), key=uuid.uuid4(), **who)
    for changes, words in (
        ({"inspectors": "陈晓、陈晓"}, "两个人以上"),
        ({"visited_on": at.date() + dt.timedelta(days=1)}, "还没有到"),
        ({"visited_on": at.date().replace(year=2025)}, "这次检查2026年11月23日才派发"),
        ({"is_confirmed": True}, "在场人姓名"),
    ):
        with pytest.raises(Refused, match=words):
            hand_in_visit(visit, **(day | changes), **who)
    hand_in_visit(visit, **day, present="石磊", is_confirmed=True, **who)
    assert (visit.score, visit.full, visit.inspectors) == (Decimal("19.5"), 20, "陈晓、吴芳")


def test_what_is_no_answer(visit, who):
    for fields, words in (
        ({"verdict": "maybe"}, "请选"),
        ({"verdict": "bad", "count": 0}, "处数"),
        ({"verdict": "bad", "count": 100}, "处数"),
        ({"verdict": "ok", "note": "字" * 201}, "200字"),
    ):
        with pytest.raises(Refused, match=words):
            fill_answer(visit, "road", **fields, **who)
    assert not Answer.objects.exists()


def test_the_desktop_clashes_too_when_it_has_not_seen(visit, who):
    assert fill_answer(visit, "road", verdict="ok", seen=0, **who).revision == 1
    assert isinstance(fill_answer(visit, "road", verdict="bad", count=1, seen=0, **who), Clash)
    assert fill_answer(visit, "road", verdict="bad", count=2, seen=1, **who).revision == 2
    assert lacks_of(visit)[-1].startswith("有两人填得不一样")


def test_a_photo_is_kept_once_and_goes_to_its_finding(visit, who, at, fill):
    key = uuid.uuid4()
    fill(ditch="bad", road="bad")
    assert keep_photo(visit, "ditch", photo(), key=key, **who) == keep_photo(
        visit, "ditch", photo(1), key=key, **who
    )
    hand_in_visit(visit, visited_on=at.date(), inspectors="陈晓 吴芳", **who)
    late = keep_photo(visit, "road", photo(2), key=uuid.uuid4(), taken_at=at + dt.timedelta(days=3), **who)
    assert late.taken_at == at
    kept = FindingPhoto.objects.order_by("id").select_related("attachment")
    assert {one.finding.item_code: one.attachment.path for one in kept} == {
        "ditch": Photo.objects.get(key=key).attachment.path,
        "road": late.attachment.path,
    }
    assert {one.attachment.unit for one in kept} == {visit.site.unit}
    assert Finding.objects.count() == 2


def test_the_village_has_no_photo_before_the_form_is_handed_in(visit, who, at, fill, cast, client_for):
    fill(ditch="bad")
    kept = keep_photo(visit, "ditch", photo(), key=uuid.uuid4(), **who)
    clerk, village = client_for(cast.people["clerk"]), client_for(cast.people["village"])
    url = f"/work/inspections/visits/{visit.pk}/photos/{kept.pk}/"
    assert f'src="{url}"' in clerk.get(f"/work/inspections/visits/{visit.pk}/").content.decode()
    assert (clerk.get(url).status_code, village.get(url).status_code) == (200, 404)
    assert not visible_to(cast.actor("village"))
    hand_in_visit(visit, visited_on=at.date(), inspectors="陈晓 吴芳", **who)
    assert village.get(url).status_code == 200
    assert [one.path for one in visible_to(cast.actor("village"))] == [kept.attachment.path]


def test_what_is_no_photo(visit, who):
    with pytest.raises(Refused, match="没有这一项"):
        keep_photo(visit, "strange", photo(), key=uuid.uuid4(), **who)
    with pytest.raises(Refused):
        keep_photo(visit, "road", ContentFile(b"%PDF-1.4 no picture", name="a.pdf"), key=uuid.uuid4(), **who)
    for number in range(9):
        keep_photo(visit, "road", photo(number), key=uuid.uuid4(), **who)
    with pytest.raises(Refused, match="最多 9 张"):
        keep_photo(visit, "road", photo(10), key=uuid.uuid4(), **who)
