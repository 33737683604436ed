"""一户一档: everything about one unit in one year, nothing that the reader may not see (A5.2a)."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from tests import world
from xiangfeng.access.actor import SYSTEM
from xiangfeng.tasks.queries import rates
from xiangfeng.workbench.dossier.sections import KINDS, rate_of
from xiangfeng.workbench.queries.checking import checking_for
from xiangfeng.workbench.queries.dossier import dossier_for, rows_of, year_of

TODAY = world.NOW.date()


def file_of(built, who, unit="石桥村", year=2026):
    return dossier_for(built.cast.units[unit], year, built.cast.actor(who), today=TODAY)


def counts(file):
    return {one.kind.title: one.count for one in file.sections}


def test_the_office_sees_every_section_filled_where_there_is_something(built):
    file = file_of(built, "clerk")
    assert [one.kind.title for one in file.sections] == [kind.title for kind in KINDS]
    found = counts(file)
    for title in (
        "在岗人员",
        "考评成绩",
        "任务",
        "责任书",
        "目标",
        "参加的会议",
        "问题",
        "指导调研",
        "日常作业",
    ):
        assert found[title], title
    assert ("上级单位", "云溪镇") in file.facts
    assert all(line.url for one in file.sections[1:] for line in one.lines)


def test_it_holds_what_the_lists_hold(built):
    """The file counts what each app's own list shows of the unit."""
    from xiangfeng.advice.queries import guidance_for, problems_for
    from xiangfeng.tasks.models import Task

    unit, actor = built.cast.units["石桥村"], built.cast.actor("clerk")
    found = counts(file_of(built, "clerk"))
    assert found["指导调研"] == guidance_for(actor).filter(subject=unit, held_on__year=2026).count()
    assert found["问题"] == problems_for(actor).filter(lead=unit, found_on__year=2026).count()
    tasks = Task.objects.filter(lead=unit, due_on__year=2026)
    tasks = tasks.exclude(state__in=("draft", "cancelled", "skipped"))
    assert found["任务"] + found["问题整改"] == tasks.count()


def test_another_year_is_another_file(built):
    file = file_of(built, "clerk", year=2025)
    assert {title for title, count in counts(file).items() if count} <= {"在岗人员", "点位", "考评成绩"}


def test_a_village_sees_its_own_and_no_working_state(built):
    office, own = counts(file_of(built, "clerk")), counts(file_of(built, "village"))
    assert "问题" not in own
    assert own["指导调研"] == office["指导调研"]
    for one in file_of(built, "village").sections:
        assert not any(
            line.url.startswith("/work/assessments/") and "own" not in line.url for line in one.lines
        )


def test_an_assessor_sees_no_tasks_and_no_goals(built):
    assert not {"任务", "问题整改", "目标", "责任书", "参加的会议"} & set(counts(file_of(built, "assessor")))


def test_nothing_of_a_sibling_is_in_it(built):
    unit, year = built.cast.units["石桥村"], year_of(2026)
    assert rows_of(unit, year, built.cast.actor("village"))
    assert not rows_of(unit, year, built.cast.actor("sibling"))
    assert not rows_of(unit, year, built.cast.actor("outsider"))


def test_the_rate_is_that_of_the_tasks(built):
    unit = built.cast.units["石桥村"]
    rows = [
        row
        for row in rows_of(unit, year_of(2026), SYSTEM)
        if row.source in ("tasks.task", "tasks.rectification")
    ]
    mine, day = rate_of(rows, unit, TODAY), dt.date(2026, 1, 1)
    theirs = [one for one in rates(SYSTEM, day, TODAY) if one.unit_id == unit.pk]
    assert (mine.due, mine.done, mine.on_time) == (
        sum(one.due for one in theirs), sum(one.done for one in theirs), sum(one.on_time for one in theirs),
    )  # fmt: skip


def test_page_paper_and_book(built, client_for, monkeypatch):
    client, unit = client_for(built.cast.people["clerk"]), built.cast.units["石桥村"]
    url = reverse("workbench:dossier", args=[unit.pk])
    page = client.get(url).content.decode()
    assert "石桥村2026年档案" in page and f"/work/tasks/?unit={unit.pk}&amp;tab=all" in page
    whole = client.get(url + "?all=1").content.decode()
    assert whole.count("<tr>") >= page.count("<tr>") and "data-print" in whole
    assert "2025年档案" in client.get(url + "?year=2025").content.decode()
    assert "2026年档案" in client.get(url + "?year=99999").content.decode()
    content = client.get(reverse("workbench:dossier_book", args=[unit.pk])).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["目录", *(kind.title for kind in KINDS)]
    assert book.get_sheet_by_name("指导调研").to_python()[1][2] == "看台账0"
    answer = client.get(reverse("workbench:dossier_file", args=[unit.pk, "docx"]))
    text = "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    assert "石桥村2026年创建档案" in text.replace("\n", "") and "指导调研" in text


@pytest.mark.parametrize("who", ["clerk", "assessor", "village"])
def test_whatever_is_linked_opens_for_its_reader(built, client_for, who):
    client, unit = client_for(built.cast.people[who]), built.cast.units["石桥村"]
    page = client.get(reverse("workbench:dossier", args=[unit.pk]) + "?all=1").content.decode()
    main = page.partition('<div class="xf-col-main">')[2].partition("</main>")[0].replace("&amp;", "&")
    urls = sorted(set(re.findall(r'href="(/work/[^"]*)"', main)))
    assert len(urls) > 5
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url
        if answer.streaming:
            list(answer.streaming_content)


def test_the_numbers_of_checking_are_those_of_the_lists(built):
    from xiangfeng.findings.queries import findings_for
    from xiangfeng.tasks.models import Task

    actor = built.cast.actor("clerk")
    found = checking_for(actor, today=TODAY)
    assert found.recorded == findings_for(actor).filter(state="recorded").count()
    late = Task.objects.within(actor, "tasks.view").filter(kind="rectification", due_on__lt=TODAY)
    assert found.late == late.filter(state__in=("assigned", "accepted")).count()
    assert 0 < found.owed >= found.checked
    assert checking_for(built.cast.actor("village"), today=TODAY) is None


def test_a_village_comes_to_its_file_from_home(built, client_for):
    client, unit = client_for(built.cast.people["village"]), built.cast.units["石桥村"]
    url = reverse("workbench:dossier", args=[unit.pk])
    assert url in client.get(reverse("workbench:village")).content.decode()
    assert client.get(reverse("workbench:own_dossier")).headers["Location"] == url
    assert client.get(url).status_code == 200
