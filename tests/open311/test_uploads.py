"""Files sent to hurt: none gets in by the interface, none leaves anything behind, and of a good one only the pixels are kept."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.inspections.field import picture
from xiangfeng.attachments.models import Attachment
from xiangfeng.feedback.models import Report

SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def _jpeg(**more: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(stream, "JPEG", **more)
    return stream.getvalue()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("run.php", "<?php system($_GET['c']);")
    return stream.getvalue()


def _bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 pixels square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def send(client_for, key, town, settings, tmp_path):
    """POST a report with files; gives status and body. Files are kept below ``tmp_path``."""
    settings.MEDIA_ROOT = tmp_path
    client = client_for()

    def make(*files, part="media"):
        said = {"api_key": key, "service_code": "001", "address_string": "村口", "description": "垃圾"}
        answer = client.post("/open311/v2/requests.json", {**said, part: list(files)})
        return answer.status_code, json.loads(answer.content)

    return make


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SCRIPT),
        ("a.jpg", SCRIPT),
        ("a.php", b"<?php phpinfo();"),
        ("a.jpg.php", _jpeg()),
        ("a.php.jpg", b"\xff\xd8\xff\xe0<?php phpinfo();"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.jpg", _jpeg() + _zip()),
        ("a.png", _bomb()),
        ("a.jpg", _jpeg()[:200]),
        ("a.jpg", b"GIF89a/*" + SCRIPT),
        ("a.jpg", b"%PDF-1.4\n/JavaScript\n%%EOF"),
        ("a.pdf", b"%PDF-1.4\n%%EOF"),
        ("a.jpg", b"MZ" + bytes(200)),
        ("a.jpg", b"1"),
        ("a", _jpeg()),
    ],
)
def test_files_sent_to_hurt(send, tmp_path, name, content):
    status, body = send(SimpleUploadedFile(name, content, "image/jpeg"))
    assert (status, body[0]["code"]) == (400, "400")
    assert "Traceback" not in body[0]["description"]
    assert not Report.objects.exists() and not Attachment.objects.exists()
    assert list(tmp_path.rglob("*.*")) == []


def test_one_bad_among_good_takes_nothing_in(send):
    good, bad = picture(side=20), SCRIPT
    status, _ = send(SimpleUploadedFile("a.png", good), SimpleUploadedFile("b.png", bad), part="media[]")
    assert status == 400
    assert not Report.objects.exists() and not Attachment.objects.exists()


def test_too_many_and_too_large(send, settings):
    status, body = send(
        *(SimpleUploadedFile(f"{n}.png", picture(n, 20)) for n in range(settings.FEEDBACK_PHOTOS + 1))
    )
    assert status == 400 and "最多" in body[0]["description"]
    settings.UPLOAD_MAX_MB = 1
    status, body = send(SimpleUploadedFile("a.jpg", _jpeg() + bytes(1024 * 1024)))
    assert status == 400 and "MB" in body[0]["description"]
    assert not Report.objects.exists()


def test_of_a_good_photo_only_the_pixels_are_kept(send, tmp_path):
    where = Image.Exif()
    where.get_ifd(0x8825)[1] = "N"
    where[0x010E] = "<script>alert(1)</script>"
    content = _jpeg(exif=where, comment=b"secret")
    status, _ = send(SimpleUploadedFile("../../etc/cron.d/村口\u202egpj.jpg", content))
    assert status == 200
    kept = Attachment.objects.get()
    assert ".." not in kept.name and "/" not in kept.name and "\u202e" not in kept.name
    file = Path(tmp_path / kept.path)
    assert file.is_relative_to(tmp_path / "attachments")
    assert b"secret" not in file.read_bytes() and b"script" not in file.read_bytes()
    assert not Image.open(io.BytesIO(file.read_bytes())).getexif()
