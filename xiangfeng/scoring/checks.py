"""复核: contradictions in a published or imported table, each in one plain Chinese sentence.

Nothing here knows a scheme. A table contradicts itself when its printed ranks, counts, percentages, totals or means
do not follow from its own rows; `against` compares it with a computed result. Wording (罚款) is the business of 文书.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise

from xiangfeng.base.ranking import competition_ranks
from xiangfeng.base.rounding import half_up

from .figures import figure

ERROR, WARN = "error", "warn"

KINDS = {
    "rank": "名次与分数不符",
    "order": "没有按分数从高到低排",
    "declared_count": "自述数与实有数不符",
    "percentage": "百分比不符",
    "sum": "合计不符",
    "distribution": "等次分布不符",
    "mean": "平均分不符",
    "duplicate_unit": "单位重复",
    "unknown_unit": "单位不在名单",
    "missing_unit": "名单里的单位没有列入",
    "range": "分数超出范围",
    "award_total": "奖励合计不符",
    "round_name": "期次名称不一致",
    "score": "得分与计算结果不符",
    "grade": "等次与计算结果不符",
    "award": "奖惩与计算结果不符",
    "wording": "用语不当",
}


@dataclass(frozen=True)
class Anomaly:
    """One contradiction. `kind` is a key of `KINDS`; `severity` is `error` (certainly wrong) or `warn` (look at it);
    `where` names sheet and row; `message` is a whole sentence."""

    kind: str
    severity: str
    where: str
    message: str


@dataclass(frozen=True)
class PrintedRow:
    """One row as printed. `row` is the Excel row; `parts` are 各项得分 and `counts` 各等次的个数, by heading."""

    row: int
    unit: str
    rank: int | None = None
    score: Decimal | None = None
    group: str = ""
    grade: str = ""
    award: Decimal | None = None
    award_text: str = ""
    upper: str = ""
    remark: str = ""
    size: int | None = None
    parts: tuple[tuple[str, Decimal], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Said:
    """A sentence or title beside the table."""

    where: str
    text: str
    is_title: bool = False


@dataclass(frozen=True)
class PrintedTable:
    """A ranking table or 等次分布表 with what is said around it; `totals` is its 小计/合计 row, `mean` its 平均."""

    where: str
    rows: tuple[PrintedRow, ...]
    said: tuple[Said, ...] = ()
    totals: PrintedRow | None = None
    mean: Decimal | None = None

    def at(self, row: PrintedRow) -> str:
        return f"{self.where}第{row.row}行"


def check_table(
    table: PrintedTable,
    *,
    units: Sequence[str] = (),
    low: Decimal = Decimal(0),
    high: Decimal = Decimal(100),
    group_ranks: bool = False,
) -> list[Anomaly]:
    """Everything that can be found from the table and the sentences around it.

    `units` is the list of known units (empty: not checked); scores outside `low`–`high` are reported; `group_ranks`
    says that ranks were given within each group.
    """
    return [
        *check_ranks(table, within_groups=group_ranks),
        *check_units(table, units),
        *check_range(table, low, high),
        *check_sums(table),
        *check_distribution(table),
        *check_means(table),
        *check_awards(table),
        *check_declared(table),
        *check_percentages(table),
        *check_rounds(table.said),
    ]


def check_ranks(table: PrintedTable, *, within_groups: bool = False) -> list[Anomaly]:
    """Printed rank against the standard competition rank of the printed scores; rows out of order."""
    found = []
    groups = dict.fromkeys(row.group for row in table.rows) if within_groups else {"": None}
    for group in groups:
        rows = [row for row in table.rows if not within_groups or row.group == group]
        scored = [row for row in rows if row.rank is not None or not _has_ranks(rows)]
        ranks = competition_ranks([row.score for row in scored])
        for row, rank in zip(scored, ranks, strict=True):
            if row.rank is not None and rank is not None and row.rank != rank:
                message = (
                    f"{row.unit}印的是第{row.rank}名，按得分{figure(row.score or 0)}复算应为第{rank}名。"
                )
                found.append(Anomaly("rank", ERROR, table.at(row), message))
        found += _check_order(table, scored) if _has_ranks(rows) else []
    return found


def _check_order(table: PrintedTable, rows: Sequence[PrintedRow]) -> list[Anomaly]:
    """Rows of a ranking that stand below a lower score."""
    return [
        Anomaly(
            "order",
            WARN,
            table.at(after),
            f"{after.unit}{figure(after.score)}分排在{before.unit}{figure(before.score)}分的后面，"
            "没有按分数从高到低排。",
        )
        for before, after in pairwise(rows)
        if before.score is not None and after.score is not None and after.score > before.score
    ]


def _has_ranks(rows: Iterable[PrintedRow]) -> bool:
    return any(row.rank is not None for row in rows)


def _ranked(rows: Sequence[PrintedRow]) -> Sequence[PrintedRow]:
    """The rows with a rank; all rows where none has one."""
    return [row for row in rows if row.rank is not None] or rows


def check_units(table: PrintedTable, units: Sequence[str]) -> list[Anomaly]:
    """Units printed twice, units that are not on the list (with the nearest names), units of the list left out."""
    found = []
    first: dict[str, PrintedRow] = {}
    for row in table.rows:
        if row.unit in first:
            message = f"{row.unit}重复：第{first[row.unit].row}行已有一次。"
            found.append(Anomaly("duplicate_unit", ERROR, table.at(row), message))
        first.setdefault(row.unit, row)
        if units and row.unit not in units:
            found.append(Anomaly("unknown_unit", ERROR, table.at(row), unknown_unit(row.unit, units)))
    if units and (absent := [name for name in units if name not in first]):
        message = f"名单里的{'、'.join(absent)}没有列入表中。"
        found.append(Anomaly("missing_unit", WARN, table.where, message))
    return found


def unknown_unit(name: str, units: Sequence[str]) -> str:
    """The sentence for a unit that is not on the list, offering the nearest names."""
    stems = {_stem(unit): unit for unit in units}
    near = [stems[stem] for stem in get_close_matches(_stem(name), stems, n=3, cutoff=0.5)]
    return f"单位名单里没有“{name}”" + (f"，是不是{'、'.join(near)}？" if near else "。")


def _stem(unit: str) -> str:
    """A unit's name without the word that all of them share, so that likeness is measured on the rest."""
    return re.sub(r"(村民委员会|居民委员会|村委会|居委会|社区|村|居)$", "", unit) or unit


