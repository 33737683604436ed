"""The text of a draft: numbers follow from the place, whatever is moved, added or taken out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.cast import Cast
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.queries import entries_for
from xiangfeng.regulations.actions import text
from xiangfeng.regulations.models import Regulation
from xiangfeng.regulations.outline import (
    ARTICLE,
    CHAPTER,
    ITEM,
    PARAGRAPH,
    Piece,
    counted,
    numbered,
    shown,
    style_of,
)

Labels = Callable[[Regulation], list[tuple[str, str]]]
AS_WRITTEN = ["一", "一-1", "一-2", "一-2（1）", "一-2（2）", "二", "二-1"]


def _row(draft: Regulation, label: str):
    return draft.articles.get(label=label)


@pytest.fixture
def given(cast: Cast, at: dt.datetime, draft: Regulation) -> dict[str, object]:
    return {"revision": draft.revision, "actor": cast.actor("clerk"), "at": at}


def test_a_text_is_numbered_and_hung_by_its_levels(draft: Regulation, labels: Labels):
    assert [label for label, _ in labels(draft)] == AS_WRITTEN
    assert _row(draft, "一-2（2）").parent == _row(draft, "一-2")
    assert _row(draft, "二-1").parent == _row(draft, "二")
    assert _row(draft, "一").parent is None


def test_a_new_one_stands_behind_all_that_belongs_to_the_one_before(
    draft: Regulation, given: dict[str, object], labels: Labels
):
    text.add_piece(draft, Piece(ARTICLE, "箱体每年检修。"), after=_row(draft, "一-2").pk, **given)
    assert labels(draft)[5] == ("一-3", "箱体每年检修。")
    assert labels(draft)[6][0] == "二"


def test_at_the_end_when_nothing_is_named(draft: Regulation, given: dict[str, object], labels: Labels):
    text.add_piece(draft, Piece(CHAPTER, "附则"), after=0, **given)
    assert labels(draft)[-1] == ("三", "附则")


def test_moving_takes_along_what_belongs_to_it(draft: Regulation, given: dict[str, object], labels: Labels):
    text.move_piece(draft, _row(draft, "一-2").pk, down=False, **given)
    assert [said for _, said in labels(draft)][:5] == [
        "开箱", "开箱记录写明：", "时间；", "件数。", "每周由两人开箱一次。",
    ]  # fmt: skip
    assert _row(draft, "一-1（1）").text == "时间；"


def test_a_part_moves_as_a_whole(draft: Regulation, given: dict[str, object], labels: Labels):
    text.move_piece(draft, _row(draft, "一").pk, down=True, **given)
    assert labels(draft)[:2] == [("一", "答复"), ("一-1", "逐件答复，说明是否采纳。")]
    assert labels(draft)[2:4] == [("二", "开箱"), ("二-1", "每周由两人开箱一次。")]


def test_nothing_moves_out_of_its_part(draft: Regulation, given: dict[str, object], labels: Labels):
    with pytest.raises(Refused, match="已经是本级最后一条"):
        text.move_piece(draft, _row(draft, "一-2").pk, down=True, **given)
    with pytest.raises(Refused, match="已经是本级第一条"):
        text.move_piece(draft, _row(draft, "二-1").pk, down=False, **given)
    draft.refresh_from_db()
    assert [label for label, _ in labels(draft)] == AS_WRITTEN


def test_taking_out_takes_what_belongs_to_it(draft: Regulation, given: dict[str, object], labels: Labels):
    assert text.delete_piece(draft, _row(draft, "一-2").pk, **given) == 3
    assert [label for label, _ in labels(draft)] == ["一", "一-1", "二", "二-1"]
    gone = entries_for(draft).get(verb="删条款")
    assert "件数。" in gone.body


def test_a_changed_level_changes_the_tree(draft: Regulation, given: dict[str, object]):
    row = _row(draft, "二-1")
    text.edit_piece(draft, Piece(ITEM, "当场答复；", key=row.pk), **given)
    row.refresh_from_db()
    assert (row.label, row.parent) == ("二（1）", _row(draft, "二"))


def test_requirement_ids_are_tidied(draft: Regulation, given: dict[str, object]):
    row = _row(draft, "一-1")
    text.edit_piece(draft, Piece(ARTICLE, "每周开箱。", "A4.3b， A4.3b、G8.1", key=row.pk), **given)
    row.refresh_from_db()
    assert row.requirements == "A4.3b G8.1"


def test_who_edits_what_somebody_else_has_changed_is_told(
    draft: Regulation, given: dict[str, object], labels: Labels
):
    twin = Regulation.objects.get(pk=draft.pk)
    row = _row(draft, "一-1")
    text.edit_piece(draft, Piece(ARTICLE, "每周一开箱。", key=row.pk), **given)
    with pytest.raises(Stale, match="刚被别人改过"):
        text.edit_piece(twin, Piece(ARTICLE, "每周五开箱。", key=row.pk), **given)
    assert labels(draft)[1][1] == "每周一开箱。"


@pytest.mark.parametrize(
    ("piece", "why"),
    [
        (Piece(ARTICLE, "  "), "不能是空的"),
        (Piece(ARTICLE, "字" * 2001), "最多 2000 字"),
        (Piece("verse", "天地玄黄"), "层级只能是"),
        (Piece(ARTICLE, "好。", "A" * 201), "最多 200 个字符"),
    ],
)
def test_what_cannot_be_a_piece(draft: Regulation, given: dict[str, object], piece: Piece, why: str):
    with pytest.raises(Refused, match=why):
        text.add_piece(draft, piece, after=0, **given)


def test_only_a_draft_is_changed_and_only_by_its_office(
    cast: Cast, at: dt.datetime, draft: Regulation, adopted: Regulation
):
    piece = Piece(ARTICLE, "新的。")
    with pytest.raises(Refused, match="只有起草中的能改"):
        text.add_piece(adopted, piece, after=0, revision=adopted.revision, actor=cast.actor("clerk"), at=at)
    for person in ("outsider", "village", "head"):
        with pytest.raises(Refused, match="不能改这个制度"):
            text.add_piece(draft, piece, after=0, revision=draft.revision, actor=cast.actor(person), at=at)


def test_numbers_as_laws_write_them():
    pieces = [
        Piece(CHAPTER, "总则"), Piece(ARTICLE, "目的"), Piece(PARAGRAPH, "另一款"), Piece(ITEM, "甲；"),
        Piece(CHAPTER, "分则"), Piece(ARTICLE, "办法"),
    ]  # fmt: skip
    done = numbered(pieces, "articles")
    assert [one.label for one in done] == [
        "第一章", "第一条", "第一条第二款", "第一条（一）", "第二章", "第二条",
    ]  # fmt: skip
    assert style_of([one.label for one in done]) == "articles"
    assert counted(done) == "2 章（部分）、2 条、1 款、1 项"


@pytest.mark.parametrize(
    ("level", "label", "words"),
    [
        (CHAPTER, "三", "三、"),
        (CHAPTER, "第三章", "第三章"),
        (ARTICLE, "三-12", "12."),
        (ARTICLE, "第十二条", "第十二条"),
        (ITEM, "三-1（2）", "（2）"),
        (PARAGRAPH, "第一条第二款", ""),
    ],
)
def test_the_number_as_printed(level: str, label: str, words: str):
    assert shown(level, label) == words


def test_a_book_is_no_regulation():
    with pytest.raises(Refused, match="最多 600 条"):
        numbered([Piece(ARTICLE, "好。")] * 601, "parts")
