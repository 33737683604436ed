"""The TOML file: readable, exact both ways, errors in Chinese with their place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.build import D, item, items, scheme
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
from xiangfeng.scoring.toml import HEAD, dump_scheme, load_scheme

WORDS = st.text(max_size=8)
POINTS = st.decimals(min_value=0, max_value=1000, places=2)
MAYBE = st.none() | POINTS
PARAMS = st.recursive(
    WORDS | POINTS | st.booleans() | st.integers(-99, 99),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)
RULES = st.builds(Rule, WORDS, st.dictionaries(WORDS.filter(lambda key: key != "name"), PARAMS, max_size=3))
NODES = st.recursive(
    st.builds(
        Node,
        WORDS,
        WORDS,
        WORDS,
        MAYBE,
        st.lists(WORDS, max_size=2).map(tuple),
        st.none() | RULES,
        POINTS,
        WORDS,
    ),
    lambda inner: st.builds(
        lambda node, below: replace(node, children=tuple(below)),
        st.builds(Node, WORDS, WORDS),
        st.lists(inner, max_size=2),
    ),
    max_leaves=4,
)
SOURCES = st.recursive(
    st.builds(
        Source, WORDS, WORDS, POINTS, WORDS, POINTS, st.booleans(), st.booleans(), MAYBE, WORDS, st.none() | RULES,
        st.lists(NODES, max_size=2).map(tuple),
    ),
    lambda inner: st.builds(
        lambda source, below: replace(source, children=tuple(below)),
        st.builds(Source, WORDS, WORDS),
        st.lists(inner, max_size=2),
    ),
    max_leaves=3,
)  # fmt: skip
MISSING = st.none() | st.builds(Missing, WORDS, MAYBE, MAYBE)
BANDS = st.lists(st.builds(Band, st.integers(0, 99), st.integers(0, 99)), max_size=2).map(tuple)
SCHEMES = st.builds(
    Scheme,
    name=WORDS,
    year=st.integers(1900, 3000),
    version=WORDS | st.just("2"),
    issuer=WORDS,
    basis=WORDS,
    places=st.integers(0, 3),
    strip_zeros=st.booleans(),
    total_max=MAYBE,
    groups=st.lists(WORDS, max_size=2).map(tuple),
    givers=st.lists(WORDS, max_size=2).map(tuple),
    missing=MISSING,
    missing_round=MISSING,
    caps=st.builds(Caps, MAYBE, MAYBE, MAYBE, MAYBE),
    sources=st.lists(SOURCES, max_size=2).map(tuple),
    grades=st.lists(st.builds(Grade, WORDS, MAYBE), max_size=3).map(tuple),
    listings=st.lists(st.builds(Listing, WORDS, WORDS, BANDS, MAYBE, MAYBE), max_size=2).map(tuple),
    tiers=st.lists(
        st.builds(
            Tier, WORDS, POINTS, st.none() | st.integers(1, 9), grades=st.lists(WORDS, max_size=2).map(tuple)
        ),
        max_size=2,
    ).map(tuple),
    vetoes=st.lists(st.builds(Veto, WORDS, WORDS, WORDS, MAYBE), max_size=2).map(tuple),
)


@given(SCHEMES)
@settings(max_examples=60, deadline=None)
def test_every_scheme_comes_back_exactly(made: Scheme) -> None:
    assert load_scheme(dump_scheme(made)) == made
    assert load_scheme(dump_scheme(made, "说明\n第二行").encode()) == made


@given(SCHEMES)
@settings(max_examples=60, deadline=None)
def test_json_comes_back_and_is_canonical(made: Scheme) -> None:
    data = made.to_dict()
    assert Scheme.from_dict(data) == made
    assert Scheme.from_dict(data).to_dict() == data


def test_it_reads_like_a_table() -> None:
    node = replace(item("1", "20"), children=(Node("1.1", "路面没有垃圾", "标准"),))
    made = scheme(items(node, scale=False), version="2", grades=(Grade("好", D(90)), Grade("差")))
    assert dump_scheme(made, "试行") == (
        "# 试行\n" + HEAD + "\n"
        'name = "试行方案"\n'
        "year = 2026\n"
        'version = "2"\n'
        "grades = [\n"
        '  { name = "好", at_least = 90 },\n'
        '  { name = "差" },\n'
        "]\n"
        "\n"
        "[[sources]]\n"
        'key = "site"\n'
        'title = "来源site"\n'
        "scale = false\n"
        "\n"
        "  [[sources.nodes]]\n"
        '  code = "1"\n'
        '  title = "项目1"\n'
        "  points = 20\n"
        '  rule = { name = "R1", each = 0.5 }\n'
        "\n"
        "    [[sources.nodes.children]]\n"
        '    code = "1.1"\n'
        '    title = "路面没有垃圾"\n'
        '    level = "标准"\n'
    )


def test_numbers_are_exact_and_never_floats() -> None:
    text = (
        'name = "甲"\nyear = 2026\ntotal_max = 100.10\n[[sources]]\nkey = "a"\ntitle = "乙"\nweight = 0.1\n'
    )
    made = load_scheme(text)
    assert made.total_max == Decimal("100.10")
    assert made.sources[0].weight == Decimal("0.1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('name = "甲"\nyear = \n', "方案文件第 2 行第 8 个字附近写法不对，不是正确的 TOML。"),
        ("name = [", "方案文件文件末尾附近写法不对，不是正确的 TOML。"),
        ('name = "甲"\n', "方案缺少年度（year）。"),
        ('name = "甲"\nyear = 2026\ntotal_max = nan\n', "方案的总分上限应当是数字，现在是“nan”。"),
        ('name = "甲"\nyear = 2026\ntotal_max = inf\n', "方案的总分上限应当是数字，现在是“inf”。"),
        (
            'name = "甲"\nyear = 2026\n[[sources]]\nkey = "a"\ntitle = "现场"\n[[sources.nodes]]\ncode = "1"\n'
            'title = "路"\nrule = { name = "R1", each = 2026-01-01 }\n',
            "第1个分数来源“现场”的第1个项目“路”的计分规则：参数里不能有这种值：datetime.date(2026, 1, 1)。",
        ),
    ],
)
def test_errors_name_the_place(text: str, words: str) -> None:
    with pytest.raises(SchemeError) as error:
        load_scheme(text)
    assert str(error.value) == words


def test_another_encoding_is_told() -> None:
    with pytest.raises(SchemeError, match="UTF-8"):
        load_scheme('name = "甲"'.encode("gbk"))


def test_a_byte_order_mark_is_fine() -> None:
    assert load_scheme('\ufeffname = "甲"\nyear = 2026\n'.encode()).name == "甲"
