"""What everybody reads of 制度."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.urls import reverse

from xiangfeng.access.actor import SYSTEM
from xiangfeng.regulations.actions import drafts, life


def _get(client, name, *args, **asked):
    return client.get(reverse(f"regulations:{name}", args=args), asked)


def test_what_is_in_force_is_read_and_searched_by_everybody_no_draft_ever(adopted, draft, client_for):
    citizen = client_for()
    page = _get(citizen, "public_list").content.decode()
    assert adopted.title in page and draft.title not in page
    article = adopted.articles.get(label="一-1")
    page = _get(citizen, "public_rule", adopted.pk).content.decode()
    assert f'id="a-{article.pk}"' in page and "1月1日起施行" in page and article.requirements not in page
    found = _get(citizen, "public_list", q="通报 考核").content.decode()
    assert f"{reverse('regulations:public_rule', args=[adopted.pk])}#a-{article.pk}" in found
    assert "没有查到" in _get(citizen, "public_list", q="开箱").content.decode(), "only the draft says so"
    for name, args in (("public_rule", ()), ("public_paper", ("docx",))):
        assert _get(citizen, name, draft.pk, *args).status_code == 404
    assert _get(citizen, "public_paper", adopted.pk, "xlsx").status_code == 404
    paper = _get(citizen, "public_paper", adopted.pk, "docx")
    assert (
        paper.content[:2] == b"PK"
        and paper.content == _get(citizen, "public_paper", adopted.pk, "docx").content
    )


def test_a_version_for_later_waits_and_an_old_one_leads_to_the_new(adopted, legal, at, client_for):
    citizen, later = client_for(), (at + dt.timedelta(days=10)).date()
    new = drafts.revise_regulation(adopted, actor=SYSTEM, at=at)
    drafts.edit_facts(
        new, revision=new.revision, actor=SYSTEM, at=at, deliberation="镇党政联席会议第9次会议",
        deliberated_on=at.date(), effective_on=later,
    )  # fmt: skip
    life.submit_regulation(new, actor=SYSTEM, at=at)
    life.approve_regulation(new, actor=legal, at=at, note="没有抵触")
    life.enact_regulation(new, actor=SYSTEM, at=at)
    assert _get(citizen, "public_rule", adopted.pk).status_code == 200
    assert _get(citizen, "public_rule", new.pk).status_code == 302, "to the one that binds today"
    with time_machine.travel(at + dt.timedelta(days=10)):
        led = _get(citizen, "public_rule", adopted.pk)
        assert led["Location"] == reverse("regulations:public_rule", args=[new.pk])
        assert _get(citizen, "public_rule", new.pk).status_code == 200
