"""One cell of the sheet with everything that helps to fill it: its rule, what was found, last month, 缺项."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from xiangfeng.assessments.cells import CLEAN, CLEAN_WORDS, SOURCE_MARK, Limits, limits_of, points_by_rule
from xiangfeng.assessments.models import Deduction, Entry, Score
from xiangfeng.assessments.queries.sheet import Sheet, cell_of, text_of_score
from xiangfeng.base.rounding import half_up
from xiangfeng.scoring.compute import Peers, Plan
from xiangfeng.scoring.compute.branches import Branch, MixBranch
from xiangfeng.scoring.compute.items import make_item
from xiangfeng.scoring.rules import explain
from xiangfeng.scoring.scheme import FEEDS, POLICIES, Node, Source, plain


@dataclass(frozen=True)
class Way:
    """One 缺项 rule one may choose, and the score it would give here, in words."""

    policy: str
    title: str
    gives: str
    is_chosen: bool


@dataclass(frozen=True)
class CellHelp:
    """What the panel beside the sheet says about one cell."""

    entry: Entry
    key: str
    title: str
    full: str
    rule: str
    standards: tuple[str, ...]
    proof: str
    limits: Limits
    score: Score | None
    text: str
    last_month: str
    by_rule: str
    deductions: list[Deduction]
    ways: list[Way]
    is_open: bool
    givers: tuple[str, ...]

    @property
    def is_item(self) -> bool:
        """Findings are recorded behind items, not behind given scores."""
        return not self.key.startswith(SOURCE_MARK)

    @property
    def version(self) -> int:
        return self.score.version if self.score else 0

    @property
    def missing_words(self) -> str:
        """The 缺项 rule chosen for this cell with its reason."""
        if self.score is None or not self.score.missing:
            return ""
        return f"缺项，{POLICIES[self.score.missing]}（{self.score.missing_reason}）"

    @property
    def fed_words(self) -> str:
        """By what the cell was filled when nobody typed it: a clean check, or a rate."""
        raw = self.score.raw if self.score else {}
        if raw.get("fed") == CLEAN:
            return CLEAN_WORDS
        return f"{FEEDS[raw['fed']]} {raw['part']}/{raw['whole']}" if raw.get("fed") else ""

    @property
    def count(self) -> int:
        """How many places the findings name."""
        return sum(row.count for row in self.deductions)

    @property
    def suggestion(self) -> str:
        """The score the findings give, when another was typed, or none where a person has to judge."""
        is_typed = self.score is not None and self.score.value is not None
        is_asked = is_typed or not self.text
        return self.by_rule if self.deductions and is_asked and self.by_rule != self.text else ""


def help_for(sheet: Sheet, entry: Entry, key: str) -> CellHelp:
    """The help for one cell of a loaded sheet; KeyError when the sheet has no such cell. Two more queries."""
    score = sheet.score(entry, key)
    place = _place(sheet, key)
    return CellHelp(
        entry=entry,
        key=key,
        title=place.title,
        full=plain(place.points or 0) if isinstance(place, Node) else plain(place.full),
        rule=explain(place) if isinstance(place, Node) else _given_rule(place),
        standards=tuple(f"{row.code} {row.title}" for row in list(place.walk())[1:])
        if isinstance(place, Node)
        else (),
        proof=place.proof if isinstance(place, Node) else "",
        limits=limits_of(sheet.scheme, key),
        score=score,
        text=sheet.text(entry, key),
        last_month=_last_month(sheet, entry, key),
        by_rule=_by_rule(place, score),
        deductions=list(score.deductions.all()) if score else [],
        ways=_ways(sheet, entry, key, place, score),
        is_open=sheet.is_open(entry, key),
        givers=sheet.scheme.givers,
    )


def _place(sheet: Sheet, key: str) -> Node | Source:
    if key.startswith(SOURCE_MARK):
        return sheet.scheme.source(key.removeprefix(SOURCE_MARK))
    return sheet.scheme.item(key)


def _given_rule(source: Source) -> str:
    if source.kind == "mean":
        trim = "，去掉最高和最低各一个" if source.trim else ""
        return f"多个分数取平均{trim}，满分{plain(source.full)}分；用、隔开，缺一轮的填缺。"
    if source.feed:
        return f"当月{FEEDS[source.feed]}乘满分{plain(source.full)}分，由“取检查发现”填上；也可以直接填一个分数。"
    return f"直接填一个分数，满分{plain(source.full)}分。"


def _by_rule(place: Node | Source, score: Score | None) -> str:
    if score is None or isinstance(place, Source):
        return ""
    points = points_by_rule(place, cell_of(score))
    return "" if points is None else plain(half_up(points, 4))


def _last_month(sheet: Sheet, entry: Entry, key: str) -> str:
    period = sheet.period
    score = (
        Score.objects.filter(
            Q(entry__period__year__lt=period.year)
            | Q(entry__period__year=period.year, entry__period__month__lt=period.month),
            key=key,
            entry__unit_id=entry.unit_id,
            entry__period__unit_id=period.unit_id,
            entry__period__finalised_at__isnull=False,
        )
        .select_related("entry__period")
        .prefetch_related("deductions")
        .order_by("-entry__period__year", "-entry__period__month")
        .first()
    )
    if score is None or not (text := text_of_score(sheet.scheme, score)):
        return ""
    return f"{score.entry.period.month}月 {text}" + (" 分" if text[-1].isdigit() else "")


def _ways(sheet: Sheet, entry: Entry, key: str, place: Node | Source, score: Score | None) -> list[Way]:
    scheme = sheet.scheme
    default = scheme.missing_round or scheme.missing if isinstance(place, Source) else scheme.missing
    chosen = score.missing if score and score.missing else default.policy if default else "peer_mean"
    mean = _peer_mean(sheet, entry, key, place)
    gives = {
        "peer_mean": "还没有可取平均的得分" if mean is None else plain(half_up(mean, 2)),
        "given": _given_points(place, default.value, default.percent) if default else "",
    }
    return [Way(policy, title, gives.get(policy, ""), policy == chosen) for policy, title in POLICIES.items()]


def _given_points(place: Node | Source, value: Decimal | None, percent: Decimal | None) -> str:
    full = (place.points or Decimal(0)) if isinstance(place, Node) else place.full
    if value is None and percent is not None:
        value = full * percent / 100
    return "" if value is None else plain(value)


def _peer_mean(sheet: Sheet, entry: Entry, key: str, place: Node | Source) -> Decimal | Fraction | None:
    """The mean of the others of the group that were really scored."""
    me = next(one for one in sheet.subjects if one.key == str(entry.unit_id))
    peers = Peers([one for one in sheet.subjects if one is not me])
    if isinstance(place, Node):
        return peers.item_mean(make_item(sheet.scheme, place, None), me)
    branch = _branch(Plan(sheet.scheme, final=False).root, place.key)
    return peers.branch_mean(branch, me) if branch else None


def _branch(branch: Branch, key: str) -> Branch | None:
    if branch.source.key == key:
        return branch
    parts = branch.parts if isinstance(branch, MixBranch) else []
    return next((found for child, _ in parts if (found := _branch(child, key))), None)
