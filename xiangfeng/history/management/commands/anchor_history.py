"""历史存证: the head of every chain as a line of text, to be kept where the database's keeper cannot reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from xiangfeng.history.verification import anchor_lines


class Command(BaseCommand):
    help = "把每条链最后一条的校验值追加到存证文件，供以后核对"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="存证文件，默认是数据目录里的 anchors.txt")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        target = file or Path(settings.HOME) / "anchors.txt"
        lines = anchor_lines(timezone.now())
        with target.open("a", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in lines)
        self.stdout.write(f"已写入 {len(lines)} 条存证：{target}")
