"""The test county's rows of ``letters``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.letters.actions import draft_letter, enter_slip, issue_letter, note_batch, submit_letter
from xiangfeng.letters.models import Letter, LetterState

TEXTS: dict[str, Any] = {
    "title": "致云溪镇群众的一封信",
    "salutation": "全体村民朋友",
    "meaning": "村庄干净，日子舒心。",
    "doing": "您能做的：垃圾分好送到点。",
    "ways": "哪里没做好，请您告诉我们。",
    "hotline": "0577-64711234",
    "place": "云溪镇政府二楼创建办",
    "reply_until": dt.date(2026, 12, 20),
}
SITE = "https://xf.example.cn"


def build(world: Any, rows: int) -> None:
    """``rows`` of each: a letter that is out with copies and slips, one that waits for signature, a draft."""
    town, village, who = world.cast.units["云溪镇"], world.cast.units["石桥村"], {"actor": SYSTEM, "at": NOW}
    for number in range(rows):
        letter = draft_letter(town, **TEXTS | {"title": f"致群众的一封信{number}"}, **who)
        if number == 0:
            submit_letter(letter, **who)
            issue_letter(letter, site=SITE, **who)
            first = letter
        else:  # setting papers takes time; the pages do not care
            Letter.objects.filter(pk=letter.pk).update(
                state=LetterState.ISSUED, issued_at=NOW, issued_on=NOW.date(), signer="林岚"
            )
        waiting = draft_letter(town, **TEXTS | {"title": f"待签的信{number}"}, **who)
        Letter.objects.filter(pk=waiting.pk).update(state=LetterState.SIGNING)
        draft = draft_letter(town, **TEXTS | {"title": f"草稿{number}"}, **who)
    for number in range(rows):
        note_batch(first, kind="printed", copies=100, on=NOW.date(), by="周敏", place="印刷厂", **who)
        note_batch(first, kind="given", copies=50, on=NOW.date(), by="石磊", village=village, **who)
        enter_slip(first, text=f"路灯不亮{number}", came_on=NOW.date(), village=village, **who)
    world.made |= {"letter": first, "waiting_letter": waiting, "draft_letter": draft}
