"""台账 no. 5: the exact headings, one row a unit, plain values."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

from tests.scoring.build import given, item, items, scheme
from xiangfeng.bulletins.ledger_xlsx import headings, write_ledger
from xiangfeng.scoring import templates
from xiangfeng.scoring.compute import compute
from xiangfeng.scoring.entry import Adjustment, Subject, Upper
from xiangfeng.scoring.scheme import Caps, Grade, Tier
from xiangfeng.scoring.sheets import read_grids

D = Decimal


def ledger() -> bytes:
    made = scheme(
        items(item("1", "60"), item("2", "40"), weight="90", key="现场"),
        given("整改", "10"),
        grades=(Grade("好", D(90)), Grade("一般")),
        tiers=(Tier("一等", D(500), 1, 1),),
        caps=Caps(bonus_total=D(1)),
    )
    subjects = [
        Subject(
            "石桥村",
            "=石桥村",
            "A类",
            cells={"1": D(60), "2": D("39.5")},
            given={"整改": D(100)},
            adjustments=(Adjustment(D(3), "典型"), Adjustment(D("-0.5"), "迟报")),
            upper=(Upper("note", D(92), "县"),),
        ),
        Subject("花园村", "花园村", "B类", cells={"1": D(50), "2": D(30)}, given={"整改": D(80)}),
    ]
    return write_ledger(compute(made, subjects), title="2026年11月考评评分汇总表")


def test_headings_and_rows() -> None:
    rows = read_grids(ledger())[0].rows
    assert rows[0][0] == "2026年11月考评评分汇总表"
    assert "|".join(str(cell) for cell in rows[1]) == (
        "序号|村(单位)|类别|1 项目1|2 项目2|现场分|整改分|上级考评|加分|扣分|综合得分|名次|等次|奖惩|备注"
    )
    assert rows[2][:14] == (
        D(1), "=石桥村", "A类", D(60), D("39.5"), D("99.5"), D(100), "县92", D(1), D("-0.5"), D("100.05"), D(1), "好", D(500),
    )  # fmt: skip
    assert rows[3][:3] == (D(2), "花园村", "B类")
    assert rows[4][1] == "平均/合计"
    assert rows[4][3] == D(55)
    assert rows[4][10] == D("90.03")
    assert rows[4][13] == D(500)


def test_no_formula_and_made_for_printing() -> None:
    with zipfile.ZipFile(io.BytesIO(ledger())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.read("xl/workbook.xml").decode()
    assert "<f>" not in sheet
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "_xlnm.Print_Titles" in names


def test_a_scheme_with_one_given_score_keeps_the_headings() -> None:
    result = compute(templates.load("matou"), [Subject("甲村", "甲村", given={"score": D(90)})])
    assert headings(result) == [
        "序号", "村(单位)", "类别", "现场分", "整改分", "上级考评", "加分", "扣分", "综合得分", "名次", "等次", "奖惩", "备注",
    ]  # fmt: skip
