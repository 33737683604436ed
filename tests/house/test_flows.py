"""Every move of every flow, from every state, by every role."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models, transaction

from tests.house.flow_table import MOVERS
from tests.world import NOW, World
from xiangfeng.access.actor import Actor, Grant
from xiangfeng.access.roles import CAPABILITIES, ROLES
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.orgs.models import Unit
from xiangfeng.workflow.flow import FLOWS, Flow, available, fire


def _unit_of(row: Any) -> Unit:
    for name in filter(None, type(row).scope.unit.split("__")):
        row = getattr(row, name)
    assert isinstance(row, Unit)
    return row


def _actor(role: str, unit: Unit, user_id: int) -> Actor:
    return Actor(user_id=user_id, name=role, grants=(Grant(role, unit.path, unit.pk),))


def _put(row: models.Model, flow: Flow, state: str) -> None:
    """Set the state behind the flow's back, as if the row had come there."""
    type(row)._default_manager.filter(pk=row.pk).update(**{flow.field: state})
    setattr(row, flow.field, state)


def _try(flow: Flow, row: Any, state: str, verb: str, actor: Actor) -> bool:
    """Whether the move goes through; whatever it did is undone."""
    went = False
    with transaction.atomic():
        _put(row, flow, state)
        before = flow.reason_against(row, verb, actor)
        offered = {offer.move.verb: offer.reason for offer in available(row, actor)}
        try:
            with transaction.atomic():
                fire(row, verb, actor=actor, at=NOW, note="因故")
            went = True
        except Refused as refusal:
            assert str(refusal) == before
        row.refresh_from_db(fields=[flow.field])
        assert getattr(row, flow.field) == (flow.moves[verb].target if went else state)
        assert went == (before is None)
        assert went == (offered.get(verb, "not offered") is None)
        transaction.set_rollback(True)
    return went


def test_the_table_lists_every_move():
    assert {label: set(flow.moves) for label, flow in FLOWS.items()} == {
        label: set(moves) for label, moves in MOVERS.items()
    }


def test_every_move_is_said_in_words():
    for flow in FLOWS.values():
        states = set(flow.states.values)
        for move in flow.moves.values():
            assert set(move.sources) <= states and move.target in states
            assert move.title and move.effect.endswith("。"), move.verb
            assert move.needs in CAPABILITIES, move.verb


@pytest.mark.once
@pytest.mark.parametrize("label", sorted(MOVERS))
def test_every_state_by_every_role(label: str, built: World):
    flow = FLOWS[label]
    row = flow.model._default_manager.order_by("pk").first()
    assert row is not None
    unit = _unit_of(row)
    user_id = getattr(row, "filed_by_id", 0) or 1
    for verb, movers in MOVERS[label].items():
        for role in sorted(ROLES):
            actor = _actor(role, unit, user_id)
            went_from = {state for state in flow.states.values if _try(flow, row, state, verb, actor)}
            assert went_from <= set(flow.moves[verb].sources), (verb, role)
            if role not in movers:
                assert went_from == set(), (verb, role)


@pytest.mark.once
@pytest.mark.parametrize("label", sorted(MOVERS))
def test_the_right_is_what_the_table_says(label: str, built: World):
    """Apart from guards, which depend on the row: whoever is listed holds the right, and nobody else does."""
    flow = FLOWS[label]
    row = flow.model._default_manager.order_by("pk").first()
    assert row is not None
    unit = _unit_of(row)
    for verb, movers in MOVERS[label].items():
        needs = flow.moves[verb].needs
        assert {role for role in ROLES if may(_actor(role, unit, 1), needs, row)} == movers, verb


def test_the_second_of_two_is_told(built: World):
    period = built.finals[0]
    twin = type(period)._default_manager.get(pk=period.pk)
    leader = built.cast.actor("leader")
    fire(period, "reopen", actor=leader, at=NOW, note="数据有误")
    with pytest.raises(Stale):
        fire(twin, "reopen", actor=leader, at=NOW, note="数据有误")
