"""Score sheets: two layouts are read, every bad cell is named with its reason, what is written reads back."""

from __future__ import annotations

import io
import random
import zipfile
from decimal import Decimal
from typing import Any

import pytest

from tests.scoring.build import given, item, items, scheme
from tests.scoring.cases import book, matou
from xiangfeng.scoring import templates
from xiangfeng.scoring.compute import compute
from xiangfeng.scoring.entry import Adjustment, Cell, MissingUse, Subject, Upper, VetoHit
from xiangfeng.scoring.scheme import Caps, Missing, Node, Rule, Scheme, Source, Veto
from xiangfeng.scoring.sheets import ReadSheet, SheetError, read_grids, read_scores, write_blank, write_filled
from xiangfeng.scoring.sheets.cells import upper_texts

D = Decimal

SITE = Source(
    "site",
    "现场检查",
    D(90),
    nodes=(
        Node("1", "道路保洁", points=D(20), rule=Rule("R1", {"each": "0.5"})),
        Node("2", "公示评比", points=D(10), rule=Rule("R2")),
        Node(
            "3",
            "阵地建设",
            points=D(70),
            rule=Rule("R5", {"bands": [{"level": "A", "at_most": 0}]}),
            step=D("0.1"),
        ),
    ),
)
SCHEME = Scheme(
    "月评",
    2026,
    sources=(SITE, Source("fix", "整改反馈", D(10), "given")),
    missing=Missing("peer_mean"),
    vetoes=(Veto("V01", "弄虚作假"),),
    groups=("A类", "B类"),
)
HEAD = [
    "序号",
    "村（单位）",
    "类别",
    "道路保洁（满分20）",
    "公示评比 10分",
    "3 阵地建设",
    "整改分",
    "上级考评",
    "加分",
    "扣分",
    "一票否决",
    "备注",
]


def sheet(*rows: list[Any], head: list[Any] = HEAD, scheme: Scheme = SCHEME, **options: Any) -> ReadSheet:
    return read_scores(book({"表": [head, *rows]}), scheme, **options)


def reasons(read: ReadSheet) -> list[str]:
    return [str(problem) for problem in read.problems]


def test_a_wide_sheet_is_read_cell_by_cell() -> None:
    read = sheet(
        [1, "石桥村", "A类", 18.5, "符合", "A", 95, "县考92", "1（县级典型）", 0.5, None, None],
        [2, " 花园 村 ", "B", "县考17", "不符合", 46.2, "９０", None, None, None, "V01", "数据不实"],
    )
    assert reasons(read) == []
    first, second = read.subjects
    assert first.cells == {"1": Cell(value=D("18.5")), "2": Cell(ok=True), "3": Cell(level="A")}
    assert first.given == {"fix": D(95)}
    assert first.upper == (Upper("note", D(92), "县", note="县考92"),)
    assert first.adjustments == (Adjustment(D(1), "县级典型"), Adjustment(D("-0.5"), "扣分"))
    assert (second.name, second.group) == ("花园村", "B类")
    assert second.cells["1"] == Cell(value=D(17), given_by="县")
    assert second.cells["2"] == Cell(ok=False)
    assert second.vetoes == (VetoHit("V01", "数据不实"),)


