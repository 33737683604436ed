"""On paper: the ranking and the paper form without menu and buttons."""

from __future__ import annotations

import io
import unicodedata

import pdfplumber
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import CLERK, House, Visit

FRAME = ("我的待办", "公众网", "大字", "导出", "打印", "菜单", "下一步")


def printed(page: Page, heading: str) -> list[str]:
    """The text of each printed page, once the page with this heading is there."""
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        # Chromium writes 月 as the radical ⽉; NFKC makes it one character again.
        return [unicodedata.normalize("NFKC", page.extract_text()) for page in pdf.pages]


@pytest.fixture
def month(demo: House, visit: Visit) -> Page:
    page = visit.page(CLERK)
    page.goto("/work/assessments/")
    page.get_by_role("link", name="2026年10月").click()
    return page


def test_ranking(month: Page):
    month.get_by_role("link", name="排名", exact=True).click()
    sheets = printed(month, "2026年10月考评排名")
    text = "".join(sheets)
    assert "2026年10月考评排名" in text
    assert all(name in text for name in ("柳湾村", "南坡村", "综合得分", "按公布的分数由高到低排名"))
    assert [word for word in FRAME if word in text] == []
    assert len(sheets) <= 2
    assert all(sheets)


def test_paper_form(month: Page):
    month.get_by_role("link", name="打分表", exact=True).click()
    month.get_by_role("link", name="打印纸质打分表").click()
    sheets = printed(month, "10月考评打分表")
    assert len(sheets) == 1, sheets
    assert all(word in sheets[0] for word in ("2026年10月考评打分表", "松林村", "宣传氛围", "考评人员(签名)"))
    assert [word for word in FRAME if word in sheets[0]] == []


def test_paper_form_of_each_village(month: Page):
    month.get_by_role("link", name="打分表", exact=True).click()
    month.get_by_role("link", name="打印纸质打分表").click()
    month.get_by_role("link", name="一村一张的明细表").click()
    expect(month.get_by_role("link", name="总表")).to_be_visible()
    sheets = printed(month, "10月考评打分表")
    assert len(sheets) == 12
    assert all("检查记录" in sheet and "签名" in sheet for sheet in sheets)
