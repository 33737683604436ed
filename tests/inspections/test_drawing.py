"""Draws of sites, people and parties: repeated, with 末位必评 and avoidance (A4.1b)."""

from __future__ import annotations

import hashlib

import pytest

from tests import world as the_world
from tests.cast import LONG_AGO
from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused
from xiangfeng.inspections import bottoms
from xiangfeng.inspections.actions.arranging import add_party, add_sites, remove_sites
from xiangfeng.inspections.actions.drawing import deal_parties, draw_members, draw_sites, void_draw
from xiangfeng.inspections.models import Draw, Visit
from xiangfeng.inspections.replay import drawn_again
from xiangfeng.orgs import actions as orgs


@pytest.fixture
def who(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


def _by_hand(ids, seed):
    return sorted(ids, key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).hexdigest())


def test_sites_are_drawn_and_drawn_again(inspection, sites, who):
    draw = draw_sites(inspection, pool=sites, wanted=2, seed=" 8842 ", witness="郑和", **who)
    draw.refresh_from_db()
    assert draw.picked == _by_hand([site.pk for site in sites], "8842")[:2] == drawn_again(draw)
    assert [visit.site_id for visit in inspection.visits.order_by("seq")] == draw.picked
    assert draw.pool[0] == {"id": sites[0].pk, "name": "石桥村1组", "group": "石桥村"}
    draw.pool = [one for one in draw.pool if one["id"] != draw.picked[0]]
    assert drawn_again(draw) != draw.picked


def test_what_cannot_be_drawn(inspection, sites, who):
    for fields, words in (
        ({"seed": " "}, "没有种子"),
        ({"seed": "a:b"}, "不能有冒号"),
        ({"wanted": 6}, "只有 5 个，抽不出 6 个"),
        ({"wanted": 0}, "至少是1"),
    ):
        with pytest.raises(Refused, match=words):
            draw_sites(inspection, **({"pool": sites, "wanted": 1, "seed": "1"} | fields), **who)
    assert not Draw.objects.exists()


def test_whoever_came_last_is_in(monkeypatch, inspection, sites, cast, who):
    last = bottoms.Bottoms((cast.units["南坡村"].pk,), "2026年10月考评末 1 名")
    monkeypatch.setattr(bottoms, "_SOURCES", [lambda unit, count: last])
    for seed in ("1", "2", "3"):
        draw = draw_sites(inspection, pool=sites, wanted=2, seed=seed, bottoms=1, **who)
        mine = _by_hand([site.pk for site in sites[3:]], seed)[0]
        assert draw.must == [mine] and draw.picked[0] == mine and len(draw.picked) == 2
        assert draw.must_basis == "2026年10月考评末 1 名必查" and drawn_again(draw) == draw.picked
        void_draw(draw, reason="再抽", **who)
    assert draw_sites(inspection, pool=sites, wanted=2, seed="1", **who).must == []


def test_a_voided_draw_stays_on_record(inspection, sites, who):
    draw = draw_sites(inspection, pool=sites, wanted=2, seed="1", **who)
    with pytest.raises(Refused, match="是抽签抽中的，不能单独去掉"):
        remove_sites(inspection, list(inspection.visits.all()[:1]), **who)
    with pytest.raises(Refused, match="要写明理由"):
        void_draw(draw, reason=" ", **who)
    void_draw(draw, reason="候选名单漏了一个村", **who)
    with pytest.raises(Refused, match="已经作废了"):
        void_draw(draw, reason="又", **who)
    assert not inspection.visits.exists()
    draw.refresh_from_db()
    assert draw.void_reason == "候选名单漏了一个村" and len(draw.pool) == 5


def test_parties_are_dealt_to_villages_and_the_barred_passed_over(cast, inspection, sites, who):
    mixed = add_party(inspection, name="一组", members=[cast.people["village"], cast.people["clerk"]], **who)
    office = add_party(
        inspection, name="二组", members=[cast.people["assessor"], cast.people["leader"]], **who
    )
    with pytest.raises(Refused, match="先编组、选点位"):
        deal_parties(inspection, seed="7", **who)
    add_sites(inspection, sites, **who)
    for seed in map(str, range(6)):
        draw = deal_parties(inspection, seed=seed, **who)
        dealt = dict(draw.picked)
        assert dealt[cast.units["石桥村"].pk] == office.pk
        assert drawn_again(Draw.objects.get(pk=draw.pk)) == draw.picked
    places = {
        visit.site.unit.name: visit.party for visit in Visit.objects.select_related("party", "site__unit")
    }
    assert places["石桥村"] == office and places["南坡村"] in (office, mixed)


def test_every_party_barred_from_a_village(cast, inspection, sites, who):
    add_party(inspection, name="一组", members=[cast.people["village"], cast.people["clerk"]], **who)
    add_sites(inspection, sites, **who)
    with pytest.raises(Refused, match="每个组里都有石桥村的人"):
        deal_parties(inspection, seed="7", **who)
    assert not Draw.objects.exists()


def test_people_are_drawn_into_parties(cast, inspection, sites, who):
    first = add_party(inspection, name="一组", members=[], **who)
    second = add_party(inspection, name="二组", members=[], **who)
    add_sites(inspection, sites[:3], party=first, **who)  # 石桥村
    pool = [cast.people[key] for key in ("village", "sibling", "clerk", "assessor", "leader", "head")]
    draw = draw_members(inspection, pool=pool, each=2, seed="55", **who)
    assert drawn_again(Draw.objects.get(pk=draw.pk)) == draw.picked and len(draw.picked) == 4
    assert [first.members.count(), second.members.count()] == [2, 2]
    assert cast.people["village"] not in first.members.all()
    with pytest.raises(Refused, match="要抽 4 人，能抽的只有 2 人"):
        draw_members(inspection, pool=pool, each=2, seed="56", **who)
    void_draw(draw, reason="重来", **who)
    assert not first.members.exists()


def test_a_person_of_two_seats_is_barred_from_both(cast, inspection, sites, who):
    post = orgs.create_post(cast.units["南坡村"], title="驻村干部", role="village", actor=SYSTEM)
    orgs.appoint_person(cast.people["village"], post=post, from_date=LONG_AGO, actor=SYSTEM)
    party = add_party(inspection, name="一组", members=[], **who)
    add_sites(inspection, sites[3:], party=party, **who)
    with pytest.raises(Refused, match="除去要回避的人，抽不满"):
        draw_members(inspection, pool=[cast.people["village"]], each=1, seed="1", **who)


def test_who_holds_no_post_is_barred_from_the_unit_they_are_kept_in(cast, inspection, sites, who):
    neighbour = orgs.add_person(cast.units["石桥村"], name="石老", actor=SYSTEM)
    party = add_party(inspection, name="一组", members=[neighbour, cast.people["clerk"]], **who)
    with pytest.raises(Refused, match="石老不能查石桥村"):
        add_sites(inspection, sites[:1], party=party, **who)


def test_voiding_an_older_deal_leaves_the_newer_one(cast, inspection, sites, who):
    people = [cast.people["assessor"], cast.people["leader"]]
    add_party(inspection, name="一组", members=people, **who)
    add_sites(inspection, sites, **who)
    older, newer = deal_parties(inspection, seed="1", **who), deal_parties(inspection, seed="2", **who)
    void_draw(older, reason="重抽过了", **who)
    assert not inspection.visits.filter(party=None).exists()
    void_draw(newer, reason="重来", **who)
    assert not inspection.visits.exclude(party=None).exists()


def test_the_worlds_draw_replays(db):
    draw = the_world.build().made["draw"]
    assert drawn_again(draw) == draw.picked
