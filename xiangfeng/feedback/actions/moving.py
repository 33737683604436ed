"""What every move of a report has in common: whether it was late, and what the sender reads of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q

from xiangfeng.access.actor import Actor
from xiangfeng.attachments.actions import Ready, Upload, prepare_file, store_file
from xiangfeng.attachments.checks import IMAGES
from xiangfeng.base.errors import Refused
from xiangfeng.base.paths import covers
from xiangfeng.calendars.queries import calendar
from xiangfeng.feedback.flow import HANDLE
from xiangfeng.feedback.models import Contact, Desk, Photo, Report, Step
from xiangfeng.feedback.terms import due_for
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.queries.people import own_user_ids
from xiangfeng.workflow.flow import fire

LONGEST_STEP = 500


def go(row: Report, verb: str, *, actor: Actor, at: dt.datetime, note: str = "", **changes: Any) -> None:
    """One move with its ``changes``; that a report was late once stays true for good."""
    is_late = row.was_late or (row.is_open and at.date() > row.due_on)
    fire(row, verb, actor=actor, at=at, note=note, was_late=is_late, **changes)


def add_step(
    row: Report,
    title: str,
    *,
    actor: Actor,
    at: dt.datetime,
    text: str = "",
    is_public: bool = True,
    unit: Unit | None = None,
) -> Step:
    """Write down what happened; the sender reads it by the receipt when ``is_public``. ``unit`` is the receiving one unless given."""
    return Step.objects.create(
        report=row,
        title=title,
        text=text.strip()[:LONGEST_STEP],
        unit_name=(unit or row.unit).name[:60],
        by=actor.name[:40],
        is_public=is_public,
        at=at,
    )


def term_due(row: Report, kind: str, since: dt.date, *, upper: dt.date | None = None) -> dt.date:
    """By when a report of ``kind`` is to be answered, reckoned from ``since``; not later than ``upper``."""
    desk = Desk.objects.filter(unit=row.unit).first()
    return due_for(desk, kind, since, calendar(), upper=upper)


def check_not_about(row: Report, unit: Unit) -> None:
    """Refuses ``unit`` when it is the one complained of, one below it or one above it that is not the receiving unit."""
    about = row.about
    if about is not None and (covers(about.path, unit.path) or covers(unit.path, about.path)):
        raise Refused(f"反映的是{about.name}，不能交{unit.name}办，请换一个单位")


def people_of(unit: Unit, capability: str, at: dt.datetime) -> list[int]:
    """Who is told: the people of that very unit, by a post that holds ``capability``."""
    return own_user_ids([unit.pk], capability, on=at.date())[unit.pk]


def handlers_of(row: Report, at: dt.datetime) -> list[int]:
    return people_of(row.handler, HANDLE, at)


def prepare_photos(photos: Iterable[Upload | Ready]) -> list[Ready]:
    """Photos ready to be added, to be done before a transaction begins. Refuses too many and what is no photo."""
    uploads = list(photos)
    if len(uploads) > settings.FEEDBACK_PHOTOS:
        raise Refused(f"照片最多 {settings.FEEDBACK_PHOTOS} 张")
    for upload in uploads:
        if (upload.name or "").rpartition(".")[2].lower() not in IMAGES:
            raise Refused(f"“{upload.name}”不是照片，请选 jpg、png 或 heic")
    return [one if isinstance(one, Ready) else prepare_file(one) for one in uploads]


def add_photos(row: Report, photos: Iterable[Ready], *, side: str, actor: Actor, at: dt.datetime) -> None:
    """Keep photos of a report, out of the list of files. Refuses too many of one side."""
    added = list(photos)
    if added and len(added) + row.photos.filter(side=side).count() > settings.FEEDBACK_PHOTOS:
        raise Refused(f"照片最多 {settings.FEEDBACK_PHOTOS} 张")
    for one in added:
        kept = store_file(one, unit=row.unit, actor=actor, at=at, purpose="群众反映", is_restricted=True)
        Photo.objects.get_or_create(report=row, attachment=kept, side=side)


def check_unnamed(row: Report, text: str, what: str) -> None:
    """Refuses a text that names the sender: others read it, or it stays for good. The sender of a part stands with the whole; those of
    merged ones count as well. For the office's words alone: to a handling unit the refusal would tell whether it guessed right."""
    own = Q(report=row) | Q(report__parts=row) | Q(report__merged_into=row)
    contacts = Contact.objects.filter(own).values_list("name", "phone", "email")
    # A surname alone, 河 or 石, names nobody and is in many words.
    if any(len(word) > 1 and word in text for known in contacts.order_by("pk") for word in known):
        raise Refused(f"{what}里有反映人的姓名或电话，请删掉")
