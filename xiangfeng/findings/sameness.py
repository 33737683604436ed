"""When two findings are the same fault. Pure."""

from __future__ import annotations

from typing import Protocol


class Fault(Protocol):
    """What tells a fault; ``site_id`` None means that ``place`` says where, if anything does."""

    @property
    def site_id(self) -> int | None: ...
    @property
    def place(self) -> str: ...
    @property
    def item_code(self) -> str: ...
    @property
    def norm_id(self) -> int | None: ...
    @property
    def text(self) -> str: ...


def is_same_place(one: Fault, other: Fault) -> bool:
    """The same site; where neither has one, the same words. Nothing said is no place."""
    if one.site_id or other.site_id:
        return one.site_id == other.site_id
    return bool(one.place.strip()) and one.place.strip() == other.place.strip()


def is_same_fault(one: Fault, other: Fault) -> bool:
    """At the same place the same item of the checklist; where one of them has none, the same norm; else the same words."""
    if not is_same_place(one, other):
        return False
    if one.item_code and other.item_code:
        return one.item_code == other.item_code
    if one.norm_id and other.norm_id:
        return one.norm_id == other.norm_id
    return one.text.strip() == other.text.strip()
