"""An address as a QR code for papers: SVG for typst, PNG for Word."""

from __future__ import annotations

import io
from typing import Any

import segno

SIZE_MM = 30


def code_svg(text: str) -> bytes:
    """``text`` as SVG, correction level M, with the quiet zone the standard asks for."""
    return _saved(text, kind="svg", xmldecl=False, border=4)


def code_png(text: str) -> bytes:
    """The same as PNG, large enough for print."""
    return _saved(text, kind="png", scale=10, border=4)


def _saved(text: str, **how: Any) -> bytes:
    stream = io.BytesIO()
    # No micro codes: old phones do not read them.
    segno.make(text, error="m", micro=False, boost_error=False).save(stream, **how)
    return stream.getvalue()
