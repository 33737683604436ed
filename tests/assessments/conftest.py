"""A township's month, small enough to work out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions.periods import open_period
from xiangfeng.assessments.actions.schemes import activate_scheme, create_scheme
from xiangfeng.assessments.actions.scores import CellInput, SaveReport, save_cells
from xiangfeng.assessments.models import Entry, Period, SchemeVersion
from xiangfeng.scoring.scheme import Grade, Node, Rule, Scheme, Source, Tier
from xiangfeng.workflow.flow import fire


def small_scheme(name: str = "月度考评办法") -> Scheme:
    """Two items of 60 and 40 points at 90 %, rectification at 10 %."""
    items = (
        Node("1", "道路", points=Decimal(60), rule=Rule("R1", {"each": "0.5"})),
        Node("2", "沟渠", points=Decimal(40), rule=Rule("R1", {"each": "0.5"})),
    )
    return Scheme(
        name=name,
        year=2026,
        issuer="云溪镇创建办",
        basis="《云溪镇文明创建工作制度》",
        sources=(
            Source("site", "现场检查", Decimal(90), nodes=items),
            Source("fix", "问题整改", Decimal(10), kind="given"),
        ),
        grades=(Grade("好", Decimal(90)), Grade("较好", Decimal(80)), Grade("一般")),
        tiers=(Tier("一等", Decimal(500), first=1, last=1),),
    )


@pytest.fixture
def version(cast: Cast, at: dt.datetime) -> SchemeVersion:
    row = create_scheme(cast.units["云溪镇"], small_scheme(), actor=cast.actor("clerk"), at=at)
    return activate_scheme(row, actor=cast.actor("clerk"), at=at)


@pytest.fixture
def period(cast: Cast, version: SchemeVersion, at: dt.datetime) -> Period:
    """November, being scored; entries 石桥村 and 南坡村."""
    row = open_period(
        cast.units["云溪镇"], year=2026, month=11, scheme_version=version, actor=cast.actor("clerk"), at=at
    )
    fire(row, "start", actor=SYSTEM, at=at)
    return row


def entry_of(period: Period, unit: str) -> Entry:
    return period.entries.select_related("unit", "period__unit", "period__scheme_version").get(
        unit__name=unit
    )


FULL = {
    "石桥村": {"1": "58", "2": "39", "@fix": "100"},
    "南坡村": {"1": "50", "2": "31.5", "@fix": "80"},
}


@pytest.fixture
def fill(period: Period, cast: Cast, at: dt.datetime) -> Callable[[], SaveReport]:
    """Type in every cell: 石桥村 97×0.9+10 = 97.3, 南坡村 81.5×0.9+8 = 81.35."""

    def go() -> SaveReport:
        cells = [
            CellInput(entry_of(period, unit).pk, key, text)
            for unit, row in FULL.items()
            for key, text in row.items()
        ]
        return save_cells(period, cells, actor=cast.actor("clerk"), at=at)

    return go
