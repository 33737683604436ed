"""The test county's rows of ``feedback``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile

from tests.cast import NOW
from tests.worlds import feedback_desk
from xiangfeng.access.actor import SYSTEM
from xiangfeng.feedback.actions import Sender, register_report
from xiangfeng.feedback.actions.accepting import accept_report, transfer_report
from xiangfeng.feedback.actions.answering import answer_report, ask_sender, reply_report
from xiangfeng.feedback.actions.dispatching import dispatch_report, keep_report, sign_report
from xiangfeng.feedback.actions.extending import ask_extension
from xiangfeng.feedback.actions.suggesting import make_finding, make_task, set_adoption
from xiangfeng.feedback.models import Report


def build(world: Any, rows: int) -> None:
    """``rows`` of each: a new report with photo and contact, one sent to 石桥村, one answered by it with talk, a suggestion with a task,
    one replied that became a finding, one that went elsewhere."""
    from tests.world import picture

    town, village, who = world.cast.units["云溪镇"], world.cast.units["石桥村"], {"actor": SYSTEM, "at": NOW}
    feedback_desk.build(world, rows)

    def take(text: str, **more: Any) -> Report:
        return register_report(town, text=text, channel=more.pop("channel", "web"), at=NOW, **more).report

    def sent(text: str) -> Report:
        row = take(text, village=village)
        accept_report(row, kind="complaint", village=village, **who)
        dispatch_report(row, handler=village, brief=text, **who)
        return row

    for number in range(rows):
        photo = ContentFile(picture(90 + number), name=f"路{number}.png")
        sender = Sender(name="王五", phone=f"1380000{number:04d}")
        new = take(f"路灯不亮{number}", privacy="named", sender=sender, photos=[photo])
        waiting = sent(f"沟里有垃圾{number}")
        answered = sent(f"桥头堆沙{number}")
        sign_report(answered, **who)
        later = answered.due_on + dt.timedelta(days=1)
        ask_extension(answered, wanted_on=later, reason="要等挖机", **who)
        after = ContentFile(picture(110 + number), name=f"后{number}.png")
        answer_report(answered, text="沙已清走", photos=[after], **who)
        ask_sender(answered, text="是桥东还是桥西？", **who)
        idea = take(f"多放几个垃圾桶{number}", kind="suggestion")
        accept_report(idea, kind="suggestion", **who)
        set_adoption(idea, adoption="adopted", reason="明年列入计划", **who)
        make_task(idea, title=f"添置垃圾桶{number}", lead=village, due_on=NOW.date().replace(month=12), **who)
        replied = take(f"广场灯坏{number}", channel="phone")
        accept_report(replied, kind="help", **who)
        make_finding(replied, lead=village, text=f"广场灯坏{number}", **who)
        keep_report(replied, **who)
        reply_report(replied, text="已修好", **who)
        moved = take(f"县道坑洼{number}")
        transfer_report(moved, to="县交通局", reason="县道由县里管", **who)
    world.made |= {
        "report": new, "sent_report": waiting, "answered_report": answered, "idea": idea, "replied_report": replied,
        "moved_report": moved,
    }  # fmt: skip
