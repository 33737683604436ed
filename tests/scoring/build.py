"""Short ways to write schemes, cells and units in the tests of the scoring library."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xiangfeng.scoring.entry import Cell, Subject
from xiangfeng.scoring.scheme import Node, Rule, Scheme, Source

D = Decimal


def item(code: str, points: str, rule: str = "R1", **params: Any) -> Node:
    """A scored node; R1 costs half a point unless told otherwise."""
    if rule == "R1":
        params.setdefault("each", "0.5")
    return Node(code, f"项目{code}", points=D(points), rule=Rule(rule, params))


def items(*nodes: Node, weight: str = "100", key: str = "site", **more: Any) -> Source:
    return Source(key, f"来源{key}", D(weight), nodes=nodes, **more)


def given(key: str, weight: str = "100", **more: Any) -> Source:
    return Source(key, f"来源{key}", D(weight), kind="given", **more)


def scheme(*sources: Source, **more: Any) -> Scheme:
    return Scheme("试行方案", 2026, sources=sources, **more)


def one_score(**more: Any) -> Scheme:
    """A scheme that takes one given score a unit."""
    return scheme(given("score"), **more)


def unit(name: str, score: str | None = None, group: str = "", **more: Any) -> Subject:
    if score is not None:
        more["given"] = {"score": D(score)}
    return Subject(name, name, group, **more)


def units(scores: dict[str, str], group: str = "") -> list[Subject]:
    return [unit(name, score, group) for name, score in scores.items()]


def cells(**values: str | Cell) -> dict[str, Cell | Decimal]:
    """Cells by code without its leading letter: `cells(i1="3")` is item `1`."""
    return {code[1:]: value if isinstance(value, Cell) else D(value) for code, value in values.items()}
