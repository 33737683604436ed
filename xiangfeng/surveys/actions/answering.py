"""Taking answers in: from the net, once for each form and code; from paper; and what is made of somebody's own words.

A sheet from the net leaves no row of history: its time would be the thread that leads from the sheet to a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.documents.masking import mask
from xiangfeng.feedback.actions import Registered, register_report
from xiangfeng.feedback.models import Channel as ReportChannel
from xiangfeng.history.actions import record
from xiangfeng.surveys.flow import MANAGE
from xiangfeng.surveys.marks import Answer, Filled, fill_in
from xiangfeng.surveys.models import Channel, Code, Quota, Sheet, Survey, Words
from xiangfeng.visitors.actions import Visitor, admit_visitor
from xiangfeng.visitors.codes import code_digest, form_digest
from xiangfeng.workflow.flow import hold

SLACK = 5
"""So many sheets above its quota a village may have: of people who had begun to fill in when it became full."""
FULL = "您村的份数已经收满，谢谢您愿意填。有意见可以到“我要反映”里写"
USED = "这个填答码已经用过了。一个码只能填一次"


class Faulty(Refused):
    """Some questions are not answered as they should be; ``faults`` says which, by question."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__(f"有 {len(faults)} 道题要再看一下，已标出来")
        self.faults = dict(faults)


def submit_sheet(
    row: Survey,
    answers: Mapping[int, Answer],
    *,
    code: str = "",
    cell: Quota | None = None,
    visitor: Visitor,
    at: dt.datetime,
) -> bool:
    """Take a sheet from the net; False when this very form (``visitor.key``) was taken before.

    With codes the village is that of the slip; in an open one ``cell`` is what the sender chose. Refuses outside the days, a wrong
    or used code, a village that has had its number, an empty sheet, too many from one sender; `Faulty` names questions.
    """
    form_hash = form_digest(f"{row.pk}:{visitor.key}")
    if Sheet.objects.filter(form_hash=form_hash).exists():
        return False
    try:
        with transaction.atomic():
            if not row.is_open(at.date()):
                raise Refused("现在不收答卷")
            filled = _filled(row, answers)
            if row.has_codes:
                cell = _use(row, code)
            else:
                _admit(row, visitor, at)
            _keep(row, filled, cell, Channel.WEB, form_hash)
    except IntegrityError:
        if not Sheet.objects.filter(form_hash=form_hash).exists():
            raise
        return False  # the same form, sent twice at once
    return True


@transaction.atomic
def enter_sheet(
    row: Survey,
    answers: Mapping[int, Answer],
    *,
    cell: Quota | None,
    form_key: str = "",
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Type in a paper sheet, counted apart from those from the net; who did it is kept, what was entered is not. The same page
    (``form_key``) sent twice is one sheet.

    Refuses who may not, outside the days, an empty sheet; `Faulty` names questions. What is required on the net may be missing on paper.
    """
    if not may(actor, MANAGE, row):
        raise Refused("您不能给这份问卷录答卷")
    if not row.is_open(at.date()):
        raise Refused("现在不收答卷：只能在开始日和截止日之间录")
    filled = _filled(row, answers, is_paper=True)
    form_hash = form_digest(f"{row.pk}:paper:{form_key}") if form_key else None
    hold(row)  # of two that come at once the second sees the first
    if form_hash and Sheet.objects.filter(form_hash=form_hash).exists():
        return
    _keep(row, filled, cell, Channel.PAPER, form_hash)
    record(row, verb="录纸质答卷", actor=actor, at=at, after={"村": cell.unit.name if cell else "没有写"})


def _filled(row: Survey, answers: Mapping[int, Answer], *, is_paper: bool = False) -> Filled:
    questions = list(row.questions.order_by("place", "id"))
    if is_paper:
        for one in questions:
            one.is_required = False
    filled = fill_in(questions, answers)
    if filled.faults:
        raise Faulty(filled.faults)
    if filled.is_blank:
        raise Refused("一道题都没有答，答一道也可以交")
    return filled


def _use(row: Survey, code: str) -> Quota:
    """Mark the code as used, once; gives the quota it counts for."""
    slips = Code.objects.filter(digest=code_digest(code), batch__survey=row)
    slip = slips.select_related("batch__quota").first()
    if slip is None:
        raise Refused("没有这个填答码，请照纸条再输一遍")
    if not Code.objects.filter(pk=slip.pk, is_used=False).update(is_used=True):
        raise Refused(USED)
    return slip.batch.quota


def _admit(row: Survey, visitor: Visitor, at: dt.datetime) -> None:
    admit_visitor(
        visitor,
        row.key,
        starts_at=timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0),
        a_sender=settings.SURVEYS_A_SENDER_A_DAY,
        in_all=settings.SURVEYS_A_DAY,
        says="从您这个网络今天已经交了很多份，请明天再填，或者向村里要纸质问卷",
        says_all="今天交的人太多，请明天再填",
    )


def _keep(row: Survey, filled: Filled, cell: Quota | None, channel: str, form_hash: str | None) -> None:
    hold(row)  # so that nothing comes in after it was closed
    if cell is not None:
        room = Q(wanted=0) | Q(received__lt=F("wanted") + SLACK)
        if channel == Channel.PAPER:
            room = Q()
        if not Quota.objects.filter(room, pk=cell.pk, survey=row).update(received=F("received") + 1):
            raise Refused(FULL)
    Sheet.objects.create(survey=row, cell=cell, channel=channel, marks=filled.marks, form_hash=form_hash)
    Words.objects.bulk_create([Words(question_id=pk, text=text) for pk, text in filled.words.items()])


@transaction.atomic
def report_words(words: Words, *, actor: Actor, at: dt.datetime) -> Registered:
    """Hand somebody's own words on as a 群众反映 without a name, to be dealt with like any other; once.

    Personal numbers in it are masked. Refuses before the end, and what registering a report refuses.
    """
    survey = words.question.survey
    if not survey.is_ended:
        raise Refused("截止以后才看得到原话")
    if not Words.objects.filter(pk=words.pk, is_reported=False).update(is_reported=True):
        raise Refused("这一条已经转过了")
    made = register_report(
        survey.unit,
        text=mask(words.text),
        channel=ReportChannel.SURVEY,
        origin_key=words.key,
        form_key=words.key,
        registrar=actor.name,
        actor=actor,
        at=at,
    )
    record(survey, verb="转群众反映", actor=actor, at=at, after={"编号": made.report.number})
    return made
