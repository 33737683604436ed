from __future__ import annotations

import re

from django.apps import apps

from tests.house.ground import ROOT, floors

ROW = re.compile(r"^\| ([^|]+) \| `(\w+)`[^|]* \| ([^|]+) \| (\w+) \|$", re.MULTILINE)


def test_every_model_is_a_word_of_the_glossary():
    rows = ROW.findall((ROOT / "docs/glossary.md").read_text(encoding="utf-8"))
    known = {(identifier, app) for _, identifier, _, app in rows}
    ours = {
        (model.__name__, model._meta.app_label)
        for model in apps.get_models()
        if model.__module__.startswith("xiangfeng.")
    }
    assert ours - known == set()


def test_the_glossary_names_one_concept_by_one_identifier():
    rows = ROW.findall((ROOT / "docs/glossary.md").read_text(encoding="utf-8"))
    assert rows
    pairs = [(identifier, app) for _, identifier, _, app in rows]
    assert len(pairs) == len(set(pairs))
    assert {app for *_, app in rows} <= set(floors())
