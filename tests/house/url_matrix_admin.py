"""The part of the address table for the screens of ``administration``; see ``url_matrix.py``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import PEOPLE, Row
from tests.world import World
from xiangfeng.history.models import Entry
from xiangfeng.notifications.models import Message
from xiangfeng.orgs.models import Appointment, Post

STAFF = " ".join(person for person in PEOPLE if person != "citizen")
# Who looks at units and people of 云溪镇, and who looks only elsewhere.
LOOKERS = "director clerk head leader assessor county system_admin security_admin"
LOOK_ELSEWHERE = "outsider liaison"
# Who keeps the lists of 云溪镇; the clerk of 东河镇 keeps those of 东河镇.
KEEPERS = "clerk director system_admin"
OTHER = "outsider"
CALENDAR = "county system_admin"
AUDIT = "audit_admin director head leader"
FILES = "clerk director head leader assessor county"


def _unit(world: World) -> dict[str, Any]:
    return {"pk": world.cast.units["石桥村"].pk}


def _post(world: World) -> dict[str, Any]:
    return {"pk": Post.objects.get(unit=world.cast.units["石桥村"]).pk}


def _person(world: World) -> dict[str, Any]:
    return {"pk": world.cast.people["village"].pk}


def _appointment(world: World) -> dict[str, Any]:
    return {"pk": Appointment.objects.get(person=world.cast.people["village"]).pk}


def _account(world: World) -> dict[str, Any]:
    return {"pk": world.cast.user("village").pk}


def _file(world: World) -> dict[str, Any]:
    return {"pk": world.files[0].pk}


def _entry(world: World) -> dict[str, Any]:
    path = world.cast.units["云溪镇"].path
    return {"pk": Entry.objects.filter(unit_path=path).order_by("pk")[0].pk}


def _message(world: World) -> dict[str, Any]:
    return {"pk": Message.objects.filter(user=world.cast.user("village")).order_by("pk")[0].pk}


def _space(name: str, **rows: Row) -> dict[str, Row]:
    return {f"{name}:{key}": row for key, row in rows.items()}


ADMINISTRATION = _space(
    "administration",
    # --- units and posts
    units=Row(f"{LOOKERS} {LOOK_ELSEWHERE}"),
    unit_list=Row(f"{LOOKERS} {LOOK_ELSEWHERE}"),
    unit_blank=Row(f"{KEEPERS} {OTHER}"),
    unit=Row(LOOKERS, missing=LOOK_ELSEWHERE, args=_unit),
    unit_new=Row(KEEPERS, missing=OTHER, args=_unit),
    unit_edit=Row(KEEPERS, missing=OTHER, args=_unit),
    unit_move=Row(KEEPERS, missing=OTHER, args=_unit),
    unit_use=Row(KEEPERS, missing=OTHER, args=_unit, by="post"),
    unit_import=Row(KEEPERS, missing=OTHER, args=_unit),
    unit_import_confirm=Row(KEEPERS, missing=OTHER, args=_unit, by="post"),
    post_new=Row(KEEPERS, missing=OTHER, args=_unit),
    post_edit=Row(KEEPERS, missing=OTHER, args=_post),
    # --- people and appointments
    people=Row(f"{LOOKERS} {LOOK_ELSEWHERE}"),
    people_export=Row(f"{KEEPERS} {OTHER}", by="post"),  # recorded: it holds whole phone numbers
    roster=Row(f"{LOOKERS} {LOOK_ELSEWHERE}"),
    person_new=Row(f"{KEEPERS} {OTHER}"),
    person=Row(LOOKERS, missing=LOOK_ELSEWHERE, args=_person),
    person_edit=Row(KEEPERS, missing=OTHER, args=_person),
    person_phone=Row(LOOKERS, missing=LOOK_ELSEWHERE, args=_person, by="post"),  # each look is recorded
    appoint=Row(KEEPERS, missing=OTHER, args=_person),
    appointment_end=Row(KEEPERS, missing=OTHER, args=_appointment),
    # --- accounts and locks
    accounts=Row("system_admin"),
    account=Row("system_admin", args=_account),
    account_new=Row("system_admin", args=_person),
    account_password=Row("system_admin", args=_account, by="post"),
    account_act=Row("system_admin", args=_account, by="post"),
    locks=Row("security_admin"),
    unlock=Row("security_admin", args=lambda world: {"pk": 1}, by="post"),
    # --- calendar
    calendar=Row(CALENDAR),
    calendar_confirm=Row(CALENDAR, by="post"),
    calendar_import=Row(CALENDAR),
    calendar_import_confirm=Row(CALENDAR, by="post"),
    # --- history
    history=Row(AUDIT),
    history_verify=Row(AUDIT),
    history_entry=Row(AUDIT, args=_entry),
    # --- files and messages
    attachments=Row(f"{FILES} {OTHER}"),
    attachment=Row(FILES, missing=f"{OTHER} village sibling liaison", args=_file),
    messages=Row(STAFF),
    messages_read=Row(STAFF, by="post"),
    message=Row("village", missing=STAFF.replace(" village ", " "), args=_message, by="post"),
)
