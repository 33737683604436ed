"""Writing a letter, signing it, noting what was printed and handed out, entering the slips that came back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.documents.actions import next_number
from xiangfeng.documents.masking import check_public
from xiangfeng.documents.pdf import page_count
from xiangfeng.feedback.actions import Registered, Sender, register_report
from xiangfeng.feedback.models import Channel, Kind, Privacy
from xiangfeng.history.actions import record
from xiangfeng.letters.exports import letter_paper
from xiangfeng.letters.flow import ISSUE, MANAGE
from xiangfeng.letters.models import Batch, BatchKind, Letter, LetterState
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.web.papers import keep_paper
from xiangfeng.workflow.flow import fire, hold, rewrite

S = LetterState
TEXTS = ("title", "salutation", "meaning", "doing", "ways", "hotline", "place", "address")


def url_of(row: Letter) -> str:
    """The page of it in the office."""
    return f"/work/letters/{row.pk}/"


def _checked(texts: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {name: str(texts.get(name) or "").strip() for name in TEXTS}
    if not fields["title"]:
        raise Refused("请写标题")
    if fields["address"] and not fields["address"].startswith("/s/"):
        raise Refused("二维码只能打开本网站的问卷，请填问卷的地址，如 /s/2026-4/；不填就打开“我要反映”")
    return fields | {"reply_until": texts["reply_until"]}


@transaction.atomic
def draft_letter(unit: Unit, *, actor: Actor, at: dt.datetime, **texts: Any) -> Letter:
    """Begin a letter, numbered. ``texts``: title, salutation, meaning, doing, ways, hotline, place, address, reply_until. Refuses who may not
    write for ``unit``, no title, and an address that is no questionnaire of this site."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替{unit.name}拟一封信")
    number = next_number(unit, "一封信", year=at.year)
    row = Letter.objects.create(unit=unit, number=number, author=actor.name, created_at=at, **_checked(texts))
    record(row, verb="起草一封信", actor=actor, at=at)
    return row


@transaction.atomic
def edit_letter(row: Letter, *, revision: int, actor: Actor, at: dt.datetime, **texts: Any) -> Letter:
    """Change a draft. Refuses one already handed in; :class:`Stale` when somebody else changed it since it was read."""
    if not may(actor, MANAGE, row):
        raise Refused("您不能改这份草稿")
    if row.state != S.DRAFT:
        raise Refused(f"现在是“{row.get_state_display()}”，不能改；签发前可以先撤回修改")
    fields = _checked(texts)
    rewrite(row, fields, revision=revision, says="这份草稿刚被别人改过，请刷新后再改", state=S.DRAFT)
    record(row, verb="修改草稿", actor=actor, at=at)
    return row


def _check_page(row: Letter) -> None:
    """One page: nobody reads, prints or staples two."""
    count = page_count(letter_paper(row, site="https://xiangfeng.example.cn"), fonts=[settings.FONT_DIR])
    if count > 1:
        raise Refused(f"排下来是 {count} 页，一封信要印在一页上，请把正文写短些")


@transaction.atomic
def submit_letter(row: Letter, *, actor: Actor, at: dt.datetime) -> None:
    """Hand it in for signature; the leaders are told. Refuses what `guards.problems` finds and more than one page."""
    hold(row)
    row.refresh_from_db()
    _check_page(row)
    fire(row, "submit", actor=actor, at=at)
    leaders = set(user_ids_with(ISSUE, row.unit, on=at.date())) - {actor.user_id}
    notify(leaders, text=f"一封信等您签发：{row.title}", url=url_of(row), at=at)


