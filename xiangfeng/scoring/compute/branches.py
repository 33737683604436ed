"""The tree of sources ready to use: each branch gives its exact value (`read`) and says how it came about (`show`)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ..entry import MissingUse, Subject, Upper
from ..exact import ZERO, mean_of, plus, tidy, times, trimmed
from ..figures import Number, figure
from ..rules import EmptyEntryError, RankToScore, bind, check_given
from ..scheme.model import HUNDRED, Scheme, Source
from .items import Gap, Item, make_item, say_mean, say_use, upper_for
from .result import Breakdown

if TYPE_CHECKING:
    from .peers import Peers


class Branch:
    """One source. Subclasses give `own`: the unscaled value, a gap, or `None` when nothing at all was entered."""

    def __init__(self, scheme: Scheme, source: Source, default: MissingUse | None) -> None:
        self.scheme = scheme
        self.source = source
        self.default = default
        self.full = source.full_points
        self.top = HUNDRED if source.scale else self.full
        self.factor = tidy(Fraction(100) / Fraction(self.full)) if source.scale and self.full else Decimal(1)
        rank_rule = bind(source.rank_score) if source.rank_score else None
        self.rank_rule = rank_rule if isinstance(rank_rule, RankToScore) else None

    def own(self, subject: Subject, peers: Peers) -> Number | Gap | None:
        raise NotImplementedError

    def formula(self, subject: Subject, peers: Peers) -> str:
        raise NotImplementedError

    def children(self, subject: Subject, peers: Peers) -> tuple[Breakdown, ...]:
        return ()

    def unusual(self, subject: Subject) -> tuple[str, ...]:
        """Notes of this branch's own, besides those on what is missing or replaced."""
        return ()

    def read(self, subject: Subject, peers: Peers) -> Number | Gap:
        """The value that enters the weighted mean."""
        value = self.before_rank(subject, peers)
        if self.rank_rule is None or isinstance(value, Gap):
            return value
        try:
            rank = peers.branch_rank(self, subject, self.rank_rule.lower)
        except EmptyEntryError:
            return Gap.PENDING
        return self.rank_rule.score_of(rank, HUNDRED)

    def before_rank(self, subject: Subject, peers: Peers) -> Number | Gap:
        """The value before 名次赋分, a missing one filled by its rule."""
        upper = self.upper(subject)
        if upper is not None:
            return upper.value if 0 <= upper.value <= self.top else Gap.PENDING
        value = self.own(subject, peers)
        if value is None:
            return self._fill(subject, peers)
        return value if isinstance(value, Gap) or self.factor == 1 else times(value, self.factor)

    def number(self, subject: Subject, peers: Peers) -> Number | None:
        """`before_rank` as a number or nothing, to rank by."""
        value = self.before_rank(subject, peers)
        return None if isinstance(value, Gap) else value

    def score(self, subject: Subject, peers: Peers) -> Number | None:
        """The value that was really given, not one filled in; `None` when there is none."""
        if self.upper(subject) is None and self.own(subject, peers) is None:
            return None
        value = self.before_rank(subject, peers)
        return None if isinstance(value, Gap) else value

    def upper(self, subject: Subject) -> Upper | None:
        """The upper level's score for this source, on the same scale as ours."""
        return upper_for(self.scheme, subject, "source", self.source.key) if subject.upper else None

    def use(self, subject: Subject) -> MissingUse | None:
        """The 缺轮 rule of this source for the subject."""
        return subject.missing.get(self.source.key) or self.default

    def _fill(self, subject: Subject, peers: Peers) -> Number | Gap:
        use, source = self.use(subject), self.source
        if use is None:
            return Gap.PENDING
        return peers.fill(
            subject, use, source.key, source.title, self.top, lambda: peers.branch_mean(self, subject)
        )

    def show(self, subject: Subject, peers: Peers) -> Breakdown:
        """The value with everything below it."""
        value = self.read(subject, peers)
        formula, notes, by = self._say(subject, peers)
        children = self.children(subject, peers)
        replaced = self.upper(subject) is not None
        if self.rank_rule is not None and not isinstance(value, Gap):
            rank = peers.branch_rank(self, subject, self.rank_rule.lower)
            formula += f"；排第 {rank} 名，得 {figure(value)}"
        return Breakdown(
            kind="source",
            key=self.source.key,
            label=self.source.title,
            value=None if isinstance(value, Gap) else value,
            full=self.top,
            weight=self.source.weight,
            formula=formula,
            rule=self.rank_rule.sentence(HUNDRED) if self.rank_rule else "",
            by=by,
            notes=notes if replaced else notes + self.unusual(subject),
            children=tuple(child.quiet() for child in children) if replaced else children,
        )

    def _say(self, subject: Subject, peers: Peers) -> tuple[str, tuple[str, ...], str]:
        title, upper = self.source.title, self.upper(subject)
        own = self.own(subject, peers)
        if upper is not None:
            if not 0 <= upper.value <= self.top:
                note = (
                    f"{title}的{upper.by}成绩 {figure(upper.value)} 不在 0–{figure(self.top)} 之间，请改正。"
                )
                return "待补", (note,), upper.by
            ours = "" if own is None or isinstance(own, Gap) else f"，本级 {figure(times(own, self.factor))}"
            why = f"（{upper.note}）" if upper.note else ""
            note = f"{title}采用{upper.by}考评成绩 {figure(upper.value)}{why}{ours}。"
            return f"采用{upper.by}成绩 {figure(upper.value)}{ours}", (note,), upper.by
        if own is None:
            formula, notes = say_use(title, self.use(subject), self._fill(subject, peers))
            return formula, notes, ""
        if isinstance(own, Gap):
            return {Gap.PENDING: "待补", Gap.DROPPED: "不计"}.get(own, "不参加排名"), (), ""
        scaled = times(own, self.factor)
        tail = f"；{figure(own)} ÷ {figure(self.full)} × 100 = {figure(scaled)}" if self.factor != 1 else ""
        return self.formula(subject, peers) + tail, (), ""


