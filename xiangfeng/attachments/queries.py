"""Which attachments may be seen, and their bytes."""

from __future__ import annotations

from typing import IO, Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.attachments.models import Attachment
from xiangfeng.base.errors import Refused

VIEW = "attachments.view"
VIEW_OWN = "attachments.view_own"


def attachments_for(actor: Actor, capability: str = VIEW) -> QuerySet[Attachment]:
    """Attachments of the units on which ``actor`` holds ``capability``, latest first; not the files of papers."""
    rows = Attachment.objects.within(actor, capability).filter(is_restricted=False)
    return rows.select_related("unit", "uploaded_by").order_by("-uploaded_at", "-id")


def visible_to(actor: Actor) -> QuerySet[Attachment]:
    """Attachments ``actor`` may open one by one: those of the list, and those of a village's own unit."""
    return attachments_for(actor, VIEW) | attachments_for(actor, VIEW_OWN)


def open_for(actor: Actor, pk: int, capability: str = VIEW) -> tuple[Attachment, IO[Any]]:
    """An attachment with its opened bytes, which the caller closes.

    ``Attachment.DoesNotExist`` when there is none within the actor's reach – not existing and not seeing are the same –
    and Refused when the bytes are missing from the storage.
    """
    attachment = attachments_for(actor, capability).get(pk=pk)
    return attachment, open_file(attachment)


def open_file(attachment: Attachment) -> IO[Any]:
    """The bytes of an attachment that the caller has already found within somebody's reach."""
    try:
        return default_storage.open(attachment.path, "rb")
    except FileNotFoundError as error:
        raise Refused(f"“{attachment.name}”的文件不在存储里，请管理员从备份恢复") from error
