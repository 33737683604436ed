"""One column of the sheet: what a cell is worth, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from ..entry import Cell, MissingUse, Subject, Upper
from ..exact import ZERO, mean_of, trimmed
from ..figures import Number, figure
from ..rules import EmptyEntryError, EntryError, RankToScore, RuleKind, bind
from ..rules.deduct import PerFinding
from ..scheme.model import POLICIES, Node, Scheme
from .result import Breakdown

if TYPE_CHECKING:
    from .peers import Peers


class Gap(Enum):
    """Why there is no number: 待补, left out (其余放大), or the unit is not ranked."""

    PENDING = "pending"
    DROPPED = "dropped"
    UNRANKED = "unranked"


EMPTY = Cell()
GAP_WORDS = {
    Gap.PENDING: "待补",
    Gap.DROPPED: "本项不计，其余按比例放大",
    Gap.UNRANKED: "缺项，不参加排名",
}


def upper_for(scheme: Scheme, subject: Subject, at: str, key: str) -> Upper | None:
    """The upper-level score that replaces ours at this place (R13): the highest level's, of these the last entered."""
    found = [upper for upper in subject.upper if upper.at == at and upper.key == key]
    return (
        max(enumerate(found), key=lambda pair: (_height(scheme, pair[1].by), pair[0]))[1] if found else None
    )


def _height(scheme: Scheme, by: str) -> int:
    return scheme.givers.index(by) if by in scheme.givers else -1


@dataclass(frozen=True)
class Item:
    """A scored node ready to use."""

    scheme: Scheme
    node: Node
    rule: RuleKind
    code: str
    points: Decimal
    default: MissingUse | None
    tops: Decimal | None = field(default=None)

    def read(self, subject: Subject, peers: Peers) -> Number | Gap:
        """Exact points of this item for the subject, or why there are none."""
        try:
            return self._read(subject, peers)
        except EntryError:
            return Gap.PENDING

    def _read(self, subject: Subject, peers: Peers) -> Number | Gap:
        upper = upper_for(self.scheme, subject, "cell", self.code) if subject.upper else None
        if upper is not None:
            return self._in_range(upper.value)
        cell = self.cell(subject)
        if cell.is_empty:
            return self._fill(subject, cell, peers)
        return self._entered(subject, cell, peers)

    def cell(self, subject: Subject) -> Cell:
        """The subject's cell, a bare number made into one, an absent one empty."""
        cell = subject.cells.get(self.code)
        if cell is None:
            return EMPTY
        return Cell(value=cell) if isinstance(cell, Decimal) else cell

    def has_entry(self, subject: Subject) -> bool:
        """Somebody, here or above, scored this item or said how its absence counts."""
        cell = self.cell(subject)
        return (
            not cell.is_empty
            or cell.missing is not None
            or upper_for(self.scheme, subject, "cell", self.code) is not None
        )

    def score(self, subject: Subject, peers: Peers) -> Number | None:
        """The score that was really given (never one filled in), for means and ranks of peers."""
        if upper_for(self.scheme, subject, "cell", self.code) is None and self.cell(subject).is_empty:
            return None
        value = self.read(subject, peers)
        return None if isinstance(value, Gap) else value

    def _entered(self, subject: Subject, cell: Cell, peers: Peers) -> Number:
        if cell.value is not None:
            return self._in_range(cell.value)
        if cell.judges:
            marks = [self._in_range(mark) for mark in cell.judges]
            return mean_of(trimmed(marks) if self.scheme.trim_judges else marks)
        if isinstance(self.rule, RankToScore):
            return self.rule.score_of(peers.item_rank(self, subject), self.points)
        return self.rule.amount(self.points, cell)

    def _in_range(self, value: Decimal) -> Decimal:
        if value < 0:
            raise EntryError(f"{figure(value)} 小于 0")
        if self.tops is not None and value > self.tops:
            raise EntryError(f"{figure(value)} 超过满分 {figure(self.tops)}")
        return value

    def _fill(self, subject: Subject, cell: Cell, peers: Peers) -> Number | Gap:
        if self.node.is_bonus:
            return ZERO
        use = cell.missing or self.default
        if use is None:
            return Gap.PENDING
        return peers.fill(
            subject, use, self.code, self.node.title, self.points, lambda: peers.item_mean(self, subject)
        )

    def show(self, subject: Subject, peers: Peers) -> Breakdown:
        """The same points with their arithmetic, notes and findings."""
        value, cell = self.read(subject, peers), self.cell(subject)
        formula, notes = self._say(subject, cell, value, peers)
        return Breakdown(
            kind="item",
            key=self.code,
            label=self.node.title,
            value=None if isinstance(value, Gap) else value,
            full=self.points,
            formula=formula,
            rule=self.rule.sentence(self.points),
            by=cell.given_by,
            notes=notes + ((f"{self.node.title}：{cell.note}",) if cell.note else ()),
            children=tuple(self._findings(cell)),
        )

    def _say(
        self, subject: Subject, cell: Cell, value: Number | Gap, peers: Peers
    ) -> tuple[str, tuple[str, ...]]:
        title = self.node.title
        upper = upper_for(self.scheme, subject, "cell", self.code)
        try:
            if upper is not None:
                self._in_range(upper.value)
                return _replaced(upper, title, self._own(subject, cell, peers))
            if cell.is_empty:
                return self._say_missing(cell, value)
            self._entered(subject, cell, peers)
            return self._arithmetic(subject, cell, peers)
        except EmptyEntryError as error:
            return "待补", (f"{title}{error}，待补。",)
        except EntryError as error:
            return "待补", (f"{title}：{error}，未计入，请改正。",)

    def _own(self, subject: Subject, cell: Cell, peers: Peers) -> Number | None:
        try:
            return None if cell.is_empty else self._entered(subject, cell, peers)
        except EntryError:
            return None

    def _say_missing(self, cell: Cell, value: Number | Gap) -> tuple[str, tuple[str, ...]]:
        if self.node.is_bonus:
            return "没有加分", ()
        use = cell.missing or self.default
        return say_use(self.node.title, use, value)

    def _arithmetic(self, subject: Subject, cell: Cell, peers: Peers) -> tuple[str, tuple[str, ...]]:
        if cell.value is not None:
            return f"录入 {figure(cell.value)}", self._mismatch(cell)
        if cell.judges:
            return say_mean(cell.judges, self.scheme.trim_judges), ()
        if isinstance(self.rule, RankToScore):
            rank = peers.item_rank(self, subject)
            score = self.rule.score_of(rank, self.points)
            return f"{figure(cell.actual or ZERO)} 排第 {rank} 名，得 {figure(score)}", ()
        return self.rule.work(self.points, cell).steps, ()

    def _mismatch(self, cell: Cell) -> tuple[str, ...]:
        """A typed score that differs from what the recorded findings would give."""
        if cell.value is None or (cell.count is None and not cell.deductions):
            return ()
        try:
            by_rule = self.rule.amount(self.points, cell)
        except EntryError:
            return ()
        if by_rule == cell.value:
            return ()
        return (f"{self.node.title}录入 {figure(cell.value)} 分，按检查记录应为 {figure(by_rule)} 分。",)

    def _findings(self, cell: Cell) -> list[Breakdown]:
        price = self.rule.each if isinstance(self.rule, PerFinding) else None
        found = []
        for number, finding in enumerate(cell.deductions, 1):
            points = finding.points if finding.points is not None or price is None else price * finding.count
            times = f"{figure(finding.count)} 处" if finding.count != 1 else ""
            formula = times if points is None else f"{times}{'，' if times else ''}扣 {figure(points)}"
            value = None if points is None else -points
            found.append(
                Breakdown(
                    "finding",
                    f"{self.code}/{number}",
                    finding.text,
                    value,
                    formula=formula,
                    ref=finding.ref,
                    photo=finding.photo,
                )
            )
        return found


