"""No log holds the code of a questionnaire, nor any other secret that stands in an address."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings

from xiangfeng.web.quiet import WithoutCodes


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/s/AAAA-BBBB-CCCC/", "/s/…/"),
        ("/progress/photo/WzEsMl0:x:y/", "/progress/photo/…/"),
        ("/open311/v2/tokens/AAAA-BBBB-CCCC.json", "/open311/v2/tokens/…"),
        ("/work/feed/abc.ics?x=1", "/work/feed/…?x=1"),
        ("/work/tasks/7/", "/work/tasks/7/"),
    ],
)
def test_codes_are_left_out(path, written):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
    assert WithoutCodes().filter(record)
    assert record.getMessage() == f"Not Found: {written}"


def test_every_handler_leaves_them_out():
    assert all("codes" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
