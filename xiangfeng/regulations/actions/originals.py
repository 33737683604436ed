"""Keeping the stamped original with a 制度."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.regulations.actions.text import MANAGE
from xiangfeng.regulations.models import Regulation


@transaction.atomic
def attach_original(regulation: Regulation, upload: Upload, *, actor: Actor, at: dt.datetime) -> None:
    """Keep a file as the original of this version; a second one takes the place of the first, which is kept."""
    if not may(actor, MANAGE, regulation):
        raise Refused("您不能给这个制度存原件")
    before = regulation.attachment.name if regulation.attachment else ""
    kept = store_file(
        upload, unit=regulation.unit, actor=actor, at=at, purpose="制度原件", is_restricted=True
    )
    Regulation.objects.filter(pk=regulation.pk).update(attachment=kept)
    regulation.attachment = kept
    record(
        regulation, verb="存原件", actor=actor, at=at,
        before={"附件": before} if before else None, after={"附件": kept.name},
    )  # fmt: skip
