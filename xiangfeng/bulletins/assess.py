"""From one spreadsheet and one scheme to everything a month's 考评 needs, without any database.

The platform calls the same parts: `read_scores`, `compute`, the checks, `build` and `write_ledger`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xiangfeng.documents.docx import render_docx
from xiangfeng.documents.paper import Paper
from xiangfeng.documents.pdf import render_pdf
from xiangfeng.documents.wording import check_wording
from xiangfeng.scoring.checks import ERROR, Anomaly, Said, check_rounds, check_table
from xiangfeng.scoring.compare import compare
from xiangfeng.scoring.compute import Outcome, Result, Stat, compute
from xiangfeng.scoring.entry import Past
from xiangfeng.scoring.exact import tidy
from xiangfeng.scoring.figures import Number
from xiangfeng.scoring.scheme import Scheme
from xiangfeng.scoring.scheme.model import plain
from xiangfeng.scoring.sheets import ReadSheet

from . import Check, Context, build, precheck
from .ledger_xlsx import write_ledger
from .tables import award_text, shown_score


@dataclass(frozen=True)
class Assessed:
    """The result, its papers, what the checks found, and the files to write by name."""

    result: Result
    paper: Paper
    anomalies: tuple[Anomaly, ...]
    checks: tuple[Check, ...]
    files: Mapping[str, bytes]


def assess(
    sheet: ReadSheet,
    scheme: Scheme,
    context: Context,
    *,
    history: Sequence[Mapping[str, Past]] = (),
    units: Sequence[str] = (),
) -> Assessed:
    """Compute, check, and write result.xlsx, result.json, 通报.docx and 通报.pdf (as bytes).

    Raises `SchemeError` for a scheme that cannot be used. The sheet must have no problems: the caller looks first.
    """
    result = compute(scheme, sheet.subjects, history=history)
    anomalies = tuple(find_anomalies(sheet, result, units))
    paper, blocks = build(result, context)
    checks = tuple(precheck(paper, result, context, blocks))
    files = {
        "result.xlsx": write_ledger(result, title=f"{context.period}{context.topic}评分汇总表"),
        "result.json": to_json(result, context.period, anomalies),
        "通报.docx": render_docx(paper),
        "通报.pdf": render_pdf(paper),
    }
    return Assessed(result, paper, anomalies, checks, files)


def find_anomalies(sheet: ReadSheet, result: Result, units: Sequence[str] = ()) -> list[Anomaly]:
    """Contradictions within the file, between the file and the result, and words a township paper may not use."""
    by_group = result.scheme.ranking == "group"
    high = max([Decimal(100), *([result.scheme.total_max] if result.scheme.total_max else [])])
    found: list[Anomaly] = []
    for n, table in enumerate(sheet.tables):
        known = units if n == 0 else ()
        said = table.said + (sheet.said if n == 0 else ())
        whole = replace(table, said=said)
        found += check_table(whole, units=known, high=high, group_ranks=by_group)
    found += check_rounds(sheet.sentences)
    if sheet.printed is not None:
        found += compare(sheet.printed, result)
    found += _wording(sheet)
    kept: dict[tuple[str, str], Anomaly] = {}
    for anomaly in found:
        kept.setdefault((anomaly.kind, anomaly.where), anomaly)
    return list(kept.values())


def _wording(sheet: ReadSheet) -> list[Anomaly]:
    """罚款 and the like, in the sentences and in the reward and remark columns of the file."""
    said = list(sheet.sentences)
    for table in sheet.tables:
        said += [
            Said(table.at(row), text) for row in table.rows for text in (row.award_text, row.remark) if text
        ]
    return wording_anomalies(said)


def wording_anomalies(said: Sequence[Said]) -> list[Anomaly]:
    """Words a township paper may not use (行政处罚法), with the lawful ones offered."""
    return [
        Anomaly(
            "wording",
            ERROR,
            line.where,
            f"写有“{finding.found}”：{finding.reason}可改为“{finding.offers[0]}”。",
        )
        for line in said
        for finding in check_wording(line.text)
        if not finding.is_hint
    ]


def period_text(month: str) -> str:
    """`2026-11` as 2026年11月; anything else as it is."""
    hit = re.fullmatch(r"(\d{4})-(\d{1,2})", month)
    return f"{hit[1]}年{int(hit[2])}月" if hit and 1 <= int(hit[2]) <= 12 else month


def period_of(sheet: ReadSheet) -> str:
    """The period a title of the file names (2019年5月), or an empty text."""
    for line in sheet.sentences:
        if line.is_title and (hit := re.search(r"(\d{4})\s*年\s*(\d{1,2})\s*月", line.text)):
            return f"{hit[1]}年{int(hit[2])}月"
    return ""


def to_json(result: Result, period: str, anomalies: Sequence[Anomaly] = ()) -> bytes:
    """The result as plain JSON: exact totals as text (`88.5` or `6204/7`), every part with its arithmetic."""
    data = {
        "format": "xiangfeng-result/1",
        "period": period,
        "scheme": result.scheme.to_dict(),
        "rows": [_row(row, _ranked_among(result, row)) for row in result.rows],
        "stats": _stat(result.stats),
        "groups": [_stat(stat) for stat in result.groups],
        "missing": [
            {
                "unit": use.name,
                "place": use.place,
                "policy": use.policy,
                "reason": use.reason,
                "value": _exact(use.value),
            }
            for use in result.missing
        ],
        "caliber": list(result.caliber),
        "anomalies": [vars(anomaly) for anomaly in anomalies],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_previous(data: bytes) -> dict[str, Past]:
    """An earlier result.json: rank, shown total and number of ranked units by unit. Raises `ValueError` in Chinese."""
    try:
        rows = json.loads(data)["rows"]
        return {
            str(row["key"]): Past(
                row["rank"], None if row["shown"] is None else Decimal(row["shown"]), int(row["ranked_among"])
            )
            for row in rows
        }
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise ValueError("上期结果不是 xiangfeng assess 写出的 result.json") from error


def _row(row: Outcome, among: int) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name,
        "group": row.group,
        "status": row.status,
        "rank": row.rank,
        "group_rank": row.group_rank,
        "ranked_among": among,
        "tied": row.tied,
        "total": _exact(row.total),
        "shown": None if row.shown is None else str(row.shown),
        "grade": row.grade,
        "lists": list(row.lists),
        "awards": [{"name": award.name, "amount": plain(award.amount)} for award in row.awards],
        "change_rank": row.change_rank,
        "change_score": None if row.change_score is None else str(row.change_score),
        "months_at_bottom": row.months_at_bottom,
        "notes": list(row.notes),
        "parts": [
            {
                "kind": part.kind,
                "key": part.key,
                "label": part.label,
                "value": _exact(part.value),
                "formula": part.formula,
            }
            for part in row.breakdown.walk()
            if part.kind != "total"
        ],
    }


def _ranked_among(result: Result, row: Outcome) -> int:
    """How many units the row's rank was counted in."""
    by_group = result.scheme.ranking == "group"
    return sum(each.rank is not None and (not by_group or each.group == row.group) for each in result.rows)


