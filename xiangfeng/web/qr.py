"""An address as a QR code, for walls and papers."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str) -> bytes:
    """``text`` as a QR code (correction level M) in SVG, as large as the place it is put into. ValueError when it is too long."""
    stream = io.BytesIO()
    # No micro codes: old phones do not read them.
    code = segno.make(text, error="m", micro=False, boost_error=False)
    code.save(stream, kind="svg", omitsize=True, xmldecl=False, border=4)
    return stream.getvalue()
