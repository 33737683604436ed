"""The 责任书 of the year: signed in February but for one village, with one 补充协议 in force and one that waits."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from xiangfeng.calendars.queries import calendar
from xiangfeng.documents.pdf import render_pdf
from xiangfeng.goals.models import Plan
from xiangfeng.pledges.actions import drafting, signing
from xiangfeng.pledges.actions.supplements import draft_supplement
from xiangfeng.pledges.exports import paper_of
from xiangfeng.pledges.models import Pledge, PledgeState
from xiangfeng.pledges.queries import pledge_of
from xiangfeng.workbench.demo.places import WITHOUT_ACCOUNT, County

CLERK, HEAD = "yx-zhoumin", "yx-hezheng"
SIGNERS = {"石桥村": "sq-shilei", "南坡村": "np-nanshan", "稻香村": "dx-daoming", "综合文化站": "yx-zhaowen"}
STATIONS = {"财政所": "钱水", "司法所": "孙法", "村镇建设所": "罗建"}
UNSIGNED = "北沟村"
REASON, BASIS = "6—7月防汛，集中活动暂停两个月", "党政联席会议7月3日"


def add_pledges(county: County, plan: Plan, *, at: dt.datetime) -> None:
    """Made from the plan on 27 January, signed on the six working days from 5 February on; who has no account signed
    on paper.
    """
    made = at.replace(month=1, day=27, hour=9, minute=0, second=0, microsecond=0)
    eve, days = dt.date(at.year, 2, 4), calendar()
    signing_days = [days.add_workdays(eve, number) for number in range(1, 7)]
    if at.date() <= signing_days[-1]:
        return
    clerk = county.actor(CLERK, made)
    drafting.generate_pledges(plan, actor=clerk, at=made)
    rows = Pledge.objects.filter(plan=plan).select_related("party", "unit").order_by("party__path")
    for number, pledge in enumerate(rows):
        signing.send_paper(pledge, actor=clerk, at=made + dt.timedelta(hours=1))
        if pledge.party.name != UNSIGNED:
            day = signing_days[number % len(signing_days)]
            _sign(county, pledge, made.replace(month=day.month, day=day.day, minute=number))


def _sign(county: County, row: Any, at: dt.datetime) -> None:
    name = pledge_of(row).party.name
    if name in SIGNERS:
        for account in (SIGNERS[name], HEAD):
            at += dt.timedelta(minutes=25)
            signing.sign_paper(
                row, digest=row.digest, method="password", actor=county.actor(account, at), at=at
            )
        return
    scan = SimpleUploadedFile(
        f"{row.title}（扫描件）.pdf", render_pdf(paper_of(row), fonts=[settings.FONT_DIR])
    )
    signing.register_scan(
        row, upload=scan, signed_on=at.date(), party_name=(WITHOUT_ACCOUNT | STATIONS)[name], giver_name="何正",
        actor=county.actor(CLERK, at), at=at,
    )  # fmt: skip


def add_supplements(county: County, *, at: dt.datetime) -> None:
    """南坡村's is signed in July; 石桥村's was drafted later and still waits for the village."""
    july = at.replace(month=7, day=6, hour=9, minute=0, second=0, microsecond=0)
    for name, day in (("南坡村", july), ("石桥村", july.replace(month=9, day=14))):
        pledge = Pledge.objects.filter(
            party=county.units[name], year=at.year, state=PledgeState.SIGNED
        ).first()
        if pledge is None or at < day:
            continue
        line = next(one for one in pledge.lines if one["title"] == "群众性文化活动")
        who: dict[str, Any] = {"actor": county.actor(CLERK, day), "at": day}
        wanted: dict[int, dict[str, Decimal | dt.date]] = {line["line"]: {"target": Decimal(6)}}
        row = draft_supplement(pledge, wanted=wanted, reason=REASON, basis=BASIS, **who)
        signing.send_paper(row, **who)
        if name == "南坡村":
            _sign(county, row, day + dt.timedelta(hours=1))
