"""How a 责任书 and a 补充协议 come to be signed: the same table for both (A1.2d).

Both hang on the party, so the right that the table asks for is one on the party. What the giver does needs the right on
the giver as well, or a township would sign and void for the county what the county gave it.
"""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.pledges.content import TEXTS, wrong_words
from xiangfeng.pledges.models import PledgeState as S
from xiangfeng.pledges.models import Side
from xiangfeng.pledges.queries import COUNTERSIGN, MANAGE, own_paths, pledge_of, signatures_of
from xiangfeng.workflow.flow import Flow, Guard, Move, move


def _is_whole(pledge: Any, actor: Actor) -> str | None:
    texts = {key: getattr(pledge, key) for key in TEXTS}
    for key, title in TEXTS.items():
        if not texts[key].strip():
            return f"还没有写“{title}”，请先点“改文字”补上"
    if not pledge.lines:
        return "目标任务表是空的，请从年度计划重新生成"
    wrong = wrong_words(texts)
    return wrong[0] if wrong else None


def _has_changes(supplement: Any, actor: Actor) -> str | None:
    return None if supplement.changes else "没有任何变更，不用签补充协议"


def _for_the_giver(capability: str, guard: Guard | None = None) -> Guard:
    """The guard of what the giver does: the right on the giver, then ``guard``."""

    def check(row: Any, actor: Actor) -> str | None:
        unit = pledge_of(row).unit
        if not may(actor, capability, unit):
            return f"甲方是{unit.name}，由{unit.name}处理"
        return guard(row, actor) if guard else None

    return check


def _for_the_party(row: Any, actor: Actor) -> str | None:
    party = pledge_of(row).party
    if actor.is_system or party.path in own_paths(actor):
        return None
    return f"乙方是{party.name}，由{party.name}的人签"


def _another_hand(row: Any, actor: Actor) -> str | None:
    signed = signatures_of(row).get(Side.PARTY)
    if signed and signed.user_id is not None and signed.user_id == actor.user_id:
        return "乙方是您签的，甲方要换一个人签"
    return None


def _moves(guard: Guard) -> tuple[Move, ...]:
    return (
        move(
            "send", "送签", S.DRAFT, S.TO_SIGN, needs="pledges.manage", guard=_for_the_giver(MANAGE, guard),
            effect="内容锁定并通知乙方签字；乙方签字以前可以撤回。",
        ),
        move(
            "sign", "签字（乙方）", S.TO_SIGN, S.HALF, needs="pledges.sign", guard=_for_the_party,
            effect="核验密码后记下签字人、时间和内容校验值，转甲方签字。",
        ),
        move(
            "countersign", "签字（甲方）", S.HALF, S.SIGNED, needs="pledges.countersign",
            guard=_for_the_giver(COUNTERSIGN, _another_hand),
            effect="核验密码后双方签齐，内容锁定，以后只能用补充协议改。",
        ),
        move(
            "scan", "登记扫描件", (S.TO_SIGN, S.HALF), S.SIGNED, needs="pledges.manage", guard=_for_the_giver(MANAGE),
            effect="上传双方签字盖章的扫描件，记为已签，不用再在系统里签一遍。",
        ),
        move(
            "recall", "撤回送签", S.TO_SIGN, S.DRAFT, needs="pledges.manage", guard=_for_the_giver(MANAGE),
            effect="退回草稿，可以再改文字或重新生成。",
        ),
        move(
            "void", "作废", (S.DRAFT, S.TO_SIGN, S.HALF, S.SIGNED), S.VOID, needs="pledges.countersign", guard=_for_the_giver(COUNTERSIGN),
            note=True, grave=True, effect="这一份不再有效，理由留在记录里；要再签，须重新生成或重拟。",
        ),
    )  # fmt: skip


PLEDGE = Flow("pledges.Pledge", S, *_moves(_is_whole))
SUPPLEMENT = Flow("pledges.Supplement", S, *_moves(_has_changes))
