"""The phone form without a network: everything survives closing the browser; 500 findings arrive once each (point 3 and 7)."""

from __future__ import annotations

import random
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import FLAGS, NARROW, PATIENCE, WIDE, House, Visit, faults_of_axe
from tests.inspections.field import picture
from tests.world import NOW

FIELD = "/work/inspections/field/"
STATE = ".xf-f-state"


@pytest.fixture
def field(house: House) -> House:
    """25 visits of 20 items wait for the assessor and the clerk."""
    house.fill("field")
    return house


@pytest.fixture
def phone(field: House, chromium: Browser, tmp_path: Path) -> Iterator[Phone]:
    phone = Phone(field, chromium, tmp_path)
    yield phone
    phone.close()


class Phone:
    """A browser with a profile of its own on disk, which survives closing."""

    def __init__(self, house: House, chromium: Browser, home: Path) -> None:
        self.house, self.kind, self.home = house, chromium.browser_type, home
        self.context: BrowserContext | None = None

    def open(
        self, account: str = "assessor", *, offline: bool = False, size: tuple[int, int] = NARROW
    ) -> Page:
        """The form, opened in the profile as it was left."""
        self.close()
        self.context = self.kind.launch_persistent_context(
            self.home / "profile",
            executable_path="/usr/bin/chromium",
            args=FLAGS,
            base_url=self.house.url,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.set_offline(offline)
        if account:
            session = self.house.sessions[account]
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.house.url}])
        page = self.context.pages[0]
        page.clock.set_system_time(NOW)
        page.goto(FIELD)
        return page

    def close(self) -> None:
        if self.context is not None:
            self.context.close()
            self.context = None


def rows(house: House, sql: str) -> list[Any]:
    with sqlite3.connect(house.home / "xiangfeng.sqlite3", timeout=20) as database:
        found = database.execute(sql).fetchall()
    database.close()
    return found


def card(page: Page, number: int) -> Locator:
    return page.locator(".xf-f-card").nth(number - 1)


def open_visit(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile(f"^{name}")).click()
    expect(page.locator(".xf-f-card")).to_have_count(20)


def fill_all(page: Page, *, bad: int = 2) -> None:
    """The first ``bad`` items have faults, the others none."""
    for number in range(1, 21):
        card(page, number).get_by_role("button", name="有问题" if number <= bad else "没问题").click()


def finish(page: Page) -> None:
    page.get_by_role("button", name="查完了，存下").click()
    page.get_by_label("被检单位在场人").fill("石磊")
    page.get_by_label("在场人确认").check()
    page.get_by_role("button", name="确认，存下").click()


def test_filled_without_a_network_and_there_after_closing_the_browser(phone: Phone):
    page = phone.open()
    expect(page.get_by_text("没有网也打得开，可以出发")).to_be_visible()
    page.context.set_offline(True)
    open_visit(page, "石桥1组")
    expect(page.get_by_text("没有网络，可以接着查")).to_be_visible()
    fill_all(page)
    card(page, 1).get_by_role("button", name="多一处").click()
    card(page, 1).get_by_label("问题说明").fill("桥头有垃圾")
    photo = {"name": "a.png", "mimeType": "image/png", "buffer": picture(side=1700)}
    card(page, 1).get_by_label("拍照").set_input_files(photo)
    expect(card(page, 1).locator(".xf-f-pics img")).to_have_count(1)
    finish(page)
    expect(page.get_by_text("查完了，已存在这部手机里")).to_be_visible()

    page = phone.open(offline=True)
    expect(page.get_by_text("查完，待上传")).to_be_visible()
    open_visit(page, "石桥1组")
    expect(card(page, 1)).to_contain_text("2 处")
    expect(card(page, 1)).to_contain_text("桥头有垃圾")
    expect(card(page, 1).locator(".xf-f-pics img")).to_have_count(1)
    expect(page.locator(STATE)).to_contain_text("22 项待上传")
    expect(page.locator(STATE)).to_contain_text("照片 1 张、交表 1 份")
    assert rows(phone.house, "SELECT count(*) FROM inspections_answer") == [(0,)]

    page.context.set_offline(False)
    expect(page.get_by_text("已交表")).to_be_visible()
    expect(page.locator(STATE)).to_contain_text("都已上传")
    assert rows(phone.house, "SELECT item_code, count, text FROM findings_finding ORDER BY item_code") == [
        ("i1", 2, "桥头有垃圾"),
        ("i2", 1, "检查内容2"),
    ]
    ((width, height),) = rows(
        phone.house,
        "SELECT a.width, a.height FROM findings_findingphoto f JOIN attachments_attachment a ON a.id = f.attachment_id",
    )
    assert 1000 < max(width, height) <= 1600


