"""The files that the phone form is made of: what a phone keeps so that the form opens without a network."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

FILES = (
    "web/build/early.js",
    "web/build/field.css",
    "web/build/field.js",
    "web/build/sprite.svg",
    "web/build/staff.css",
    "web/icon.svg",
)
WORKER = "web/build/field-worker.js"


def addresses() -> list[str]:
    """Where the browser finds the files."""
    return [static(name) for name in FILES]


@cache
def version() -> str:
    """Another word whenever one of the files is another: the phone then fetches them anew. Reckoned once: the files of a
    running server do not change."""
    found = hashlib.sha256()
    for name in (*FILES, WORKER):
        path = finders.find(name)
        found.update(Path(str(path)).read_bytes() if path else b"")
    return found.hexdigest()[:16]
