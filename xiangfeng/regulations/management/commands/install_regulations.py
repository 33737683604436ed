"""``xiangfeng manage install_regulations``: draft the shipped 制度 for one unit, or write the 28 conduct norms."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.actions import install_library
from xiangfeng.regulations.actions.norms import install_norms


class Command(BaseCommand):
    """Drafts only: review, meeting and 施行 are people's. What is there already is left alone."""

    help = "按范本为一个单位起草全套制度（同名的跳过）；--norms 为最上级单位装入 28 条行为规范"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("unit", help="单位名称，如 云溪镇")
        parser.add_argument("--norms", action="store_true", help="装入行为规范，不起草制度")

    def handle(self, *args: Any, **options: Any) -> None:
        units = list(Unit.objects.filter(name=options["unit"], is_active=True).order_by("path")[:2])
        if len(units) != 1:
            raise CommandError(f"找不到唯一的单位“{options['unit']}”")
        try:
            if options["norms"]:
                done = install_norms(units[0], actor=SYSTEM, at=timezone.now())
                self.stdout.write(f"装入了 {done} 条规范")
                return
            made = install_library(units[0], actor=SYSTEM, at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            "\n".join([f"起草了 {len(made)} 个制度", *(f"  {one.number} {one}" for one in made)])
        )
