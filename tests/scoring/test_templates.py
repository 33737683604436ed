"""The shipped schemes: sound, complete, round-tripping, and right on published figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.scoring.build import D, unit, units
from xiangfeng.base.rounding import half_up
from xiangfeng.scoring import templates
from xiangfeng.scoring.compute import compute
from xiangfeng.scoring.entry import Adjustment, Cell, Deduction, MissingUse, Subject, Upper
from xiangfeng.scoring.rules import explain
from xiangfeng.scoring.toml import dump_scheme, load_scheme

NAMES = [
    "feidong",
    "longtian",
    "matou",
    "matou_by_condition",
    "qiongzhong",
    "shuangjiang",
    "xiangan_towns",
    "xiangan_villages",
    "yunxi",
]  # fmt: skip


def test_names_and_titles() -> None:
    assert templates.names() == NAMES
    titles = templates.titles()
    assert list(titles) == NAMES
    assert len(set(titles.values())) == len(NAMES)
    with pytest.raises(KeyError):
        templates.load("none")


@pytest.mark.parametrize("name", NAMES)
def test_sound_round_tripping_and_explained(name: str) -> None:
    made = templates.load(name)
    assert made.problems() == []
    assert load_scheme(dump_scheme(made)) == made
    assert all(explain(node).endswith("。") for node in made.items())
    assert "罚款" not in dump_scheme(made)


def test_qiongzhong_has_ten_indicators_at_the_second_level() -> None:
    made = templates.load("qiongzhong")
    assert [node.points for node in made.items()] == [6, 4, 2, 3, 9, 6, 20, 10, 30, 10]
    assert [node.points for node in made.sources[0].nodes] == [15, 15, 30, 40]
    assert {child.level for node in made.items() for child in node.children} == {"内容"}


def test_longtian_has_eighteen_items_of_100_points() -> None:
    items = templates.load("longtian").items()
    assert [node.code for node in items] == [str(number) for number in range(1, 19)]
    assert [node.points for node in items] == [8, 7, 7, 3, 5, 6, 7, 7, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]
    assert sum(node.points or 0 for node in items) == 100
    full = Subject("甲", "甲", cells={node.code: node.points or D(0) for node in items})
    missed = {"13": Cell(ok=False), "1": Cell(count=D(3))}
    assert compute(templates.load("longtian"), [full]).row("甲").total == 100
    marked = Subject("乙", "乙", cells=dict(full.cells) | missed)
    assert compute(templates.load("longtian"), [marked]).row("乙").total == D("93.5")


MATOU = [
    "95.5",
    "95",
    "94.5",
    "94",
    "93",
    "92",
    "91",
    "90.5",
    "90.5",
    "90",
    "90",
    "89",
    "88.5",
    "88",
    "87.5",
    "87.5",
    "87.5",
    "87",
    "87",
    "87",
    "86",
    "85",
    "84.5",
    "84",
]
MATOU_RANKS = [1, 2, 3, 4, 5, 6, 7, 8, 8, 10, 10, 12, 13, 14, 15, 15, 15, 18, 18, 18, 21, 22, 23, 24]
INSPECTED = [0, 1, 2, 3, 4, 5, 6, 17]


@pytest.mark.parametrize("name", ["matou", "matou_by_condition"])
def test_matou_may_2019(name: str) -> None:
    subjects = [
        unit(f"{place:02}", score, upper=(Upper("note", D(score), "上级"),) if place in INSPECTED else ())
        for place, score in enumerate(MATOU)
    ]
    made = templates.load(name)
    result = compute(made, subjects)
    assert [row.rank for row in result.rows] == MATOU_RANKS
    assert result.stats.mean is not None
    assert str(half_up(result.stats.mean, 4)) == "89.3542"
    sums = [sum((award.amount for award in row.awards), Decimal(0)) for row in result.rows]
    assert sums == [5000] * 2 + [2000] * 5 + [0] * 17
    assert [made.text(row.shown or D(0)) for row in result.rows[:2]] == ["95.5", "95"]


def test_shuangjiang_november_2016() -> None:
    scores = ["92.1", "91.3", "90.2", "89.6", "89", "87.6", "86.9", "86.2", "85.5", "84.8"]
    result = compute(templates.load("shuangjiang"), units({f"{n:02}": s for n, s in enumerate(scores)}))
    assert [row.rank for row in result.rows] == list(range(1, 11))
    assert str(result.stats.mean_shown) == "88.32"
    assert [row.awards[0].amount if row.awards else 0 for row in result.rows] == [
        1000,
        800,
        600,
        *[0] * 6,
        -400,
    ]


@pytest.mark.parametrize(
    ("counts", "best", "percents"),
    [
        ({"马巷镇": (6, 30), "新店镇": (9, 26), "内厝镇": (2, 15), "大嶝街道": (1, 7), "新圩镇": (3, 14)}, 21, ("18.58", "81.42")),
        ({"新圩镇": (3, 14), "内厝镇": (2, 15), "新店镇": (4, 31), "马巷镇": (5, 31), "大嶝街道": (1, 7)}, 15, ("13.27", "86.73")),
    ],
)  # fmt: skip
def test_xiangan_grades(counts: dict[str, tuple[int, int]], best: int, percents: tuple[str, str]) -> None:
    subjects = [
        Subject(f"{town}{number}", f"{town}{number}", town, given={"site": D(site), "fix": D(100)})
        for town, (good, fair) in counts.items()
        for number, site in enumerate(["89"] * good + ["85"] * fair)
    ]
    result = compute(templates.load("xiangan_villages"), subjects)
    assert [share.count for share in result.stats.distribution] == [best, 113 - best, 0, 0]
    assert tuple(str(share.percent) for share in result.stats.distribution[:2]) == percents
    found = {one.group: [share.count for share in one.distribution] for one in result.groups}
    assert found == {town: [*pair, 0, 0] for town, pair in counts.items()}


def test_xiangan_towns_tie_on_two_places() -> None:
    means = {
        "马巷镇": "88.884",
        "新店镇": "88.876",
        "内厝镇": "88.83",
        "大嶝街道": "88.64",
        "新圩镇": "87.56",
    }
    subjects = [unit(name, given={"villages": [D(score)]}) for name, score in means.items()]
    result = compute(templates.load("xiangan_towns"), subjects)
    assert [(row.rank, str(row.shown)) for row in result.rows][:3] == [
        (1, "88.88"),
        (1, "88.88"),
        (3, "88.83"),
    ]
    assert [row.rank for row in result.rows] == [1, 1, 3, 4, 5]


def spread(high: str, low: str, count: int) -> list[str]:
    """`count` scores from high to low, the middle ones at 85 or just below the highest."""
    return [high, *[min("85", high)] * (count - 2), low]


FEIDONG = [
    ("回迁安置小区", spread("92.73", "77.47", 7), [0], [6], []),
    ("2017年后交房物业小区", spread("96.50", "81.67", 7), [0], [], [6]),
    ("2017年前交房物业小区", ["93", "92", *["85"] * 11, "79", "78", "77"], [0, 1], [13, 14, 15], []),
    ("回迁安置小区", spread("84.25", "74.50", 6), [], [5], []),
    ("2017年后交房物业小区", spread("87.75", "83.00", 5), [], [], [4]),
    ("2017年前交房物业小区", ["85.50", *["82"] * 10, "79", "78", "77"], [], [11, 12, 13], []),
]


@pytest.mark.parametrize(("group", "scores", "best", "worst", "urged"), FEIDONG)
def test_feidong_double_thresholds(
    group: str, scores: list[str], best: list[int], worst: list[int], urged: list[int]
) -> None:
    subjects = [unit(f"{place:02}", score, group) for place, score in enumerate(scores)]
    result = compute(templates.load("feidong"), subjects)
    found = [[int(row.key) for row in result.listed(name)] for name in ("示范小区", "后进小区", "重点督促")]
    assert found == [best, worst, urged]


YUNXI = """
集镇组 云溪社区 18.5 17.5 18.0 13.5 14.0 9.0 92.31 88.0 0 90.61 5
集镇组 柳湾村 19.0 18.5 19.0 14.0 14.0 9.5 100.00 94.0 0 95.20 2
集镇组 石桥村 17.0 16.5 六处 13.0 13.5 8.5 81.82 86.0 -1.0 83.81 10
集镇组 新塘村 18.0 18.0 17.5 13.5 13.5 9.0 87.50 90.0 0 89.15 7
平坝组 花园村 18.5 18.0 18.5 13.5 13.5 9.0 100.00 92.0 0 92.90 3
平坝组 双井村 18.0 18.5 18.0 14.0 13.5 9.0 100.00 92.0 0 92.90 3
平坝组 稻香村 19.0 19.0 18.5 14.0 14.5 9.5 100.00 95.0 0.5 96.15 1
平坝组 南坡村 16.0 16.0 15.5 12.0 12.5 8.0 66.67 82.0 0 77.53 12
山区组 东岭村 17.5 17.5 17.0 13.0 13.0 9.0 85.71 90.0 0 87.04 9
山区组 西坪村 18.0 17.0 17.5 13.5 13.0 8.5 100.00 91.0 0 90.35 6
山区组 北沟村 15.5 16.5 16.0 缺项 12.5 8.5 66.67 84.0 0 79.48 11
山区组 松林村 18.0 18.0 18.0 14.0 13.5 9.0 83.33 89.0 0 88.92 8
"""


def yunxi_cell(text: str) -> Cell | Decimal:
    if text == "缺项":
        return Cell(missing=MissingUse("peer_mean", "通村道路塌方，未到点位"))
    if text == "六处":
        return Cell(deductions=(Deduction("垃圾桶外溢", count=D(6)),))
    return D(text)


def test_yunxi_in_one_month() -> None:
    subjects, expected = [], {}
    for line in YUNXI.strip().splitlines():
        group, name, *texts = line.split()
        marks = {str(code): yunxi_cell(text) for code, text in enumerate(texts[:6], 1)}
        extra = (Adjustment(D(texts[8]), "上级抽检"),) if texts[8] != "0" else ()
        fetched = {"fix": D(texts[6]), "people": D(texts[7])}
        subjects.append(Subject(name, name, group, cells=marks, given=fetched, adjustments=extra))
        expected[name] = (texts[9], int(texts[10]))
    result = compute(templates.load("yunxi"), subjects)
    assert {row.name: (str(row.shown), row.rank) for row in result.rows} == expected
    assert str(result.stats.mean_shown) == "88.67"
    assert [share.count for share in result.stats.distribution] == [6, 4, 2, 0]
    assert [(one.group, one.ranked) for one in result.groups] == [("集镇组", 4), ("平坝组", 4), ("山区组", 4)]
    assert [row.group_rank for row in result.rows] == [1, 1, 2, 2, 2, 1, 3, 2, 3, 4, 4, 4]
    assert [row.name for row in result.listed("红榜")] == ["稻香村", "柳湾村", "花园村", "双井村"]
    assert [row.name for row in result.listed("黑榜")] == ["北沟村", "南坡村"]
    assert result.row("北沟村").notes == (
        "水体沟渠缺项（通村道路塌方，未到点位），取本组其他单位同项平均，计 13.5 分。",
    )
