"""验证历史记录: exit code 1 when a row was altered, removed or inserted by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiangfeng.history.models import Entry
from xiangfeng.history.verification import check_anchors, verify


class Command(BaseCommand):
    help = "验证历史记录没有被改动、删除或插入；有问题时退出码为 1"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--chain", help="只验证这一条链")
        parser.add_argument("--anchors", type=Path, help="同时与这个存证文件核对")

    def handle(self, *args: Any, chain: str | None, anchors: Path | None, **options: Any) -> None:
        broken = verify(chain)
        if anchors is not None:
            try:
                broken += check_anchors(anchors.read_text(encoding="utf-8").splitlines())
            except (OSError, ValueError) as error:
                raise CommandError(f"存证文件读不了：{error}", returncode=2) from error
        for place in broken:
            self.stderr.write(str(place))
        if broken:
            raise CommandError(f"历史记录有 {len(broken)} 处不完整", returncode=1)
        rows = Entry.objects.filter(**({"chain": chain} if chain else {})).count()
        self.stdout.write(f"历史记录完整，共 {rows} 条")
