"""What a form sends as answers: the public form's fields, and the figures typed from a paper. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from xiangfeng.surveys.marks import Answer
from xiangfeng.surveys.models import Kind, Question
from xiangfeng.web.doors import number

WRONG = 99
"""Stands for what is no number of an option; no question has so many."""


def from_form(questions: Iterable[Question], data: Any) -> dict[int, Answer]:
    """The answers in a ``QueryDict`` of the public form; anything that is no number counts as none."""
    return {one.pk: _of_form(one, data) for one in questions}


def _of_form(one: Question, data: Any) -> Answer:
    if one.kind == Kind.OPEN:
        return data.get(one.name, "")
    if one.kind == Kind.MULTIPLE:
        return [number(text) for text in data.getlist(one.name)]
    if one.kind == Kind.MATRIX:
        return [number(data.get(f"{one.name}_{place}", "")) for place in range(one.width)]
    return number(data.get(one.name, ""))


def from_figures(questions: Iterable[Question], data: Any) -> dict[int, Answer]:
    """The answers typed as figures: ``2``; ``13`` or ``1,3`` for a 多选; ``21302`` for the lines of a matrix, 0 or - where there is none.

    Where a question has ten options or more, figures stand apart. What is no figure is a wrong option, so that the mistake is said.
    """
    return {one.pk: _of_figures(one, str(data.get(one.name, "")).strip()) for one in questions}


def _of_figures(one: Question, text: str) -> Answer:
    if one.kind == Kind.OPEN:
        return text
    pieces = [piece for piece in re.split(r"[\s,，、.。;；]+", text) if piece]
    if len(pieces) == 1 and one.kind in (Kind.MULTIPLE, Kind.MATRIX) and len(one.options) < 10:
        pieces = list(pieces[0])
    figures = [0 if piece == "-" else _figure(piece) for piece in pieces]
    if one.kind == Kind.MATRIX:
        return figures if len(figures) <= one.width else [WRONG] * one.width
    if one.kind == Kind.MULTIPLE:
        return figures
    return figures[0] if len(figures) == 1 else (WRONG if figures else 0)


def _figure(piece: str) -> int:
    half = piece.translate({0xFF10 + digit: ord("0") + digit for digit in range(10)})
    return number(half) if half.isascii() and half.isdigit() else WRONG
