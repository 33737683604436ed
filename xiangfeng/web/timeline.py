"""History as the timeline component draws it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.utils.timezone import localtime

from xiangfeng.history.models import Entry

MOMENT = "%-m月%-d日 %H:%M"
PLAIN: Mapping[str, str] = MappingProxyType({})


def timeline(
    entries: Iterable[Entry], *, form: str = MOMENT, tones: Mapping[str, str] = PLAIN, awaited: str = ""
) -> list[dict[str, str]]:
    """Each entry with when (in ``form``, local time), who, what and why, in the order given.

    ``tones`` gives what was done a colour by its words (``{"退回重办": "bad"}``; ok, now, bad). ``awaited`` is what is
    waited for and stands above them all.
    """
    first = [{"when": "", "who": "", "text": awaited, "note": "", "tone": "next"}] if awaited else []
    return first + [
        {
            "when": f"{localtime(entry.at):{form}}",
            "who": entry.actor_name,
            "text": entry.verb,
            "note": entry.note,
            "tone": tones.get(entry.verb, ""),
        }
        for entry in entries
    ]
