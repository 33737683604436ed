"""Writing findings down: once for each row they come from, and the same fault to the one that is there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile

from tests.cast import NOW, Cast
from tests.world import picture
from xiangfeng.access.actor import SYSTEM
from xiangfeng.attachments.actions import store_file
from xiangfeng.base.errors import Refused
from xiangfeng.findings.actions import record_finding, rectify_findings, void_finding
from xiangfeng.findings.actions.importing import Imported, import_findings
from xiangfeng.findings.actions.settling import (
    link_finding,
    note_finding,
    note_findings,
    reopen_finding,
    unlink_finding,
)
from xiangfeng.findings.models import Finding
from xiangfeng.findings.queries import findings_for, for_sheet
from xiangfeng.findings.upper_list import Line
from xiangfeng.history.queries import entries_for
from xiangfeng.sites.models import Site, SiteType
from xiangfeng.tasks.actions.doing import accept_task, submit_task
from xiangfeng.tasks.actions.giving import cancel_task
from xiangfeng.tasks.actions.judging import close_task
from xiangfeng.tasks.models import FileRole
from xiangfeng.tasks.queries import rates, rectification_rates

TODAY = NOW.date()
DUE = dt.date(2026, 12, 2)
WHO = {"actor": SYSTEM, "at": NOW}


@pytest.fixture
def site(cast: Cast, db: None) -> Site:
    kind = SiteType.objects.create(unit=cast.units["云溪镇"], name="村组")
    return Site.objects.create(unit=cast.units["石桥村"], type=kind, code="1", name="一组", keeper="石磊")


def _record(
    cast: Cast, lead: str = "石桥村", *, actor: str = "clerk", days: int = 0, **fields: Any
) -> Finding:
    facts = {"text": "路边有垃圾", "found_on": TODAY - dt.timedelta(days=days), **fields}
    who = {"actor": cast.actor(actor), "at": NOW}
    return record_finding(cast.units["云溪镇"], lead=cast.units[lead], **{**who, **facts})


def _photo(cast: Cast, number: int = 3) -> Any:
    file = ContentFile(picture(number), name="a.png")
    return store_file(file, unit=cast.units["石桥村"], **WHO)


def _mend(cast: Cast, finding: Finding, at: dt.datetime = NOW) -> None:
    secretary = cast.actor("village")
    (task,) = rectify_findings([finding], due_on=DUE, actor=cast.actor("clerk"), at=NOW)
    accept_task(task, actor=secretary, at=at)
    submit_task(task, text="清了", uploads=[ContentFile(picture(8), name="b.png")], actor=secretary, at=at)
    close_task(task, actor=cast.actor("clerk"), at=at)


def test_one_row_gives_one_finding_and_changes_it_until_something_is_decided(cast):
    first = _record(cast, origin_key="inspections.answer:1", points=Decimal("0.5"))
    again = _record(cast, origin_key="inspections.answer:1", points=Decimal(1), count=2, text="路边有垃圾2处")
    assert again.pk == first.pk
    first.refresh_from_db()
    assert (first.points, first.count, first.text) == (Decimal(1), 2, "路边有垃圾2处")
    rectify_findings([first], due_on=DUE, actor=cast.actor("clerk"), at=NOW)
    later = _record(cast, origin_key="inspections.answer:1", points=Decimal(3))
    assert later.points == Decimal(1) and Finding.objects.count() == 1


def test_the_same_item_at_the_same_site_is_linked_with_its_own_deduction_and_the_earlier_task(cast, site):
    first = _record(cast, site=site, item_code="A1", points=Decimal("0.5"), indicator="1", days=10)
    (task,) = rectify_findings([first], due_on=DUE, actor=cast.actor("clerk"), at=NOW)
    again = _record(cast, site=site, item_code="A1", text="又是垃圾", points=Decimal(2), indicator="1")
    assert (again.state, again.same_as_id, again.task_id) == ("linked", first.pk, task.pk)
    other = _record(cast, site=site, item_code="A2")
    assert other.state == "recorded"
    sheet = for_sheet(cast.units["云溪镇"], dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert [(one.pk, one.points) for one in sheet] == [(first.pk, Decimal("0.5")), (again.pk, Decimal(2))]
    assert [entry.verb for entry in entries_for(again)] == ["登记发现"]


@pytest.mark.parametrize(("days", "state"), [(15, "linked"), (16, "recorded")])
def test_what_nobody_mends_yet_is_the_same_for_some_days_only(cast, settings, days, state):
    settings.SAME_FINDING_DAYS = 15
    _record(cast, place="村口", days=days)
    assert _record(cast, place="村口").state == state


def test_what_is_being_mended_is_the_same_however_long_it_takes(cast):
    first = _record(cast, place="村口", days=90)
    rectify_findings([first], due_on=DUE, actor=cast.actor("clerk"), at=NOW)
    assert _record(cast, place="村口").same_as_id == first.pk
    assert _record(cast, lead="南坡村", place="村口").state == "recorded"


def test_found_again_after_it_was_mended_it_is_mended_again(cast):
    first = _record(cast, place="村口", days=5)
    _mend(cast, first, NOW - dt.timedelta(days=2))
    again = _record(cast, place="村口")
    assert (again.state, again.same_as_id, again.came_back) == ("recorded", first.pk, True)


def test_a_list_from_above_counts_only_what_joins_an_open_one(cast):
    _mend(cast, _record(cast, place="村口", days=5), NOW - dt.timedelta(days=2))
    _record(cast, place="井台")
    lines = [
        Line(number, f"{TODAY}", cast.units["石桥村"].pk, None, place, "路边有垃圾", None, 1, "1", "1")
        for number, place in ((2, "村口"), (3, "井台"))
    ]
    assert import_findings(cast.units["云溪镇"], lines, source_text="县抽检", **WHO) == Imported(2, 1, 0)


def test_a_chain_of_findings_has_one_root(cast):
    first = _record(cast, place="村口", days=28)
    second, third = _record(cast, place="村口", days=14), _record(cast, place="村口")
    assert {second.same_as_id, third.same_as_id} == {first.pk}
    (task,) = rectify_findings([first], due_on=DUE, actor=cast.actor("clerk"), at=NOW)
    third.refresh_from_db()
    assert third.task_id == task.pk
    unlink_finding(third, actor=cast.actor("clerk"), at=NOW)
    assert (third.state, third.task, third.same_as) == ("recorded", None, None)
    link_finding(third, Finding.objects.get(pk=second.pk), actor=cast.actor("clerk"), at=NOW)
    third.refresh_from_db()
    second.refresh_from_db()
    assert (third.same_as_id, third.task_id) == (first.pk, task.pk)


def test_what_is_linked_steps_into_the_place_of_what_was_struck_out(cast):
    clerk = cast.actor("clerk")
    first = _record(cast, place="村口", days=2)
    second, third = _record(cast, place="村口", days=1), _record(cast, place="村口")
    void_finding(first, reason="看错了", actor=clerk, at=NOW)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state, third.same_as_id) == ("recorded", "linked", second.pk)


def test_rectifying_makes_one_notice_a_village_and_a_task_with_everything_for_each(cast, site):
    norm_free = _record(cast, lead="南坡村", text="杂物乱堆", place="晒场")
    first = _record(cast, site=site, item_code="A", photos=[_photo(cast)], source="secret", days=3)
    second = _record(cast, site=site, item_code="B", text="桶外溢")
    tasks = rectify_findings(
        [norm_free, first, second], due_on=DUE, demand="清到底", actor=cast.actor("clerk"), at=NOW
    )
    mine = [task for task in tasks if task.lead.name == "石桥村"]
    task = next(task for task in mine if task.title == "路边有垃圾")
    assert (task.kind, task.state, task.origin, task.owner) == ("rectification", "assigned", "secret", "石磊")
    assert (task.site_id, task.found_on, task.origin_url) == (
        site.pk,
        first.found_on,
        f"/work/findings/{first.pk}/",
    )
    assert [one.role for one in task.files.all()] == [FileRole.BEFORE]
    assert first.notice_id == second.notice_id != norm_free.notice_id
    with pytest.raises(Refused, match="不能转整改"):
        rectify_findings([first], due_on=DUE, actor=cast.actor("clerk"), at=NOW)


def test_who_reported_the_mending_does_not_check_it(cast):
    clerk = cast.actor("clerk")
    finding = _record(cast)
    (task,) = rectify_findings([finding], due_on=DUE, actor=clerk, at=NOW)
    accept_task(task, actor=clerk, at=NOW)
    submit_task(task, text="代村里报", uploads=[ContentFile(picture(8), name="b.png")], actor=clerk, at=NOW)
    with pytest.raises(Refused, match="核查要换一个人"):
        close_task(task, actor=clerk, at=NOW)
    close_task(task, actor=cast.actor("director"), at=NOW)
    assert task.state == "done"


def test_what_is_mended_cannot_be_struck_out_until_its_task_is_taken_back(cast):
    clerk, finding = cast.actor("clerk"), _record(cast)
    (task,) = rectify_findings([finding], due_on=DUE, actor=clerk, at=NOW)
    with pytest.raises(Refused, match="先撤销整改"):
        void_finding(finding, reason="看错", actor=clerk, at=NOW)
    cancel_task(task, reason="看错", actor=clerk, at=NOW)
    finding.refresh_from_db()
    reopen_finding(finding, actor=clerk, at=NOW)
    note_finding(finding, reason="当场已改", actor=clerk, at=NOW)
    assert (finding.state, finding.reason) == ("noted", "当场已改")


def test_inspectors_take_back_their_own_and_may_write_it_anew(cast):
    assessor = cast.actor("assessor")
    first = _record(cast, actor="assessor", right="inspections.inspect", origin_key="k:1")
    with pytest.raises(Refused, match="没有这项权限"):
        void_finding(first, reason="重填", actor=assessor, at=NOW)
    void_finding(first, reason="重填", actor=assessor, at=NOW, right="inspections.inspect")
    second = _record(cast, actor="assessor", right="inspections.inspect", origin_key="k:1")
    assert second.pk != first.pk
    void_finding(second, reason="不是问题", actor=cast.actor("clerk"), at=NOW)
    third = _record(cast, actor="assessor", right="inspections.inspect", origin_key="k:1")
    assert (third.pk, third.state) == (second.pk, "void")


def test_a_township_does_not_strike_out_what_the_county_found(cast):
    who = {"actor": cast.actor("county"), "at": NOW}
    row = record_finding(cast.units["某县"], lead=cast.units["石桥村"], text="脏", found_on=TODAY, **who)
    clerk = cast.actor("clerk")
    with pytest.raises(Refused, match="由某县处理"):
        void_finding(row, reason="不认", actor=clerk, at=NOW)
    done, reasons = note_findings([row], reason="不认", actor=clerk, at=NOW)
    assert done == 0 and "某县" in reasons[0]
    (task,) = rectify_findings([row], due_on=DUE, actor=clerk, at=NOW)
    assert task.unit.name == "云溪镇"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": " "}, "写清"),
        ({"text": "长" * 401}, "太长"),
        ({"found_on": TODAY + dt.timedelta(days=1)}, "还没有到"),
        ({"count": 0}, "处数"),
        ({"actor": "village"}, "不能替"),
        ({"lead": "柳湾村"}, "不归"),
    ],
)
def test_refusals(cast, changes, why):
    with pytest.raises(Refused, match=why):
        _record(cast, **changes)


def test_a_site_is_answered_for_by_its_own_unit(cast, site):
    with pytest.raises(Refused, match="由石桥村负责"):
        _record(cast, lead="南坡村", site=site)


def test_who_sees_what(cast):
    row = _record(cast)
    for key, sees in {
        "village": True,
        "sibling": False,
        "outsider": False,
        "county": True,
    }.items():
        assert findings_for(cast.actor(key)).filter(pk=row.pk).exists() is sees, key


def test_rates_of_mending_by_unit(cast):
    _mend(cast, _record(cast, place="甲"))
    rectify_findings([_record(cast, place="乙")], due_on=DUE, actor=cast.actor("clerk"), at=NOW)
    units = [cast.units["石桥村"], cast.units["南坡村"]]
    found = rectification_rates(units, dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    assert {pk: (rate.due, rate.done, rate.on_time) for pk, rate in found.items()} == {units[0].pk: (2, 1, 1)}
    by_kind = {
        kind: sum(
            r.due for r in rates(cast.actor("clerk"), dt.date(2026, 12, 1), dt.date(2026, 12, 31), kind)
        )
        for kind in ("rectification", "task")
    }
    assert by_kind == {"rectification": 2, "task": 0}