def test_every_bad_cell_is_named_and_the_good_ones_are_kept() -> None:
    read = sheet(
        [1, "石桥村", "C类", 25, "也许", "D", "九十", None, "很多", None, "V9", None],
        [2, "花园村", "A类", 18.3, "符合", None, 95, "县考", None, None, None, None],
        [3, "石桥村", "A类", 18, "符合", "A", 90, None, None, None, None, None],
        [None, None, None, 18, None, None, None, None, None, None, None, None],
    )
    assert reasons(read) == [
        "表第2行D列（道路保洁（满分20））：25 超过满分 20，请改为 0–20，最小单位 0.5",
        "表第2行E列（公示评比10分）：“也许” 应填“符合”“不符合”或得分（0–10）",
        "表第2行F列（3阵地建设）：“D” 应填A、B、C、C#或得分",
        "表第2行G列（整改分）：“九十” 不是数字，请填 0–100 之间的分数",
        "表第2行C列（类别）：“C类” 方案里没有这个类别，请填A类、B类之一",
        "表第2行I列（加分）：“很多” 应填数字，或写成 1（原因）；0.5（原因）",
        "表第2行K列（一票否决）：“V9” 应填V01（弄虚作假）",
        "表第3行D列（道路保洁（满分20））：18.3 不是 0.5 的整数倍，请改为 0–20，最小单位 0.5",
        "表第3行F列（3阵地建设）：没有填分；确实缺项的请填“缺”，并在备注写原因",
        "表第3行H列（上级考评）：“县考” 应写明哪一级和分数，例如 县考92",
        "表第4行B列（村（单位））：“石桥村” 单位重复，第2行已有",
        "表第5行B列（村（单位））：没有写单位名称",
    ]
    assert [subject.name for subject in read.subjects] == ["石桥村", "花园村"]
    assert read.subjects[1].cells == {"2": Cell(ok=True)}
    assert read.subjects[1].given == {"fix": D(95)}


def test_missing_cells_need_a_reason_and_a_rule() -> None:
    marked = sheet([1, "石桥村", "A类", "缺", "符合", "A", "—", None, None, None, None, "道路塌方"])
    assert marked.problems == ()
    assert marked.subjects[0].cells["1"] == Cell(missing=MissingUse("peer_mean", "道路塌方"))
    assert marked.subjects[0].missing == {"fix": MissingUse("peer_mean", "道路塌方")}
    silent = sheet([1, "石桥村", "A类", "缺", "符合", "A", 90])
    assert reasons(silent) == ["表第2行D列（道路保洁（满分20））：“缺” 缺项要在备注写原因"]
    ruleless = scheme(given("score"))
    read = sheet(["石桥村", "缺", "没有检查"], head=["村", "得分", "备注"], scheme=ruleless)
    assert "方案没有规定缺项怎么算" in reasons(read)[0]
    empty = sheet(["石桥村", None, None], head=["村", "得分", "备注"], scheme=ruleless)
    assert reasons(empty) == ["表第2行B列（得分）：没有填分，请填分数"]


def test_blank_cells_may_be_left_for_later() -> None:
    read = sheet([1, "石桥村", "A类", 18, None, None, None], allow_blank=True)
    assert read.problems == ()
    assert read.subjects[0].cells == {"1": Cell(value=D(18))}


def test_a_head_of_two_rows_and_raw_counts() -> None:
    rows: list[list[Any]] = [
        ["云溪镇2026年11月考评"],
        ["村名", "现场检查", None, None, "整改反馈", "类别"],
        [None, "道路保洁（处数）", "公示评比", "阵地建设"],
        ["满分", 20, 10, 70, 100],
        ["石桥村", 3, "符合", "C#", 90, "A类"],
        ["注：以上分数由考评组填写。"],
    ]
    read = read_scores(book({"打分": rows}), SCHEME)
    assert reasons(read) == []
    assert read.subjects[0].cells["1"] == Cell(count=D(3))
    assert read.subjects[0].cells["3"] == Cell(level="C#")
    assert [line.text for line in read.sentences if line.is_title] == ["云溪镇2026年11月考评"]


def test_columns_that_lack_or_repeat_are_named() -> None:
    lacking = sheet(["石桥村", "A类", 18, 90], head=["村", "类别", "道路保洁", "整改反馈"])
    assert reasons(lacking)[:2] == [
        "表第1行：缺少“2 公示评比”一列，请补上",
        "表第1行：缺少“3 阵地建设”一列，请补上",
    ]
    for repeated, more in (("项目1（满分100）", items(item("1", "100"))), ("得分", given("score"))):
        twice = sheet(
            ["石桥村", 90, 80], head=["村", repeated.partition("（")[0], repeated], scheme=scheme(more)
        )
        assert reasons(twice)[0].endswith("表头重复，分不清以哪一列为准")


