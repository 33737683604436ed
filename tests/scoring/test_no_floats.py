"""The library never touches binary floating point: not as a literal, not by name, not by true division of ints."""

from __future__ import annotations

import ast
from pathlib import Path

import xiangfeng.scoring

SOURCES = sorted(Path(xiangfeng.scoring.__file__).parent.rglob("*.py"))


def test_no_float_literal_or_conversion() -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
    ]
    assert len(SOURCES) > 20
    assert found == []
