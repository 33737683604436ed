"""What a client asks and sends, read and judged before anything is looked up. Pure.

An empty argument is an absent one. Every refusal is a :class:`Fault` with status 400.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from xiangfeng.open311.wire import Fault

SPAN = dt.timedelta(days=90)
MOST = 1000
"""Requests of one page."""
LONGEST = 4000
"""Signs of a description (GeoReport v2)."""
STATUSES = ("open", "closed")
LIMITS = {"email": 100, "phone": 40, "first_name": 20, "last_name": 20, "account_id": 100}
_CJK = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests a client asks for. ``numbers`` overrides all else but the page."""

    since: dt.datetime
    until: dt.datetime
    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    page: int = 1
    size: int = MOST


@dataclass(frozen=True, slots=True)
class Incoming:
    """A report as another system sent it."""

    service_code: str
    text: str
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    has_media_url: bool = False


def wanted(args: Mapping[str, str], *, at: dt.datetime) -> Wanted:
    """The filters of GET requests; ``at`` is now, in the zone that a time without one is taken to be in."""
    numbers = _several(args.get("service_request_id", ""))
    if numbers:
        return Wanted(at - SPAN, at, numbers=numbers, page=_page(args), size=_size(args))
    since, until = _span(args.get("start_date", ""), args.get("end_date", ""), at)
    statuses = _several(args.get("status", "").lower())
    if unknown := [one for one in statuses if one not in STATUSES]:
        raise Fault(400, f"status 只能是 open 或 closed，不能是“{unknown[0]}”")
    services = _several(args.get("service_code", ""))
    return Wanted(since, until, services=services, statuses=statuses, page=_page(args), size=_size(args))


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _page(args: Mapping[str, str]) -> int:
    return _whole(args, "page", default=1, most=100_000)


def _size(args: Mapping[str, str]) -> int:
    return _whole(args, "page_size", default=MOST, most=MOST)


def _whole(args: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    text = args.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= most):
        raise Fault(400, f"{name} 应是 1 到 {most} 的整数")
    return int(text)


def _span(start: str, end: str, at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    since, until = _moment(start, "start_date", at), _moment(end, "end_date", at)
    if since and until and since > until:
        raise Fault(400, "start_date 不能晚于 end_date")
    if since and until and until - since > SPAN:
        raise Fault(400, "start_date 到 end_date 不能超过 90 天")
    if since:
        return since, until or since + SPAN
    until = until or at
    return until - SPAN, until


def _moment(text: str, name: str, at: dt.datetime) -> dt.datetime | None:
    """A W3C moment. A plus sign that was not escaped comes as a blank; a time without zone is ours."""
    if not text.strip():
        return None
    try:
        read = dt.datetime.fromisoformat(text.strip().replace(" ", "+"))
        read = read if read.tzinfo else read.replace(tzinfo=at.tzinfo)
        # Near the ends of the calendar neither another zone nor 90 days more can be said.
        if not 1900 < read.year < 9000:
            raise ValueError
    except (ValueError, OverflowError):
        raise Fault(400, f"{name} 应是带时区的时间，如 2026-11-30T08:00:00Z") from None
    return read


def incoming(args: Mapping[str, str]) -> Incoming:
    """The report of a POST; every fault of it is told at once."""
    faults = [f"没有给出 {name}" for name in ("service_code",) if not args.get(name, "").strip()]
    faults += [f"{name} 最多 {most} 字" for name, most in LIMITS.items() if len(args.get(name, "")) > most]
    text = args.get("description", "").strip()
    if len(text) > LONGEST:
        faults.append(f"description 最多 {LONGEST} 字")
    latitude, longitude = _degrees(args, "lat", 90, faults), _degrees(args, "long", 180, faults)
    place = args.get("address_string", "").strip()
    if len(place) > LONGEST:
        faults.append(f"address_string 最多 {LONGEST} 字")
    if (latitude is None or longitude is None) and not place and not faults:
        faults.append("没有给出地点：请给 lat 和 long，或者 address_string（不用 address_id）")
    if faults:
        raise Fault(400, *faults)
    has_point = latitude is not None and longitude is not None
    return Incoming(
        service_code=args["service_code"].strip(),
        text=text,
        place=place,
        latitude=latitude if has_point else None,
        longitude=longitude if has_point else None,
        name=_name(args.get("first_name", "").strip(), args.get("last_name", "").strip()),
        phone=args.get("phone", "").strip(),
        email=args.get("email", "").strip(),
        attributes=_attributes(args),
        has_media_url=bool(args.get("media_url", "").strip()),
    )


def _degrees(args: Mapping[str, str], name: str, most: int, faults: list[str]) -> Decimal | None:
    text = args.get(name, "").strip()
    if not text:
        return None
    try:
        value = Decimal(text)
        if not value.is_finite() or abs(value) > most:
            raise InvalidOperation
    except InvalidOperation:
        faults.append(f"{name} 应是 -{most} 到 {most} 的十进制度数（WGS84）")
        return None
    return round(value, 6)


def _name(first: str, last: str) -> str:
    """As people here say it: 王小明; otherwise given name first."""
    return f"{last}{first}" if _CJK.search(first + last) else f"{first} {last}".strip()


def _attributes(args: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, value in args.items():
        if name.startswith("attribute[") and value.strip():
            found[name.removeprefix("attribute[").partition("]")[0]] = value.strip()
    return found
