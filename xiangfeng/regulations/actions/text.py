"""Changing the text of a draft. Every act names the revision it saw; who is late is told, nothing is overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import F

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.actions import record
from xiangfeng.regulations.models import Article, Regulation, RegulationState
from xiangfeng.regulations.outline import (
    LONGEST_TEXT,
    NAMES,
    RANK,
    Piece,
    counted,
    end_of,
    moved,
    numbered,
    parents,
    style_of,
)

MANAGE = "regulations.manage"
_ASIDE = 1_000_000  # beyond every place: makes room while places are given anew


def open_draft(regulation: Regulation, *, revision: int, actor: Actor) -> None:
    """Let ``actor`` change the draft they saw. Refuses what is no draft any more; Stale when somebody changed it since."""
    if not may(actor, MANAGE, regulation):
        raise Refused("您不能改这个制度")
    if regulation.state != RegulationState.DRAFT:
        raise Refused(f"现在是“{regulation.get_state_display()}”，只有起草中的能改；施行中的要先点“修订”")
    rows = Regulation.objects.filter(pk=regulation.pk, state=RegulationState.DRAFT, revision=revision)
    if not rows.update(revision=F("revision") + 1):
        raise Stale("这份草稿刚被别人改过，请刷新后再改")
    regulation.revision = revision + 1


def pieces_of(regulation: Regulation) -> list[Piece]:
    """The stored text as pieces, in order. One query."""
    rows = Article.objects.filter(regulation=regulation).order_by("seq")
    return [Piece(row.level, row.text, row.requirements, row.label, row.pk) for row in rows]


@transaction.atomic
def replace_text(
    regulation: Regulation,
    pieces: Sequence[Piece],
    *,
    revision: int,
    actor: Actor,
    at: dt.datetime,
    style: str = "",
) -> int:
    """Put a whole text in the place of the draft's own; gives the number of pieces. Refuses an empty one."""
    open_draft(regulation, revision=revision, actor=actor)
    if not pieces:
        raise Refused("没有认出任何条款，请检查文字")
    before = pieces_of(regulation)
    regulation.articles.all().delete()
    style = style or style_of([piece.label or piece.source for piece in pieces])
    _store(regulation, numbered([replace(_checked(one), key=0) for one in pieces], style))
    record(
        regulation, verb="换入全文", actor=actor, at=at,
        before={"条款": counted(before)}, after={"条款": counted(pieces)},
    )  # fmt: skip
    return len(pieces)


@transaction.atomic
def add_piece(
    regulation: Regulation, piece: Piece, *, after: int, revision: int, actor: Actor, at: dt.datetime
) -> None:
    """Put a new piece behind the row ``after`` and all that belongs to it (0: at the end). Refuses empty text."""
    open_draft(regulation, revision=revision, actor=actor)
    pieces = pieces_of(regulation)
    place = len(pieces)
    if after:
        place = end_of(pieces, _index(pieces, after))
    pieces.insert(place, replace(_checked(piece), key=0))
    done = _renumber(regulation, pieces)
    record(regulation, verb="加条款", actor=actor, at=at, after={done[place].label or "款": piece.text})


@transaction.atomic
def edit_piece(regulation: Regulation, piece: Piece, *, revision: int, actor: Actor, at: dt.datetime) -> None:
    """Change text, level and requirement ids of the row ``piece.key``; its number follows from its place."""
    open_draft(regulation, revision=revision, actor=actor)
    pieces = pieces_of(regulation)
    index = _index(pieces, piece.key)
    old, pieces[index] = pieces[index], _checked(piece)
    _renumber(regulation, pieces)
    record(
        regulation, verb="改条款", actor=actor, at=at,
        before={old.label or "款": old.text}, after={old.label or "款": piece.text},
    )  # fmt: skip


@transaction.atomic
def move_piece(
    regulation: Regulation, key: int, *, down: bool, revision: int, actor: Actor, at: dt.datetime
) -> None:
    """Move a row with all that belongs to it one place among its own kind."""
    open_draft(regulation, revision=revision, actor=actor)
    pieces = pieces_of(regulation)
    index = _index(pieces, key)
    _renumber(regulation, moved(pieces, index, down=down))
    record(
        regulation,
        verb="下移条款" if down else "上移条款",
        actor=actor,
        at=at,
        note=pieces[index].label or pieces[index].text[:20],
    )


@transaction.atomic
def delete_piece(regulation: Regulation, key: int, *, revision: int, actor: Actor, at: dt.datetime) -> int:
    """Take a row out with all that belongs to it; gives how many went."""
    open_draft(regulation, revision=revision, actor=actor)
    pieces = pieces_of(regulation)
    index = _index(pieces, key)
    end = end_of(pieces, index)
    gone = pieces[index:end]
    Article.objects.filter(regulation=regulation, pk__in=[piece.key for piece in gone]).delete()
    _renumber(regulation, pieces[:index] + pieces[end:])
    record(
        regulation, verb="删条款", actor=actor, at=at,
        before={piece.label or "款": piece.text for piece in gone},
    )  # fmt: skip
    return len(gone)


def _index(pieces: Sequence[Piece], key: int) -> int:
    found = next((index for index, piece in enumerate(pieces) if piece.key == key), None)
    if found is None:
        raise Stale("这一条刚被别人删了，请刷新")
    return found


def _checked(piece: Piece) -> Piece:
    text = piece.text.strip()
    if piece.level not in RANK:
        raise Refused("层级只能是" + "、".join(NAMES.values()))
    if not text:
        raise Refused("条款内容不能是空的")
    if len(text) > LONGEST_TEXT:
        raise Refused(f"一条最多 {LONGEST_TEXT} 字，这条有 {len(text)} 字，请拆成几条")
    ids = " ".join(dict.fromkeys(piece.requirements.replace("，", " ").replace("、", " ").split()))
    if len(ids) > 200:
        raise Refused("对应要求太多，最多 200 个字符")
    return replace(piece, text=text, requirements=ids)


def _renumber(regulation: Regulation, pieces: Sequence[Piece]) -> list[Piece]:
    """Give every row its place, number and parent anew; new ones are written. Few statements, whatever the length."""
    style = style_of([piece.label for piece in pieces])
    done = numbered(pieces, style)
    _store(regulation, done)
    return done


def _store(regulation: Regulation, pieces: Sequence[Piece]) -> None:
    Article.objects.filter(regulation=regulation).update(seq=F("seq") + _ASIDE)
    fresh = [
        Article(
            regulation=regulation, level=one.level, seq=seq, label=one.label, text=one.text,
            requirements=one.requirements,
        )
        for seq, one in enumerate(pieces, start=1)
        if not one.key
    ]  # fmt: skip
    Article.objects.bulk_create(fresh)
    new = {row.seq: row for row in fresh}
    rows = []
    for seq, one in enumerate(pieces, start=1):
        row = new.get(seq) or Article(pk=one.key, regulation=regulation)
        row.level, row.seq, row.label = one.level, seq, one.label
        row.text, row.requirements = one.text, one.requirements
        rows.append(row)
    for row, above in zip(rows, parents(pieces), strict=True):
        row.parent_id = rows[above].pk if above is not None else None
    Article.objects.bulk_update(rows, ["level", "seq", "label", "text", "requirements", "parent"])
