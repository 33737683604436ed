"""The presses on a report's page: 合并, 关联, 催办, 批延期; and the forms of 拆分 and 申请延期."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from xiangfeng.base.errors import Refused
from xiangfeng.feedback.actions import extending
from xiangfeng.feedback.actions import grouping as actions
from xiangfeng.feedback.flow import DECIDE, HANDLE, MANAGE
from xiangfeng.feedback.models import Kind, Report
from xiangfeng.feedback.queries import reports_for
from xiangfeng.feedback.staff.shared import find_report
from xiangfeng.leadership.forms import day_field
from xiangfeng.web.doors import StaffRequest, attempt, needs

Act = Callable[..., Any]


class ExtendForm(forms.Form):
    """Until when, and why. ``initial["latest"]`` is the last day that may be asked for."""

    wanted_on = day_field("延到")
    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="批准后反映人看得到，写他听得懂的话，如 配件要从市里调",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest, field = self.initial["latest"], self.fields["wanted_on"]
        field.help_text = f"一件只能延一次，最迟 {latest.month}月{latest.day}日"
        field.widget.attrs["max"] = latest.isoformat()


def _part(number: int) -> forms.CharField:
    return forms.CharField(
        label=f"第 {number} 件",
        required=number <= 2,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class SplitForm(forms.Form):
    """Two to five things that were said at once."""

    part1, part2, part3, part4, part5 = (_part(number) for number in range(1, actions.MOST_PARTS + 1))
    kind = forms.ChoiceField(
        label="诉求类别", required=False, choices=[("", "（和原件一样）"), *Kind.choices],
        help_text="几件都按它算期限；单独的一件可以在派单前再定",
    )  # fmt: skip


def split(row: Report, *, kind: str, actor: Any, at: Any, **parts: str) -> list[Report]:
    """What the form holds, as `split_report` takes it."""
    texts = [text for _, text in sorted(parts.items()) if text.strip()]
    return actions.split_report(row, parts=[actions.Part(text, kind) for text in texts], actor=actor, at=at)


def _other(request: StaffRequest) -> Report:
    """The report named by ``other``, a number of the list, within sight."""
    number = request.POST.get("other", "").strip()
    found = reports_for(request.actor).filter(number=number).first()
    if found is None:
        raise Refused(f"没有编号是“{number[:40]}”的反映，请照列表上的编号填")
    return found


def _decide(request: StaffRequest, row: Report, *, grants: bool, **who: Any) -> None:
    extending.decide_extension(row, grants=grants, answer=request.POST.get("answer", ""), **who)


PRESSES: dict[str, tuple[Act, str]] = {
    "merge": (lambda request, row, **who: actions.merge_report(row, into=_other(request), **who), "已合并，一起办、一起答复"),
    "relate": (lambda request, row, **who: actions.relate_reports(row, _other(request), **who), "已关联，两件的页面互相看得到"),
    "unrelate": (lambda request, row, **who: actions.unrelate_reports(row, _other(request), **who), "已取消关联"),
    "urge": (lambda request, row, **who: extending.urge_report(row, **who), "已催办，承办单位收到消息"),
    "grant": (partial(_decide, grants=True), "已同意延期，反映人看得到"),
    "deny": (partial(_decide, grants=False), "已写明不同意延期"),
}  # fmt: skip


@require_POST
@needs(MANAGE, HANDLE, DECIDE)
def press(request: StaffRequest, pk: int) -> HttpResponse:
    """One of ``PRESSES`` by ``verb``, and back to the page."""
    row = find_report(request, pk)
    act, done = PRESSES.get(request.POST.get("verb", ""), (None, ""))
    if act is None:
        messages.error(request, "没有这个动作，请刷新页面")
    else:
        attempt(request, partial(act, request, row, actor=request.actor, at=request.at), done=done)
    return redirect("feedback:report", pk=pk)
