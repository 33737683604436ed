"""What one unit's score needs to know of the others: means for missing places, ranks for R14. Worked out on demand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ..entry import MissingUse, Subject
from ..exact import times
from ..figures import Number
from ..rules import EmptyEntryError, RankToScore
from .items import Gap, Item
from .result import MissingUsed

if TYPE_CHECKING:
    from .branches import Branch


class Peers:
    """The units computed together (none when streaming: then nothing is kept). `apart` keeps ranks within groups; peer means always stay within the group."""

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
        if self._groups:
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
            self._ranks[scope, key] = self._rank_all(scope, value, lower)
        rank = self._ranks[scope, key].get(subject.key)
        if rank is None:
            raise EmptyEntryError("没有用于排名的数")
        return rank

    def _rank_all(self, scope: str, value: Callable[[Subject], Number | None], lower: bool) -> dict[str, int]:
        """Ranks by key. A unit outside the ranking is measured against the ranked ones and pushes nobody down."""
        groups = [self._groups.get(scope, [])] if self.apart else self._groups.values()
        entered = [
            (peer, number) for group in groups for peer in group if (number := value(peer)) is not None
        ]
        inside = sorted(number for peer, number in entered if peer.is_ranked)
        if lower:
            return {peer.key: 1 + bisect_left(inside, number) for peer, number in entered}
        return {peer.key: 1 + len(inside) - bisect_right(inside, number) for peer, number in entered}
