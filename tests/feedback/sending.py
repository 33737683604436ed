"""People who send reports to a server that may be killed at any moment: each as a browser does, again until it is answered.

For ``test_killed.py`` and ``benchmarks/intake.py``; nothing of Django is asked here but how a form is written.
"""

from __future__ import annotations

import http.client
import io
import json
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from altcha import Challenge, Payload, solve_challenge
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

CODE = re.compile(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")
PATIENCE = 120
"""Seconds until a server that does not come back is given up."""


def photo(number: int, side: int = 64) -> bytes:
    """A photo like no other: coarse noise, as many bytes as a photo that was made small."""
    stream = io.BytesIO()
    noise = Image.effect_noise((side // 8, side // 8), 80)
    noise.resize((side, side)).convert("RGB").save(stream, "JPEG", quality=80, comment=str(number))
    return stream.getvalue()


@dataclass
class Line:
    """One browser's line to the server: kept open, and opened again when it broke."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    line: http.client.HTTPConnection | None = None
    broken: int = 0

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "", **headers: str
    ) -> tuple[int, bytes] | None:
        """Status and content, or None when the line broke."""
        if self.line is None:
            self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Cookie": f"csrftoken={self.token}", "X-CSRFToken": self.token, **headers}
        if kind:
            sent["Content-Type"] = kind
        try:
            self.line.request(method, path, body or None, sent)
            answer = self.line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.broken += 1
            self.close()
            return None

    def close(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    def insist(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        """The same until it is answered, however often the line breaks."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if (answer := self.ask(method, path, body, kind)) is not None:
                return answer
            time.sleep(0.05)
        raise TimeoutError(f"{method} {path}: no answer for {PATIENCE} s")


def form_of(line: Line, number: int, said: dict[str, Any], content: bytes | None) -> bytes:
    """The form as a browser sends it, with a solved challenge; ``number`` stands in what is said and where."""
    challenge = Challenge.from_dict(json.loads(line.insist("GET", "/challenge/")[1]))
    solution = solve_challenge(challenge)
    assert solution is not None
    fields = {
        "form_key": secrets.token_urlsafe(18),
        "proof": Payload(challenge, solution).to_base64(),
        "place": f"{number}号路口",
        "text": f"第{number}件：垃圾没有清",
        "privacy": "anonymous",
        **said,
    }
    if content is not None:
        fields["photos"] = SimpleUploadedFile(f"{number}.jpg", content, "image/jpeg")
    return encode_multipart(BOUNDARY, fields)


def words_of(content: bytes) -> str:
    """What a page says, without its marks."""
    main = content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())[:600]


@dataclass
class Load:
    """``people`` who send ``count`` reports together. ``receipts``: the code each was given, by its number."""

    port: int
    path: str
    said: dict[str, Any]
    count: int
    people: int
    side: int = 64
    """Of the photo in pixels; 0: none."""
    bodies: list[bytes] = field(default_factory=list)
    receipts: dict[int, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    broken: int = 0
    """How many times a line broke."""

    def prepare(self) -> None:
        """Fill the forms in, so that the sending alone is timed."""
        line = Line(self.port)
        for number in range(self.count):
            content = photo(number, self.side) if self.side else None
            self.bodies.append(form_of(line, number, self.said, content))
        line.close()

    def run(self, watch: Callable[[int], None] = lambda done: None) -> float:
        """Send them all; ``watch`` is told how many are done, from this thread. Gives the seconds it took."""
        numbers, lock = iter(range(self.count)), threading.Lock()
        crowd = [
            threading.Thread(target=self._send, args=(numbers, lock), daemon=True) for _ in range(self.people)
        ]
        start = time.perf_counter()
        for one in crowd:
            one.start()
        while any(one.is_alive() for one in crowd):
            watch(len(self.receipts))
            time.sleep(0.02)
        return time.perf_counter() - start

    def _send(self, numbers: Any, lock: threading.Lock) -> None:
        line = Line(self.port)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                self.broken += line.broken
                line.close()
                return
            status, content = line.insist("POST", self.path, self.bodies[number], MULTIPART_CONTENT)
            found = CODE.search(content.decode())
            if status == 200 and found:
                self.receipts[number] = found.group()
            else:
                self.refused.append(f"{number}: {status} {words_of(content)}")


def look_up(line: Line, code: str) -> str:
    """The page of ``/progress/`` that a receipt opens."""
    body = encode_multipart(BOUNDARY, {"code": code})
    status, content = line.insist("POST", "/progress/", body, MULTIPART_CONTENT)
    assert status == 200, content
    return content.decode()
