"""How far the filled cells of an .xlsx reach, told before they are loaded.

The reader makes a full rectangle out of them: one stray cell in XFD1048576 – a slip of the hand, or malice – asks for
5 TB, and the process dies without a word. So the far corner is looked up first, from the XML itself.
"""

from __future__ import annotations

import re
import zipfile
from xml.parsers import expat

_REF = re.compile(r"\$?([A-Za-z]{1,9})\$?(\d{1,12})")
_CONTENT = frozenset(("v", "is", "f"))


class _Corner:
    """Follows one worksheet and keeps the last row and the last column (from 1) in which something stands."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self._at = (0, 0)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            given = attributes.get("r", "")
            self._at = (int(given) if given.isdigit() and len(given) < 13 else self._at[0] + 1, 0)
        elif name == "c":
            found = _REF.fullmatch(attributes.get("r", ""))
            self._at = (int(found[2]), column_number(found[1])) if found else (self._at[0], self._at[1] + 1)
        elif name in _CONTENT:
            self.row, self.column = max(self.row, self._at[0]), max(self.column, self._at[1])

    def forbid(self, *_: object) -> None:
        raise ValueError("a worksheet declares no document type")


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def far_corner(archive: zipfile.ZipFile) -> tuple[int, int]:
    """The last filled row and the last filled column over all worksheets. ValueError for XML that cannot be read."""
    corner = _Corner()
    for part in archive.infolist():
        content = archive.read(part)
        if b"sheetData" not in content:
            continue
        parser = expat.ParserCreate()
        parser.StartElementHandler = corner.start
        parser.StartDoctypeDeclHandler = corner.forbid
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error
    return corner.row, corner.column
