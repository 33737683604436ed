"""Nonsense at every door that takes input: a refusal, a page, a redirect – never a broken page."""

from __future__ import annotations

import json
import logging
import os
import random
import re
import traceback
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests import world
from tests.house.url_matrix import MATRIX
from tests.house.urls import address, client_of
from tests.world import World
from xiangfeng.workflow.flow import FLOWS

ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "2"))
PEOPLE = ("director", "clerk", "village", "system_admin")
NASTY = (
    "", "0", "-1", "1", "²", "٣", "1.5", "NaN", "sNaN", "Infinity", "1e9999", "-1e-9999", "9" * 9, "9" * 40, "9" * 5000,
    "\0", "a\0b", "\x1b[31m", "\ufffe", "‮倒", "=1+1", "<script>alert(1)</script>", "'\"--", "..", "//evil.example", "/\\evil.example",
    "javascript:alert(1)", "字" * 3000, "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-23", "null", "[]", "{}", "on",
    "@", "@fix", "1", "A", "缺", "given", "bonus", "veto", "note", "cell", "source", "subject", "R99", "镇", "县",
)  # fmt: skip
WORDS = (
    "verb note next key text restore revision entry item value version policy reason clear given_by remove kind points "
    "veto_code basis level name use unit year month scheme group is_ranked photo photo_id file token cells since col sort "
    "page tab q export part edit title role seq from_date to_date person post phone username code parent to dated serial "
    "due_problems done_problems requirements op path row field d-TOTAL_FORMS d-INITIAL_FORMS d-0-text d-0-points d-0-count"
)  # fmt: skip
NAMES = WORDS.split()
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*?\bname="([^"]+)"')


@pytest.fixture(autouse=True)
def _refusals_are_no_news(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "django")


def _names(client: Client, url: str) -> list[str]:
    """What the page itself asks for."""
    answer: Any = client.get(url)
    client.exc_info = None
    if answer.streaming:
        list(answer.streaming_content)
        return []
    is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
    return FIELD.findall(answer.content.decode()) if is_page else []


def _good(built: World) -> dict[str, tuple[str, ...]]:
    """Values that lead further in, to be mixed with the nonsense."""
    entry = built.period.entries.order_by("pk")[0]
    verbs = tuple(verb for flow in FLOWS.values() for verb in flow.moves)
    ids = (str(entry.pk), str(entry.unit_id), str(built.drafts[0].pk), str(built.period.pk))
    return {
        "entry": (str(entry.pk),), "item": ("1", "2"), "verb": (*verbs, "reopen"), "key": ("overview", "1"),
        "version": ("1", "2", "0"), "revision": ("1",), "policy": ("given", "rescale"), "kind": ("bonus", "village"),
        "use": ("cell", "source"), "level": ("县",), "unit": ids, "scheme": ids, "units": ids, "person": ids, "post": ids,
        "d-TOTAL_FORMS": ("1",), "d-INITIAL_FORMS": ("0",), "month": ("12",), "year": ("2026",), "role": ("village",),
        "note": ("因故",), "reason": ("因故",), "text": ("有话说",), "name": ("名",), "title": ("名",),
    }  # fmt: skip


def _data(chance: random.Random, names: list[str], good: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    chosen = [name for name in names if chance.random() < 0.8] + chance.sample(NAMES, 6)
    chosen += [name for name in good if chance.random() < 0.4]
    pools = {name: good[name] if name in good and chance.random() < 0.6 else NASTY for name in chosen}
    return {name: chance.choice(pool) for name, pool in pools.items() if name != "csrfmiddlewaretoken"}


def _send(
    chance: random.Random, client: Client, url: str, names: list[str], good: dict[str, tuple[str, ...]]
) -> Any:
    way = chance.choice(("form", "form", "files", "json", "junk", "htmx", "get"))
    data = _data(chance, names, good)
    headers = {"HX-Request": "true"} if way == "htmx" else {}
    answer: Any
    if way == "get":
        answer = client.get(url, data)
    elif way == "files":
        junk = chance.choice((b"", b"PK\x03\x04broken", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"\xff\xfe\x00"))
        name = chance.choice(("x.xlsx", "x.png", "x.pdf", "x.toml", "字.docx", "x"))
        upload = {field: SimpleUploadedFile(name, junk) for field in ("file", "photo", "d-0-photo")}
        answer = client.post(url, data | upload)
    elif way == "json":
        body: Any = chance.choice(
            ({"cells": [data, {"subject": data, "item": [], "value": None}]}, [], "x", None, 1)
        )
        answer = client.post(url, json.dumps(body), content_type="application/json")
    elif way == "junk":
        answer = client.post(
            url, b"\xff\x00{", content_type=chance.choice(("application/json", "text/plain"))
        )
    else:
        answer = client.post(url, data, headers=headers)
    if answer.streaming:
        list(answer.streaming_content)
    return answer


def _fuzz(built: World, name: str, chance: random.Random) -> list[str]:
    wrong, url, good = [], address(name, MATRIX[name], built), _good(built)
    # Somebody who may, and by chance one of the others: who has no right is turned away before anything is read.
    for person in dict.fromkeys((*MATRIX[name].ok.split()[:1], chance.choice(PEOPLE))):
        client = client_of(built, person)
        names = _names(client, url)
        for _ in range(ROUNDS):
            with transaction.atomic():
                answer = _send(chance, client, url, names, good)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                reason = client.exc_info or getattr(answer, "exc_info", None)
                wrong.append(f"{name} by {person}: {reason and traceback.format_exception(reason[1])[-4:]}")
            client.exc_info = None
    return wrong


@pytest.mark.django_db
def test_no_door_breaks():
    built, chance = world.build(), random.Random(int(os.environ.get("FUZZ_SEED", "20261123")))
    wrong = [
        line
        for name in MATRIX
        if not name.startswith(("account_", "mfa_"))
        for line in _fuzz(built, name, chance)
    ]
    assert not wrong, "\n".join(wrong)
