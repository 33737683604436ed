"""The columns of a scheme workbook: how each attribute is written into a cell and read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from ..rules import RULES
from ..scheme import (
    COLOURS,
    DIRECTIONS,
    DISTRIBUTIONS,
    EFFECTS,
    FEEDS,
    KINDS,
    PERIODS,
    POLICIES,
    RANK_ON,
    RANKINGS,
    SIDES,
    Band,
    Grade,
    Listing,
    Rule,
    Tier,
    Veto,
)
from ..scheme.codec import to_decimal
from ..scheme.model import plain
from ..sheets.grid import Value, number_of, text_of

EXACT_DIGITS = 12
LEVELS = ("项目", "指标", "内容", "标准")
Written = str | Decimal | None


class CellError(ValueError):
    """What is wrong with one cell, without its place."""


@dataclass(frozen=True)
class Field:
    """One column (or one row of 方案): heading, the name of the attribute, and how it is written and read."""

    heading: str
    name: str
    write: Callable[[Any], Written]
    read: Callable[[Value], Any]
    width: float = 12


def text_out(value: str) -> Written:
    """As it is, or quoted where a spreadsheet would change it or it would be read as something else."""
    odd = value != value.strip() or not value.isprintable() or value[:1] in ('"', "[") or not value
    return json.dumps(value, ensure_ascii=False) if odd else value


def text_in(value: Value) -> str:
    text = text_of(value)
    return str(_json(text)) if text.startswith('"') else text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise CellError(f"“{text}”的引号或括号没有配对") from None


def _number_out(value: Decimal | int) -> Written:
    """A number where the spreadsheet keeps it exactly (twelve digits), its text otherwise."""
    number = Decimal(value)
    return number if len(number.as_tuple().digits) <= EXACT_DIGITS else plain(number)


def _number_in(value: Value) -> Decimal:
    number = value if isinstance(value, Decimal) else to_decimal(text_of(value))
    if number is None:
        number = number_of(value)
    if number is None:
        raise CellError(f"“{text_of(value)}”不是数字")
    return number


def integer_in(value: Value) -> int:
    number = _number_in(value)
    if number != number.to_integral_value():
        raise CellError(f"“{text_of(value)}”不是整数")
    return int(number)


def _flag_in(value: Value) -> bool:
    text = text_of(value)
    if text not in ("是", "否"):
        raise CellError(f"应填“是”或“否”，现在是“{text}”")
    return text == "是"


def _choice_in(words: Mapping[str, str], value: Value) -> str:
    text = text_of(value)
    for key, word in words.items():
        if text in (key, word):
            return key
    raise CellError(f"应填{'、'.join(words.values())}之一，现在是“{text}”")


def _list_out(values: Sequence[str]) -> Written:
    odd = not values or any("、" in value or text_out(value) != value for value in values)
    return json.dumps(list(values), ensure_ascii=False) if odd else "、".join(values)


def _list_in(value: Value) -> list[str]:
    text = text_of(value)
    if text.startswith("["):
        return [str(item) for item in _json(text)]
    return [part.strip() for part in text.split("、") if part.strip()]


def _bands_out(bands: Sequence[Band]) -> Written:
    return "；".join(f"{band.size}个以上取{band.count}" for band in bands)


def _bands_in(value: Value) -> list[dict[str, Any]]:
    found = []
    for part in filter(None, text_of(value).split("；")):
        size, mark, count = part.strip().partition("个以上取")
        if not mark or not size.isdigit() or not count.removesuffix("名").isdigit():
            raise CellError(f"“{part}”写法不对，应写成 10个以上取2，几档之间用；隔开")
        found.append({"size": int(size), "count": int(count.removesuffix("名"))})
    return found


def params_out(rule: Rule) -> Written:
    """Parameters as `each=0.5；unit=户`; lists and odd texts as JSON."""
    return "；".join(f"{name}={_param_out(value)}" for name, value in rule.params.items())


def _param_out(value: Any) -> str:
    if isinstance(value, str) and value and not set(value) & set('；=[]{}"') and text_out(value) == value:
        return value if value not in ("true", "false") else json.dumps(value)
    return json.dumps(value, ensure_ascii=False)


def params_in(value: Value) -> dict[str, Any]:
    """Read `params_out` back; raises `CellError`."""
    text, found, decoder = text_of(value), {}, json.JSONDecoder()
    while text:
        name, mark, text = text.partition("=")
        if not mark:
            raise CellError(f"参数“{name}”写法不对，应写成 each=0.5；unit=处")
        if text[:1] in ('"', "[", "{"):
            try:
                item, end = decoder.raw_decode(text)
            except ValueError:
                raise CellError(f"参数 {name.strip()} 的括号或引号没有配对") from None
            text = text[end:].removeprefix("；")
        else:
            word, _, text = text.partition("；")
            item = {"true": True, "false": False}.get(word, word)
        found[name.strip()] = item
    return found


def rule_in(value: Value) -> str:
    name = text_of(value).split()[0] if text_of(value) else ""
    if name not in RULES:
        raise CellError(f"没有“{text_of(value)}”这种计分规则，应填 R0–R14")
    return name


def _text(heading: str, name: str, width: float = 12) -> Field:
    return Field(heading, name, text_out, text_in, width)


def _number(heading: str, name: str) -> Field:
    return Field(heading, name, _number_out, _number_in)


def _integer(heading: str, name: str) -> Field:
    return Field(heading, name, _number_out, integer_in)


def _flag(heading: str, name: str) -> Field:
    return Field(heading, name, lambda value: "是" if value else "否", _flag_in)


def _choice(heading: str, name: str, words: Mapping[str, str], width: float = 16) -> Field:
    return Field(heading, name, lambda key: words.get(key, key), partial(_choice_in, words), width)


def _list(heading: str, name: str, width: float = 20) -> Field:
    return Field(heading, name, _list_out, _list_in, width)


WITHIN = {"all": "全部一起", "group": "组内", "": "按方案"}

SETTINGS = (
    _text("名称", "name"),
    _integer("年度", "year"),
    _text("版本", "version"),
    _text("发布单位", "issuer"),
    _text("依据", "basis"),
    _choice("考评周期", "period", PERIODS),
    _integer("小数位数", "places"),
    _flag("省略末尾的零", "strip_zeros"),
    _choice("排名依据", "rank_on", RANK_ON),
    _choice("排序方向", "direction", DIRECTIONS),
    _choice("排名范围", "ranking", RANKINGS),
    _choice("等次统计方式", "distribution", DISTRIBUTIONS),
    _number("总分上限", "total_max"),
    _flag("多人评分去最高最低", "trim_judges"),
    _list("分组", "groups"),
    _list("考评层级", "givers"),
)
MISSING_FIELDS = (
    _choice("办法", "policy", POLICIES),
    _number("给定分", "value"),
    _number("给定百分比", "percent"),
)
CAPS_FIELDS = (
    _number("每项加分上限", "bonus_each"),
    _number("加分总上限", "bonus_total"),
    _number("每项扣分上限", "deduction_each"),
    _number("扣分总上限", "deduction_total"),
)
SOURCE_FIELDS = (
    _text("标识", "key"),
    _text("名称", "title", 20),
    _number("权重", "weight"),
    _choice("类型", "kind", KINDS),
    _number("满分", "full"),
    _flag("折算百分制", "scale"),
    _flag("去最高最低", "trim"),
    _number("步长", "step"),
    _choice("取数", "feed", FEEDS),
)
NODE_FIELDS = (
    _text("编码", "code", 8),
    _number("分值", "points"),
    _list("方法", "methods", 18),
    _number("步长", "step"),
    _text("佐证", "proof", 24),
)
TABLES: dict[str, tuple[str, type, tuple[Field, ...]]] = {
    "grades": ("等次", Grade, (_text("等次", "name"), _number("分数下限", "at_least"))),
    "listings": (
        "榜单",
        Listing,
        (
            _text("榜单", "name"),
            _choice("方向", "side", SIDES),
            Field("名额", "bands", _bands_out, _bands_in, 28),
            _number("分数下限", "at_least"),
            _number("低于", "below"),
            _choice("颜色", "colour", COLOURS),
            _choice("范围", "within", WITHIN),
            _flag("不重复上榜", "exclusive"),
        ),
    ),
    "tiers": (
        "奖惩",
        Tier,
        (
            _text("奖惩档", "name"),
            _number("金额（元）", "amount"),
            _integer("起始名次", "first"),
            _integer("截止名次", "last"),
            _choice("方向", "side", SIDES),
            _number("分数下限", "at_least"),
            _number("低于", "below"),
            _list("限等次", "grades"),
            _flag("须受上级检查", "needs_upper"),
            _choice("范围", "within", WITHIN),
        ),
    ),
    "vetoes": (
        "一票否决",
        Veto,
        (
            _text("编号", "code"),
            _text("情形", "title", 36),
            _choice("后果", "effect", EFFECTS),
            _number("封顶分", "cap"),
        ),
    ),
}
SOURCE_HEADINGS = (*(field.heading for field in SOURCE_FIELDS), "上级来源", "名次赋分", "名次赋分参数")
NODE_HEADINGS = (
    "来源",
    "层次",
    "层级",
    *LEVELS,
    "编码",
    "分值",
    "方法",
    "计分规则",
    "参数",
    "规则说明",
    "步长",
    "佐证",
)
IGNORED = ("规则说明",)
"""Columns for the reader only."""
