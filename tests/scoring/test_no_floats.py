"""The arithmetic never touches binary floating point, neither as a literal nor by conversion.

Spreadsheets speak floats, so their readers and writers are not looked at here."""

from __future__ import annotations

import ast
from pathlib import Path

import xiangfeng.scoring

HOME = Path(xiangfeng.scoring.__file__).parent
PARTS = ("compute", "rules", "scheme")
FILES = ("entry.py", "exact.py", "figures.py", "toml.py", "templates.py")
SOURCES = [*(HOME / name for name in FILES), *(path for part in PARTS for path in (HOME / part).glob("*.py"))]


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
