"""Who gets what at which address. One row for each named address; ``Row`` is explained in ``urls.py``."""

from __future__ import annotations

from tests.house.urls import PEOPLE, Row

ALL = " ".join(PEOPLE)
STAFF = " ".join(person for person in PEOPLE if person != "citizen")

MATRIX: dict[str, Row] = {
    # public
    "public_home": Row(ALL),
    "compliance": Row(ALL),
    "healthz": Row(ALL),
    # everybody's own
    "workbench:inbox": Row(STAFF),
    "manual": Row(STAFF),
    "manual_page": Row(STAFF, args=lambda world: {"page": "start"}),
    "keep_alive": Row(STAFF, status=204),
}
