"""Is a file what its name says, and nothing else besides? Judged by content (上传白名单; GB/T 22239-2019 8.1.4.4).

No database, no Django.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
from pathlib import PurePosixPath, PureWindowsPath

import filetype

from xiangfeng.base.errors import Refused

# Extension → the types that filetype may see in such a file.
ALLOWED: dict[str, frozenset[str]] = {
    "jpg": frozenset({"jpg"}),
    "jpeg": frozenset({"jpg"}),
    "png": frozenset({"png"}),
    "heic": frozenset({"heic"}),
    "heif": frozenset({"heic"}),
    "pdf": frozenset({"pdf"}),
    "docx": frozenset({"docx", "zip"}),
    "xlsx": frozenset({"xlsx", "zip"}),
}
IMAGES = frozenset({"jpg", "jpeg", "png", "heic", "heif"})
SAID = "jpg、png、heic、pdf、docx、xlsx"
UNPACKED_MAX = 300 * 1024 * 1024
_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
# Embedded files are let in: electronic invoices carry their data that way.
_PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch)\b")
_PDF_STREAM = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)
_NAME_MAX = 120


def clean_name(name: str) -> str:
    """A file name to show: no folders, no control or direction-changing characters, at most 120 characters."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    stem, dot, extension = shown.rpartition(".")
    return f"{stem[: _NAME_MAX - len(extension) - 1]}{dot}{extension}"[:_NAME_MAX] or "未命名"


def extension_of(name: str) -> str:
    """The extension in lower case; Refused when it is not on the list."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in ALLOWED:
        raise Refused(f"“{name}”不是可以上传的类型，只能上传 {SAID}")
    return extension


def check_content(content: bytes, name: str) -> str:
    """The extension of a file whose content agrees with it; Refused when it does not, or holds a second file.

    Refused too: Office files with macros or that unpack to more than 300 MB, PDF that runs scripts or programs.
    """
    extension = extension_of(name)
    if not content:
        raise Refused(f"“{name}”是空文件")
    seen = filetype.guess(content)
    if seen is None or seen.extension not in ALLOWED[extension]:
        raise Refused(f"“{name}”的内容不是 {extension}，请用原来的软件另存后再上传")
    if extension in _MAIN_PART:
        _check_office(content, name, extension)
    elif _holds_zip(content):
        raise Refused(f"“{name}”里夹带了别的文件，不能上传")
    if extension == "pdf":
        _check_pdf(content, name)
    return extension


def _holds_zip(content: bytes) -> bool:
    """Whether something can be unpacked from it. The four bytes by which `zipfile.is_zipfile` goes are in some photo of 65,000 by chance."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return bool(packed.infolist())
    except NotImplementedError:
        return True  # of a version that is still to come, or says so
    except (zipfile.BadZipFile, struct.error, OSError, ValueError):
        return False


def _check_pdf(content: bytes, name: str) -> None:
    if b"%%EOF" not in content[-1024:]:
        raise Refused(f"“{name}”不完整，请重新导出 PDF")
    # Compressed page contents hold every sequence of bytes by chance; the words count outside of them only.
    if _PDF_ACTIVE.search(_PDF_STREAM.sub(b"", content)):
        raise Refused(f"“{name}”带有脚本，请重新打印成普通 PDF 再上传")


def _check_office(content: bytes, name: str, extension: str) -> None:
    # A zip may stand behind other bytes; a file an office program wrote begins with its first entry.
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, OSError, ValueError) as error:
        raise Refused(f"“{name}”打不开，可能已损坏") from error
    names = {entry.filename for entry in entries}
    if not content.startswith(b"PK\x03\x04") or not {"[Content_Types].xml", _MAIN_PART[extension]} <= names:
        raise Refused(f"“{name}”的内容不是 {extension}，请用原来的软件另存后再上传")
    if any(entry.lower().endswith(("vbaproject.bin", ".exe", ".js", ".html", ".htm")) for entry in names):
        raise Refused(f"“{name}”带有宏或程序，请另存为不带宏的文件再上传")
    if sum(entry.file_size for entry in entries) > UNPACKED_MAX:
        raise Refused(f"“{name}”解开后太大，不能上传")