class ItemsBranch(Branch):
    """按指标打分: the sum of the items; left-out items make the rest count in proportion."""

    def __init__(
        self, scheme: Scheme, source: Source, default: MissingUse | None, item_default: MissingUse | None
    ) -> None:
        super().__init__(scheme, source, default)
        made = [make_item(scheme, node, item_default) for node in source.items()]
        self.items = [item for item in made if not item.node.is_bonus]
        self.bonuses = [item for item in made if item.node.is_bonus]
        self.columns = [(item.code, item.tops, item) for item in self.items]

    def own(self, subject: Subject, peers: Peers) -> Number | Gap | None:
        if subject.upper:
            return self._sum(subject, peers, ZERO, self.items)
        total, rest, cells = ZERO, [], subject.cells
        for code, top, item in self.columns:  # the lean path: typed points within bounds are just added
            cell = cells.get(code)
            value = cell if type(cell) is Decimal or cell is None else cell.value  # type: ignore[union-attr]
            if value is not None and top is not None and ZERO <= value <= top:
                total += value
            else:
                rest.append(item)
        return self._sum(subject, peers, total, rest) if rest else total

    def _sum(self, subject: Subject, peers: Peers, total: Number, rest: list[Item]) -> Number | Gap | None:
        if len(rest) == len(self.items) and not any(item.has_entry(subject) for item in rest):
            return None
        gaps, dropped = set(), ZERO
        for item in rest:
            value = item.read(subject, peers)
            if not isinstance(value, Gap):
                total = plus(total, value)
            elif value is Gap.DROPPED:
                dropped += item.points
            else:
                gaps.add(value)
        if gaps:
            return Gap.UNRANKED if Gap.UNRANKED in gaps else Gap.PENDING
        if not dropped:
            return total
        if dropped == self.full:
            return Gap.DROPPED
        return tidy(Fraction(total) * Fraction(self.full) / Fraction(self.full - dropped))

    def formula(self, subject: Subject, peers: Peers) -> str:
        values = [(item, item.read(subject, peers)) for item in self.items]
        kept = [value for _, value in values if not isinstance(value, Gap)]
        left = sum((item.points for item, value in values if not isinstance(value, Gap)), ZERO)
        total = sum((Fraction(value) for value in kept), Fraction(0))
        line = f"{' ＋ '.join(figure(value) for value in kept)} = {figure(total)}"
        if left == self.full:
            return line
        grown = total * Fraction(self.full) / Fraction(left)
        return f"{line}；{figure(total)} ÷ {figure(left)} × {figure(self.full)} = {figure(grown)}"

    def children(self, subject: Subject, peers: Peers) -> tuple[Breakdown, ...]:
        return tuple(item.show(subject, peers) for item in self.items)


