"""Plain JSON for trees of frozen dataclasses: what a stored 文书 is made of.

`encode` writes every field, in order, with no value left to a default, so that equal values give equal JSON.
`decode` is strict: an unknown key, a missing key without a default or a wrong type raises `ValueError`
with the place and the reason in Chinese.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import types
import typing
from typing import Any

TAG = "type"
"""Key that names the class where a field admits several (正文的段、标题、表)."""


def encode(value: object) -> Any:
    """`value` as dicts, lists, strings, numbers, booleans and None."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {TAG: type(value).__name__.lower(), **fields}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    return value


def decode(kind: Any, data: Any, where: str = "文书") -> Any:
    """The inverse of `encode` for a value declared as `kind` (a dataclass, a union, a tuple of one kind…)."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _decode_union(typing.get_args(kind), data, where)
    if origin is tuple:
        if not isinstance(data, list):
            raise ValueError(f"{where}：应为列表")
        item = typing.get_args(kind)[0]
        return tuple(decode(item, part, f"{where}第{n}项") for n, part in enumerate(data, 1))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _decode_fields(kind, data, where)
    return _decode_plain(kind, data, where)


def _decode_union(kinds: tuple[Any, ...], data: Any, where: str) -> Any:
    if data is None and types.NoneType in kinds:
        return None
    left = [kind for kind in kinds if kind is not types.NoneType]
    if len(left) == 1:
        return decode(left[0], data, where)
    named = {kind.__name__.lower(): kind for kind in left}
    tag = data.get(TAG) if isinstance(data, dict) else None
    if not isinstance(tag, str) or tag not in named:
        raise ValueError(f"{where}：不认识的内容类型 {tag!r}")
    return decode(named[tag], data, where)


def _decode_fields(kind: type, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise ValueError(f"{where}：应为一组字段")
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    if unknown := sorted(set(data) - set(names) - {TAG}):
        raise ValueError(f"{where}：多出字段 {'、'.join(unknown)}")
    values = {name: decode(hints[name], data[name], f"{where}.{name}") for name in names if name in data}
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(f"{where}：缺少字段（{error}）") from None


def _decode_plain(kind: Any, data: Any, where: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        try:
            return kind(data)
        except ValueError:
            raise ValueError(f"{where}：没有“{data}”这一项") from None
    if kind is datetime.date:
        try:
            return datetime.date.fromisoformat(data)
        except (TypeError, ValueError):
            raise ValueError(f"{where}：“{data}”不是日期") from None
    if kind is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    if type(data) is not kind:
        raise ValueError(f"{where}：“{data}”的类型不对，应为 {kind.__name__}")
    return data
