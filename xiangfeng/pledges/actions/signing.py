"""Sending for signature, both signatures, the stamped scan, taking back, and urging. For a 责任书 and a 补充协议 alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.queries import user_ids_by_unit, user_ids_with
from xiangfeng.pledges.content import digest_of
from xiangfeng.pledges.exports import paper_of
from xiangfeng.pledges.models import Method, Pledge, PledgeState, Side, Signature, Supplement
from xiangfeng.pledges.queries import content_of, pledge_of
from xiangfeng.web.papers import keep_paper
from xiangfeng.workflow.flow import fire, flow_of, hold

Paper = Pledge | Supplement
NAMES = ("giver_name", "party_name")
VERBS = {PledgeState.TO_SIGN: ("sign", Side.PARTY), PledgeState.HALF: ("countersign", Side.GIVER)}


def url_of(row: Paper) -> str:
    """The page of it."""
    return reverse("pledges:pledge" if isinstance(row, Pledge) else "pledges:supplement", args=[row.pk])


def why_not(row: Paper, verb: str, actor: Actor) -> str:
    """Why this person cannot sign now; empty when they can."""
    if not verb:
        return f"现在是“{row.get_state_display()}”，不用签字"
    waiting = "现在等乙方签字" if verb == "sign" else "乙方已经签字，现在等甲方签"
    needed = "pledges.sign" if verb == "sign" else "pledges.countersign"
    return waiting if not may(actor, needed, row) else flow_of(row).reason_against(row, verb, actor) or ""


@transaction.atomic
def send_paper(row: Paper, *, actor: Actor, at: dt.datetime) -> None:
    """Fix the content and ask the party to sign. Refuses while a text is missing or may not be said."""
    hold(row)  # nobody writes another text while this one is fixed
    row.refresh_from_db()
    fixed = {"digest": digest_of(content_of(row))}
    if isinstance(row, Pledge):
        fixed |= dict(zip(NAMES, row.names, strict=True))
    fire(row, "send", actor=actor, at=at, **fixed)
    who = user_ids_with("pledges.sign", pledge_of(row).party, on=at.date())
    notify(who, text=f"请签{row.title}", url=url_of(row), at=at)


@transaction.atomic
def recall_paper(row: Paper, *, actor: Actor, at: dt.datetime) -> None:
    """Back to draft, as long as nobody has signed."""
    loose = dict.fromkeys(("digest", *NAMES) if isinstance(row, Pledge) else ("digest",), "")
    fire(row, "recall", actor=actor, at=at, **loose)


@transaction.atomic
def sign_paper(row: Paper, *, digest: str, method: str, actor: Actor, at: dt.datetime) -> None:
    """Sign for the side whose turn it is, the party first; the second signature locks it.

    ``digest`` is of what the person had before them: Stale when that is no longer the text. ``method`` says how they
    proved who they are. Refuses the other side's turn.
    """
    if row.state not in VERBS:
        raise Refused(f"现在是“{row.get_state_display()}”，不能签字")
    if digest != row.digest or digest_of(content_of(row)) != row.digest:
        raise Stale
    verb, side = VERBS[PledgeState(row.state)]
    ends: dict[str, Any] = {"signed_on": at.date()} if side == Side.GIVER else {}
    fire(row, verb, actor=actor, at=at, **ends)
    pledge = pledge_of(row)
    unit = pledge.party if side == Side.PARTY else pledge.unit
    post = actor.post_for(f"pledges.{verb}", unit.path)
    _write(row, side, actor.name, post, actor.user_id, at, method)
    if side == Side.PARTY:
        who = user_ids_with("pledges.countersign", pledge.unit, on=at.date())
        notify(who, text=f"{row.title}乙方已签，请甲方签字", url=url_of(row), at=at)
    else:
        _settled(row, at)


def _write(
    row: Paper, side: str, name: str, post: str, user_id: int | None, at: dt.datetime, method: str
) -> None:
    Signature.objects.create(
        pledge=pledge_of(row), supplement=row if isinstance(row, Supplement) else None, side=side, name=name,
        post=post, user_id=user_id, at=at, digest=row.digest, method=method,
    )  # fmt: skip


def _settled(row: Paper, at: dt.datetime) -> None:
    """Both have signed (or it has been taken back): the duty of the year is looked at anew, both sides hear of it."""
    pledge = pledge_of(row)
    if isinstance(row, Pledge):
        refresh(pledge.unit, kinds=[DutyKind.PLEDGE], year=pledge.year)
    if row.state == PledgeState.SIGNED:
        _keep_text(row, at)
        who = {
            *user_ids_with("pledges.sign", pledge.party, on=at.date()),
            *user_ids_with("pledges.manage", pledge.unit, on=at.date()),
        }
        notify(who, text=f"{row.title}双方已签", url=url_of(row), at=at)


@transaction.atomic
def register_scan(
    row: Paper,
    *,
    upload: Upload,
    signed_on: dt.date,
    party_name: str,
    giver_name: str,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """What both signed on paper: the stamped scan, its day, both names. Refuses a day to come and a missing file."""
    if signed_on > at.date():
        raise Refused("签订日期不能晚于今天")
    pledge = pledge_of(row)
    if not may(actor, "pledges.manage", pledge.unit):
        raise Refused("您的岗位没有这项权限")
    scan = store_file(
        upload, unit=pledge.unit, actor=actor, at=at, purpose="责任书扫描件", is_restricted=True
    )
    if scan.content_type not in ("application/pdf", "image/jpeg"):
        raise Refused("扫描件请用 PDF 或照片")
    fire(row, "scan", actor=actor, at=at, scan=scan, signed_on=signed_on)
    day = at.replace(year=signed_on.year, month=signed_on.month, day=signed_on.day)
    Signature.objects.filter(**_key(row)).delete()  # what is on paper is what counts, for both sides
    _write(row, Side.PARTY, party_name.strip(), "", None, day, Method.SCAN)
    _write(row, Side.GIVER, giver_name.strip(), "", None, day, Method.SCAN)
    _settled(row, at)


def _key(row: Paper) -> dict[str, Paper | None]:
    return {"pledge": row, "supplement": None} if isinstance(row, Pledge) else {"supplement": row}


@transaction.atomic
def void_paper(row: Paper, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """No longer in force. Refuses without a reason, and a 责任书 whose 补充协议 is still being signed."""
    if isinstance(row, Pledge) and row.supplements.filter(state__in=("draft", "to_sign", "half")).exists():
        raise Refused("还有补充协议没有签完，请先把它作废")
    fire(row, "void", actor=actor, at=at, note=reason)
    _settled(row, at)


@transaction.atomic
def urge_pledges(rows: Sequence[Pledge], *, actor: Actor, at: dt.datetime) -> int:
    """One message to each unit that has not signed; gives how many units. Refuses when none of them waits for its unit."""
    waiting = [row for row in rows if row.state == PledgeState.TO_SIGN and may(actor, "pledges.manage", row)]
    if not waiting:
        raise Refused("所选的都不在等乙方签字，不用催")
    holders = user_ids_by_unit("pledges.sign", [row.party for row in waiting], on=at.date())
    for row in waiting:
        notify(holders[row.party_id], text=f"催签：{row.title}还没有签字", url=url_of(row), at=at)
        record(row, verb="催签", actor=actor, at=at)
    return len(waiting)


def _keep_text(row: Paper, at: dt.datetime) -> None:
    """The text as both signed it, as PDF among the giver's files; later changes of layout do not touch it."""
    (row.paper,) = keep_paper(
        paper_of(row), row.title, unit=pledge_of(row).unit, purpose="责任书签订文本", actor=SYSTEM, at=at,
        kinds=("pdf",),
    )  # fmt: skip
    row.save(update_fields=["paper"])
