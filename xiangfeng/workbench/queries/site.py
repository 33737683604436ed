"""What the public site says of the units that run it."""

from __future__ import annotations

from xiangfeng.orgs.models import Unit


def sponsor() -> dict[str, str]:
    """主办 and telephone: the unit at the root, and its desk's number where it has one."""
    root = Unit.objects.filter(parent=None, is_active=True).select_related("desk").order_by("path").first()
    desk = getattr(root, "desk", None)
    return {
        "name": (root.full_name or root.name) if root else "",
        "phone": desk.hotline if desk else "",
        "hours": desk.hours if desk else "",
    }
