"""聘书: draft, hand in, sign, send back, end early (A4.2). The paper is kept as it was signed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.base.numbering import document_number
from xiangfeng.documents.actions import next_serial, short_name
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.supervision.actions.supervisors import url_of
from xiangfeng.supervision.exports import letter_paper
from xiangfeng.supervision.flow import APPOINT, MANAGE
from xiangfeng.supervision.models import Supervisor, Term, TermState
from xiangfeng.supervision.terms import against
from xiangfeng.web.papers import keep_paper
from xiangfeng.workflow.flow import fire, hold


@transaction.atomic
def draft_term(
    supervisor: Supervisor, *, from_on: dt.date, to_on: dt.date, actor: Actor, at: dt.datetime
) -> Term:
    """Begin a 聘书, the first or a further one. Refuses who may not manage the unit, one beside another that is on its way, days that
    overlap a signed one, and more terms than the setting allows."""
    if not may(actor, MANAGE, supervisor):
        raise Refused("这位监督员不归您管")
    _check(supervisor, from_on, to_on)
    try:
        with transaction.atomic():
            row = Term.objects.create(
                supervisor=supervisor,
                from_on=from_on,
                to_on=to_on,
                until=to_on,
                author=actor.name,
                created_at=at,
            )
    except IntegrityError:
        raise Refused("已有一份聘书在办，先办完那一份") from None
    record(row, verb="起草聘书", actor=actor, at=at, after={"聘期起": from_on, "聘期止": to_on})
    return row


@transaction.atomic
def edit_term(row: Term, *, from_on: dt.date, to_on: dt.date, actor: Actor, at: dt.datetime) -> None:
    """Change the days of a draft. Refuses one that was handed in, and what :func:`draft_term` refuses."""
    if not may(actor, MANAGE, row):
        raise Refused("这份聘书不归您管")
    if row.state != TermState.DRAFT:
        raise Refused(f"现在是“{row.get_state_display()}”，不能改；签发前可以先撤回修改")
    hold(row)
    _check(row.supervisor, from_on, to_on, but=row)
    before = {"聘期起": row.from_on, "聘期止": row.to_on}
    Term.objects.filter(pk=row.pk).update(from_on=from_on, to_on=to_on, until=to_on)
    row.from_on, row.to_on, row.until = from_on, to_on, to_on
    record(
        row, verb="修改聘书", actor=actor, at=at, before=before, after={"聘期起": from_on, "聘期止": to_on}
    )


@transaction.atomic
def submit_term(row: Term, *, actor: Actor, at: dt.datetime) -> None:
    """Hand it in; the leaders are told."""
    fire(row, "submit", actor=actor, at=at)
    leaders = set(user_ids_with(APPOINT, row.supervisor.unit, on=at.date())) - {actor.user_id}
    notify(leaders, text=f"社会监督员聘书等您签发：{row.supervisor.name}", url=url_of(row.supervisor), at=at)


@transaction.atomic
def issue_term(row: Term, *, actor: Actor, at: dt.datetime) -> None:
    """Sign it: it gets its number, such as 云溪聘〔2026〕3号, and its paper is kept as PDF and DOCX; the office and the supervisor are told."""
    hold(row)
    row.refresh_from_db(fields=["from_on", "to_on", "until"])
    unit, day = row.supervisor.unit, at.date()
    number = document_number(f"{short_name(unit)}聘", day.year, next_serial(unit, "聘书", year=day.year))
    fire(row, "issue", actor=actor, at=at, number=number, issued_on=day, signer=actor.name)
    pdf, docx = keep_paper(letter_paper(row), number, unit=unit, purpose="聘书", actor=actor, at=at)
    Term.objects.filter(pk=row.pk).update(pdf=pdf, docx=docx)
    row.pdf, row.docx = pdf, docx
    told = set(user_ids_with(MANAGE, unit, on=day)) - {actor.user_id}
    notify(told, text=f"{number} 已签发：{row.supervisor.name}", url=url_of(row.supervisor), at=at)


@transaction.atomic
def send_back_term(row: Term, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """退回修改 with what is to be changed; the office is told."""
    fire(row, "send_back", actor=actor, at=at, note=reason)
    told = set(user_ids_with(MANAGE, row.supervisor.unit, on=at.date())) - {actor.user_id}
    text = f"{row.supervisor.name}的聘书退回修改：{reason.strip()}"
    notify(told, text=text, url=url_of(row.supervisor), at=at)


@transaction.atomic
def end_term(row: Term, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """提前解聘 as of today, with the reason; the leaders are told. Refuses a term that is over already."""
    if row.until < at.date():
        raise Refused("聘期已经满了，不用解聘")
    changes: dict[str, Any] = {"until": at.date(), "end_reason": reason.strip()[:200]}
    fire(row, "end", actor=actor, at=at, note=reason, **changes)
    leaders = set(user_ids_with(APPOINT, row.supervisor.unit, on=at.date())) - {actor.user_id}
    text = f"社会监督员{row.supervisor.name}提前解聘：{reason.strip()}"[:200]
    notify(leaders, text=text, url=url_of(row.supervisor), at=at)


def _check(supervisor: Supervisor, from_on: dt.date, to_on: dt.date, but: Term | None = None) -> None:
    others = supervisor.terms.order_by("from_on", "id")
    reason = against(from_on, to_on, list(others.exclude(pk=but.pk) if but else others))
    if reason:
        raise Refused(reason)
