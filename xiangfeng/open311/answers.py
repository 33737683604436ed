"""What the interface says of services and requests.

Nothing of it has been reviewed for publication: what was said, the exact place and the reply go to the system that sent the report (it gives
its ``api_key``); everybody else reads the matter, the village, how far it is and the days. Who said it is never told.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from xiangfeng.feedback.models import ENDED, Category, Kind, Report
from xiangfeng.open311.models import ApiKey
from xiangfeng.open311.wire import moment
from xiangfeng.orgs.models import Unit

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-30T00:00:00Z"
CONTACT = "接口密钥和问题请找受理单位的管理员；电话见本站“群众反映”一页。"
KEY_SERVICE = "请向受理单位的管理员申请接口密钥，一个系统一把。"


def discovery(base: str) -> dict[str, Any]:
    """``base``: the absolute address of the interface, without a slash at the end."""
    endpoint = {
        "specification": SPECIFICATION,
        "url": base,
        "changeset": CHANGESET,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    return {"changeset": CHANGESET, "contact": CONTACT, "key_service": KEY_SERVICE, "endpoints": [endpoint]}


def service(row: Category) -> dict[str, Any]:
    return {
        "service_code": row.code,
        "service_name": row.name,
        "description": f"反映“{row.name}”方面的问题",
        "metadata": True,
        "type": "realtime",
        "keywords": row.get_kind_display(),
        "group": row.unit.name,
    }


def definition(row: Category, villages: list[Unit]) -> dict[str, Any]:
    """The attributes a report may carry: in which village, and what kind of demand."""
    kinds = [{"key": key, "name": str(title)} for key, title in Kind.choices]
    attributes = [_choice("kind", f"诉求类别，不选按“{row.get_kind_display()}”", 1, kinds)]
    if villages:
        places = [{"key": str(unit.pk), "name": unit.name} for unit in villages]
        attributes.append(_choice("village", "在哪个村（社区）", 2, places))
    return {"service_code": row.code, "attributes": attributes}


def _choice(code: str, description: str, order: int, values: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": "从 values 里选一个，填它的 key",
        "order": order,
        "description": description,
        "values": values,
    }


def request(row: Report, key: ApiKey | None) -> dict[str, Any]:
    """One request; in full for the system whose ``key`` it came by."""
    is_theirs = key is not None and row.origin_key == key.key
    is_closed = row.state in ENDED
    updated = (row.closed_at if is_closed else None) or getattr(row, "updated_at", None) or row.received_at
    return {
        "service_request_id": str(row.pk),
        "status": "closed" if is_closed else "open",
        "status_notes": _notes(row, is_theirs=is_theirs),
        "service_name": row.category.name if row.category else None,
        "service_code": row.category.code if row.category else None,
        "description": row.text if is_theirs else None,
        "agency_responsible": row.handler.name,
        "service_notice": f"编号 {row.number}",
        "requested_datetime": moment(row.received_at),
        "updated_datetime": moment(updated),
        "expected_datetime": None if is_closed else moment(_end_of(row.due_on)),
        "address": (row.place if is_theirs else "") or _village(row, is_theirs=is_theirs),
        "address_id": None,
        "lat": row.latitude if is_theirs else None,
        "long": row.longitude if is_theirs else None,
        "media_url": None,
    }


def _village(row: Report, *, is_theirs: bool) -> str:
    """The village; of a report about some unit for the sending system alone: whoever is complained of reads here as well, and would know."""
    is_told = row.village is not None and (is_theirs or row.about_id is None)
    return f"{row.unit.name}{row.village.name if row.village and is_told else ''}"


def _notes(row: Report, *, is_theirs: bool) -> str:
    parts = [str(row.get_state_display())]
    if is_theirs:
        parts += [f"转往{row.exit_to}" if row.exit_to else "", row.exit_reason]
        parts.append(row.reply if row.first_replied_at else "")
    return "：".join(part for part in parts if part)


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))
