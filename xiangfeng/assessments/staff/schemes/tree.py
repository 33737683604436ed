"""The rows of the tree as the page draws them."""

from __future__ import annotations

from typing import Any

from xiangfeng.assessments.scheme_edit import Row, rows_of, sum_below, sum_of_weights
from xiangfeng.scoring.figures import figure
from xiangfeng.scoring.rules import explain
from xiangfeng.scoring.scheme import KINDS, Node, Scheme, SchemeError, Source


def tree_of(scheme: Scheme, at: str = "", base: str = "") -> dict[str, Any]:
    """Every row with its figures, its rule in words and what does not add up; ``at`` is the chosen one."""
    scored = {id(node) for node in scheme.items()}
    rows = [_line(row, id(row.piece) in scored, at, base) for row in rows_of(scheme)]
    return {"rows": rows, "weights": sum_of_weights(scheme.sources)}


def _line(row: Row, is_scored: bool, at: str, base: str) -> dict[str, Any]:
    line = {
        "at": row.at,
        "depth": min(row.depth, 5),
        "is_source": row.is_source,
        "is_scored": is_scored,
        "is_on": row.at == at,
        "url": f"{base}?at={row.at}",
        "sum": sum_below(row.piece),
        "title": row.piece.title,
    }
    return line | (_source(row.piece) if isinstance(row.piece, Source) else _node(row.piece, is_scored))


def _source(source: Source) -> dict[str, Any]:
    kind = KINDS.get(source.kind, source.kind)
    full = f"，满分 {figure(source.full_points)}" if source.kind != "mix" else ""
    scaled = (
        "，折算百分制" if source.kind != "mix" and source.scale and source.full_points not in (0, 100) else ""
    )
    return {
        "code": "",
        "level": "来源",
        "figure": f"{figure(source.weight)}%",
        "rule": f"{kind}{full}{scaled}",
        "aux": "",
        "is_broken": False,
    }


def _node(node: Node, is_scored: bool) -> dict[str, Any]:
    is_broken = False
    try:
        rule = explain(node) if is_scored else ""
    except SchemeError as error:
        rule, is_broken = str(error), True
    return {
        "code": node.code,
        "level": node.level,
        "figure": "" if node.points is None else f"{'+' if node.is_bonus else ''}{figure(node.points)} 分",
        "rule": rule,
        "aux": " · ".join(filter(None, ["、".join(node.methods), node.proof])),
        "is_broken": is_broken,
    }
