"""周期作业: laid out by the calendar, done by records, 消杀 up to the township's duty (I11)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.worlds.regulations import in_force
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.actions import seed_years
from xiangfeng.duties.actions import add_duty
from xiangfeng.duties.models import Occurrence
from xiangfeng.regulations.outline import ARTICLE, Piece
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.upkeep import spans
from xiangfeng.upkeep.actions.records import correct_record, record_work, void_record
from xiangfeng.upkeep.actions.routines import (
    arrange_routine,
    edit_routine,
    excuse_job,
    lay_out_jobs,
    restore_job,
    stop_routine,
)
from xiangfeng.upkeep.models import Job, Routine, WorkRecord
from xiangfeng.workbench.queries import todos_for

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def arrange(cast, at):
    seed_years()

    def make(**fields):
        fields = {
            "kind": "disinfection", "title": "每月消杀", "pace": "month", "from_on": dt.date(2026, 10, 1),
            "units": [cast.units["石桥村"], cast.units["南坡村"]], "actor": cast.actor("clerk"), "at": at,
        } | fields  # fmt: skip
        return arrange_routine(fields.pop("unit", cast.units["云溪镇"]), **fields)

    return make


@pytest.fixture
def work(cast, at):
    def make(unit="石桥村", **fields):
        fields = {
            "kind": "disinfection", "done_on": TODAY, "done_by": "防疫员", "agent": "菊酯", "actor": cast.actor("clerk"),
            "at": at,
        } | fields  # fmt: skip
        return record_work(cast.units[unit], **fields)

    return make


def _job(routine, unit, month, day=1):
    return Job.objects.select_related("routine__unit", "unit").get(
        routine=routine, unit__name=unit, start=dt.date(2026, month, day)
    )


def test_spans():
    weeks = spans.owed("week", dt.date(2026, 11, 4), dt.date(2026, 11, 22), 2026)
    assert weeks == [(dt.date(2026, 11, 2 + 7 * n), dt.date(2026, 11, 8 + 7 * n)) for n in range(3)]
    halves = spans.owed("half", dt.date(2026, 2, 10), dt.date(2026, 3, 15), 2026)
    assert [end for _, end in halves] == [dt.date(2026, 2, 15), dt.date(2026, 2, 28), dt.date(2026, 3, 15)]
    assert spans.owed("month", dt.date(2026, 12, 2), None, 2027)[0] == (
        dt.date(2026, 12, 1),
        dt.date(2026, 12, 31),
    )
    # The last ISO week of 2026 ends in January.
    assert spans.owed("week", dt.date(2027, 1, 1), dt.date(2027, 1, 3), 2027) == [
        (dt.date(2026, 12, 28), dt.date(2027, 1, 3))
    ]
    assert spans.label_of("half", dt.date(2026, 11, 16)) == "2026年11月下半月"
    assert spans.label_of("week", dt.date(2026, 12, 28)) == "2026年第53周"


def test_jobs_are_laid_out_once_and_told_by_light(arrange, at):
    routine = arrange()
    assert routine.jobs.count() == 6  # October to December, two villages
    assert lay_out_jobs(at=at) == 0
    assert lay_out_jobs(at=at.replace(month=12, day=5)) == 24
    october, november = _job(routine, "石桥村", 10), _job(routine, "石桥村", 11)
    assert (october.light(TODAY), november.light(TODAY), november.light(dt.date(2026, 11, 25))) == (
        "overdue", "", "soon",
    )  # fmt: skip
    assert spans.words_of(october, TODAY) == "逾期23天"
    assert spans.words_of(november, dt.date(2026, 11, 30)) == "今天到期"


def test_what_is_not_arranged(cast, arrange):
    with pytest.raises(Refused, match="“柳湾村”不归云溪镇管"):
        arrange(units=[cast.units["柳湾村"]])
    with pytest.raises(Refused, match="至少选一个责任单位"):
        arrange(units=[])
    with pytest.raises(Refused, match="止日早于起日"):
        arrange(to_on=dt.date(2026, 9, 1))
    with pytest.raises(Refused, match="最早填到去年"):
        arrange(from_on=dt.date(2024, 12, 31))
    with pytest.raises(Refused, match="您不能替云溪镇安排"):
        arrange(actor=cast.actor("village"))
    assert not Routine.objects.exists()


def test_changing_and_stopping_touch_only_what_is_to_come(cast, arrange, at):
    routine, who = arrange(), {"actor": cast.actor("clerk"), "at": at}
    edit_routine(routine, title="消杀", units=[cast.units["石桥村"]], revision=0, **who)
    left = {(job.unit.name, job.start.month) for job in routine.jobs.select_related("unit")}
    assert left == {("石桥村", 10), ("石桥村", 11), ("石桥村", 12), ("南坡村", 10), ("南坡村", 11)}
    with pytest.raises(Stale):
        edit_routine(routine, units=[cast.units["石桥村"]], revision=0, **who)
    edit_routine(routine, to_on=dt.date(2026, 11, 30), units=[cast.units["南坡村"]], revision=1, **who)
    assert sorted(job.start.month for job in routine.jobs.all()) == [10, 10, 11, 11]
    with pytest.raises(Refused, match="停下要写理由"):
        stop_routine(routine, reason=" ", **who)
    stop_routine(routine, reason="改由县里做", **who)
    with pytest.raises(Refused, match="已经停了"):
        stop_routine(routine, reason="再停", **who)
    assert routine.jobs.count() == 4
    assert lay_out_jobs(at=at) == 0


def test_a_record_settles_its_job_and_voiding_opens_it_again(cast, arrange, work, at):
    routine, village = arrange(), {"actor": cast.actor("village"), "at": at}
    october = _job(routine, "石桥村", 10)
    late = work(job=october, **village)
    october.refresh_from_db()
    assert (october.state, october.light(TODAY), late.on_behalf) == ("done", "late", False)
    found = work(done_on=dt.date(2026, 11, 20))  # the office, without naming the job
    assert (found.job, found.on_behalf) == (_job(routine, "石桥村", 11), True)
    assert found.job.light(TODAY) == "done"
    assert work(done_on=dt.date(2026, 11, 21)).job is None
    assert work(kind="ditch", agent="").job is None
    with pytest.raises(Refused, match="作废要写理由"):
        void_record(late, reason="", **village)
    void_record(late, reason="记错村", **village)
    october.refresh_from_db()
    assert (october.state, october.done_on) == ("open", None)
    with pytest.raises(Refused, match="已经作废"):
        correct_record(late, reason="改", revision=0, **village)


def test_what_is_not_recorded(cast, arrange, work):
    routine = arrange(needs_photo=True)
    job = _job(routine, "石桥村", 11)
    with pytest.raises(Refused, match="还没有到"):
        work(done_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(Refused, match="这是 8 天前的作业，请写明"):
        work(done_on=TODAY - dt.timedelta(days=8))
    assert work(done_on=TODAY - dt.timedelta(days=8), late_reason="停电").late_reason == "停电"
    with pytest.raises(Refused, match="用的什么药剂"):
        work(agent=" ")
    with pytest.raises(Refused, match="要有照片"):
        work(job=job)
    assert work().job is None, "without its photo it settles nothing"
    with pytest.raises(Refused, match="不是这个单位的"):
        work(unit="南坡村", job=job)
    with pytest.raises(Refused, match="早于2026年11月"):
        work(job=job, done_on=dt.date(2026, 10, 31), late_reason="补")
    with pytest.raises(Refused, match="您不能替石桥村记作业"):
        work(actor=cast.actor("sibling"))


def test_correcting_keeps_what_stood_before(cast, work, at):
    row, who = work(area=None), {"actor": cast.actor("village"), "at": at}
    with pytest.raises(Refused, match="更正要写理由"):
        correct_record(row, reason="", revision=0, **who)
    correct_record(row, reason="数错", revision=0, amount="3 瓶", **who)
    row.refresh_from_db()
    assert (row.amount, row.agent, row.revision) == ("3 瓶", "菊酯", 1)
    with pytest.raises(Stale):
        correct_record(row, reason="再改", revision=0, amount="4 瓶", **who)


@pytest.fixture
def duty(cast, at):
    seed_years()
    regulation = in_force(
        cast.units["云溪镇"], "环境卫生制度", (Piece(ARTICLE, "每月开展一次病媒消杀。", "I11"),)
    )
    return add_duty(
        cast.units["云溪镇"], regulation.articles.get(), title="病媒消杀", kind="disinfection", doer="各村",
        frequency="month", due_rule="end", proof="消杀记录", warn_workdays=5, requirement="I11",
        from_on=dt.date(2026, 9, 1), actor=cast.actor("director"), at=at,
    )  # fmt: skip


def _month(duty, month):
    return Occurrence.objects.get(duty=duty, start=dt.date(2026, month, 1))


def test_the_township_has_done_it_when_all_its_villages_have(cast, duty, arrange, work, at):
    routine = arrange()
    first = work(done_on=dt.date(2026, 11, 12), late_reason="补记")
    work(unit="云溪镇", done_on=dt.date(2026, 11, 13), late_reason="补记")
    assert _month(duty, 11).state == "open", (
        "one village has not, and the township's own record does not stand in"
    )
    second = work(unit="南坡村", done_on=dt.date(2026, 11, 19))
    done = _month(duty, 11)
    assert (done.state, done.done_on, done.proof_text) == (
        "fulfilled", dt.date(2026, 11, 19), "各单位消杀 2 次全部做完",
    )  # fmt: skip
    void_record(second, reason="没做", actor=cast.actor("clerk"), at=at)
    assert _month(duty, 11).state == "open"
    excuse_job(_job(routine, "南坡村", 11), reason="封村施工", actor=cast.actor("clerk"), at=at)
    assert (_month(duty, 11).state, _month(duty, 11).done_on) == ("fulfilled", first.done_on)
    restore_job(_job(routine, "南坡村", 11), actor=cast.actor("clerk"), at=at)
    assert _month(duty, 11).state == "open"


def test_without_a_routine_the_townships_own_record_counts(cast, duty, arrange, work):
    work(done_on=TODAY)
    assert _month(duty, 11).state == "open", "one village is not the township"
    row = work(unit="云溪镇", place="集镇")
    done = _month(duty, 11)
    assert (done.proof_key, done.proof_url) == (
        f"upkeep.workrecord:{row.pk}", reverse("upkeep:record", args=[row.pk]),
    )  # fmt: skip
    arrange()
    assert _month(duty, 11).state == "open", "once arranged, every village has its part"


def test_what_waits(cast, arrange):
    arrange()
    waits = [one for one in todos_for(cast.actor("village"), today=TODAY) if one.source == "upkeep.job"]
    assert [(one.text, one.due) for one in waits] == [("石桥村：每月消杀", dt.date(2026, 10, 31))]
    assert not [one for one in todos_for(cast.actor("clerk"), today=TODAY) if one.source == "upkeep.job"]


def test_by_the_pages(cast, arrange, client_for):
    routine = arrange()
    job, village, office = (
        _job(routine, "石桥村", 11),
        client_for(cast.people["village"]),
        client_for(cast.people["clerk"]),
    )
    assert "每月消杀" in village.get(reverse("upkeep:own")).content.decode()
    form = f"{reverse('upkeep:record_new')}?job={job.pk}"
    answer = village.post(form, {"done_on": "2026-11-22", "done_by": "王姐"})
    assert answer.status_code == 422 and "王姐" in answer.content.decode()
    village.post(
        form, {"done_on": "2026-11-22", "done_by": "王姐", "agent": "菊酯", "amount": "2 瓶", "area": "800"}
    )
    row = WorkRecord.objects.get()
    assert (row.job, row.area, row.on_behalf) == (job, 800, False)
    again = village.get(f"{reverse('upkeep:record_new')}?kind=disinfection").content.decode()
    assert 'value="800"' in again
    matrix = office.get(reverse("upkeep:matrix") + "?month=2026-11").content.decode()
    assert "1/2 11.30前" in matrix
    page = office.get(reverse("upkeep:routine", args=[routine.pk]) + "?from=2026-11").content.decode()
    assert "11.22做" in page and "逾23天" in page
    rows = first_rows(office.get(reverse("upkeep:jobs") + "?tab=late&export=xlsx").content)
    assert [line[2] for line in rows[1:]] == ["石桥村", "南坡村"]
    office.post(reverse("upkeep:record_void", args=[row.pk]), {"note": "重了"})
    job.refresh_from_db()
    assert job.state == "open"
    assert client_for(cast.people["sibling"]).get(reverse("upkeep:job", args=[job.pk])).status_code == 404