@transaction.atomic
def send_back_letter(row: Letter, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """退回修改 with what is to be changed; the office is told."""
    fire(row, "send_back", actor=actor, at=at, note=reason)
    _tell_office(row, f"{row.title}退回修改：{reason.strip()}", actor, at)


@transaction.atomic
def issue_letter(row: Letter, *, site: str, actor: Actor, at: dt.datetime, seen: int | None = None) -> None:
    """Sign it: it is public at once and its page is kept as PDF and DOCX, the QR code leading to ``site``. Refuses what the table refuses and
    a slip's last day that has passed; :class:`Stale` when the text is no longer the one read, whose ``revision`` was ``seen``."""
    hold(row)
    row.refresh_from_db()
    if seen is not None and row.revision != seen:
        raise Stale("您看过以后，文字又改过了；请看过现在的文字再签发")
    if row.reply_until < at.date():
        raise Refused("回执交到的日子已经过了，请退回改一个以后的日期")
    fire(row, "issue", actor=actor, at=at, issued_at=at, issued_on=at.date(), signer=actor.name)
    paper = letter_paper(row, site=site)
    pdf, docx = keep_paper(paper, row.number, unit=row.unit, purpose="一封信", actor=actor, at=at)
    Letter.objects.filter(pk=row.pk).update(pdf=pdf, docx=docx)
    row.pdf, row.docx = pdf, docx
    _tell_office(row, f"{row.title}已签发，可以印制、发放", actor, at)


@transaction.atomic
def withdraw_letter(row: Letter, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """撤回: everybody reads the reason alone. Refuses one with personal numbers."""
    check_public(reason, "理由", allowed=row.hotline)
    fire(row, "withdraw", actor=actor, at=at, note=reason, reason=reason.strip()[:300], closed_on=at.date())
    _tell_office(row, f"{row.title}已撤回：{reason.strip()}", actor, at)


def _tell_office(row: Letter, text: str, actor: Actor, at: dt.datetime) -> None:
    office = set(user_ids_with(MANAGE, row.unit, on=at.date())) - {actor.user_id}
    notify(office, text=text, url=url_of(row), at=at)


@transaction.atomic
def note_batch(
    row: Letter,
    *,
    kind: str,
    copies: int,
    on: dt.date,
    by: str,
    village: Unit | None = None,
    place: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Batch:
    """Write down copies printed, handed out, or come back blank. Refuses a letter that is not out, a day to come or before the signature,
    a hand-out without village or place, and more handed out than printed or more blank slips than copies handed out."""
    _check_open(row, actor, on, at)
    if kind == BatchKind.GIVEN and not (village or place.strip()):
        raise Refused("请写发到哪个村，或者在哪里、怎么发的")
    _check_sum(row, kind, copies)
    made = Batch.objects.create(
        letter=row, kind=kind, copies=copies, on=on, by=by.strip() or actor.name, village=village, place=place.strip(),
        entered_by=actor.name, at=at,
    )  # fmt: skip
    record(row, verb=f"记{made.get_kind_display()}", actor=actor, at=at, after={"份数": copies})
    return made


def _check_open(row: Letter, actor: Actor, on: dt.date, at: dt.datetime) -> None:
    if not may(actor, MANAGE, row):
        raise Refused("您不能登记这封信的印发和回执")
    if row.state != S.ISSUED or row.issued_on is None:
        raise Refused(f"这封信{row.get_state_display()}，现在不能登记")
    if not row.issued_on <= on <= at.date():
        raise Refused(f"日期应在签发日（{row.issued_on}）和今天之间")


def _check_sum(row: Letter, kind: str, copies: int) -> None:
    """Not more handed out than printed, not more slips than letters. The lock on the letter lets one be counted after the other."""
    hold(row)
    sums = dict(row.batches.order_by().values_list("kind").annotate(Sum("copies")))
    printed, given = sums.get(BatchKind.PRINTED, 0), sums.get(BatchKind.GIVEN, 0)
    if kind == BatchKind.GIVEN and given + copies > printed:
        raise Refused(f"一共印了 {printed} 份，已发 {given} 份，再发 {copies} 份就多了；加印的请先登记印制")
    if kind == BatchKind.BLANK and sums.get(BatchKind.BLANK, 0) + copies > given:
        raise Refused(f"一共发了 {given} 份，收回的不会比发出的多，请核对")


@transaction.atomic
def enter_slip(
    row: Letter,
    *,
    text: str,
    came_on: dt.date,
    village: Unit | None = None,
    about: Unit | None = None,
    name: str = "",
    phone: str = "",
    form_key: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Registered:
    """Enter one slip: it becomes a 群众反映 of kind 建议, is answered and 采纳 or not like any other. The same ``form_key`` twice is one. Who
    wrote name or telephone is kept confidential. Refuses a letter that is not out, a day to come, and what `register_report` refuses.
    """
    _check_open(row, actor, came_on, at)
    sender = Sender(name=name.strip(), phone=phone.strip())
    made = register_report(
        row.unit, text=text, channel=Channel.LETTER, kind=Kind.SUGGESTION,
        privacy=Privacy.ANONYMOUS if sender.is_empty else Privacy.CONFIDENTIAL, sender=sender, came_on=came_on,
        form_key=form_key, village=village, about=about, origin_key=row.key, registrar=actor.name, actor=actor, at=at,
    )  # fmt: skip
    if made.is_new:
        record(row, verb="录入回执", actor=actor, at=at, after={"反映编号": made.report.number})
    return made
