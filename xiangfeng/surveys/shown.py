"""Questions as a page draws them: with what was typed, what is wrong, and when they are asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangfeng.surveys.marks import Answer
from xiangfeng.surveys.models import Kind, Question, label_of


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a field."""

    value: int
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a matrix."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One question on a page. ``when`` says in words when it is asked; ``needs`` and ``needs_any`` say it to the script."""

    question: Question
    name: str
    choices: tuple[Choice, ...]
    rows: tuple[Row, ...]
    text: str
    fault: str
    when: str
    needs: str
    needs_any: str


def shown(
    questions: Sequence[Question],
    answers: Mapping[int, Answer] | None = None,
    faults: Mapping[int, str] | None = None,
) -> list[Shown]:
    """All questions in their order; each knows the one on which it hangs (``depends`` is loaded)."""
    return [_one(one, (answers or {}).get(one.pk), (faults or {}).get(one.pk, "")) for one in questions]


def _one(one: Question, given: Any, fault: str) -> Shown:
    rows: tuple[Row, ...] = ()
    choices: tuple[Choice, ...] = ()
    if one.kind == Kind.MATRIX:
        lines = list(given or [0] * one.width)
        rows = tuple(
            Row(f"{one.name}_{place}", str(line), _choices(one, {lines[place]}))
            for place, line in enumerate(one.lines)
        )
    elif one.kind != Kind.OPEN:
        choices = _choices(one, set(given) if isinstance(given, list) else {given})
    return Shown(
        question=one,
        name=one.name,
        choices=choices,
        rows=rows,
        text=given or "" if one.kind == Kind.OPEN else "",
        fault=fault,
        when=condition_text(one),
        needs=one.depends.name if one.depends else "",
        needs_any=",".join(map(str, one.depends_on)),
    )


def _choices(one: Question, on: set[Any]) -> tuple[Choice, ...]:
    return tuple(Choice(place, str(option), place in on) for place, option in enumerate(one.options, start=1))


def condition_text(one: Question) -> str:
    """When it is asked, in words; "" for always."""
    if one.depends is None:
        return ""
    labels = "、".join(f"“{label_of(one.depends, number)}”" for number in one.depends_on)
    return f"第{one.depends.place}题选了{labels}的请答"
