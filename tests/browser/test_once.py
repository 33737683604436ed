"""Pressed twice, sent once."""

from __future__ import annotations

import re

from tests.browser.conftest import CLERK, House, Visit


def test_a_form_pressed_twice_is_sent_once_and_again_after_coming_back(demo: House, visit: Visit):
    page, sent = visit.page(CLERK), []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.goto("/work/advice/problems/new/")
    page.locator("main form textarea").first.fill("路口的垃圾桶倒了没人扶")
    page.get_by_label("责任单位").select_option(index=1)
    page.locator("main form").first.evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    page.wait_for_url(re.compile(r"/problems/\d+/$"))
    posts = [url for url in sent if "/problems/new/" in url]
    assert len(posts) == 1, posts
    page.go_back()
    with page.expect_request(lambda request: request.method == "POST"):
        page.locator("main form").first.evaluate("form => form.requestSubmit()")
