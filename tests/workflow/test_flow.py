"""fire(), hold() and available(): one writer of states, told by one table."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from tests.world import NOW, World
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.models import Period, SchemeState, SchemeVersion
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.models import Entry as History
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.models import Unit
from xiangfeng.workflow.flow import FLOWS, LONGEST_NOTE, available, fire, flow_of, hold


@pytest.fixture
def draft(built: World) -> SchemeVersion:
    return SchemeVersion.objects.select_related("unit").get(pk=built.drafts[0].pk)


def test_a_move_swaps_the_state_writes_changes_and_history(built: World, draft: SchemeVersion):
    at = NOW + dt.timedelta(hours=1)
    fire(draft, "activate", actor=built.cast.actor("clerk"), at=at, note=" 按新办法 ", updated_at=at)
    stored = SchemeVersion.objects.get(pk=draft.pk)
    assert (stored.state, stored.updated_at) == (SchemeState.ACTIVE, at)
    assert (draft.state, draft.updated_at) == (SchemeState.ACTIVE, at)
    entry = list(entries_for(draft))[-1]
    assert (entry.verb, entry.actor_name, entry.note) == ("启用", "陈晓", "按新办法")
    assert (entry.before, entry.after) == ({"state": "草稿"}, {"state": "启用"})


def test_the_second_of_two_is_told_and_nothing_is_recorded_twice(built: World, draft: SchemeVersion):
    other = SchemeVersion.objects.get(pk=draft.pk)
    fire(draft, "activate", actor=SYSTEM, at=NOW)
    before = History.objects.count()
    with pytest.raises(Stale, match="已被他人处理"):
        fire(other, "activate", actor=SYSTEM, at=NOW)
    assert History.objects.count() == before


def test_right_state_guard_and_reason_are_asked_in_words(built: World, draft: SchemeVersion):
    with pytest.raises(Refused, match="您的岗位没有这项权限"):
        fire(draft, "activate", actor=built.cast.actor("outsider"), at=NOW)
    with pytest.raises(Refused, match="现在是“草稿”，不能停用"):
        fire(draft, "retire", actor=SYSTEM, at=NOW)
    final = built.finals[0]
    with pytest.raises(Refused, match="1 条异议没有答复"):
        fire(final, "publish", actor=SYSTEM, at=NOW)
    for note in ("", "  \n"):
        with pytest.raises(Refused, match="重新打开要写明理由"):
            fire(final, "reopen", actor=SYSTEM, at=NOW, note=note)
    with pytest.raises(Refused, match="1000字以内"):
        fire(final, "reopen", actor=SYSTEM, at=NOW, note="长" * (LONGEST_NOTE + 1))
    assert Period.objects.get(pk=final.pk).state == "final"


def test_what_is_offered_is_what_starts_here_within_ones_rights(built: World):
    final = built.finals[0]

    def offered(who: str) -> dict[str, str | None]:
        return {offer.move.verb: offer.reason for offer in available(final, built.cast.actor(who))}

    assert offered("leader") == {"reopen": None, "publish": "还有 1 条异议没有答复"}
    assert offered("director") == {"reopen": None}
    for who in ("clerk", "village", "outsider", "county"):
        assert offered(who) == {}


def test_a_row_is_held_in_its_state_or_stale(built: World):
    period = built.period
    before = Period.objects.values().get(pk=period.pk)
    with transaction.atomic():
        hold(period)
    assert Period.objects.values().get(pk=period.pk) == before
    Period.objects.filter(pk=period.pk).update(state="review")
    with pytest.raises(Stale):
        hold(period)


def test_a_model_without_a_table_has_no_flow(built: World):
    with pytest.raises(KeyError):
        flow_of(Unit.objects.order_by("pk")[0])
    assert {"assessments.SchemeVersion", "assessments.Period", "assessments.Objection"} <= set(FLOWS)
    assert all(flow.model._meta.label == label for label, flow in FLOWS.items())
