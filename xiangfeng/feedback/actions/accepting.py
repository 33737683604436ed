"""受理, and the three ways out of it; 重新办理."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.base.errors import Refused
from xiangfeng.base.paths import covers
from xiangfeng.feedback.actions.grouping import settle_parent
from xiangfeng.feedback.actions.moving import add_step, check_unnamed, go, term_due
from xiangfeng.feedback.models import Category, Desk, ExtensionState, Report
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Norm

PETITION_OFFICE = "信访部门"


@transaction.atomic
def accept_report(
    row: Report,
    *,
    kind: str,
    category: Category | None = None,
    norm: Norm | None = None,
    about: Unit | None = None,
    village: Unit | None = None,
    place: str = "",
    due_on: dt.date | None = None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """受理: say what it is, about whom and where; the term follows from ``kind`` and runs from the day it came.

    ``due_on`` shortens the term. Refuses one after it (that is 延期, later and with a reason) or gone by, a place outside the unit, and a
    report about the receiving unit itself, which is the matter of the one above (A4.3, standards §6.6).
    """
    _check_about(row, about)
    if village is not None and not covers(row.unit.path, village.path):
        raise Refused(f"{village.name}不在{row.unit.name}，请核对所在村")
    due = term_due(row, kind, row.came_on, upper=row.upper_due_on)
    if due_on is not None and due_on > due:
        raise Refused(f"办理期限最迟到{due.month}月{due.day}日；办不完的，办理中申请延期")
    if due_on is not None and due_on < at.date():
        raise Refused("办理期限已经过去，请定一个今天以后的日期")
    due, named = due_on or due, row.about
    go(
        row, "accept", actor=actor, at=at, kind=kind, category=category, norm=norm or (category and category.norm),
        about=about, village=village, place=place.strip()[:120], due_on=due, first_due_on=due, accepted_at=at,
    )  # fmt: skip
    if named != about:
        # Who may deal with it hangs on this: nobody sets it aside unseen.
        before, after = ({"被反映单位": one.name if one else "没有指明"} for one in (named, about))
        record(row, verb="改被反映单位", actor=actor, at=at, before=before, after=after)
    said = f"按“{row.get_kind_display()}”办理，{due.month}月{due.day}日前答复"
    add_step(row, "已受理", text=said, actor=actor, at=at)


def _check_about(row: Report, about: Unit | None) -> None:
    if about is not None and covers(about.path, row.unit.path):
        above = about.parent.name if about.parent else "上级机关"
        raise Refused(f"反映的是{about.name}自己，本单位不能办，请点“移交”，转{above}")
    if about is not None and not covers(row.unit.path, about.path):
        raise Refused(f"{about.name}不归{row.unit.name}管，请点“移交”")


@transaction.atomic
def refuse_report(row: Report, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """不予受理: the sender reads why. Refuses an empty reason and one that names the sender; so do the other ways out, for it stays in the history."""
    go(row, "refuse", actor=actor, at=at, note=reason, exit_reason=reason.strip()[:500], closed_at=at)
    check_unnamed(row, reason, "理由")
    add_step(row, "不予受理", text=reason, actor=actor, at=at)
    settle_parent(row, actor=actor, at=at)


@transaction.atomic
def petition_report(row: Report, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """转信访: it is a matter of 信访, which this platform does not deal with; where to go is what the desk says."""
    desk = Desk.objects.filter(unit=row.unit).first()
    to = (desk.petition if desk else "") or PETITION_OFFICE
    go(row, "petition", actor=actor, at=at, note=reason, exit_reason=reason.strip()[:500], exit_to=to[:60],
       closed_at=at)  # fmt: skip
    check_unnamed(row, reason, "说明")
    add_step(row, "转信访", text=f"请到{to}登记。{reason.strip()}", actor=actor, at=at)
    settle_parent(row, actor=actor, at=at)


@transaction.atomic
def transfer_report(row: Report, *, to: str, reason: str, actor: Actor, at: dt.datetime) -> None:
    """移交: another authority deals with it. Refuses an empty ``to`` or reason."""
    if not to.strip():
        raise Refused("请写移交给哪个机关")
    go(row, "transfer", actor=actor, at=at, note=reason, exit_reason=reason.strip()[:500],
       exit_to=to.strip()[:60], closed_at=at)  # fmt: skip
    check_unnamed(row, reason, "说明")
    add_step(row, "已移交", text=f"移交{to.strip()}。{reason.strip()}", actor=actor, at=at)
    settle_parent(row, actor=actor, at=at)


@transaction.atomic
def reopen_report(row: Report, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """重新办理: back to 待派单 with a new term from today; how it was judged so far stays among the steps, and the rates
    go on judging the first reply by the first term. A 延期 that still waits was asked for the old term and is denied.

    The sender's own wish is acted on by the platform (``actor=SYSTEM``) through the same move.
    """
    due, judged = term_due(row, row.kind, at.date()), row.get_rating_display()
    go(
        row, "reopen", actor=actor, at=at, note=reason, handler=row.unit, reopened=row.reopened + 1, due_on=due,
        rating="", rating_text="", rated_at=None, closed_at=None, sent_at=None, signed_at=None,
        sign_due_on=None, urged_on=None,
    )  # fmt: skip
    check_unnamed(row, reason, "理由")
    row.extensions.filter(state=ExtensionState.ASKED).update(
        state=ExtensionState.DENIED, decided_by=SYSTEM.name, decided_at=at, answer="重新办理，期限另算"
    )
    if judged:
        add_step(row, "上次评价", text=judged, is_public=False, actor=actor, at=at)
    add_step(row, "重新办理", text=f"{reason.strip()}（{due.month}月{due.day}日前答复）", actor=actor, at=at)
