"""A township that takes reports over the net, for tests and benchmarks that run a real server.

Also a program, which sets Django up before it imports anything of it.
"""

from __future__ import annotations

from typing import Any


def build() -> dict[str, Any]:
    """The cast, the calendars, one open desk with one category; gives what a form has to say."""
    from tests import cast as the_cast
    from xiangfeng.calendars.actions import seed_years
    from xiangfeng.feedback.models import Category, Desk

    cast = the_cast.build()
    seed_years()
    town = cast.units["云溪镇"]
    Desk.objects.create(unit=town, is_open=True)
    category = Category.objects.create(unit=town, code="waste", name="环境卫生")
    return {"category": str(category.pk)}


def main() -> None:
    """``python -m tests.feedback.town``: write it into the database of XIANGFENG_HOME, and say what a form has to say."""
    import json
    import sys

    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    # The tables as they are, without the way there: that has tests of its own.
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    sys.stdout.write(json.dumps(build()))


if __name__ == "__main__":
    main()
