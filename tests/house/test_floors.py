"""Imports are held by import-linter; these are the references that it cannot see."""

from __future__ import annotations

import re

from django.apps import apps

from tests.house.ground import PACKAGE, ROOT, app_of, floors, may_point, template_name, templates

REFERENCE = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")
COMPONENT = re.compile(r"<c-(?!vars\b|slot\b)([\w.-]+)")


def _owner(name: str) -> str | None:
    """The lowest of our apps that ships a template of that name; None when it is a library's."""
    owners = {app_of(path) for path in templates() if template_name(path) == name}
    return min(owners, key=lambda app: floors()[app], default=None)


def test_every_package_stands_on_a_floor():
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= set(floors())


def test_foreign_keys_point_down():
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("xiangfeng."):
            continue
        upper = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            if field.auto_created or not field.is_relation or field.related_model is None:
                continue
            module = field.related_model.__module__
            if module.startswith("xiangfeng.") and not may_point(upper, module.split(".")[1]):
                wrong.append(f"{model._meta.label}.{field.name} → {module}")
    assert wrong == []


def test_templates_point_down():
    wrong = []
    for path in templates():
        text = path.read_text(encoding="utf-8")
        names = {*REFERENCE.findall(text)}
        names |= {
            f"cotton/{name.replace('.', '/').replace('-', '_')}.html" for name in COMPONENT.findall(text)
        }
        for name in sorted(names):
            owner = _owner(name)
            if owner is not None and not may_point(app_of(path), owner):
                wrong.append(f"{path.relative_to(ROOT)} → {name} ({owner})")
            if owner is None and name.startswith("cotton/"):
                wrong.append(f"{path.relative_to(ROOT)} → {name} (no such component)")
    assert wrong == []
