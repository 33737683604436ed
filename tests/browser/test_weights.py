"""What a page weighs on the wire, all its files included (budget: public 60 KB, first staff page 300 KB, gzipped)."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response

from tests.browser.conftest import CLERK, House, Visit

PUBLIC, STAFF = 60_000, 300_000


@pytest.mark.parametrize(
    ("address", "account", "budget"),
    [("/", "", PUBLIC), ("/account/login/", "", PUBLIC), ("/work/", CLERK, STAFF)],
    ids=["home", "login", "inbox"],
)
def test_weight(address: str, account: str, budget: int, demo: House, visit: Visit):
    answers: list[Response] = []
    page = visit.page(account)
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    sizes = {
        urlsplit(one.url).path: len(gzip.compress(one.body(), 6)) for one in answers if one.status == 200
    }
    total = sum(sizes.values())
    print(f"\n{address}: {total} bytes in {len(sizes)} files", sizes)  # noqa: T201
    assert len(sizes) > 2
    assert total <= budget
