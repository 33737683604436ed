"""The scheme as plain JSON and back. Reading names the place of every error in Chinese."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeVar

from .model import Band, Caps, Grade, Listing, Missing, Node, Rule, Scheme, Source, Tier, Veto, plain

T = TypeVar("T")

NAMES: dict[type, str] = {
    Scheme: "方案",
    Source: "分数来源",
    Node: "项目",
    Rule: "计分规则",
    Missing: "缺项办法",
    Caps: "加减分上限",
    Veto: "一票否决",
    Grade: "等次",
    Band: "名额",
    Listing: "榜单",
    Tier: "奖励档",
}

LABELS = {
    "name": "名称",
    "year": "年度",
    "version": "版本",
    "issuer": "发布单位",
    "basis": "依据",
    "period": "考评周期",
    "places": "小数位数",
    "strip_zeros": "省略末尾的零",
    "rank_on": "排名依据",
    "direction": "排序方向",
    "ranking": "排名范围",
    "distribution": "等次统计方式",
    "total_max": "总分上限",
    "trim_judges": "去最高最低",
    "groups": "分组",
    "givers": "考评层级",
    "missing": "缺项办法",
    "missing_round": "缺轮办法",
    "caps": "加减分上限",
    "sources": "分数来源",
    "grades": "等次",
    "listings": "榜单",
    "tiers": "奖励档",
    "vetoes": "一票否决",
    "code": "编号",
    "title": "名称",
    "level": "层级",
    "points": "分值",
    "methods": "测评方法",
    "rule": "计分规则",
    "step": "最小单位",
    "proof": "要求的佐证",
    "children": "下级",
    "key": "标识",
    "weight": "权重",
    "kind": "类型",
    "full": "满分",
    "scale": "折算百分制",
    "trim": "去最高最低",
    "feed": "取数",
    "rank_score": "名次赋分",
    "nodes": "项目",
    "policy": "办法",
    "value": "给定分",
    "percent": "满分的百分比",
    "bonus_each": "每项加分上限",
    "bonus_total": "加分总上限",
    "deduction_each": "每项扣分上限",
    "deduction_total": "扣分总上限",
    "effect": "后果",
    "cap": "封顶分",
    "at_least": "分数下限",
    "below": "分数上限",
    "size": "组内单位数",
    "count": "名额",
    "side": "方向",
    "bands": "名额",
    "colour": "颜色",
    "within": "排名范围",
    "exclusive": "不重复上榜",
    "amount": "金额",
    "first": "起始名次",
    "last": "截止名次",
    "needs_upper": "须受上级检查",
}


class SchemeError(ValueError):
    """A scheme that cannot be read: one Chinese sentence naming the place."""


def to_dict(value: Any) -> Any:
    """Plain JSON of any part of a scheme; fields at their default are left out."""
    if isinstance(value, Rule):
        return {"name": value.name, **value.params}
    if is_dataclass(value):
        return {
            each.name: to_dict(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != each.default
        }
    if isinstance(value, tuple):
        return [to_dict(item) for item in value]
    return plain(value) if isinstance(value, Decimal) else value


def scheme_from_dict(data: Mapping[str, Any]) -> Scheme:
    """The scheme that `to_dict` wrote, or a hand-written table with numbers as int, Decimal or string."""
    return read(Scheme, data, "方案")


def read(cls: type[T], data: Any, place: str) -> T:
    """One dataclass of the model from a table; `place` is how messages name it."""
    if not isinstance(data, Mapping):
        raise SchemeError(f"{place}应当是一张表，现在是“{data}”。")
    if cls is Rule:
        name, params = data.get("name"), {key: item for key, item in data.items() if key != "name"}
        if not isinstance(name, str):
            raise SchemeError(f"{place}缺少名称（name，例如 R1）。")
        return typing.cast(T, _rule(name, params, place))
    known = {each.name: each for each in fields(cls)}  # type: ignore[arg-type]
    for key in data:
        if key not in known:
            raise SchemeError(f"{place}里有不认识的内容“{key}”，请删去或改正。")
    return cls(
        **{
            key: _field(cls, known[key], data, place)
            for key in known
            if _present(cls, known[key], data, place)
        }
    )


def _present(cls: type, each: Field[Any], data: Mapping[str, Any], place: str) -> bool:
    if data.get(each.name) is not None:
        return True
    if each.default is MISSING and each.default_factory is MISSING:
        raise SchemeError(f"{place}缺少{_labels(cls)[each.name]}（{each.name}）。")
    return False


def _labels(cls: type) -> Mapping[str, str]:
    """What the fields are called in messages: `LABELS`, unless the class brings names of its own."""
    return typing.cast(Mapping[str, str], getattr(cls, "labels", LABELS))


def _field(cls: type, each: Field[Any], data: Mapping[str, Any], place: str) -> Any:
    return _value(_hints(cls)[each.name], data[each.name], place, _labels(cls)[each.name])


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _value(hint: Any, value: Any, place: str, label: str) -> Any:
    if isinstance(hint, types.UnionType):
        hint = next(option for option in typing.get_args(hint) if option is not type(None))
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        if not isinstance(value, list | tuple):
            raise SchemeError(f"{place}的{label}应当是一列内容，现在是“{value}”。")
        return tuple(_member(inner, item, place, label, index) for index, item in enumerate(value, 1))
    if is_dataclass(hint):
        return read(typing.cast(type, hint), value, f"{place}的{label}")
    return _scalar(hint, value, f"{place}的{label}")


def _member(inner: Any, item: Any, place: str, label: str, index: int) -> Any:
    if not is_dataclass(inner):
        return _scalar(inner, item, f"{place}的{label}第{index}个")
    own = NAMES.get(typing.cast(type, inner), label)
    where = f"第{index}个{'下级' if label == '下级' else ''}{own}{_called(item)}"
    return read(typing.cast(type, inner), item, where if place == "方案" else f"{place}的{where}")


def _called(item: Any) -> str:
    """The name a person knows a table by, in quotes, when it has one."""
    if not isinstance(item, Mapping):
        return ""
    known = item.get("title") or item.get("name") or item.get("code") or item.get("key")
    return f"“{known}”" if known else ""


def _scalar(hint: Any, value: Any, where: str) -> Any:
    if hint is bool:
        if isinstance(value, bool):
            return value
        raise SchemeError(f"{where}应当是 true 或 false，现在是“{value}”。")
    if hint is str:
        if isinstance(value, str):
            return value
        raise SchemeError(f"{where}应当是文字，现在是“{value}”。")
    number = to_decimal(value)
    if number is None or (hint is int and number != number.to_integral_value()):
        raise SchemeError(f"{where}应当是{'整数' if hint is int else '数字'}，现在是“{value}”。")
    return int(number) if hint is int else number


def to_decimal(value: Any) -> Decimal | None:
    """A finite exact number from int, Decimal or text; `None` for anything else (floats are refused on purpose)."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _rule(name: str, params: dict[str, Any], place: str) -> Rule:
    try:
        return Rule(name, params)
    except TypeError as error:
        raise SchemeError(f"{place}：{error}。") from error
