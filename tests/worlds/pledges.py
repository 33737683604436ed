"""The test county's rows of ``pledges``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.goals.models import Plan, PlanState
from xiangfeng.pledges.actions.drafting import generate_pledges
from xiangfeng.pledges.actions.signing import send_paper, sign_paper
from xiangfeng.pledges.actions.supplements import draft_supplement
from xiangfeng.pledges.models import Pledge, Supplement

WHO: dict[str, Any] = {"actor": SYSTEM, "at": NOW}


def build(world: Any, rows: int) -> None:
    """石桥村 has signed, with ``rows`` 补充协议 (the last one sent); 南坡村 and the others have drafts."""
    plan = Plan.objects.get(unit=world.cast.units["云溪镇"], year=2026, state=PlanState.APPROVED)
    generate_pledges(plan, **WHO)
    pledge = Pledge.objects.select_related("party", "unit").get(party=world.cast.units["石桥村"])
    sign(pledge)
    for number in range(rows):
        row = supplement(pledge, Decimal(number + 20))
        send_paper(row, **WHO)
        if number < rows - 1:
            finish(row)
    world.made |= {"pledge": pledge, "supplement": row}
    world.made["draft_pledge"] = Pledge.objects.get(party=world.cast.units["南坡村"])


def sign(row: Pledge | Supplement) -> None:
    """Sent and signed by both sides."""
    send_paper(row, **WHO)
    finish(row)


def finish(row: Pledge | Supplement) -> None:
    """Both signatures."""
    for _ in range(2):
        sign_paper(row, digest=row.digest, method="password", **WHO)


def supplement(pledge: Pledge, target: Decimal) -> Supplement:
    """The first goal takes another target."""
    line = pledge.lines[0]
    wanted: dict[int, dict[str, Decimal | dt.date]] = {line["line"]: {"target": target}}
    return draft_supplement(pledge, wanted=wanted, reason="防汛期暂停集中活动", basis="党政联席会议", **WHO)