def check_range(table: PrintedTable, low: Decimal, high: Decimal) -> list[Anomaly]:
    """Scores below `low` or above `high`."""
    return [
        Anomaly(
            "range",
            ERROR,
            table.at(row),
            f"{row.unit}得分{figure(row.score)}，不在{figure(low)}–{figure(high)}之间。",
        )
        for row in table.rows
        if row.score is not None and not low <= row.score <= high
    ]


def check_sums(table: PrintedTable) -> list[Anomaly]:
    """Printed total against the sum of its parts.

    Weighted tables do not add up by design, so this speaks only where at least two rows, and at least half of them, do.
    """
    sums = [
        (row, sum((value for _, value in row.parts), Decimal(0)))
        for row in table.rows
        if row.score is not None and len(row.parts) >= 2
    ]
    agree = sum(total == row.score for row, total in sums)
    if agree < 2 or agree * 2 < len(sums):
        return []
    return [
        Anomaly(
            "sum",
            ERROR,
            table.at(row),
            f"{row.unit}各项相加是{figure(total)}分，合计印的是{figure(row.score or 0)}分。",
        )
        for row, total in sums
        if total != row.score
    ]


def check_distribution(table: PrintedTable) -> list[Anomaly]:
    """等次分布: each row adds up to its 村数, each column to the 小计 row."""
    found = []
    everything = [*table.rows, *([table.totals] if table.totals else [])]
    for row in everything:
        if row.counts and row.size is not None and sum(count for _, count in row.counts) != row.size:
            message = (
                f"{row.unit}各等次相加是{sum(count for _, count in row.counts)}个，村数印的是{row.size}个。"
            )
            found.append(Anomaly("distribution", ERROR, table.at(row), message))
    if table.totals is None:
        return found
    columns: list[tuple[str, list[int | None], int | None]] = [
        ("村数", [row.size for row in table.rows], table.totals.size)
    ]
    for heading, printed in table.totals.counts:
        columns.append((heading, [dict(row.counts).get(heading) for row in table.rows], printed))
    for heading, values, stated in columns:
        total = sum(value for value in values if value is not None)
        if stated is not None and any(value is not None for value in values) and total != stated:
            message = f"“{heading}”一列相加是{total}个，{table.totals.unit}印的是{stated}个。"
            found.append(Anomaly("distribution", ERROR, table.at(table.totals), message))
    return found


_MEAN_SAID = re.compile(r"平均(?:分|成绩|得分)?(?:为|是|[:：])?\s*(\d+(?:\.\d+)?)")


def check_means(table: PrintedTable) -> list[Anomaly]:
    """Printed mean (平均 row, or 平均88.32分 in the text) against the rows, at the decimals printed."""
    scores = [row.score for row in _ranked(table.rows) if row.score is not None]
    if not scores:
        return []
    mean = Fraction(sum(scores)) / len(scores)
    printed = [(table.where, table.mean)] if table.mean is not None else []
    printed += [(said.where, Decimal(hit)) for said in table.said for hit in _MEAN_SAID.findall(said.text)]
    found = []
    for where, value in printed:
        recomputed = half_up(mean, places_of(value))
        if recomputed != value:
            message = f"平均分印的是{figure(value)}，{len(scores)}个单位复算是{recomputed}。"
            found.append(Anomaly("mean", ERROR, where, message))
    return found


_AWARDS_SAID = re.compile(
    r"(?:奖励|奖金|奖励金|奖补)[^，。；\d]{0,6}(?:合计|共计|总计|共)[^，。；\d]{0,4}(\d+(?:\.\d+)?)元"
)


