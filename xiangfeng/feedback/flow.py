"""The one life of a report: 登记-受理-派单-签收-办理-回复-回访-办结, and the ways out and back (A4.3, standards §6.2).

``feedback.handle`` is held on the handling unit, ``feedback.manage`` on it as well: the unit that received the report lies above.
Nobody moves a report about their own unit.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import covers
from xiangfeng.feedback.models import OPEN, Adoption, Kind
from xiangfeng.feedback.models import ReportState as S
from xiangfeng.tasks.queries import tasks_from
from xiangfeng.workflow.flow import Flow, move

MANAGE, HANDLE, DECIDE = "feedback.manage", "feedback.handle", "feedback.decide"


def own_case(report: Any, actor: Actor) -> str | None:
    """The refusal when the report is about a unit in which the actor sits, or one below it."""
    about = report.about
    if about is None or not any(covers(about.path, grant.path) for grant in actor.grants):
        return None
    return "反映的是您所在的单位，请回避"


def _may_return(report: Any, actor: Actor) -> str | None:
    if report.returns >= settings.FEEDBACK_RETURNS:
        return "这件已经退过一次，不能再退；确有困难请与受理单位商量改派"
    return own_case(report, actor)


def _is_own_handling(report: Any, actor: Actor) -> str | None:
    if report.handler_id != report.unit_id:
        return f"由{report.handler.name}承办，等它报办理结果"
    if report.parts.filter(state__in=OPEN).exists():
        return "拆出的几件还没有都答复；都答复后这件自动答复"
    return _is_adopted(report, actor)


def _is_adopted(report: Any, actor: Actor) -> str | None:
    if report.kind == Kind.SUGGESTION and not report.adoption:
        return "建议要先写明采纳、部分采纳还是不采纳和理由"
    return own_case(report, actor)


def _may_close(report: Any, actor: Actor) -> str | None:
    if reason := _is_adopted(report, actor):
        return reason
    is_taken = report.adoption in (Adoption.ADOPTED, Adoption.PARTLY)
    if report.kind == Kind.SUGGESTION and is_taken and not tasks_from(report.key).exists():
        return "采纳的建议要先立项交办，才能归档"
    return None


REPORT = Flow(
    "feedback.Report",
    S,
    move(
        "accept",
        "受理",
        S.NEW,
        S.ACCEPTED,
        needs=MANAGE,
        guard=own_case,
        effect="定下诉求类别和办理期限，反映人凭查询码看得到。",
    ),
    move(
        "refuse",
        "不予受理",
        (S.NEW, S.ACCEPTED),
        S.REFUSED,
        needs=MANAGE,
        guard=own_case,
        note="理由",
        grave=True,
        effect="写明理由告诉反映人，这件不再办理。",
    ),
    move(
        "petition",
        "转信访",
        (S.NEW, S.ACCEPTED),
        S.PETITIONED,
        needs=MANAGE,
        guard=own_case,
        note="说明",
        grave=True,
        effect="告诉反映人到信访部门登记；本平台不办信访件，只留登记。",
    ),
    move(
        "transfer",
        "移交",
        (S.NEW, S.ACCEPTED),
        S.MOVED,
        needs=MANAGE,
        guard=own_case,
        note="说明",
        grave=True,
        effect="写明移交给哪个机关，告诉反映人；这件在本单位办结。",
    ),
    move(
        "merge",
        "并入另一件",
        (S.NEW, S.ACCEPTED, S.SENT, S.HANDLING),
        S.MERGED,
        needs=MANAGE,
        guard=own_case,
        grave=True,
        effect="与另一件一起办、一起答复；反映人凭原来的查询码看得到。",
    ),
    move(
        "unmerge",
        "分开办理",
        S.MERGED,
        S.ACCEPTED,
        needs=MANAGE,
        guard=own_case,
        note="理由",
        grave=True,
        effect="并错了的从那一件里分出来，回到待派单，按自己的期限办；反映人看得到理由。",
    ),
    move(
        "dispatch",
        "派单",
        S.ACCEPTED,
        S.SENT,
        needs=MANAGE,
        guard=own_case,
        effect="承办单位收到消息，在签收期限内签收或退单；看不到反映人是谁。",
    ),
    move(
        "keep",
        "本单位办理",
        S.ACCEPTED,
        S.HANDLING,
        needs=MANAGE,
        guard=own_case,
        effect="不派单，由受理单位自己办理、直接答复。",
    ),
    move(
        "sign",
        "签收",
        S.SENT,
        S.HANDLING,
        needs=HANDLE,
        guard=own_case,
        effect="开始办理，期限见上。",
    ),
    move(
        "give_back",
        "退单",
        S.SENT,
        S.ACCEPTED,
        needs=HANDLE,
        guard=_may_return,
        note="退单理由",
        grave=True,
        effect="写明为什么不归本单位办；一件只能退一次。",
    ),
    move(
        "recall",
        "收回改派",
        (S.SENT, S.HANDLING),
        S.ACCEPTED,
        needs=MANAGE,
        guard=own_case,
        note="理由",
        effect="从承办单位收回，重新派单。",
    ),
    move(
        "answer",
        "报办理结果",
        S.HANDLING,
        S.ANSWERED,
        needs=HANDLE,
        guard=own_case,
        effect="交受理单位审核后答复反映人；审核前可能退回重办。",
    ),
    move(
        "send_back",
        "退回重办",
        S.ANSWERED,
        S.HANDLING,
        needs=MANAGE,
        guard=own_case,
        note="哪里不行",
        effect="承办单位接着办，原来的期限不变。",
    ),
    move(
        "reply",
        "答复",
        S.ANSWERED,
        S.REPLIED,
        needs=MANAGE,
        guard=_is_adopted,
        effect="反映人凭查询码看到答复，可以评价；不满意会重新办理。",
    ),
    move(
        "reply_self",
        "直接答复",
        S.HANDLING,
        S.REPLIED,
        needs=MANAGE,
        guard=_is_own_handling,
        effect="本单位办的，直接答复反映人。",
    ),
    move(
        "close",
        "办结",
        S.REPLIED,
        S.CLOSED,
        needs=MANAGE,
        guard=_may_close,
        effect="归档；以后不再改动，反映人仍可凭查询码查看。",
    ),
    move(
        "reopen",
        "重新办理",
        (S.REPLIED, S.CLOSED),
        S.ACCEPTED,
        needs=MANAGE,
        guard=own_case,
        note="理由",
        grave=True,
        effect="回到待派单，重新算期限；原来的记录都留着。",
    ),
)
