"""Contradictions between the sentences around a table and its rows: means, rewards, counts, percentages, rounds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from xiangfeng.base.rounding import half_up

from ..figures import figure
from .printed import ERROR, WARN, Anomaly, PrintedTable, Said, places_of, ranked_rows

_MEAN_SAID = re.compile(r"平均(?:分|成绩|得分)?(?:为|是|[:：])?\s*(\d+(?:\.\d+)?)")


def check_means(table: PrintedTable) -> list[Anomaly]:
    """Printed mean (平均 row, or 平均88.32分 in the text) against the rows, at the decimals printed."""
    scores = [row.score for row in ranked_rows(table.rows) if row.score is not None]
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


_DECLARED = re.compile(
    r"(?P<trigger>对|共|全部|全[镇乡区县市街]|我[镇乡区县市街]|所辖|辖区|应评|实评|参评)(?P<between>[^，。；;,、\d]{0,8})"
    r"(?P<count>\d+)个(?:行政)?(?P<word>村|社区|居|单位|小区|镇|街道|乡)(?P<rest>[^，。；;\d]{0,24})"
)
_REVIEW = re.compile("考评|检查|评比|考核|测评|抽查|评分|我[镇乡区县市街]|全[镇乡区县市街]")
_PART_OF_ALL = re.compile("未|没|被|获|受|约谈|整改|存在|奖|罚|扣|列|存有")


def declared_counts(text: str) -> list[tuple[int, str]]:
    """The counts by which a text speaks of all units (对我镇25个村, 对12个村进行了考评), with their word; a count of some of
    them (全镇3个村未整改, 对2个村约谈) is none."""
    found = []
    for hit in _DECLARED.finditer(text):
        is_weak = hit["trigger"] in ("对", "共") and not _REVIEW.search(hit["between"] + hit["rest"])
        if not is_weak and not _PART_OF_ALL.search(hit["between"] + hit["rest"]):
            found.append((int(hit["count"]), hit["word"]))
    return found


def check_declared(table: PrintedTable) -> list[Anomaly]:
    """A count the text gives (“对我镇25个村”) against the rows, or against the 村数 of a 分布表."""
    actual = len(table.rows)
    sizes = [row.size for row in table.rows if row.size is not None]
    found = []
    for said in table.said:
        for declared, word in declared_counts(said.text):
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
    whole = sum(sizes) if sizes else len(ranked_rows(table.rows))
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
