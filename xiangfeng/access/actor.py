"""The person who acts, as one frozen value. Domain code takes it as an argument and never sees a request."""

from __future__ import annotations

from dataclasses import dataclass, field

from xiangfeng.access.roles import ROLES
from xiangfeng.base.paths import covers


@dataclass(frozen=True, slots=True)
class Grant:
    """One role held on one unit and everything below it, by a post that runs today."""

    role: str
    path: str
    unit_id: int
    post: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts and what today's appointments let them do; built anew for every request, cached nowhere."""

    user_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    person_id: int | None = None
    is_system: bool = field(default=False)

    def can(self, capability: str) -> bool:
        """Whether any grant holds ``capability``, wherever it reaches."""
        return self.is_system or any(capability in ROLES[grant.role].capabilities for grant in self.grants)

    def reach(self, capability: str) -> tuple[str, ...]:
        """The topmost unit paths on whose subtrees ``capability`` is held, sorted; empty when nowhere."""
        paths = sorted({g.path for g in self.grants if capability in ROLES[g.role].capabilities})
        topmost: list[str] = []
        for path in paths:
            if not any(covers(above, path) for above in topmost):
                topmost.append(path)
        return tuple(topmost)

    def capabilities_on(self, path: str) -> frozenset[str]:
        """Everything held on the unit with this path, by posts there or above; the system is not asked this."""
        held = (ROLES[grant.role].capabilities for grant in self.grants if covers(grant.path, path))
        return frozenset[str]().union(*held)

    def has_role(self, role: str, path: str) -> bool:
        """Whether ``role`` is held on the unit with this path, by a post there or above."""
        return any(grant.role == role and covers(grant.path, path) for grant in self.grants)

    def post_for(self, capability: str, path: str) -> str:
        """The post by which ``capability`` is used on the unit with this path: the nearest one; empty when there is none."""
        over = [g for g in self.grants if capability in ROLES[g.role].capabilities and covers(g.path, path)]
        return max(over, key=lambda grant: len(grant.path)).post if over else ""

    @property
    def home(self) -> Grant | None:
        """The grant that gives the screen its unit: the one highest in the tree."""
        return min(self.grants, key=lambda grant: len(grant.path), default=None)


SYSTEM = Actor(user_id=None, name="系统", is_system=True)
NOBODY = Actor(user_id=None, name="未登录")
