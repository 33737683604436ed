from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.cast import LONG_AGO, Cast
from tests.worlds.regulations import in_force
from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.accounts.models import User
from xiangfeng.orgs import actions
from xiangfeng.orgs.models import Person
from xiangfeng.orgs.queries import actor_for
from xiangfeng.regulations.actions import drafts, text
from xiangfeng.regulations.models import Regulation
from xiangfeng.regulations.outline import ARTICLE, CHAPTER, ITEM, Piece

PIECES = (
    Piece(CHAPTER, "开箱"),
    Piece(ARTICLE, "每周由两人开箱一次。", "A4.3b"),
    Piece(ARTICLE, "开箱记录写明："),
    Piece(ITEM, "时间；"),
    Piece(ITEM, "件数。"),
    Piece(CHAPTER, "答复"),
    Piece(ARTICLE, "逐件答复，说明是否采纳。"),
)


@pytest.fixture
def lawyer(cast: Cast) -> Person:
    """The 法制审核员 of 云溪镇."""
    user = User.objects.create_user("lawyer", "Shi-Qiao-2026", name="孙法")
    person = actions.add_person(cast.units["云溪镇"], name="孙法", actor=SYSTEM, user=user)
    post = actions.create_post(cast.units["云溪镇"], title="法制审核员", role="legal", actor=SYSTEM)
    actions.appoint_person(person, post=post, from_date=LONG_AGO, actor=SYSTEM, basis="演示任职")
    return person


@pytest.fixture
def legal(lawyer: Person, at: dt.datetime) -> Actor:
    return actor_for(lawyer.user, on=at.date())


@pytest.fixture
def draft(cast: Cast, at: dt.datetime) -> Regulation:
    """A draft of the clerk with two parts, three 条 and two 项."""
    clerk = cast.actor("clerk")
    row = drafts.create_regulation(
        cast.units["云溪镇"], title="云溪镇意见箱管理制度", owner="创建办", actor=clerk, at=at
    )
    text.replace_text(row, PIECES, revision=row.revision, actor=clerk, at=at)
    return row


@pytest.fixture
def adopted(cast: Cast) -> Regulation:
    """A 制度 in force since 1 January."""
    return in_force(cast.units["云溪镇"], "云溪镇文明创建工作制度")


@pytest.fixture
def labels() -> Callable[[Regulation], list[tuple[str, str]]]:
    return lambda row: list(row.articles.order_by("seq").values_list("label", "text"))
