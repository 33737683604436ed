"""Addresses of the apps below, by name."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def to(name: str, *args: object, query: str = "") -> str:
    """The address, or "" while the app has no such page."""
    try:
        return reverse(name, args=args) + query
    except NoReverseMatch:
        return ""
