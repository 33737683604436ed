"""``/progress/``: what became of it, by the receipt, which is posted so that no address and no log holds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse

from xiangfeng.accounts.lockout import client_ip
from xiangfeng.feedback.actions.sender import open_receipt, rate_reply, say_more
from xiangfeng.feedback.models import Report
from xiangfeng.feedback.public.forms import CodeForm, MoreForm, RateForm
from xiangfeng.feedback.public.pages import progress_page
from xiangfeng.feedback.queries.receipt import photo_by
from xiangfeng.web.doors import StaffRequest, fill, public
from xiangfeng.web.papers import kept_response
from xiangfeng.web.visiting import answer_form

Deed = Callable[[Report, Any, Any], str]


def _rate(row: Report, said: dict[str, Any], at: Any) -> str:
    if rate_reply(row, rating=said["rating"], text=said["words"], at=at):
        return "记下了。这件重新办理，新的期限见下面。"
    return "谢谢您的评价，记下了。"


def _say(row: Report, said: dict[str, Any], at: Any) -> str:
    say_more(row, text=said["more"], at=at)
    return "已经转给受理单位。"


DEEDS: dict[str, tuple[type[Any], Deed]] = {"rate": (RateForm, _rate), "say": (MoreForm, _say)}


@public
def public_progress(request: HttpRequest) -> HttpResponse:
    """Asks for the receipt; shows what it opens, and does what the sender wants: judge the reply (``act=rate``) or add words (``act=say``)."""
    at = cast("StaffRequest", request).at
    form = CodeForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "found": None, "done": "", "code": request.POST.get("code", "")}
    row = fill(form, lambda: open_receipt(form.cleaned_data["code"], address=client_ip(request), at=at))
    acting: Any = form
    if row is not None:
        acting, context["done"] = _act(request, row, at)
        context |= {"found": progress_page(row, at=at), **_trouble(acting)}
    elif form.is_bound and not form.errors:
        form.add_error("code", "没有找到这个查询码，请核对有没有抄错")
    return answer_form(request, "feedback/public/progress.html", context, acting)


def _act(request: HttpRequest, row: Report, at: Any) -> tuple[Any, str]:
    """What the sender wants done, with the form that says so when it cannot be."""
    kind, deed = DEEDS.get(request.POST.get("act", ""), (CodeForm, None))
    if deed is None:
        return CodeForm(), ""
    form = kind(request.POST)
    done = fill(form, lambda: deed(row, form.cleaned_data, at)) or ""
    row.refresh_from_db()
    return form, done


def _trouble(form: Any) -> dict[str, Any]:
    """What is wrong with what was sent, in one line; what was typed stays."""
    kept = form.data if form.errors else {}
    return {
        "problem": "；".join(error for errors in form.errors.values() for error in errors),
        "typed": {"words": kept.get("words", ""), "more": kept.get("more", "")},
    }


@public
def public_photo(request: HttpRequest, token: str) -> HttpResponse:
    """One photo of a report by its short-lived address; 404 afterwards."""
    photo = photo_by(token, at=cast("StaffRequest", request).at)
    if photo is None:
        raise Http404("这个地址已经过期，请重新输查询码。")
    answer = kept_response(photo.attachment, "photo.jpg")
    answer["Cache-Control"] = "no-store, private"
    return answer
