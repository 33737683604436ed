"""The 通报 says what the result says, keeps what the clerk wrote, and is read again before it goes out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as given_
from hypothesis import strategies as st

from tests.scoring.build import given, item, items, scheme, unit, units
from tests.scoring.cases import book, matou
from xiangfeng.bulletins import Block, Context, Edit, Rectified, build, generate, merge, precheck
from xiangfeng.documents.paper import Heading, Kind, Number, Paper, Para, Run, Table, places
from xiangfeng.scoring import templates
from xiangfeng.scoring.compute import Result, compute
from xiangfeng.scoring.entry import Adjustment, Cell, Deduction, MissingUse, Subject, Upper
from xiangfeng.scoring.scheme import Band, Grade, Listing, Missing, Scheme, SchemeError, Tier
from xiangfeng.scoring.sheets import read_scores

CONTEXT = Context(
    period="2026年11月",
    issuer="云溪镇创建办",
    number=Number("云创办", 2026, 23),
    basis="《考评办法》",
    inspected="11月23日至26日，考评组",
    rectified=Rectified(97, 84),
    previous_period="10月",
    previous_mean=Decimal("89.00"),
    deadline=date(2026, 12, 11),
    requirements=("排名后2位的村由分管领导约谈。",),
    date=date(2026, 12, 3),
)
GRADES = (Grade("好", Decimal(90)), Grade("一般"))


def graded(**more: object) -> Scheme:
    return scheme(
        given("score"),
        grades=GRADES,
        tiers=(Tier("一等", Decimal(1000), 1, 1), Tier("末位", Decimal(-400), 1, 1, "bottom")),
        listings=(Listing("红榜", bands=(Band(1, 1),)),),
        **more,
    )


def result(scores: dict[str, str] | None = None, **more: object) -> Result:
    return compute(
        graded(**more),
        units(scores or {"稻香村": "96.15", "花园村": "92.9", "双井村": "92.9", "南坡村": "77.53"}),
    )


def texts(blocks: list[Block]) -> dict[str, str]:
    return {block.key: block.text for block in blocks}


def test_the_paragraphs_of_a_plain_month() -> None:
    assert texts(generate(result(), CONTEXT)) == {
        "opening": "根据《考评办法》，11月23日至26日，考评组对4个村（社区）进行了考评。现将2026年11月考评情况通报如下：",
        "overview": "平均89.87分，比10月高0.87分，最高96.15分，最低77.53分。等次为好的3个（75.00%），一般的1个（25.00%）。"
        "本期到期问题97件，按期销号84件，按期整改率86.6%。",
        "ranking": "稻香村列第1名，花园村、双井村并列第2名，全部名次见附件1。",
        "ranking:list:红榜": "红榜：稻香村。",
        "awards:1": "对稻香村奖励1000元。",
        "awards:2": "南坡村扣减以奖代补资金400元。",
        "awards:total": "以上奖励合计1000元。",
        "requirements:deadline": "存在问题的单位须在12月11日前整改到位，并报整改情况。",
        "requirements:1": "排名后2位的村由分管领导约谈。",
        "requirements:objection": "对本单位得分和名次有异议的，自通报发布之日起15个工作日内书面向云溪镇创建办提出。",
    }


def test_every_figure_carries_its_fact() -> None:
    overview = next(block for block in generate(result(), CONTEXT) if block.key == "overview")
    assert overview.figures == {
        "mean": "89.87",
        "mean_change": "0.87",
        "highest": "96.15",
        "lowest": "77.53",
        "grade:好": "3",
        "percent:好": "75.00%",
        "grade:一般": "1",
        "percent:一般": "25.00%",
        "due": "97",
        "done": "84",
        "done_rate": "86.6%",
    }
    assert not any(re.search(r"\d", run.text.replace("10月", "")) for run in overview.runs if not run.fact)


def test_problems_come_from_findings_and_upper_scores_are_told() -> None:
    made = scheme(items(item("1", "100")))
    findings = (Deduction("垃圾桶外溢", count=Decimal(6)), Deduction("沟渠有漂浮物", ref="x"))
    subjects = [
        Subject(
            "石桥村",
            "石桥村",
            cells={"1": Cell(deductions=findings)},
            upper=(Upper("note", Decimal(92), "县"),),
        ),
        Subject("花园村", "花园村", cells={"1": Cell(value=Decimal(99))}),
    ]
    told = texts(generate(compute(made, subjects), Context("11月")))
    assert told["problems:石桥村"] == "石桥村：垃圾桶外溢6处；沟渠有漂浮物。"
    assert "problems:花园村" not in told
    assert told["upper:县"] == "县考评：石桥村92分。"


def test_only_the_heaviest_findings_are_named_and_the_rest_counted() -> None:
    faults = tuple(
        Deduction(text, Decimal(points)) for text, points in (("甲", 1), ("乙", 4), ("丙", 2), ("丁", 3))
    )
    subject = Subject("一村", "一村", cells={"1": Cell(deductions=faults)})
    told = texts(generate(compute(scheme(items(item("1", "100"))), [subject]), Context("11月")))
    assert told["problems:一村"] == "一村：乙；丁；丙；另有1项。"


def test_without_findings_the_items_that_lost_most_are_named() -> None:
    made = scheme(items(item("1", "20"), item("2", "80")))
    subjects = [Subject("石桥村", "石桥村", cells={"1": Decimal(15), "2": Decimal(79)})]
    told = texts(generate(compute(made, subjects), Context("11月")))
    assert told["problems:石桥村"] == "石桥村：项目1扣5分。"
    clerk = Context("11月", problems={"石桥村": ("宣传栏褪色",)})
    assert texts(generate(compute(made, subjects), clerk))["problems:石桥村"] == "石桥村：宣传栏褪色。"


def test_groups_are_told_apart() -> None:
    made = scheme(given("score"), ranking="group", groups=("A类", "B类"))
    computed = compute(made, [*units({"甲村": "90", "乙村": "80"}, "A类"), *units({"丙村": "70"}, "B类")])
    told = texts(generate(computed, Context("11月")))
    assert told["ranking:A类"] == "A类：甲村列第1名，乙村列第2名，全部名次见附件1。"
    assert told["overview:B类"] == "B类1个，平均70.00分。"
    paper, _ = build(computed, Context("11月"))
    tables = [block for block in paper.attachments[0].blocks if isinstance(block, Table)]
    assert [[row[1] for row in table.rows] for table in tables] == [["甲村", "乙村"], ["丙村"]]
    assert [block.text for block in paper.attachments[0].blocks if isinstance(block, Heading)] == [
        "A类",
        "B类",
    ]


def test_the_paper_has_every_element() -> None:
    paper, _ = build(result(), CONTEXT)
    assert (paper.kind, paper.mark, str(paper.number)) == (
        Kind.DOCUMENT,
        "云溪镇创建办文件",
        "云创办〔2026〕23号",
    )
    assert paper.title == "关于2026年11月文明创建考评情况的通报"
    assert [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1] == [
        "总体情况",
        "名次",
        "奖惩",
        "工作要求",
    ]
    assert [attachment.title for attachment in paper.attachments] == [
        "2026年11月文明创建考评成绩表",
        "计分口径",
    ]
    assert not any(isinstance(block, Heading) for block in paper.attachments[1].blocks)
    assert paper.problems() == []


def test_the_table_shows_sources_extras_and_why_a_unit_has_no_rank() -> None:
    made = scheme(given("site", "70"), given("fix", "30"), grades=GRADES, missing=Missing("peer_mean"))
    subjects = [
        Subject(
            "石桥村",
            "石桥村",
            given={"site": Decimal(90), "fix": Decimal(100)},
            adjustments=(Adjustment(Decimal("0.5"), "典型"),),
        ),
        Subject(
            "北沟村", "北沟村", given={"fix": Decimal(80)}, missing={"site": MissingUse("peer_mean", "塌方")}
        ),
        Subject("飞地", "飞地", is_ranked=False, given={"site": Decimal(80), "fix": Decimal(80)}),
    ]
    paper, _ = build(compute(made, subjects), Context("11月"))
    table = paper.attachments[0].blocks[0]
    assert isinstance(table, Table)
    assert [column.title for column in table.columns] == [
        "名次",
        "村（社区）",
        "来源site\n70%",
        "来源fix\n30%",
        "加减分",
        "综合得分",
        "等次",
    ]
    assert table.rows[0] == ("1", "石桥村", "90.00", "100.00", "+0.5", "93.50", "好")
    assert table.rows[2][:2] == ("—", "飞地")
    assert table.note.startswith("说明：飞地未排名：")
    assert paper.attachments[1].title == "缺项处理和计分口径"
    missing = paper.attachments[1].blocks[1]
    assert isinstance(missing, Table)
    assert missing.rows[0][:4] == ("北沟村", "来源site", "塌方", "取本组其他单位同项平均")


def test_grades_only_tells_no_score_and_no_rank() -> None:
    scores = {"稻香村": "96.15", "花园村": "92.91", "安平村": "92.93", "南坡村": "77.53"}
    paper, _ = build(result(scores), replace(CONTEXT, grades_only=True))
    everything = "\n".join(place.text for place in places(paper))
    for score in scores.values():
        assert score not in everything
    assert not re.search(r"第\d名|平均|名次", everything)
    table = paper.attachments[0].blocks[0]
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == sorted(scores)
    with pytest.raises(SchemeError, match="不能只公布等次"):
        build(compute(scheme(given("score")), units({"甲村": "90"})), replace(CONTEXT, grades_only=True))


def edited(key: str, text: str, before: dict[str, str], after: dict[str, str]) -> Block:
    """The paragraph `key` after the clerk wrote `text` over the result `before` and the figures became `after`."""
    old = next(block for block in generate(result(before), CONTEXT) if block.key == key)
    stored = Edit.from_dict(Edit.of(old, text).to_dict())
    return next(block for block in merge(generate(result(after), CONTEXT), {key: stored}) if block.key == key)


BEFORE = {"稻香村": "96.15", "花园村": "92.9", "双井村": "92.9", "南坡村": "77.53"}
AFTER = {"稻香村": "96.15", "花园村": "92.9", "双井村": "91.9", "南坡村": "77.53"}


def test_an_edit_is_kept_when_nothing_changed() -> None:
    block = edited("overview", "全镇平均89.87分，形势平稳。", BEFORE, BEFORE)
    assert (block.text, block.is_edited, block.warning) == ("全镇平均89.87分，形势平稳。", True, "")
    assert block.runs == (Run("全镇平均"), Run("89.87", "mean"), Run("分，形势平稳。"))


def test_changed_figures_are_put_into_the_edited_text() -> None:
    text = "全镇平均89.87分（上月89.00分），比10月高0.87分；189.87不是平均分。"
    block = edited("overview", text, BEFORE, AFTER)
    assert block.text == "全镇平均89.62分（上月89.00分），比10月高0.62分；189.87不是平均分。"
    assert (block.warning, [str(change) for change in block.updated]) == (
        "",
        ["89.87 → 89.62", "0.87 → 0.62"],
    )


def test_figures_swap_in_one_pass() -> None:
    old = Block("x", (Run("好", ""), Run("6", "a"), Run("个，一般"), Run("4", "b"), Run("个")))
    new = Block("x", (Run("好", ""), Run("4", "a"), Run("个，一般"), Run("6", "b"), Run("个")))
    block = merge([new], {"x": Edit.of(old, "共好6个、一般4个，合计16个。")})[0]
    assert (block.text, block.pending) == ("共好4个、一般6个，合计16个。", ())


def test_a_figure_that_cannot_be_placed_is_flagged() -> None:
    gone = edited("overview", "全镇成绩总体平稳。", BEFORE, AFTER)
    assert gone.text == "全镇成绩总体平稳。"
    assert gone.warning == "数字已变，请核对：89.87 → 89.62；0.87 → 0.62"
    old = Block("x", (Run("2", "a"), Run("2", "b")))
    new = Block("x", (Run("3", "a"), Run("2", "b")))
    unclear = merge([new], {"x": Edit.of(old, "好2个，差2个")})[0]
    assert (unclear.text, unclear.warning) == ("好2个，差2个", "数字已变，请核对：2 → 3")


def test_a_number_of_the_clerks_own_is_never_changed() -> None:
    old = Block("x", (Run("好"), Run("3", "a"), Run("个")))
    new = Block("x", (Run("好"), Run("4", "a"), Run("个")))
    own = merge([new], {"x": Edit.of(old, "好3个，另有3个村进步明显")})[0]
    assert (own.text, own.warning) == ("好3个，另有3个村进步明显", "数字已变，请核对：3 → 4")
    dated = merge([new], {"x": Edit.of(old, "好3个，3月3日第3次考评")})[0]
    assert dated.text == "好4个，3月3日第3次考评"


SCORES = st.lists(st.integers(0, 200).map(lambda half: str(Decimal(half) / 2)), min_size=4, max_size=4)


@given_(SCORES, SCORES)
def test_an_untouched_text_follows_the_figures_or_is_flagged(before: list[str], after: list[str]) -> None:
    names = ["稻香村", "花园村", "双井村", "南坡村"]
    old = generate(result(dict(zip(names, before, strict=True))), CONTEXT)
    new = generate(result(dict(zip(names, after, strict=True))), CONTEXT)
    edits = {block.key: Edit.of(block, block.text) for block in old}
    fresh = {block.key: block for block in new}
    for block in merge(new, edits):
        if block.key in fresh and set(block.figures) == set(fresh[block.key].figures) and not block.pending:
            words = [run.text for run in fresh[block.key].runs if run.fact]
            assert list(block.figures.values()) == words
            assert all(word in block.text for word in words)


def test_paragraphs_left_out_added_or_without_data() -> None:
    blocks = generate(result(), CONTEXT)
    edits = {
        "awards:2": Edit.of(next(block for block in blocks if block.key == "awards:2"), ""),
        "problems:北沟村": Edit("北沟村：逾期3件。", (Run("北沟村：逾期4件。"),)),
        "overview:own": Edit("天气较好。"),
    }
    merged = merge(blocks, edits)
    order = [block.key for block in merged]
    assert order.index("overview:own") == order.index("overview") + 1
    assert order.index("problems:北沟村") == order.index("awards:1") - 1
    assert {block.key for block in merged if block.pending} == {"problems:北沟村"}
    paper, _ = build(result(), CONTEXT, edits)
    printed = [block.text for block in paper.blocks if isinstance(block, Para)]
    assert "天气较好。" in printed
    assert not any("以奖代补" in text for text in printed)


def failed(
    paper: Paper, of: Result, context: Context = CONTEXT, blocks: list[Block] | None = None
) -> list[str]:
    return [check.sentence for check in precheck(paper, of, context, blocks or ()) if not check.ok]


def test_precheck_passes_what_was_generated() -> None:
    paper, blocks = build(result(), CONTEXT)
    checks = precheck(paper, result(), CONTEXT, blocks)
    assert [check.ok for check in checks] == [True] * 7
    assert checks[1].sentence == "名次复算一致，并列 1 组"
    assert checks[2].sentence == "正文个数与附件一致，附件列 4 个单位"
    assert checks[6].sentence.startswith("正文 ")


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("opening", "考评组对5个村进行了考评。", "自述5个村，表中实有4个"),
        ("overview", "平均88.87分。", "平均分印的是88.87，4个单位复算是89.87"),
        ("overview", "好的3个，占74%。", "3/4应为75%，印的是74%"),
        ("awards:total", "以上奖励合计3000元。", "奖励合计印的是3000元，逐行相加是600元"),
        ("awards:2", "对南坡村罚款400元。", "有“罚款”"),
        ("requirements:1", "电话13812345678。", "请改为 138****5678"),
        ("requirements:1", "文" * 3100, "超过 3,000 字"),
    ],
)
def test_precheck_reads_the_edited_paper(key: str, text: str, words: str) -> None:
    computed = result()
    paper, blocks = build(computed, CONTEXT, {key: Edit(text)})
    found = [sentence for sentence in failed(paper, computed) if words in sentence]
    assert found, failed(paper, computed)


def test_precheck_compares_the_table_with_the_result() -> None:
    computed = result()
    paper, _ = build(computed, CONTEXT)
    stale = result(BEFORE | {"双井村": "97"})
    assert "双井村附件印的名次与计算结果不同。" in "".join(failed(paper, stale))


def test_precheck_of_grades_only_counts_graded_units() -> None:
    computed = compute(graded(), [*units(BEFORE), unit("飞地", "60", is_ranked=False)])
    context = replace(CONTEXT, grades_only=True)
    paper, blocks = build(computed, context)
    assert failed(paper, computed, context, blocks) == []
    wrong, _ = build(computed, context, {"overview": Edit("等次为好的3个（60.00%）。")})
    assert "3/4应为75.00%" in "".join(failed(wrong, computed, context))


def test_precheck_names_edits_to_look_at_and_scores_to_come() -> None:
    computed = compute(graded(), [*units(BEFORE), unit("北沟村")])
    old = next(block for block in generate(result(BEFORE), CONTEXT) if block.key == "overview")
    paper, blocks = build(computed, CONTEXT, {"overview": Edit.of(old, "总体平稳。")})
    sentences = failed(
        paper,
        result(AFTER),
        CONTEXT,
        merge(generate(result(AFTER), CONTEXT), {"overview": Edit.of(old, "总体平稳。")}),
    )
    assert any("数字已变，请核对" in sentence for sentence in sentences)
    assert "北沟村分数待补。" in "".join(failed(paper, computed, CONTEXT, blocks))


def test_the_published_case_makes_a_sound_paper() -> None:
    shipped = templates.load("matou")
    computed = compute(shipped, read_scores(book(matou.SHEETS), shipped).subjects)
    context = Context("2019年5月", number=Number("南码政", 2019, 108), date=date(2019, 6, 20))
    paper, blocks = build(computed, context)
    told = texts(blocks)
    assert told["awards:1"] == "对大庭村、枫树村各奖励5000元。"
    assert told["awards:2"] == "对东大村、大坝村、丰联村、铺前村、杏东村各奖励2000元。"
    assert told["awards:total"] == f"以上奖励合计{matou.AWARD_TOTAL}元。"
    assert told["upper:泉州暗访"] == "泉州暗访：大庭村93.7分、枫树村93.8分、大坝村93分、丰联村90.7分。"
    assert failed(paper, computed, context, blocks) == []
