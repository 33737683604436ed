"""大字: everything larger, still within the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CLERK, NARROW, WIDE, House, Visit

ADDRESSES = ("/work/", "/work/assessments/", "/work/assessments/2/sheet/", "/work/assessments/1/ranking/")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desk", "hand"])
def test_large_type_is_kept_and_fits(size: tuple[int, int], demo: House, visit: Visit):
    page = visit.page(CLERK, size)
    page.goto("/work/")
    before = page.locator("h1").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    # On a phone the button lies in the menu.
    page.evaluate("document.querySelector('[data-large]').click()")
    expect(page.locator("[data-large]").first).to_have_attribute("aria-pressed", "true")
    wide = {}
    for address in ADDRESSES:
        page.goto(address)
        assert page.locator("h1").evaluate("node => parseFloat(getComputedStyle(node).fontSize)") > before
        if (needed := page.evaluate("() => document.documentElement.scrollWidth")) > size[0]:
            wide[address] = needed
    assert wide == {}
