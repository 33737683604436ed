"""A sheet as signs in fixed places, one after another in the order of the questions. Pure.

``0`` not answered, ``-`` not shown (the condition of the question was not met), else the number of the option in base 36. A 多选 has one
sign an option, 1 or 0; a matrix one sign a line; what is written in own words has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangfeng.surveys.models import Kind, Question

SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
MOST_OPTIONS = len(SIGNS) - 1
NOT_SHOWN = "-"
LONGEST_WORDS = 500

Answer = Any
"""Of a choice a number, of a 多选 a list of numbers, of a matrix a list with a number or 0 a line, of own words a text."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet as it is kept, what was written in own words by question, and what is wrong with it by question."""

    marks: str
    words: dict[int, str]
    faults: dict[int, str]

    @property
    def is_blank(self) -> bool:
        return not self.words and not self.marks.strip("0-")


def is_shown(question: Question, numbers: Mapping[int, Iterable[int]]) -> bool:
    """Whether a question is asked, given the numbers chosen so far by question."""
    if question.depends_id is None:
        return True
    return bool(set(numbers.get(question.depends_id, ())) & set(question.depends_on))


def fill_in(questions: Sequence[Question], answers: Mapping[int, Answer]) -> Filled:
    """The answers as they are kept. What answers a question that was not asked is dropped, and so is everything that hangs on it.

    Faults name a required question without an answer, an option that does not exist, and too long a text.
    """
    marks, words, faults = [], {}, {}
    numbers: dict[int, tuple[int, ...]] = {}
    for one in questions:
        if not is_shown(one, numbers):
            marks.append(NOT_SHOWN * one.width)
            continue
        given = answers.get(one.pk)
        if one.kind == Kind.OPEN:
            text = str(given or "").strip()
            if text:
                words[one.pk] = text
            is_missing = not text
            if len(text) > LONGEST_WORDS:
                faults[one.pk] = f"请写在{LONGEST_WORDS}字以内"
        else:
            chosen = _numbers(one, given)
            if any(number > len(one.options) or number < 0 for number in chosen):
                faults[one.pk] = f"没有这个选项，请填 1 到 {len(one.options)}"
                chosen = tuple(0 for _ in chosen)
            marks.append(_signs(one, chosen))
            numbers[one.pk] = tuple(number for number in chosen if number)
            is_missing = not chosen or not all(chosen)
        if one.is_required and is_missing:
            faults.setdefault(one.pk, "这道题要填")
    return Filled("".join(marks), words, faults)


def _numbers(question: Question, given: Answer) -> tuple[int, ...]:
    if question.kind == Kind.MATRIX:
        line = list(given or ())[: question.width]
        return tuple(line + [0] * (question.width - len(line)))
    if question.kind == Kind.MULTIPLE:
        return tuple(sorted(set(given or ()) - {0}))
    return (int(given),) if given else ()


def _signs(question: Question, chosen: tuple[int, ...]) -> str:
    if question.kind == Kind.MULTIPLE:
        return "".join("1" if place + 1 in chosen else "0" for place in range(question.width))
    if question.kind == Kind.MATRIX:
        return "".join(SIGNS[number] for number in chosen)
    return SIGNS[chosen[0]] if chosen else "0"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where on a sheet a question stands."""

    question: Question
    start: int
    stop: int


def stretches(questions: Iterable[Question]) -> list[Stretch]:
    """The places of all questions that have any, in their order."""
    found, start = [], 0
    for one in questions:
        if one.width:
            found.append(Stretch(one, start, start + one.width))
            start += one.width
    return found
