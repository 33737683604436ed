"""The site for the browser tests: a process of its own, always on Monday morning, 23 November 2026.

``python -m tests.browser.server fill`` fills three databases in XIANGFENG_HOME, ``world.sqlite3`` (one of every row, for the
address table), ``demo.sqlite3`` (the demonstration county) and ``field.sqlite3`` (a day of inspecting), and writes what there is into
``news.json``. ``… serve`` says in one line on which port it listens, and serves ``xiangfeng.sqlite3``, into which the tests copy one of them.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import django
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

UNDEFINED = "!!undefined"
# Pages that look different at the same address, or that the address table has once for many: address, arguments, query.
VARIANTS: dict[str, tuple[str, dict[str, str], str]] = (
    {
        "one village's sheet": ("assessments:sheet", {}, "?entry={entry}"),
        "one cell of it": ("assessments:sheet", {}, "?entry={entry}&item=1"),
        "a locked sheet": ("assessments:sheet", {"pk": "{final}"}, ""),
        "a paper form each": ("assessments:paper_form", {}, "?each=1"),
        "a trial ranking": ("assessments:ranking", {"pk": "{open}"}, ""),
        "a draft 通报": ("assessments:bulletin", {"pk": "{open}"}, ""),
        "a finished month": ("assessments:period", {"pk": "{final}"}, ""),
    }
    | {
        f"{name} of the scheme": ("assessments:scheme_section", {"section": name}, "")
        for name in ("sources", "ranking", "missing", "extras", "grades", "awards")
    }
    | {
        f"manual: {name}": ("manual_page", {"page": name}, "")
        for name in ("scoring", "village", "scheme", "administration")
    }
)


class _Quiet(WSGIRequestHandler):
    """Keeps connections open as a real server does, and writes no line for each request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        pass


def main() -> None:
    templates: dict[str, Any] = settings.TEMPLATES[0]
    templates["OPTIONS"]["string_if_invalid"] = f"{UNDEFINED} %s"
    settings.WHITENOISE_USE_FINDERS = True
    django.setup()
    from tests.world import NOW

    time_machine.travel(NOW, tick=True).start()
    if sys.argv[1] == "fill":
        _fill(Path(settings.HOME))
    else:
        _serve()


def _fill(home: Path) -> None:
    call_command("migrate", verbosity=0)
    _set_aside(home, "empty")
    news: dict[str, Any] = {"pages": _fill_world()}
    _set_aside(home, "world")
    _bring_back(home, "empty")
    news["sessions"] = _fill_demo()
    _set_aside(home, "demo")
    _bring_back(home, "empty")
    news["sessions"] |= _fill_field()
    _set_aside(home, "field")
    (home / "news.json").write_text(json.dumps(news))


def _serve() -> None:
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(get_wsgi_application())
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


def _set_aside(home: Path, name: str) -> None:
    connections.close_all()
    shutil.copyfile(home / "xiangfeng.sqlite3", home / f"{name}.sqlite3")


def _bring_back(home: Path, name: str) -> None:
    shutil.copyfile(home / f"{name}.sqlite3", home / "xiangfeng.sqlite3")


def _session(user: Any) -> str:
    """A session as after signing in, so that not every test walks through the sign-in page."""
    from django.test import Client

    from tests.house.urls import BACKEND

    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies["sessionid"].value


def _fill_world() -> dict[str, dict[str, str]]:
    """The address and the visitor's session of every page of the address table."""
    from django.urls import reverse

    from tests import world
    from tests.cast import CITIZEN
    from tests.house.url_matrix import MATRIX
    from tests.house.urls import address

    built = world.build(2)
    sessions = {key: _session(person.user) for key, person in built.cast.people.items()} | {CITIZEN: ""}
    pages = {
        name: {"url": address(name, row, built), "session": sessions[row.visitor]}
        for name, row in MATRIX.items()
        if row.by == "get" and row.ok
    }
    entry = MATRIX["assessments:entry_edit"].args(built)["pk"]
    known = {"entry": entry, "open": built.period.pk, "final": built.finals[0].pk}
    for title, (name, changes, query) in VARIANTS.items():
        changed = {key: value.format(**known) for key, value in changes.items()}
        url = reverse(name, kwargs=MATRIX[name].args(built) | changed) + query.format(**known)
        pages[title] = {"url": url, "session": sessions[MATRIX[name].visitor]}
    return pages


def _fill_demo() -> dict[str, str]:
    """The session of every demonstration account."""
    from xiangfeng.accounts.models import User

    call_command("demo", months=1, verbosity=0, stdout=sys.stderr)
    return {user.username: _session(user) for user in User.objects.order_by("pk")}


def _fill_field() -> dict[str, str]:
    """The sessions of the two who inspect, the assessor and the clerk."""
    from tests.inspections import county

    cast, _ = county.build()
    return {key: _session(cast.user(key)) for key in ("assessor", "clerk")}


if __name__ == "__main__":
    main()
