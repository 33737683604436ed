"""Ranks, grades, listings, awards, statistics, and the comparison with earlier periods."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scoring.build import D, given, one_score, scheme, unit, units
from xiangfeng.scoring.compute import Award, Result, compute, percent
from xiangfeng.scoring.entry import Adjustment, Past, Subject, Upper, VetoHit
from xiangfeng.scoring.scheme import Band, Grade, Listing, Scheme, Source, Tier, Veto

GRADES = (Grade("优", D(90)), Grade("良", D(80)), Grade("及格", D(60)), Grade("不及格"))


def ranks(result: Result) -> dict[str, int | None]:
    return {row.name: row.rank for row in result.rows}


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "及格"),
        ("60", "及格"),
        ("59.99", "不及格"),
        ("0", "不及格"),
    ],
)
def test_the_line_itself_belongs_to_the_better_grade(score: str, grade: str) -> None:
    assert compute(one_score(grades=GRADES), units({"甲": score})).row("甲").grade == grade


@pytest.mark.parametrize(("rank_on", "grade", "second"), [("shown", "优", 1), ("exact", "良", 2)])
def test_ranking_and_grading_on_shown_or_exact(rank_on: str, grade: str, second: int) -> None:
    made = one_score(rank_on=rank_on, grades=GRADES)
    result = compute(made, units({"甲": "90.004", "乙": "89.995"}))
    assert [str(row.shown) for row in result.rows] == ["90.00", "90.00"]
    assert (result.row("乙").grade, result.row("乙").rank) == (grade, second)
    assert result.row("甲").tied is (rank_on == "shown")


def test_no_grade_without_grades() -> None:
    assert compute(one_score(), units({"甲": "90"})).row("甲").grade == ""
    assert compute(one_score(grades=GRADES[:1]), units({"甲": "50"})).row("甲").grade == ""


def test_unranked_units_stand_below_in_the_same_table() -> None:
    subjects = [*units({"甲": "80", "乙": "90"}), unit("示范村", "99", is_ranked=False), unit("未录")]
    result = compute(one_score(grades=GRADES), subjects)
    assert [(row.name, row.rank, row.status) for row in result.rows] == [
        ("乙", 1, "ranked"), ("甲", 2, "ranked"), ("示范村", None, "unranked"), ("未录", None, "pending")
    ]  # fmt: skip
    demo = result.row("示范村")
    assert (demo.shown, demo.grade, demo.lists, demo.awards) == (D("99.00"), "", (), ())
    assert (result.stats.listed, result.stats.ranked, result.stats.mean_shown) == (4, 2, D("85.00"))


GROUPED = [
    *units({"甲": "95", "乙": "85", "丙": "85"}, "一组"),
    *units({"丁": "90", "戊": "70"}, "二组"),
]


def test_groups_ranked_together_or_apart() -> None:
    together = compute(one_score(groups=("二组", "一组")), GROUPED)
    assert ranks(together) == {"甲": 1, "丁": 2, "乙": 3, "丙": 3, "戊": 5}
    assert together.row("戊").group_rank == 2
    apart = compute(one_score(groups=("二组", "一组"), ranking="group"), GROUPED)
    assert list(ranks(apart).items()) == [("丁", 1), ("戊", 2), ("甲", 1), ("乙", 2), ("丙", 2)]
    assert apart.row("乙").tied
    assert not apart.row("甲").tied


def test_lower_is_better() -> None:
    made = one_score(
        direction="lower",
        grades=(Grade("好", D(5)), Grade("差")),
        listings=(
            Listing("红榜", "top", (Band(1, 1),), at_least=D(5)),
            Listing("黑榜", "bottom", (Band(1, 1),)),
        ),
    )
    result = compute(made, units({"甲": "5", "乙": "5.5", "丙": "9"}))
    assert ranks(result) == {"甲": 1, "乙": 2, "丙": 3}
    assert [row.grade for row in result.rows] == ["好", "差", "差"]
    assert [row.lists for row in result.rows] == [("红榜",), (), ("黑榜",)]


# 双阈值: 示范 ≥90 且组内前 k; 后进 <80 且组内后 m; k, m 随组规模
DOUBLE = one_score(
    ranking="group",
    listings=(
        Listing("示范", "top", (Band(1, 1), Band(10, 2)), at_least=D(90), colour="red"),
        Listing("后进", "bottom", (Band(1, 1), Band(10, 3)), below=D(80), colour="black"),
    ),
)


def listed(made: Scheme, scores: list[str]) -> dict[str, list[str]]:
    names = {f"{number}号": score for number, score in enumerate(scores, 1)}
    result = compute(made, units(names, "组"))
    return {listing.name: [row.name for row in result.listed(listing.name)] for listing in made.listings}


@pytest.mark.parametrize(
    ("scores", "best", "worst"),
    [
        (["92.73", "85", "77.47"], ["1号"], ["3号"]),
        (["96.5", "85", "81.67"], ["1号"], []),
        (["84.25", "80", "74.5"], [], ["3号"]),
        (["90", "85", "80"], ["1号"], []),
        (["89.99", "85", "79.99"], [], ["3号"]),
        (["95", "95", "79", "79"], ["1号", "2号"], ["3号", "4号"]),
        (["95"], ["1号"], []),
        (["75"], [], ["1号"]),
        ([str(96 - number) for number in range(9)], ["1号"], []),
        ([*["95", "94", "93"], *["85"] * 4, "79", "78", "77"], ["1号", "2号"], ["8号", "9号", "10号"]),
        ([*["95", "89", "88"], *["85"] * 4, "80", "78", "77"], ["1号"], ["9号", "10号"]),
    ],
)
def test_double_thresholds(scores: list[str], best: list[str], worst: list[str]) -> None:
    assert listed(DOUBLE, scores) == {"示范": best, "后进": worst}


def test_red_ten_and_black_five_do_not_overlap_unless_allowed() -> None:
    red, black = Listing("红榜", "top", (Band(1, 10),)), Listing("黑榜", "bottom", (Band(1, 5),))
    scores = [str(99 - number) for number in range(12)]
    found = listed(one_score(listings=(red, black)), scores)
    assert found["红榜"] == [f"{number}号" for number in range(1, 11)]
    assert found["黑榜"] == ["11号", "12号"]
    both = listed(one_score(listings=(red, replace(black, exclusive=False))), scores)
    assert both["黑榜"] == [f"{number}号" for number in range(8, 13)]


def test_a_group_too_small_for_any_band_has_no_places() -> None:
    assert listed(one_score(listings=(Listing("红榜", "top", (Band(3, 1),)),)), ["90", "80"]) == {"红榜": []}


def test_a_listing_may_look_within_groups_while_all_rank_together() -> None:
    made = one_score(listings=(Listing("组内第一", "top", (Band(1, 1),), within="group"),))
    assert [row.name for row in compute(made, GROUPED).listed("组内第一")] == ["甲", "丁"]


def awards(made: Scheme, subjects: list[Subject]) -> dict[str, str]:
    return {
        row.name: "、".join(str(award.amount) for award in row.awards) for row in compute(made, subjects).rows
    }


def test_awards_by_rank_with_ties_at_the_edge() -> None:
    made = one_score(tiers=(Tier("一等", D(5000), 1, 2), Tier("二等", D(2000), 3, 7)))
    assert awards(made, units({"甲": "95", "乙": "94", "丙": "94", "丁": "90"})) == {
        "甲": "5000", "乙": "5000", "丙": "5000", "丁": "2000"
    }  # fmt: skip


def test_awards_by_condition() -> None:
    made = one_score(tiers=(Tier("受检优胜", D(2000), at_least=D(90), needs_upper=True),))
    upper = (Upper("note", D(92), "南安"),)
    subjects = [unit("甲", "90", upper=upper), unit("乙", "89.99", upper=upper), unit("丙", "99")]
    assert awards(made, subjects) == {"丙": "", "甲": "2000", "乙": ""}


def test_awards_by_grade_by_score_below_and_from_the_bottom() -> None:
    made = one_score(
        grades=GRADES,
        tiers=(
            Tier("末位", D(-400), 1, 1, side="bottom", below=D(80)),
            Tier("优胜", D(100), grades=("优",)),
        ),
    )
    assert awards(made, units({"甲": "90", "乙": "85", "丙": "79.99"})) == {
        "甲": "100",
        "乙": "",
        "丙": "-400",
    }
    assert awards(made, units({"甲": "90", "乙": "85", "丙": "80"})) == {"甲": "100", "乙": "", "丙": ""}


def test_awards_from_a_later_rank_on() -> None:
    made = one_score(tiers=(Tier("鼓励", D(1), 3),))
    assert awards(made, units({"甲": "9", "乙": "8", "丙": "7", "丁": "6"})) == {
        "甲": "", "乙": "", "丙": "1", "丁": "1"
    }  # fmt: skip


def test_a_veto_bars_from_honours_but_not_from_the_bottom() -> None:
    made = one_score(
        listings=(Listing("红榜", "top", (Band(1, 1),)), Listing("黑榜", "bottom", (Band(1, 2),))),
        tiers=(Tier("一等", D(100), 1, 1), Tier("末位", D(-100), 1, 2, side="bottom")),
        vetoes=(Veto("V1", "造假"),),
    )
    hit = (VetoHit("V1"),)
    result = compute(made, [unit("甲", "95", vetoes=hit), unit("乙", "90"), unit("丙", "80", vetoes=hit)])
    assert (result.row("甲").rank, result.row("甲").lists, result.row("甲").awards) == (1, (), ())
    assert result.row("丙").lists == ("黑榜",)
    assert result.row("丙").awards == (Award("末位", D(-100)),)


@pytest.mark.parametrize(
    ("tier", "is_given"),
    [
        (Tier("表扬", D(0), 1, 1), False),
        (Tier("奖励", D(1), 1, 1, side="bottom"), False),
        (Tier("约谈", D(0), 1, 1, side="bottom"), True),
        (Tier("约谈", D(0), below=D(96)), True),
        (Tier("扣减", D(-1), 1, 1), True),
    ],
)
def test_a_veto_takes_only_honours(tier: Tier, is_given: bool) -> None:
    made = one_score(tiers=(tier,), vetoes=(Veto("V1", "造假"),))
    row = compute(made, [unit("甲", "95", vetoes=(VetoHit("V1"),))]).row("甲")
    assert bool(row.awards) is is_given
    assert compute(made, units({"甲": "95"})).row("甲").awards != ()


def test_change_against_the_last_period() -> None:
    past = {"甲": Past(3, D("88.00"), 3), "乙": Past(1, D("92.10"), 3), "丙": Past(None, None)}
    result = compute(one_score(), units({"甲": "95.15", "乙": "90", "丙": "80", "丁": "70"}), past)
    changes = {row.name: (row.change_rank, row.change_score) for row in result.rows}
    assert changes == {
        "甲": (2, D("7.15")), "乙": (-1, D("-2.10")), "丙": (None, None), "丁": (None, None)
    }  # fmt: skip


def month(**places: int) -> dict[str, Past]:
    return {name: Past(place, D(80), len(places)) for name, place in places.items()}


@pytest.mark.parametrize(
    ("history", "months"),
    [
        ([], 1),
        ([month(甲=1, 乙=2, 丙=3)], 2),
        ([month(甲=1, 乙=2, 丙=3), month(甲=1, 乙=2, 丙=2)], 3),
        ([month(甲=1, 乙=2, 丙=3), month(甲=2, 乙=3, 丙=1)], 1),
        ([month(甲=2, 乙=3, 丙=1), month(甲=1, 乙=2, 丙=3)], 2),
        ([month(甲=1, 乙=1, 丙=1)], 1),
        ([month(甲=1, 乙=2)], 1),
        ([month(甲=1, 乙=2, 丙=3, 已撤并的村=4)], 1),
        ([month(甲=1, 乙=2, 丙=3, 已撤并的村=3)], 2),
    ],
)
def test_months_at_the_bottom_in_a_row(history: list[dict[str, Past]], months: int) -> None:
    result = compute(one_score(), units({"甲": "90", "乙": "80", "丙": "70"}), history=history)
    assert [row.months_at_bottom for row in result.rows] == [0, 0, months]


def test_the_bottom_is_that_of_the_group_when_ranked_apart() -> None:
    made = one_score(ranking="group", groups=("一", "二"))
    subjects = [*units({"甲": "90", "乙": "80"}, "一"), *units({"丙": "70", "丁": "60", "戊": "50"}, "二")]
    past = month(甲=1, 乙=2, 丙=1, 丁=2, 戊=3)
    past = {name: Past(one.rank, one.total) for name, one in past.items()}
    result = compute(made, subjects, history=[past])
    assert {row.name: row.months_at_bottom for row in result.rows} == {
        "甲": 0,
        "乙": 2,
        "丙": 0,
        "丁": 0,
        "戊": 2,
    }


def test_nobody_is_last_when_all_are_equal_or_alone() -> None:
    assert [row.months_at_bottom for row in compute(one_score(), units({"甲": "80", "乙": "80"})).rows] == [
        0,
        0,
    ]
    assert compute(one_score(), units({"甲": "80"})).row("甲").months_at_bottom == 0


def test_statistics_and_exclusive_distribution() -> None:
    scores = {f"{number}": "95" if number < 21 else "85" for number in range(113)}
    stats = compute(one_score(grades=GRADES), units(scores)).stats
    assert [(share.name, share.count, str(share.percent)) for share in stats.distribution] == [
        ("优", 21, "18.58"), ("良", 92, "81.42"), ("及格", 0, "0.00"), ("不及格", 0, "0.00")
    ]  # fmt: skip
    assert (stats.highest, stats.lowest) == (D("95.00"), D("85.00"))
    assert str(percent(15, 113)) == "13.27"
    assert str(percent(98, 113)) == "86.73"


def test_cumulative_distribution() -> None:
    made = one_score(grades=GRADES, distribution="cumulative")
    result = compute(made, units({"甲": "95", "乙": "85", "丙": "50", "丁": "82"}))
    assert [share.count for share in result.stats.distribution] == [1, 3, 3, 4]
    assert "等次个数按累计统计，高等次也计入低等次。" in result.caliber


def test_the_mean_is_of_the_scores_that_rank() -> None:
    scores = units({"甲": "90.06", "乙": "80.06"})
    shown = compute(one_score(places=1), scores).stats
    exact = compute(one_score(places=1, rank_on="exact"), scores).stats
    assert (str(shown.mean_shown), str(exact.mean_shown)) == ("85.10", "85.06")


def test_groups_are_ranked_by_their_published_means() -> None:
    """翔安 2020 第三轮: 88.88 并列第一, 名次 1、1、3、4、5, 虽然未舍入的平均不同."""
    means = {
        "马巷镇": "88.8849",
        "新店镇": "88.8751",
        "内厝镇": "88.83",
        "大嶝街道": "88.64",
        "新圩镇": "87.56",
    }
    subjects = [unit(f"{name}村", score, name) for name, score in means.items()]
    made = one_score(groups=tuple(means), rank_on="exact")
    assert [(one.group, one.rank) for one in compute(made, subjects).groups] == [
        ("马巷镇", 1), ("新店镇", 1), ("内厝镇", 3), ("大嶝街道", 4), ("新圩镇", 5)
    ]  # fmt: skip
    towns = scheme(Source("villages", "各村平均", kind="mean"))
    given_towns = [unit(name, given={"villages": [D(score), D(score)]}) for name, score in means.items()]
    assert [row.rank for row in compute(towns, given_towns).rows] == [1, 1, 3, 4, 5]
    assert [row.rank for row in compute(replace(towns, rank_on="exact"), given_towns).rows] == [1, 2, 3, 4, 5]


def test_caliber_says_how_it_was_done() -> None:
    made = scheme(
        Source("field", "实地", D(60), kind="mix", children=(given("third", "90"), given("city", "10"))),
        Source("paper", "问卷", D(40), kind="mean", trim=True),
        places=1,
        total_max=D(110),
        grades=GRADES[:2] + (Grade("一般"),),
        listings=(
            Listing("示范", "top", (Band(1, 1), Band(10, 2)), at_least=D(90), within="group", colour="red"),
        ),
        tiers=(
            Tier("一等", D(5000), 1, 2),
            Tier("末位", D(-400), 1, 1, side="bottom"),
            Tier("约谈", below=D(60)),
        ),
        vetoes=(Veto("V1", "造假", "cap", D(60)),),
    )
    subject = unit("甲", given={"third": D(90), "city": D(80), "paper": [D(1), D(80), D(99)]},
                   adjustments=(Adjustment(D(1), "县抽检"),))  # fmt: skip
    result = compute(made, [subject])
    assert result.row("甲").total == D("86.4")
    assert result.caliber == (
        "综合得分＝实地×60%＋问卷×40%±加减分，中间不舍入，最后四舍五入保留一位小数。",
        "实地＝来源third×90%＋来源city×10%。",
        "问卷取各次（各处）得分去掉一个最高分和一个最低分后的平均。",
        "综合得分最高110分。",
        "按公布的分数由高到低排名，同分并列，后面名次顺延。",
        "等次：90分以上（含）为优，80分以上（含）为良，其余为一般。",
        "示范（红榜）：组内1个单位以上取前1名、10个单位以上取前2名，且90分以上（含）。",
        "奖惩：第1–2名奖励5000元；倒数第1名扣减以奖代补资金400元；低于60分约谈。",
        "一票否决：造假的，综合得分最高60分。",
    )
