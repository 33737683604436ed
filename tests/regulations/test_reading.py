"""Comparing versions, searching articles, papers, 汇编."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import docx
import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.worlds.regulations import in_force
from xiangfeng.regulations.actions import drafts, text
from xiangfeng.regulations.difference import compare, summary
from xiangfeng.regulations.highlight import marked
from xiangfeng.regulations.models import Regulation
from xiangfeng.regulations.outline import ARTICLE, CHAPTER, ITEM, Piece, numbered
from xiangfeng.regulations.papers import Bound, paper_of
from xiangfeng.scoring.sheets import first_rows


def _pieces(*texts: str, start: int = 1) -> list[Piece]:
    rows = [Piece(ARTICLE, text, key=key) for key, text in enumerate(texts, start=start)]
    return numbered(rows, "articles")


def test_every_change_has_its_word_and_the_removed_stands_where_it_was():
    old = _pieces("每周开箱一次。", "箱体刷成绿色。", "逐件答复。")
    new = _pieces("每周由两人开箱一次。", "逐件答复。", "每季公布采纳情况。", start=11)
    changes = compare(old, new, {11: 1, 12: 3})
    assert [(one.word, one.old_label, one.new_label) for one in changes] == [
        ("修改", "第一条", "第一条"),
        ("删去", "第二条", ""),
        ("移位", "第三条", "第二条"),
        ("新增", "", "第三条"),
    ]
    assert changes[0].after == (("每周", False), ("由两人", True), ("开箱一次。", False))
    assert changes[0].before == (("每周开箱一次。", False),)
    assert summary(changes) == "修改 1 处，新增 1 处，删去 1 处"


def test_an_imported_text_is_paired_by_likeness():
    old = _pieces("每周由两人开箱一次并登记。", "完全不同的一条内容。")
    new = _pieces("每周由两人开箱两次并登记。", "志愿者另行管理。", start=11)
    assert [one.word for one in compare(old, new, {})] == ["修改", "新增", "删去"]


def test_nothing_changed_is_said():
    old = _pieces("每周开箱一次。")
    assert summary(compare(old, old, {})) == "文字没有不同"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("开箱", [("每周", False), ("开箱", True), ("一次", False)]),
        ("一次 每周", [("每周", True), ("开箱", False), ("一次", True)]),
        ("(", [("每周开箱一次", False)]),
        ("", [("每周开箱一次", False)]),
    ],
)
def test_found_words_are_marked(words: str, wanted: list[tuple[str, bool]]):
    assert marked("每周开箱一次", words) == wanted


def test_a_paper_carries_the_same_numbers_as_the_screen():
    texts = [
        Piece(CHAPTER, "开箱"),
        Piece(ARTICLE, "每周一次。"),
        Piece(ITEM, "两人；"),
        Piece(CHAPTER, "答复"),
    ]
    for style in ("parts", "articles"):
        made = paper_of(Bound("制度", "云溪-制度-1", numbered(texts, style)), day=dt.date(2026, 1, 1))
        if style == "parts":
            assert [getattr(block, "level", 0) for block in made.blocks] == [0, 1, 3, 4, 1]
        else:
            said = [block.text for block in made.blocks]
            assert said[1:4] == ["第一章　开箱", "第一条　每周一次。", "（一）两人；"]


@pytest.fixture
def clerk(client_for: Callable[..., Client], cast: Cast) -> Client:
    return client_for(cast.people["clerk"])


def test_search_finds_the_article_and_marks_it(
    clerk: Client, client_for: Callable[..., Client], cast: Cast, adopted: Regulation, draft: Regulation
):
    url = reverse("regulations:articles")
    page = clerk.get(url, {"q": "次月 通报"}).content.decode()
    assert "云溪镇文明创建工作制度 一-1" in page and "<mark>次月</mark>" in page and "找到 1 条" in page
    assert "没有查到" in clerk.get(url, {"q": "两人开箱"}).content.decode()
    assert "找到 1 条" in clerk.get(url, {"q": "两人开箱", "all": "1"}).content.decode()
    village = client_for(cast.people["village"])
    assert "没有查到" in village.get(url, {"q": "两人开箱", "all": "1"}).content.decode()
    assert "找到 1 条" in village.get(url, {"q": "次月"}).content.decode()
    other = client_for(cast.people["outsider"])
    assert "没有查到" in other.get(url, {"q": "次月"}).content.decode()
    assert "想查哪一条" in clerk.get(url).content.decode()


def test_a_found_article_opens_in_its_place(clerk: Client, adopted: Regulation):
    row = adopted.articles.get(label="一-1")
    answer = clerk.get(reverse("regulations:article", args=[row.pk]))
    assert answer.headers["Location"] == f"/work/regulations/{adopted.pk}/#a-{row.pk}"


def test_the_comparison_page(clerk: Client, cast: Cast, at: dt.datetime, adopted: Regulation):
    actor = cast.actor("clerk")
    first = clerk.get(reverse("regulations:compare", args=[adopted.pk]), follow=True)
    assert "这是第一版" in first.content.decode()
    new = drafts.revise_regulation(adopted, actor=actor, at=at)
    row = new.articles.get(label="一-1")
    piece = Piece(ARTICLE, "每月考核评比一次，次月8日前发出通报。", "A4.1a", key=row.pk)
    text.edit_piece(new, piece, revision=new.revision, actor=actor, at=at)
    url = reverse("regulations:compare", args=[new.pk])
    page = clerk.get(url).content.decode()
    assert "第 1 版 → 第 2 版" in page and "修改 1 处" in page
    assert "<del>10</del>" in page and "<ins>8</ins>" in page
    assert "聘请社会监督员" not in page
    assert "聘请社会监督员" in clerk.get(url + "?all=1").content.decode()


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_one_regulation_as_a_file(clerk: Client, adopted: Regulation, kind: str):
    answer = clerk.get(reverse("regulations:paper", args=[adopted.pk, kind]))
    assert answer.status_code == 200
    if kind == "pdf":
        with pdfplumber.open(io.BytesIO(answer.content)) as read:
            said = "".join((page.extract_text() or "") for page in read.pages).replace("\n", "")
    elif kind == "docx":
        said = "".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    else:
        rows = first_rows(answer.content)
        assert rows[0] == ["层级", "条号", "内容", "对应要求"] and rows[2][1] == "一-1"
        said = "".join(str(cell) for row in rows for cell in row)
    assert "每月考核评比一次" in said and "检查督导制度" in said
    assert clerk.get(reverse("regulations:paper", args=[adopted.pk, "odt"])).status_code == 404


def test_all_in_force_are_bound_together(clerk: Client, cast: Cast, adopted: Regulation, draft: Regulation):
    second = in_force(cast.units["云溪镇"], "云溪镇志愿服务制度")
    url = reverse("regulations:compilation", args=["docx"])

    def said(content: bytes) -> str:
        return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)

    everything = said(clerk.get(url).content)
    assert "施行的制度2件" in everything and draft.title not in everything
    assert everything.index("云溪镇文明创建工作制度") < everything.index("云溪镇志愿服务制度")
    chosen = said(clerk.post(url, {"pick": [second.pk, draft.pk]}).content)
    assert "施行的制度1件" in chosen and "云溪镇文明创建工作制度" not in chosen
    nothing = clerk.post(url, {"pick": [draft.pk]}, follow=True).content.decode()
    assert "汇编只收施行中的制度" in nothing
    pdf = clerk.get(reverse("regulations:compilation", args=["pdf"]))
    with pdfplumber.open(io.BytesIO(pdf.content)) as read:
        assert len(read.pages) == 3
