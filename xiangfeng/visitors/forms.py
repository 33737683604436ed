"""The form of somebody without account: what protects it comes with it. See ``tests/visitors/`` for how it is used."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from functools import cached_property
from typing import Any

from django import forms

from xiangfeng.visitors.actions import Visitor, is_spent
from xiangfeng.visitors.proof import Proof, Question, check_answer, check_solution, new_question

_GUARD = ("form_key", "proof", "question", "answer")


def _hidden() -> forms.CharField:
    return forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)


def _all(data: Any, name: str) -> list[Any]:
    """Everything sent under ``name``; tests and callers may hand a plain dictionary."""
    return data.getlist(name) if hasattr(data, "getlist") else [data[name]]


def in_plain_words(form: forms.BaseForm) -> None:
    """What a field says when it is left empty: 请填“地点”, 请选“种类”; a field that says it in words of its own keeps them."""
    usual = forms.Field.default_error_messages["required"]
    for name, field in form.fields.items():
        if field.error_messages.get("required") == usual:
            verb = "选" if isinstance(field, forms.ChoiceField | forms.FileField) else "填"
            field.error_messages["required"] = f"请{verb}“{field.label or name}”"


class VisitorForm(forms.Form):
    """A form anybody may send. Put ``<c-proof :form="form" />`` before its button, give it ``at`` and ``address`` (of the
    network), hand ``form.visitor`` to the action, which calls ``visitors.actions.admit_visitor``; ``form.said`` is what was typed.

    Valid only with a solved challenge or an answered question that did not serve before. ``form.key`` names this sending:
    the same page sent twice has the same key, other words give another.
    """

    form_key = _hidden()
    proof = _hidden()
    question = _hidden()
    answer = forms.CharField(required=False, max_length=20)

    def __init__(self, *args: Any, at: dt.datetime, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_plain_words(self)
        self.at, self.address = at, address
        self.shown: Proof | None = None

    @property
    def said(self) -> dict[str, Any]:
        """What the person typed, without what protects the form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _GUARD}

    @cached_property
    def new_key(self) -> str:
        """The key of the page: the one that was sent, or a new one."""
        sent = self.data.get("form_key", "") if self.is_bound else ""
        return sent if 16 <= len(sent) <= 64 else secrets.token_urlsafe(18)

    @property
    def key(self) -> str:
        """The key of this sending: that of the page together with what was typed, files by name and size."""
        names = sorted(name for name in self.data if name not in (*_GUARD, "csrfmiddlewaretoken"))
        typed = [(name, _all(self.data, name)) for name in names]
        files = [(name, one.name, one.size) for name in sorted(self.files) for one in _all(self.files, name)]
        return f"{self.new_key}:{hashlib.sha256(repr((typed, files)).encode()).hexdigest()[:16]}"

    @property
    def visitor(self) -> Visitor:
        """Who sends it, as far as counting goes; for ``admit_visitor``."""
        return Visitor(self.address, self.shown, self.key)

    @cached_property
    def asked(self) -> Question:
        """The question of the page."""
        return new_question(at=self.at)

    @cached_property
    def is_shown(self) -> bool:
        """Whether what was sent is right and still to be used: then it is sent again and nothing new is asked."""
        return self.shown is not None and not is_spent(self.shown)

    def clean(self) -> dict[str, Any] | None:
        """Solved, or answered, and not used for another sending."""
        said = super().clean()
        data = self.cleaned_data
        solved, token, answer = (data.get(name, "") for name in ("proof", "question", "answer"))
        shown = [
            check_solution(solved, at=self.at) if solved else None,
            check_answer(token, answer, at=self.at) if answer else None,
        ]
        self.shown = next((one for one in shown if one is not None and not is_spent(one, self.key)), None)
        if self.shown is not None:
            return said
        if answer:
            self.add_error("answer", "算得不对，或者这道题已经用过，请做下面这一道")
        else:
            self.add_error("answer", "请先算出这道小题，再提交；您填的都还在")
        return said
