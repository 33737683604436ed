"""What the month's 检查发现, checks and 整改 rates give the score sheet, cell by cell, and what stays out and why. Pure: no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xiangfeng.assessments.cells import CLEAN, points_by_rule
from xiangfeng.assessments.models import Deduction, Entry, Score
from xiangfeng.base.rounding import half_up
from xiangfeng.findings.models import Finding
from xiangfeng.scoring import entry as pure
from xiangfeng.scoring.rules import RuleKind, bind
from xiangfeng.scoring.rules.deduct import PerFinding, Sampled
from xiangfeng.scoring.rules.reach import Bonus
from xiangfeng.scoring.scheme import FEEDS, Node, Source, plain

TEXT, PLACE = 200, 100  # as much as a deduction holds


@dataclass(frozen=True)
class Fed:
    """The deduction a finding gives: ``points`` in 分 for all ``count`` places together, by the rule of its cell."""

    finding_id: int
    text: str
    place: str
    count: int
    points: Decimal
    found_on: dt.date
    photo_id: int | None

    @classmethod
    def of(cls, finding: Finding, node: Node) -> Fed:
        """Each place at the rule's own price where the rule has one, else what was taken off at the check."""
        kind = _kind(node)
        has_price = isinstance(kind, PerFinding | Sampled)
        points = kind.each * finding.count if has_price else finding.points  # type: ignore[union-attr]
        photo = next((one.attachment_id for one in finding.photos.all()), None)
        text = finding.text if len(finding.text) <= TEXT else finding.text[: TEXT - 1] + "…"
        return cls(finding.pk, text, finding.where[:PLACE], finding.count, points, finding.found_on, photo)

    def is_same(self, row: Deduction) -> bool:
        """The deduction in the sheet says just this."""
        return all(getattr(row, name) == value for name, value in vars(self).items())


def clean_raw(node: Node) -> dict[str, Any] | None:
    """The raw entry of a cell that was looked at and nothing found; None where a person has to judge."""
    kind = _kind(node)
    if kind is None or isinstance(kind, Bonus):
        return None
    by_entry: dict[str, dict[str, Any]] = {"count": {"count": "0"}, "ok": {"ok": True}}
    raw = by_entry.get(kind.entry)
    return raw and raw | {"fed": CLEAN}


def _kind(node: Node) -> RuleKind | None:
    return bind(node.rule) if node.rule else None


def is_typed(score: Score | None) -> bool:
    """Somebody entered the cell: points, a level, a count, rounds. What was fed is no entry of a person."""
    return score is not None and not score.raw.get("fed") and (score.value is not None or bool(score.raw))


@dataclass(frozen=True)
class CellFeed:
    """One cell: what should be behind it from findings (``fed``), what is (``old``), and what was noted by ``hand``."""

    entry: Entry
    node: Node
    score: Score | None
    fed: tuple[Fed, ...] = ()
    old: tuple[Deduction, ...] = ()
    hand: tuple[Deduction, ...] = ()
    clean: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.node.code

    @property
    def is_typed(self) -> bool:
        return is_typed(self.score)

    @property
    def by_rule(self) -> str:
        """The score that all deductions together give; empty where the rule does not say."""
        both: list[Deduction | Fed] = [*self.hand, *self.fed]
        rows = tuple(pure.Deduction(one.text, one.points, Decimal(one.count)) for one in both)
        points = points_by_rule(self.node, pure.Cell(deductions=rows))
        return "" if points is None else plain(half_up(points, 4))

    @property
    def raw(self) -> dict[str, Any]:
        """What the cell holds besides its deductions once it is fed: a person's entry stays."""
        return self.score.raw if self.score and self.is_typed else self.clean

    @property
    def lines(self) -> list[tuple[str, Any]]:
        """Every deduction with what becomes of it: 新、改、不变、取出."""
        known, wanted = {row.finding_id: row for row in self.old}, {one.finding_id for one in self.fed}
        found: list[tuple[str, Any]] = []
        for one in self.fed:
            row = known.get(one.finding_id)
            found.append(("新" if row is None else "不变" if one.is_same(row) else "改", one))
        return found + [("取出", row) for row in self.old if row.finding_id not in wanted]

    @property
    def is_changed(self) -> bool:
        has_raw = self.score.raw if self.score else {}
        return any(word != "不变" for word, _ in self.lines) or self.raw != has_raw


