"""The frame around every page: whose unit, which menu, how many unread messages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from xiangfeng.access.actor import NOBODY
from xiangfeng.access.roles import ROLES
from xiangfeng.notifications.queries import unread_for
from xiangfeng.web.menu import menu_for, public_menu

FRAMELESS = {
    "menu": [],
    "site_title": "文明创建工作平台",
    "unread_count": 0,
    "person": None,
    "public_url": "",
    "help_url": "",
    "notices_url": "",
    "home_url": "/",
    "search_url": "",
    "idle_minutes": 0,
    "keep_alive_url": "",
    "public_menu": [],
    "sponsor": "",
    "is_large": False,
}
LARGE = "xf-large"
"""The cookie that says 大字 and nothing else; frontend/js/large.js writes it as well. See ``workbench.public.large_type``."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the layouts draw. Pages of people who are not signed in get an empty frame and cost no query."""
    actor = getattr(request, "actor", NOBODY)
    user_id = actor.user_id
    common = {
        "public_menu": public_menu(request.path),
        "is_large": request.COOKIES.get(LARGE) == "1",
    }
    if user_id is None:
        return FRAMELESS | common
    home = actor.home
    return FRAMELESS | {
        **common,
        "actor": actor,
        "menu": SimpleLazyObject(lambda: menu_for(actor, request.path)),
        "site_title": f"{home.unit_name}文明创建工作平台" if home else "文明创建工作平台",
        "unread_count": SimpleLazyObject(lambda: unread_for(user_id).count()),
        "person": {
            "name": actor.name,
            "post": home.post or ROLES[home.role].title if home else "",
            "links": [{"title": "提醒和日历订阅", "url": reverse("workbench:feed")}],
        },
        "public_url": reverse("public_home"),
        "help_url": reverse("manual"),
        "notices_url": reverse("administration:messages"),
        "home_url": reverse("workbench:inbox"),
        "search_url": reverse("workbench:search"),
        "idle_minutes": request.session.get("idle_minutes", 0),
        "keep_alive_url": reverse("keep_alive"),
    }
