"""群众反映 in a real browser: on a phone with JavaScript, without it, by keyboard, in large type; what it weighs, what axe says."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import BUILT, NARROW, PATIENCE, WIDE, House, Visit, faults_of_axe

CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
PUBLIC = 60_000


@pytest.fixture
def open_desk(house: House) -> House:
    """A county in which one township takes reports."""
    house.fill("world")
    return house


def _fill(page: Page, words: str) -> None:
    page.locator(".xf-rep-tile").first.click()
    page.get_by_label("具体地点").fill("村口池塘边")
    page.get_by_label("怎么回事").fill(words)


def _fits(page: Page, width: int) -> bool:
    return int(page.evaluate("() => document.documentElement.scrollWidth")) <= width


def test_on_a_phone_from_the_form_to_the_progress(open_desk: House, visit: Visit, tmp_path: Path):
    picture = tmp_path / "big.jpg"
    Image.effect_noise((2400, 1600), 60).convert("RGB").save(picture, quality=95)
    page = visit.page(size=NARROW)
    page.goto("/report/")
    expect(page.get_by_label("小题")).to_be_hidden()
    assert faults_of_axe(page) == [] and _fits(page, NARROW[0])
    _fill(page, "垃圾桶三天没清")
    page.locator("#id_photos").set_input_files(picture)
    expect(page.locator(".xf-rep-shot img")).to_have_count(1)
    sizes = page.evaluate("() => [...document.querySelector('#id_photos').files].map(one => one.size)")
    assert len(sizes) == 1 and sizes[0] < picture.stat().st_size / 2, "made smaller before it is sent"
    page.get_by_role("button", name="提交，拿查询码").click()
    code = page.locator("#code")
    expect(code).to_have_text(CODE)
    assert urlsplit(page.url).path == "/report/" and code.inner_text() not in page.url
    assert faults_of_axe(page) == [] and _fits(page, NARROW[0])
    with page.expect_download() as saved:
        page.get_by_role("button", name="存成图片").click()
    assert saved.value.suggested_filename.endswith(".png")
    shown = code.inner_text()
    page.get_by_role("button", name="去查进度").click()
    expect(page.get_by_text("垃圾桶三天没清")).to_be_visible()
    assert shown not in page.url and page.url.endswith("/progress/")
    picture_there = page.locator(".xf-rep-photo img")
    expect(picture_there).to_be_visible()
    assert picture_there.evaluate("node => node.decode().then(() => node.naturalWidth)") == 1600
    assert faults_of_axe(page) == [] and _fits(page, NARROW[0])


def test_without_javascript(open_desk: House, visit: Visit):
    context = visit.chromium.new_context(base_url=visit.house.url, java_script_enabled=False, viewport={"width": 390, "height": 844})  # fmt: skip
    visit.contexts.append(context)
    page = context.new_page()
    page.goto("/report/")
    _fill(page, "路灯不亮")
    page.get_by_label("小题").fill("一百")
    visit.allow("422 ")
    page.get_by_role("button", name="提交，拿查询码").click()
    expect(page.get_by_text("算得不对")).to_be_visible()
    assert page.get_by_label("怎么回事").input_value() == "路灯不亮"
    asked = re.search(r"(.)(加|减)(.)等于几", page.locator("[data-proof-question] label").inner_text())
    assert asked is not None
    first, second = ("零一二三四五六七八九".index(asked[place]) for place in (1, 3))
    page.get_by_label("小题").fill(str(first + second if asked[2] == "加" else first - second))
    page.get_by_role("button", name="提交，拿查询码").click()
    expect(page.locator("#code")).to_have_text(CODE)
    expect(page.get_by_role("button", name="复制")).to_be_hidden()
    page.get_by_role("button", name="去查进度").click()
    page.get_by_label("补充情况").fill("第三根杆子")
    page.get_by_role("button", name="提交补充").click()
    expect(page.get_by_text("第三根杆子")).to_be_visible()


def test_over_plain_http_the_question_stays(open_desk: House, visit: Visit):
    page = visit.page(size=NARROW)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto("/report/")
    expect(page.get_by_label("小题")).to_be_visible()


def test_by_keyboard_at_a_desk_in_large_type(open_desk: House, visit: Visit):
    page = visit.page(size=WIDE)
    page.goto("/report/")
    page.evaluate("() => { localStorage.setItem('xf-large', '1'); }")
    page.reload()
    assert _fits(page, WIDE[0]) and faults_of_axe(page) == []
    page.locator("input[name=category]").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("具体地点").focus()
    page.keyboard.type("村口")
    page.get_by_label("怎么回事").focus()
    page.keyboard.type("水沟堵了")
    for _ in _tabs(page, "提交，拿查询码"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_have_text(CODE, timeout=PATIENCE)


def _tabs(page: Page, name: str) -> Iterator[None]:
    """Until the button has the focus; twenty at most."""
    for _ in range(20):
        if page.evaluate("() => document.activeElement.textContent.trim()") == name:
            return
        yield
    raise AssertionError(f"{name} is not reached")


def _body(answer: Response) -> bytes:
    """What came; of a worker the browser does not say, so the file itself."""
    return (BUILT / "proof-worker.js").read_bytes() if "proof-worker" in answer.url else answer.body()


def test_first_visit_weighs_little(open_desk: House, visit: Visit):
    answers: list[Response] = []
    page = visit.page(size=NARROW)
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/report/", wait_until="networkidle")
    with page.expect_response("**/challenge/"):
        page.get_by_label("怎么回事").focus()
    page.wait_for_function("() => document.querySelector('[name=proof]').value")
    sizes = {
        urlsplit(one.url).path: len(gzip.compress(_body(one), 6)) for one in answers if one.status == 200
    }
    print(f"\n/report/: {sum(sizes.values())} bytes in {len(sizes)} files", sizes)  # noqa: T201
    assert "/challenge/" in sizes and any("proof-worker" in path for path in sizes)
    assert sum(sizes.values()) <= PUBLIC
