"""Without a mouse: sign in, find the sheet, score, be refused, undo, paste, settle a missing item, submit."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import CLERK, PASSWORD, House, Visit

MOST_TABS = 80
PASTE = """text => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there; that it can be reached is the point."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {wanted}")


def cell(page: Page, name: str) -> Locator:
    return page.locator("[data-sheet]").get_by_role("textbox", name=name, exact=True)


def state(page: Page) -> Locator:
    return page.locator("[data-save-state]")


def open_sheet(visit: Visit) -> Page:
    """The sheet with the cursor in the first open cell."""
    page = visit.page(CLERK)
    page.goto("/work/")
    page.get_by_role("link", name="接着录").press("Enter")
    expect(cell(page, "东岭村 宣传氛围")).to_be_focused()
    return page


def open_by_keyboard(page: Page) -> None:
    """From the sign-in page to the first open cell."""
    page.goto("/account/login/")
    tab_to(page, page.get_by_label("账号"))
    page.keyboard.type(CLERK)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/")
    tab_to(page, page.get_by_role("link", name="接着录"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/sheet/#next")
    expect(cell(page, "东岭村 宣传氛围")).to_be_focused()


def test_a_month_is_scored_and_submitted(demo: House, visit: Visit):
    page = visit.page()
    open_by_keyboard(page)
    page.keyboard.type("8.5")
    page.keyboard.press("Enter")
    expect(cell(page, "西坪村 宣传氛围")).to_be_focused()
    expect(state(page)).to_contain_text("已自动保存")

    page.keyboard.press("Control+End")
    expect(cell(page, "松林村 群众评价")).to_be_focused()
    settle_as_missing(page)
    expect(cell(page, "松林村 群众评价")).to_be_focused()
    expect(cell(page, "松林村 群众评价")).to_have_value("缺")
    expect(page.get_by_role("button", name="提交复核")).to_be_enabled()
    tab_to(page, page.get_by_role("button", name="提交复核"))
    page.keyboard.press("Enter")
    expect(page.locator(".xf-messages")).to_contain_text("提交复核")

    page.reload()
    row = page.get_by_role("row", name="东岭村")
    expect(row).to_contain_text("8.5")
    expect(page.get_by_text("已提交复核，打分表锁定")).to_be_visible()


def settle_as_missing(page: Page) -> None:
    panel = page.locator("#cell-help")
    expect(panel.get_by_role("heading", name="群众评价")).to_be_visible()
    page.keyboard.press("Alt+k")
    expect(panel.get_by_role("heading", name="群众评价")).to_be_focused()
    tab_to(page, panel.get_by_role("radio", name="取本组其他单位同项平均"))
    page.keyboard.press("Space")
    tab_to(page, panel.get_by_label("原因"))
    page.keyboard.type("山洪断路，问卷没有收齐")
    tab_to(page, panel.get_by_role("button", name="按此办法补上"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-toasts]")).to_contain_text("按")


def test_what_cannot_be_is_refused_in_words(demo: House, visit: Visit):
    page = open_sheet(visit)
    wrong, why = cell(page, "东岭村 宣传氛围"), page.locator("[data-cell-help]")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_value("12")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(why).to_contain_text("12 超过满分 10，没有保存")
    expect(wrong).to_have_attribute("aria-describedby", why.get_attribute("id") or "")
    expect(page.locator("[data-todo]")).to_contain_text("有 1 格填了没存上")
    expect(page.get_by_role("button", name="提交复核")).to_be_disabled()

    page.keyboard.type("9.3")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(why).to_contain_text("不合最小单位 0.5")
    expect(why).to_contain_text("9 或 9.5")
    page.keyboard.type("9.5")
    page.keyboard.press("Enter")
    expect(state(page)).to_contain_text("已自动保存")
    expect(wrong).not_to_have_attribute("aria-invalid", "true")


def test_changes_are_taken_back(demo: House, visit: Visit):
    page = open_sheet(visit)
    page.keyboard.press("Control+Home")
    first = cell(page, "云溪社区 道路保洁")
    expect(first).to_be_focused()
    before = first.input_value()

    page.keyboard.type("3")
    page.keyboard.press("Escape")
    expect(first).to_have_value(before)

    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(state(page)).to_contain_text("已自动保存")
    page.keyboard.press("Control+z")
    expect(first).to_be_focused()
    expect(first).to_have_value(before)
    expect(page.locator("td.is-unsaved")).to_have_count(0)
    page.reload()
    expect(first).to_have_value(before)


def test_a_block_is_pasted(demo: House, visit: Visit):
    page = open_sheet(visit)
    page.keyboard.press("Control+Home")
    expect(cell(page, "云溪社区 道路保洁")).to_be_focused()
    names = ["云溪社区 道路保洁", "云溪社区 房前屋后", "柳湾村 道路保洁", "柳湾村 房前屋后"]
    before = [cell(page, name).input_value() for name in names]
    bars = page.locator("[data-sheet-bars]")

    page.evaluate(PASTE, "11\t12\n13\t99\n")
    expect(bars).to_contain_text("将写入 4 格，其中 1 格有误")
    assert [cell(page, name).input_value() for name in names] == before
    page.keyboard.press("Escape")
    expect(bars).to_be_empty()
    assert [cell(page, name).input_value() for name in names] == before

    page.evaluate(PASTE, "11\t12\n13\t99\n")
    page.keyboard.press("Enter")
    assert [cell(page, name).input_value() for name in names] == ["11", "12", "13", "99"]
    expect(state(page)).to_contain_text("有 1 格没有存上")
    page.keyboard.press("Control+z")
    assert [cell(page, name).input_value() for name in names] == before
    expect(page.locator("td.is-unsaved")).to_have_count(0)
