"""The calendar feed, held to RFC 5545."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from xiangfeng.duties.ics import Event, calendar_text, escaped, folded

STAMP = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def _lines(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_a_feed():
    event = Event(
        "duty-7@xiangfeng",
        dt.date(2026, 12, 31),
        "四季度会议，到期；最后一天",
        "先发通知\n再开会",
        "https://a/b",
    )
    lines = _lines(calendar_text([event], name="云溪镇", stamp=STAMP))
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTAMP:20261123T020000Z" in lines
    assert "DTSTART;VALUE=DATE:20261231" in lines and "DTEND;VALUE=DATE:20270101" in lines
    assert "DESCRIPTION:先发通知\\n再开会" in lines and "UID:duty-7@xiangfeng" in lines


def test_signs_are_escaped():
    assert escaped("a,b;c\\d\x07\r\ne") == "a\\,b\\;c\\\\d\\ne"


@given(st.text(max_size=300))
def test_lines_are_short_and_whole(text):
    line = "SUMMARY:" + escaped(text)
    parts = folded(line)
    assert all(len(part.encode("utf-8", "surrogatepass")) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])
