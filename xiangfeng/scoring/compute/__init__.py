"""From a scheme and the entries of one period to the ranked, explained result. Pure, exact, the same on every path.

`compute` serves the platform and `xiangfeng assess`; `Plan(scheme).total(subject)` is the same arithmetic for one unit
at a time, for callers that stream.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from xiangfeng.base.rounding import half_up

from ..entry import Past, Subject
from ..scheme.codec import SchemeError
from ..scheme.model import Scheme
from .caliber import caliber, how_ranked, how_scored
from .items import Gap
from .peers import Peers
from .places import Places
from .plan import NOBODY, Plan, total
from .result import Award, Breakdown, MissingUsed, Outcome, Result, Share, Stat
from .stats import group_stats, percent, stat

__all__ = [
    "NOBODY",
    "Award",
    "Breakdown",
    "Gap",
    "MissingUsed",
    "Outcome",
    "Peers",
    "Plan",
    "Result",
    "Share",
    "Stat",
    "compute",
    "how_ranked",
    "how_scored",
    "percent",
    "total",
]


def compute(
    scheme: Scheme,
    subjects: Iterable[Subject],
    previous: Mapping[str, Past] | None = None,
    *,
    history: Sequence[Mapping[str, Past]] = (),
    final: bool = True,
) -> Result:
    """Score, rank, grade, list and reward all units of one period.

    `history` holds earlier periods, oldest first; the last one is what changes are measured against, or `previous`
    when given alone. With `final=False` (打分 in progress) the scheme's default 缺项/缺轮 policies are not used.
    Raises `SchemeError` when the scheme has problems or two units share a key.
    """
    found = scheme.problems()
    if found:
        raise SchemeError("方案还不能用：" + "".join(found))
    everybody = list(subjects)
    twice = [key for key, count in Counter(subject.key for subject in everybody).items() if count > 1]
    if twice:
        raise SchemeError(f"有重复的单位：{'、'.join(twice)}。")
    plan, peers = Plan(scheme, final=final), Peers(everybody, apart=scheme.ranking == "group")
    if previous is not None and not history:
        history = (previous,)
    rows = Places(plan, [_outcome(plan, subject, peers) for subject in everybody], history).placed()
    missing = tuple(peers.uses.values())
    ordered = tuple(sorted(rows, key=partial(_order, scheme)))
    return Result(
        scheme=scheme,
        rows=ordered,
        stats=stat(scheme, rows),
        groups=group_stats(scheme, rows),
        missing=missing,
        caliber=caliber(scheme, ordered, missing),
    )


def _outcome(plan: Plan, subject: Subject, peers: Peers) -> Outcome:
    value = plan.value(subject, peers)
    explain = partial(plan.explain, subject, peers)
    if isinstance(value, Gap):
        status = "unranked" if value is Gap.UNRANKED else "pending"
        return Outcome(subject, status, None, None, explain=explain)
    out = not subject.is_ranked or any(veto.effect == "no_rank" for veto, _ in plan.hits(subject))
    shown = half_up(value, plan.scheme.places)
    return Outcome(subject, "unranked" if out else "ranked", value, shown, explain=explain)


def _order(scheme: Scheme, row: Outcome) -> tuple[int, int, int]:
    """Ranked units by group (when ranked apart) and rank, then unranked ones, then 待补."""
    status = ("ranked", "unranked", "pending").index(row.status)
    apart = scheme.ranking == "group" and row.group in scheme.groups
    group = scheme.groups.index(row.group) if apart else len(scheme.groups)
    return status, group if scheme.ranking == "group" else 0, row.rank or 0
