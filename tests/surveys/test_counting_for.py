"""What a questionnaire that is over counts for: the duty of its quarter, the figure of its year."""

from __future__ import annotations

import datetime as dt

from tests.cast import NOW
from tests.surveys.test_life import TODAY, send
from tests.worlds.surveys import begin, give_out
from xiangfeng.access.actor import SYSTEM
from xiangfeng.duties.actions import add_duty
from xiangfeng.duties.models import DutyKind, Occurrence
from xiangfeng.duties.proofs import SOURCES
from xiangfeng.goals.figures import TITLES
from xiangfeng.goals.models import Goal
from xiangfeng.surveys.actions.running import close_due_surveys
from xiangfeng.surveys.models import Sheet, Survey
from xiangfeng.surveys.proofs import closed_surveys, satisfaction_rates

DUTY = {
    "title": "群众问卷", "kind": DutyKind.SURVEY, "frequency": "quarter", "due_rule": "end", "doer": "创建办", "proof": "问卷",
    "warn_workdays": 10, "requirement": "A4.3c", "actor": SYSTEM,
}  # fmt: skip


def test_what_ends_on_the_last_day_of_the_year_counts_for_its_quarter_and_year(built):
    town = built.cast.units["云溪镇"]
    add_duty(town, built.made["article"], at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC), **DUTY)
    row = give_out(begin(town, "年底问卷", "open", closes_on=dt.date(2026, 12, 31)))
    send(row, 1, NOW)
    Survey.objects.filter(closed_on__lte=TODAY).update(
        closed_on=dt.date(2026, 9, 1)
    )  # another one, of an earlier quarter
    for number in range(2, 8):
        send(row, number, NOW)
    assert close_due_surveys(at=NOW.replace(year=2027, month=1, day=1)) >= 1
    last = Occurrence.objects.get(duty__kind=DutyKind.SURVEY, end=dt.date(2026, 12, 31), unit=town)
    assert (last.state, last.done_on, last.proof_key) == ("fulfilled", dt.date(2026, 12, 31), row.key)
    goal = (
        Goal.objects.select_related("plan", "unit").filter(plan__year=2026, plan__unit=town).order_by("pk")[0]
    )
    assert row.number in satisfaction_rates([goal])[goal.pk].text


def test_a_closed_one_with_answers_fulfils_the_quarter(built):
    town = built.cast.units["云溪镇"]
    add_duty(town, built.made["article"], at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC), **DUTY)
    rows = list(Occurrence.objects.filter(duty__kind=DutyKind.SURVEY).select_related("duty"))
    over = built.made["survey_over"]
    found = closed_surveys(rows)
    assert {proof.key for proof in found.values()} == {over.key}
    assert closed_surveys in SOURCES[DutyKind.SURVEY] and TITLES["survey_satisfaction"] == "问卷满意率"
    for row in rows:
        fits = row.unit_id == over.unit_id and row.start <= over.closed_on <= row.end
        assert (row.pk in found) == fits
    Sheet.objects.filter(survey__in=type(over).objects.all()).delete()
    assert closed_surveys(rows) == {}


def test_the_rate_is_a_live_figure(built, django_assert_num_queries):
    goal = Goal.objects.select_related("plan", "unit").filter(plan__year=2026).order_by("pk")[0]
    over = built.made["survey_over"]
    with django_assert_num_queries(1):
        figure = satisfaction_rates([goal])[goal.pk]
    assert figure.text == f"{over.number} 满意 {over.satisfied}/{over.valid}" and figure.value is not None
