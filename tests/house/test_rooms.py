"""Who may do what in the code: doors do not write, models have no verbs, forms do not save, the domain knows no
request and no clock."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.house.ground import functions, is_room, line, python_files, templates, tree_of

WRITES = {
    "save",
    "delete",
    "create",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
RAW = {"raw", "extra", "RawSQL", "cursor", "select_for_update", "execute", "executemany"}
CLOCKS = {"now", "today", "utcnow"}
CONVERSIONS = {"localtime", "localdate"}  # they ask the clock only when they are given no moment


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            yield node, str(name)


def _found(
    rooms: tuple[str, ...], names: set[str], but: Callable[[Path], bool] = lambda _: False
) -> list[str]:
    return [
        f"{line(path, call.lineno)} {name}()"
        for path in python_files()
        if (not rooms or is_room(path, *rooms)) and not but(path)
        for call, name in _calls(tree_of(path))
        if name in names
    ]


def test_doors_do_not_write():
    assert _found(("staff", "public"), WRITES | RAW) == []


def test_nobody_writes_sql_or_locks_rows():
    """The same result on SQLite and PostgreSQL, without dialects."""
    # cli.py runs management commands through an `execute` of Django that has nothing to do with SQL.
    assert _found((), RAW, but=lambda path: path.name == "cli.py") == []


def test_models_have_no_verbs():
    wrong = []
    for path in python_files():
        if not is_room(path, "models"):
            continue
        for function in functions(tree_of(path)):
            for call, name in _calls(function):
                target = getattr(getattr(call.func, "value", None), "id", "")
                if target == "self" and name in {"save", "delete"}:
                    wrong.append(f"{line(path, call.lineno)} {function.name}")
    assert wrong == []


def test_forms_do_not_save():
    wrong = [
        line(path, function.lineno)
        for path in python_files()
        if is_room(path, "forms")
        for function in functions(tree_of(path))
        if function.name == "save"
    ]
    assert wrong + _found(("forms",), WRITES - {"update"}) == []


def test_the_domain_never_sees_a_request():
    rooms = ("models", "queries", "actions", "flow", "exports", "receivers")
    wrong = [
        f"{line(path, function.lineno)} {function.name}"
        for path in python_files()
        if is_room(path, *rooms)
        for function in functions(tree_of(path))
        if any(argument.arg == "request" for argument in [*function.args.args, *function.args.kwonlyargs])
        # Django hands its sign-in signals a request; the receiver takes what it needs and passes values on.
        and not is_room(path, "receivers")
    ]
    assert wrong == []


def test_time_is_passed_in():
    """The domain asks no clock; doors, middleware and commands do, once, and hand ``at`` on."""
    rooms = ("models", "queries", "actions", "flow", "exports")
    bare = [
        f"{line(path, call.lineno)} {name}()"
        for path in python_files()
        if is_room(path, *rooms)
        for call, name in _calls(tree_of(path))
        if name in CONVERSIONS and not call.args and not call.keywords
    ]
    assert bare + _found(rooms, CLOCKS) == []


def test_no_signals_on_saving():
    names = {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed"}
    wrong = [
        line(path, node.lineno)
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Name | ast.alias)
        and (getattr(node, "id", "") or getattr(node, "name", "")) in names
    ]
    assert wrong == []


def test_templates_ask_for_nothing_that_writes():
    wrong = [
        line(path, number)
        for path in templates()
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(f".{name} " in text or f".{name}}}" in text for name in ("save", "delete"))
    ]
    assert wrong == []
