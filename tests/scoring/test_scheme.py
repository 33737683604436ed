"""The scheme as data: what counts as scored, plain JSON and back, errors that name the place, problems in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.scoring.build import D, given, item, items, one_score, scheme
from xiangfeng.scoring.scheme import (
    Band,
    Caps,
    Grade,
    Listing,
    Missing,
    Node,
    Rule,
    Scheme,
    SchemeError,
    Source,
    Tier,
    Veto,
)

GOOD = scheme(items(item("1", "60"), item("2", "40")))


def project(*children: Node, points: str | None = "15") -> Node:
    return Node("Ⅰ", "班子强", "项目", None if points is None else D(points), children=children)


def test_points_may_hang_at_any_level() -> None:
    deep = replace(item("1", "6"), children=(Node("1a", "有规划", "内容"), Node("1b", "有收入", "内容")))
    tree = scheme(items(project(deep, item("2", "9"))))
    assert [node.code for node in tree.items()] == ["1", "2"]
    assert tree.problems() == []
    assert tree.source("site").full_points == 15
    flat = scheme(items(replace(project(Node("x", "说明")), rule=Rule("R0"))))
    assert [node.code for node in flat.items()] == ["Ⅰ"]
    assert flat.problems() == []


def test_bonus_items_do_not_count_towards_the_full_mark() -> None:
    tree = scheme(items(item("1", "100"), item("2", "10", "R10", each="2")))
    assert tree.source("site").full_points == 100
    assert tree.problems() == []


def test_lookups() -> None:
    assert GOOD.item("2").points == 40
    with pytest.raises(KeyError):
        GOOD.item("3")
    with pytest.raises(KeyError):
        GOOD.source("none")
    assert [source.key for source in scheme(given("a", "50"), given("b", "50")).given_sources()] == ["a", "b"]


def test_json_leaves_defaults_out_and_comes_back() -> None:
    data = one_score(
        grades=(Grade("好", D("90.0")), Grade("差")), missing=Missing("given", percent=D(95))
    ).to_dict()
    assert data == {
        "name": "试行方案",
        "year": 2026,
        "missing": {"policy": "given", "percent": "95"},
        "sources": [{"key": "score", "title": "来源score", "kind": "given"}],
        "grades": [{"name": "好", "at_least": "90"}, {"name": "差"}],
    }
    assert Scheme.from_dict(data).to_dict() == data


def test_rule_parameters_are_canonical() -> None:
    assert Rule("R1", {"each": D("0.50")}) == Rule("R1", {"each": "0.5"})
    assert Rule("R3", {"bands": [{"when": "甲", "minus": 5}]}).params == {
        "bands": [{"when": "甲", "minus": "5"}]
    }
    with pytest.raises(TypeError):
        Rule("R1", {"each": 0.5})


def source_with(**node: Any) -> dict[str, Any]:
    return {
        "name": "甲",
        "year": 2026,
        "sources": [{"key": "a", "title": "现场", "nodes": [{"code": "1"} | node]}],
    }


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"year": 2026}, "方案缺少名称（name）。"),
        ({"name": "甲", "year": "今年"}, "方案的年度应当是整数，现在是“今年”。"),
        ({"name": "甲", "year": "2026.5"}, "方案的年度应当是整数，现在是“2026.5”。"),
        ({"name": "甲", "year": 2026, "weights": 1}, "方案里有不认识的内容“weights”，请删去或改正。"),
        ({"name": 1, "year": 2026}, "方案的名称应当是文字，现在是“1”。"),
        ({"name": "甲", "year": 2026, "trim_judges": 1}, "方案的去最高最低应当是 true 或 false，现在是“1”。"),
        ({"name": "甲", "year": 2026, "groups": "一组"}, "方案的分组应当是一列内容，现在是“一组”。"),
        ({"name": "甲", "year": 2026, "groups": [1]}, "方案的分组第1个应当是文字，现在是“1”。"),
        ({"name": "甲", "year": 2026, "caps": 5}, "方案的加减分上限应当是一张表，现在是“5”。"),
        (source_with(), "第1个分数来源“现场”的第1个项目“1”缺少名称（title）。"),
        (
            source_with(title="路", points="多"),
            "第1个分数来源“现场”的第1个项目“路”的分值应当是数字，现在是“多”。",
        ),
        (
            source_with(title="路", points="NaN"),
            "第1个分数来源“现场”的第1个项目“路”的分值应当是数字，现在是“NaN”。",
        ),
        (
            source_with(title="路", points=0.5),
            "第1个分数来源“现场”的第1个项目“路”的分值应当是数字，现在是“0.5”。",
        ),
        (
            source_with(title="路", children=[{"code": "2", "title": "面", "step": "x"}]),
            "第1个分数来源“现场”的第1个项目“路”的第1个下级项目“面”的最小单位应当是数字，现在是“x”。",
        ),
        (
            source_with(title="路", rule={"each": 1}),
            "第1个分数来源“现场”的第1个项目“路”的计分规则缺少名称（name，例如 R1）。",
        ),
    ],
)
def test_errors_name_the_place(data: dict[str, Any], words: str) -> None:
    with pytest.raises(SchemeError) as error:
        Scheme.from_dict(data)
    assert str(error.value) == words


PROBLEMS = [
    (scheme(), "方案还没有分数来源。"),
    (scheme(given("a", "60"), given("b", "30")), "各分数来源的权重合计应当是 100%，现在是 60%＋30%＝90%。"),
    (scheme(given("a", "100"), given("b", "0")), "分数来源“来源b”的权重应当大于 0。"),
    (scheme(given("a", "50"), given("a", "50")), "分数来源的标识“a”重复了。"),
    (
        scheme(Source("m", "实地", kind="mix", children=(given("a", "90"), given("b", "20")))),
        "分数来源“实地”下各来源的权重合计应当是 100%，现在是 90%＋20%＝110%。",
    ),
    (scheme(Source("m", "实地", kind="mix")), "分数来源“实地”由下级来源合成，却没有下级来源。"),
    (scheme(Source("m", "实地", kind="given", children=(given("a"),))), "分数来源“实地”有下级来源，类型应当是 mix（按权重合成）。"),
    (scheme(Source("m", "实地")), "分数来源“实地”没有计分的项目。"),
    (scheme(Source("m", "实地", kind="给定")), "分数来源“实地”的类型“给定”不认识"),
    (scheme(given("a", feed="快慢")), "分数来源“来源a”的取数“快慢”不认识，可用的是done_rate（整改率）、on_time_rate（按期整改率）。"),
    (scheme(Source("m", "实地", kind="mean", feed="done_rate")), "分数来源“实地”写了从哪里取数，类型应当是 given"),
    (scheme(given("a", rank_score=Rule("R1", {"each": 1}))), "分数来源“来源a”的名次赋分应当用 R14。"),
    (scheme(items(item("1", "60"), item("1", "40"))), "项目编号“1”重复了。"),
    (scheme(items(item("1", "60"), Node("2", "乙", rule=Rule("R0")))), "第2个项目“乙”缺少分值。"),
    (scheme(items(item("1", "60"), Node("2", "乙", points=D(5)))), "第2个项目“乙”有分值，却没有写计分规则。"),
    (scheme(items(project(item("1", "6"), item("2", "8")))), "第1个项目“班子强”是 15 分，下级合计 6＋8＝14，两者不等。"),
    (scheme(items(replace(project(item("1", "15")), rule=Rule("R0")))), "第1个项目“班子强”的下级另有计分项目，本级的计分规则不起作用"),
    (scheme(items(item("1", "60", "R88"))), "第1个项目“项目1”：没有“R88”这种计分规则"),
    (scheme(items(item("1", "60", "R12"))), "第1个项目“项目1”用了一票否决（R12），请移到方案的“一票否决”里。"),
    (scheme(items(item("1", "5", each="6"))), "第1个项目“项目1”的规则“每处扣分”：每处扣 6 分，超过了满分 5。"),
    (scheme(items(replace(item("1", "0")))), "第1个项目“项目1”的分值应当大于 0。"),
    (scheme(items(replace(item("1", "5"), step=D(0)))), "第1个项目“项目1”的最小单位应当大于 0。"),
    (one_score(places=4), "小数位数应当在 0–3 之间，现在是 4。"),
    (one_score(rank_on="公布"), "排名依据“公布”不认识"),
    (one_score(groups=("一组", "一组")), "分组“一组”写了两次。"),
    (one_score(missing=Missing("given")), "缺项办法是给定分，要写明给定分或满分的百分比（只写一个）。"),
    (one_score(missing=Missing("rescale", D(5))), "缺项办法不是给定分，不用写分数。"),
    (one_score(missing_round=Missing("given", percent=D(101))), "缺轮办法的给定分不能为负，百分比不能超过 100。"),
    (one_score(missing=Missing("平均")), "缺项办法“平均”不认识"),
    (one_score(caps=Caps(bonus_total=D(-1))), "加分总上限不能为负。"),
    (one_score(grades=(Grade("好", D(80)), Grade("较好", D(80)))), "等次的分数线应当由高到低，“较好”（80）排错了位置。"),
    (one_score(grades=(Grade("差"), Grade("好", D(80)))), "等次“差”没有分数线，应当放在最后。"),
    (one_score(grades=(Grade("好", D(80)), Grade("好"))), "等次“好”写了两次。"),
    (one_score(listings=(Listing("红榜"),)), "榜单“红榜”没有写名额。"),
    (one_score(listings=(Listing("红榜", "上", (Band(1, 1),)),)), "榜单“红榜”的方向“上”不认识"),
    (one_score(listings=(Listing("红榜", "top", (Band(9, 1), Band(1, 1))),)), "榜单“红榜”的组内单位数应当由小到大、不重复。"),
    (one_score(tiers=(Tier("一等", grades=("优",)),)), "第1个奖励档“一等”提到等次“优”，方案里没有这个等次。"),
    (one_score(tiers=(Tier("一等", first=3, last=1),)), "第1个奖励档“一等”的名次应当从小到大，且不小于 1。"),
    (one_score(tiers=(Tier("一等", D(5)),)), "第1个奖励档“一等”没有写名次或条件，会发给所有单位。"),
    (one_score(vetoes=(Veto("1", "造假", "cap"),)), "一票否决“造假”要写明封顶分。"),
    (one_score(vetoes=(Veto("1", "造假", "开除"),)), "一票否决“造假”的后果“开除”不认识"),
    (one_score(vetoes=(Veto("1", "甲"), Veto("1", "乙"))), "一票否决的编号“1”重复了。"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "words"), PROBLEMS, ids=[words for _, words in PROBLEMS])
def test_problems_in_words(made: Scheme, words: str) -> None:
    found = made.problems()
    assert any(sentence.startswith(words) for sentence in found), found
    assert all(sentence.endswith("。") for sentence in found)


def test_a_sound_scheme_has_no_problems() -> None:
    assert GOOD.problems() == []
    assert one_score().problems() == []
    lower = one_score(direction="lower", grades=(Grade("好", D(5)), Grade("中", D(10)), Grade("差")))
    assert lower.problems() == []


def test_scores_are_printed_as_the_scheme_says() -> None:
    assert one_score().text(D("95.00")) == "95.00"
    assert one_score(strip_zeros=True).text(D("95.00")) == "95"
    assert one_score(strip_zeros=True).text(D("95.50")) == "95.5"