def test_items_of_one_title_are_told_apart_by_code() -> None:
    same = scheme(
        items(
            Node("1", "同上", points=D(50), rule=Rule("R0")), Node("2", "同上", points=D(50), rule=Rule("R0"))
        )
    )
    by_code = sheet(["石桥村", 40, 30], head=["村", "2 同上", "1 同上"], scheme=same)
    assert by_code.subjects[0].cells == {"2": Cell(value=D(40)), "1": Cell(value=D(30))}
    in_order = sheet(["石桥村", 40, 30], head=["村", "同上", "同上"], scheme=same)
    assert in_order.subjects[0].cells == {"1": Cell(value=D(40)), "2": Cell(value=D(30))}


def test_several_rounds_make_a_mean() -> None:
    rounds = scheme(Source("all", "各轮", kind="mean"))
    one_cell = sheet(["石桥村", "90、91"], head=["村", "各轮"], scheme=rounds)
    assert one_cell.subjects[0].given == {"all": (D(90), D(91))}
    columns = sheet(["石桥村", 90, 91], head=["村", "各轮1", "各轮2"], scheme=rounds)
    assert columns.subjects[0].given == {"all": (D(90), D(91))}


def test_known_units_only() -> None:
    read = sheet(
        ["石挢村", 90], head=["村", "得分"], scheme=scheme(given("score")), units=["石桥村", "花园村"]
    )
    assert reasons(read) == ["表第2行A列（村）：“石挢村” 单位名单里没有“石挢村”，是不是石桥村？"]


def test_a_published_table_is_read_with_what_it_says_of_itself() -> None:
    read = read_scores(book(matou.SHEETS), templates.load("matou"))
    assert read.problems == ()
    assert len(read.subjects) == 24
    assert read.declared == 25
    assert read.unit_word == "村（居）"
    assert read.subjects[0].given == {"score": D("95.5")}
    assert read.subjects[0].upper == (Upper("note", D("93.7"), "泉州暗访", note="泉州暗访93.7"),)
    assert read.printed is not None
    assert {row.unit: row.rank for row in read.printed.rows} == matou.RANKS
    assert sum(row.award or 0 for row in read.printed.rows) == matou.AWARD_TOTAL


def password_protected() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")


def other_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "0 字节"),
        (b"1,2,3", "这不是 .xlsx 表格"),
        (b"PK\x03\x04 and then nothing", "已损坏"),
        (book({"a": [["村", "得分"]]})[:3000], "已损坏"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504, "旧格式 .xls"),
        (password_protected(), "打开密码"),
        (other_zip(), "像是 Word"),
        (book({"a": []}), "表格是空的"),
        (book({"a": [["村", "得分"]]}), "只有表头"),
        (book({"a": [["说明"], ["没有表"]]}), "没有找到表头"),
        (book({"a": [["村", "面积"], ["石桥村", 3]]}), "没有找到方案“试行方案”的打分列"),
        (book({"a": [["村", "得分"], *[["x", 1]] * 5001]}), "超过 5,000 行"),
        (b"PK" + b"\0" * (10 * 1024 * 1024), "超过 10 MB"),
    ],
)
def test_files_that_cannot_be_used_say_why(data: bytes, words: str) -> None:
    with pytest.raises(SheetError, match=words):
        read_scores(data, scheme(given("score")))


def test_sums_of_floating_numbers_lose_their_noise() -> None:
    grid = read_grids(book({"a": [[0.1 + 0.2, 92.3, 1e6]]}))[0]
    assert grid.rows[0] == (D("0.3"), D("92.3"), D(1000000))