class GivenBranch(Branch):
    """直接取一个分数 (several judges' numbers are averaged)."""

    def own(self, subject: Subject, peers: Peers) -> Number | Gap | None:
        given = subject.given.get(self.source.key)
        if given is None:
            return None
        if isinstance(given, Decimal):
            return given if 0 <= given <= self.full else Gap.PENDING
        return self._mean(subject, peers, given)

    def _mean(self, subject: Subject, peers: Peers, given: Sequence[Decimal | None]) -> Number | Gap | None:
        if not any(mark is not None for mark in given):
            return None
        marks = self.marks(subject, peers, given)
        gaps = {mark for mark in marks if isinstance(mark, Gap)}
        kept = [mark for mark in marks if not isinstance(mark, Gap)]
        if gaps - {Gap.DROPPED}:
            return Gap.UNRANKED if Gap.UNRANKED in gaps else Gap.PENDING
        return mean_of(trimmed(kept) if self.source.trim else kept)

    def marks(self, subject: Subject, peers: Peers, given: Sequence[Decimal | None]) -> list[Number | Gap]:
        """The numbers to average, missed rounds filled by their rule."""
        return [self._mark(subject, peers, number, mark) for number, mark in enumerate(given, 1)]

    def _mark(self, subject: Subject, peers: Peers, number: int, mark: Decimal | None) -> Number | Gap:
        if mark is not None:
            return mark if 0 <= mark <= self.full else Gap.PENDING
        use = self.use(subject)
        if use is None:
            return Gap.PENDING
        key = self.source.key

        def score(peer: Subject) -> Decimal | None:
            numbers = peer.given.get(key)
            if numbers is None or isinstance(numbers, Decimal) or len(numbers) < number:
                return None
            return numbers[number - 1]

        def mean() -> Number | None:
            return peers.round_mean(key, number, subject, score)

        return peers.fill(subject, use, f"{key}/{number}", self._round(number), self.full, mean)

    def _round(self, number: int) -> str:
        return f"{self.source.title}第{number}轮"

    def formula(self, subject: Subject, peers: Peers) -> str:
        given = subject.given[self.source.key]
        if isinstance(given, Decimal):
            return f"录入 {figure(given)}"
        marks = self.marks(subject, peers, given)
        return say_mean([mark for mark in marks if not isinstance(mark, Gap)], self.source.trim)

    def children(self, subject: Subject, peers: Peers) -> tuple[Breakdown, ...]:
        given = subject.given.get(self.source.key)
        if given is None or isinstance(given, Decimal):
            return ()
        pairs = enumerate(zip(given, self.marks(subject, peers, given), strict=True), 1)
        return tuple(self._show_round(subject, number, mark, value) for number, (mark, value) in pairs)

    def _show_round(
        self, subject: Subject, number: int, mark: Decimal | None, value: Number | Gap
    ) -> Breakdown:
        title = self._round(number)
        notes: tuple[str, ...] = ()
        formula = "" if mark is None else f"录入 {figure(mark)}"
        if mark is None:
            formula, notes = say_use(title, self.use(subject), value)
        shown = None if isinstance(value, Gap) else value
        return Breakdown(
            "round", f"{self.source.key}/{number}", title, shown, self.full, formula=formula, notes=notes
        )

    def unusual(self, subject: Subject) -> tuple[str, ...]:
        given = subject.given.get(self.source.key)
        marks = [given] if given is None or isinstance(given, Decimal) else list(given)
        reasons = [check_given(self.source, mark) for mark in marks if mark is not None]
        return tuple(f"{self.source.title}：{reason}。" for reason in reasons if reason)


class MixBranch(Branch):
    """按权重合成: the weighted mean of the children; a left-out child gives its weight to the rest in proportion."""

    def __init__(self, scheme: Scheme, source: Source, children: list[Branch]) -> None:
        super().__init__(scheme, source, None)
        self.full = self.top = HUNDRED
        self.factor = Decimal(1)
        self.parts = [(child, child.source.weight / 100) for child in children]

    def own(self, subject: Subject, peers: Peers) -> Number | Gap | None:
        total: Number = ZERO
        gaps, left = set(), ZERO
        for child, weight in self.parts:
            value = child.read(subject, peers)
            if isinstance(value, Gap):
                gaps.add(value)
            else:
                total = plus(total, times(value, weight))
                left += weight
        if not gaps:
            return total
        if gaps - {Gap.DROPPED}:
            return Gap.UNRANKED if Gap.UNRANKED in gaps else Gap.PENDING
        return tidy(Fraction(total) / Fraction(left)) if left else Gap.DROPPED

    def formula(self, subject: Subject, peers: Peers) -> str:
        values = [(child, weight, child.read(subject, peers)) for child, weight in self.parts]
        kept = [(child, weight, value) for child, weight, value in values if not isinstance(value, Gap)]
        line = " ＋ ".join(f"{figure(value)}×{figure(child.source.weight)}%" for child, _, value in kept)
        left = sum((weight for _, weight, _ in kept), ZERO)
        total = sum((Fraction(value) * Fraction(weight) for _, weight, value in kept), Fraction(0))
        if left == 1:
            return f"{line} = {figure(total)}"
        grown = total / Fraction(left)
        return f"{line} = {figure(total)}；{figure(total)} ÷ {figure(left * 100)}% = {figure(grown)}"

    def children(self, subject: Subject, peers: Peers) -> tuple[Breakdown, ...]:
        return tuple(child.show(subject, peers) for child, _ in self.parts)


def grow(
    scheme: Scheme, source: Source, item_default: MissingUse | None, default: MissingUse | None
) -> Branch:
    """The branch for a source with everything below it."""
    if source.kind == "mix":
        return MixBranch(
            scheme, source, [grow(scheme, child, item_default, default) for child in source.children]
        )
    if source.kind == "items":
        return ItemsBranch(scheme, source, default, item_default)
    return GivenBranch(scheme, source, default)
