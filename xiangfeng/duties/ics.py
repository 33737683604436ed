"""A calendar feed as text (RFC 5545): CRLF, lines folded at 75 octets, escaped text, all-day events. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

MOST = 75
"""Octets in a line, without its end."""


@dataclass(frozen=True)
class Event:
    """One day's matter. ``uid`` stays the same when its text or day changes, so that calendars replace it."""

    uid: str
    day: dt.date
    title: str
    text: str = ""
    url: str = ""


def calendar_text(events: Iterable[Event], *, name: str, stamp: dt.datetime) -> str:
    """The whole feed. ``stamp`` is the moment it was made (aware); ``name`` is what the calendar is called."""
    at = f"{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//xiangfeng//duties//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{escaped(event.uid)}",
            f"DTSTAMP:{at}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.title)}",
        ]
        lines += [f"DESCRIPTION:{escaped(event.text)}"] if event.text else []
        lines += [f"URL:{event.url}"] if event.url else []
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """Text as a value: backslash, comma, semicolon and line ends are escaped, other control signs dropped."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
    return "".join(sign for sign in text if sign >= " " or sign == "\t")


def folded(line: str) -> list[str]:
    """The line cut into pieces of at most 75 octets, never within a character; pieces after the first begin with a blank."""
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > MOST:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + octets
    return [*parts, part]