@dataclass(frozen=True)
class RateFeed:
    """A source's figure from a rate: ``part`` of ``whole``; without ``whole`` nothing was due."""

    entry: Entry
    source: Source
    key: str
    score: Score | None
    part: int = 0
    whole: int = 0
    points: Decimal | None = None

    @property
    def rate(self) -> str:
        return FEEDS[self.source.feed]

    @property
    def raw(self) -> dict[str, Any]:
        return {"fed": self.source.feed, "part": self.part, "whole": self.whole} if self.whole else {}

    @property
    def is_kept(self) -> bool:
        """A person's figure or a 缺项 rule stands there and stays."""
        return is_typed(self.score) or bool(self.score and self.score.missing)

    @property
    def is_changed(self) -> bool:
        now = (self.score.value, self.score.raw) if self.score else (None, {})
        return not self.is_kept and now != (self.points, self.raw)


@dataclass(frozen=True)
class Left:
    """Findings that do not come in, for one reason: what they are and why."""

    why: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FeedPlan:
    """Everything a press of 取检查发现 would do, and what it leaves out. ``bare`` findings have no indicator."""

    start: dt.date
    end: dt.date
    cells: tuple[CellFeed, ...]
    rates: tuple[RateFeed, ...]
    left: tuple[Left, ...]
    bare: int = 0

    @property
    def with_findings(self) -> list[CellFeed]:
        return [cell for cell in self.cells if cell.fed or cell.old]

    @property
    def clean(self) -> list[CellFeed]:
        """Cells that were looked at and nothing found."""
        return [cell for cell in self.cells if not cell.fed and cell.raw.get("fed") == CLEAN]

    @property
    def changes(self) -> list[CellFeed]:
        return [cell for cell in self.cells if cell.is_changed]

    @property
    def rate_changes(self) -> list[RateFeed]:
        return [rate for rate in self.rates if rate.is_changed]

    @property
    def with_rate(self) -> list[RateFeed]:
        return [rate for rate in self.rates if rate.whole]

    @property
    def without_rate(self) -> list[RateFeed]:
        """Nothing was due here: not filled."""
        return [rate for rate in self.rates if not rate.whole]

    @property
    def has_fed(self) -> bool:
        """Something in the sheet can be taken out again."""
        scores = [part.score for part in self.cells] + [part.score for part in self.rates]
        is_filled = any(score is not None and score.raw.get("fed") for score in scores)
        return is_filled or any(cell.old for cell in self.cells)

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.rate_changes

    def count(self, *words: str) -> int:
        """How many deductions are 新, 改 or 取出."""
        return sum(word in words for cell in self.changes for word, _ in cell.lines)

    @property
    def says(self) -> str:
        """What it does in one line, as history and the message after it say it."""
        parts = {
            "新取 {} 条扣分": self.count("新"),
            "更新 {} 条": self.count("改"),
            "取出 {} 条": self.count("取出"),
            "没有发现问题 {} 格": sum(not cell.lines and cell.raw != {} for cell in self.changes),
            "整改率 {} 格": len(self.rate_changes),
        }
        return "，".join(text.format(number) for text, number in parts.items() if number)


def why_out(finding: Finding, units: Iterable[int], codes: Iterable[str]) -> str:
    """Why a finding has no cell in this sheet; empty when it has one."""
    if finding.lead_id not in units:
        return "责任单位不在参评名单里"
    return "" if finding.indicator in codes else "指标体系里没有这个指标编码"
