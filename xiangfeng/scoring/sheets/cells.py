"""One cell of a score sheet: what was typed, as an entry, or the reason why it cannot be one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from ..entry import Adjustment, Cell, Upper
from ..figures import figure
from ..rules import bind, check_given, check_value
from ..rules.levels import Levelled
from ..scheme.model import Node, Scheme, Source
from .columns import ItemColumn
from .grid import Value, number_of, text_of

MISSING_MARKS = ("缺", "缺项", "缺轮", "缺考", "-", "--", "—", "——", "－", "/", "／", "未检查", "未考评")
YES = ("符合", "是", "√", "✓", "达标", "合格", "有")
NO = ("不符合", "否", "×", "✗", "x", "不达标", "不合格", "无")

Read = tuple[Cell | None, str]
"""A cell, or nothing and the reason in Chinese."""


def is_missing_mark(value: Value) -> bool:
    """`缺`, `—` and the like: left out on purpose."""
    return isinstance(value, str) and "".join(value.split()) in MISSING_MARKS


def read_item(scheme: Scheme, column: ItemColumn, value: Value) -> Read:
    """The entry of a scored node from what was typed: points, a raw count, 符合/不符合, or a level A/B/C/C#."""
    node, text = column.node, text_of(value)
    by, bare = _giver(scheme, text) if isinstance(value, str) else ("", text)
    number = value if isinstance(value, Decimal) else number_of(bare)
    if column.entry == "met":
        return _read_met(text)
    if number is None:
        return _read_words(node, bare, by)
    if column.entry == "value":
        reason = check_value(node, number)
        return (None, reason) if reason else (Cell(value=number, given_by=by), "")
    if column.entry == "count":
        if number < 0 or number != number.to_integral_value():
            return None, f"{figure(number)} 不是 0 以上的整数，请填个数"
        return Cell(count=number, given_by=by), ""
    return Cell(actual=number, given_by=by), ""


def _read_met(text: str) -> Read:
    met = tuple(part for part in re.split(r"[、,，;；\s]+", text) if part and part != "0" and part != "无")
    return Cell(met=met), ""


def _read_words(node: Node, text: str, by: str) -> Read:
    kind = bind(node.rule) if node.rule is not None else None
    word = unicodedata.normalize("NFKC", text).strip()
    if kind is not None and kind.entry == "ok" and word in (*YES, *NO):
        return Cell(ok=word in YES, given_by=by), ""
    if isinstance(kind, Levelled):
        levels = {ratio.level: ratio.level for ratio in kind.ratios}
        levels |= {ratio.level.upper(): ratio.level for ratio in kind.ratios}
        if word.removesuffix("级").upper() in levels:
            return Cell(level=levels[word.removesuffix("级").upper()], given_by=by), ""
        return None, f"应填{'、'.join(ratio.level for ratio in kind.ratios)}或得分"
    if kind is not None and kind.entry == "ok":
        return None, f"应填“符合”“不符合”或得分（0–{figure(node.points or 0)}）"
    return None, f"不是数字，请填 0–{figure(node.points or 0)} 之间的分数"


def _giver(scheme: Scheme, text: str) -> tuple[str, str]:
    """The level that gave the score, written before or after the number: `县考18.5`, `18.5（县）`."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    for giver in scheme.givers:
        for shape in (
            rf"{re.escape(giver)}(?:考|评|级)?[:：]?(.+)",
            rf"(.+?)\({re.escape(giver)}(?:考|评|级)?\)",
        ):
            if hit := re.fullmatch(shape, text):
                return giver, hit[1]
    return "", text


def read_given(source: Source, value: Value) -> tuple[list[Decimal], str]:
    """The number of a `given` source, or the numbers of a `mean` source written in one cell (`90、91`)."""
    texts = [text_of(value)]
    if source.kind == "mean" and isinstance(value, str):
        texts = [part for part in re.split(r"[、,，;；\s]+", value) if part]
    numbers = []
    for text in texts:
        number = number_of(text)
        if number is None:
            return [], f"不是数字，请填 0–{figure(source.full)} 之间的分数"
        if reason := check_given(source, number):
            return [], reason
        numbers.append(number)
    return numbers, ""


_ADJUSTMENT = re.compile(r"([+\-]?\d+(?:\.\d+)?)分?(?:\((.*?)\))?")


def read_adjustments(value: Value, sign: int, reason: str) -> tuple[list[Adjustment], str]:
    """加分 (`sign=1`) or 扣分 (`-1`): `2`, or `1（县级典型）；0.5（信息被采用）`; without a reason of its own `reason`."""
    text = unicodedata.normalize("NFKC", text_of(value)).replace("−", "-")
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[;；\n]+", text))):
        hit = _ADJUSTMENT.fullmatch("".join(part.split()))
        if hit is None:
            return [], "应填数字，或写成 1（原因）；0.5（原因）"
        points = Decimal(hit[1])
        if sign > 0 and points < 0:
            return [], "加分不能是负数，扣分请填在扣分列"
        if points:
            found.append(Adjustment(abs(points) * sign, hit[2] or reason or ("加分" if sign > 0 else "扣分")))
    return found, ""


_UPPER = re.compile(r"(\D*?)(\d+(?:\.\d+)?)分?(.*)")


def read_uppers(value: Value, heading: str) -> tuple[list[Upper], str]:
    """上级考评: `县考92`, several apart by ；. Printed beside ours; with 采用 in the cell or heading it replaces the 综合得分."""
    text = "".join(unicodedata.normalize("NFKC", text_of(value)).split())
    found = []
    for part in filter(None, re.split(r"[;；、,，]", text)):
        hit = _UPPER.fullmatch(part)
        if hit is None:
            return [], "应写明哪一级和分数，例如 县考92"
        by = re.sub(r"(采用|考评|考|:)+$", "", hit[1]).strip("()") or "上级"
        at = "subject" if "采用" in part + heading else "note"
        found.append(Upper(at, Decimal(hit[2]), by, note=part))
    return found, ""


def upper_texts(uppers: Sequence[Upper]) -> str:
    """As it was typed, or the name of the 考评 with its score, for printing: never without the figure."""
    return "；".join(map(_upper_text, uppers))


def _upper_text(upper: Upper) -> str:
    name, value = upper.note or upper.by, figure(upper.value)
    return name if value in name else f"{name}{value}"
