"""The 指标体系 as a clerk edits it: the page stays where it is, nothing typed is lost in silence."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import CLERK, House, Visit


def test_a_rule_is_changed_in_place_and_had_back(demo: House, visit: Visit):
    page = visit.page(CLERK)
    page.goto("/work/assessments/schemes/new/?template=longtian")
    page.get_by_label("版本").fill("试")
    page.get_by_role("button", name="存为草稿").click()
    tree, part = page.locator(".xf-tree"), page.locator("#part")
    tree.get_by_role("link", name="户用收集设施").click()
    expect(part.get_by_role("heading", name="户用收集设施")).to_be_focused()

    part.get_by_label("计分规则").select_option("R9")
    part.get_by_label("抽查几户").fill("5")
    part.get_by_label("每户不合格扣几分").fill("2")
    expect(part.locator("#sentence")).to_contain_text("随机抽查5户，每户不合格扣2分，扣完为止")

    tree.get_by_role("link", name="村庄道路").click()
    page.get_by_role("button", name="留下来保存").click()
    expect(part.get_by_label("抽查几户")).to_have_value("5")

    save = part.get_by_role("button", name="保存这一行")
    save.scroll_into_view_if_needed()
    scrolled = page.evaluate("scrollY")
    save.click()
    expect(page.locator("[data-toasts]")).to_contain_text("已保存")
    expect(tree).to_contain_text("随机抽查5户")
    assert page.evaluate("scrollY") == scrolled

    page.get_by_role("button", name="撤销上一步").click()
    expect(page.locator(".xf-messages")).to_contain_text("已撤销上一步")
    expect(tree).not_to_contain_text("随机抽查5户")


def test_the_keyboard_alone_adds_and_removes_a_row(demo: House, visit: Visit):
    page = visit.page(CLERK)
    page.goto("/work/assessments/schemes/new/?template=qiongzhong")
    page.get_by_role("button", name="存为草稿").press("Enter")
    page.locator("#at-s0-n0").press("Enter")
    part = page.locator("#part")
    expect(part.get_by_role("heading", name="村级班子强")).to_be_focused()
    part.get_by_role("button", name="加下级").press("Enter")
    expect(part.get_by_role("heading", name="新指标")).to_be_focused()
    part.get_by_role("button", name="删除").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="删除").press("Enter")
    expect(page.locator("[data-toasts]")).to_contain_text("已删除")
    expect(page.locator(".xf-tree")).not_to_contain_text("新指标")
