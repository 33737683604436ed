"""Ledger 19 (点位) as columns: the list page and its xlsx."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F, Q
from django.urls import reverse

from xiangfeng.sites.bands import BANDS, FAIR, band, said
from xiangfeng.sites.models import Site
from xiangfeng.web.ledger import Column, Tab

UNCHECKED = Q(last_score__isnull=True)
POOR = Q(last_score__lt=F("last_full") * Decimal(FAIR) / 100)


def site_url(row: Site) -> str:
    return reverse("sites:site", args=[row.pk])


def _score(row: Site) -> Decimal | str | None:
    """A number where full marks are 100, so that the xlsx can count with it."""
    return row.last_score if row.last_full == 100 else said(row.last_score, row.last_full)


def score_tag(row: Site) -> tuple[str, str]:
    """How the last check went: kind of tag and words."""
    kind, words = BANDS[band(row.last_score, row.last_full)]
    return kind, said(row.last_score, row.last_full) or words


COLUMNS = (
    Column("code", "编号", lambda row: row.code, sort="code"),
    Column("name", "名称", lambda row: row.name, sort="name", url=site_url),
    Column("type", "类型", lambda row: row.type.name, sort="type__seq"),
    Column("address", "地址", lambda row: row.address),
    Column("unit", "责任单位", lambda row: row.unit.name, sort="unit__path"),
    Column("keeper", "责任人", lambda row: row.keeper, sort="keeper"),
    Column("checklist", "检查表", lambda row: row.type.checklist.name if row.type.checklist else "", sort="type__checklist__name"),
    Column("score", "最近得分", _score, sort="last_score", tag=score_tag, is_numeric=True),
)  # fmt: skip
"""The titles and their order are those of ledger 19."""

TABS = (
    Tab("active", "在用", Q(is_active=True)),
    Tab("poor", f"{FAIR}分以下", Q(POOR, is_active=True), is_bad=True),
    Tab("unchecked", "没查过", Q(UNCHECKED, is_active=True)),
    Tab("stopped", "停用", Q(is_active=False)),
    Tab("all", "全部", Q()),
)
