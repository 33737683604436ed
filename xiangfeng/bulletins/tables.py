"""The attachments of a 通报: the ranking table, and what was left out and how it was counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xiangfeng.base.rounding import half_up
from xiangfeng.documents.paper import Align, Attachment, Column, Heading, Para, Table, para
from xiangfeng.scoring.compute import Breakdown, Outcome, Result
from xiangfeng.scoring.exact import total_of
from xiangfeng.scoring.figures import Number, signed
from xiangfeng.scoring.scheme import POLICIES, Scheme
from xiangfeng.scoring.scheme.model import plain
from xiangfeng.scoring.sheets.cells import upper_texts

from .blocks import Context

MISSING_RULES, CALIBER = "缺项处理", "计分口径"
NO_RANK = "—"


@dataclass(frozen=True)
class _Field:
    """One column: its heading and what stands in it."""

    title: str
    text: Callable[[Outcome], str]
    align: Align = Align.CENTER


def table_title(context: Context) -> str:
    return f"{context.period}{context.topic}{'等次' if context.grades_only else '成绩'}表"


def ranking_attachment(result: Result, context: Context) -> Attachment:
    """附件1: one table, or one a group where groups are ranked apart; unranked units last, with the reason below."""
    fields = _fields(result, context)
    if result.scheme.ranking != "group":
        return Attachment(table_title(context), (_table(fields, result.rows, context),))
    blocks: list[Para | Heading | Table] = []
    for group in dict.fromkeys([*result.scheme.groups, *(row.group for row in result.rows)]):
        if rows := [row for row in result.rows if row.group == group]:
            blocks += [Heading(1, group or "其他"), _table(fields, rows, context)]
    return Attachment(table_title(context), tuple(blocks))


def rules_attachment(result: Result, context: Context) -> Attachment | None:
    """附件2: every use of a 缺项 rule with its reason, and the 口径; `None` when only grades are published and nothing
    was left out. Of the two, one alone gives the title and needs no heading."""
    parts: dict[str, tuple[Para | Table, ...]] = {}
    if result.missing:
        rows = tuple(
            (use.name, use.place, use.reason, POLICIES.get(use.policy, use.policy), _score(use.value))
            for use in result.missing
        )
        kept = 4 if context.grades_only else 5
        columns = tuple(Column(title) for title in ("单位", "缺项", "原因", "处理办法", "计分")[:kept])
        parts[MISSING_RULES] = (Table(columns, tuple(row[:kept] for row in rows)),)
    sentences = [] if context.grades_only else _general(result)
    if sentences:
        parts[CALIBER] = tuple(para(sentence) for sentence in sentences)
    if len(parts) < 2:
        return next((Attachment(title, blocks) for title, blocks in parts.items()), None)
    headed = [block for title, blocks in parts.items() for block in (Heading(1, title), *blocks)]
    return Attachment("和".join(parts), tuple(headed))


def _general(result: Result) -> list[str]:
    """The 口径 without the single uses of a 缺项 rule, which stand in their own table."""
    told = {f"{use.name}“{use.place}”缺项" for use in result.missing}
    return [line for line in result.caliber if not any(line.startswith(start) for start in told)]


def _score(value: Number | None) -> str:
    return "" if value is None else plain(half_up(value, 4))


def _fields(result: Result, context: Context) -> list[_Field]:
    scheme = result.scheme
    unit = _Field(
        context.units.replace("（", "\n（") if len(context.units) > 6 else context.units, lambda row: row.name
    )
    group = [_Field("类别", lambda row: row.group)] if any(row.group for row in result.rows) else []
    if scheme.ranking == "group":
        group = []
    grade = [_Field("等次", lambda row: row.grade)] if scheme.grades else []
    if context.grades_only:
        lists = [_Field("榜单", lambda row: "、".join(row.lists))] if scheme.listings else []
        return [unit, *group, *grade, *lists]
    score = _Field("综合得分", lambda row: shown_score(scheme, row.shown), Align.RIGHT)
    award = [_Field("奖惩（元）", award_text, Align.RIGHT)] if any(row.awards for row in result.rows) else []
    return [
        _Field("名次", _rank),
        unit,
        *group,
        *_sources(scheme),
        *_extras(result),
        *_upper(result),
        score,
        *grade,
        *award,
    ]


def _upper(result: Result) -> list[_Field]:
    used = any(row.subject.upper for row in result.rows)
    return [_Field("上级考评", upper_text, Align.CENTER)] if used else []


def upper_text(row: Outcome) -> str:
    """上级考评 as it was entered, never without its figure: 泉州暗访93.7."""
    return upper_texts(row.subject.upper)


def _rank(row: Outcome) -> str:
    return NO_RANK if row.rank is None else str(row.rank)


def shown_score(scheme: Scheme, value: Decimal | None) -> str:
    """A published score: its fixed decimals, or without trailing zeros where the scheme says so."""
    if value is None:
        return NO_RANK
    return scheme.text(value)


def award_text(row: Outcome) -> str:
    """The sum, signed below zero; the tier's name where there is no sum."""
    return "；".join(plain(award.amount) if award.amount else award.name for award in row.awards)


def _sources(scheme: Scheme) -> list[_Field]:
    if len(scheme.sources) < 2:
        return []
    return [
        _Field(f"{source.title}\n{plain(source.weight)}%", _part(scheme, source.key), Align.RIGHT)
        for source in scheme.sources
    ]


def _part(scheme: Scheme, key: str) -> Callable[[Outcome], str]:
    def text(row: Outcome) -> str:
        part = find_part(row.breakdown, "source", key)
        return (
            ""
            if part is None or part.value is None
            else shown_score(scheme, half_up(part.value, scheme.places))
        )

    return text


def find_part(breakdown: Breakdown, kind: str, key: str) -> Breakdown | None:
    """The part of a breakdown of that kind and key."""
    return next((part for part in breakdown.walk() if part.kind == kind and part.key == key), None)


def _extras(result: Result) -> list[_Field]:
    if not any(row.subject.adjustments for row in result.rows):
        return []
    return [_Field("加减分", lambda row: _signed(total_of(extras(result.scheme, row))), Align.RIGHT)]


def extras(scheme: Scheme, row: Outcome) -> tuple[Number, Number]:
    """What 加分 and what 扣分 (not above zero) count in the total, after the caps."""
    found = [
        part.value for part in row.breakdown.walk() if part.kind == "adjustment" and part.value is not None
    ]
    up, down = (
        total_of(value for value in found if value > 0),
        total_of(value for value in found if value < 0),
    )
    if scheme.caps.bonus_total is not None:
        up = min(up, scheme.caps.bonus_total)
    if scheme.caps.deduction_total is not None:
        down = max(down, -scheme.caps.deduction_total)
    return up, down


def _signed(value: Number) -> str:
    return signed(value) if value else ""


def _table(fields: Sequence[_Field], rows: Sequence[Outcome], context: Context) -> Table:
    if context.grades_only:
        rows = sorted(rows, key=lambda row: row.key)
    return Table(
        tuple(Column(field.title, align=field.align) for field in fields),
        tuple(tuple(field.text(row) for field in fields) for row in rows),
        note="" if context.grades_only else _unranked_note(rows),
    )


def _unranked_note(rows: Sequence[Outcome]) -> str:
    """Why units stand without a rank."""
    reasons = []
    for row in rows:
        if row.rank is None:
            notes = "".join(row.notes) or ("分数待补。" if row.status == "pending" else "不参加排名。")
            reasons.append(f"{row.name}未排名：{notes}")
    return "说明：" + "".join(reasons) if reasons else ""
