"""What a 批示 may be on: any row that has a place in the unit tree, named by a key such as ``tasks.task:7``."""

from __future__ import annotations

from django.apps import apps

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import Scoped, may
from xiangfeng.base.errors import Refused

RIGHT = "advice.instruct"
OUT_OF_REACH = "这件事不在您的管辖范围内，不能批示"


def subject_of(key: str, actor: Actor) -> Scoped | None:
    """The row that ``key`` names; None for an empty key. Refuses a row that is not there or out of the leader's reach."""
    if not key:
        return None
    label, _, pk = key.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Refused(OUT_OF_REACH) from error
    if not issubclass(model, Scoped) or not (pk.isascii() and pk.isdigit() and len(pk) <= 18):
        raise Refused(OUT_OF_REACH)
    row = model.objects.filter(pk=int(pk)).first()
    if row is None or not may(actor, RIGHT, row):
        raise Refused(OUT_OF_REACH)
    return row


def own_address(url: str) -> str:
    """``url`` when it is a path of this site, else ""."""
    return url[:200] if url.startswith("/") and not url.startswith(("//", "/\\")) else ""
