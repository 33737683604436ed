"""Two people on one sheet: nobody overwrites the other in silence."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import CLERK, DIRECTOR, House, Visit

NAME = "石桥村 道路保洁"


def sheet(visit: Visit, account: str) -> tuple[Page, Locator]:
    page = visit.page(account)
    page.goto("/work/assessments/")
    page.get_by_role("link", name="2026年11月").click()
    page.get_by_role("link", name="打分表").click()
    return page, page.get_by_role("textbox", name=NAME, exact=True)


def write(page: Page, cell: Locator, value: str) -> None:
    cell.click()
    cell.fill(value)
    cell.press("Enter")


def ask_now(page: Page) -> None:
    """What the page does every 20 seconds, and whenever one comes back to it."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_second_sees_both_values_and_chooses(demo: House, visit: Visit):
    (one, mine), (two, theirs) = sheet(visit, CLERK), sheet(visit, DIRECTOR)
    write(one, mine, "12")
    expect(one.locator("[data-save-state]")).to_contain_text("已自动保存")
    write(two, theirs, "15")
    bar = two.locator("[data-sheet-bars]")
    expect(bar).to_contain_text(f"{NAME}：您填的是 15，周敏")
    expect(bar).to_contain_text("填的是 12。")
    two.reload()
    expect(bar).to_contain_text("您填的是 15")
    bar.get_by_role("button", name="用对方的 12").click()
    expect(theirs).to_have_value("12")
    expect(bar).to_be_empty()

    write(one, mine, "13")
    expect(one.locator("td.is-unsaved")).to_have_count(0)
    write(two, theirs, "14")
    bar.get_by_role("button", name="用我的 14").click()
    expect(two.locator("td.is-unsaved")).to_have_count(0)
    one.reload()
    expect(mine).to_have_value("14")


def test_what_the_other_writes_appears(demo: House, visit: Visit):
    (one, mine), (two, theirs) = sheet(visit, CLERK), sheet(visit, DIRECTOR)
    write(one, mine, "12.5")
    expect(one.locator("td.is-unsaved")).to_have_count(0)
    ask_now(two)
    expect(theirs).to_have_value("12.5")
    expect(two.locator("[data-cell-help]")).to_contain_text("周敏刚改了 1 格")
    assert (
        two.get_by_role("row", name="石桥村").locator("[data-sum='@total']").inner_text()
        == one.get_by_role("row", name="石桥村").locator("[data-sum='@total']").inner_text()
    )
