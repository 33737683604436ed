"""Every rule: its sentence, its points at and around each boundary, and what it refuses."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scoring.build import D, item
from xiangfeng.scoring.entry import Cell, Deduction
from xiangfeng.scoring.rules import (
    RULES,
    EmptyEntryError,
    EntryError,
    bind,
    check_given,
    check_value,
    explain,
)
from xiangfeng.scoring.rules.kind import RULE_LABELS
from xiangfeng.scoring.scheme import Rule, SchemeError, Source
from xiangfeng.scoring.scheme.codec import LABELS, NAMES

SUBSETS = {"of": 4, "choices": [{"level": "A", "count": 4}, {"level": "B", "all": ["2", "3", "4"]}]}
CASES = {
    "bands": [
        {"when": "未执行", "minus": 5},
        {"when": "未按时评比", "minus": 4},
        {"when": "未张贴", "minus": 3},
    ]
}
OTHER = [
    {"level": level, "percent": percent}
    for level, percent in zip(["A", "B", "C", "C#"], [100, 70, 40, 10], strict=True)
]
ONLY_A = {"bands": [{"at_most": 0, "level": "A"}]}
COUNT = [
    # R1 每处扣0.5, 扣完为止
    ("R1", "20", {"each": "0.5"}, Cell(count=D(0)), "20", "20 − 0×0.5 = 20"),
    ("R1", "20", {"each": "0.5"}, Cell(count=D(6)), "17", "20 − 6×0.5 = 17"),
    ("R1", "20", {"each": "0.5"}, Cell(count=D(40)), "0", "20 − 40×0.5 = 0"),
    ("R1", "20", {"each": "0.5"}, Cell(count=D(41)), "0", "20 − 41×0.5 = −0.5，扣完为止，得 0"),
    ("R1", "20", {"each": "0.5", "limit": "3"}, Cell(count=D(6)), "17", "20 − 6×0.5 = 17"),
    ("R1", "20", {"each": "0.5", "limit": "3"}, Cell(count=D(7)), "17", "20 − 3（7×0.5 超过上限）= 17"),
    (
        "R1",
        "5",
        {"each": 1, "fatal": "露天焚烧"},
        Cell(count=D(1), ok=False),
        "0",
        "出现露天焚烧，本项不得分",
    ),
    ("R1", "5", {"each": 1, "fatal": "露天焚烧"}, Cell(count=D(1), ok=True), "4", "5 − 1×1 = 4"),
    ("R1", "5", {"each": 1}, Cell(count=D(1), ok=False), "4", "5 − 1×1 = 4"),
    # R2 未评比不得分
    ("R2", "5", {"text": "未评比"}, Cell(ok=True), "5", "符合标准，得 5"),
    ("R2", "5", {"text": "未评比"}, Cell(ok=False), "0", "未评比，不得分"),
    ("R2", "5", {}, Cell(count=D(0)), "5", "符合标准，得 5"),
    ("R2", "5", {}, Cell(deductions=(Deduction("无公示牌"),)), "0", "不符合标准，不得分"),
    # R3 5/4/3
    ("R3", "5", CASES, Cell(met=()), "5", "没有扣分情形，得 5"),
    ("R3", "5", CASES, Cell(met=("3",)), "2", "5 − 3（未张贴） = 2"),
    ("R3", "5", CASES, Cell(met=("未张贴", "2")), "1", "5 − 4（未按时评比） = 1"),
    ("R3", "9", CASES | {"add_up": True}, Cell(met=("2", "3")), "2", "9 − 4（未按时评比） − 3（未张贴） = 2"),
    ("R3", "6", CASES | {"add_up": True}, Cell(met=("2", "3")), "0", None),
    # R4 5A 4B 3C
    ("R4", "6", {}, Cell(count=D(5)), "6", "符合 5 条，A级：6×100% = 6"),
    ("R4", "6", {}, Cell(count=D(4)), "3.96", "符合 4 条，B级：6×66% = 3.96"),
    ("R4", "6", {}, Cell(count=D(3)), "1.98", "符合 3 条，C级：6×33% = 1.98"),
    ("R4", "6", {}, Cell(count=D(2)), "0", "符合 2 条，C#级：6×0% = 0"),
    ("R4", "6", {}, Cell(met=("1", "2", "2", "5")), "1.98", None),
    ("R4", "6", {}, Cell(level="B"), "3.96", "B级：6×66% = 3.96"),
    ("R4", "6", {"ratios": OTHER}, Cell(count=D(4)), "4.2", None),
    # R5 0A 1B 2C, 只有 A/C#
    ("R5", "6", {}, Cell(count=D(0)), "6", "发现 0 例，A级：6×100% = 6"),
    ("R5", "6", {}, Cell(count=D(1)), "3.96", None),
    ("R5", "6", {}, Cell(count=D(2)), "1.98", None),
    ("R5", "6", {}, Cell(count=D(3)), "0", None),
    ("R5", "4", ONLY_A, Cell(count=D(0)), "4", None),
    ("R5", "4", ONLY_A, Cell(count=D(1)), "0", None),
    # R6 4项A, 2)3)4)=B
    ("R6", "3.4", SUBSETS, Cell(met=("1", "2", "3", "4")), "3.4", None),
    ("R6", "3.4", SUBSETS, Cell(met=("4", "3", "2")), "2.244", "符合第 2、3、4 条，B级：3.4×66% = 2.244"),
    ("R6", "3.4", SUBSETS, Cell(met=("1", "2", "3")), "0", None),
    ("R6", "3.4", SUBSETS, Cell(met=()), "0", "一条也不符合，C#级：3.4×0% = 0"),
    # R7 播出数量/4×分值
    ("R7", "8", {"target": 4}, Cell(actual=D(3)), "6", "3÷4×8 = 6"),
    ("R7", "8", {"target": 4}, Cell(actual=D(4)), "8", None),
    ("R7", "8", {"target": 4}, Cell(actual=D(5)), "8", "5÷4×8 = 10，封顶，得 8"),
    ("R7", "8", {"target": 4, "capped": False}, Cell(actual=D(5)), "10", None),
    # R8 每低1个百分点扣1
    ("R8", "5", {"target": 80, "each": 1}, Cell(actual=D(80)), "5", "实际 80，达到目标 80，得 5"),
    ("R8", "5", {"target": 80, "each": 1}, Cell(actual=D(90)), "5", None),
    ("R8", "5", {"target": 80, "each": 1}, Cell(actual=D("77.5")), "2.5", "低 2.5 个百分点：5 − 2.5×1 = 2.5"),
    ("R8", "5", {"target": 80, "each": 1, "part": "floor"}, Cell(actual=D("77.5")), "3", None),
    ("R8", "5", {"target": 80, "each": 1, "part": "ceil"}, Cell(actual=D("77.5")), "2", None),
    ("R8", "5", {"target": 80, "each": 1}, Cell(actual=D(74)), "0", None),
    ("R8", "5", {"target": 10, "each": 1, "side": "above"}, Cell(actual=D(12)), "3", None),
    ("R8", "5", {"target": 10, "each": 1, "side": "above"}, Cell(actual=D(8)), "5", None),
    ("R8", "5", {"target": 10, "each": 1, "per": 5, "side": "above"}, Cell(actual=D(20)), "3", None),
    # R9 随机5户, 每户扣2
    ("R9", "10", {"sample": 5, "each": 2}, Cell(count=D(3)), "4", "10 − 3×2 = 4"),
    ("R9", "10", {"sample": 5, "each": 2}, Cell(count=D(5)), "0", "10 − 5×2 = 0"),
    # R10 每超1个加0.5, 最高不超本项
    ("R10", "2", {"each": "0.5"}, Cell(count=D(3)), "1.5", "3×0.5 = 1.5"),
    ("R10", "2", {"each": "0.5"}, Cell(count=D(4)), "2", None),
    ("R10", "2", {"each": "0.5"}, Cell(count=D(5)), "2", "5×0.5 = 2.5，封顶，得 2"),
    ("R10", "2", {"each": "0.5", "most": 1}, Cell(count=D(3)), "1", None),
    # R11 每推迟1天扣0.5
    ("R11", "5", {"each": "0.5"}, Cell(count=D(3)), "3.5", "5 − 3×0.5 = 3.5"),
    ("R11", "5", {"each": "0.5", "free": 2}, Cell(count=D(2)), "5", None),
    ("R11", "5", {"each": "0.5", "free": 2}, Cell(count=D(3)), "4.5", "5 − 1×0.5 = 4.5（已减去宽限 2 天）"),
    ("R11", "5", {"each": "0.5"}, Cell(count=D(11)), "0", None),
]


@pytest.mark.parametrize(("name", "points", "params", "cell", "value", "steps"), COUNT)
def test_points_and_arithmetic(
    name: str, points: str, params: dict[str, Any], cell: Cell, value: str, steps: str | None
) -> None:
    scored = RULES[name].score(D(points), params, cell)
    assert scored.value == D(value)
    if steps is not None:
        assert scored.steps == steps


def test_station_example_adds_up_to_7_96() -> None:
    """综合文化站: 4 分项 A, 6 分项 B → 4×1 + 6×0.66."""
    first = RULES["R5"].score(D(4), ONLY_A, Cell(count=D(0)))
    second = RULES["R5"].score(D(6), {}, Cell(count=D(1)))
    assert first.value + second.value == D("7.96")  # type: ignore[operator]


def test_a_share_that_has_no_decimal_form_stays_exact() -> None:
    scored = RULES["R7"].score(D(10), {"target": 3}, Cell(actual=D(1)))
    assert scored.value == Fraction(10, 3)
    assert scored.steps == "1÷3×10 = 约3.3333"


def test_findings_make_the_count_and_may_have_their_own_price() -> None:
    two = Cell(deductions=(Deduction("外溢", count=D(2)), Deduction("积水")))
    assert RULES["R1"].score(D(20), {"each": "0.5"}, two).steps == "20 − 3×0.5 = 18.5"
    priced = Cell(deductions=(Deduction("外溢", count=D(2)), Deduction("河道倾倒", points=D(3))))
    scored = RULES["R1"].score(D(20), {"each": "0.5"}, priced)
    assert (scored.value, scored.steps) == (D(16), "20 − (1 + 3) = 16")


SENTENCES = [
    ("R0", {}, "由考评人员在0–5分之间打分。"),
    ("R1", {"each": "0.5"}, "满分5分，每处扣0.5分，扣完为止。"),
    ("R1", {"each": 1, "fatal": "露天焚烧"}, "满分5分，每处扣1分，扣完为止，出现露天焚烧的本项不得分。"),
    ("R1", {"each": 1, "limit": 3, "unit": "户"}, "满分5分，每户扣1分，最多扣3分。"),
    ("R2", {"text": "未评比"}, "符合得5分，未评比的不得分。"),
    ("R3", CASES, "满分5分，未执行扣5分，未按时评比扣4分，未张贴扣3分，按最重的一档扣。"),
    (
        "R4",
        {},
        "满分5分，5条标准中符合5条为A，符合4条为B，符合3条为C，其余为C#；A得100%、B得66%、C得33%、C#得0%。",
    ),
    ("R5", ONLY_A, "满分5分，问题0例为A，1例及以上为C#；A得100%、B得66%、C得33%、C#得0%。"),
    (
        "R6",
        SUBSETS,
        "满分5分，4条标准中符合4条为A，符合第2、3、4条为B，其余为C#；A得100%、B得66%、C得33%、C#得0%。",
    ),
    ("R7", {"target": 4, "what": "播出数量"}, "得分＝播出数量÷4×5分，得满为止。"),
    ("R8", {"target": 80, "each": 1}, "满分5分，目标80，每低1个百分点扣1分（不足的按比例），扣完为止。"),
    ("R9", {"sample": 5, "each": 2}, "满分5分，随机抽查5户，每户不合格扣2分，扣完为止。"),
    ("R10", {"each": "0.5"}, "每个加0.5分，最多加5分，直接计入综合得分。"),
    ("R11", {"each": "0.5"}, "满分5分，每逾期1天扣0.5分，扣完为止。"),
    ("R12", {"what": "发生安全事故"}, "发生安全事故的，取消本期评优和奖励。"),
    ("R12", {"what": "弄虚作假", "effect": "cap", "cap": 60}, "弄虚作假的，综合得分最高60分。"),
    ("R13", {"by": "县"}, "满分5分，县考评过的直接采用县成绩。"),
    ("R14", {"each": "0.5", "rest": 1}, "按名次赋分（数大者在前）：第1名5分，每降1名减0.5分，最低1分。"),
    (
        "R14",
        {"table": [{"rank": 1, "score": 5}, {"rank": 2, "score": 3}], "lower": True},
        "按名次赋分（数小者在前）：第1名5分，第2名3分，其余0分。",
    ),
]


@pytest.mark.parametrize(("name", "params", "sentence"), SENTENCES)
def test_one_sentence_each(name: str, params: dict[str, Any], sentence: str) -> None:
    assert RULES[name].explain(params, D(5)) == sentence
    assert sentence.count("。") == 1


def test_every_rule_has_a_sentence_under_test() -> None:
    assert set(RULES) == {name for name, _, _ in SENTENCES} == {f"R{number}" for number in range(15)}


REFUSALS = [
    ("R1", {"each": 1}, Cell(count=D(-1)), "处数应当是不小于 0 的整数，现在是 −1"),
    ("R1", {"each": 1}, Cell(count=D("1.5")), "处数应当是不小于 0 的整数，现在是 1.5"),
    ("R3", CASES, Cell(met=("4",)), "没有“4”这一档"),
    ("R4", {}, Cell(count=D(6)), "达标 6 条，超过标准条数 5"),
    ("R4", {}, Cell(met=("6",)), "没有第“6”条标准，只有第 1–5 条"),
    ("R4", {}, Cell(level="D"), "没有“D”这个等级，请填A、B、C、C#"),
    ("R6", SUBSETS, Cell(met=("0",)), "没有第“0”条标准，只有第 1–4 条"),
    ("R7", {"target": 4}, Cell(actual=D(-1)), "实际数不能为负，现在是 −1"),
    ("R9", {"sample": 5, "each": 2}, Cell(count=D(6)), "不合格 6 户，超过抽查的 5 户"),
]


@pytest.mark.parametrize(("name", "params", "cell", "words"), REFUSALS)
def test_entries_that_cannot_be(name: str, params: dict[str, Any], cell: Cell, words: str) -> None:
    with pytest.raises(EntryError) as error:
        RULES[name].score(D(20), params, cell)
    assert str(error.value) == words


@pytest.mark.parametrize(
    "name", ["R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R13", "R14"]
)
def test_an_empty_cell_is_told_apart(name: str) -> None:
    needed: dict[str, dict[str, Any]] = {
        "R1": {"each": 1}, "R3": CASES, "R6": SUBSETS, "R7": {"target": 4}, "R8": {"target": 80, "each": 1},
        "R9": {"sample": 5, "each": 2}, "R10": {"each": 1}, "R11": {"each": 1},
    }  # fmt: skip
    with pytest.raises(EmptyEntryError):
        RULES[name].score(D(20), needed.get(name, {}), Cell())


PROBLEMS = [
    ("R1", {"each": 0}, "每处扣分应当大于 0"),
    ("R1", {"each": 21}, "每处扣 21 分，超过了满分 20"),
    ("R1", {"each": 1, "limit": 21}, "扣分上限应当大于 0 且不超过满分 20"),
    ("R3", {"bands": []}, "至少要有一档"),
    ("R3", {"bands": [{"when": "甲", "minus": 21}]}, "“甲”扣 21 分，应当大于 0 且不超过满分 20"),
    ("R3", {"bands": [{"when": "甲", "minus": 1}, {"when": "甲", "minus": 2}]}, "有两档的情形相同"),
    (
        "R4",
        {"bands": [{"at_least": 3, "level": "C"}, {"at_least": 5, "level": "A"}]},
        "各级的达标条数应当由多到少",
    ),
    ("R4", {"of": 4}, "达标条数 5 超过了标准条数 4"),
    ("R4", {"rest": "D"}, "等级“D”不在比例表里"),
    (
        "R4",
        {"ratios": [{"level": x, "percent": 101} for x in ("A", "B", "C", "C#")]},
        "等级“A”的比例应当在 0–100 之间",
    ),
    (
        "R5",
        {"bands": [{"at_most": 1, "level": "A"}, {"at_most": 0, "level": "B"}]},
        "各级的问题例数应当由少到多",
    ),
    ("R6", {}, "至少要有一个子集"),
    ("R6", {"choices": [{"level": "A"}]}, "“A”没有写要符合哪几条"),
    ("R6", {"choices": [{"level": "A", "all": ["5"]}]}, "“A”提到第5条，标准只有 4 条"),
    ("R6", {"choices": [{"level": "A", "count": 5}]}, "“A”要求符合 5 条，超过标准条数 4"),
    ("R7", {"target": 0}, "目标值应当大于 0"),
    ("R8", {"target": 80, "each": 1, "side": "left"}, "方向只能是 below（低于目标）或 above（高于目标）"),
    ("R8", {"target": 80, "each": 1, "part": "half"}, "不足一个单位只能是 exact、floor 或 ceil"),
    ("R9", {"sample": 0, "each": 1}, "样本数应当大于 0"),
    ("R10", {"each": 1, "most": 21}, "加分上限应当大于 0 且不超过本项分值 20"),
    ("R11", {"each": 1, "free": -1}, "宽限不能为负"),
    ("R12", {"effect": "cap"}, "封顶要写明封顶分"),
    ("R14", {"table": [{"rank": 1, "score": 21}]}, "名次分数超过了满分 20"),
    ("R14", {"table": [{"rank": 1, "score": 2}, {"rank": 1, "score": 3}]}, "名次分数表里有重复的名次"),
]


@pytest.mark.parametrize(("name", "params", "words"), PROBLEMS)
def test_parameters_that_make_no_sense(name: str, params: dict[str, Any], words: str) -> None:
    assert words in bind(Rule(name, params)).problems(D(20))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("R99"), "没有“R99”这种计分规则"),
        (Rule("R1"), "规则“每处扣分”缺少每个扣（加）分（each）。"),
        (Rule("R1", {"each": "半分"}), "规则“每处扣分”的每个扣（加）分应当是数字，现在是“半分”。"),
        (Rule("R1", {"each": 1, "cap": 3}), "规则“每处扣分”里有不认识的内容“cap”"),
        (Rule("R9", {"sample": "2.5", "each": 1}), "规则“抽样扣分”的样本数应当是整数，现在是“2.5”。"),
        (Rule("R6", {"choices": [{"count": 4}]}), "规则“指定子集判级”的第1个子集缺少等级（level）。"),
    ],
)
def test_parameters_that_cannot_be_read(rule: Rule, words: str) -> None:
    with pytest.raises(SchemeError) as error:
        bind(rule)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", None),
        ("20", None),
        ("17.5", None),
        ("27", "27 超过满分 20，请改为 0–20，最小单位 0.5"),
        ("20.5", "20.5 超过满分 20，请改为 0–20，最小单位 0.5"),
        ("-0.5", "−0.5 小于 0，请改为 0–20，最小单位 0.5"),
        ("17.3", "17.3 不是 0.5 的整数倍，请改为 0–20，最小单位 0.5"),
    ],
)
def test_a_typed_score_is_checked_in_words(value: str, words: str | None) -> None:
    assert check_value(item("1", "20"), D(value)) == words


def test_levels_allow_only_their_own_scores() -> None:
    node = item("1", "6", "R4")
    assert check_value(node, D("3.96")) is None
    assert check_value(node, D("4")) == "4 不是本项能得的分，请改为6、3.96、1.98、0之一"


def test_a_bonus_is_checked_against_its_own_cap() -> None:
    assert check_value(item("1", "5", "R10", each="0.5", most="2"), D("2.5")) is not None
    assert check_value(item("1", "5", "R7", target="4", capped=False), D("7.5")) is None


def test_a_given_score_is_checked_against_its_source() -> None:
    source = Source("fix", "问题整改", kind="given")
    assert check_given(source, D("66.67")) is None
    assert check_given(source, D("100.01")) == "100.01 超过满分 100，请改为 0–100"


def test_explain_a_node() -> None:
    assert explain(item("1", "20")) == "满分20分，每处扣0.5分，扣完为止。"


@given(st.integers(0, 60), st.sampled_from(["0.1", "0.3", "0.5", "1", "2"]), st.integers(1, 30))
def test_r1_is_what_a_person_would_subtract(count: int, each: str, points: int) -> None:
    scored = RULES["R1"].score(D(points), {"each": each}, Cell(count=D(count)))
    assert scored.value == max(Decimal(points) - count * Decimal(each), Decimal(0))


def tables(kind: type) -> set[type]:
    """A rule and the tables inside it."""
    inner = {arg for hint in get_type_hints(kind).values() for arg in get_args(hint) if is_dataclass(arg)}
    return {kind, *(cls for cls in inner if isinstance(cls, type))}


def test_every_parameter_has_a_name_for_messages() -> None:
    for kind in RULES.values():
        for table in tables(kind):
            assert {each.name for each in fields(table)} <= set(RULE_LABELS), table
    for table in NAMES:
        if table is not Rule:
            assert {each.name for each in fields(table)} <= set(LABELS), table
