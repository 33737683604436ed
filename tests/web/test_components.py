"""The shared components: what they say, beside what, and that a page's variables do not leak into them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest
from django.template import loader
from django.test import RequestFactory
from django_cotton import render_component

from tests.house.ground import PACKAGE

COMPONENTS = PACKAGE / "web" / "templates" / "cotton"


class Sample(forms.Form):
    name = forms.CharField(label="名称", help_text="通报里怎么称呼")
    score = forms.DecimalField(label="扣分", max_value=20)
    way = forms.ChoiceField(label="缺项怎么算", choices=[("1", "取平均")], widget=forms.RadioSelect)
    is_open = forms.BooleanField(label="公开到村", required=False)
    kept = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/")


def draw(request: HttpRequest, name: str, **attributes: Any) -> str:
    return re.sub(r"\s+", " ", str(render_component(request, name, attributes)))


def test_field_ties_hint_and_error_to_the_input(request_):
    form = Sample({"score": "27"})
    form.is_valid()
    name = draw(request_, "field", field=form["name"])
    assert 'aria-describedby="id_name_helptext id_name_error"' in name
    assert 'id="id_name_helptext"' in name
    assert 'id="id_name_error"' in name
    score = draw(request_, "field", field=form["score"])
    assert 'aria-invalid="true"' in score
    assert 'value="27"' in score, "what was typed is kept"


def test_field_of_each_shape_has_its_name(request_):
    form = Sample()
    assert '<label class="xf-label" for="id_name">名称 <em>必填</em></label>' in draw(
        request_, "field", field=form["name"]
    )
    assert 'role="group" aria-labelledby="id_way_label"' in draw(request_, "field", field=form["way"])
    assert '<label class="xf-label" for="id_is_open">公开到村</label>' in draw(
        request_, "field", field=form["is_open"]
    )
    assert "xf-field" not in draw(request_, "field", field=form["kept"])


def test_acts_grey_a_move_with_its_reason_and_ask_before_a_grave_one(request_):
    free = {"verb": "submit", "title": "提交复核", "effect": "转复核", "reason": "", "url": "/x"}
    grave = {**free, "verb": "back", "title": "退回", "has_note": True, "is_grave": True}
    shut = {**free, "verb": "issue", "title": "发布", "reason": "还没有核稿"}
    html = draw(request_, "acts", acts=[free, grave, shut])
    assert html.count("<form") == 2
    assert "不能点：还没有核稿" in html
    assert 'data-confirm="要退回吗"' in html
    assert html.count('name="note"') == 1
    assert html.count("csrfmiddlewaretoken") == 2


def test_text_is_escaped(request_):
    html = draw(request_, "timeline", events=[{"when": "14:06", "text": "<b>双井村</b>"}])
    assert "&lt;b&gt;双井村" in html


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_name_a_component_uses_is_declared(path):
    """An undeclared name would be taken from the page around it."""
    text = path.read_text(encoding="utf-8")
    declared = set(re.findall(r":?([a-z_]+)(?==|\s|/)", text.splitlines()[0].removeprefix("<c-vars")))
    bound = set(re.findall(r"\{% for ([\w, ]+) in", text)) | set(re.findall(r"\{% with (\w+)=", text))
    known = declared | {part.strip() for names in bound for part in names.split(",")}
    known |= {"slot", "forloop", "csrf_token"}
    used = set(re.findall(r"\{\{ (\w+)", text)) | set(re.findall(r"\{% (?:if|elif) (?:not )?(\w+)", text))
    assert used <= known


@pytest.mark.parametrize("name", ["403.html", "404.html", "500.html", "403_csrf.html"])
def test_error_pages_draw_without_any_variable(name):
    html = loader.get_template(name).render()
    assert "<h1>" in html
    assert "undefined" not in html
