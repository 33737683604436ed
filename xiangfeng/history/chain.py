"""The arithmetic of the chain: what exactly is hashed. Changing anything here breaks every chain ever written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

if TYPE_CHECKING:
    from xiangfeng.history.models import Entry

HASHED = (
    "chain",
    "seq",
    "actor_id",
    "actor_name",
    "verb",
    "subject_type",
    "subject_id",
    "subject_text",
    "unit_path",
    "note",
    "body",
    "prev_hash",
)


def canonical(value: Any) -> str:
    """``value`` as the one JSON text it can have: sorted keys, no spaces; decimals and dates as strings."""
    return json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
        cls=DjangoJSONEncoder,
    )


def digest(entry: Entry) -> str:
    """SHA-256 over every column of ``entry`` but the hash itself, the hash before included; lower-case hex."""
    content = {name: getattr(entry, name) for name in HASHED}
    content["at"] = entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical(content).encode()).hexdigest()
