"""History as the timeline draws it."""

from __future__ import annotations

from xiangfeng.history.models import Entry
from xiangfeng.web.timeline import timeline


def test_what_was_done_has_its_colour_and_what_is_awaited_stands_above(at):
    entries = [Entry(at=at, verb=verb, actor_name="陈晓", note="缺照片") for verb in ("退回重办", "交办")]
    first, *done = timeline(entries, tones={"退回重办": "bad"}, awaited="等石桥村签收")
    assert (first["text"], first["tone"], first["when"]) == ("等石桥村签收", "next", "")
    assert [one["tone"] for one in done] == ["bad", ""]
    assert done[0]["when"] == "11月23日 10:00" and done[0]["note"] == "缺照片"


def test_nothing_is_said_of_what_nobody_waits_for():
    assert timeline([]) == []
