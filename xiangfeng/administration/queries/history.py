"""The history as the ledger offers it: choices of its filters, chains in reach."""

from __future__ import annotations

from xiangfeng.access.actor import Actor
from xiangfeng.administration.queries.units import FAR_KINDS, UPPER_KINDS
from xiangfeng.base.paths import WIDTH, successor
from xiangfeng.history.models import SYSTEM_CHAIN, Entry
from xiangfeng.history.queries import VIEW, entries_within
from xiangfeng.history.verification import Broken, verify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import units_for


def verbs_within(actor: Actor) -> list[tuple[str, str]]:
    """The verbs that occur in the actor's reach, as choices."""
    verbs = entries_within(actor).order_by("verb").values_list("verb", flat=True).distinct()
    return [(verb, verb) for verb in verbs]


def units_within(actor: Actor) -> list[tuple[str, str]]:
    """The units of the actor's reach as choices: all of a township; only down to the townships from above."""
    reach = actor.reach(VIEW)
    units = units_for(actor, VIEW)
    if units.filter(path__in=reach, kind__in=FAR_KINDS).exists():
        units = units.filter(kind__in=UPPER_KINDS)
    top = min((len(path) for path in reach), default=0)
    rows = units.values_list("path", "name")
    return [(path, "　" * ((len(path) - top) // WIDTH) + name) for path, name in rows]


def of_branch(path: str) -> dict[str, str]:
    """The lookup of everything done in the branch of ``path``."""
    return {"unit_path__gte": path, "unit_path__lt": successor(path)}


def unit_name(entry: Entry) -> str:
    """The unit an entry belongs to; "" for what belongs to none."""
    unit = Unit.objects.filter(path=entry.unit_path).first() if entry.unit_path else None
    return unit.name if unit else ""


def checked(actor: Actor) -> tuple[int, list[Broken]]:
    """Verify the chains the actor's units lie in: how many entries were gone through, and every broken place."""
    reach = actor.reach(VIEW)
    chains = sorted({path[:WIDTH] for path in reach})
    if any(len(path) == WIDTH for path in reach):
        chains.append(SYSTEM_CHAIN)
    count = Entry.objects.filter(chain__in=chains).count()
    return count, [broken for chain in chains for broken in verify(chain)]
