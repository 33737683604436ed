"""Reading a list of units: each bad cell by row, column and reason; the good lines kept."""

from __future__ import annotations

import io

import pytest

from tests.administration.conftest import workbook
from xiangfeng.administration.unit_list import HEADINGS, read_units, write_blank
from xiangfeng.base.errors import Refused
from xiangfeng.web.previews import Bad

HEAD = ("名称", "类型", "参评类别", "排序", "代码")


def _read(*rows, **known):
    return read_units(workbook(*rows).getvalue(), known=known)


def test_good_lines_become_units():
    read = _read(HEAD, ("柳湾村", "村", "A类", 3, "330000000001"), ("镇中心小学", "学校", "", "", ""))
    assert read.bad == []
    assert [(line.number, line.name, line.kind) for line in read.lines] == [
        (2, "柳湾村", "village"),
        (3, "镇中心小学", "school"),
    ]
    assert read.lines[0].particulars == {"group": "A类", "seq": 3, "code": "330000000001"}


def test_each_bad_cell_is_named_and_the_good_lines_kept():
    read = _read(
        HEAD,
        ("柳湾村", "屯", "A类", 1, ""),
        ("", "村", "", 2, ""),
        ("石桥村", "村", "一个长得不像话的参评类别名称超过二十个字符了", "甲", "9" * 33),
        ("石桥村", "村", "", 5, ""),
        ("南坡村", "社区", "", 1.5, ""),
        ("好村", "村", "", 7, ""),
        南坡村="village",
    )
    assert [line.name for line in read.lines] == ["好村"]
    assert [(bad.number, bad.column) for bad in read.bad] == [
        (2, "类型"),
        (3, "名称"),
        (4, "排序"),
        (4, "参评类别"),
        (4, "代码"),
        (5, "名称"),
        (6, "类型"),
        (6, "排序"),
    ]
    assert read.bad[0] == Bad(
        2,
        "类型",
        "屯",
        "没有这种类型，照空表的下拉框选",
    )
    assert read.bad[5].reason == "与第 4 行重复"
    assert read.bad[6].reason == "现有的“南坡村”是村，导入不改类型"


def test_a_column_left_out_changes_nothing():
    read = _read(("序号", "村", "类别"), (1, "石桥村", "B类"))
    assert read.lines[0].particulars == {"group": "B类"}
    assert read.columns == ["", "名称", "参评类别"]


def test_a_title_line_above_the_headings_is_passed_over():
    assert [line.number for line in _read(("云溪镇村（社区）名单",), (), HEAD, ("石桥村",)).lines] == [4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 nonsense", "打不开这个文件"),
        (workbook(("村名", "类别"), ("石桥村", "A类")).getvalue(), "找不到表头"),
        (workbook(HEAD).getvalue(), "表里没有内容"),
        (workbook(("名称", "单位"), ("石桥村", "x")).getvalue(), "表头“名称”出现了两次"),
        (workbook(HEAD, *[(f"{n}村",) for n in range(2001)]).getvalue(), "一次最多导入 2000 行"),
    ],
)
def test_what_is_no_list_is_refused(content, said):
    with pytest.raises(Refused, match=said):
        read_units(content)


def test_the_blank_has_the_headings_that_are_read():
    with pytest.raises(Refused, match="表里没有内容"):
        read_units(write_blank())
    assert [*HEADINGS] == [*HEAD]
    assert io.BytesIO(write_blank()).read(2) == b"PK"
