"""One month as its people live it, by clicking: from the last open cells to a published 通报 on paper."""

from __future__ import annotations

import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import CLERK, DIRECTOR, LEADER, VILLAGE, House, Visit, sign_in

OPEN = {"东岭村 宣传氛围": "8.5", "北沟村 水体沟渠": "12", "松林村 群众评价": "88"}


def arrive(visit: Visit, account: str) -> Page:
    page = visit.page()
    sign_in(page, account)
    return page


def press(page: Page, name: str, *, note: str = "") -> None:
    """The button of a step, with its reason where one is asked for."""
    button = page.get_by_role("button", name=name, exact=True)
    if note:
        page.locator("form", has=button).get_by_label("理由").fill(note)
    button.click()


def fill(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        cell = page.get_by_role("textbox", name=name, exact=True)
        cell.fill(value)
        cell.press("Enter")
    expect(page.locator("[data-save-state]")).to_contain_text("已自动保存")
    expect(page.locator("td.is-unsaved")).to_have_count(0)


def test_a_month(demo: House, visit: Visit, tmp_path: Path):
    clerk, director = arrive(visit, CLERK), arrive(visit, DIRECTOR)
    clerk.get_by_role("link", name="接着录").click()
    fill(clerk, OPEN)
    press(clerk, "提交复核")
    expect(clerk.get_by_text("已提交复核，打分表锁定")).to_be_visible()

    director.reload()
    director.get_by_role("link", name="去复核").click()
    press(director, "定稿排名")
    expect(director.locator(".xf-messages")).to_contain_text("定稿排名")

    village = arrive(visit, VILLAGE)
    village.get_by_role("link", name="去核对").click()
    before = village.get_by_role("heading", level=1).inner_text()
    assert "石桥村" in before
    expect(village.get_by_role("table")).to_contain_text("道路保洁")
    village.get_by_label("对哪一项").select_option(label="道路保洁")
    village.get_by_label("理由").fill("路面当天已清扫，有照片。")
    village.get_by_role("button", name="提出异议").click()
    expect(village.locator(".xf-messages")).to_contain_text("异议已提出")

    leader = arrive(visit, LEADER)
    leader.get_by_role("link", name="看通报").click()
    expect(leader.get_by_role("button", name="签发通报")).to_be_disabled()
    expect(leader.get_by_text("还有 1 条异议没有答复")).to_be_visible()

    director.goto("/work/")
    director.get_by_role("row").filter(has_not_text="公示收到异议").get_by_role("link", name="去答复").click()
    press(director, "采纳", note="照片属实，补 1 分。")
    press(director, "重新打开本期改分")
    expect(director.get_by_role("heading", level=1)).to_contain_text("打分")

    change(clerk)
    press(clerk, "提交复核")
    director.reload()
    press(director, "定稿排名")
    expect(director.locator(".xf-messages")).to_contain_text("定稿排名")

    village.reload()
    expect(village.get_by_text("照片属实，补 1 分。")).to_be_visible()
    assert village.get_by_role("heading", level=1).inner_text() != before

    publish(leader)
    with leader.expect_download() as download:
        leader.get_by_role("link", name="下载 Word").click()
    download.value.save_as(tmp_path / "通报.docx")
    assert zipfile.is_zipfile(tmp_path / "通报.docx")
    read(village)


def change(clerk: Page) -> None:
    """The clerk finds the month open again and adds the point."""
    clerk.goto("/work/")
    clerk.get_by_role("link", name="接着录").click()
    cell = clerk.get_by_role("textbox", name="石桥村 道路保洁", exact=True)
    fill(clerk, {"石桥村 道路保洁": str(float(cell.input_value()) + 1)})


def publish(leader: Page) -> None:
    leader.goto("/work/")
    leader.get_by_role("link", name="看通报").click()
    expect(leader.get_by_text("都通过")).to_be_visible()
    press(leader, "签发通报")
    expect(leader.locator(".xf-messages")).to_contain_text("签发通报")


def read(village: Page) -> None:
    """The village is told and opens the PDF."""
    village.goto("/work/")
    village.get_by_role("link", name="消息").first.click()
    expect(village.locator("main")).to_contain_text("2026年11月考评通报已发")
    village.goto("/work/assessments/own/")
    village.get_by_role("link", name="2026年11月").click()
    address = village.get_by_role("link", name="看通报").get_attribute("href")
    assert address is not None
    answer = village.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
