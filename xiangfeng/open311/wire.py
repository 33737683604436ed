"""The two forms of GeoReport v2 on the wire: XML, and JSON by the Spark convention. Pure.

An answer is a tree of dicts, lists and plain values under the name of its root. JSON is the tree without that name; in XML each
member of a list is wrapped in the singular of the list's name.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

CONTENT_TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
SINGULAR = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Fault(Exception):
    """An error as the standard wants it told: an HTTP status and sentences, each with its code."""

    def __init__(self, status: int, *descriptions: str) -> None:
        super().__init__("；".join(descriptions))
        self.status = status
        self.descriptions = descriptions

    @property
    def body(self) -> list[dict[str, str]]:
        return [{"code": str(self.status), "description": text} for text in self.descriptions]


@dataclass(frozen=True, slots=True)
class Answer:
    """A tree under the name of its root."""

    root: str
    tree: Any
    status: int = 200


def write(answer: Answer, form: str) -> bytes:
    """The bytes of an answer; ``form`` is ``xml`` or ``json``."""
    if form == "json":
        return json.dumps(_plain(answer.tree), ensure_ascii=False).encode("utf-8", "replace")
    text = f'<?xml version="1.0" encoding="utf-8"?>\n{_element(answer.root, answer.tree)}\n'
    return text.encode("utf-8", "replace")


def moment(at: dt.datetime | None) -> str | None:
    """An aware moment as clients take it: to the second, in UTC, with Z (the validators refuse +08:00)."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


def _element(name: str, value: Any) -> str:
    if isinstance(value, dict):
        inner = "".join(_element(key, one) for key, one in value.items())
    elif isinstance(value, list):
        inner = "".join(_element(SINGULAR[name], one) for one in value)
    else:
        inner = _leaf(value)
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


def _leaf(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f"{value:.6f}" if isinstance(value, Decimal) else str(value)
    return escape(_NOT_IN_XML.sub("", text))
