"""The test county's rows of ``advice``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.advice.actions import instruct
from xiangfeng.advice.actions.guidance import add_guidance
from xiangfeng.advice.actions.problems import (
    give_opinion,
    note_coordination,
    register_problem,
    start_coordination,
)
from xiangfeng.advice.actions.proposals import draft_proposal, submit_proposal
from xiangfeng.advice.models import GuidanceFile
from xiangfeng.attachments.actions import store_file


def build(world: Any, rows: int) -> None:
    """``rows`` of each: a 建议单 with a 批示 and its task, one that waits, a 问题 in coordination with a 批示."""
    from tests.world import picture

    town, village, who = world.cast.units["云溪镇"], world.cast.units["石桥村"], {"actor": SYSTEM, "at": NOW}
    for number in range(rows):
        waiting = draft_proposal(
            town, title=f"加密清运{number}", situation="外溢", suggestion="每周两次", **who
        )
        submit_proposal(waiting, **who)
        proposal = draft_proposal(town, title=f"装路灯{number}", situation="路暗", suggestion="装灯", **who)
        submit_proposal(proposal, **who)
        problem = register_problem(
            town, lead=village, description=f"沟渠堵塞{number}", found_on=NOW.date(), origin="own", **who
        )
        give_opinion(problem, text="清淤", **who)
        start_coordination(problem, text="已联系水利站", **who)
        note_coordination(problem, text="下周进场", **who)
    words = [
        instruct(town, text=f"请抓紧{number}", subject_key=proposal.key, subject_text="装路灯", make_task=True,
                 lead=village, due_on=dt.date(2026, 12, 20 + number), **who)
        for number in range(rows)
    ]  # fmt: skip
    photo = store_file(ContentFile(picture(78), name="村.png"), unit=village, purpose="指导调研", **who)
    for number in range(rows):
        open_word = instruct(
            town, text=f"请办理{number}", subject_key=problem.key, subject_text="沟渠堵塞", **who
        )
        guidance = add_guidance(
            town, subject=village, held_on=NOW.date(), kind="guidance", title=f"看台账{number}", people="林岚",
            seen="台账齐", advised="补照片", **who,
        )  # fmt: skip
        GuidanceFile.objects.create(guidance=guidance, attachment=photo)
    world.made |= {
        "guidance": guidance,
        "proposal": proposal, "waiting_proposal": waiting, "problem": problem, "instruction": words[-1],
        "open_instruction": open_word,
    }  # fmt: skip
