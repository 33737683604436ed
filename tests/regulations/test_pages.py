"""The pages as people use them: list, drafting, editing, review, adoption, what waits and what is found."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.cast import Cast
from xiangfeng.access.actor import Actor
from xiangfeng.orgs.models import Person
from xiangfeng.regulations import waiting
from xiangfeng.regulations.actions import drafts, life
from xiangfeng.regulations.models import Regulation
from xiangfeng.regulations.queries import found_by, waiting_for
from xiangfeng.scoring.sheets import first_rows

Clients = Callable[..., Client]


@pytest.fixture
def clerk(client_for: Clients, cast: Cast) -> Client:
    return client_for(cast.people["clerk"])


def _page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _post(client: Client, name: str, *args: object, **data: object) -> str:
    return client.post(reverse(name, args=args), data, follow=True).content.decode()


def test_an_empty_list_says_how_to_begin(clerk: Client, client_for: Clients, cast: Cast):
    page = _page(clerk, "regulations:regulations")
    assert "还没有制度" in page and reverse("regulations:library") in page
    assert "从范本新建" not in _page(client_for(cast.people["village"]), "regulations:regulations")


def test_the_list_has_a_tab_for_each_state(
    clerk: Client, client_for: Clients, cast: Cast, adopted: Regulation, draft: Regulation
):
    page = _page(clerk, "regulations:regulations")
    assert adopted.title in page and draft.title not in page
    assert draft.title in _page(clerk, "regulations:regulations", query="?tab=draft")
    assert draft.title in _page(clerk, "regulations:regulations", query="?tab=all&q=意见箱")
    village = _page(client_for(cast.people["village"]), "regulations:regulations", query="?tab=all")
    assert adopted.title in village and draft.title not in village and "合法性审核" not in village


def test_the_ledger_has_the_heads_of_ledger_20(clerk: Client, adopted: Regulation):
    answer = clerk.get(reverse("regulations:regulations") + "?export=xlsx")
    rows = first_rows(answer.content)
    wanted = ["序号", "编号", "名称", "版本", "审议会议", "施行日", "废止日", "责任人", "附件"]
    assert rows[0][:9] == wanted
    assert [str(cell) for cell in rows[1][1:8]] == [
        adopted.number, adopted.title, "第1版", "镇党政联席会议第2次会议", "2026-01-01", "", "创建办",
    ]  # fmt: skip


def test_drafting_from_nothing(clerk: Client, cast: Cast, adopted: Regulation):
    town = cast.units["云溪镇"].pk
    page = _post(clerk, "regulations:new", unit=town, title="云溪镇志愿服务制度", owner="宣传办")
    assert "已建草稿，编号 云溪-制度-2026-0002" in page and "粘贴文字" in page
    page = _post(clerk, "regulations:new", unit=town, title=adopted.title, owner="宣传办")
    assert "已有同名制度" in page and reverse("regulations:regulation", args=[adopted.pk]) in page
    assert 'value="宣传办"' in page


def test_drafting_from_the_templates(clerk: Client, cast: Cast, adopted: Regulation):
    page = _page(clerk, "regulations:library")
    assert "云溪镇文明创建激励与约束制度" in page and "已有，不再新建" in page
    town = cast.units["云溪镇"].pk
    page = _post(clerk, "regulations:library", unit=town, keys=["awards", "units"], owner="创建办")
    assert "起草了 2 个制度" in page
    assert set(Regulation.objects.filter(state="draft").values_list("title", flat=True)) == {
        "云溪镇文明创建激励与约束制度", "云溪镇文明单位培育推荐制度",
    }  # fmt: skip
    assert "请至少选一个范本" in _post(clerk, "regulations:library", unit=town, owner="创建办")


def test_editing_in_place(clerk: Client, draft: Regulation):
    row = draft.articles.get(label="一-1")
    page = _page(clerk, "regulations:text", draft.pk, query=f"?edit={row.pk}")
    assert "保存这一条" in page and "每周由两人开箱一次。</textarea>" in page
    sent = {
        "key": row.pk,
        "after": 0,
        "revision": draft.revision,
        "level": "article",
        "requirements": "A4.3b",
    }
    page = _post(clerk, "regulations:text_save", draft.pk, **sent, text="")
    assert "条款内容不能是空的" in page
    page = _post(clerk, "regulations:text_save", draft.pk, **sent, text="每周一由两人开箱。")
    assert "已保存" in page and "每周一由两人开箱。" in page
    late = clerk.post(reverse("regulations:text_save", args=[draft.pk]), sent | {"text": "每周五开箱。"})
    assert late.status_code == 422
    assert "刚被别人改过" in late.content.decode() and "每周五开箱。</textarea>" in late.content.decode()


def test_adding_moving_and_taking_out(clerk: Client, draft: Regulation):
    after = draft.articles.get(label="一-1").pk
    assert "加上" in _page(clerk, "regulations:text", draft.pk, query=f"?after={after}")
    new = {"key": 0, "after": after, "revision": draft.revision, "level": "article", "requirements": ""}
    _post(clerk, "regulations:text_save", draft.pk, **new, text="钥匙分开保管。")
    row = draft.articles.get(text="钥匙分开保管。")
    assert row.label == "一-2"
    draft.refresh_from_db()
    page = _post(clerk, "regulations:text_arrange", draft.pk, key=row.pk, revision=draft.revision, verb="up")
    assert "已上移" in page
    draft.refresh_from_db()
    page = _post(
        clerk, "regulations:text_arrange", draft.pk, key=row.pk, revision=draft.revision, verb="delete"
    )
    assert "已删除" in page and not draft.articles.filter(pk=row.pk).exists()


def test_what_is_in_force_is_not_edited(clerk: Client, adopted: Regulation):
    page = clerk.get(reverse("regulations:text", args=[adopted.pk]), follow=True).content.decode()
    assert "正文不能改；施行中的要先点“修订”" in page


def test_the_whole_way_by_its_pages(
    clerk: Client, client_for: Clients, cast: Cast, lawyer: Person, draft: Regulation
):
    own, legal, head = draft.pk, client_for(lawyer), client_for(cast.people["head"])
    assert "已送合法性审核" in _post(clerk, "regulations:move", own, verb="submit")
    page = _page(legal, "regulations:regulation", own)
    assert "审核意见" in page and "退回修改" in page
    assert "已审核通过" in _post(legal, "regulations:move", own, verb="approve", note="没有抵触")
    page = _page(head, "regulations:regulation", own)
    assert "没有审议会议和日期，不能施行" in page
    draft.refresh_from_db()
    facts = {
        "owner": "创建办",
        "upper_basis": "",
        "deliberation": "镇党政联席会议第9次会议",
        "revision": draft.revision,
    }
    wrong = clerk.post(reverse("regulations:facts", args=[own]), facts | {"effective_on": "下周"})
    assert wrong.status_code == 422 and "镇党政联席会议第9次会议" in wrong.content.decode()
    days = {"deliberated_on": "2026-11-20", "effective_on": "2026-12-01"}
    assert "已保存" in _post(clerk, "regulations:facts", own, **facts, **days)
    assert "已批准施行" in _post(head, "regulations:move", own, verb="enact")
    page = _page(client_for(cast.people["village"]), "regulations:regulation", own)
    assert "12月1日起施行" in page and "每周由两人开箱一次" in page and "修订" not in page


def test_a_draft_with_a_fine_says_so_at_once(clerk: Client, draft: Regulation):
    row = draft.articles.get(label="一-1")
    sent = {"key": row.pk, "after": 0, "revision": draft.revision, "level": "article", "requirements": ""}
    page = _post(clerk, "regulations:text_save", draft.pk, **sent, text="不开箱的罚款100元。")
    assert "写了不能写的话" in page
    page = _page(clerk, "regulations:regulation", draft.pk)
    assert "不改不能送审、施行" in page and "不能点：一-1写了“罚款”" in page


def test_revising_and_deleting(clerk: Client, adopted: Regulation):
    page = _post(clerk, "regulations:revise", adopted.pk)
    assert "已建修订稿" in page and "第 2 版" in page
    assert "第2版已在修订中" in _post(clerk, "regulations:revise", adopted.pk)
    new = Regulation.objects.get(version=2)
    assert "已删除草稿" in _post(clerk, "regulations:delete", new.pk)
    assert "只有起草中的能删" in _post(clerk, "regulations:delete", adopted.pk)


def test_the_original_is_kept(clerk: Client, adopted: Regulation):
    url = reverse("regulations:original", args=[adopted.pk])
    assert "请先选一个文件" in clerk.post(url, follow=True).content.decode()
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    file = SimpleUploadedFile("盖章件.png", picture.getvalue())
    assert "原件已存" in clerk.post(url, {"file": file}, follow=True).content.decode()
    assert "盖章件.png" in _page(clerk, "regulations:regulations")
    door = reverse("regulations:paper", args=[adopted.pk, "original"])
    assert door in _page(clerk, "regulations:regulations")
    assert clerk.get(door)["Content-Type"] == "image/jpeg"
    assert "盖章件.png" not in clerk.get(reverse("administration:attachments")).text


def _said(actor: Actor, at: dt.datetime) -> list[tuple[str, str, bool]]:
    rows = [row for part in waiting_for(actor, today=at.date()) for row in part]
    told = [waiting.describe(row, actor, at.date()) for row in rows]
    return [(one["detail"], one["label"], one["is_mine"]) for one in told]


def test_what_waits_for_whom(cast: Cast, at: dt.datetime, draft: Regulation, legal: Actor):
    clerk, head, director = (cast.actor(one) for one in ("clerk", "head", "director"))
    assert [_said(one, at) for one in (clerk, head, director, legal)] == [[], [], [], []]
    life.submit_regulation(draft, actor=clerk, at=at)
    assert _said(legal, at) == [("云溪镇 · 送合法性审核", "去审核", True)]
    assert _said(clerk, at) == [("云溪镇 · 等合法性审核", "看进度", False)]
    assert _said(director, at) == _said(head, at) == []
    life.send_back_regulation(draft, actor=legal, at=at, note="再改")
    assert _said(clerk, at) == [("云溪镇 · 退回起草", "接着改", True)]
    life.submit_regulation(draft, actor=clerk, at=at)
    life.approve_regulation(draft, actor=legal, at=at, note="可以")
    lacking = ("云溪镇 · 审核通过，还没有审议会议或施行日", "填会议与施行日")
    assert _said(clerk, at) == _said(director, at) == [(*lacking, True)]
    assert _said(head, at) == [(*lacking, False)]
    day = dt.date(2026, 11, 20)
    drafts.edit_facts(
        draft, revision=draft.revision, actor=clerk, at=at, deliberation="第9次会议",
        deliberated_on=day, effective_on=day,
    )  # fmt: skip
    assert _said(head, at) == [("云溪镇 · 待批准施行", "去批准", True)]
    assert _said(clerk, at) == [("云溪镇 · 待批准施行", "看进度", False)]
    assert _said(cast.actor("outsider"), at) == _said(cast.actor("village"), at) == []


def test_regulations_and_articles_are_found(cast: Cast, adopted: Regulation, draft: Regulation):
    def found(person: str, text: str) -> list[tuple[str, str]]:
        parts = found_by(cast.actor(person), text)
        return sorted((row[0], row[2]) for part in parts for row in part)

    article, whole = "regulations.article", "regulations.regulation"
    assert found("village", "社会监督员") == [(article, "云溪镇文明创建工作制度 一-2")]
    assert found("clerk", "意见箱") == [(whole, "云溪镇意见箱管理制度")]
    assert found("village", "意见箱") == found("outsider", "创建") == found("assessor", "创建") == []
    assert found("clerk", adopted.number) == [(whole, adopted.title)]
    row = adopted.articles.get(label="一-2")
    assert waiting.link(article, row.pk) == f"/work/regulations/articles/{row.pk}/"
    assert waiting.link(whole, adopted.pk) == f"/work/regulations/{adopted.pk}/"
