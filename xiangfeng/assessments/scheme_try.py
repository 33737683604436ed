"""试算: a made-up unit from typed values. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xiangfeng.scoring.entry import Cell, Subject
from xiangfeng.scoring.rules import RULES
from xiangfeng.scoring.scheme import Node, Scheme


def subject_of(scheme: Scheme, typed: Mapping[str, Any]) -> Subject:
    """One unit with what was typed: ``i0``, ``i1`` … for the items, ``g0`` … for the given sources, in order."""
    cells = {
        node.code: cell
        for number, node in enumerate(scheme.items())
        if (cell := _cell(node, typed.get(f"i{number}"))) is not None
    }
    given: dict[str, Any] = {}
    for number, source in enumerate(scheme.given_sources()):
        value = typed.get(f"g{number}")
        if value:
            numbers = re.findall(r"\d+(?:\.\d+)?", value)
            given[source.key] = [Decimal(one) for one in numbers] if source.kind == "mean" else Decimal(value)
    return Subject(
        "try", "试算单位", group=scheme.groups[0] if scheme.groups else "", cells=cells, given=given
    )


def _cell(node: Node, value: Any) -> Cell | None:
    if value in (None, ""):
        return None
    entry = RULES[node.rule.name].entry if node.rule else "value"
    if entry == "ok":
        return Cell(ok=value == "yes")
    if entry == "met":
        return Cell(met=tuple(number for number in re.split(r"[、，,\s]+", value) if number not in ("", "0")))
    number = Decimal(value)
    return (
        Cell(count=number)
        if entry == "count"
        else Cell(actual=number)
        if entry == "actual"
        else Cell(value=number)
    )