def test_somebody_else_on_the_same_phone_neither_sees_nor_sends_it(phone: Phone):
    page = phone.open()
    expect(page.get_by_text("没有网也打得开，可以出发")).to_be_visible()
    open_visit(page, "石桥1组")
    page.context.set_offline(True)
    card(page, 1).get_by_role("button", name="有问题").click()
    expect(page.locator(STATE)).to_contain_text("1 项待上传")
    # Signing in gives another person's session and another check word.
    session = phone.house.sessions["clerk"]
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": phone.house.url}])
    page.context.clear_cookies(name="csrftoken")
    page.reload()
    expect(page.get_by_text("要联网确认一次")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("检查人 陈晓")).to_be_visible()
    expect(page.locator(STATE)).to_contain_text("都已上传")
    assert rows(phone.house, "SELECT count(*) FROM inspections_answer") == [(0,)]
    page = phone.open("assessor")
    expect(page.get_by_text("检查人 吴芳")).to_be_visible()
    expect(page.locator(STATE)).to_contain_text("都已上传")
    assert rows(phone.house, "SELECT item, verdict, by FROM inspections_answer") == [("i1", "bad", "吴芳")]


def test_two_phones_clash_and_one_chooses(field: House, visit: Visit):
    visit.allow("ERR_INTERNET_DISCONNECTED")
    one, two = visit.page("assessor", NARROW), visit.page("clerk", NARROW)
    for page in (one, two):
        page.goto(FIELD)
        open_visit(page, "石桥3组")
    one.context.set_offline(True)
    card(one, 1).get_by_role("button", name="有问题").click()
    card(two, 1).get_by_role("button", name="没问题").click()
    # Not the sign in the corner: it may still say of what was before that all is sent.
    deadline = time.monotonic() + PATIENCE / 1000
    while not rows(field, "SELECT 1 FROM inspections_answer") and time.monotonic() < deadline:
        two.wait_for_timeout(200)
    one.context.set_offline(False)
    expect(card(one, 1)).to_contain_text("两人填得不一样")
    assert faults_of_axe(one) == []
    card(one, 1).get_by_role("button", name="用这一份").nth(1).click()
    expect(card(one, 1).get_by_role("button", name="多一处")).to_be_visible()
    expect(one.locator(STATE)).to_contain_text("都已上传")
    assert rows(field, "SELECT verdict, count FROM inspections_answer") == [("bad", 1)]
    two.reload()
    expect(card(two, 1)).to_contain_text("1 处")


