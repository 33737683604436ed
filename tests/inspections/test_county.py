"""What the county checks below a township is the county's: the township neither sees it coming nor fills it in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.inspections.field import Phone
from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused
from xiangfeng.findings.models import Finding
from xiangfeng.inspections.actions import add_party, add_sites, create_inspection, issue_inspection
from xiangfeng.inspections.actions.filling import reopen_visit
from xiangfeng.inspections.actions.running import strike_visit
from xiangfeng.inspections.actions.typing import Typed, fill_form
from xiangfeng.inspections.queries import visits_for
from xiangfeng.inspections.queries.field import package_for
from xiangfeng.inspections.queries.filling import items_of
from xiangfeng.workbench.queries.search import search


@pytest.fixture
def visit(cast, sites, at):
    """The county will look at 石桥村1组 without a word to 云溪镇."""
    who, people = {"actor": SYSTEM, "at": at}, cast.people
    row = create_inspection(
        cast.units["某县"], title="县里暗访", kind="spot", starts_on=at.date(), ends_on=at.date(), is_announced=False, **who
    )  # fmt: skip
    party = add_party(row, name="一组", members=[people["county"], people["audit_admin"]], **who)
    add_sites(row, sites[:1], party=party, **who)
    issue_inspection(row, **who)
    return row.visits.select_related("inspection__unit", "site__unit", "party").get()


def test_a_township_does_not_see_where_the_county_will_look(cast, visit, client_for):
    town, county = cast.actor("director"), cast.actor("county")
    page = reverse("inspections:visit", args=[visit.pk])
    assert [row.pk for row in visits_for(county)] == [visit.pk] and not visits_for(town)
    assert client_for(cast.people["director"]).get(page).status_code == 404
    assert search(county, visit.code) and not search(town, visit.code)
    assert len(package_for(county)["visits"]) == 1 and package_for(town)["visits"] == []
    type(visit).objects.filter(pk=visit.pk).update(
        state="handed_in", visited_on="2026-11-23", score=9, full=10
    )
    assert "县里暗访" in client_for(cast.people["director"]).get(page).content.decode()


def test_a_township_neither_fills_nor_strikes_what_the_county_checks(cast, visit, at):
    town = cast.actor("director")
    told = Phone(town, at).told({"key": "5b0c1a52-0000-4000-8000-000000000001", "kind": "answer", "visit": str(visit.key), "item": "1", "verdict": "ok"})[0]  # fmt: skip
    assert (told["result"], told["reason"]) == ("refused", "您不在这个点位的检查组里，不能填这张表")
    with pytest.raises(Refused, match="这是某县组织的检查，由某县处理"):
        strike_visit(visit, reason="修路", actor=town, at=at)
    strike_visit(visit, reason="修路", actor=cast.actor("county"), at=at)


def test_a_townships_inspector_in_the_countys_party_hands_in(cast, visit, at):
    visit.party.members.add(cast.people["assessor"])
    assessor, day = cast.actor("assessor"), {"visited_on": at.date(), "inspectors": "吴芳、高原"}
    assert [row.pk for row in visits_for(assessor)] == [visit.pk]
    first, *others = items_of(visit)
    typed = [Typed(first, "bad", 1, "脏"), *(Typed(code, "ok") for code in others)]
    assert fill_form(visit, typed, hand_in=day, actor=assessor, at=at).is_handed_in
    finding = Finding.objects.get()
    assert (finding.unit.name, finding.lead.name) == ("某县", "石桥村")
    reopen_visit(visit, reason="看错了", actor=cast.actor("county"), at=at)
    assert fill_form(visit, [Typed(first, "ok", seen=1)], hand_in=day, actor=assessor, at=at).is_handed_in
    finding.refresh_from_db()
    assert finding.state == "void"
