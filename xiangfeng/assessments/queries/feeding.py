"""Which 检查发现, checks and rates belong to a month's score sheet, laid beside what stands there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from xiangfeng.assessments.cells import CLEAN, SOURCE_MARK
from xiangfeng.assessments.feeding import (
    CellFeed,
    Fed,
    FeedPlan,
    Left,
    RateFeed,
    clean_raw,
    is_typed,
    why_out,
)
from xiangfeng.assessments.models import Deduction, Entry, Period, PeriodState, Score
from xiangfeng.findings.models import Finding, FindingState
from xiangfeng.findings.queries import for_sheet
from xiangfeng.inspections.queries import checked_items
from xiangfeng.scoring.feeds import fed_points
from xiangfeng.scoring.scheme import Node
from xiangfeng.tasks.queries import rectification_rates

Cells = dict[tuple[int, str], list[Finding]]


def days_of(period: Period) -> tuple[dt.date, dt.date]:
    """The days whose findings belong to the sheet: those of the inspection where they are set, else the month."""
    start = period.inspected_from or dt.date(period.year, period.month, 1)
    return start, period.inspected_to or max(period.last_day, start)


def waiting_count(period: Period) -> int:
    """How many findings have a cell in the sheet and are not behind it yet; 0 while the sheet is locked. One query."""
    if period.state != PeriodState.SCORING:
        return 0
    start, end = days_of(period)
    codes = [node.code for node in period.scheme_version.scheme.items()]
    rows = Finding.objects.filter(
        unit_id=period.unit_id, found_on__gte=start, found_on__lte=end, indicator__in=codes
    ).filter(lead__in=period.entries.values("unit"))
    fed = Deduction.objects.exclude(finding=None).order_by().values("finding_id")
    return rows.exclude(state=FindingState.VOID).exclude(pk__in=fed).order_by().count()


def plan_feed(period: Period, *, today: dt.date) -> FeedPlan:
    """What would come into the sheet as it stands; rates over what was due in the month by ``today``. Writes nothing.

    The caller has checked the right to score.
    """
    return _Planner(period, today).plan()


class _Planner:
    """Loads once, then plans cell by cell."""

    def __init__(self, period: Period, today: dt.date) -> None:
        self.period, self.today = period, today
        self.scheme = period.scheme_version.scheme
        self.start, self.end = days_of(period)
        self.entries = list(self._entries())
        self.nodes = {node.code: node for node in self.scheme.items()}
        found = for_sheet(period.unit, self.start, self.end)
        self.scores: dict[tuple[int, str], Score] = {}
        self.old: dict[tuple[int, str], list[Deduction]] = defaultdict(list)
        self.hand: dict[tuple[int, str], list[Deduction]] = defaultdict(list)
        self.elsewhere: dict[int, Period] = {}
        self._load_cells(found)
        self.left: dict[str, list[Finding]] = defaultdict(list)
        self.cells = self._cells(found)

    def _entries(self) -> QuerySet[Entry]:
        """The villages, each with the number of its findings that go to no indicator as ``bare``."""
        found = Finding.objects.filter(
            lead=OuterRef("unit"),
            unit_id=self.period.unit_id,
            found_on__gte=self.start,
            found_on__lte=self.end,
        )
        bare = found.filter(indicator="").exclude(state=FindingState.VOID).order_by()
        counted = bare.values("lead").annotate(n=Count("pk")).values("n")
        rows = self.period.entries.select_related("unit").annotate(bare=Subquery(counted))
        return rows.order_by("seq", "id")

    def _load_cells(self, found: list[Finding]) -> None:
        """The cells of the sheet with their deductions, and other months' cells that a finding is behind. One query."""
        names = ("id", "finding_id", "text", "place", "count", "points", "found_on", "photo_id")
        rows = Score.objects.annotate(behind=FilteredRelation("deductions"))
        rows = rows.filter(Q(entry__period=self.period) | Q(behind__finding__in=found))
        rows = rows.select_related("entry__period").annotate(
            **{f"d_{name}": F(f"behind__{name}") for name in names}
        )
        for score in rows.order_by("id", "behind__seq", "behind__id"):
            row = Deduction(**{name: getattr(score, f"d_{name}") for name in names})
            if score.entry.period_id != self.period.pk:
                self.elsewhere[row.finding_id or 0] = score.entry.period
                continue
            place = (score.entry_id, score.key)
            self.scores[place] = score
            if row.pk:
                (self.old if row.finding_id else self.hand)[place].append(row)

    def _cells(self, found: list[Finding]) -> Cells:
        """The findings by the cell they belong to; those that have none go to ``left`` with the reason."""
        by_unit = {entry.unit_id: entry for entry in self.entries}
        cells: Cells = defaultdict(list)
        for finding in found:
            if why := self._why_left(finding, by_unit):
                self.left[why].append(finding)
            else:
                cells[by_unit[finding.lead_id].pk, finding.indicator].append(finding)
        return cells

    def _why_left(self, finding: Finding, by_unit: dict[int, Entry]) -> str:
        if why := why_out(finding, by_unit, self.nodes):
            return why
        if other := self.elsewhere.get(finding.pk):
            return f"已经在{other}里扣过分"
        score = self.scores.get((by_unit[finding.lead_id].pk, finding.indicator))
        return "这一格按缺项处理了；要取进来，先取消缺项" if score and score.missing else ""

    def plan(self) -> FeedPlan:
        checked = checked_items(self.period.unit, self.start, self.end)
        cells = [
            cell
            for entry in self.entries
            for code, node in self.nodes.items()
            if (cell := self._cell(entry, node, is_checked=(entry.unit_id, code) in checked))
        ]
        bare = sum(getattr(entry, "bare", 0) or 0 for entry in self.entries)
        left = tuple(Left(why, tuple(rows)) for why, rows in self.left.items())
        return FeedPlan(self.start, self.end, tuple(cells), self._rates(), left, bare)

    def _cell(self, entry: Entry, node: Node, *, is_checked: bool) -> CellFeed | None:
        """A cell that findings or a check speak of, or did when it was fed last."""
        place = (entry.pk, node.code)
        score, found = self.scores.get(place), self.cells.get(place, [])
        old, hand = self.old.get(place, []), self.hand.get(place, [])
        is_free = not (is_typed(score) or bool(score and score.missing) or hand or found)
        clean = (clean_raw(node) if is_checked and is_free else None) or {}
        was_clean = score is not None and score.raw.get("fed") == CLEAN
        if not (found or old or clean or was_clean):
            return None
        fed = tuple(Fed.of(finding, node) for finding in found)
        return CellFeed(entry, node, score, fed, tuple(old), tuple(hand), clean)

    def _rates(self) -> tuple[RateFeed, ...]:
        sources = [source for source in self.scheme.given_sources() if source.feed]
        if not sources:
            return ()
        first, last = dt.date(self.period.year, self.period.month, 1), min(self.period.last_day, self.today)
        rates = rectification_rates([entry.unit for entry in self.entries], first, last)
        lines = []
        for source in sources:
            key = SOURCE_MARK + source.key
            for entry in self.entries:
                score, rate = self.scores.get((entry.pk, key)), rates.get(entry.unit_id)
                if rate is None or not rate.due:
                    lines.append(RateFeed(entry, source, key, score))
                    continue
                part = rate.done if source.feed == "done_rate" else rate.on_time
                points = fed_points(source, part, rate.due)
                lines.append(RateFeed(entry, source, key, score, part, rate.due, points))
        return tuple(lines)
