"""Who gets what at the public doors of ``feedback``."""

from __future__ import annotations

from tests.house.urls import PEOPLE, Row

EVERYBODY = " ".join(PEOPLE)

PUBLIC_URLS: dict[str, Row] = {
    "feedback:public_new": Row(EVERYBODY),
    "feedback:public_progress": Row(EVERYBODY),
    # By a token that lives half an hour; that it opens is shown in tests/feedback/test_public.py.
    "feedback:public_photo": Row("", missing=EVERYBODY, args=lambda world: {"token": "nobody-signed-this"}),
}
