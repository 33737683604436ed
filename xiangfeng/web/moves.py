"""The one POST door for every move of every flow, and what a page draws as its action card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.workflow.flow import available, flow_of

Act = Callable[..., Any]


def acts_for(row: models.Model, actor: Actor, url: str) -> list[dict[str, Any]]:
    """The action card of a row: each move with its button, what happens, and the reason when it is greyed."""
    return [
        {
            "verb": offer.move.verb,
            "title": offer.move.title,
            "effect": offer.move.effect,
            "reason": offer.reason or "",
            "has_note": offer.move.has_note,
            "note_label": offer.move.note_label,
            "is_grave": offer.move.is_grave,
            "url": url,
        }
        for offer in available(row, actor)
    ]


def make_move(request: HttpRequest, row: models.Model, acts: dict[str, Act], url: str) -> HttpResponse:
    """POST ``verb`` and ``note``: call the action that belongs to the verb and go to ``url`` with a sentence.

    ``acts`` maps verbs to ``act(row, note=…)``; an unknown verb is refused like a forbidden one.
    """
    verb = request.POST.get("verb", "")
    act = acts.get(verb)
    try:
        if act is None:
            raise Refused("没有这个动作，请刷新页面")
        act(row, note=request.POST.get("note", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已{flow_of(row).moves[verb].title}")
    return HttpResponseRedirect(url)