def _exact(value: Number | None) -> str | None:
    if value is None:
        return None
    number = tidy(Fraction(value))
    return plain(number) if isinstance(number, Decimal) else str(number)


def _stat(stat: Stat) -> dict[str, Any]:
    return {
        "group": stat.group,
        "listed": stat.listed,
        "ranked": stat.ranked,
        "mean": _exact(stat.mean),
        "mean_shown": None if stat.mean_shown is None else str(stat.mean_shown),
        "highest": None if stat.highest is None else str(stat.highest),
        "lowest": None if stat.lowest is None else str(stat.lowest),
        "rank": stat.rank,
        "distribution": [
            {"name": share.name, "count": share.count, "percent": str(share.percent)}
            for share in stat.distribution
        ],
    }


def report(done: Assessed) -> str:
    """What the command prints: the ranking, the distribution, what was found."""
    result, lines = done.result, []
    table = [("名次", "单位", "类别", "得分", "等次", "奖惩（元）")]
    for row in result.rows:
        rank = "—" if row.rank is None else f"{row.rank}{' 并列' if row.tied else ''}"
        table.append(
            (rank, row.name, row.group, shown_score(result.scheme, row.shown), row.grade, award_text(row))
        )
    lines += _aligned([[line[n] for n in range(6) if any(each[n] for each in table[1:])] for line in table])
    lines += ["", _summary(result.stats)]
    lines += [_summary(stat) for stat in result.groups if len(result.groups) > 1]
    for name in dict.fromkeys(listing.name for listing in result.scheme.listings):
        if rows := result.listed(name):
            lines.append(f"{name}：{'、'.join(row.name for row in rows)}")
    words = {ERROR: "差错", "warn": "提醒"}
    lines += ["", f"复核：发现 {len(done.anomalies)} 处" if done.anomalies else "复核：没有发现矛盾"]
    lines += [f"  [{words[each.severity]}] {each.where}：{each.message}" for each in done.anomalies]
    failed = [check for check in done.checks if not check.ok]
    lines += ["", f"发文前核对：{f'{len(failed)} 项请看一眼' if failed else '都通过'}"]
    lines += [f"  {check.sentence}" for check in failed]
    return "\n".join(lines)


def _summary(stat: Stat) -> str:
    head = f"{stat.group}：" if stat.group else ""
    if stat.mean_shown is None:
        return f"{head}{stat.listed} 个单位，没有参加排名的"
    counts = "，".join(f"{share.name} {share.count} 个（{share.percent}%）" for share in stat.distribution)
    rank = f"，第 {stat.rank} 名" if stat.rank else ""
    line = (
        f"{head}{stat.ranked} 个单位，平均 {stat.mean_shown}{rank}，最高 {stat.highest}，最低 {stat.lowest}"
    )
    return line + (f"；{counts}" if counts else "")


def _aligned(table: Sequence[Sequence[str]]) -> list[str]:
    """Columns of one width, Chinese characters counted as two."""
    widths = [max(_width(line[n]) for line in table) for n in range(len(table[0]))]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in table
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
