"""The two guards: lawful wording and masking of personal numbers. Every number here is made up."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.documents import samples
from xiangfeng.documents import masking, wording
from xiangfeng.documents.masking import Personal, is_card_number, is_id_number, mask, mask_name, scan
from xiangfeng.documents.paper import Column, Kind, Paper, Table, para
from xiangfeng.documents.wording import check_wording, suggest

# ---- wording


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("违者处以罚款200元。", "罚款"),
        ("没收其垃圾桶", "没收"),
        ("扣押三轮车", "扣押"),
        ("判处罚金", "罚金"),
        ("情节严重的予以拘留", "拘留"),
        ("第一次给予警告", "警告"),
        ("对村书记给予党内严重警告", "党内严重警告"),
        ("给予严重警告处理", "严重警告"),
        ("拒不整改的停水停电", "停水停电"),
        ("取消低保资格", "取消低保"),
        ("每村缴纳环境卫生保证金1000元", "缴纳环境卫生保证金"),
        ("逾期强制拆除", "强制拆除"),
    ],
)
def test_powers_a_township_has_not_are_found_with_reason_and_offers(text: str, found: str) -> None:
    (finding,) = check_wording(text)
    assert finding.found == found == text[finding.start : finding.end]
    assert not finding.is_hint
    assert finding.reason
    assert finding.offers


@pytest.mark.parametrize(
    "text",
    [
        "任何村不得罚款。",
        "严禁以罚款代替教育",
        "不得向农户收取罚款",
        "禁止擅自扣押群众财物",
        "在路口设置警告标志",
        "警示提醒并限期整改",
        "扣减以奖代补资金",
        "卫生费收缴率95%",
        "排名后2位的村，由分管领导约谈",
    ],
)
def test_lawful_words_are_left_alone(text: str) -> None:
    assert check_wording(text) == []


def test_a_prohibition_of_something_else_does_not_hide_a_fine() -> None:
    assert [f.found for f in check_wording("禁止乱倒垃圾，违者罚款50元；不得占道，否则没收物品")] == [
        "罚款",
        "没收",
    ]


def test_the_reason_for_a_fine_names_the_article() -> None:
    (finding,) = check_wording("罚款")
    assert "行政处罚法第16条" in finding.reason
    assert finding.offers == ("扣减以奖代补资金", "约谈", "限期整改", "批评教育")


def test_naming_demonstration_units_is_a_hint_only() -> None:
    (finding,) = check_wording("对前三名的村命名授牌")
    assert finding.is_hint
    assert "通报表扬" in finding.offers
    assert suggest("对前三名的村命名授牌") == "对前三名的村命名授牌"


def test_suggest_puts_the_first_offer_in_place() -> None:
    assert suggest("罚款200元，没收工具") == "扣减以奖代补资金200元，督促自行清理工具"


@given(
    st.lists(
        st.sampled_from(["罚款", "没收", "警告", "扣押", "拘留", "村", "，", "不得", "严禁", "处以", "50元"]),
        max_size=12,
    )
)
def test_a_suggested_text_has_no_findings_left_and_places_are_true(pieces: list[str]) -> None:
    text = "".join(pieces)
    findings = check_wording(text)
    assert all(text[f.start : f.end] == f.found for f in findings)
    assert all(a.end <= b.start for a, b in zip(findings, findings[1:], strict=False))
    assert check_wording(suggest(text)) == []


def test_a_paper_is_checked_in_every_corner() -> None:
    table = Table((Column("村"), Column("处理")), (("南坡村", "罚款100元"),), note="没收所得上缴")
    paper = Paper(Kind.PLAIN, "关于罚款的通知", (para("对逾期的", "罚", "款。"), table), cc="拘留所")
    assert [(f.where, f.finding.found) for f in wording.check_paper(paper)] == [
        ("标题", "罚款"),
        ("正文第1段", "罚款"),
        ("正文表1说明", "没收"),
        ("正文表1第1行“处理”", "罚款"),
        ("抄送", "拘留"),
    ]


@pytest.mark.parametrize(("length", "is_hint"), [(3000, None), (3001, True), (5000, True), (5001, False)])
def test_long_papers_are_told(length: int, is_hint: bool | None) -> None:
    found = wording.check_paper(Paper(Kind.PLAIN, "长", (para("字" * length),)))
    assert [f.finding.is_hint for f in found] == ([] if is_hint is None else [is_hint])


@pytest.mark.parametrize("paper", [samples.notice(), samples.minutes(), samples.plain()])
def test_the_sample_papers_are_clean(paper: Paper) -> None:
    assert wording.check_paper(paper) == []
    assert masking.check_paper(paper) == []


# ---- masking


def id_number(region: str, born: date, serial: int) -> str:
    """A resident id number with its right check digit, reckoned the long way round."""
    digits = f"{region}{born:%Y%m%d}{serial:03d}"
    for check in "0123456789X":
        value = 10 if check == "X" else int(check)
        total = value + sum(int(d) * (2 ** (17 - n) % 11) for n, d in enumerate(digits))
        if total % 11 == 1:
            return digits + check
    raise AssertionError


ids = st.builds(
    id_number,
    st.sampled_from(["110105", "330327", "440308", "620502", "350583"]),
    st.dates(date(1930, 1, 1), date(2025, 12, 31)),
    st.integers(0, 999),
)


@given(ids, st.sampled_from(["", "身份证", "（", "张某，"]), st.sampled_from(["", "。", "）", " 李某"]))
def test_every_valid_id_number_is_found_and_masked(number: str, before: str, after: str) -> None:
    (hit,) = scan(before + number + after)
    assert hit.kind == Personal.ID
    masked = mask(before + number + after)
    assert masked == f"{before}{number[:6]}********{number[-4:]}{after}"
    assert scan(masked) == []


@given(ids, st.integers(0, 17))
def test_a_changed_digit_breaks_the_check_digit(number: str, place: int) -> None:
    assume(number[place].isdigit())
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert is_id_number(number)
    assert not is_id_number(wrong)


def test_an_old_id_number_and_a_mistyped_one_named_as_such_are_found() -> None:
    assert mask("330327650203123") == "330327*****3123"
    assert mask("身份证号：330327196502031230") == "身份证号：330327********1230"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "-", " "]))
def test_mobile_numbers_are_masked_in_the_middle(number: str, gap: str) -> None:
    written = gap.join((number[:3], number[3:7], number[7:]))
    assert mask(f"联系人{written}。") == f"联系人{number[:3]}****{number[-4:]}。"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话0577-64711234", "电话0577-****1234"),
        ("（0577）64711234", "0577-****1234"),
        ("联系电话：64711234", "联系电话：****1234"),
        ("１３８１２３４５６７８", "138****5678"),
        ("+86 13812345678", "138****5678"),
        ("账号6228480402564890018", "账号尾号0018"),
        ("6228 4804 0256 4890 018", "尾号0018"),
        ("邮箱zhang.san@example.com", "邮箱z***@example.com"),
    ],
)
def test_other_numbers_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "云创办〔2026〕23号",
        "2026年11月23日至26日",
        "20261203",
        "综合得分96.15分，奖励金13812345678元",
        "统计用区划代码330327107001",
        "统一社会信用代码11330327MB1234567X",
        "YX-KH-2026-0001",
        "138****5678",
        "440308********1234",
        "拨打12345或110",
        "投资12345678元",
        "编号1234567890123456789012",
        "2026-11-23 08:30",
    ],
)
def test_numbers_of_the_office_pass(text: str) -> None:
    assert scan(text) == []


@given(st.integers(0, 10**9))
def test_amounts_dates_and_short_numbers_never_stop_a_paper(number: int) -> None:
    assert scan(f"共{number}元，第{number}号") == []


@given(st.text(alphabet="0123456789 -Xx元年月日张，.", max_size=60))
def test_masking_ends_and_leaves_nothing_to_find_of_cards_and_ids(text: str) -> None:
    hits = scan(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(a.end <= b.start for a, b in zip(hits, hits[1:], strict=False))


def test_allowed_lines_pass_however_they_are_written() -> None:
    text = "监督电话0577-64711234，邮箱 CJB@example.gov.cn，手机13812345678"
    hits = scan(text, allowed={"057764711234", "cjb@example.gov.cn"})
    assert [hit.kind for hit in hits] == [Personal.MOBILE]


def test_a_column_of_telephones_counts_local_numbers() -> None:
    table = Table((Column("姓名"), Column("联系电话")), (("张某", "64711234"), ("李某", "12345")))
    paper = Paper(Kind.PLAIN, "名单", (table,))
    (found,) = masking.check_paper(paper)
    assert (found.where, found.hit.shown) == ("正文表1第1行“联系电话”", "****1234")


def test_a_paper_is_scanned_in_every_corner_and_across_runs() -> None:
    paper = dataclasses.replace(
        samples.plain(), blocks=(para("来电1381234", "5678"),), remark="（联系人：王某，0577-64711234）"
    )
    assert [(p.where, p.hit.kind.value) for p in masking.check_paper(paper)] == [
        ("正文第1段", "手机号"),
        ("附注", "固定电话"),
    ]
    assert masking.check_paper(paper, allowed={"0577-64711234", "13812345678"}) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张三", "张某"), ("王小明", "王某"), ("欧阳修", "欧阳某"), ("欧阳", "欧某"), ("", "")],
)
def test_names_in_papers_of_blame(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_the_luhn_check() -> None:
    assert is_card_number("6228480402564890018")
    assert not is_card_number("6228480402564890019")
