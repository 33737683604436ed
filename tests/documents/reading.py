"""Reading a PDF back: characters with their em box in millimetres, lines by baseline."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pdfplumber

MM = 72 / 25.4


@dataclass(frozen=True)
class Glyph:
    """One character; `top` and `bottom` are the em box (0.88 above the baseline, 0.12 below)."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float
    colour: tuple[float, ...]
    font: str


@dataclass(frozen=True)
class Page:
    """The glyphs and filled rectangles (left, right, top, bottom, colour) of a page, in millimetres."""

    glyphs: list[Glyph]
    rects: list[tuple[float, float, float, float, tuple[float, ...]]]
    text: str

    def lines(self) -> list[list[Glyph]]:
        """Glyphs of one baseline, from top to bottom, each line from left to right."""
        rows: dict[float, list[Glyph]] = {}
        for glyph in self.glyphs:
            rows.setdefault(round(glyph.baseline, 1), []).append(glyph)
        return [sorted(row, key=lambda glyph: glyph.left) for _, row in sorted(rows.items())]

    def line(self, text: str) -> list[Glyph]:
        """The glyphs of the line that is `text`, or else of the first that holds it."""
        rows = [("".join(glyph.text for glyph in row), row) for row in self.lines()]
        return next((row for words, row in rows if words.strip() == text), None) or next(
            row for words, row in rows if text in words
        )


def read(pdf: bytes) -> list[Page]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            Page([_glyph(c, page) for c in page.chars], [_rect(r) for r in page.rects], page.extract_text())
            for page in document.pages
        ]


def metadata(pdf: bytes) -> dict[str, Any]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return dict(document.metadata)


def _glyph(char: dict[str, Any], page: Any) -> Glyph:
    baseline = (float(page.height) - char["matrix"][5]) / MM
    size = char["size"]
    return Glyph(
        char["text"],
        char["x0"] / MM,
        char["x1"] / MM,
        baseline - 0.88 * size / MM,
        baseline + 0.12 * size / MM,
        baseline,
        size,
        _colour(char["non_stroking_color"]),
        char["fontname"],
    )


def _rect(rect: dict[str, Any]) -> tuple[float, float, float, float, tuple[float, ...]]:
    colour = _colour(rect["non_stroking_color"])
    return rect["x0"] / MM, rect["x1"] / MM, rect["top"] / MM, rect["bottom"] / MM, colour


def _colour(colour: Any) -> tuple[float, ...]:
    return tuple(colour) if isinstance(colour, list | tuple) else (colour,)
