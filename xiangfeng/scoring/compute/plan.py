"""A scheme made ready to run: totals of single units, exact and fast, and the breakdown of the same total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from ..entry import MissingUse, Subject, VetoHit
from ..exact import EXACT, ZERO, plus, total_of
from ..figures import Number, figure, signed
from ..rules import VetoRule
from ..scheme.model import Missing, Scheme, Source, Veto
from .branches import Branch, ItemsBranch, MixBranch, grow
from .items import Gap, Item, upper_for
from .peers import Peers
from .result import Breakdown

NOBODY = Peers()


@dataclass(frozen=True)
class Extra:
    """One 加分 or 减分: what was entered and what counts after the cap on single ones."""

    label: str
    entered: Number
    counted: Number
    by: str = ""
    ref: str = ""
    rule: str = ""


class Plan:
    """The compiled scheme. `total` is the lean path used by `compute` and by streaming callers alike.

    With `final=False` the scheme's default 缺项/缺轮 policies are not used: empty places stay 待补.
    """

    def __init__(self, scheme: Scheme, *, final: bool = True) -> None:
        self.scheme = scheme
        item_default = _default(scheme.missing) if final else None
        round_default = _default(scheme.missing_round) if final else None
        branches = [grow(scheme, source, item_default, round_default) for source in scheme.sources]
        self.root = MixBranch(scheme, Source("", "综合得分", kind="mix"), branches)
        self.bonuses = [item for branch in _leaves(self.root) for item in branch.bonuses]
        self.vetoes = {veto.code: veto for veto in scheme.vetoes}
        self.places = {
            "cell": {item.code for item in scheme.items()},
            "source": {source.key for source in scheme.walk()},
            "given": {source.key for source in scheme.given_sources()},
            "subject": {""},
        }

    def total(self, subject: Subject, peers: Peers = NOBODY) -> Number | None:
        """The exact 综合得分, or `None` when it cannot be told (待补) or is not to be (不参加排名)."""
        value = self.value(subject, peers)
        return None if isinstance(value, Gap) else value

    def value(self, subject: Subject, peers: Peers = NOBODY) -> Number | Gap:
        """`total`, with the reason when there is none."""
        with localcontext(EXACT):
            return self._value(subject, peers)

    def _value(self, subject: Subject, peers: Peers) -> Number | Gap:
        whole = upper_for(self.scheme, subject, "subject", "") if subject.upper else None
        if whole is not None:
            value: Number | Gap = whole.value
        else:
            value = self.root.read(subject, peers)
            if not isinstance(value, Gap) and (subject.adjustments or self.bonuses):
                value = plus(value, self._extra(subject, peers))
        if isinstance(value, Gap):
            return Gap.UNRANKED if value is Gap.DROPPED else value
        return self._bounded(subject, value)

    def _bounded(self, subject: Subject, value: Number) -> Number:
        """Not below zero, not above 总分上限, and what a 一票否决 leaves of it."""
        if value < 0:
            value = ZERO
        if self.scheme.total_max is not None and value > self.scheme.total_max:
            value = self.scheme.total_max
        for veto, _ in self.hits(subject):
            if veto.effect == "zero":
                value = ZERO
            elif veto.effect == "cap" and veto.cap is not None and value > veto.cap:
                value = veto.cap
        return value

    def hits(self, subject: Subject) -> list[tuple[Veto, VetoHit]]:
        """The vetoes of the scheme that hit the subject."""
        return [(self.vetoes[hit.code], hit) for hit in subject.vetoes if hit.code in self.vetoes]

    def extras(self, subject: Subject, peers: Peers) -> list[Extra]:
        """Every 加分 and 减分, bonus items first, each within its own cap."""
        return [*self._bonuses(subject, peers), *self._adjustments(subject)]

    def _bonuses(self, subject: Subject, peers: Peers) -> Iterator[Extra]:
        for item in self.bonuses:
            value = item.read(subject, peers)
            if not isinstance(value, Gap) and value:
                yield Extra(item.node.title, value, self._each(value), rule=item.rule.sentence(item.points))

    def _adjustments(self, subject: Subject) -> Iterator[Extra]:
        for one in subject.adjustments:
            yield Extra(one.text, one.points, self._each(one.points), one.by, one.ref)

    def _each(self, points: Number) -> Number:
        caps = self.scheme.caps
        if points > 0 and caps.bonus_each is not None:
            return min(points, caps.bonus_each)
        if points < 0 and caps.deduction_each is not None:
            return max(points, -caps.deduction_each)
        return points

    def _extra(self, subject: Subject, peers: Peers) -> Number:
        up, down = self.sums(self.extras(subject, peers))
        return plus(up, down)

    def sums(self, extras: list[Extra]) -> tuple[Number, Number]:
        """What counts of all 加分 and of all 减分 (not above zero) within the caps in total."""
        caps = self.scheme.caps
        up = total_of(extra.counted for extra in extras if extra.counted > 0)
        down = total_of(extra.counted for extra in extras if extra.counted < 0)
        if caps.bonus_total is not None:
            up = min(up, caps.bonus_total)
        if caps.deduction_total is not None:
            down = max(down, -caps.deduction_total)
        return up, down

    def explain(self, subject: Subject, peers: Peers = NOBODY) -> Breakdown:
        """The total as a tree, down to the single finding. Its value is `total`'s by construction."""
        with localcontext(EXACT):
            return self._explain(subject, peers)

    def _explain(self, subject: Subject, peers: Peers) -> Breakdown:
        value, root = self._value(subject, peers), self.root.show(subject, peers)
        extras = self.extras(subject, peers)
        formula, notes = self._say(subject, root, extras)
        parts = [*root.children, *map(_show_extra, extras), *self._failed_bonuses(subject, peers)]
        replaced = upper_for(self.scheme, subject, "subject", "") is not None
        return Breakdown(
            kind="total",
            key="",
            label="综合得分",
            value=None if isinstance(value, Gap) else value,
            full=self.scheme.total_max or self.root.full,
            formula=formula,
            notes=notes,
            children=tuple(part.quiet() for part in parts) if replaced else tuple(parts),
        )

    def _failed_bonuses(self, subject: Subject, peers: Peers) -> Iterator[Breakdown]:
        """Bonus cells that could not be counted, with the reason."""
        for item in self.bonuses:
            if isinstance(item.read(subject, peers), Gap):
                yield item.show(subject, peers)

    def _say(self, subject: Subject, root: Breakdown, extras: list[Extra]) -> tuple[str, tuple[str, ...]]:
        whole = upper_for(self.scheme, subject, "subject", "")
        notes = list(self._cap_notes(extras))
        if whole is not None:
            why = f"（{whole.note}）" if whole.note else ""
            ours = f"，本级 {figure(root.value)}" if root.value is not None else ""
            formula = f"采用{whole.by}成绩 {figure(whole.value)}{ours}"
            notes = [f"综合得分采用{whole.by}考评成绩 {figure(whole.value)}{why}{ours}。"]
            before: Number | None = whole.value
        else:
            formula, before = root.formula, root.value
            if extras and before is not None:
                up, down = self.sums(extras)
                before = plus(before, plus(up, down))
                formula += f"；加分 {signed(up)}，减分 {figure(down)}，合计 {figure(before)}"
        notes += [
            f"{upper.by}考评成绩 {figure(upper.value)}{_paren(upper.note)}。"
            for upper in subject.upper
            if upper.at == "note"
        ]
        notes += [*self._veto_notes(subject), *self._strays(subject)]
        if before is not None and (after := self._bounded(subject, before)) != before:
            formula += f"；限定后 {figure(after)}"
        return formula, tuple(notes)

    def _cap_notes(self, extras: list[Extra]) -> Iterator[str]:
        for extra in extras:
            if extra.counted != extra.entered:
                yield f"“{extra.label}”{signed(extra.entered)}，超过每项上限，计 {signed(extra.counted)}。"
        up, down = self.sums(extras)
        if up != total_of(extra.counted for extra in extras if extra.counted > 0):
            yield f"加分合计超过总上限，计 {signed(up)}。"
        if down != total_of(extra.counted for extra in extras if extra.counted < 0):
            yield f"扣分合计超过总上限，计 {signed(down)}。"

    def _veto_notes(self, subject: Subject) -> list[str]:
        notes = [
            f"一票否决：{_veto_sentence(veto)[:-1]}{_paren(hit.reason)}。" for veto, hit in self.hits(subject)
        ]
        unknown = [hit.code for hit in subject.vetoes if hit.code not in self.vetoes]
        return notes + [f"方案里没有编号为“{code}”的一票否决，未计入。" for code in unknown]

    def _strays(self, subject: Subject) -> Iterator[str]:
        """Entries for which the scheme has no place: said, never counted in silence."""
        for code in subject.cells:
            if code not in self.places["cell"]:
                yield f"方案里没有编号为“{code}”的计分项目，未计入。"
        for key in subject.given:
            if key not in self.places["given"]:
                yield f"方案里没有标识为“{key}”的分数来源，未计入。"
        for upper in subject.upper:
            if upper.at != "note" and upper.key not in self.places.get(upper.at, ()):
                yield f"{upper.by}考评成绩 {figure(upper.value)} 对不上方案里的项目或来源“{upper.key}”，未计入。"


def total(plan: Plan, subject: Subject) -> Number | None:
    """`plan.total(subject)`: one unit's exact total without any peers, for streaming."""
    return plan.total(subject)


def _default(missing: Missing | None) -> MissingUse | None:
    if missing is None:
        return None
    return MissingUse(missing.policy, "按方案规定", missing.value, missing.percent)


def _leaves(branch: Branch) -> Iterator[ItemsBranch]:
    if isinstance(branch, ItemsBranch):
        yield branch
    elif isinstance(branch, MixBranch):
        for child, _ in branch.parts:
            yield from _leaves(child)


def _veto_sentence(veto: Veto) -> str:
    return VetoRule(veto.title, veto.effect, veto.cap).sentence(Decimal(0))


def _show_extra(extra: Extra) -> Breakdown:
    formula = signed(extra.entered)
    if extra.counted != extra.entered:
        formula += f"，按上限计 {signed(extra.counted)}"
    return Breakdown(
        "adjustment",
        "",
        extra.label,
        extra.counted,
        formula=formula,
        rule=extra.rule,
        by=extra.by,
        ref=extra.ref,
    )


def _paren(text: str) -> str:
    return f"（{text}）" if text else ""


__all__ = ["NOBODY", "Extra", "Item", "Plan", "total"]
