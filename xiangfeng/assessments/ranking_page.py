"""What the ranking page draws: rows, and the things worth a look before the 通报 goes out. Pure: no database."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xiangfeng.assessments.queries.results import Line, Ranking
from xiangfeng.base.rounding import half_up
from xiangfeng.scoring.compute import Breakdown, Outcome
from xiangfeng.scoring.figures import figure, signed
from xiangfeng.scoring.scheme import POLICIES, plain

BIG_CHANGE = Decimal(5)  # 分: a change against last month that deserves a second look; a reminder, not a rule
MONTHS_AT_BOTTOM = 3


@dataclass(frozen=True)
class Attention:
    """One sentence of the banner. ``entry_id`` opens the unit it speaks of; ``is_error`` must be mended first."""

    text: str
    entry_id: int | None = None
    is_error: bool = False


def attentions(ranking: Ranking) -> list[Attention]:
    """The contradictions and oddities of a period, the wrong ones before the merely unusual."""
    period, result = ranking.sheet.period, ranking.result
    found = [
        Attention(
            f"{line.entry.unit.name}存档第 {line.entry.rank or '—'} 名 {_score(line.entry.shown)} 分，"
            f"按现有打分应为第 {line.outcome.rank or '—'} 名 {_score(line.outcome.shown)} 分，请查操作记录",
            line.entry.pk,
            is_error=True,
        )
        for line in ranking.altered
    ]
    if period.declared_count and period.declared_count != len(ranking.lines):
        text = f"应评 {period.declared_count} 个单位，实评 {len(ranking.lines)} 个，请核对参评名单"
        found.append(Attention(text, is_error=True))
    if result.pending:
        names = "、".join(outcome.name for outcome in result.pending)
        found.append(Attention(f"{names}还有未录的格子，没有得分", is_error=True))
    return found + _changes(ranking) + _ties(ranking) + _fills(ranking)


def _changes(ranking: Ranking) -> list[Attention]:
    found = []
    for line in ranking.lines:
        change = line.outcome.change_score
        if change is not None and abs(change) >= BIG_CHANGE:
            word = "高" if change > 0 else "低"
            text = f"{line.outcome.name}比{month_before(ranking)}{word} {_score(abs(change))} 分，超过 ±{BIG_CHANGE} 分提醒线"
            found.append(Attention(text, line.entry.pk))
        if line.outcome.months_at_bottom >= MONTHS_AT_BOTTOM:
            text = f"{line.outcome.name}已连续 {line.outcome.months_at_bottom} 个月末位"
            found.append(Attention(text, line.entry.pk))
    return found


def month_before(ranking: Ranking) -> str:
    """The month the changes are measured against: not always the last one, for a month may have been skipped."""
    before, period = ranking.before, ranking.sheet.period
    if before is None:
        return "上月"
    return f"{before.month}月" if before.year == period.year else f"{before.year}年{before.month}月"


def _ties(ranking: Ranking) -> list[Attention]:
    tied: dict[tuple[str, int], list[str]] = {}
    for line in ranking.lines:
        outcome = line.outcome
        if outcome.tied and outcome.rank is not None:
            apart = outcome.group if ranking.result.scheme.ranking == "group" else ""
            tied.setdefault((apart, outcome.rank), []).append(outcome.name)
    return [
        Attention(f"{'、'.join(names)}同分，并列第 {rank}，下一名是第 {rank + len(names)}")
        for (_, rank), names in tied.items()
    ]


def _fills(ranking: Ranking) -> list[Attention]:
    ids = {str(line.entry.unit_id): line.entry.pk for line in ranking.lines}
    return [
        Attention(
            f"{use.name}“{use.place}”缺项，{POLICIES.get(use.policy, use.policy)}"
            f"{f'，计 {_score(use.value)} 分' if use.value is not None else ''}，原因：{use.reason or '没有写'}；将印在通报里",
            ids.get(use.subject),
        )
        for use in ranking.result.missing
    ]


def table_of(ranking: Ranking) -> dict[str, Any]:
    """Columns (one a source of the top level) and rows of the ranking table."""
    scheme = ranking.result.scheme
    sources = [(source.key, source.title, plain(source.weight)) for source in scheme.sources]
    return {
        "sources": sources if len(sources) > 1 or scheme.sources[0].kind != "given" else [],
        "rows": [_row(line, [key for key, _, _ in sources]) for line in ranking.lines],
        "before": month_before(ranking),
        "has_groups": bool(scheme.groups),
        "is_apart": scheme.ranking == "group",
    }


def _row(line: Line, keys: list[str]) -> dict[str, Any]:
    outcome, tree = line.outcome, line.outcome.breakdown
    parts = {part.key: part for part in tree.children if part.kind == "source"}
    extra = sum(
        (Decimal(_exact(part.value)) for part in tree.children if part.kind == "adjustment"), Decimal(0)
    )
    return {
        "entry": line.entry,
        "outcome": outcome,
        "parts": [
            _score(parts[key].value) if key in parts and parts[key].value is not None else "" for key in keys
        ],
        "extra": signed(extra) if extra else "",
        "score": "—" if outcome.shown is None else str(outcome.shown),
        "change_rank": _change_rank(outcome),
        "change_score": signed(half_up(outcome.change_score, 2)) if outcome.change_score else "",
        "is_up": bool(outcome.change_rank and outcome.change_rank > 0),
        "is_down": bool(outcome.change_rank and outcome.change_rank < 0),
        "problems": "；".join(main_problems(tree, limit=2)),
        "tone": "warn" if outcome.change_score is not None and outcome.change_score <= -BIG_CHANGE else "",
    }


def _exact(value: Any) -> Decimal:
    return half_up(value, 6) if value is not None else Decimal(0)


def _change_rank(outcome: Outcome) -> str:
    change = outcome.change_rank
    if change is None:
        return ""
    return f"升 {change}" if change > 0 else f"降 {-change}" if change < 0 else "持平"


def _score(value: Any) -> str:
    """At most two decimals, without idle zeros: for parts and changes. The 综合得分 itself is printed as published."""
    return "—" if value is None else plain(half_up(value, 2))


def main_problems(tree: Breakdown, *, limit: int) -> list[str]:
    """The heaviest findings of a unit, most points lost first, each as recorded with its number of places."""
    findings = [part for part in tree.walk() if part.kind == "finding"]
    findings.sort(key=lambda part: part.value if part.value is not None else 0)
    return [
        f"{part.label} {part.formula.split('，')[0]}" if "处" in part.formula else part.label
        for part in findings[:limit]
    ]


def tree_rows(tree: Breakdown, usual: str = "镇") -> list[dict[str, Any]]:
    """A breakdown as an indented table: every number with its arithmetic, its rule, and what stands behind it.

    ``usual`` is the level that scores as a rule; only others are named beside the item (县考, 市考).
    """
    rows: list[dict[str, Any]] = []

    def walk(part: Breakdown, depth: int) -> None:
        rows.append(
            {
                "depth": depth,
                "kind": part.kind,
                "key": part.key,
                "label": part.label,
                "full": plain(part.full) if part.full is not None else "",
                "weight": f"{plain(part.weight)}%" if part.weight is not None else "",
                "value": figure(part.value) if part.value is not None else "—",
                "formula": part.formula,
                "rule": part.rule,
                "by": part.by if part.by != usual else "",
                "notes": part.notes,
                "photo": part.photo,
                "finding": part.ref if part.kind == "finding" else "",
            }
        )
        for child in part.children:
            walk(child, depth + 1)

    walk(tree, 0)
    return rows
