"""A scheme goes out as a workbook for clerks and comes back the same; wrong cells are named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.cases import book
from xiangfeng.scoring import templates
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
from xiangfeng.scoring.scheme_xlsx import read_scheme_xlsx, write_scheme_xlsx
from xiangfeng.scoring.sheets import read_grids

D = Decimal


@pytest.mark.parametrize("name", templates.names())
def test_shipped_schemes_go_round(name: str) -> None:
    scheme = templates.load(name)
    assert read_scheme_xlsx(write_scheme_xlsx(scheme)) == scheme


def everything() -> Scheme:
    """A scheme that uses every field."""
    odd = Rule("R3", {"bands": [{"when": "没有；写=“台账”", "minus": "3"}], "add_up": True})
    nodes = (
        Node(
            "Ⅰ-1",
            "组织领导",
            "项目",
            children=(
                Node(
                    "Ⅱ-1", "=1+1", "指标", D(20), ("材料审核", "自有、办法"), odd, D("0.25"), "会议记录\n照片"
                ),
                Node("Ⅱ-2", "宣传", "指标", D(10), rule=Rule("R2", {"text": "true"})),
                Node("x", " 自定 ", "小项", D(5), rule=Rule("R10", {"most": "5"})),
            ),
        ),
        Node("9", "不分层", "项目", D(70), rule=Rule("R1", {"each": "0.5", "unit": "户"})),
    )
    inner = (
        Source("a", "第三方", D(90), nodes=nodes),
        Source("b", "城管", D(10), "given", D("80.123456789012345"), False, step=D("0.1"), feed="done_rate"),
    )
    sources = (
        Source("mix", "实地", D(60), "mix", children=inner),
        Source(
            "mean", "问卷", D(40), "mean", trim=True, rank_score=Rule("R14", {"start": "100", "each": "2"})
        ),
    )
    return Scheme(
        "全部设置",
        2026,
        "3.10",
        "云溪镇",
        "办法",
        "quarter",
        1,
        True,
        "exact",
        "lower",
        "group",
        "cumulative",
        D(105),
        True,
        ("A类", "B、C类"),
        (),
        Missing("given", D(60)),
        Missing("given", None, D("33.3")),
        Caps(D(1), D(5), D(2), D(6)),
        sources,
        (Grade("好", D(90)), Grade("其余")),
        (
            Listing(
                "红榜",
                bands=(Band(1, 1), Band(10, 3)),
                at_least=D(90),
                colour="red",
                within="all",
                exclusive=False,
            ),
        ),
        (Tier("一等", D("-400.5"), 1, 2, "bottom", D(90), D(95), ("好",), True, "group"),),
        (Veto("V1", "弄虚作假", "cap", D(60)),),
    )


def test_every_field_goes_round() -> None:
    scheme = everything()
    assert read_scheme_xlsx(write_scheme_xlsx(scheme)) == scheme


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=12), st.text(max_size=12), st.decimals(-999, 999, places=4))
def test_any_text_and_number_goes_round(title: str, param: str, number: Decimal) -> None:
    node = Node(title, title, points=number, rule=Rule("R2", {"text": param}), proof=param)
    source = Source(title, title, nodes=(node,))
    scheme = Scheme(title, 2026, issuer=param, groups=(title, param), sources=(source,))
    assert read_scheme_xlsx(write_scheme_xlsx(scheme)) == scheme


def test_the_rule_is_explained_beside_its_parameters() -> None:
    grid = next(
        grid for grid in read_grids(write_scheme_xlsx(templates.load("yunxi"))) if grid.title == "指标"
    )
    head = grid.rows[0]
    row = grid.rows[1]
    assert row[head.index("计分规则")] == "R1 每处扣分"
    assert row[head.index("参数")] == "each=0.5"
    assert row[head.index("规则说明")] == "满分20分，每处扣0.5分，扣完为止。"


def test_every_wrong_cell_is_named() -> None:
    data = book(
        {
            "方案": [
                ["设置", "内容"],
                ["名称", "试行"],
                ["年度", "明年"],
                ["考评周期", "每旬"],
                ["颜色", "红"],
            ],
            "来源与权重": [["标识", "名称", "权重"], ["site", "现场", "七十"], ["site", "重复", 30]],
            "指标": [
                ["来源", "项目", "指标", "编码", "分值", "计分规则", "参数", "单价"],
                ["site", "环境", None, "1", None, None, None],
                [None, None, "道路", "1.1", "二十", "R99", None],
                [None, "村容", "两处", "1.2", 10, "R1", "each"],
                ["other", None, "别处", "1.3", 5, "R0", None],
            ],
            "榜单": [["榜单", "名额"], ["红榜", "前三名"]],
        }
    )
    with pytest.raises(SchemeError) as caught:
        read_scheme_xlsx(data)
    assert str(caught.value).splitlines() == [
        "方案第5行A列（设置）：没有“颜色”这项设置。",
        "方案第3行B列（内容）：“明年”不是数字。",
        "方案第4行B列（内容）：应填每月、每两个月、每季度、每半年、每年之一，现在是“每旬”。",
        "来源与权重第2行C列（权重）：“七十”不是数字。",
        "来源与权重第3行A列（标识）：标识“site”重复。",
        "指标第1行H列：不认识表头“单价”，应为来源、层次、层级、项目、指标、内容、标准、编码、分值、方法、计分规则、"
        "参数、规则说明、步长、佐证之一。",
        "指标第3行E列（分值）：“二十”不是数字。",
        "指标第3行F列（计分规则）：没有“R99”这种计分规则，应填 R0–R14。",
        "指标第4行C列（指标）：项目、指标、内容、标准只能在一列写名称。",
        "指标第4行G列（参数）：参数“each”写法不对，应写成 each=0.5；unit=处。",
        "指标第5行A列（来源）：来源与权重里没有标识“other”。",
        "榜单第2行B列（名额）：“前三名”写法不对，应写成 10个以上取2，几档之间用；隔开。",
    ]


def test_levels_alone_tell_what_belongs_to_what() -> None:
    data = book(
        {
            "方案": [["设置", "内容"], ["名称", "试行"], ["年度", 2026]],
            "来源与权重": [["标识", "名称"], ["site", "现场"]],
            "指标": [
                ["来源", "项目", "指标", "标准", "编码", "分值", "计分规则", "参数"],
                ["site", "环境", None, None, "1"],
                [None, None, "道路", None, "1.1", 20, "R1", "each=0.5"],
                [None, None, None, "无垃圾", "1.1.1"],
                [None, None, "沟渠", None, "1.2", 80, "R0"],
                [None, "秩序", None, None, "2"],
            ],
        }
    )
    first, second = read_scheme_xlsx(data).sources[0].nodes
    assert [child.title for child in first.children] == ["道路", "沟渠"]
    assert first.children[0].children[0].title == "无垃圾"
    assert (second.title, second.level) == ("秩序", "项目")


def test_a_workbook_without_settings_is_no_scheme() -> None:
    with pytest.raises(SchemeError, match="缺少工作表“方案”"):
        read_scheme_xlsx(book({"表": [["村", "得分"]]}))
    with pytest.raises(SchemeError, match="这不是 .xlsx 表格"):
        read_scheme_xlsx(b"name = 1")
