"""指导、调研记录: written down, corrected while young, seen by the unit it is about (A5.2a, A5.3a)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image

from xiangfeng.advice.actions.guidance import (
    add_guidance,
    edit_guidance,
    make_task_of_guidance,
    note_result,
    void_guidance,
)
from xiangfeng.advice.models import Guidance
from xiangfeng.advice.queries import own_guidance_for, readable_guidance
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.actions import seed_years
from xiangfeng.notifications.models import Message
from xiangfeng.tasks.models import Task
from xiangfeng.workbench.queries.search import search

TODAY = dt.date(2026, 11, 23)


def texts(**others):
    return {
        "kind": "guidance", "title": "指导整理台账", "people": "林岚、周敏", "seen": "台账缺三月的照片",
        "advised": "月底前补齐", "result": "", "late_reason": "",
    } | others  # fmt: skip


@pytest.fixture
def write(cast, at):
    seed_years()

    def make(who="clerk", unit="云溪镇", subject="石桥村", held_on=TODAY, when=at, **others):
        return add_guidance(
            cast.units[unit], subject=cast.units[subject], held_on=held_on, actor=cast.actor(who), at=when,
            **texts(**others),
        )  # fmt: skip

    return make


def picture():
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(stream, "JPEG")
    return SimpleUploadedFile("村口.jpg", stream.getvalue(), "image/jpeg")


def test_the_unit_is_told_and_sees_its_own_alone(cast, write):
    row = write()
    assert row.number == "云溪-指导-2026-0001"
    assert Message.objects.filter(user=cast.user("village"), text="云溪镇指导记录：指导整理台账").exists()
    assert list(own_guidance_for(cast.actor("village"))) == [row]
    assert not own_guidance_for(cast.actor("sibling")).exists()
    assert not readable_guidance(cast.actor("outsider")).exists()
    assert list(readable_guidance(cast.actor("county"))) == [row]


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"subject": "柳湾村"}, "“柳湾村”不归云溪镇管"),
        ({"who": "village"}, "您不能替云溪镇记指导调研"),
        ({"unit": "东河镇", "subject": "柳湾村"}, "您不能替东河镇记指导调研"),
        ({"seen": " "}, "请写了解到的情况"),
        ({"people": ""}, "请写谁去的"),
        ({"held_on": TODAY + dt.timedelta(days=1)}, "日期还没有到"),
        ({"held_on": TODAY - dt.timedelta(days=32)}, "请写明补录理由"),
    ],
)
def test_what_is_not_written_down(write, fields, said):
    with pytest.raises(Refused, match=said):
        write(**fields)
    assert not Guidance.objects.exists()


def test_a_month_back_needs_a_reason_and_not_before(write):
    assert write(held_on=TODAY - dt.timedelta(days=31)).late_reason == ""
    assert (
        write(held_on=TODAY - dt.timedelta(days=32), late_reason="纸质记录补录").late_reason == "纸质记录补录"
    )


def test_corrected_while_young_its_result_ever_after(cast, write, at):
    row, who = write(), {"actor": cast.actor("clerk")}
    edit_guidance(row, revision=0, held_on=TODAY, at=at, **texts(title="指导补照片"), **who)
    with pytest.raises(Stale, match="刚被别人改过"):
        edit_guidance(row, revision=0, held_on=TODAY, at=at, **texts(), **who)
    late = at + dt.timedelta(days=31)
    with pytest.raises(Refused, match="只能补记落实结果"):
        edit_guidance(row, revision=1, held_on=TODAY, at=late, **texts(), **who)
    note_result(row, revision=1, result="已补齐", at=late, **who)
    row.refresh_from_db()
    assert (row.title, row.result, row.revision) == ("指导补照片", "已补齐", 2)
    with pytest.raises(Refused, match="您不能改"):
        note_result(row, revision=2, result="x", at=late, actor=cast.actor("outsider"))


def test_a_void_one_is_no_longer_seen_below(cast, write, at):
    row, who = write(), {"actor": cast.actor("director"), "at": at}
    with pytest.raises(Refused, match="写明理由"):
        void_guidance(row, reason=" ", **who)
    void_guidance(row, reason="记错单位", **who)
    assert not own_guidance_for(cast.actor("village")).exists()
    assert readable_guidance(cast.actor("clerk")).get().is_void
    for act in (
        lambda: note_result(row, revision=0, result="好", **who),
        lambda: make_task_of_guidance(row, title="补", due_on=TODAY, lead=row.subject, **who),
    ):
        with pytest.raises(Refused, match="已作废"):
            act()


def test_it_becomes_a_task_once_at_a_time(cast, write, at):
    row = write()
    fields = {
        "title": "补照片", "due_on": dt.date(2026, 12, 7), "lead": row.subject,
        "actor": cast.actor("clerk"), "at": at,
    }  # fmt: skip
    task = make_task_of_guidance(row, **fields)
    assert (task.origin_key, task.content, task.state) == (row.key, "月底前补齐", "assigned")
    with pytest.raises(Refused, match="已转为任务"):
        make_task_of_guidance(row, **fields)


def test_it_is_found_by_those_who_may_read_it(cast, write):
    row = write()

    def hits(key):
        return {(hit.source, hit.pk) for group in search(cast.actor(key), "整理台账") for hit in group.hits}

    assert ("advice.guidance", row.pk) in hits("leader") & hits("village")
    assert not hits("sibling") and not hits("outsider")


def test_by_the_pages(cast, client_for):
    seed_years()
    client, url = client_for(cast.people["clerk"]), reverse("advice:guidance_new")
    data = texts(subject=cast.units["石桥村"].pk, held_on="2026-11-20", kind="survey")
    answer = client.post(url, data | {"seen": ""})
    assert answer.status_code == 422 and "指导整理台账" in answer.content.decode()
    client.post(url, data | {"uploads": [picture()]})
    row = Guidance.objects.get()
    page = reverse("advice:guidance", args=[row.pk])
    assert "村口.jpg" in client.get(page).content.decode()
    client.post(reverse("advice:guidance_result", args=[row.pk]), {"result": "已补", "revision": "0"})
    client.post(
        reverse("advice:guidance_task", args=[row.pk]),
        {"title": "补照片", "lead": row.subject_id, "due_on": "2026-12-07"},
    )
    village = client_for(cast.people["village"])
    shown = village.get(page).content.decode()
    assert "已补" in shown and "现在可以办" not in shown
    file = row.files.get()
    photo = village.get(reverse("administration:attachment", args=[file.attachment_id]))
    assert b"".join(photo.streaming_content)[:2] == b"\xff\xd8"
    assert "指导整理台账" in village.get(reverse("advice:own_guidance")).content.decode()
    paper = village.get(reverse("advice:guidance_paper", args=[row.pk, "docx"]))
    text = "\n".join(one.text for one in Document(io.BytesIO(paper.content)).paragraphs)
    assert "调研报告" in text and "台账缺三月的照片" in text and "已补" in text
    assert Task.objects.get().lead == row.subject
    client.post(reverse("advice:guidance_void", args=[row.pk]), {"reason": "记重了"})
    assert village.get(page).status_code == 404
