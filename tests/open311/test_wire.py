"""Any tree is well-formed in both forms, whatever text is in it."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from xiangfeng.open311.asking import incoming, wanted
from xiangfeng.open311.wire import Answer, Fault, write

AT = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
ARGS = (
    "status",
    "start_date",
    "end_date",
    "page",
    "page_size",
    "service_code",
    "lat",
    "long",
    "address_string",
)


@given(st.text())
def test_any_text_is_written(text):
    tree = [{"description": text, "lat": Decimal("31"), "metadata": True, "media_url": None}]
    row = ElementTree.fromstring(write(Answer("service_requests", tree), "xml"))[0]
    assert (row.findtext("lat"), row.findtext("metadata"), row.findtext("media_url")) == (
        "31.000000",
        "true",
        "",
    )
    assert json.loads(write(Answer("service_requests", tree), "json"))[0]["lat"] == 31.0
    if text.isprintable():
        assert row.findtext("description") == text


def test_lists_of_none_and_one_stay_lists():
    for tree in ([], [{"code": "1"}]):
        assert json.loads(write(Answer("errors", tree), "json")) == tree
        assert len(ElementTree.fromstring(write(Answer("errors", tree), "xml"))) == len(tree)


@given(st.dictionaries(st.sampled_from(ARGS), st.text() | st.decimals().map(str) | st.datetimes().map(str)))
def test_whatever_is_asked_is_read_or_a_fault(args):
    for read in (lambda: wanted(args, at=AT), lambda: incoming(args)):
        try:
            read()
        except Fault as fault:
            assert fault.status == 400 and all(one["description"] for one in fault.body)
