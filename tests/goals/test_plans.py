"""A plan from draft to approval, its new version, its year-end, and what it fulfils."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.actions import seed_years
from xiangfeng.duties.actions import grow_calendar
from xiangfeng.duties.models import Duty, DutyKind, Frequency, Occurrence
from xiangfeng.goals.actions import evaluations, goals, plans, programmes
from xiangfeng.goals.actions.progress import report_progress
from xiangfeng.goals.models import Goal, Outcome, Plan, PlanState
from xiangfeng.goals.queries import goals_without_owner
from xiangfeng.goals.queries.board import board_of, goals_of
from xiangfeng.goals.queries.comparing import changes_between
from xiangfeng.goals.starter import STARTERS
from xiangfeng.notifications.models import Message
from xiangfeng.regulations.models import Article, Regulation, RegulationState
from xiangfeng.tasks.actions import create_task
from xiangfeng.tasks.models import Task, TaskState

Add = Callable[..., Goal]
Approve = Callable[..., Plan]


def test_the_number_is_tidied_and_asked_for(cast: Cast, plan: Plan, add: Add, at: dt.datetime):
    add(plan)
    texts = {"title": plan.title, "guidance": "", "safeguards": ""}
    clerk = cast.actor("clerk")
    plans.edit_plan(plan, upper_number="安创办[2026]第07号", revision=1, actor=clerk, at=at, **texts)
    assert plan.upper_number == "安创办〔2026〕7号"
    plans.edit_plan(plan, upper_number="", revision=2, actor=clerk, at=at, **texts)
    with pytest.raises(Refused, match="没有写依据的上级文件号"):
        plans.submit_plan(plan, actor=clerk, at=at)
    with pytest.raises(Stale):
        plans.edit_plan(plan, upper_number="", revision=2, actor=clerk, at=at, **texts)


def test_weights_must_make_100_before_submitting(cast: Cast, plan: Plan, add: Add, at: dt.datetime):
    add(plan, weight=Decimal(70))
    with pytest.raises(Refused, match="权重合计 70"):
        plans.submit_plan(plan, actor=cast.actor("clerk"), at=at)
    add(plan, weight=Decimal(30))
    plans.submit_plan(plan, actor=cast.actor("clerk"), at=at)
    assert plan.state == PlanState.SUBMITTED


def test_who_makes_it_does_not_approve_it(
    cast: Cast, plan: Plan, add: Add, approve: Approve, at: dt.datetime
):
    add(plan, unit=cast.units["石桥村"])
    plans.submit_plan(plan, actor=cast.actor("director"), at=at)
    with pytest.raises(Refused, match="没有这项权限"):
        plans.approve_plan(plan, actor=cast.actor("director"), at=at)
    with pytest.raises(Refused, match="理由"):
        plans.send_back_plan(plan, note="", actor=cast.actor("leader"), at=at)
    plans.send_back_plan(plan, note="目标偏低", actor=cast.actor("leader"), at=at)
    assert Message.objects.filter(user=cast.user("clerk"), text__contains="目标偏低").exists()
    approve(plan)
    assert (plan.approved_by, plan.approved_on) == ("林岚", at.date())
    assert Message.objects.filter(user=cast.user("village"), text__contains="请看本单位的目标").exists()
    with pytest.raises(Refused, match="生成新版计划"):
        add(plan)


def test_one_step_breaks_a_goal_down(cast: Cast, plan: Plan, add: Add, at: dt.datetime):
    goal = add(plan, target=Decimal(13))
    units = [cast.units[name] for name in ("石桥村", "南坡村", "农业站")]
    who = {"actor": cast.actor("clerk"), "at": at}
    children = goals.break_down(goal, units=units, is_equal=True, **who)
    assert [one.target for one in children] == [5, 4, 4]
    assert sum(one.weight or 0 for one in children) == 100
    with pytest.raises(Refused, match="已有下级目标"):
        goals.break_down(goal, units=units, is_equal=True, **who)
    rate = add(plan, title="覆盖率", measure="%", target=Decimal(90))
    assert {one.target for one in goals.break_down(rate, units=units, is_equal=False, **who)} == {90}
    with pytest.raises(Refused, match="不归云溪镇管"):
        goals.break_down(add(plan), units=[cast.units["柳湾村"]], is_equal=True, **who)


def test_goals_without_owner(cast: Cast, plan: Plan, add: Add):
    add(plan, title="有人管", unit=cast.units["石桥村"])
    above = add(plan, title="上级")
    add(plan, title="没人管", parent=above)
    assert [goal.title for goal in goals_without_owner(plan)] == ["没人管"]


def test_the_second_of_two_who_edit_is_told(cast: Cast, plan: Plan, add: Add, at: dt.datetime):
    goal = add(plan)
    goals.edit_goal(goal, revision=1, title="改过", actor=cast.actor("clerk"), at=at)
    with pytest.raises(Stale, match="刚被别人改过"):
        goals.edit_goal(goal, revision=1, title="又改", actor=cast.actor("director"), at=at)


def test_a_new_version_keeps_reports_and_says_what_changed(
    cast: Cast, plan: Plan, add: Add, approve: Approve, at: dt.datetime
):
    village = cast.units["石桥村"]
    goal = add(plan, unit=village)
    approve(plan)
    report_progress(goal, on=at.date(), value=Decimal(5), text="办了5场", actor=cast.actor("village"), at=at)
    clerk = cast.actor("clerk")
    with pytest.raises(Refused, match="调整理由"):
        plans.revise_plan(plan, why=" ", actor=clerk, at=at)
    new = plans.revise_plan(plan, why="防汛", actor=clerk, at=at)
    copy = new.goals.get()
    goals.edit_goal(copy, revision=1, target=Decimal(5), actor=clerk, at=at)
    add(new, title="新目标", weight=Decimal(0))
    with pytest.raises(Refused, match="正在编制"):
        plans.revise_plan(plan, why="再改", actor=clerk, at=at)
    approve(new)
    plan.refresh_from_db()
    assert (plan.state, new.state, new.version) == (PlanState.REPLACED, PlanState.APPROVED, 2)
    line = board_of(list(goals_of(new)), today=at.date())[0]
    assert (line.value, line.state.text) == (5, "达标")
    changes = changes_between(plan, new)
    assert changes[0].fields == (("目标值", "≥ 12 场", "≥ 5 场"),)
    assert [one.kind for one in changes] == ["changed", "added"]


def test_who_may_report(cast: Cast, plan: Plan, add: Add, approve: Approve, at: dt.datetime):
    goal = add(plan, unit=cast.units["石桥村"])
    what = {"on": at.date(), "value": Decimal(1), "text": "办了", "at": at}
    with pytest.raises(Refused, match="批准后才能填报"):
        report_progress(goal, actor=cast.actor("village"), **what)
    approve(plan)
    goal.plan.refresh_from_db()
    with pytest.raises(Refused, match="不是您单位的目标"):
        report_progress(goal, actor=cast.actor("sibling"), **what)
    with pytest.raises(Refused, match="不能在今天以后"):
        report_progress(goal, actor=cast.actor("village"), **{**what, "on": at.date() + dt.timedelta(days=1)})
    report_progress(goal, actor=cast.actor("clerk"), **what)
    Goal.objects.filter(pk=goal.pk).update(figure="task_on_time")
    goal.refresh_from_db()
    with pytest.raises(Refused, match="由系统取数"):
        report_progress(goal, actor=cast.actor("village"), **what)


def test_tasks_done_in_time_are_a_live_figure(
    cast: Cast, plan: Plan, add: Add, approve: Approve, at: dt.datetime
):
    village = cast.units["石桥村"]
    add(plan, unit=village, figure="task_on_time", measure="%", target=Decimal(60))
    approve(plan)
    for was_late in (False, False, True):
        task = create_task(plan.unit, title="清沟", lead=village, due_on=at.date(), actor=SYSTEM, at=at)
        Task.objects.filter(pk=task.pk).update(state=TaskState.DONE, closed_on=at.date(), was_late=was_late)
    line = board_of(list(goals_of(plan)), today=at.date())[0]
    assert (line.value, line.source, line.state.text) == (Decimal("66.7"), "任务 2/3 件", "达标")


def test_the_first_year_comes_in_one_press_and_what_is_left_goes_on(cast: Cast, at: dt.datetime):
    town, clerk = cast.units["云溪镇"], cast.actor("clerk")
    programme = programmes.create_programme(
        town, title="三年方案", from_year=2026, to_year=2028, actor=clerk, at=at
    )
    plan = programmes.generate_first_year(programme, actor=clerk, at=at)
    assert plan.goals.count() == len(STARTERS) == 11
    assert sum(goal.weight or 0 for goal in plan.goals.order_by("seq")) == 100
    assert plan.goals.get(title__contains="公共设施").requirement == "B3.1(3)、B2.3"
    with pytest.raises(Refused, match="已经有了"):
        programmes.generate_first_year(programme, actor=clerk, at=at)
    Plan.objects.filter(pk=plan.pk).update(upper_number="安创办〔2026〕3号")
    plan.refresh_from_db()
    plans.submit_plan(plan, actor=clerk, at=at)
    plans.approve_plan(plan, actor=cast.actor("head"), at=at)
    first, second = plan.goals.order_by("seq")[:2]
    with pytest.raises(Refused, match="要写明原因"):
        goals.close_goals(plan, [(first, Outcome.CARRIED, "")], actor=clerk, at=at)
    goals.close_goals(
        plan, [(first, Outcome.CARRIED, "场地未定"), (second, Outcome.DONE, "")], actor=clerk, at=at
    )
    following = plans.create_plan(town, year=2027, programme=programme, actor=clerk, at=at)
    assert [goal.carried_from for goal in following.goals.order_by("seq")] == [first]
    with pytest.raises(Refused, match="不包括2029年"):
        plans.create_plan(town, year=2029, programme=programme, actor=clerk, at=at)


def test_what_is_carried_late_still_arrives_once_and_in_its_tree(
    cast: Cast, plan: Plan, add: Add, approve: Approve, at: dt.datetime
):
    who = {"actor": cast.actor("clerk"), "at": at}
    top, kept = add(plan, weight=Decimal(60)), add(plan, title="清沟", weight=Decimal(40))
    villages = [cast.units["石桥村"], cast.units["南坡村"]]
    leaves = goals.break_down(top, units=villages, is_equal=True, **who)
    approve(plan)
    following = plans.create_plan(plan.unit, year=2027, **who)
    assert not following.goals.exists()
    goals.close_goals(plan, [(one, Outcome.CARRIED, "雨季长") for one in leaves], **who)
    goals.close_goals(plan, [(kept, Outcome.CARRIED, "缺资金")], **who)
    tree = [
        (line.label, line.goal.carried_from) for line in board_of(list(goals_of(following)), is_live=False)
    ]
    assert tree == [("1", top), ("1.1", leaves[0]), ("1.2", leaves[1]), ("2", kept)]
    with pytest.raises(Refused, match="都已列入"):
        plans.carry_over(following, **who)
    goals.delete_goal(following.goals.get(carried_from=leaves[1]), **who)
    assert plans.carry_over(following, **who) == 1
    assert following.goals.get(carried_from=leaves[1]).parent == following.goals.get(carried_from=top)


@pytest.fixture
def duties(cast: Cast, at: dt.datetime) -> None:
    """A plan by 31 January, an evaluation each half-year, a summary each year."""
    seed_years()
    town = cast.units["云溪镇"]
    day = dt.date(2026, 1, 1)
    regulation = Regulation.objects.create(
        unit=town, number="云溪-制度-001", title="制度", state=RegulationState.IN_FORCE, deliberation="党政联席会议",
        deliberated_on=day, reviewed_on=day, effective_on=day, created_at=at,
    )  # fmt: skip
    article = Article.objects.create(regulation=regulation, seq=1, label="一", text="按时编计划。")
    for kind, frequency in (
        (DutyKind.PLAN, Frequency.YEAR), (DutyKind.EVALUATION, Frequency.HALF), (DutyKind.SUMMARY, Frequency.YEAR),
    ):  # fmt: skip
        Duty.objects.create(
            unit=town,
            article=article,
            title=kind.label,
            kind=kind,
            doer="创建办",
            frequency=frequency,
            proof="记录",
        )
    grow_calendar(town, year=2026, actor=SYSTEM, at=at)


def _done(kind: str) -> list[dt.date | None]:
    return list(
        Occurrence.objects.filter(duty__kind=kind).order_by("start").values_list("done_on", flat=True)
    )


def test_the_records_fulfil_the_duties(
    cast: Cast, plan: Plan, add: Add, approve: Approve, at: dt.datetime, duties: None
):
    add(plan, unit=cast.units["石桥村"])
    january = at.replace(month=1, day=22)
    approve(plan, january)
    assert _done(DutyKind.PLAN) == [january.date()]
    clerk = cast.actor("clerk")
    half = evaluations.open_evaluation(
        plan, kind="half", covers_until=dt.date(2026, 6, 30), actor=clerk, at=at
    )
    with pytest.raises(Refused, match="先写总体情况"):
        evaluations.close_evaluation(half, actor=clerk, at=at)
    words = {"summary": "平稳", "problems": "偏慢", "adjustments": ""}
    evaluations.edit_evaluation(half, units=[], revision=1, actor=clerk, at=at, **words)
    with pytest.raises(Refused, match="反馈给哪些单位"):
        evaluations.close_evaluation(half, actor=clerk, at=at)
    units = [cast.units["石桥村"]]
    evaluations.edit_evaluation(half, units=units, revision=2, actor=clerk, at=at, **words)
    evaluations.close_evaluation(half, actor=clerk, at=at)
    assert _done(DutyKind.EVALUATION) == [at.date(), None]
    assert _done(DutyKind.SUMMARY) == [None]
    reading = half.readings.get()
    with pytest.raises(Refused, match="反馈单位自己"):
        evaluations.mark_read(reading, actor=cast.actor("sibling"), at=at)
    evaluations.mark_read(reading, actor=cast.actor("village"), at=at)
    assert half.readings.get().read_by == "石磊"
    evaluations.reopen_evaluation(half, note="数有误", actor=clerk, at=at)
    assert _done(DutyKind.EVALUATION) == [None, None]
    assert half.readings.get().read_at is None


def test_an_evaluation_keeps_the_figures_of_its_day(
    cast: Cast, plan: Plan, add: Add, approve: Approve, at: dt.datetime
):
    village = cast.actor("village")
    goal = add(plan, unit=cast.units["石桥村"])
    approve(plan)
    report_progress(goal, on=at.date(), value=Decimal(4), text="四场", actor=village, at=at)
    clerk = cast.actor("clerk")
    row = evaluations.open_evaluation(
        plan, kind="quarter", covers_until=dt.date(2026, 9, 30), actor=clerk, at=at
    )
    report_progress(goal, on=at.date(), value=Decimal(9), text="九场", actor=village, at=at)
    row.refresh_from_db()
    assert (row.snapshot[0]["value"], row.snapshot[0]["text"]) == ("4", "差 8 场")
    with pytest.raises(Refused, match="已经有了"):
        evaluations.open_evaluation(
            plan, kind="quarter", covers_until=dt.date(2026, 9, 30), actor=clerk, at=at
        )
    with pytest.raises(Refused, match="还没有到的日子"):
        evaluations.open_evaluation(plan, kind="year", covers_until=dt.date(2026, 12, 31), actor=clerk, at=at)