def check_awards(table: PrintedTable) -> list[Anomaly]:
    """Printed reward total (合计 row, or 奖励合计20000元 in the text) against the rows, with or without 扣减."""
    awards = [row.award for row in table.rows if row.award is not None]
    if not awards:
        return []
    total, given = sum(awards, Decimal(0)), sum((award for award in awards if award > 0), Decimal(0))
    printed = []
    if table.totals is not None and table.totals.award is not None:
        printed.append((table.at(table.totals), table.totals.award))
    printed += [(said.where, Decimal(hit)) for said in table.said for hit in _AWARDS_SAID.findall(said.text)]
    return [
        Anomaly(
            "award_total", ERROR, where, f"奖励合计印的是{figure(value)}元，逐行相加是{figure(total)}元。"
        )
        for where, value in printed
        if value not in (total, given)
    ]


DECLARED = re.compile(
    r"(?:对|共|全部|全[镇乡区县市街]|我[镇乡区县市街]|所辖|辖区|应评|实评|参评)[^，。；;,、\d]{0,8}(\d+)个"
    r"(?:行政)?(村|社区|居|单位|小区|镇|街道|乡)"
)


def check_declared(table: PrintedTable) -> list[Anomaly]:
    """A count the text gives (“对我镇25个村”) against the rows, or against the 村数 of a 分布表."""
    actual = len(table.rows)
    sizes = [row.size for row in table.rows if row.size is not None]
    found = []
    for said in table.said:
        for hit in DECLARED.finditer(said.text):
            declared, word = int(hit[1]), hit[2]
            if declared in (actual, sum(sizes)):
                continue
            have = sum(sizes) if sizes else actual
            unit = {"居": "村（居）"}.get(word, word)
            message = f"自述{declared}个{unit}，表中实有{have}个，相差{abs(declared - have)}个。"
            found.append(Anomaly("declared_count", ERROR, said.where, message))
    return found


_FRACTION_SAID = re.compile(r"(\d+)\s*[/／]\s*(\d+)\s*[=＝]\s*(\d+(?:\.\d+)?)\s*[%％]")
_SHARE_SAID = re.compile(r"(\d+)\s*[个户处件](?:[，,]占)?[^\d，。；、%％]{0,6}?(\d+(?:\.\d+)?)\s*[%％]")


def check_percentages(table: PrintedTable) -> list[Anomaly]:
    """`21个（18.58%）` against the table's number of units, `84/97=86.6%` against itself, at the decimals printed."""
    sizes = [row.size for row in table.rows if row.size is not None]
    whole = sum(sizes) if sizes else len(_ranked(table.rows))
    found = []
    for said in table.said:
        claims = [(int(a), int(b), c) for a, b, c in _FRACTION_SAID.findall(said.text)]
        claims += [(int(part), whole, shown) for part, shown in _SHARE_SAID.findall(said.text)]
        for part, base, shown in claims:
            if message := wrong_percentage(part, base, shown):
                found.append(Anomaly("percentage", ERROR, said.where, message))
    return found


def wrong_percentage(part: int, whole: int, shown: str) -> str | None:
    """Why `shown` (18.58) is not `part`/`whole` in percent, rounded half up at its own decimals; `None` if it is."""
    if whole <= 0:
        return None
    printed = Decimal(shown)
    recomputed = half_up(Fraction(100 * part, whole), places_of(printed))
    if recomputed == printed:
        return None
    return f"{part}/{whole}应为{recomputed}%，印的是{shown}%。"


_ROUND = re.compile(r"第\s*([一二三四五六七八九十]+|\d+)\s*(轮|期|季度|批)")


def check_rounds(said: Sequence[Said]) -> list[Anomaly]:
    """Titles that name different rounds: 第三轮 in one, 第六轮 in another."""
    named = [
        (line.where, hit[1], hit[2]) for line in said if line.is_title for hit in _ROUND.finditer(line.text)
    ]
    found = []
    for word in dict.fromkeys(word for _, _, word in named):
        places = [(where, number) for where, number, kind in named if kind == word]
        counts = Counter(_arabic(number) for _, number in places)
        first_where, first = places[0]
        for where, number in places[1:]:
            if len(counts) > 1 and _arabic(number) != _arabic(first):
                message = f"{first_where}写“第{first}{word}”，{where}写“第{number}{word}”，期次名称不一致。"
                found.append(Anomaly("round_name", WARN, where, message))
    return list(dict.fromkeys(found))


def _arabic(text: str) -> int:
    """A number from 1 to 99 in either writing."""
    if text.isdigit():
        return int(text)
    tens, mark, ones = text.rpartition("十")
    digits = "零一二三四五六七八九"
    value = (digits.find(tens) if tens else 1) * 10 if mark else 0
    return value + (digits.find(ones) if ones else 0)


def places_of(value: Decimal) -> int:
    """How many decimals a number was written with."""
    return max(0, -int(value.as_tuple().exponent))