@pytest.mark.parametrize("name", templates.names())
def test_the_blank_form_reads_back(name: str) -> None:
    shipped = templates.load(name)
    group = shipped.groups[0] if shipped.groups else ""
    units = [Subject("石桥村", "石桥村", group), Subject("花园村", "花园村", group)]
    read = read_scores(write_blank(shipped, units), shipped, allow_blank=True)
    assert (read.problems, read.warnings) == ((), ())
    assert [(subject.name, subject.group, subject.cells) for subject in read.subjects] == [
        ("石桥村", group, {}),
        ("花园村", group, {}),
    ]


def test_the_filled_form_reads_back_to_the_same_result() -> None:
    full = Scheme(
        "全",
        2026,
        sources=SCHEME.sources,
        missing=SCHEME.missing,
        vetoes=SCHEME.vetoes,
        groups=("A类",),
        caps=Caps(D(3)),
    )
    subjects = [
        Subject(
            "石桥村",
            "石桥村",
            "A类",
            cells={"1": Cell(value=D("18.5"), given_by="县"), "2": Cell(ok=True), "3": Cell(level="B")},
            given={"fix": D("92.25")},
            adjustments=(Adjustment(D(1), "典型"), Adjustment(D("-0.5"), "迟报")),
            upper=(Upper("note", D(92), "县", note="县考92"),),
        ),
        Subject(
            "花园村",
            "花园村",
            "A类",
            cells={
                "1": Cell(missing=MissingUse("peer_mean", "塌方")),
                "2": Cell(ok=False),
                "3": Cell(level="A"),
            },
            given={"fix": D(88)},
            vetoes=(VetoHit("V01", "数据不实"),),
        ),
    ]
    read = read_scores(write_filled(full, subjects), full)
    assert reasons(read) == []
    before, after = compute(full, subjects), compute(full, read.subjects)
    assert [(row.name, row.total, row.rank) for row in after.rows] == [
        (row.name, row.total, row.rank) for row in before.rows
    ]
    assert after.row("石桥村").subject == subjects[0]


def test_dangerous_text_stays_text() -> None:
    units = [Subject("=1+1", '=HYPERLINK("http://x")', "A类"), Subject("@b", "@SUM(A1)", "A类")]
    data = write_blank(SCHEME, units)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert sheets
    assert not any("<f>" in text for text in sheets)
    read = read_scores(data, SCHEME, allow_blank=True)
    assert [subject.name for subject in read.subjects] == ['=HYPERLINK("http://x")', "@SUM(A1)"]


def damaged(data: bytes, seed: int) -> bytes:
    """The workbook with some bytes of one part changed or cut out."""
    chance, file = random.Random(seed), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        victim = chance.choice([name for name in before.namelist() if name.startswith("xl/")])
        for name in before.namelist():
            content = bytearray(before.read(name))
            for _ in range(chance.choice((1, 3, 20)) if name == victim else 0):
                at = chance.randrange(len(content))
                content[at : at + chance.choice((1, 1, 30))] = bytes([chance.randrange(256)])
            after.writestr(name, bytes(content))
    return file.getvalue()


def test_damaged_files_are_read_or_refused_but_never_crash() -> None:
    good, shipped = book(matou.SHEETS), templates.load("matou")
    refused = 0
    for seed in range(150):
        try:
            read_scores(damaged(good, seed), shipped)
        except SheetError as error:
            refused += 1
            assert str(error).endswith("。")
    assert 0 < refused < 150


def test_an_upper_score_is_never_printed_without_its_figure() -> None:
    typed = Upper("note", Decimal("93.7"), "泉州", note="泉州暗访93.7")
    entered = Upper("note", Decimal("94.6"), "县", note="县级暗访")
    assert (
        upper_texts([typed, entered, Upper("note", Decimal(90), "市")]) == "泉州暗访93.7；县级暗访94.6；市90"
    )
