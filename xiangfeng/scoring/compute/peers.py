"""What one unit's score needs to know of the others: means for missing places, ranks for R14. Worked out on demand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from xiangfeng.base.ranking import competition_ranks

from ..entry import MissingUse, Subject
from ..exact import times
from ..figures import Number
from ..rules import EmptyEntryError, RankToScore
from .items import Gap, Item
from .result import MissingUsed

if TYPE_CHECKING:
    from .branches import Branch


class Peers:
    """The units computed together. `apart` keeps ranks within groups; peer means always stay within the group."""

    def __init__(self, subjects: Iterable[Subject] = (), *, apart: bool = False) -> None:
        self.apart = apart
        self.uses: dict[tuple[str, str], MissingUsed] = {}
        self._groups: dict[str, list[Subject]] = defaultdict(list)
        for subject in subjects:
            self._groups[subject.group].append(subject)
        self._sums: dict[tuple[str, str], tuple[Fraction, int]] = {}
        self._ranks: dict[tuple[str, str], dict[str, int]] = {}

    def fill(
        self,
        subject: Subject,
        use: MissingUse,
        key: str,
        place: str,
        full: Decimal,
        mean: Callable[[], Number | None],
    ) -> Number | Gap:
        """The score a missing place gets by policy; every use is kept in `uses` with its reason."""
        value: Number | Gap | None
        if use.policy == "given" and use.value is not None:
            value = use.value
        elif use.policy == "given" and use.percent is not None:
            value = times(full, use.percent / 100)
        elif use.policy == "peer_mean":
            value = mean()
        else:
            value = {"rescale": Gap.DROPPED, "unranked": Gap.UNRANKED}.get(use.policy)
        if value is None:
            return Gap.PENDING
        if not isinstance(value, Gap) and not 0 <= value <= full:
            return Gap.PENDING
        score = None if isinstance(value, Gap) else value
        self.uses[subject.key, key] = MissingUsed(
            subject.key, subject.name, place, use.policy, use.reason, score
        )
        return value

    def item_mean(self, item: Item, subject: Subject) -> Number | None:
        """Mean of that item over the group's units that were really scored; `None` when there are none."""
        return self._mean(subject.group, f"item {item.code}", lambda peer: item.score(peer, self))

    def branch_mean(self, branch: Branch, subject: Subject) -> Number | None:
        """The same for a source."""
        return self._mean(subject.group, f"source {branch.source.key}", lambda peer: branch.score(peer, self))

    def round_mean(
        self, key: str, number: int, subject: Subject, score: Callable[[Subject], Number | None]
    ) -> Number | None:
        """The same for one round of a `mean` source."""
        return self._mean(subject.group, f"round {key} {number}", score)

    def _mean(self, group: str, key: str, score: Callable[[Subject], Number | None]) -> Number | None:
        if (group, key) not in self._sums:
            found = [value for peer in self._groups.get(group, ()) if (value := score(peer)) is not None]
            self._sums[group, key] = (sum((Fraction(value) for value in found), Fraction(0)), len(found))
        total, count = self._sums[group, key]
        return total / count if count else None

    def item_rank(self, item: Item, subject: Subject) -> int:
        """The subject's rank by the number entered for an R14 item; raises `EmptyEntryError` when it has none."""
        rule = item.rule
        lower = isinstance(rule, RankToScore) and rule.lower
        return self._rank(f"item {item.code}", subject, lambda peer: item.cell(peer).actual, lower)

    def branch_rank(self, branch: Branch, subject: Subject, lower: bool) -> int:
        """The subject's rank by a source's value before 名次赋分."""
        return self._rank(
            f"source {branch.source.key}", subject, lambda peer: branch.number(peer, self), lower
        )

    def _rank(
        self, key: str, subject: Subject, value: Callable[[Subject], Number | None], lower: bool
    ) -> int:
        scope = subject.group if self.apart else ""
        if (scope, key) not in self._ranks:
            peers = (
                self._groups.get(scope, [])
                if self.apart
                else [one for many in self._groups.values() for one in many]
            )
            ranks = competition_ranks([value(peer) for peer in peers], lower_is_better=lower)
            pairs = zip(peers, ranks, strict=True)
            self._ranks[scope, key] = {peer.key: rank for peer, rank in pairs if rank is not None}
        rank = self._ranks[scope, key].get(subject.key)
        if rank is None:
            raise EmptyEntryError("没有用于排名的数")
        return rank
