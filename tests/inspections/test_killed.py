"""kill -9 of the server while a phone sends: what was acknowledged is there exactly once, and after sending again everything is."""

from __future__ import annotations

import http.client
import json
import random
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.inspections.field import picture
from tests.serving import Server

AT_ONCE = 5
KILLS = 3


class Client:
    """Sends like the phone: in order, again until it is answered, with the same keys."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.token = ""

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/json"
    ) -> dict[str, Any] | None:
        """The answer, or None when the line broke."""
        cookies = f"sessionid={self.server.said['session']}; csrftoken={self.token}"
        headers = {
            "Cookie": cookies,
            "X-CSRFToken": self.token,
            "Content-Type": kind,
            "Accept": "application/json",
        }
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            line.request(method, f"/work/inspections/field/{path}", body or None, headers)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()
        if not content:
            return None  # killed between the head of the answer and its body: the line broke
        assert answer.status == 200, content
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("csrftoken="):
                self.token = cookie.split("=", 1)[1].split(";")[0]
        told: dict[str, Any] = json.loads(content)
        return told

    def send(self, operations: list[dict[str, Any]]) -> dict[str, str] | None:
        body = {"user": self.server.said["user"], "device": "plain client", "operations": operations}
        told = self.ask("POST", "send/", json.dumps(body).encode())
        return None if told is None else {one["key"]: one["result"] for one in told["results"]}

    def send_photo(self, visit: str, key: str, content: bytes) -> bool:
        """One go from where it stands; whether it got through."""
        told = self.ask("GET", f"photo/{key}/")
        while told is not None and told["result"] == "waiting":
            start = told["received"]
            query = f"user={self.server.said['user']}&visit={visit}&item=i1&name=a.png&size={len(content)}&offset={start}"
            piece = content[start : start + 600]
            told = self.ask("POST", f"photo/{key}/?{query}", piece, "application/octet-stream")
        return told is not None and told["result"] == "done"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("killed"), "tests.inspections.county")
    server.start()
    yield server
    server.kill()


def operations_of(visits: list[str], today: str) -> list[dict[str, Any]]:
    """Every item of every visit, half of them at fault, and each visit handed in."""
    ops: list[dict[str, Any]] = []
    for place, visit in enumerate(visits):
        turns = {}
        for number in range(1, 21):
            turns[f"i{number}"] = turn = place * 20 + number
            ops.append(
                {"key": str(uuid.uuid4()), "kind": "answer", "visit": visit, "item": f"i{number}", "turn": turn, "seen": 0,
                 "verdict": "bad" if number % 2 else "ok", "count": number % 7 + 1, "note": f"{place}-{number}"}
            )  # fmt: skip
        ops.append(
            {"key": str(uuid.uuid4()), "kind": "hand_in", "visit": visit, "visited_on": today, "inspectors": "陈晓、吴芳",
             "answers": turns, "photos": []}
        )  # fmt: skip
    return ops


def test_killed_while_sending(server: Server):
    client, chance = Client(server), random.Random(9)
    package = client.ask("GET", "package/")
    assert package is not None
    ops = operations_of(server.said["visits"], package["today"])
    known = {op["key"]: op for op in ops}
    acknowledged: dict[str, str] = {}
    batches = [ops[start : start + AT_ONCE] for start in range(0, len(ops), AT_ONCE)]
    doomed = set(chance.sample(range(1, len(batches)), KILLS))
    for number, batch in enumerate(batches):
        told = None
        while told is None:
            if number in doomed:
                doomed.remove(number)
                threading.Timer(chance.random() * 0.05, server.kill).start()
            told = client.send(batch)
            if told is None:
                revive(server)
                check(server, acknowledged, known)
        acknowledged |= told
    assert set(acknowledged.values()) == {"done"}
    check(server, acknowledged, known)

    for start in range(0, len(ops), 40):
        again = ops[start : start + 40]
        assert client.send(again) == {op["key"]: "done" for op in again}
    check(server, acknowledged, known)
    assert server.rows("SELECT count(*) FROM inspections_answer") == [(60,)]
    found = server.rows("SELECT text, count FROM findings_finding")
    wanted = [(op["note"], op["count"]) for op in ops if op.get("verdict") == "bad"]
    assert sorted(found) == sorted(wanted)
    assert server.rows("SELECT count(*) FROM inspections_visit WHERE state = 'handed_in'") == [(3,)]
    assert len(server.rows("SELECT DISTINCT key FROM inspections_receipt")) == len(ops)


def test_killed_while_a_photo_is_sent(server: Server):
    client, visit = Client(server), server.said["visits"][0]
    client.ask("GET", "package/")
    content, key = picture(side=60), str(uuid.uuid4())
    assert len(content) > 3000
    killer = threading.Timer(0.05, server.kill)
    killer.start()
    client.send_photo(visit, key, content)
    killer.join()
    revive(server)
    assert client.send_photo(visit, key, content)
    assert client.send_photo(visit, key, content)
    assert server.rows("SELECT count(*) FROM inspections_photo") == [(1,)]
    assert server.rows("SELECT count(*) FROM inspections_upload") == [(0,)]
    # One picture: of the check, and where the form is handed in the village's as well.
    assert server.rows("SELECT DISTINCT path LIKE '%.jpg', width FROM attachments_attachment") == [(1, 60)]
    assert server.rows("SELECT count(DISTINCT path) FROM attachments_attachment") == [(1,)]


def revive(server: Server) -> None:
    """Dead for certain, and up again."""
    server.kill()
    server.start()


def check(server: Server, acknowledged: dict[str, str], known: dict[str, dict[str, Any]]) -> None:
    """What was acknowledged is there, once, as it was sent."""
    rows = server.rows("SELECT item, note, verdict FROM inspections_answer")
    assert len(rows) == len(set(rows))
    there = {(item, note): verdict for item, note, verdict in rows}
    for key, result in acknowledged.items():
        op = known[key]
        if result == "done" and op["kind"] == "answer":
            assert there[op["item"], op["note"]] == op["verdict"]
