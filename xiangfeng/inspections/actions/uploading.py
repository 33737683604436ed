"""A photo on its way from a phone, in pieces that may break off anywhere and go on later.

The bytes that are here lie beside the other files until the photo is whole; then it is checked and kept like any upload.
"""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.attachments.actions import Ready, prepare_file
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.inspections.actions.filling import keep_photo
from xiangfeng.inspections.models import Photo, Upload, Visit
from xiangfeng.inspections.queries.filling import items_of, reason_against, reason_shut

MOST_BYTES = 20 * 1024 * 1024
KEPT_DAYS = 30
"""How long a photo that broke off waits for its rest."""


def _place(key: uuid.UUID) -> Path:
    return Path(default_storage.path(f"uploads/{key}.part"))


def received(key: uuid.UUID, *, actor: Actor) -> dict[str, Any]:
    """How many bytes of the actor's photo are here, and whether it is kept already."""
    if Photo.objects.filter(key=key).exists():
        return {"result": "done", "received": 0}
    row = Upload.objects.filter(key=key, user_id=actor.user_id or 0).first()
    return {"result": "waiting", "received": _here(row) if row else 0}


def _here(row: Upload) -> int:
    """What is really here: after a power cut the file may be shorter than was noted."""
    path = _place(row.key)
    return min(row.received, path.stat().st_size if path.exists() else 0)


def take_piece(
    visit: Visit,
    item: str,
    *,
    key: uuid.UUID,
    name: str,
    size: int,
    offset: int,
    piece: bytes,
    taken_at: dt.datetime | None = None,
    actor: Actor,
    at: dt.datetime,
) -> dict[str, Any]:
    """Add a piece that begins at ``offset``; the last one makes the photo.

    Gives ``{"result": "done" | "waiting", "received"}``; a piece that does not follow on what is here is not taken, and ``received``
    says where to go on. Refuses who may not fill the form, a size out of range, somebody else's upload, and at the end what
    ``keep_photo`` refuses; the bytes are dropped then.
    """
    if Photo.objects.filter(key=key, visit=visit).exists():
        return {"result": "done", "received": size}
    row = _begin(visit, item, key, name, size, actor, at)
    here = _append(row, offset, piece)
    if here < row.size:
        return {"result": "waiting", "received": here}
    try:
        _finish(visit, row, _ready(row), taken_at, actor, at)
    except Stale:
        raise
    except Refused:
        _drop(row)
        raise
    return {"result": "done", "received": size}


@transaction.atomic
def _begin(
    visit: Visit, item: str, key: uuid.UUID, name: str, size: int, actor: Actor, at: dt.datetime
) -> Upload:
    if reason := reason_against(visit, actor) or reason_shut(visit):
        raise Refused(reason)
    if item not in items_of(visit):
        raise Refused("检查表里没有这一项，请刷新后再传")
    if not 0 < size <= MOST_BYTES:
        raise Refused(f"照片要在 {MOST_BYTES // 1024 // 1024} MB 以内")
    fields = {"visit": visit, "item": item, "name": name[:120] or "照片.jpg", "size": size, "began_at": at}
    row, is_new = Upload.objects.get_or_create(key=key, defaults=fields | {"user_id": actor.user_id})
    if row.user_id != actor.user_id or row.visit_id != visit.pk or row.size != size:
        raise Refused("这张照片和先前传的对不上，请重新拍")
    if is_new:
        _clear(actor, at)
    return row


@transaction.atomic
def _append(row: Upload, offset: int, piece: bytes) -> int:
    """Write the piece behind what is here; gives how much is here then."""
    # Whoever sends the same piece at the same time waits at this write.
    if not Upload.objects.filter(pk=row.pk).update(size=row.size):
        raise Stale("这张照片刚刚传完")
    row.refresh_from_db()
    here = _here(row)
    fresh = piece[here - offset :] if offset <= here else b""
    fresh = fresh[: row.size - here]
    if not fresh:
        return here
    path = _place(row.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "wb") as file:
        file.seek(here)
        file.write(fresh)
        file.truncate()
    row.received = here + len(fresh)
    row.save(update_fields=["received"])
    return row.received


def _ready(row: Upload) -> Ready:
    try:
        content = _place(row.key).read_bytes()
    except FileNotFoundError:
        raise Stale("这张照片刚刚传完") from None
    return prepare_file(ContentFile(content, name=row.name))


@transaction.atomic
def _finish(
    visit: Visit, row: Upload, photo: Ready, taken_at: dt.datetime | None, actor: Actor, at: dt.datetime
) -> None:
    if not Upload.objects.filter(pk=row.pk).update(received=row.size):
        raise Stale("这张照片刚刚传完")
    keep_photo(visit, row.item, photo, key=row.key, taken_at=taken_at, actor=actor, at=at)
    _drop(row)


def _drop(row: Upload) -> None:
    path = _place(row.key)
    Upload.objects.filter(pk=row.pk).delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _clear(actor: Actor, at: dt.datetime) -> None:
    """Drop what this person began long ago and never finished."""
    old = Upload.objects.filter(user_id=actor.user_id or 0, began_at__lt=at - dt.timedelta(days=KEPT_DAYS))
    for row in old.order_by("id"):
        _drop(row)
