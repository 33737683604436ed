"""A larger field day for tests that run a real server: 25 visits of 20 items, all of one party.

Also a program, which sets Django up before it imports anything of it.
"""

from __future__ import annotations

from typing import Any

ITEMS = 20
VISITS = 3
"""Enough for a server that is killed."""


def build(visits: int = 25) -> tuple[Any, list[Any]]:
    """The cast, and the visits the clerk and the assessor have to make in 石桥村."""
    from tests import cast as the_cast
    from tests.cast import NOW
    from tests.inspections.field import item
    from xiangfeng.access.actor import SYSTEM
    from xiangfeng.calendars.actions import seed_years
    from xiangfeng.inspections.actions import add_party, add_sites, create_inspection, issue_inspection
    from xiangfeng.sites.actions import add_site, install_types
    from xiangfeng.sites.models import SiteType

    cast, who = the_cast.build(), {"actor": SYSTEM, "at": NOW}
    seed_years()
    town, village = cast.units["云溪镇"], cast.units["石桥村"]
    install_types(town, **who)
    group: Any = SiteType.objects.get(unit=town, name="村组")
    sites = [add_site(village, type=group, name=f"石桥{number}组", **who) for number in range(1, visits + 1)]
    row = create_inspection(
        town, title="11月第1次抽查", kind="spot", starts_on=NOW.date(), ends_on=NOW.date(), is_announced=False, **who
    )  # fmt: skip
    party = add_party(row, name="考评一组", members=[cast.people["clerk"], cast.people["assessor"]], **who)
    add_sites(row, sites, party=party, **who)
    issue_inspection(row, **who)
    items = [
        item(f"i{number}", title=f"检查内容{number}", points="10", indicator="")
        for number in range(1, ITEMS + 1)
    ]
    row.forms = {key: form | {"items": items} for key, form in row.forms.items()}
    row.save(update_fields=["forms"])
    return cast, list(row.visits.order_by("seq", "pk"))


def main() -> None:
    """``python -m tests.inspections.county``: write it into the database of XIANGFENG_HOME, and say what a phone needs to know."""
    import json
    import sys

    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from tests.house.urls import BACKEND

    # The tables as they are, without the way there: that has tests of its own.
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    cast, visits = build(VISITS)
    client = Client()
    client.force_login(cast.user("assessor"), backend=BACKEND)
    news = {
        "session": client.cookies["sessionid"].value,
        "user": cast.user("assessor").pk,
        "visits": [str(visit.key) for visit in visits],
    }
    sys.stdout.write(json.dumps(news))


if __name__ == "__main__":
    main()
