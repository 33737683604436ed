"""Showing where a word was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

AROUND = 36
"""Characters kept before a hit in a long text."""
LONG = 120


@register.filter
def marked(text: str, words: Sequence[str]) -> SafeString:
    """The text with every word in ``<mark>``; the text itself stays escaped."""
    if not words:
        return escape(text)
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.IGNORECASE)
    parts, end = [], 0
    for match in pattern.finditer(text):
        parts += [escape(text[end : match.start()]), f"<mark>{escape(match.group())}</mark>"]
        end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every piece is escaped above


@register.filter
def around(text: str, words: Sequence[str]) -> str:
    """The part of a long text in which the first word stands."""
    if len(text) <= LONG:
        return text
    places = [place for word in words if (place := text.lower().find(word.lower())) >= 0]
    start = max(min(places, default=0) - AROUND, 0)
    cut = text[start : start + LONG]
    return f"{'…' if start else ''}{cut}{'…' if start + LONG < len(text) else ''}"
