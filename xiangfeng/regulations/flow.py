"""The life of a version of a 制度 as one table: 起草→合法性审核→待施行→施行中→已废止 (A0, F8)."""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.documents.wording import check_wording
from xiangfeng.regulations.models import RegulationState as S
from xiangfeng.workflow.flow import Flow, move


def _is_lawful(regulation: Any, actor: Actor) -> str | None:
    """Has text, and no word by which a township would give itself powers it has not; the first one found is said."""
    rows = list(regulation.articles.order_by("seq").values_list("label", "text"))
    if not rows:
        return "还没有条款，先写正文或导入"
    for label, text in [("名称", regulation.title), *rows]:
        for finding in check_wording(text):
            if not finding.is_hint:
                return f"{label}写了“{finding.found}”：{finding.reason}可改为{'、'.join(finding.offers)}"
    return None


def _by_another(regulation: Any, actor: Actor) -> str | None:
    own = {regulation.drafted_by_id, regulation.submitted_by_id} - {None}
    return "起草和送审的人不能审自己的稿，请由另一位法制审核员审" if actor.user_id in own else None


def _is_considered(regulation: Any, actor: Actor) -> str | None:
    if regulation.reviewed_on is None:
        return "没有合法性审核，不能施行"
    if not regulation.deliberation or regulation.deliberated_on is None:
        return "没有审议会议和日期，不能施行：先在“会议与施行日”里填党政联席会议的会次和日期"
    if regulation.effective_on is None:
        return "没有施行日：先在“会议与施行日”里填"
    if regulation.effective_on < regulation.deliberated_on:
        return "施行日早于审议会议的日期，请改正"
    return _is_lawful(regulation, actor)


# Forward first: a page draws the first move it may offer as the main button.
REGULATION = Flow(
    "regulations.Regulation", S,
    move("submit", "送合法性审核", S.DRAFT, S.REVIEW, needs="regulations.manage", guard=_is_lawful,
         effect="正文锁定，法制审核员收到消息；他处理前可撤回。"),
    move("approve", "审核通过", S.REVIEW, S.REVIEWED, needs="regulations.review", guard=_by_another, note=True,
         effect="审核意见记入制度，等会议审议后批准施行。"),
    move("enact", "批准施行", S.REVIEWED, S.IN_FORCE, needs="regulations.enact", guard=_is_considered,
         effect="从施行日起有约束力；上一版在前一天停用，历史都保留。"),
    move("send_back", "退回修改", S.REVIEW, S.DRAFT, needs="regulations.review", guard=_by_another, note=True,
         effect="草稿重新打开，退回的理由起草人看得到。"),
    move("recall", "撤回送审", S.REVIEW, S.DRAFT, needs="regulations.manage",
         effect="草稿重新打开，接着改。"),
    move("reopen", "退回起草", S.REVIEWED, S.DRAFT, needs="regulations.enact", note=True,
         effect="草稿重新打开，改好后要再审一次；理由起草人看得到。"),
    move("repeal", "废止", S.IN_FORCE, S.REPEALED, needs="regulations.enact", note=True, grave=True,
         effect="明天起不再有约束力，不能恢复；全文和经过仍可查。"),
)  # fmt: skip