def make_item(scheme: Scheme, node: Node, default: MissingUse | None) -> Item:
    """The item for a scored node; raises `SchemeError` when its rule cannot be used."""
    if node.rule is None or node.points is None:
        raise ValueError(f"{node.code} 不是计分项目")
    rule = bind(node.rule)
    open_ended = getattr(rule, "capped", True) is False
    return Item(scheme, node, rule, node.code, node.points, default, None if open_ended else node.points)


def say_use(title: str, use: MissingUse | None, value: Number | Gap) -> tuple[str, tuple[str, ...]]:
    """Formula and note for a place that was filled by a missing rule, or is still open."""
    if use is None:
        return "待补", (f"{title}未录，待补。",)
    reason = f"（{use.reason}）" if use.reason else ""
    if isinstance(value, Gap):
        if value is Gap.PENDING:
            why = "本组没有可取平均的得分" if use.policy == "peer_mean" else "给定分没有写或超出满分"
            return "待补", (f"{title}缺项{reason}，{why}，待补。",)
        return GAP_WORDS[value], (f"{title}缺项{reason}，{POLICIES[use.policy]}。",)
    words = POLICIES.get(use.policy, use.policy)
    return f"{words} {figure(value)}", (f"{title}缺项{reason}，{words}，计 {figure(value)} 分。",)


def _replaced(upper: Upper, title: str, own: Number | None) -> tuple[str, tuple[str, ...]]:
    ours = f"，本级 {figure(own)}" if own is not None else ""
    why = f"（{upper.note}）" if upper.note else ""
    return (
        f"采用{upper.by}成绩 {figure(upper.value)}{ours}",
        (f"{title}采用{upper.by}考评成绩 {figure(upper.value)}{why}{ours}。",),
    )


def say_mean(marks: Sequence[Number], trim: bool) -> str:
    """`(18 ＋ 19) ÷ 2 = 18.5`, after dropping the highest and the lowest when asked."""
    kept = trimmed(marks) if trim else list(marks)
    dropped = "去最高最低后 " if len(kept) < len(marks) else ""
    shown = " ＋ ".join(figure(mark) for mark in kept) if len(kept) <= 12 else f"{len(kept)} 个数之和"
    return f"{dropped}({shown}) ÷ {len(kept)} = {figure(mean_of(kept))}"
