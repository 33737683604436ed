"""History as the timeline component draws it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.timezone import localtime

from xiangfeng.history.models import Entry

MOMENT = "%-m月%-d日 %H:%M"


def timeline(entries: Iterable[Entry], *, form: str = MOMENT) -> list[dict[str, str]]:
    """Each entry with when (in ``form``, local time), who, what and why, in the order given."""
    return [
        {
            "when": f"{localtime(entry.at):{form}}",
            "who": entry.actor_name,
            "text": entry.verb,
            "note": entry.note,
        }
        for entry in entries
    ]
