"""``xiangfeng demo``: fill an empty database with the demonstration county."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from xiangfeng.calendars.queries import calendar
from xiangfeng.orgs.models import Unit
from xiangfeng.workbench.demo.advice import add_advice
from xiangfeng.workbench.demo.duties import add_duties
from xiangfeng.workbench.demo.feedback import add_feedback
from xiangfeng.workbench.demo.feeding import feed_months
from xiangfeng.workbench.demo.findings import add_findings
from xiangfeng.workbench.demo.goals import add_goals
from xiangfeng.workbench.demo.inspections import add_inspections
from xiangfeng.workbench.demo.leadership import add_leadership
from xiangfeng.workbench.demo.letters import add_letters
from xiangfeng.workbench.demo.meetings import add_meetings
from xiangfeng.workbench.demo.months import TEAMS, add_scheme, live_month, months_before
from xiangfeng.workbench.demo.notices import add_notices
from xiangfeng.workbench.demo.open311 import add_keys
from xiangfeng.workbench.demo.places import PASSWORD, SHOWN_ACCOUNTS, build_county
from xiangfeng.workbench.demo.pledges import add_pledges, add_supplements
from xiangfeng.workbench.demo.regulations import add_regulations
from xiangfeng.workbench.demo.sites import add_sites
from xiangfeng.workbench.demo.supervision import add_supervision
from xiangfeng.workbench.demo.surveys import add_surveys
from xiangfeng.workbench.demo.tasks import add_tasks
from xiangfeng.workbench.demo.upkeep import add_upkeep

MONTHS = {"云溪镇": 10, "东河镇": 2}


class Command(BaseCommand):
    """Refuses a database that already has units: demonstration data never mixes with real data."""

    help = "装入演示县（只用于空库）"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--if-empty", action="store_true", help="已有数据时什么也不做，也不报错")
        parser.add_argument("--months", type=int, default=None, help="云溪镇过去几个月（默认 10）")

    def _today(self) -> dt.datetime:
        """Now – or, in a year whose working days nobody has entered yet, late November of the last known year."""
        now = timezone.localtime()
        last = max(calendar().years)
        if now.year <= last:
            return now
        self.stdout.write(f"工作日历只到{last}年，演示数据按{last}年11月23日装入")
        return now.replace(year=last, month=11, day=23, hour=10)

    def handle(self, *args: Any, **options: Any) -> None:
        if Unit.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("库里已经有单位了。演示数据只装进空库；要重来，请换一个 XIANGFENG_HOME。")
        at = self._today()
        with transaction.atomic():
            county = build_county(at=at)
            add_leadership(county, at=at)
            add_regulations(county, at=at)
            add_sites(county, at=at)
            for town in TEAMS:
                count = (
                    options["months"] if options["months"] is not None and town == "云溪镇" else MONTHS[town]
                )
                firsts = months_before(at, count)
                scheme = add_scheme(county, town, at=firsts[0])
                for first in firsts:
                    live_month(county, town, scheme, first, until=at)
            add_goals(county, at=at, after_approval=partial(add_pledges, county, at=at))
            add_supplements(county, at=at)
            add_tasks(county, at=at)
            add_findings(county, at=at)
            add_meetings(county, at=at)
            add_advice(county, at=at)
            add_upkeep(county, at=at)
            add_notices(county, at=at)
            add_feedback(county, at=at)
            add_keys(county, at=at)
            add_letters(county, at=at)
            add_surveys(county, at=at)
            add_duties(county, at=at)
            add_inspections(county, at=at)
            add_supervision(county, at=at)
            feed_months(county, at=at)
        self.stdout.write(f"演示县已装好。所有演示账号的密码都是 {PASSWORD}")
        for account, what in SHOWN_ACCOUNTS:
            self.stdout.write(f"  {account:<12} {what}")
