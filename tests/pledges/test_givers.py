"""A 责任书 of the county with a township: what the county does the township cannot do for it, nor read it too early."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from xiangfeng.access.actor import SYSTEM, Actor, Grant
from xiangfeng.base.errors import Refused
from xiangfeng.calendars.actions import seed_years
from xiangfeng.goals.models import Plan
from xiangfeng.pledges import content, queries, waiting
from xiangfeng.pledges.actions import drafting, signing
from xiangfeng.pledges.actions.supplements import draft_supplement
from xiangfeng.pledges.models import Pledge
from xiangfeng.workflow.flow import flow_of

TEXTS = {"responsibilities": "一", "support": "二", "method": "三", "rewards": "四", "remark": ""}
LINE = {
    "line": 1, "title": "活动", "indicator": "场次", "direction": "ge", "target": "8", "measure": "场",
    "weight": "100", "due_on": "2026-12-20",
}  # fmt: skip


@pytest.fixture
def pledge(cast, at) -> Pledge:
    """The county's draft for 云溪镇."""
    seed_years()
    county, town = cast.units["某县"], cast.units["云溪镇"]
    plan = Plan.objects.create(unit=county, year=2026, title="某县计划", created_at=at)
    return Pledge.objects.create(
        unit=county, party=town, plan=plan, year=2026, number="某县-责任书-2026-001", lines=[LINE], created_at=at,
        responsibilities=content.RESPONSIBILITIES, support=content.SUPPORT, method=content.METHOD,
        rewards=content.REWARDS,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "state", "key"),
    [
        ("send", "draft", "clerk"),
        ("scan", "to_sign", "clerk"),
        ("recall", "to_sign", "clerk"),
        ("countersign", "half", "head"),
        ("void", "signed", "head"),
    ],
)
def test_the_township_makes_no_move_of_the_county(pledge, cast, verb, state, key):
    pledge.state = state
    assert flow_of(pledge).reason_against(pledge, verb, cast.actor(key)) == "甲方是某县，由某县处理"


def test_the_township_neither_writes_scans_nor_changes_it(pledge, cast, at):
    who = {"actor": cast.actor("clerk"), "at": at}
    with pytest.raises(Refused, match="没有这项权限"):
        drafting.edit_texts(pledge, **TEXTS, revision=1, **who)
    with pytest.raises(Refused, match="没有这项权限"):
        signing.register_scan(
            pledge, upload=ContentFile(b"", name="a.pdf"), signed_on=at.date(), party_name="甲", giver_name="乙", **who
        )  # fmt: skip
    pledge.state = "signed"
    with pytest.raises(Refused, match="没有这项权限"):
        draft_supplement(pledge, wanted={1: {"target": Decimal(6)}}, reason="一", basis="二", **who)


def test_the_township_sees_it_once_it_was_sent(pledge, cast, at, client_for):
    clerk = cast.actor("clerk")
    url = reverse("pledges:pledge", args=[pledge.pk])
    assert not queries.readable_pledges(clerk) and not queries.pledges_for(clerk)
    assert client_for(cast.people["clerk"]).get(url).status_code == 404
    assert queries.readable_pledges(cast.actor("county")).get() == pledge
    signing.send_paper(pledge, actor=SYSTEM, at=at)
    assert queries.readable_pledges(clerk).get() == pledge
    page = client_for(cast.people["clerk"]).get(url).text
    assert "全镇签订情况" not in page


def test_the_head_of_the_township_is_not_asked_to_sign_for_the_county(pledge, cast, at):
    Pledge.objects.update(state="half")
    assert not queries.waiting_for(cast.actor("head"), today=at.date())[0]
    (row,) = queries.waiting_for(SYSTEM, today=at.date())[0]
    assert not waiting.describe(row, cast.actor("head"), at.date())["is_mine"]


def test_a_village_reads_neither_a_draft_nor_one_voided_before_it_was_sent(pledge, cast, at):
    Pledge.objects.update(unit=cast.units["云溪镇"], party=cast.units["石桥村"], state="void")
    assert not queries.readable_pledges(cast.actor("village"))
    assert queries.readable_pledges(cast.actor("clerk")).get() == pledge


def test_the_page_shows_a_village_no_draft_of_a_supplement(pledge, cast, at, client_for):
    Pledge.objects.update(
        unit=cast.units["云溪镇"], party=cast.units["石桥村"], state="signed", signed_on=at.date()
    )
    Pledge.objects.update(digest="0" * 64)
    pledge.refresh_from_db()
    who = {"actor": cast.actor("clerk"), "at": at}
    row = draft_supplement(
        pledge, wanted={1: {"target": Decimal(6)}}, reason="防汛停办", basis="会议纪要", **who
    )
    url = reverse("pledges:pledge", args=[pledge.pk])
    assert "防汛停办" in client_for(cast.people["clerk"]).get(url).text
    assert "防汛停办" not in client_for(cast.people["village"]).get(url).text
    signing.send_paper(row, **who)
    assert "防汛停办" in client_for(cast.people["village"]).get(url).text


def test_only_the_party_itself_signs_for_it(pledge, cast, at):
    town, village = cast.units["云溪镇"], cast.units["石桥村"]
    above = Actor(77, "上级", (Grant("village", town.path, town.pk),))
    Pledge.objects.update(unit=town, party=village, state="to_sign", digest="0" * 64)
    pledge = Pledge.objects.get()
    assert flow_of(pledge).reason_against(pledge, "sign", above) == "乙方是石桥村，由石桥村的人签"
    assert flow_of(pledge).reason_against(pledge, "sign", cast.actor("village")) is None
    assert not queries.waiting_for(above, today=at.date())[0]


def test_nobody_signs_for_both_sides(pledge, cast, at):
    town, village = cast.units["云溪镇"], cast.units["石桥村"]
    Pledge.objects.update(unit=town, party=village)
    pledge = Pledge.objects.get()
    both = Actor(
        cast.user("village").pk,
        "兼任",
        (Grant("village", village.path, village.pk), Grant("head", town.path, town.pk)),
    )
    signing.send_paper(pledge, actor=cast.actor("clerk"), at=at)
    signing.sign_paper(pledge, digest=pledge.digest, method="password", actor=both, at=at)
    with pytest.raises(Refused, match="换一个人签"):
        signing.sign_paper(pledge, digest=pledge.digest, method="password", actor=both, at=at)
    signing.sign_paper(pledge, digest=pledge.digest, method="password", actor=cast.actor("head"), at=at)