def test_signed_out_and_refused_nothing_is_lost(phone: Phone):
    page = phone.open()
    open_visit(page, "石桥2组")
    page.context.clear_cookies(name="sessionid")
    card(page, 1).get_by_role("button", name="有问题").click()
    expect(page.get_by_role("link", name="去登录，接着送")).to_be_visible()
    expect(page.locator(STATE)).to_contain_text("1 项待上传")
    with sqlite3.connect(phone.house.home / "xiangfeng.sqlite3", timeout=20) as database:
        database.execute("UPDATE inspections_visit SET state = 'void', void_reason = '路不通'")
    database.close()
    session = phone.house.sessions["assessor"]
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": phone.house.url}])
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(STATE)).to_contain_text("1 项没传上")
    page.locator(STATE).click()
    expect(page.get_by_text("这个点位不查了：路不通")).to_be_visible()
    expect(page.get_by_role("button", name="再试")).to_be_visible()
    expect(page.get_by_role("button", name="复制出来：石桥2组")).to_be_visible()
    assert faults_of_axe(page) == []


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_every_screen_is_clean_and_goes_by_keyboard(field: House, visit: Visit, size: tuple[int, int]):
    page = visit.page("assessor", size)
    page.clock.set_system_time(NOW)
    page.goto(FIELD)
    expect(page.get_by_text("没有网也打得开")).to_be_visible()
    assert faults_of_axe(page) == []
    page.evaluate("document.documentElement.classList.add('xf-large')")
    page.get_by_role("link", name=re.compile("^石桥1组")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="有问题").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="多一处").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    expect(card(page, 1)).to_contain_text("3 处")
    expect(page.get_by_role("button", name="多一处")).to_be_focused()
    assert faults_of_axe(page) == []
    page.get_by_role("button", name="查完了，存下").click()
    expect(page.get_by_role("alert")).to_contain_text("第 2、3")
    for number in range(2, 21):
        card(page, number).get_by_role("button", name="没问题").click()
    page.get_by_role("button", name="查完了，存下").click()
    expect(page.get_by_label("检查人")).to_have_value("陈晓、吴芳")
    assert faults_of_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# --- 500 findings over a bad line ----------------------------------------------------------------------------------

FILL = """
async ({visits, items}) => {
  const app = window.field;
  for (const [place, visit] of app.book.list().entries()) {
    if (place >= visits) break;
    for (const [number, item] of app.book.itemsOf(visit).entries()) {
      if (number >= items) break;
      const change = { verdict: "bad", count: ((place * 7 + number * 3) % 9) + 1, note: `${place}-${number}` };
      await app.book.fill(visit.key, item.code, change, app.user.name);
    }
    await app.book.finish(visit.key, { visited_on: "2026-11-23", inspectors: "陈晓、吴芳", present: "", is_confirmed: false, remark: "" });
  }
}
"""


class BadLine:
    """Loses answers after the server has done the work, sends twice, and lets old requests arrive once more, late."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.kept: list[Route] = []
        self.lost = self.doubled = self.late = 0
        self.old: list[tuple[str, str, dict[str, str]]] = []

    def carry(self, route: Route) -> None:
        request = route.request
        body, headers = request.post_data or "", request.headers
        fate = self.chance.random()
        if self.old and fate < 0.35:
            url, earlier, known = self.chance.choice(self.old)
            route.request.frame.page.request.post(url, data=earlier, headers=known)
            self.late += 1
        answer = route.fetch()
        self.old.append((request.url, body, headers))
        if fate < 0.6:
            answer = route.fetch()
            self.doubled += 1
        if self.chance.random() < 0.3 and self.lost < 12:
            self.lost += 1
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)


def test_500_findings_over_a_bad_line_arrive_once_each(field: House, visit: Visit):
    visit.allow("ERR_CONNECTION_RESET")
    page = visit.page("assessor", NARROW)
    page.goto(FIELD)
    expect(page.get_by_text("没有网也打得开")).to_be_visible()
    line = BadLine(20261123)
    page.route("**/field/send/", line.carry)
    page.evaluate(FILL, {"visits": 25, "items": 20})
    state = page.locator(STATE)
    for _ in range(600):
        page.evaluate("() => window.field.net === 'busy' || dispatchEvent(new Event('online'))")
        if page.evaluate("() => window.field.book.count().pending") == 0:
            break
        page.wait_for_timeout(300)
    expect(state).to_contain_text("都已上传")
    assert min(line.lost, line.doubled, line.late) >= 2
    wanted = {
        (place, number): ((place * 7 + number * 3) % 9) + 1 for place in range(25) for number in range(20)
    }
    found = rows(field, "SELECT f.text, f.count, f.points FROM findings_finding f")
    assert len(found) == 500
    assert {tuple(map(int, text.split("-"))): count for text, count, _ in found} == wanted
    assert all(float(points) == count * 0.5 for _, count, points in found)
    assert rows(field, "SELECT count(*) FROM inspections_visit WHERE state = 'handed_in'") == [(25,)]
    assert rows(field, "SELECT count(*) FROM inspections_clash") == [(0,)]
