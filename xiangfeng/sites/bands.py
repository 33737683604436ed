"""How good the last check of a site was, in three bands. Pure."""

from __future__ import annotations

from decimal import Decimal

GOOD, FAIR = 90, 80
"""Out of a hundred."""
BANDS = {
    "good": ("ok", f"{GOOD}分以上"),
    "fair": ("warn", f"{FAIR}到{GOOD}分"),
    "poor": ("bad", f"{FAIR}分以下"),
    "none": ("idle", "没查过"),
}
"""Kind of tag and words of each band; where full marks are not 100, counted out of a hundred."""


def band(score: Decimal | None, full: Decimal | None) -> str:
    """The band of a score: ``good``, ``fair``, ``poor``; ``none`` while there is none."""
    if score is None or not full:
        return "none"
    share = score * 100 / full
    return "good" if share >= GOOD else "fair" if share >= FAIR else "poor"


def said(score: Decimal | None, full: Decimal | None) -> str:
    """The score as people read it: 85.5, or 43/50 where full marks are not 100."""
    if score is None or full is None:
        return ""
    return _plain(score) if full == 100 else f"{_plain(score)}/{_plain(full)}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
