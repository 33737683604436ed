"""An inspection is arranged, handed out, ended; avoidance and the year's cap hold (A4.1b, A5.4a)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import LONG_AGO
from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused
from xiangfeng.inspections.actions.arranging import (
    add_party,
    add_sites,
    assign_visits,
    edit_party,
    remove_sites,
)
from xiangfeng.inspections.actions.drawing import deal_parties
from xiangfeng.inspections.actions.planning import create_plan
from xiangfeng.inspections.actions.running import (
    allow_over_cap,
    cancel_inspection,
    close_inspection,
    issue_inspection,
    restore_visit,
    strike_visit,
)
from xiangfeng.inspections.codes import ALPHABET, typed
from xiangfeng.inspections.models import Inspection, Visit, VisitState
from xiangfeng.inspections.queries.inspections import people_to_send
from xiangfeng.inspections.queries.readiness import visits_by_unit
from xiangfeng.notifications.models import Message
from xiangfeng.orgs import actions as orgs
from xiangfeng.sites.models import ChecklistItem


@pytest.fixture
def who(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


def test_only_ones_own_unit_and_real_days(cast, create, inspection):
    assert inspection.number == "云溪-检查-2026-0001"
    with pytest.raises(Refused, match="您不能替东河镇组织检查"):
        create(unit=cast.units["东河镇"])
    with pytest.raises(Refused, match="结束日早于开始日"):
        create(ends_on=LONG_AGO)
    with pytest.raises(Refused, match="请写检查名称"):
        create(title=" ")
    with pytest.raises(Refused, match="开始日 2025-11-03 离今天超过一年，请核对年份"):
        create(starts_on=dt.date(2025, 11, 3))


def test_what_must_be_there_before_it_is_handed_out(inspection, sites, cast, who):
    with pytest.raises(Refused, match="还没有点位"):
        issue_inspection(inspection, **who)
    add_sites(inspection, sites[:2], **who)
    with pytest.raises(Refused, match="还有 2 个点位没有分到检查组"):
        issue_inspection(inspection, **who)
    party = add_party(inspection, name="一组", members=[cast.people["clerk"]], **who)
    assign_visits(party, list(inspection.visits.all()), **who)
    with pytest.raises(Refused, match="一组不到 2 人"):
        issue_inspection(inspection, **who)
    edit_party(party, name="一组", members=[cast.people["clerk"], cast.people["assessor"]], **who)
    issue_inspection(inspection, **who)
    inspection.refresh_from_db()
    assert inspection.state == "issued" and inspection.issued_at == who["at"]


def test_the_checklist_is_frozen_and_only_inspectors_are_told(inspection, party, sites, cast, who):
    add_sites(inspection, sites[:2], party=party, **who)
    add_sites(inspection, sites[:2], **who)
    issue_inspection(inspection, **who)
    visits = list(inspection.visits.select_related("inspection"))
    checklist = sites[0].type.checklist
    assert [visit.form for visit in visits] == [str(checklist.pk)] * 2
    assert all(len(visit.code) == 6 and set(visit.code) <= set(ALPHABET) for visit in visits)
    assert typed(f" {visits[0].code[:3].lower()}-{visits[0].code[3:]} ") == visits[0].code
    before = ChecklistItem.objects.filter(checklist=checklist).count()
    ChecklistItem.objects.filter(checklist=checklist).delete()
    items = Inspection.objects.get(pk=inspection.pk).forms[str(checklist.pk)]["items"]
    assert len(items) == before > 0 and isinstance(items[0]["points"], str)
    told = set(Message.objects.values_list("user_id", flat=True))
    assert told == {cast.user("clerk").pk, cast.user("assessor").pk}
    with pytest.raises(Refused, match="现在是“检查中”，不能选点位"):
        add_sites(inspection, sites[2:], **who)


def test_units_are_told_only_when_it_is_announced(cast, create, sites, who):
    inspection = create(is_announced=True, title="月度检查")
    people = [cast.people["clerk"], cast.people["assessor"]]
    party = add_party(inspection, name="一组", members=people, **who)
    add_sites(inspection, sites[:1], party=party, **who)
    issue_inspection(inspection, **who)
    told = Message.objects.get(user=cast.user("village"))
    assert told.text == "11月23日有检查：月度检查，请做好准备" and told.url == "/work/inspections/own/"
    assert not Message.objects.filter(user=cast.user("sibling")).exists()
    cancel_inspection(inspection, reason="大雨", **who)
    assert Message.objects.filter(user=cast.user("village"), text="检查取消：月度检查").exists()
    assert not Visit.objects.exclude(state=VisitState.VOID).exists()


def test_nobody_goes_along_who_has_left(inspection, cast, who, at):
    former = orgs.add_person(cast.units["云溪镇"], name="离任", actor=SYSTEM)
    edge = {"from_date": LONG_AGO, "to_date": LONG_AGO, "actor": SYSTEM}
    assert former in people_to_send(inspection.unit, at.date())
    orgs.appoint_person(former, post=cast.people["clerk"].appointments.get().post, **edge)
    assert former not in people_to_send(inspection.unit, at.date())
    with pytest.raises(Refused, match="离任不在云溪镇和下属单位里，或者已经离任"):
        add_party(inspection, name="一组", members=[former], **who)


def test_nobody_checks_their_own_unit(inspection, sites, cast, who, at):
    own, other = sites[0], sites[3]
    party = add_party(
        inspection, name="互查组", members=[cast.people["village"], cast.people["clerk"]], **who
    )
    with pytest.raises(Refused, match="检查人要回避自己的单位：石磊不能查石桥村"):
        add_sites(inspection, [own], party=party, **who)
    assert not inspection.visits.exists()
    add_sites(inspection, [own, other], **who)
    own_visit, other_visit = inspection.visits.order_by("seq")
    with pytest.raises(Refused, match="石磊不能查石桥村"):
        assign_visits(party, [own_visit], **who)
    assign_visits(party, [other_visit], **who)
    with pytest.raises(Refused, match="南方不能查南坡村"):
        edit_party(party, name="互查组", members=[cast.people["sibling"], cast.people["clerk"]], **who)
    # Somebody who changed seats since then is found when it is handed out.
    post = orgs.create_post(cast.units["南坡村"], title="驻村干部", role="village", actor=SYSTEM)
    orgs.appoint_person(cast.people["clerk"], post=post, from_date=LONG_AGO, actor=SYSTEM)
    own_visit.delete()
    with pytest.raises(Refused, match="陈晓不能查南坡村"):
        issue_inspection(Inspection.objects.get(pk=inspection.pk), **who)


def test_beyond_the_cap_only_with_a_leaders_word(cast, create, town, sites, who, at):
    create_plan(town, year=2026, cap=1, **who)

    def ready():
        row = create()
        people = [cast.people["clerk"], cast.people["assessor"]]
        party = add_party(row, name="一组", members=people, **who)
        add_sites(row, sites[:2], party=party, **who)
        return row

    issue_inspection(ready(), **who)
    village = cast.units["石桥村"].pk
    assert visits_by_unit([village], 2026) == {village: 1}  # two sites, one inspection
    second, leader = ready(), {"actor": cast.actor("leader"), "at": at}
    with pytest.raises(Refused, match="石桥村等 1 个单位超过每年最多 1 次，要领导批准超次"):
        issue_inspection(second, **who)
    with pytest.raises(Refused, match="您的岗位没有这项权限"):
        allow_over_cap(second, reason="复查", **who)
    with pytest.raises(Refused, match="批准超次要写明理由"):
        allow_over_cap(second, reason=" ", **leader)
    allow_over_cap(second, reason="县里要求复查", **leader)
    add_sites(second, sites[3:4], party=second.parties.get(), **who)
    with pytest.raises(Refused, match="要领导批准超次"):
        issue_inspection(second, **who)
    allow_over_cap(second, reason="县里要求复查", **leader)
    issue_inspection(second, **who)
    second.refresh_from_db()
    assert second.over_cap_reason == "县里要求复查"


def test_it_ends_when_every_site_is_accounted_for(inspection, party, sites, who, at):
    add_sites(inspection, sites[:2], party=party, **who)
    with pytest.raises(Refused, match="现在是“筹备”，不能改检查表"):
        strike_visit(
            inspection.visits.select_related("inspection", "site__unit").first(), reason="停业", **who
        )
    issue_inspection(inspection, **who)
    visit, other = inspection.visits.select_related("inspection", "site__unit").order_by("seq")
    with pytest.raises(Refused, match="还有 2 个点位没有交表"):
        close_inspection(inspection, **who)
    strike_visit(visit, reason="修路进不去", **who)
    restore_visit(visit, **who)
    strike_visit(visit, reason="修路进不去", **who)
    Visit.objects.filter(pk=other.pk).update(state=VisitState.HANDED_IN)
    with pytest.raises(Refused, match="已有 1 个点位查过了，不能取消"):
        cancel_inspection(inspection, reason="大雨", **who)
    close_inspection(inspection, **who)
    visit.refresh_from_db()
    assert (visit.state, visit.void_reason) == ("void", "修路进不去")
    assert inspection.closed_at == at


def test_nobody_is_left_alone_once_it_was_handed_out(inspection, party, sites, cast, who):
    alone = add_party(inspection, name="二组", members=[cast.people["leader"]], **who)
    add_sites(inspection, sites[:1], party=party, **who)
    issue_inspection(inspection, **who)
    visit = inspection.visits.select_related("inspection", "site__unit").get()
    with pytest.raises(Refused, match="二组不到 2 人，检查要两人以上"):
        assign_visits(alone, [visit], **who)
    with pytest.raises(Refused, match="二组不到 2 人"):
        deal_parties(inspection, seed="7", **who)


def test_sites_from_outside_and_drawn_ones(inspection, sites, cast, who):
    outside = sites[0]
    type(outside).objects.filter(pk=outside.pk).update(unit=cast.units["柳湾村"])
    with pytest.raises(Refused, match="不归云溪镇管，不能选"):
        add_sites(inspection, [outside], **who)
    add_sites(inspection, sites[1:3], **who)
    remove_sites(inspection, list(inspection.visits.filter(site=sites[1])), **who)
    assert [visit.site for visit in inspection.visits.all()] == [sites[2]]
