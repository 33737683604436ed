"""The 通报 of a period as it stands: generated from the result, with the clerk's own words put back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Max, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.models import Bulletin, Entry, Period, PeriodState
from xiangfeng.assessments.queries.periods import VIEW
from xiangfeng.assessments.queries.results import Ranking, ranking_of
from xiangfeng.base.numbering import chinese_numeral
from xiangfeng.bulletins import Block, Check, Context, Edit, assemble, generate, merge, precheck
from xiangfeng.bulletins.blocks import Rectified
from xiangfeng.documents.paper import Number, Paper
from xiangfeng.orgs.models import Unit

NUMERALS = [chinese_numeral(number) for number in range(1, 100)]


@dataclass(frozen=True)
class Draft:
    """A 通报 with all it was made from."""

    bulletin: Bulletin
    ranking: Ranking
    context: Context

    @cached_property
    def generated(self) -> list[Block]:
        """The paragraphs as the figures alone would write them."""
        return generate(self.ranking.result, self.context)

    @cached_property
    def blocks(self) -> list[Block]:
        """The paragraphs with the clerk's edits in place."""
        return merge(self.generated, {key: Edit.from_dict(edit) for key, edit in self.bulletin.edits.items()})

    @cached_property
    def paper(self) -> Paper:
        """The official paper, ready for PDF and DOCX."""
        return assemble(self.blocks, self.ranking.result, self.context)

    @cached_property
    def sections(self) -> list[tuple[str, list[tuple[str, Block]]]]:
        """Headings and their paragraphs for the preview, each with its number （一） where the paper prints one.

        A paragraph left empty stays, so that it can be put back; it takes no number.
        """
        found: list[tuple[str, list[tuple[str, Block]]]] = []
        numbers, last = iter(NUMERALS), None
        for block in self.blocks:
            if block.section != last:
                title, last, marks = self.context.heading(block.section), block.section, iter(NUMERALS)
                found.append((f"{next(numbers)}、{title}" if title else "", []))
            is_numbered = block.section == "requirements" and block.text
            found[-1][1].append((f"（{next(marks)}）" if is_numbered else "", block))
        return found

    @property
    def is_ready(self) -> bool:
        """Every check passed."""
        return all(check.ok for check in self.checks)

    @cached_property
    def checks(self) -> list[Check]:
        """发文前核对: each sentence with its yes or no."""
        return precheck(self.paper, self.ranking.result, self.context, self.blocks)


def draft_of(period: Period, *, on: dt.date, bulletin: Bulletin | None = None) -> Draft:
    """The 通报 of a period, dated ``on`` unless its settings name a day or it is already out.

    ``bulletin`` spares a query to a page that has just read it; actions let it be read anew.
    """
    bulletin = bulletin or Bulletin.objects.select_related("unit").get(period=period)
    ranking = ranking_of(period)
    return Draft(bulletin, ranking, context_of(period, bulletin, ranking.before, on=on))


def next_serial(unit: Unit, year: int) -> int:
    """The next free 发文序号 of the unit in that year."""
    found = Bulletin.objects.filter(unit=unit, issued_year=year).aggregate(Max("serial"))["serial__max"]
    return int(found or 0) + 1


def settings_of(period: Period, bulletin: Bulletin, *, on: dt.date) -> dict[str, Any]:
    """What stands at the head and foot of the paper: the clerk's settings over the defaults of the unit."""
    unit = bulletin.unit
    issuer = unit.full_name or f"{unit.name}文明创建工作领导小组办公室"
    defaults = {
        "issuer": issuer,
        "mark": f"{issuer}文件",
        "agency": unit.document_code,
        "to": "各村（社区），镇直各单位",
        "basis": period.scheme_version.scheme.basis,
        "requirements": "",
        "cc": "",
        "printer": issuer,
        "dated": on.isoformat(),
        "due_problems": "",
        "done_problems": "",
    }
    return defaults | {key: value for key, value in bulletin.settings.items() if value not in (None, "")}


def context_of(period: Period, bulletin: Bulletin, before: Period | None, *, on: dt.date) -> Context:
    """The facts of the paper that are no scores."""
    chosen = settings_of(period, bulletin, on=on)
    dated = dt.date.fromisoformat(chosen["dated"])
    # A paper that was out before keeps its number, whatever year it goes out again.
    year = bulletin.issued_year or dated.year
    serial = bulletin.serial or next_serial(bulletin.unit, year)
    due, done = chosen["due_problems"], chosen["done_problems"]
    return Context(
        period=f"{period.year}年{period.month}月",
        issuer=chosen["issuer"],
        mark=chosen["mark"],
        number=Number(chosen["agency"], year, serial) if chosen["agency"] else None,
        to=chosen["to"],
        basis=chosen["basis"],
        inspected=_inspected(period),
        rectified=Rectified(int(due), int(done)) if "" not in (due, done) else None,
        previous_period=f"{before.month}月" if before else "",
        previous_mean=Decimal(before.summary["mean"]) if before and before.summary.get("mean") else None,
        objection_days=_objection_days(),
        requirements=tuple(line.strip() for line in chosen["requirements"].splitlines() if line.strip()),
        grades_only=bulletin.is_grades_only,
        cc=chosen["cc"],
        date=dated,
        printer=chosen["printer"],
    )


def _objection_days() -> int:
    from django.conf import settings

    return int(settings.OBJECTION_WORKDAYS)


def _inspected(period: Period) -> str:
    first, last = period.inspected_from, period.inspected_to
    if not first:
        return ""
    if not last or last == first:
        return f"{first.month}月{first.day}日，考评组"
    end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日至{end}，考评组"


def readable_periods_for(actor: Actor) -> QuerySet[Period]:
    """Periods whose paper the actor may read: those of their own office, and published ones their village took part in."""
    own = Entry.objects.within(actor, "assessments.view_own").filter(period__state=PeriodState.PUBLISHED)
    rows = Period.objects.filter(Period.scope.q(actor, VIEW) | Q(pk__in=own.order_by().values("period")))
    papers = ("bulletin__unit", "bulletin__pdf", "bulletin__docx")
    return rows.select_related("unit", "scheme_version", *papers).order_by("-year", "-month", "id")
