"""The two ways in which the domain says no. Doors turn them into a sentence on screen, never into a 500."""

from __future__ import annotations


class Refused(Exception):
    """The act is against a rule. ``str(error)`` is plain Chinese: what happened and what to do."""


class Stale(Refused):
    """Somebody else was faster: the row is no longer in the state or version the person saw."""

    def __init__(self, message: str = "已被他人处理，请刷新后再看") -> None:
        super().__init__(message)
