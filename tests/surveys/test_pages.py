"""What people see and send: the public pages without a script, the builder, entry by figures, results."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from tests.visitors.solving import answered
from tests.worlds.surveys import answers_of, begin, give_out
from xiangfeng.surveys.actions.answering import enter_sheet, submit_sheet
from xiangfeng.surveys.actions.handing import Wanted, print_codes, set_quotas
from xiangfeng.surveys.actions.running import close_survey, publish_survey
from xiangfeng.surveys.models import Code, Question, Quota, Sheet, Survey, Words
from xiangfeng.surveys.queries import progress_of
from xiangfeng.visitors.actions import Visitor

FACTS = {
    "title": "四季度群众问卷", "intro": "不记名。", "mode": "code", "source_note": "按户发码", "opens_on": "2026-11-23",
    "closes_on": "2026-12-05", "target": "100", "closing": "谢谢",
}  # fmt: skip


@pytest.fixture
def clerk(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def coded(cast):
    return give_out(begin(cast.units["云溪镇"], "发码问卷", "code"))


@pytest.fixture
def opened(cast):
    return give_out(begin(cast.units["云溪镇"], "开放问卷", "open", asks_village=True))


@pytest.fixture
def over(opened, clerk, at):
    for number in range(40):
        words = "路灯不亮" if number == 3 else ""
        visitor = Visitor(f"10.0.0.{number}", key=f"k{number}")
        submit_sheet(opened, answers_of(opened, number, words), visitor=visitor, at=at)
    return close_survey(opened, reason="收齐了", **clerk)


def staff(client_for, cast, who="clerk"):
    return client_for(cast.people[who])


def page(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def first_of(row):
    return row.questions.order_by("place")[0]


def test_a_slip_is_filled_in_once_without_account_or_script(client_for, cast, coded, clerk):
    code = print_codes(coded, cast.units["石桥村"], 1, **clerk)[0]
    client, url = client_for(), reverse("surveys:public_survey", args=[code])
    html = page(client.get(url))
    assert "1. 您对本乡镇" in html and "<script" not in html.split("<form")[1]
    form = {first_of(coded).name: "1", "form_key": "a" * 24}
    assert client.post(url, form).url == reverse("surveys:public_thanks", args=[coded.slug])
    assert client.post(url, form).status_code == 302  # the same form again: thanked again, counted once
    assert Sheet.objects.count() == 1
    assert "用过了" in page(client.get(url))
    assert "sessionid" not in client.cookies


def test_a_code_is_typed_and_a_wrong_one_said(client_for, cast, coded, clerk):
    code = print_codes(coded, cast.units["石桥村"], 1, **clerk)[0]
    client, url = client_for(), reverse("surveys:public_survey", args=[coded.slug])
    assert "填答码" in page(client.get(url))
    assert "没有这个填答码" in page(client.post(url, {"code": "AAAA-BBBB-CCCC"}), 422)
    typed = code.lower().replace("-", "")
    found = client.post(url, {"code": typed})
    assert "1. 您对本乡镇" in page(client.get(found.url))


def test_what_was_filled_in_stays_when_something_is_missing(client_for, cast, coded, clerk):
    one = first_of(coded)
    Question.objects.filter(pk=one.pk).update(is_required=True)
    code = print_codes(coded, cast.units["石桥村"], 1, **clerk)[0]
    own = coded.questions.get(kind="open")
    answer = client_for().post(reverse("surveys:public_survey", args=[code]), {own.name: "想修路"})
    html = page(answer, 422)
    assert "想修路" in html and "这道题要填" in html and not Code.objects.filter(is_used=True).exists()


def test_an_open_one_asks_for_the_village_then_a_small_sum(client_for, cast, opened, clerk, at):
    set_quotas(opened, {cast.units["石桥村"]: Wanted(9, 0), cast.units["南坡村"]: Wanted(9, 0)}, **clerk)
    full = Quota.objects.get(unit=cast.units["南坡村"])
    Quota.objects.filter(pk=full.pk).update(received=9)
    client, url = client_for(), reverse("surveys:public_survey", args=[opened.slug])
    html = page(client.get(url))
    assert "石桥村</a>" in html and "南坡村（已收满）" in html
    assert "收满" in page(client.get(f"{url}?v={full.pk}"))
    cell = Quota.objects.get(unit=cast.units["石桥村"])
    form = {first_of(opened).name: "2", "village": cell.pk}
    assert "小题" in page(client.post(f"{url}?v={cell.pk}", form), 422)
    assert client.post(f"{url}?v={cell.pk}", form | answered(at)).status_code == 302
    assert Sheet.objects.get().cell_id == cell.pk


def test_a_condition_holds_without_a_script(client_for, cast, coded, clerk):
    first, second = coded.questions.order_by("place")[0], coded.questions.get(kind="scale")
    Question.objects.filter(pk=second.pk).update(depends=first, depends_on=[4, 5])
    code = print_codes(coded, cast.units["石桥村"], 1, **clerk)[0]
    client, url = client_for(), reverse("surveys:public_survey", args=[code])
    assert "第1题选了“不太满意”、“不满意”的请答" in page(client.get(url))
    client.post(url, {first.name: "1", second.name: "5", "form_key": "b" * 24})
    assert Sheet.objects.get().marks[-1] == "-"


def test_what_is_not_given_out_is_not_there(client_for, cast):
    row = begin(cast.units["云溪镇"], "草稿", "open")
    assert client_for().get(reverse("surveys:public_survey", args=[row.slug])).status_code == 404
    assert client_for().get(reverse("surveys:public_survey", args=["nothing"])).status_code == 404
    assert "现在没有要填的问卷" in page(client_for().get(reverse("surveys:public_list")))


def test_results_are_public_only_when_published(client_for, cast, over, at):
    url = reverse("surveys:public_results", args=[over.slug])
    assert client_for().get(url).status_code == 404
    publish_survey(over, actor=cast.actor("leader"), at=at)
    html = page(client_for().get(url))
    assert "满意率" in html and "样本来源：按户发码" in html and "路灯不亮" not in html
    with CaptureQueriesContext(connection) as queries:
        assert page(client_for().get(url)) == html
    assert not any("marks" in query["sql"] for query in queries)


def test_a_questionnaire_is_built_by_forms(client_for, cast):
    client = staff(client_for, cast)
    assert client.post(reverse("surveys:survey_new"), FACTS).status_code == 302
    row = Survey.objects.get()
    client.post(reverse("surveys:standard", args=[row.pk]), {"key": ["overall", "words"]})
    new = reverse("surveys:question_new", args=[row.pk])
    first = first_of(row)
    form = {
        "kind": "multiple",
        "text": "为什么？",
        "options": "远\n贵\n\n",
        "depends": first.pk,
        "depends_on": "4，5",
    }
    assert client.post(new, form).status_code == 302
    made = row.questions.order_by("place").last()
    assert (made.options, made.depends_id, made.depends_on) == (["远", "贵"], first.pk, [4, 5])
    assert "序号" in page(client.post(new, form | {"depends_on": "四"}), 422)
    act = reverse("surveys:question_act", args=[row.pk, made.pk])
    assert client.post(act, {"verb": "up"}).url.endswith("#q-2")
    assert client.post(act, {"verb": "fly"}).status_code == 302
    html = page(client.get(reverse("surveys:questions", args=[row.pk])))
    assert html.index("为什么？") < html.index("意见和建议")
    edit = reverse("surveys:question_edit", args=[row.pk, made.pk])
    assert "远\n贵" in page(client.get(edit))
    assert client.post(edit, form | {"text": "为了什么？"}).status_code == 302
    made.refresh_from_db()
    assert made.text == "为了什么？"


def test_slips_are_shown_once(client_for, cast, coded):
    client = staff(client_for, cast)
    url = reverse("surveys:codes", args=[coded.pk])
    key = page(client.get(url)).split('name="form_key" value="')[1].split('"')[0]
    form = {"unit": cast.units["石桥村"].pk, "count": "3", "form_key": key}
    html = page(client.post(url, form))
    assert html.count("<svg") >= 3 and html.count('class="xf-survey-code"') == 3
    code = html.split('class="xf-survey-code">')[1].split("<")[0]
    again = page(client.post(url, form), 422)  # reloaded, or back and pressed once more
    assert "这一批已经印过了" in again and f'value="{key}"' in again
    assert Code.objects.count() == 3 and progress_of(coded).handed == 3
    for name in ("surveys:handing", "surveys:survey"):
        assert code not in page(client.get(reverse(name, args=[coded.pk])))
    batch = coded.batches.get()
    void = reverse("surveys:batch_void", args=[coded.pk, batch.pk])
    assert client.post(void, {"reason": "印错"}).status_code == 302
    assert not Code.objects.exists()
    assert client.post(url, {**form, "form_key": "another page"}).status_code == 200
    assert progress_of(coded).handed == 3


def test_quotas_are_set_by_village(client_for, cast, coded):
    client, url = staff(client_for, cast), reverse("surveys:handing", args=[coded.pk])
    one, other = cast.units["石桥村"].pk, cast.units["南坡村"].pk
    form = {f"w{one}": "30", f"p{one}": "5", f"w{other}": "0", f"p{other}": "0"}
    assert client.post(url, form).status_code == 302
    assert list(Quota.objects.values_list("unit_id", "wanted", "papers")) == [(one, 30, 5)]
    assert client.post(url, form | {f"w{one}": "很多"}).status_code == 422


def test_paper_is_typed_in_by_figures(client_for, cast, coded, clerk):
    set_quotas(coded, {cast.units["石桥村"]: Wanted(10, 5)}, **clerk)
    cell = Quota.objects.get()
    client, url = staff(client_for, cast), reverse("surveys:entry", args=[coded.pk])
    overall, parts, activities, safety, own = coded.questions.order_by("place")
    form = {
        overall.name: "2", parts.name: "12061", activities.name: "13", safety.name: "", own.name: "", "village": cell.pk
    }  # fmt: skip
    answer = client.post(url, form)
    assert answer.url == f"{url}?village={cell.pk}"
    assert Sheet.objects.get().marks == "2" + "12061" + "1010000" + "0"
    assert 'name="form_key"' in page(client.get(url))
    html = page(client.post(url, form | {overall.name: "8"}), 422)
    assert "请填 1 到 6" in html and 'value="12061"' in html


def test_the_same_page_of_a_paper_sheet_is_one_sheet(coded, clerk):
    for key in ("page-1", "page-1", "page-2"):
        enter_sheet(coded, answers_of(coded, 1), cell=None, form_key=key, **clerk)
    assert progress_of(coded).paper == 2


def test_closed_nothing_is_left_of_the_keys_and_all_rows_are_written_anew(cast, coded, clerk, at):
    for number, code in enumerate(print_codes(coded, cast.units["石桥村"], 2, **clerk)):
        visitor = Visitor(f"10.0.0.{number}", key=f"k{number}")
        submit_sheet(coded, answers_of(coded, number), code=code, visitor=visitor, at=at)
    with CaptureQueriesContext(connection) as seen:
        close_survey(coded, reason="收齐了", **clerk)
    for table in ("code", "sheet"):
        start = f'UPDATE "surveys_{table}"'
        assert sum(query["sql"].startswith(start) for query in seen) == 1, "all in one"
    assert (
        not Sheet.objects.exclude(form_hash=None).exists() and Code.objects.filter(is_used=True).count() == 2
    )


def test_results_are_not_there_before_the_end(client_for, cast, coded):
    for name in ("results", "results_xlsx", "words"):
        assert staff(client_for, cast).get(reverse(f"surveys:{name}", args=[coded.pk])).status_code == 404


def test_results_with_their_definition_and_a_crossed_table(client_for, cast, over):
    client, url = staff(client_for, cast), reverse("surveys:results", args=[over.pk])
    first, scale = first_of(over), over.questions.get(kind="scale")
    html = page(client.get(f"{url}?a={first.pk}&b={scale.pk}"))
    assert "（非常满意+满意）÷有效答卷" in html and "40 份答卷" in html and "收到 40 份" in html
    assert "请选两道不同的题" in page(client.get(f"{url}?a={first.pk}&b={first.pk}"))


def test_tables_as_xlsx_and_report(client_for, cast, over):
    client = staff(client_for, cast)
    first, parts = first_of(over), over.questions.get(kind="matrix")
    url = reverse("surveys:results_xlsx", args=[over.pk])
    content = client.get(f"{url}?a={first.pk}&b={parts.pk}-0").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["样本", "各题", "交叉表"]
    rows = book.get_sheet_by_name("各题").to_python()
    assert rows[1][:7] == [1, first.text, "非常满意", 8, 20, 40, 40]
    assert "不公布" in [cell for row in book.get_sheet_by_name("交叉表").to_python() for cell in row]
    answer = client.get(reverse("surveys:report", args=[over.pk, "docx"]))
    text = "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    assert "样本来源：按户发码" in text and "满意率 62.9%（151÷240）" in text


def test_the_printed_form_has_figures_to_circle(client_for, cast, coded):
    answer = staff(client_for, cast).get(reverse("surveys:form_paper", args=[coded.pk, "docx"]))
    document = Document(io.BytesIO(answer.content))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "1. 非常满意" in text and "不记名" in text
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "环境卫生",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
    ]


def test_own_words_are_handed_on(client_for, cast, over):
    client = staff(client_for, cast)
    url = reverse("surveys:words", args=[over.pk])
    assert "路灯不亮" in page(client.get(url))
    client.post(reverse("surveys:words_report", args=[over.pk, Words.objects.get().pk]))
    assert "已转群众反映" in page(client.get(url))


def test_a_life_by_buttons_and_what_waits(client_for, cast, at):
    row = begin(cast.units["云溪镇"], "四季度问卷", "open")
    move = reverse("surveys:survey_move", args=[row.pk])
    staff(client_for, cast).post(move, {"verb": "submit"})
    leader = staff(client_for, cast, "leader")
    assert "问卷等您批准：四季度问卷" in page(leader.get(reverse("workbench:inbox")))
    leader.post(move, {"verb": "approve"})
    row.refresh_from_db()
    assert row.state == "running"
    assert "四季度问卷" in page(client_for().get(reverse("surveys:public_list")))
    staff(client_for, cast).post(move, {"verb": "close", "note": "收齐了"})
    row.refresh_from_db()
    assert (row.state, row.closed_on) == ("closed", dt.date(2026, 11, 23))
