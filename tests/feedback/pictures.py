"""Photos as phones make them, and what somebody may send in place of one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image


def photo(number: int = 0) -> bytes:
    """A JPEG with camera and place in it; each ``number`` another."""
    image = Image.new("RGB", (60, 40), (number * 20, 90, 90))
    exif = image.getexif()
    exif[0x010F] = "TestCam"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 5.0), 3: "E", 4: (120.0, 9.0, 3.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


def _polyglot() -> bytes:
    """A JPEG with a zip behind it."""
    out = io.BytesIO(photo())
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("run.html", "<script>alert(1)</script>")
    return out.getvalue()


def _bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 40,000 by 40,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + chunk(b"IEND", b"")
    )


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "polyglot": ("a.jpg", _polyglot, "夹带了别的文件"),
    "bomb": ("a.png", _bomb, "像素太大"),
    "svg": ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "不是照片"),
    "svg by another name": ("a.jpg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "的内容不是 jpg"),
    "oversize": ("a.jpg", lambda: photo() + b"\0" * (1 << 20), "超过 1 MB"),
    "paper": ("a.pdf", lambda: b"%PDF-1.4\n%%EOF", "不是照片"),
    "cut off": ("a.jpg", lambda: photo()[:400], "打不开"),
    "empty": ("a.jpg", lambda: b"", "空"),
}
"""Kind → name, content, what the refusal says."""
