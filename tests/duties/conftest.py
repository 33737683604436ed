"""A township with its work 制度 in force since January, and records one can put there and take away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.cast import Cast
from tests.worlds.regulations import JANUARY, in_force
from xiangfeng.access.actor import SYSTEM
from xiangfeng.calendars.actions import seed_years
from xiangfeng.duties import actions, proofs
from xiangfeng.duties.models import Duty, Occurrence
from xiangfeng.regulations.models import Article
from xiangfeng.regulations.outline import ARTICLE, CHAPTER, Piece

PIECES = (
    Piece(CHAPTER, "会议制度"),
    Piece(ARTICLE, "领导小组会议每季度召开一次。", "A3.1"),
    Piece(ARTICLE, "动员（推进）会每季度召开一次。", "A3.2"),
    Piece(CHAPTER, "检查督导制度"),
    Piece(ARTICLE, "每月考核评比一次，次月10日前发出通报。", "A4.1a"),
    Piece(ARTICLE, "意见箱每周由两人开箱一次。", "A4.3b A4.3c"),
    Piece(ARTICLE, "聘请社会监督员。", "A4.2"),
)


@dataclass
class Town:
    """云溪镇: its people, the articles by requirement id, and ``done``, the real records by kind and day."""

    cast: Cast
    articles: dict[str, Article]
    done: dict[str, list[dt.date]]

    @property
    def unit(self) -> Any:
        return self.cast.units["云溪镇"]

    def add(self, requirement: str, **fields: Any) -> Duty:
        """A duty on the article of a requirement, declared in January."""
        fields = {
            "title": "领导小组会", "kind": "other", "doer": "创建办", "frequency": "quarter", "due_rule": "end",
            "proof": "纪要", "warn_workdays": 10,
        } | fields  # fmt: skip
        at = fields.pop("at", JANUARY)
        return actions.add_duty(
            self.unit, self.articles[requirement], actor=SYSTEM, at=at, requirement=requirement, **fields
        )

    def one(self, duty: Duty, month: int, year: int = 2026) -> Occurrence:
        """The occurrence of a duty whose span begins in that month."""
        rows = Occurrence.objects.select_related("duty", "unit", "merged_into__duty")
        return rows.get(duty=duty, start__year=year, start__month=month)


@pytest.fixture
def town(cast: Cast) -> Iterator[Town]:
    """See `Town`. A meeting held on a day of ``done["other"]`` fulfils the span that covers it."""
    seed_years()
    regulation = in_force(cast.units["云溪镇"], "云溪镇文明创建工作制度", PIECES)
    articles = {key: one for one in regulation.articles.all() for key in one.requirements.split()}
    found = Town(cast, articles, {})

    def source(kind: str) -> Callable[..., dict[int, proofs.Proof]]:
        def ask(rows: Any) -> dict[int, proofs.Proof]:
            return {
                row.pk: proofs.Proof(day, f"{day:%m%d}的记录", f"/work/#{day}", f"record:{day}")
                for row in rows
                for day in found.done.get(kind, ())
                if row.start <= day <= row.end or (kind == "late" and row.start <= day)
            }

        return ask

    kept = {kind: list(sources) for kind, sources in proofs.SOURCES.items()}
    for kind in ("other", "training"):
        proofs.register(kind, source(kind))
    yield found
    proofs.SOURCES.clear()
    proofs.SOURCES.update(kept)
