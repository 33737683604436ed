"""The test county's rows of ``regulations``."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from xiangfeng.access.actor import SYSTEM
from xiangfeng.regulations.actions import drafts, life, norms, text
from xiangfeng.regulations.models import Norm, Regulation
from xiangfeng.regulations.outline import ARTICLE, CHAPTER, Piece

JANUARY = dt.datetime(2026, 1, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PIECES = (
    Piece(CHAPTER, "检查督导制度"),
    Piece(ARTICLE, "每月考核评比一次，次月10日前发出通报。", "A4.1a"),
    Piece(ARTICLE, "聘请社会监督员。", "A4.2"),
)


def in_force(unit: Any, title: str, pieces: Any = PIECES) -> Regulation:
    """A 制度 of ``unit`` that went the whole way in January and binds from 1 January."""
    row = drafts.create_regulation(unit, title=title, actor=SYSTEM, at=JANUARY, owner="创建办")
    text.replace_text(row, pieces, revision=row.revision, actor=SYSTEM, at=JANUARY)
    drafts.edit_facts(
        row, revision=row.revision, actor=SYSTEM, at=JANUARY, deliberation="镇党政联席会议第2次会议",
        deliberated_on=dt.date(2026, 1, 1), effective_on=dt.date(2026, 1, 1),
    )  # fmt: skip
    life.submit_regulation(row, actor=SYSTEM, at=JANUARY)
    life.approve_regulation(row, actor=SYSTEM, at=JANUARY, note="与法律法规没有抵触")
    life.enact_regulation(row, actor=SYSTEM, at=JANUARY)
    return row


def build(world: Any, rows: int) -> None:
    """制度 in force, drafts and repealed ones, and the norms of the county."""
    town = world.cast.units["云溪镇"]
    first = in_force(town, "云溪镇文明创建工作制度")
    world.made["regulation"] = first
    world.made["article"] = first.articles.get(label="一-1")
    world.made["regulation_drafts"] = []
    for number in range(rows):
        revised = in_force(town, f"云溪镇第{number}个制度")
        draft = drafts.revise_regulation(revised, actor=SYSTEM, at=JANUARY)
        world.made["regulation_drafts"].append(draft)
    county = world.cast.units["某县"]
    in_force(county, "某县文明行为促进制度")
    norms.install_norms(county, actor=SYSTEM, at=JANUARY)
    world.made["norm"] = Norm.objects.get(unit=county, code="N02")
