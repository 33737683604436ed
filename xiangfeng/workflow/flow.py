"""One readable table for each kind of row that lives through states, and the one function that changes them.

Buttons, the reason on a greyed button, the POST door, the timeline and the test of *every move from every state
by every role* all read this table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.actions import record

LONGEST_NOTE = 1000
Guard = Callable[[Any, Actor], str | None]


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may be done to a row: from which states to which, with what right, on what condition."""

    verb: str
    title: str
    sources: tuple[str, ...]
    target: str
    needs: str
    effect: str
    guard: Guard | None = None
    has_note: bool = False
    note_label: str = "理由"
    is_grave: bool = False


def move(
    verb: str,
    title: str,
    source: str | Iterable[str],
    target: str,
    *,
    needs: str,
    effect: str,
    guard: Guard | None = None,
    note: bool | str = False,
    grave: bool = False,
) -> Move:
    """A row of a flow's table. ``effect`` says in one sentence what happens when the button is pressed;
    ``guard`` gives the reason why not, or None; ``note`` asks for a written reason, or for what it names (处理意见)."""
    sources = (source,) if isinstance(source, str) else tuple(source)
    return Move(
        verb,
        title,
        tuple(map(str, sources)),
        str(target),
        needs,
        effect,
        guard,
        bool(note),
        note if isinstance(note, str) else "理由",
        grave,
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A move as one person sees it now: ``reason`` is None when it may be pressed."""

    move: Move
    reason: str | None


class Flow:
    """The table of moves of one model, registered by its label."""

    def __init__(
        self, label: str, states: type[models.TextChoices], *moves: Move, field: str = "state"
    ) -> None:
        self.label = label
        self.states = states
        self.field = field
        self.moves = {m.verb: m for m in moves}
        FLOWS[label] = self

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    def reason_against(self, row: models.Model, verb: str, actor: Actor) -> str | None:
        """Why ``actor`` may not make this move on ``row`` now, in plain Chinese; None when they may."""
        chosen = self.moves[verb]
        if not may(actor, chosen.needs, row):
            return "您的岗位没有这项权限"
        state = getattr(row, self.field)
        if state not in chosen.sources:
            return f"现在是“{self.states(state).label}”，不能{chosen.title}"
        return chosen.guard(row, actor) if chosen.guard else None


FLOWS: dict[str, Flow] = {}


def flow_of(row: models.Model) -> Flow:
    """The flow registered for the row's model; LookupError when it has none."""
    return FLOWS[row._meta.label]


def available(row: models.Model, actor: Actor) -> list[Offer]:
    """The moves that start in the row's state and lie within the actor's rights, with the reason on greyed ones."""
    flow = flow_of(row)
    state = getattr(row, flow.field)
    return [
        Offer(chosen, flow.reason_against(row, chosen.verb, actor))
        for chosen in flow.moves.values()
        if state in chosen.sources and may(actor, chosen.needs, row)
    ]


def hold(row: models.Model) -> None:
    """Keep ``row`` in the state it was read in until the surrounding transaction ends; :class:`Stale` when it has left it.

    For actions that are right in one state only but do not change it: a conditional UPDATE that writes nothing new,
    so that a move of somebody else waits, or has been seen. What is read after it is what the action builds on.
    """
    flow = flow_of(row)
    state = {flow.field: getattr(row, flow.field)}
    if not type(row)._default_manager.filter(pk=row.pk, **state).update(**state):
        raise Stale


def rewrite(row: models.Model, fields: Mapping[str, Any], *, revision: int, says: str, **still: Any) -> None:
    """Change ``fields`` of ``row``, as it was read at ``revision`` and as long as it is ``still`` so (``state="draft"``): one conditional UPDATE, so
    that of two who saw the same the second is told (:class:`Stale` with ``says``)."""
    changes = {**fields, "revision": revision + 1}
    rows = type(row)._default_manager.filter(pk=row.pk, revision=revision, **still)
    if not rows.update(**changes):
        raise Stale(says)
    for name, value in changes.items():
        setattr(row, name, value)


@transaction.atomic
def fire(
    row: models.Model, verb: str, *, actor: Actor, at: dt.datetime, note: str = "", **changes: Any
) -> Move:
    """Make one move: checks right, scope, state and guard, swaps the state, writes ``changes`` and history.

    The swap is one conditional UPDATE, the same on SQLite and PostgreSQL: the second of two who press gets
    :class:`Stale`. Refuses a missing reason where the table asks for one, and one that nobody would read.
    """
    flow = flow_of(row)
    chosen = flow.moves[verb]
    old = getattr(row, flow.field)
    if (reason := flow.reason_against(row, verb, actor)) is not None:
        raise Refused(reason)
    if chosen.has_note and not note.strip():
        raise Refused(f"{chosen.title}要写明{chosen.note_label}")
    if len(note.strip()) > LONGEST_NOTE:
        raise Refused(f"理由太长，请写在{LONGEST_NOTE}字以内")
    manager: Any = type(row)._default_manager
    swapped = manager.filter(pk=row.pk, **{flow.field: old}).update(**{flow.field: chosen.target}, **changes)
    if swapped != 1:
        raise Stale
    for name, value in {flow.field: chosen.target, **changes}.items():
        setattr(row, name, value)
    record(
        row,
        verb=chosen.title,
        actor=actor,
        at=at,
        note=note.strip(),
        before={flow.field: flow.states(old).label},
        after={flow.field: flow.states(chosen.target).label},
    )
    return chosen
