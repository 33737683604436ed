"""``xiangfeng manage install_regulations``: draft the shipped 制度, or install the conduct norms, for one unit."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xiangfeng.access.actor import SYSTEM
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.actions import install_library


class Command(BaseCommand):
    """Drafts only: review, meeting and 施行 are people's."""

    help = "按范本为一个单位起草全套制度（同名的跳过）"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("unit", help="单位名称，如 云溪镇")

    def handle(self, *args: Any, **options: Any) -> None:
        units = list(Unit.objects.filter(name=options["unit"], is_active=True).order_by("path")[:2])
        if len(units) != 1:
            raise CommandError(f"找不到唯一的单位“{options['unit']}”")
        made = install_library(units[0], actor=SYSTEM, at=timezone.now())
        self.stdout.write(f"起草了 {len(made)} 个制度")
        for row in made:
            self.stdout.write(f"  {row.number} {row.title}")
