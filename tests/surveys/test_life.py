"""From the first draft to the archive: who may, what is refused, what a sheet leaves behind."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.worlds.surveys import answers_of, begin, give_out
from xiangfeng.base.errors import Refused
from xiangfeng.feedback.models import Report
from xiangfeng.history.models import Entry
from xiangfeng.notifications.models import Message
from xiangfeng.surveys.actions.answering import Faulty, enter_sheet, report_words, submit_sheet
from xiangfeng.surveys.actions.editing import edit_survey, renew_survey
from xiangfeng.surveys.actions.handing import Wanted, print_codes, set_quotas, void_batch
from xiangfeng.surveys.actions.questions import (
    add_question,
    add_standard,
    change_question,
    copy_question,
    delete_question,
    move_question,
)
from xiangfeng.surveys.actions.running import (
    approve_survey,
    close_due_surveys,
    close_survey,
    publish_survey,
    submit_survey,
    withdraw_survey,
)
from xiangfeng.surveys.exports import sample_text
from xiangfeng.surveys.models import Code, Quota, Sheet, SurveyState, Words
from xiangfeng.surveys.queries import (
    axes_of,
    cross_between,
    progress_of,
    public_surveys,
    questions_of,
    results_of,
    words_of,
)
from xiangfeng.visitors.actions import TooMany, Visitor

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def clerk(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def draft(cast):
    return begin(cast.units["云溪镇"], "四季度问卷", "code")


@pytest.fixture
def running(draft):
    return give_out(draft)


@pytest.fixture
def opened(cast):
    return give_out(begin(cast.units["云溪镇"], "开放问卷", "open"))


def send(row, number, at, code="", words="", key=None, **others):
    visitor = Visitor(f"10.1.0.{number % 250}", key=key or f"form-{number}")
    return submit_sheet(row, answers_of(row, number, words), code=code, visitor=visitor, at=at, **others)


def titles(row):
    return [one.text for one in row.questions.order_by("place")]


def test_questions_are_moved_copied_and_deleted(draft, clerk):
    first, second, *_ = draft.questions.order_by("place")
    move_question(second, by=-1, **clerk)
    assert titles(draft)[:2] == [second.text, first.text]
    second.refresh_from_db()
    copy_question(second, **clerk)
    assert titles(draft)[:3] == [second.text, second.text, first.text]
    delete_question(second, **clerk)
    assert [one.place for one in draft.questions.order_by("place")] == [1, 2, 3, 4, 5]
    with pytest.raises(Refused, match="头上"):
        move_question(draft.questions.order_by("place")[0], by=-1, **clerk)


def test_a_condition_keeps_its_question_before_it(draft, clerk):
    first = draft.questions.order_by("place")[0]
    one = add_question(
        draft, kind="single", text="为什么？", options=["远", "贵"], depends=first, depends_on=[4, 5], **clerk
    )
    with pytest.raises(Refused, match=f"第{one.place}题"):
        delete_question(first, **clerk)
    with pytest.raises(Refused, match="前面"):
        change_question(first, depends=one, depends_on=[1], **clerk)
    with pytest.raises(Refused, match="没有这些选项"):
        change_question(one, depends_on=[9], **clerk)
    for _ in range(4):
        one.refresh_from_db()
        move_question(one, by=-1, **clerk)
    one.refresh_from_db()
    with pytest.raises(Refused, match="排在前面"):
        move_question(one, by=-1, **clerk)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "single", "text": " ", "options": ["甲", "乙"]}, "请写题目"),
        ({"kind": "single", "text": "题", "options": ["甲"]}, "选项"),
        ({"kind": "matrix", "text": "题", "options": ["甲", "乙"]}, "矩阵"),
        ({"kind": "multiple", "text": "题", "options": ["甲", "甲"]}, "一样"),
    ],
)
def test_what_no_question_may_be(draft, clerk, fields, says):
    with pytest.raises(Refused, match=says):
        add_question(draft, **fields, **clerk)


def test_a_satisfaction_question_has_the_one_scale(draft, clerk):
    one = add_question(draft, kind="single", text="满意吗？", options=["好"], is_satisfaction=True, **clerk)
    assert one.options[0] == "非常满意" and one.options[-1] == "不清楚"


def test_who_reported_it_does_not_approve_it(cast, draft, at):
    county = {"actor": cast.actor("county"), "at": at}
    submit_survey(draft, **county)
    with pytest.raises(Refused, match="别人批准"):
        approve_survey(draft, **county)
    assert Message.objects.filter(user=cast.user("leader"), text__contains="等您批准").exists()
    approve_survey(draft, actor=cast.actor("leader"), at=at)
    assert draft.state == SurveyState.RUNNING


def test_after_approval_no_question_changes_and_only_some_facts(running, clerk):
    one = running.questions.order_by("place")[0]
    for act in (copy_question, delete_question, change_question):
        with pytest.raises(Refused, match="题目不能改"):
            act(one, **clerk)
    with pytest.raises(Refused, match="题目不能改"):
        add_standard(running, ["waste"], **clerk)
    edit_survey(running, revision=running.revision, title="别的", target=99, **clerk)
    running.refresh_from_db()
    assert (running.title, running.target) == ("四季度问卷", 99)


def test_it_is_taken_back_only_before_the_first_answer(cast, running, clerk, at):
    codes = print_codes(running, cast.units["石桥村"], 2, **clerk)
    send(running, 1, at, code=codes[0])
    with pytest.raises(Refused, match="已经收到答卷"):
        withdraw_survey(running, reason="题错了", **clerk)


def test_taken_back_its_slips_are_worth_nothing(cast, running, clerk):
    print_codes(running, cast.units["石桥村"], 2, **clerk)
    withdraw_survey(running, reason="题错了", **clerk)
    assert running.state == SurveyState.DRAFT and not Code.objects.exists()


def test_the_row_is_held_before_it_is_asked_whether_a_sheet_came(running, clerk):
    with CaptureQueriesContext(connection) as seen:
        withdraw_survey(running, reason="题错了", **clerk)
    asked = [query["sql"] for query in seen if "surveys_" in query["sql"]]
    hold, guard = asked[0], next(place for place, sql in enumerate(asked) if 'FROM "surveys_sheet"' in sql)
    assert hold.startswith('UPDATE "surveys_survey"') and guard > 0


def test_one_code_one_sheet_and_the_same_form_once(cast, running, clerk, at):
    codes = print_codes(running, cast.units["石桥村"], 3, **clerk)
    assert send(running, 1, at, code=codes[0]) is True
    assert send(running, 1, at, code=codes[0]) is False  # the answer did not arrive, so it was sent again
    with pytest.raises(Refused, match="用过了"):
        send(running, 2, at, code=codes[0])
    with pytest.raises(Refused, match="没有这个填答码"):
        send(running, 3, at, code="AAAA-BBBB-CCCC")
    assert send(running, 4, at, code=codes[1].lower().replace("-", " "))
    assert Sheet.objects.count() == 2 and Quota.objects.get().received == 2


def test_nothing_leads_from_a_code_to_a_sheet(cast, running, clerk, at):
    codes = print_codes(running, cast.units["石桥村"], 3, **clerk)
    before = Entry.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        send(running, 1, at, code=codes[1], words="修路")
    assert Entry.objects.count() == before  # no row of history says when
    names = {field.name for model in (Sheet, Words, Code) for field in model._meta.fields}
    assert not {name for name in names if name.endswith(("_at", "_on")) or "address" in name}
    assert {field.name for field in Code._meta.fields} == {"id", "batch", "digest", "is_used"}
    assert not any(codes[1] in query["sql"] for query in seen)
    word = Words.objects.get()
    assert {field.name for field in Words._meta.fields} == {"id", "question", "text", "is_reported"}
    assert word.pk.version == 4 and Sheet.objects.get().pk.version == 4


def test_a_refused_sheet_leaves_the_code_unused(cast, running, clerk, at):
    one = running.questions.order_by("place")[0]
    type(one).objects.filter(pk=one.pk).update(is_required=True)
    codes = print_codes(running, cast.units["石桥村"], 1, **clerk)
    with pytest.raises(Faulty) as fault:
        submit_sheet(running, {}, code=codes[0], visitor=Visitor("10.0.0.1", key="k"), at=at)
    assert set(fault.value.faults) == {one.pk}
    assert not Code.objects.filter(is_used=True).exists()


def test_outside_its_days_nothing_is_taken(opened, at):
    for moment in (at - dt.timedelta(days=1), at + dt.timedelta(days=6)):
        with pytest.raises(Refused, match="不收答卷"):
            send(opened, 1, moment)
    with pytest.raises(Refused, match="一道题都没有答"):
        submit_sheet(opened, {}, visitor=Visitor("10.0.0.1", key="k"), at=at)


def test_one_network_sends_only_so_many(opened, at, settings):
    settings.SURVEYS_A_SENDER_A_DAY = 2
    for number in range(2):
        send(opened, 250, at, key=f"k{number}")
    with pytest.raises(TooMany, match="很多份"):
        send(opened, 250, at, key="k3")
    assert send(opened, 7, at)


def test_a_full_village_takes_those_who_had_begun_and_no_more(cast, opened, clerk, at):
    set_quotas(opened, {cast.units["石桥村"]: Wanted(1, 0)}, **clerk)
    cell = Quota.objects.get()
    for number in range(6):
        send(opened, number, at, cell=cell)
    with pytest.raises(Refused, match="收满"):
        send(opened, 9, at, cell=cell)
    assert Sheet.objects.count() == 6


def test_paper_sheets_count_apart_and_say_who_typed_them(cast, running, clerk, at):
    set_quotas(running, {cast.units["南坡村"]: Wanted(10, 8)}, **clerk)
    cell = Quota.objects.get()
    enter_sheet(running, answers_of(running, 1), cell=cell, **clerk)
    found = progress_of(running)
    assert (found.received, found.paper, found.handed, str(found.rate)) == (1, 1, 8, "12.5")
    entry = Entry.objects.filter(verb="录纸质答卷").get()
    assert entry.actor_name == "陈晓"
    with pytest.raises(Refused):
        enter_sheet(running, answers_of(running, 1), cell=cell, actor=cast.actor("outsider"), at=at)


def test_the_response_rate_counts_slips_and_papers(cast, running, clerk, at):
    codes = print_codes(running, cast.units["石桥村"], 4, **clerk)
    set_quotas(running, {cast.units["石桥村"]: Wanted(4, 4)}, **clerk)
    send(running, 1, at, code=codes[0])
    line = progress_of(running).lines[0]
    assert (line.handed, line.received, str(line.rate), line.share) == (8, 1, "12.5", 25)


def test_lost_slips_are_made_worthless(cast, running, clerk, at):
    codes = print_codes(running, cast.units["石桥村"], 3, **clerk)
    send(running, 1, at, code=codes[0])
    void_batch(running.batches.get(), reason="纸条遗失", **clerk)
    with pytest.raises(Refused, match="没有这个填答码"):
        send(running, 2, at, code=codes[1])
    assert running.batches.get().count == 1 and Sheet.objects.count() == 1


def test_before_the_end_nobody_sees_results(opened, at, clerk):
    for number in range(6):
        send(opened, number, at, words="路灯")
    assert results_of(opened).tables == () and not words_of(opened).exists()
    close_survey(opened, reason="收齐了", **clerk)
    results = results_of(opened)
    assert results.sheets == 6 and len(results.tables) == 8 and words_of(opened).count() == 6


def test_below_five_sheets_there_are_no_results(opened, at, clerk):
    for number in range(4):
        send(opened, number, at)
    close_survey(opened, reason="收齐了", **clerk)
    assert results_of(opened).sheets == 4 and results_of(opened).tables == ()


def test_counted_by_hand(opened, at, clerk):
    """40 sheets: the first question goes 1..5 in turn, so 8 each: 16 of 40 are satisfied; no line is small."""
    for number in range(40):
        send(opened, number, at)
    close_survey(opened, reason="收齐了", **clerk)
    results = results_of(opened)
    first = results.tables[0]
    assert [bar.count for bar in first.bars] == [8, 8, 8, 8, 8, 0]
    assert str(first.rate.percent) == "40.0"
    # Each of five lines: 14 非常满意, 13 满意, 13 一般.
    assert [(t.rate.satisfied, t.rate.valid) for t in results.tables[1:6]] == [(27, 40)] * 5
    assert (results.rate.satisfied, results.rate.valid) == (16 + 135, 240)
    opened.refresh_from_db()
    assert (opened.satisfied, opened.valid) == (151, 240)
    activities, safety = results.tables[6], results.tables[7]
    assert [bar.count for bar in activities.bars] == [40, 10, 10, 10, 10, 0, 0]
    assert str(safety.mean) == "3.00"


def test_two_questions_against_each_other_cover_small_cells(opened, at, clerk):
    for number in range(40):
        send(opened, number, at)
    close_survey(opened, reason="收齐了", **clerk)
    axes = axes_of(questions_of(opened), [])
    cross = cross_between(opened, axes[0], axes[-1])
    assert cross is not None and cross.total == 40
    # 满意度 and 放心 go in step: 8 on the diagonal, nothing beside it.
    assert [cell for row in cross.cells for cell in row if cell] == [8] * 5 and not cross.is_covered
    thin = cross_between(opened, axes[0], axes[1])
    assert thin is not None and thin.is_covered
    assert not any(cell and cell < 5 for row in thin.cells for cell in row)


def test_crossed_totals_are_those_of_the_tables_so_that_nothing_follows_from_both(opened, at, clerk):
    for number in range(40):
        send(opened, number, at)
    for few in Sheet.objects.all()[:3]:
        Sheet.objects.filter(pk=few.pk).update(marks="0" + few.marks[1:])
    close_survey(opened, reason="收齐了", **clerk)
    overall, *_, scale = results_of(opened).tables
    cross = cross_between(opened, *(axes_of(questions_of(opened), [])[place] for place in (0, -1)))
    assert cross is not None and cross.total == 40, "not 37: three did not answer"
    assert cross.row_totals == tuple(bar.count for bar in overall.bars)
    assert cross.column_totals == tuple(bar.count for bar in scale.bars)


def test_reading_all_sheets_is_one_query(opened, at, clerk, django_assert_num_queries):
    for number in range(8):
        send(opened, number, at)
    close_survey(opened, reason="收齐了", **clerk)
    questions = questions_of(opened)
    with django_assert_num_queries(1):
        assert results_of(opened, questions).sheets == 8


def test_the_clock_closes_what_is_over(opened, at):
    assert close_due_surveys(at=at) == 0
    assert close_due_surveys(at=at + dt.timedelta(days=6)) == 1
    opened.refresh_from_db()
    assert (opened.state, opened.closed_on) == (SurveyState.CLOSED, opened.closes_on)
    assert "11月28日，" in sample_text(opened, progress_of(opened))


def test_own_words_become_a_report_once_without_numbers(cast, opened, at, clerk):
    send(opened, 1, at, words="路灯不亮，我的电话 13800138000")
    word = Words.objects.select_related("question__survey__unit").get()
    with pytest.raises(Refused, match="截止以后"):
        report_words(word, **clerk)
    close_survey(opened, reason="收齐了", **clerk)
    word.question.survey.refresh_from_db()
    made = report_words(word, **clerk).report
    assert (made.channel, made.origin_key) == ("survey", word.key) and "13800138000" not in made.text
    with pytest.raises(Refused, match="已经转过"):
        report_words(word, **clerk)
    assert Report.objects.count() == 1


def test_a_new_version_takes_the_questions_along(opened, at, clerk):
    first = opened.questions.order_by("place")[0]
    last = opened.questions.order_by("place").last()
    type(last).objects.filter(pk=last.pk).update(depends=first, depends_on=[4, 5])
    with pytest.raises(Refused, match="截止以后"):
        renew_survey(opened, opens_on=TODAY, closes_on=TODAY, **clerk)
    close_survey(opened, reason="题有错", **clerk)
    made = renew_survey(opened, opens_on=TODAY, closes_on=TODAY, **clerk)
    assert (made.version, made.replaces_id, made.state, titles(made)) == (
        2,
        opened.pk,
        "draft",
        titles(opened),
    )
    copied = made.questions.order_by("place").last()
    assert copied.depends.survey_id == made.pk and copied.depends_on == [4, 5]
    assert opened.questions.count() == 5


def test_public_is_what_runs_and_what_was_published(cast, draft, opened, at, clerk):
    assert list(public_surveys(TODAY)) == [opened]
    assert list(public_surveys(TODAY + dt.timedelta(days=30))) == []
    close_survey(opened, reason="收齐了", **clerk)
    assert list(public_surveys(TODAY)) == []
    publish_survey(opened, actor=cast.actor("leader"), at=at)
    assert list(public_surveys(TODAY + dt.timedelta(days=30))) == [opened]
