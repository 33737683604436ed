"""Cutting a text so that found words can be marked. Pure."""

from __future__ import annotations

import re


def marked(text: str, words: str) -> list[tuple[str, bool]]:
    """``text`` in stretches: (stretch, is it one of ``words``). Upper and lower case are alike."""
    wanted = sorted({word for word in words.split() if word}, key=len, reverse=True)
    if not wanted:
        return [(text, False)]
    pattern = re.compile("(" + "|".join(map(re.escape, wanted)) + ")", re.IGNORECASE)
    return [(part, index % 2 == 1) for index, part in enumerate(pattern.split(text)) if part]
