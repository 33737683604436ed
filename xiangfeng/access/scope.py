"""Which rows a person may see, said once on the model and read both as a query and as a yes or no.

``Model.objects.within(actor, capability)`` filters lists; ``may(actor, capability, row)`` answers for one row.
A hypothesis test holds the two equal for every scoped model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import ancestors, covers, successor

_M = TypeVar("_M", bound=models.Model)


@dataclass(frozen=True)
class Scope:
    """How a row hangs on the unit tree.

    ``unit``: lookup from the row to its unit, ``""`` when the row is itself a unit.
    ``at``: the capabilities that are asked of another unit, with the lookup to that one: who handles a report is not who received it.
    ``only``: per capability, the values a field must have as well (``{"a.b": {"period__state": (…)}}``).
    ``inherited``: capabilities for which rows of units *above* the actor's are visible too (a county's scheme).
    """

    unit: str = "unit"
    at: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, Mapping[str, tuple[Any, ...]]] = field(default_factory=dict)
    inherited: frozenset[str] = frozenset()

    def q(self, actor: Actor, capability: str) -> Q:
        """The rows on which ``actor`` holds ``capability``, as a filter."""
        if actor.is_system:
            return Q()
        lookup = self.path(capability)
        found = Q(pk__in=[])
        for path in actor.reach(capability):
            found |= Q(**{f"{lookup}__gte": path, f"{lookup}__lt": successor(path)})
            if capability in self.inherited:
                found |= Q(**{f"{lookup}__in": ancestors(path)})
        for name, allowed in self.only.get(capability, {}).items():
            found &= Q(**{f"{name}__in": allowed})
        return found

    def path(self, capability: str = "") -> str:
        """The lookup from the row to the path of the unit of which ``capability`` is asked; without one, of its own unit."""
        unit = self.at.get(capability, self.unit)
        return f"{unit}__path" if unit else "path"

    def holds(self, actor: Actor, capability: str, row: models.Model) -> bool:
        """The same answer as :meth:`q` for one row at hand."""
        if actor.is_system:
            return True
        path = _follow(row, self.path(capability))
        reached = any(
            covers(above, path) or (capability in self.inherited and covers(path, above) and path != above)
            for above in actor.reach(capability)
        )
        conditions = self.only.get(capability, {})
        return reached and all(_follow(row, name) in allowed for name, allowed in conditions.items())


def _follow(row: models.Model, lookup: str) -> Any:
    value: Any = row
    for name in lookup.split("__"):
        value = getattr(value, name)
    return value


class ScopedQuerySet(models.QuerySet[_M]):
    """Rows that know how to be narrowed to what one person may see."""

    def within(self, actor: Actor, capability: str) -> Self:
        """The rows on which ``actor`` holds ``capability``; none when the right is missing."""
        scope: Scope = self.model.scope  # type: ignore[attr-defined]
        return self.filter(scope.q(actor, capability))


class Scoped(models.Model):
    """A model whose rows belong to a unit of the tree."""

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


def may(actor: Actor, capability: str, row: models.Model | None = None) -> bool:
    """Whether ``actor`` holds ``capability`` – on ``row`` when one is given, anywhere otherwise."""
    if row is None:
        return actor.can(capability)
    scope: Scope = row.scope  # type: ignore[attr-defined]
    return scope.holds(actor, capability, row)
