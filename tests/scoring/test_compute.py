"""From entries to totals: weights, scaling, judges, bonus and deduction caps, vetoes, upper scores, R14, breakdowns."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.scoring.build import D, cells, given, item, items, one_score, scheme, unit, units
from xiangfeng.scoring.compute import Plan, compute, total
from xiangfeng.scoring.entry import Adjustment, Cell, Deduction, Subject, Upper, VetoHit
from xiangfeng.scoring.scheme import Caps, Rule, Scheme, SchemeError, Source, Veto

TWO = scheme(items(item("1", "60"), item("2", "40")))


def value(made: Scheme, subject: Subject) -> object:
    return compute(made, [subject]).row(subject.key).total


def test_items_are_summed_and_the_total_rounded_once_at_the_end() -> None:
    made = scheme(items(item("1", "60"), item("2", "60")), places=1)
    row = compute(made, [unit("甲", cells=cells(i1="40", i2="33.5"))]).row("甲")
    assert row.total == Fraction(735, 12)  # 73.5 of 120
    assert str(row.shown) == "61.3"  # 61.25 half up
    assert str(compute(replace(made, places=0), [row.subject]).row("甲").shown) == "61"


def test_a_raw_source_is_not_brought_to_100() -> None:
    made = scheme(items(item("1", "60"), item("2", "60"), scale=False))
    assert value(made, unit("甲", cells=cells(i1="40", i2="33.5"))) == D("73.5")


def test_sources_nest_freely() -> None:
    """实地 60（第三方 90 / 城管 10）＋问卷 40."""
    field = Source("field", "实地", D(60), kind="mix", children=(given("third", "90"), given("city", "10")))
    made = scheme(field, given("paper", "40"))
    subject = unit("甲", given={"third": D(90), "city": D(80), "paper": D("85.5")})
    assert value(made, subject) == D(89) * D("0.6") + D("85.5") * D("0.4")


def test_a_township_from_its_villages_and_a_road() -> None:
    """村均 70% ＋ 路段 30%, the mean exact."""
    made = scheme(Source("villages", "村均", D(70), kind="mean"), given("road", "30"))
    subject = unit("甲镇", given={"villages": [D(90), D(91), D(92)], "road": D(88)})
    assert value(made, subject) == D(91) * D("0.7") + D(88) * D("0.3")
    thirds = unit("乙镇", given={"villages": [D(90), D(90), D(91)], "road": D(100)})
    assert value(made, thirds) == Fraction(271, 3) * Fraction(7, 10) + 30


def test_bounds_of_a_mean_and_its_arithmetic() -> None:
    made = scheme(Source("rounds", "各轮", kind="mean", full=D(50)))
    row = compute(made, [unit("甲", given={"rounds": [D(0), D(50), D(40)]})]).row("甲")
    assert row.total == 60
    assert row.breakdown.children[0].formula == "(0 ＋ 50 ＋ 40) ÷ 3 = 30；30 ÷ 50 × 100 = 60"
    assert [part.value for part in row.breakdown.children[0].children] == [0, 50, 40]
    wrong = compute(made, [unit("甲", given={"rounds": [D(0), D("50.5")]})]).row("甲")
    assert (wrong.status, wrong.notes) == ("pending", ("各轮：50.5 超过满分 50，请改为 0–50。",))


def test_a_given_score_with_another_full_mark() -> None:
    assert value(scheme(given("a", full=D(10))), unit("甲", given={"a": D("9.5")})) == D(95)
    assert value(scheme(given("a", full=D(120))), unit("甲", given={"a": D(100)})) == Fraction(250, 3)


def test_judges_are_averaged_and_trimmed_when_asked() -> None:
    marks = Cell(judges=(D(50), D(54), D(55), D(60)))
    subject = unit("甲", cells={"1": marks, "2": D(40)})
    assert value(TWO, subject) == D("94.75")
    assert value(replace(TWO, trim_judges=True), subject) == D("94.5")
    pair = unit("甲", cells={"1": Cell(judges=(D(50), D(60))), "2": D(40)})
    assert value(replace(TWO, trim_judges=True), pair) == D(95)
    several = unit("甲", given={"a": [D(80), D(90), D(100), D(60)]})
    assert value(scheme(given("a")), several) == D("82.5")
    assert value(scheme(given("a", trim=True)), several) == D(85)


def test_raw_entries_and_typed_points_mix() -> None:
    subject = unit("甲", cells={"1": Cell(count=D(6)), "2": Cell(value=D(39))})
    assert value(TWO, subject) == D(96)


def test_typed_points_win_but_a_difference_is_noted() -> None:
    subject = unit(
        "甲", cells={"1": Cell(value=D(58), deductions=(Deduction("外溢", count=D(6)),)), "2": D(40)}
    )
    row = compute(TWO, [subject]).row("甲")
    assert row.total == 98
    assert row.notes == ("项目1录入 58 分，按检查记录应为 57 分。",)
    agreed = unit("甲", cells={"1": Cell(value=D(57), count=D(6)), "2": D(40)})
    assert compute(TWO, [agreed]).row("甲").notes == ()


@pytest.mark.parametrize("wrong", [D("60.5"), D("-0.5")])
def test_a_score_out_of_range_is_never_counted(wrong: object) -> None:
    assert isinstance(wrong, type(D(1)))
    row = compute(TWO, [unit("甲", cells={"1": wrong, "2": D(40)})]).row("甲")
    assert (row.status, row.total, row.rank) == ("pending", None, None)
    assert "未计入，请改正" in row.notes[0]
    given_row = compute(one_score(), units({"甲": "100.5"})).row("甲")
    assert given_row.status == "pending"
    assert given_row.notes == ("来源score：100.5 超过满分 100，请改为 0–100。",)


def test_bounds_of_a_cell_belong_to_it() -> None:
    assert value(TWO, unit("甲", cells=cells(i1="60", i2="0"))) == 60
    assert value(TWO, unit("甲", cells={"1": Cell(judges=(D(0), D(60))), "2": D(40)})) == 70
    assert value(TWO, unit("甲", cells=cells(i1="60"), upper=(Upper("cell", D(0), "县", "2"),))) == 60


def test_bonus_and_deductions_with_caps() -> None:
    made = one_score(caps=Caps(bonus_each=D(2), bonus_total=D(3), deduction_each=D(4), deduction_total=D(5)))
    plus = tuple(Adjustment(D(points), text) for points, text in ((5, "经验推广"), (2, "承办现场会")))
    row = compute(made, [unit("甲", "80", adjustments=plus)]).row("甲")
    assert row.total == 83
    assert row.notes == ("“经验推广”+5，超过每项上限，计 +2。", "加分合计超过总上限，计 +3。")
    minus = tuple(Adjustment(D(points), "抽检") for points in (-6, -2))
    assert value(made, unit("乙", "80", adjustments=minus)) == 75
    assert value(one_score(), unit("丙", "80", adjustments=(*plus, *minus))) == 79


def test_bonus_items_add_to_the_total() -> None:
    made = scheme(items(item("1", "100"), item("2", "2", "R10", each="0.5")), total_max=D(101))
    assert value(made, unit("甲", cells=cells(i1="90"))) == 90
    assert value(made, unit("甲", cells=cells(i1="90", i2=Cell(count=D(5))))) == 92
    assert value(made, unit("甲", cells=cells(i1="100", i2=Cell(count=D(5))))) == 101
    part = (
        compute(made, [unit("甲", cells=cells(i1="90", i2=Cell(count=D(5))))])
        .row("甲")
        .breakdown.children[-1]
    )
    assert (part.kind, part.label, part.value) == ("adjustment", "项目2", D(2))


def test_a_total_is_never_below_zero() -> None:
    assert value(one_score(), unit("甲", "3", adjustments=(Adjustment(D(-5), "抽检"),))) == 0


@pytest.mark.parametrize(
    ("effect", "score", "status", "total_score"),
    [
        ("no_award", "95", "ranked", "95"),
        ("cap", "95", "ranked", "60"),
        ("cap", "55", "ranked", "55"),
        ("zero", "95", "ranked", "0"),
        ("no_rank", "95", "unranked", "95"),
    ],
)
def test_vetoes(effect: str, score: str, status: str, total_score: str) -> None:
    made = one_score(vetoes=(Veto("V1", "弄虚作假", effect, D(60)),))
    row = compute(made, [unit("甲", score, vetoes=(VetoHit("V1", "台账作假"),))]).row("甲")
    assert (row.status, row.total) == (status, D(total_score))
    assert row.notes[0].startswith("一票否决：弄虚作假的，")
    assert row.notes[0].endswith("（台账作假）。")


def test_an_unknown_veto_is_said_not_applied() -> None:
    row = compute(one_score(), [unit("甲", "95", vetoes=(VetoHit("V9"),))]).row("甲")
    assert row.total == 95
    assert row.notes == ("方案里没有编号为“V9”的一票否决，未计入。",)


def test_entries_without_a_place_are_said_not_counted() -> None:
    uppers = (Upper("cell", D(1), "县", "9"), Upper("region", D(2), "市"), Upper("note", D(3), "省"))
    subject = unit("甲", cells=cells(i1="60", i2="40", i7="5"), given={"fix": D(1)}, upper=uppers)
    row = compute(TWO, [subject]).row("甲")
    assert row.total == 100
    assert row.notes == (
        "省考评成绩 3。",
        "方案里没有编号为“7”的计分项目，未计入。",
        "方案里没有标识为“fix”的分数来源，未计入。",
        "县考评成绩 1 对不上方案里的项目或来源“9”，未计入。",
        "市考评成绩 2 对不上方案里的项目或来源“”，未计入。",
    )


def test_upper_level_scores_replace_ours_at_every_level() -> None:
    made = scheme(items(item("1", "60"), item("2", "40"), weight="50"), given("fix", "50"))
    base = unit("甲", cells=cells(i1="50", i2="40"), given={"fix": D(80)})
    at_cell = replace(base, upper=(Upper("cell", D(60), "县", "1"),))
    at_source = replace(base, upper=(Upper("source", D(70), "市", "site", "市暗访"),))
    at_total = replace(
        base, upper=(Upper("subject", D("93.7"), "市"),), adjustments=(Adjustment(D(5), "加分"),)
    )
    beside = replace(base, upper=(Upper("note", D("93.7"), "泉州", note="暗访"),))
    assert [value(made, one) for one in (base, at_cell, at_source, at_total, beside)] == [
        D(85), D(90), D(75), D("93.7"), D(85)
    ]  # fmt: skip
    result = compute(made, [at_source])
    assert result.row("甲").notes == ("来源site采用市考评成绩 70（市暗访），本级 90。",)
    assert "甲：来源site采用市考评成绩 70（市暗访），本级 90。" in result.caliber
    assert compute(made, [beside]).row("甲").notes == ("泉州考评成绩 93.7（暗访）。",)


def test_the_highest_level_wins_and_an_empty_cell_may_be_replaced() -> None:
    uppers = (Upper("cell", D(10), "市", "1"), Upper("cell", D(20), "县", "1"))
    assert value(TWO, unit("甲", cells=cells(i2="40"), upper=uppers)) == 50


def test_an_upper_score_out_of_range_is_not_counted() -> None:
    made = one_score()
    row = compute(made, [unit("甲", "80", upper=(Upper("source", D(101), "县", "score"),))]).row("甲")
    assert row.status == "pending"
    assert row.notes == ("来源score的县成绩 101 不在 0–100 之间，请改正。",)


def test_an_upper_score_of_zero_or_full_counts_and_needs_none_of_ours() -> None:
    made = scheme(items(item("1", "30"), item("2", "20")))
    for score in (D(0), D(100)):
        row = compute(
            made, [unit("甲", cells=cells(i1="10"), upper=(Upper("source", score, "县", "site"),))]
        ).row("甲")
        assert (row.status, row.total) == ("ranked", score)
        assert row.notes == (f"来源site采用县考评成绩 {score}。",)
    whole = compute(made, [unit("甲", upper=(Upper("subject", D(88), "县"),))]).row("甲")
    assert (whole.total, whole.notes) == (D(88), ("综合得分采用县考评成绩 88。",))
    open_sheet = compute(made, [unit("甲", cells=cells(i1="10"))]).row("甲")
    assert (open_sheet.status, open_sheet.breakdown.children[0].formula) == ("pending", "待补")


def test_r14_ranks_a_cell_and_gives_points() -> None:
    made = scheme(items(item("1", "90"), item("2", "10", "R14", each="2")))
    entered = {"甲": "300", "乙": "200", "丙": "300", "丁": "100"}
    subjects = [
        unit(name, cells=cells(i1="80", i2=Cell(actual=D(number)))) for name, number in entered.items()
    ]
    result = compute(made, subjects)
    assert {row.name: row.total for row in result.rows} == {"甲": 90, "丙": 90, "乙": 86, "丁": 84}
    assert result.row("乙").breakdown.children[0].children[1].formula == "200 排第 3 名，得 6"


def test_r14_reassigns_each_judge_group_before_averaging() -> None:
    """德州: 三组各自排名, 按名次重新赋分, 再平均."""
    third = Rule("R14", {"each": 5, "rest": 60})
    three = tuple(
        given(key, weight, rank_score=third) for key, weight in (("a", "40"), ("b", "30"), ("c", "30"))
    )
    made = scheme(*three)
    subjects = [
        unit("甲", given={"a": D(70), "b": D(90), "c": D(85)}),
        unit("乙", given={"a": D(75), "b": D(80), "c": D(85)}),
        unit("丙", given={"a": D(60), "b": D(70), "c": D(60)}),
    ]
    totals = {row.name: row.total for row in compute(made, subjects).rows}
    assert totals == {"甲": D(98), "乙": D("98.5"), "丙": D(90)}


def test_an_unranked_unit_gets_rank_points_and_pushes_nobody_down() -> None:
    made = scheme(items(item("1", "10", "R14", each="2", lower=True)))
    entered = {"甲": ("3", True), "示范": ("1", False), "乙": ("5", True), "外": ("5", False)}
    subjects = [
        unit(name, cells=cells(i1=Cell(actual=D(number))), is_ranked=ranked)
        for name, (number, ranked) in entered.items()
    ]
    totals = {row.name: row.total for row in compute(made, subjects).rows}
    assert totals == {"甲": 100, "示范": 100, "乙": 80, "外": 80}


def test_r14_stays_within_the_group_when_groups_are_ranked_apart() -> None:
    made = scheme(given("a", rank_score=Rule("R14", {"each": 10})), ranking="group", groups=("一", "二"))
    subjects = [unit(name, group=group, given={"a": D(score)}) for name, group, score in
                (("甲", "一", 90), ("乙", "一", 80), ("丙", "二", 50))]  # fmt: skip
    assert {row.name: row.total for row in compute(made, subjects).rows} == {"甲": 100, "乙": 90, "丙": 100}


def test_r13_as_the_rule_of_an_item_waits_for_the_upper_score() -> None:
    made = scheme(items(item("1", "100", "R13", by="县")))
    assert compute(made, [unit("甲", cells={"1": Cell(note="县未到")})]).row("甲").status == "pending"
    assert value(made, unit("甲", cells={"1": Cell(value=D(88), given_by="县")})) == 88


def test_every_number_opens_down_to_the_finding() -> None:
    finding = Deduction("垃圾桶外溢", count=D(6), ref="JC-7", photo="p1")
    subject = unit("甲", cells={"1": Cell(count=D(6), deductions=(finding,), given_by="镇"), "2": D(40)})
    tree = compute(TWO, [subject]).row("甲").breakdown
    source = tree.children[0]
    cell = source.children[0]
    assert tree.formula == "97×100% = 97"
    assert source.formula == "57 ＋ 40 = 97"
    assert (cell.formula, cell.rule, cell.by) == (
        "60 − 6×0.5 = 57",
        "满分60分，每处扣0.5分，扣完为止。",
        "镇",
    )
    leaf = cell.children[0]
    assert (leaf.kind, leaf.label, leaf.value, leaf.ref, leaf.photo) == (
        "finding",
        "垃圾桶外溢",
        D(-3),
        "JC-7",
        "p1",
    )


def test_findings_show_their_own_price_or_that_of_the_rule() -> None:
    found = (Deduction("倾倒", points=D(3)), Deduction("外溢", count=D(2)), Deduction("积水"))
    made = scheme(items(item("1", "60"), item("2", "40", "R2")))
    cells_ = {
        "1": Cell(deductions=found),
        "2": Cell(deductions=(Deduction("未公示"), Deduction("缺页", points=D(1)))),
    }
    first, second = compute(made, [unit("甲", cells=cells_)]).row("甲").breakdown.children[0].children
    assert [(leaf.value, leaf.formula) for leaf in first.children] == [
        (D(-3), "扣 3"), (D(-1), "2 处，扣 1"), (D("-0.5"), "扣 0.5")
    ]  # fmt: skip
    assert [(leaf.value, leaf.formula) for leaf in second.children] == [(None, ""), (D(-1), "扣 1")]


@pytest.mark.parametrize(
    ("marks", "trim", "formula"),
    [
        (["50", "60"], True, "(50 ＋ 60) ÷ 2 = 55"),
        (["50", "55", "60"], True, "去最高最低后 (55) ÷ 1 = 55"),
        (["50", "55", "60"], False, "(50 ＋ 55 ＋ 60) ÷ 3 = 55"),
        (["50"] * 12, False, f"({' ＋ '.join(['50'] * 12)}) ÷ 12 = 50"),
        (["50"] * 13, False, "(13 个数之和) ÷ 13 = 50"),
    ],
)
def test_how_judges_are_averaged_is_said(marks: list[str], trim: bool, formula: str) -> None:
    made = replace(TWO, trim_judges=trim)
    subject = unit("甲", cells={"1": Cell(judges=tuple(map(D, marks))), "2": D(40)})
    assert compute(made, [subject]).row("甲").breakdown.children[0].children[0].formula == formula


def test_streaming_gives_the_same_total() -> None:
    subject = unit("甲", cells=cells(i1="55.5", i2=Cell(count=D(3))))
    assert total(Plan(TWO), subject) == value(TWO, subject) == D(94)
    assert total(Plan(TWO), unit("乙", cells=cells(i1="55.5"))) is None


def test_silly_precision_stays_exact() -> None:
    long = "33.333333333333333333333333333333333333333333333333"
    assert value(one_score(), unit("甲", long)) == D(long)
    made = scheme(given("a", "70"), given("b", "30"))
    subject = unit("甲", given={"a": D(long), "b": D(long)})
    assert value(made, subject) == D(long)


def test_a_scheme_with_problems_is_refused() -> None:
    with pytest.raises(SchemeError, match="方案还不能用：方案还没有分数来源。"):
        compute(scheme(), [])


def test_a_unit_twice_is_refused() -> None:
    with pytest.raises(SchemeError, match="有重复的单位：甲。"):
        compute(one_score(), [unit("甲", "1"), unit("甲", "2")])


def test_nobody_to_score() -> None:
    result = compute(one_score(), [])
    assert result.rows == ()
    assert result.stats.mean is None
