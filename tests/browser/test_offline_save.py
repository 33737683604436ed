"""The network goes away while somebody types: said in words, kept on the machine, saved when it is back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import CLERK, House, Visit

SAVE = "**/sheet/save/"


@pytest.fixture
def sheet(demo: House, visit: Visit) -> Page:
    visit.allow("ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION")
    page = visit.page(CLERK)
    page.goto("/work/")
    page.get_by_role("link", name="接着录").click()
    expect(cell(page)).to_be_focused()
    return page


def cell(page: Page) -> Locator:
    return page.get_by_role("textbox", name="东岭村 宣传氛围", exact=True)


def test_saved_when_the_network_is_back(sheet: Page):
    sheet.context.set_offline(True)
    cell(sheet).fill("7.5")
    cell(sheet).press("Enter")
    state = sheet.locator("[data-save-state]")
    expect(state).to_contain_text("没有保存：网络不通，已留在本机，恢复后自动再存")
    expect(sheet.get_by_role("button", name="提交复核")).to_be_disabled()
    sheet.context.set_offline(False)
    expect(state).to_contain_text("已自动保存")
    sheet.reload()
    expect(cell(sheet)).to_have_value("7.5")


def test_kept_over_a_reload(sheet: Page):
    sheet.on("dialog", lambda dialog: dialog.accept())  # “离开此网站？”
    sheet.route(SAVE, lambda route: route.abort("connectionfailed"))
    cell(sheet).fill("7.5")
    cell(sheet).press("Enter")
    state = sheet.locator("[data-save-state]")
    expect(state).to_contain_text("网络不通")
    sheet.reload()
    expect(cell(sheet)).to_have_value("7.5")
    expect(sheet.locator("td.is-unsaved")).to_have_count(1)
    expect(state).to_contain_text("网络不通")
    sheet.unroute(SAVE)
    sheet.evaluate("dispatchEvent(new Event('online'))")
    expect(state).to_contain_text("已自动保存")
    sheet.evaluate("sessionStorage.clear()")
    sheet.reload()
    expect(cell(sheet)).to_have_value("7.5")
