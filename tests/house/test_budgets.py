"""Nothing grows past what one can read. An exception is a row of the table in ARCHITECTURE.md, with its reason."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.house.ground import (
    PACKAGE,
    ROOT,
    Function,
    app_of,
    exceptions,
    functions,
    is_room,
    line,
    python_files,
    templates,
    tracked_files,
    tree_of,
)

FILE, FUNCTION, DOOR, TEMPLATE, APP = 400, 40, 25, 150, 3000
SOURCES = {".py", ".js", ".mjs", ".css", ".typ"}


def _budget(path: Path, what: str, usual: int) -> int:
    return exceptions().get((path.relative_to(ROOT).as_posix(), what), usual)


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _length(function: Function) -> int:
    """Lines from ``def`` to the end without the docstring: explaining is never too long."""
    end = function.end_lineno or function.lineno
    first = function.body[0]
    documentation = 0
    if getattr(getattr(first, "value", None), "value", None).__class__ is str:
        documentation = (first.end_lineno or first.lineno) - first.lineno + 1
    return end - function.lineno + 1 - documentation


def test_files():
    sources = [path for path in tracked_files() if path.suffix in SOURCES and "migrations" not in path.parts]
    assert sources
    assert {
        p.relative_to(ROOT).as_posix(): n for p in sources if (n := _lines(p)) > _budget(p, "file", FILE)
    } == {}


def test_templates():
    assert {line(p, n): n for p in templates() if (n := _lines(p)) > _budget(p, "template", TEMPLATE)} == {}


def test_functions():
    long = {}
    for path in [*python_files(), ROOT / "bootstrap.py", *(ROOT / "config").glob("*.py")]:
        for function in functions(tree_of(path)):
            if (length := _length(function)) > _budget(path, "function", FUNCTION):
                long[f"{line(path, function.lineno)} {function.name}"] = length
    assert long == {}


def test_doors():
    long = {}
    for path in python_files():
        if not is_room(path, "staff", "public"):
            continue
        for function in functions(tree_of(path)):
            if (length := _length(function)) > _budget(path, "door", DOOR):
                long[f"{line(path, function.lineno)} {function.name}"] = length
    assert long == {}


def test_apps():
    sizes: Counter[str] = Counter()
    for path in python_files():
        sizes[app_of(path)] += _lines(path)
    assert {app: n for app, n in sizes.items() if n > _budget(PACKAGE / app, "app", APP)} == {}


def test_exceptions_are_needed():
    """A row of the table that nothing needs any more is taken out."""
    usual = {"file": FILE, "template": TEMPLATE, "function": FUNCTION, "door": DOOR, "app": APP}
    for (name, what), number in exceptions().items():
        assert (ROOT / name).exists(), name
        assert number > usual[what], name
