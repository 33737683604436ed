"""The test county's rows of ``supervision``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.supervision.actions.boxes import add_box
from xiangfeng.supervision.actions.openings import correct_opening, enter_item, record_opening
from xiangfeng.supervision.actions.opinions import file_opinion
from xiangfeng.supervision.actions.supervisors import add_supervisor
from xiangfeng.supervision.actions.terms import draft_term, issue_term, submit_term

DAY = dt.timedelta(days=1)
TODAY = NOW.date()


def build(world: Any, rows: int) -> None:
    """``rows`` boxes, each opened (once corrected, slips entered and missing) or overdue; ``rows`` supervisors in office, one with an
    account, each with opinions; and one 聘书 that waits for its signature."""
    from tests.world import picture

    town, village, who = world.cast.units["云溪镇"], world.cast.units["石桥村"], {"actor": SYSTEM, "at": NOW}
    pair = {"opener1": "周敏", "opener2": "陈晓"}
    for number in range(1, rows + 1):
        add_box(
            town, number=500 + number, place=f"村口{number}", keeper="石磊", since=TODAY - 40 * DAY, **who
        )
        box = add_box(
            town,
            number=number,
            place=f"村委会{number}",
            village=village,
            keeper="石磊",
            since=TODAY - 9 * DAY,
            **who,
        )
        wrong = record_opening(box, on=TODAY - DAY, counted=1, **pair, **who)
        opening = correct_opening(wrong, on=TODAY, counted=1 + rows, reason="日期写错", **pair, **who)
        for item in range(rows):
            enter_item(opening, text=f"路灯不亮{number}{item}", form_key=f"{number}{item}", **who)
    terms = {"from_on": TODAY - 30 * DAY, "to_on": TODAY + 20 * DAY}
    for number in range(rows):
        person = world.cast.people["supervisor"] if not number else None
        supervisor = add_supervisor(
            town, name="郑和" if not number else f"郑{number}", kind="people", workplace="石桥村二组",
            phone=f"1390000100{number}", person=person, **who,
        )  # fmt: skip
        term = draft_term(supervisor, **terms, **who)
        submit_term(term, **who)
        issue_term(term, **who)
        if not number:
            world.made |= {"supervisor": supervisor, "term": term}
    own, me = world.made["supervisor"], world.cast.actor("supervisor")
    for number in range(rows):
        photo = ContentFile(picture(60 + number), name="桥头.png")
        found = file_opinion(
            own, text=f"桥头有垃圾{number}", form_key=f"own{number}", is_confidential=False, photos=[photo],
            actor=me, at=NOW,
        )  # fmt: skip
    waiting = add_supervisor(
        town, name="代红", kind="congress", workplace="南坡村", phone="13900001099", **who
    )
    world.made |= {
        "box": box, "opening": opening, "opinion": found.report, "candidate": waiting,
        "draft_term": draft_term(waiting, from_on=TODAY + DAY, to_on=TODAY + 700 * DAY, **who),
    }  # fmt: skip
