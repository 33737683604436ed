"""The environment registers, each declared as a table of columns; one model, one list, one form and one xlsx serve all. Pure.

户厕 D2.3, 门前三包 D2.1, 绿化面积 I12, 水体 D2.4. A new register is one more entry of ``REGISTERS``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from xiangfeng.base.rounding import half_up

TEXT, CHOICE, YES, DAY, NUMBER, PERSON = "text", "choice", "yes", "day", "number", "person"
YES_WORDS = ("是", "否")
LONGEST = 60


@dataclass(frozen=True)
class Field:
    """One column. ``kind``: text, choice, yes (是/否), day, number (≥ 0, at most two places) or person (masked outside the unit)."""

    key: str
    title: str
    kind: str = TEXT
    choices: tuple[str, ...] = ()
    is_required: bool = False
    help: str = ""

    @property
    def options(self) -> tuple[str, ...]:
        return YES_WORDS if self.kind == YES else self.choices

    def tidy(self, text: str) -> str:
        """What was typed as it is kept. ValueError with the reason in Chinese when it cannot be taken."""
        text = text.strip()
        if not text:
            if self.is_required:
                raise ValueError(f"没有填{self.title}")
            return ""
        if self.options and text not in self.options:
            raise ValueError(f"应填{'、'.join(self.options)}之一")
        if self.kind == DAY:
            return _day(text)
        if self.kind == NUMBER:
            return _number(text)
        if len(text) > LONGEST:
            raise ValueError(f"太长，最多 {LONGEST} 个字")
        return text


def _day(text: str) -> str:
    plain = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        year, month, day = map(int, plain.partition(" ")[0].split("-"))
        return dt.date(year, month, day).isoformat()
    except ValueError:
        raise ValueError("日期应写成 2026-11-23") from None


def _number(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("应是数字") from None
    if not (number.is_finite() and 0 <= number < 10**9) or number != round(number, 2):
        raise ValueError("应是不小于 0 的数，最多两位小数")
    return f"{number.normalize():f}"


@dataclass(frozen=True)
class Register:
    """One register. ``name_title`` names what a row is known by within its unit; ``is_checked``: its rows are looked at.

    ``monthly``: each row is to be checked every month. ``draws``: so many are drawn for a random check, 0 none.
    ``is_yearly``: the name is a year, and figures stand beside those of the year before.
    """

    key: str
    title: str
    name_title: str
    fields: tuple[Field, ...]
    note: str
    name_help: str = ""
    is_checked: bool = False
    monthly: bool = False
    draws: int = 0
    is_yearly: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns of its xlsx after 序号."""
        return ("单位", self.name_title, *(one.title for one in self.fields))

    def tidy(self, typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """What is kept of a row, and the reason against each field that cannot be."""
        values, wrong = {}, {}
        for one in self.fields:
            try:
                values[one.key] = one.tidy(str(typed.get(one.key) or ""))
            except ValueError as error:
                wrong[one.key] = str(error)
        return values, wrong

    def tidy_name(self, text: str) -> str:
        """The name as it is kept. ValueError with the reason when it cannot be taken."""
        text = text.strip()
        if not text:
            raise ValueError(f"没有填{self.name_title}")
        if len(text) > LONGEST:
            raise ValueError(f"太长，最多 {LONGEST} 个字")
        if self.is_yearly:
            text = text.removesuffix("度").removesuffix("年")
            if not (text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100):
                raise ValueError("年度应写成 2026")
        return text


TOILETS = Register(
    "toilet",
    "户厕",
    "户号",
    (
        Field("group", "村民小组", help="如 三组"),
        Field("head", "户主", PERSON, help="只有本村看得到全名"),
        Field("wash", "类型", CHOICE, ("三格化粪池", "双瓮式", "沼气池式", "下水道水冲式", "其他卫生厕所", "非卫生厕所", "没有厕所"), True),
        Field("usable", "能正常使用", YES, is_required=True),
    ),
    note="一户一行；抽查从台账里随机抽 5 户，种子留底",
    name_help="门牌号或村里的户号，同一个村不重复",
    is_checked=True,
    draws=5,
)  # fmt: skip
FRONTAGES = Register(
    "frontage",
    "门前三包",
    "门牌或店名",
    (
        Field("sort", "户或商户", CHOICE, ("居民户", "商户", "单位"), True),
        Field("head", "责任人", PERSON, help="只有本单位看得到全名"),
        Field("section", "责任路段", is_required=True, help="如 主街供销社至桥头"),
        Field("clean", "包卫生", YES, is_required=True),
        Field("green", "包绿化", YES, is_required=True),
        Field("order", "包秩序", YES, is_required=True),
        Field("signed", "签订日期", DAY),
    ),
    note="签了责任书的每月查一次",
    is_checked=True,
    monthly=True,
)
GREEN = Register(
    "green",
    "绿化面积",
    "年度",
    (
        Field("area", "绿化面积（平方米）", NUMBER, is_required=True),
        Field("added", "当年新增（平方米）", NUMBER),
        Field("source", "数据来源", is_required=True, help="如 林业站核定、村自报、实测"),
    ),
    note="一年一行，与上年比",
    name_help="如 2026",
    is_yearly=True,
)
WATERS = Register(
    "water",
    "水体和饮水点",
    "名称",
    (
        Field("sort", "种类", CHOICE, ("河道", "沟渠", "池塘", "水库山塘", "饮用水源", "集中供水点", "水井"), True),
        Field("place", "位置"),
        Field("head", "责任人", PERSON, help="村级河长、管水员；只有本单位看得到全名"),
    ),
    note="河道、池塘、饮水点各有人管，最近一次检查列在后面",
    is_checked=True,
)  # fmt: skip
REGISTERS = (TOILETS, FRONTAGES, GREEN, WATERS)
BY_KEY = {one.key: one for one in REGISTERS}


def change(area: str, before: str) -> str:
    """同比: how an area stands to that of the year before, ``+3.2%``; empty when either is missing or nought."""
    if not area or not before or Decimal(before) == 0:
        return ""
    rate = (Fraction(area) - Fraction(before)) / Fraction(before) * 100
    shown = half_up(rate, 1)
    return f"{'+' if shown >= 0 else ''}{shown}%"
