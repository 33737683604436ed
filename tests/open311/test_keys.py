"""Keys: shown once, kept as a digest, revoked for good, only by those who manage them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from xiangfeng.base.errors import Refused
from xiangfeng.history.models import Entry
from xiangfeng.open311.actions import issue_key, revoke_key
from xiangfeng.open311.models import ApiKey
from xiangfeng.open311.queries import key_by


def test_the_key_is_shown_once_and_not_kept(client_for, cast, at):
    client, town = client_for(cast.people["county"]), cast.units["云溪镇"]
    sent = {"unit": town.pk, "name": "县12345平台", "per_hour": "50"}
    answer = client.post(reverse("open311:key_new"), sent)
    shown = answer.context["shown"]
    assert shown in answer.content.decode() and answer["Cache-Control"] == "no-store"
    row = key_by(shown)
    assert (row.unit, row.per_hour, shown.startswith(row.hint)) == (town, 50, True)
    assert shown not in str(list(ApiKey.objects.values()) + list(Entry.objects.values()))
    assert shown not in client.get(reverse("open311:key", args=[row.pk])).content.decode()


def test_revoking_holds_at_once_and_once(client_for, cast, at):
    row, text = issue_key(cast.units["云溪镇"], name="甲", per_hour=1, actor=cast.actor("county"), at=at)
    client_for(cast.people["county"]).post(reverse("open311:key_revoke", args=[row.pk]))
    assert key_by(text) is None
    assert ApiKey.objects.get().revoked_by == "高原"
    with pytest.raises(Refused, match="已经停用"):
        revoke_key(row, actor=cast.actor("county"), at=at)
    assert {entry.verb for entry in Entry.objects.filter(subject_id=str(row.pk))} >= {
        "发放接口密钥",
        "停用接口密钥",
    }


def test_who_may_not(cast, at):
    who = {"name": "甲", "per_hour": 1, "at": at}
    with pytest.raises(Refused, match="不能替"):
        issue_key(cast.units["云溪镇"], actor=cast.actor("director"), **who)
    with pytest.raises(Refused, match="不受理"):
        issue_key(cast.units["石桥村"], actor=cast.actor("county"), **who)
    with pytest.raises(Refused, match="哪个系统"):
        issue_key(cast.units["云溪镇"], actor=cast.actor("county"), **{**who, "name": " "})
