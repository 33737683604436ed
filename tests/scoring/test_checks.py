"""Every kind of contradiction in a published table is named, and a sound table stays silent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scoring.cases import book, feidong, matou, shuangjiang, xiangan
from xiangfeng.scoring import templates
from xiangfeng.scoring.checks import (
    Anomaly,
    PrintedTable,
    check_rounds,
    check_table,
    declared_counts,
    wrong_percentage,
)
from xiangfeng.scoring.compare import compare
from xiangfeng.scoring.compute import compute
from xiangfeng.scoring.sheets import read_grids, read_published, read_scores

HEAD = ["名次", "村(居)", "得分", "奖励金(元)"]
SOUND = [[1, "甲村", 95, 500], [2, "乙村", 90, 300], [2, "丙村", 90, 300], [4, "丁村", 80.5, None]]


def printed(*rows: list[Any], title: str = "考评结果") -> PrintedTable:
    table = read_published(read_grids(book({title: rows}))[0])
    assert table is not None
    return table


def found(*rows: list[Any], **options: Any) -> list[tuple[str, str]]:
    return [(anomaly.kind, anomaly.message) for anomaly in check_table(printed(*rows), **options)]


def test_a_sound_table_is_silent() -> None:
    said = ["全镇4个村，平均88.88分，优秀1个（25%）、良好3个（75.00%），奖励合计1100元。"]
    assert found(["2026年第三轮考评"], said, HEAD, *SOUND, ["合计", None, None, 1100]) == []


@pytest.mark.parametrize(
    ("rows", "kind", "message"),
    [
        (
            [HEAD, [1, "甲村", 95, None], [2, "乙村", 90, None], [3, "丙村", 90, None]],
            "rank",
            "丙村印的是第3名，按得分90复算应为第2名。",
        ),
        (
            [HEAD, [2, "甲村", 90, None], [1, "乙村", 95, None]],
            "order",
            "乙村95分排在甲村90分的后面，没有按分数从高到低排。",
        ),
        (
            [["对我镇25个村（居）进行考评"], HEAD, *SOUND],
            "declared_count",
            "自述25个村，表中实有4个，相差21个。",
        ),
        (
            [HEAD, *SOUND, ["其中优秀1个（18.58%）。"]],
            "percentage",
            "1/4应为25.00%，印的是18.58%。",
        ),
        ([HEAD, *SOUND, ["本期平均88.87分。"]], "mean", "平均分印的是88.87，4个单位复算是88.88。"),
        (
            [HEAD, *SOUND, ["合计", None, None, 1200]],
            "award_total",
            "奖励合计印的是1200元，逐行相加是1100元。",
        ),
        ([HEAD, *SOUND, [5, "甲村", 60, None]], "duplicate_unit", "甲村重复：第2行已有一次。"),
        ([HEAD, [1, "甲村", 950, None]], "range", "甲村得分950，不在0–100之间。"),
    ],
)
def test_each_kind_is_named(rows: list[list[Any]], kind: str, message: str) -> None:
    assert (kind, message) in found(*rows)


def test_the_sum_is_checked_only_where_sums_are_meant() -> None:
    head = ["村名", "环境", "秩序", "总分"]
    adding = [["甲村", 40, 50, 90], ["乙村", 41, 50, 91], ["丙村", 30, 30, 66]]
    assert found(head, *adding) == [("sum", "丙村各项相加是60分，合计印的是66分。")]
    weighted = [["甲村", 90, 100, 91], ["乙村", 80, 90, 81], ["丙村", 60, 30, 57]]
    assert found(head, *weighted) == []


def test_distribution_rows_and_columns_must_add_up() -> None:
    head = ["镇(街)", "村数", "优", "良"]
    rows = [["东镇", 10, 4, 5], ["西镇", 7, 3, 4], ["小计", 18, 7, 9]]
    messages = [message for kind, message in found(head, *rows) if kind == "distribution"]
    assert messages == [
        "东镇各等次相加是9个，村数印的是10个。",
        "小计各等次相加是16个，村数印的是18个。",
        "“村数”一列相加是17个，小计印的是18个。",
    ]


def test_unknown_units_are_offered_the_nearest_names() -> None:
    units = ["石桥村", "花园村", "双井村"]
    messages = dict(found(["村", "得分"], ["石挢村", 90], ["花园村", 80], ["双井村", 70], units=units))
    assert messages["unknown_unit"] == "单位名单里没有“石挢村”，是不是石桥村？"
    assert messages["missing_unit"] == "名单里的石桥村没有列入表中。"


def test_ranks_within_groups() -> None:
    head = ["名次", "村", "组别", "得分"]
    rows = [[1, "甲村", "A类", 90], [1, "乙村", "B类", 80], [2, "丙村", "A类", 85]]
    assert found(head, *rows, group_ranks=True) == []
    assert ("rank", "乙村印的是第1名，按得分80复算应为第3名。") in found(head, *rows)


@pytest.mark.parametrize(
    ("part", "whole", "shown", "wrong"),
    [
        (21, 113, "18.58", None),
        (21, 113, "18.6", None),
        (21, 113, "19", None),
        (21, 113, "18.59", "21/113应为18.58%，印的是18.59%。"),
        (84, 97, "86.6", None),
        (1, 8, "12.5", None),
        (1, 8, "13", None),
        (1, 8, "12", "1/8应为13%，印的是12%。"),
    ],
)
def test_percentages_at_the_decimals_printed(part: int, whole: int, shown: str, wrong: str | None) -> None:
    assert wrong_percentage(part, whole, shown) == wrong


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("对我镇25个村（居）的环境卫生进行了考评。", [25]),
        ("考评组对12个村（社区）进行了考评。", [12]),
        ("共抽查30个小区。", [30]),
        ("全部113个村（居）中，优秀21个。", [113]),
        ("全镇3个村未按期整改。", []),
        ("对2个村进行了约谈。", []),
        ("等次为好的6个，较好的4个。", []),
    ],
)
def test_only_counts_of_all_units_are_held_against_the_table(text: str, counts: list[int]) -> None:
    assert [count for count, _ in declared_counts(text)] == counts


def kinds(case: dict[str, Any], scheme: str) -> dict[str, str]:
    """All anomalies of a case's file, compared with the shipped scheme's result."""
    sheet = read_scores(book(case), templates.load(scheme))
    assert sheet.problems == ()
    result = compute(templates.load(scheme), sheet.subjects)
    anomalies: list[Anomaly] = [*check_rounds(sheet.sentences)]
    for table in sheet.tables:
        anomalies += check_table(table, group_ranks=result.scheme.ranking == "group")
    assert sheet.printed is not None
    anomalies += compare(sheet.printed, result)
    return {anomaly.kind: anomaly.message for anomaly in anomalies}


def test_published_cases_agree_with_their_schemes() -> None:
    assert kinds(matou.SHEETS, "matou") == {}
    assert kinds(matou.SHEETS, "matou_by_condition") == {}
    assert kinds(shuangjiang.SHEETS, "shuangjiang") == {}
    assert kinds(xiangan.SHEETS_2021, "xiangan_towns") == {}
    assert kinds(feidong.SHEETS_MARCH, "feidong") == {}
    assert kinds(xiangan.SHEETS_2020, "xiangan_towns") == {
        "round_name": "附件1第1行写“第三轮”，附件2第1行写“第六轮”，期次名称不一致。"
    }


def test_a_printed_value_that_is_not_the_schemes_is_named() -> None:
    rows = [list(row) for row in matou.TABLE]
    rows[0][0], rows[1][4] = 2, 4000
    messages = kinds({"附件": [matou.SHEETS["附件"][1], *rows]}, "matou")
    assert messages["award"] == "枫树村奖惩印的是4000元，按方案是5000元。"
    assert messages["rank"] == "大庭村印的是第2名，按方案计算应为第1名。"
