"""A scheme as one readable TOML file: `load_scheme(dump_scheme(scheme)) == scheme`, exactly.

Numbers are written bare and read as `Decimal`; what is at its default is left out. Reading raises `SchemeError` with
the line or the place in Chinese; whether the scheme makes sense is `Scheme.problems`' business.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from .scheme.codec import SchemeError, scheme_from_dict
from .scheme.model import Node, Rule, Scheme, Source, plain

HEAD = """\
# 乡风考评方案。可以直接改这个文件，再导入平台或交给 xiangfeng assess 使用。
#   权重和百分比都写百分数（70 就是 70%）；没写的内容按默认。
#   sources 分数来源：items 按指标打分，given 直接取一个分数，mean 取多个分数的平均，mix 按权重合成。
#     given 的 feed：done_rate 取整改率，on_time_rate 取按期整改率。
#   nodes 项目：有分值 points 和规则 rule 的计分，下面的 children 只作说明。
#   规则：R0 直接打分  R1 每处扣分  R2 不符合不得分  R3 分档扣分  R4 达标条数判级  R5 问题例数判级  R6 指定子集判级
#        R7 按比例得分  R8 每差1个百分点扣分  R9 抽样扣分  R10 加分  R11 逾期扣分  R13 采用上级成绩  R14 名次赋分
"""
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


def load_scheme(text: bytes | str) -> Scheme:
    """Read a scheme; raises `SchemeError` naming the line (broken TOML) or the place (wrong or missing content)."""
    try:
        data = tomllib.loads(
            text.decode("utf-8-sig") if isinstance(text, bytes) else text, parse_float=_number
        )
    except UnicodeDecodeError as error:
        raise SchemeError("方案文件不是 UTF-8 编码，请另存为 UTF-8 再导入。") from error
    except tomllib.TOMLDecodeError as error:
        found = LINE.search(str(error))
        place = f"第 {found[1]} 行第 {found[2]} 个字" if found else "文件末尾"
        raise SchemeError(f"方案文件{place}附近写法不对，不是正确的 TOML。") from error
    return scheme_from_dict(data)


def _number(text: str) -> Decimal | str:
    """TOML numbers with a point, exact; `nan`, `inf` and the like stay text and are refused by name later."""
    try:
        number = Decimal(text.replace("_", ""))
    except InvalidOperation:
        return text
    return number if number.is_finite() else text


def dump_scheme(scheme: Scheme, comment: str = "") -> str:
    """The scheme as TOML text, `comment` in front of the standing explanation."""
    head = "".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines())
    lines = [*_table(scheme, ""), *_tables(scheme.sources, "sources")]
    return head + HEAD + "\n" + "\n".join(lines) + "\n"


def _table(value: Any, indent: str) -> Iterator[str]:
    """The lines of one table: everything but the sources and nodes, which follow as tables of their own."""
    for each in fields(value):
        content = getattr(value, each.name)
        if content == each.default or _is_tables(content):
            continue
        if isinstance(content, tuple) and content and is_dataclass(content[0]):
            yield f"{indent}{each.name} = ["
            yield from (f"{indent}  {_inline(item)}," for item in content)
            yield f"{indent}]"
        else:
            yield f"{indent}{each.name} = {_inline(content)}"


def _is_tables(content: Any) -> bool:
    return isinstance(content, tuple) and bool(content) and isinstance(content[0], Source | Node)


def _tables(rows: tuple[Source, ...] | tuple[Node, ...], path: str, depth: int = 0) -> Iterator[str]:
    for row in rows:
        yield ""
        yield f"{'  ' * depth}[[{path}]]"
        yield from _table(row, "  " * depth)
        if isinstance(row, Source):
            yield from _tables(row.nodes, f"{path}.nodes", depth + 1)
        yield from _tables(row.children, f"{path}.children", depth + 1)


def _inline(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return plain(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Rule):
        return _braces(
            {"name": _quoted(value.name)} | {key: _param(item) for key, item in value.params.items()}
        )
    if isinstance(value, tuple):
        return f"[{', '.join(_inline(item) for item in value)}]"
    changed = {each.name: getattr(value, each.name) for each in fields(value)}
    defaults = {each.name: each.default for each in fields(value)}
    return _braces({key: _inline(item) for key, item in changed.items() if item != defaults[key]})


def _param(value: Any) -> str:
    """A rule parameter: numbers are kept as text in the scheme and written bare here."""
    if isinstance(value, str) and NUMBER.fullmatch(value) and plain(Decimal(value)) == value:
        return value
    if isinstance(value, list):
        return f"[{', '.join(_param(item) for item in value)}]"
    if isinstance(value, Mapping):
        return _braces({key: _param(item) for key, item in value.items()})
    return _inline(value)


def _braces(items: Mapping[str, str]) -> str:
    pairs = [f"{key if BARE_KEY.fullmatch(key) else _quoted(key)} = {item}" for key, item in items.items()]
    return f"{{ {', '.join(pairs)} }}" if pairs else "{}"


def _quoted(text: str) -> str:
    named = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    escaped = "".join(
        named.get(char) or (f"\\u{ord(char):04x}" if ord(char) < 32 or ord(char) == 127 else char)
        for char in text
    )
    return f'"{escaped}"'
