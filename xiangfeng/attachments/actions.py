"""Taking a file in."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from xiangfeng.access.actor import Actor
from xiangfeng.attachments import checks, images
from xiangfeng.attachments.models import Attachment, FileKind
from xiangfeng.base.errors import Refused
from xiangfeng.orgs.models import Unit

CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Upload(Protocol):
    """What Django gives for an uploaded file; a ContentFile with a name will do as well."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Ready:
    """An upload that was looked through and whose bytes lie in the storage; ``columns`` describe them."""

    name: str
    original_sha256: str
    columns: dict[str, Any]


def prepare_file(upload: Upload) -> Ready:
    """The slow part of :func:`store_file`, which refuses the same: to be done before a transaction begins, for SQLite has one writer at a time and
    a photo takes long to unpack. What is prepared and then not stored is a file that nobody names.
    """
    name = checks.clean_name(upload.name or "")
    content = _read(upload, name)
    extension = checks.check_content(content, name)
    return Ready(name, hashlib.sha256(content).hexdigest(), _keep(content, extension))


def store_file(
    upload: Upload | Ready,
    *,
    unit: Unit,
    actor: Actor,
    at: dt.datetime,
    purpose: str = "",
    is_restricted: bool = False,
) -> Attachment:
    """Keep an uploaded file as proof of ``unit``; the same content a second time gives the attachment it already is.

    Refuses what is over UPLOAD_MAX_MB, not jpg, png, heic, pdf, docx or xlsx by name *and* content, carries a second
    file, a macro or a script, or is a picture too large to unpack. Photos are kept upright, within 1920 px, as JPEG
    without EXIF and GPS; other files byte for byte. ``is_restricted`` keeps it out of the list of files: the calling app
    shows it to those who may read the paper it belongs to. Whether the actor may add a file to the matter at hand is for the
    calling action to say.
    """
    ready = upload if isinstance(upload, Ready) else prepare_file(upload)
    own = {"unit": unit, "original_sha256": ready.original_sha256, "is_restricted": is_restricted}
    known = Attachment.objects.filter(**own).first()
    if known and not _is_whole(known.path, known.size):
        # Its bytes were lost from the storage, or in part; this upload brings them back.
        for field, value in ready.columns.items():
            setattr(known, field, value)
        known.save(update_fields=[*ready.columns])
    if known:
        return known
    attachment = Attachment(
        **own,
        name=ready.name,
        purpose=purpose,
        uploaded_by_id=actor.user_id,
        uploaded_at=at,
        **ready.columns,
    )
    try:
        with transaction.atomic():
            attachment.save()
    except IntegrityError:
        # Somebody of the unit uploaded the same file in this very moment.
        return Attachment.objects.get(**own)
    return attachment


def share_file(attachment: Attachment, *, unit: Unit, actor: Actor, at: dt.datetime) -> Attachment:
    """The same bytes as a file of ``unit``, in the list of its files: the one it has, or a new row. For what was restricted until it was told."""
    told = ("name", "kind", "content_type", "path", "size", "sha256", "width", "height", "purpose")
    copied = {name: getattr(attachment, name) for name in told}
    row, _ = Attachment.objects.get_or_create(
        unit=unit, original_sha256=attachment.original_sha256, is_restricted=False,
        defaults=copied | {"uploaded_by_id": actor.user_id, "uploaded_at": at},
    )  # fmt: skip
    return row


def _read(upload: Upload, name: str) -> bytes:
    limit = settings.UPLOAD_MAX_MB * 1024 * 1024
    # The size said by the browser spares the reading; the bytes read decide.
    content = b"" if (upload.size or 0) > limit else upload.read(limit + 1)
    if (upload.size or 0) > limit or len(content) > limit:
        raise Refused(f"“{name}”超过 {settings.UPLOAD_MAX_MB} MB，请压缩后再上传")
    return content


def _is_whole(path: str, size: int) -> bool:
    return default_storage.exists(path) and default_storage.size(path) == size


def _keep(content: bytes, extension: str) -> dict[str, Any]:
    """Write the bytes, photos made safe, under the name of their hash, once; gives the columns that describe them."""
    width = height = None
    if extension in checks.IMAGES:
        picture = images.normalise(content)
        content, width, height, extension = picture.content, picture.width, picture.height, "jpg"
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"attachments/{sha256[:2]}/{sha256[2:4]}/{sha256}.{extension}"
    if not _is_whole(path, len(content)):
        default_storage.save(path, ContentFile(content))
    return {
        "kind": FileKind.IMAGE if extension == "jpg" else FileKind(extension),
        "content_type": CONTENT_TYPES[extension],
        "path": path,
        "size": len(content),
        "sha256": sha256,
        "width": width,
        "height": height,
    }
