"""The test county's rows of ``surveys``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.surveys.actions.answering import submit_sheet
from xiangfeng.surveys.actions.editing import add_survey
from xiangfeng.surveys.actions.handing import Wanted, print_codes, set_quotas
from xiangfeng.surveys.actions.questions import add_standard
from xiangfeng.surveys.actions.running import approve_survey, close_survey, publish_survey, submit_survey
from xiangfeng.surveys.models import Survey, Words
from xiangfeng.visitors.actions import Visitor

TODAY = NOW.date()
FACTS = {
    "intro": "不记名，只用来改进工作。", "closing": "谢谢。", "source_note": "按户发码", "asks_village": False,
    "counts_unsure": False, "opens_on": TODAY, "closes_on": TODAY + dt.timedelta(days=5), "target": 20,
}  # fmt: skip
KEYS = ("overall", "parts", "activities", "safety", "words")


def begin(unit: Any, title: str, mode: str, **others: Any) -> Survey:
    """A draft with five standard questions."""
    row = add_survey(unit, title=title, mode=mode, actor=SYSTEM, at=NOW, **FACTS | others)
    add_standard(row, KEYS, actor=SYSTEM, at=NOW)
    return row


def give_out(row: Survey) -> Survey:
    """Approve it; it runs from today."""
    submit_survey(row, actor=SYSTEM, at=NOW)
    return approve_survey(row, actor=SYSTEM, at=NOW)


def answers_of(row: Survey, number: int, words: str = "") -> dict[int, Any]:
    """A sheet that differs from its neighbours; own words only where given."""
    overall, parts, activities, safety, own = row.questions.order_by("place")
    return {
        overall.pk: number % 5 + 1,
        parts.pk: [number % 3 + 1] * 5,
        activities.pk: [1, number % 4 + 2],
        safety.pk: number % 5 + 1,
        own.pk: words,
    }


def build(world: Any, rows: int) -> None:
    """``rows`` of each: a draft, one that waits, one with codes that runs, an open one, one that is over and public."""
    town, villages = world.cast.units["云溪镇"], [world.cast.units[name] for name in ("石桥村", "南坡村")]
    who: dict[str, Any] = {"actor": SYSTEM, "at": NOW}
    for number in range(rows):
        draft = begin(town, f"编写中的问卷{number}", "code")
        waiting = submit_survey(begin(town, f"等批的问卷{number}", "code"), **who)
        running = give_out(begin(town, f"发码的问卷{number}", "code"))
        codes = print_codes(running, villages[0], 3, **who)
        opened = give_out(begin(town, f"开放的问卷{number}", "open", asks_village=True))
        over = give_out(begin(town, f"截止的问卷{number}", "open"))
    for village in villages[:rows]:
        set_quotas(opened, {village: Wanted(10, 0)}, **who)
    for number in range(4 + 2 * rows):
        visitor = Visitor(f"10.0.0.{number}", key=f"world-survey-{number}")
        words = "路灯不亮" if number < rows else ""
        submit_sheet(over, answers_of(over, number, words), visitor=visitor, at=NOW)
    close_survey(over, reason="收齐了", **who)
    publish_survey(over, **who)
    world.made |= {
        "survey_draft": draft, "survey_waiting": waiting, "survey_running": running, "survey_open": opened,
        "survey_over": over, "survey_code": codes[0], "survey_batch": running.batches.get(),
        "survey_word": Words.objects.filter(question__survey=over).order_by("id").first(),
    }  # fmt: skip
