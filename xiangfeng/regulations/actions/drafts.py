"""Drafts: from nothing, from the shipped 范本, from the version in force; their facts; throwing one away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.documents.actions import next_number
from xiangfeng.history.actions import in_words, record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations import templates
from xiangfeng.regulations.actions.text import MANAGE, replace_text
from xiangfeng.regulations.models import Article, Regulation, RegulationState

ENACT = "regulations.enact"
KIND = "制度"
FACTS = ("title", "owner", "upper_basis", "deliberation", "deliberated_on", "effective_on")
_BEFORE_FORCE = (RegulationState.DRAFT, RegulationState.REVIEW, RegulationState.REVIEWED)


class SameTitle(Refused):
    """The unit has a 制度 of this name under another number already; ``regulation`` is it."""

    def __init__(self, regulation: Regulation) -> None:
        super().__init__(
            f"{regulation.unit.name}已有同名制度“{regulation.title}”（{regulation.number}，"
            f"{regulation.get_state_display()}）：要改它请打开后点“修订”，不是同一个制度请换个名称"
        )
        self.regulation = regulation


def _refuse_same_title(unit: Unit, title: str, *, but_number: str = "") -> None:
    rows = Regulation.objects.filter(unit=unit, title=title).exclude(state=RegulationState.REPEALED)
    twin = rows.exclude(number=but_number).select_related("unit").order_by("pk").first()
    if twin is not None:
        raise SameTitle(twin)


@transaction.atomic
def create_regulation(
    unit: Unit, *, title: str, actor: Actor, at: dt.datetime, owner: str = "", upper_basis: str = ""
) -> Regulation:
    """Begin a 制度 of ``unit`` with the next number. Refuses a name that the unit uses under another number (A1.3)."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能为“{unit.name}”起草制度")
    title = title.strip()
    if not title:
        raise Refused("先写制度名称")
    _refuse_same_title(unit, title)
    regulation = Regulation.objects.create(
        unit=unit,
        number=next_number(unit, KIND, year=at.year),
        title=title,
        owner=owner.strip(),
        upper_basis=upper_basis.strip(),
        drafted_by_id=actor.user_id,
        created_at=at,
    )
    record(regulation, verb="起草制度", actor=actor, at=at, after={"编号": regulation.number})
    return regulation


@transaction.atomic
def install_library(
    unit: Unit, *, actor: Actor, at: dt.datetime, keys: Collection[str] | None = None, owner: str = ""
) -> list[Regulation]:
    """Draft the shipped 范本 (all, or those of ``keys``) for ``unit``, its name filled in; gives the new drafts.

    Those whose name the unit uses already are left out, so twice is harmless. They still go through review and meeting
    like any other (A0, F8).
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能为“{unit.name}”起草制度")
    taken = set(
        Regulation.objects.filter(unit=unit).exclude(state=RegulationState.REPEALED).values_list("title", flat=True)
    )  # fmt: skip
    made = []
    for one in templates.load_all():
        title = one.title_for(unit.name)
        if title in taken or (keys is not None and one.key not in keys):
            continue
        row = create_regulation(unit, title=title, owner=owner or "创建办", actor=actor, at=at)
        replace_text(row, one.pieces_for(unit.name), revision=row.revision, style="parts", actor=actor, at=at)
        made.append(row)
    return made


@transaction.atomic
def edit_facts(
    regulation: Regulation, *, revision: int, actor: Actor, at: dt.datetime, **facts: object
) -> Regulation:
    """Set name, owner, basis, meeting and 施行日 before it is in force.

    The name only while it is a draft: what was reviewed keeps its name. Refuses a name in use under another number.
    """
    if not (may(actor, MANAGE, regulation) or may(actor, ENACT, regulation)):
        raise Refused("您不能改这个制度")
    if regulation.state not in _BEFORE_FORCE:
        raise Refused(f"现在是“{regulation.get_state_display()}”，不能再改；要改请点“修订”出新版")
    if unknown := set(facts) - set(FACTS):
        raise ValueError(f"no such facts: {unknown}")
    title = str(facts.get("title", regulation.title)).strip()
    if title != regulation.title:
        if regulation.state != RegulationState.DRAFT:
            raise Refused("已经送审，名称不能再改；要改先撤回")
        _refuse_same_title(regulation.unit, title, but_number=regulation.number)
    before = {name: getattr(regulation, name) for name in facts}
    rows = Regulation.objects.filter(pk=regulation.pk, state=regulation.state, revision=revision)
    if not rows.update(revision=F("revision") + 1, **facts):
        raise Stale("这个制度刚被别人改过，请刷新后再改")
    regulation.refresh_from_db()
    record(regulation, verb="改制度信息", actor=actor, at=at, before=_said(before), after=_said(facts))
    return regulation


def _said(facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in in_words(Regulation, facts).items() if value not in ("", None)}


@transaction.atomic
def delete_draft(regulation: Regulation, *, actor: Actor, at: dt.datetime) -> None:
    """Throw a draft away; that there was one stays on record, and its number is not given again."""
    if not may(actor, MANAGE, regulation):
        raise Refused("您不能删这个制度")
    if regulation.state != RegulationState.DRAFT:
        raise Refused(f"现在是“{regulation.get_state_display()}”，只有起草中的能删")
    record(regulation, verb="删除草稿", actor=actor, at=at, before={"编号": regulation.number})
    regulation.delete()


@transaction.atomic
def revise_regulation(regulation: Regulation, *, actor: Actor, at: dt.datetime) -> Regulation:
    """修订: the next version as a draft, its text copied from the one in force. Refuses a second while one is under way."""
    if not may(actor, MANAGE, regulation):
        raise Refused("您不能修订这个制度")
    if regulation.state != RegulationState.IN_FORCE:
        raise Refused("只有施行中的制度能修订")
    versions = Regulation.objects.filter(unit=regulation.unit, number=regulation.number)
    other = versions.filter(state__in=_BEFORE_FORCE).order_by("pk").first()
    if other is not None:
        raise Refused(f"第{other.version}版已在修订中，请接着改那一版")
    last = versions.aggregate(last=Max("version"))["last"]
    try:
        with transaction.atomic():
            draft = Regulation.objects.create(
                unit=regulation.unit, number=regulation.number, version=last + 1, title=regulation.title,
                owner=regulation.owner, upper_basis=regulation.upper_basis, drafted_by_id=actor.user_id,
                created_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Stale("刚有人建了修订稿，请刷新") from error
    _copy_text(regulation, draft)
    record(draft, verb="修订", actor=actor, at=at, after={"版本": draft.version})
    return draft


def _copy_text(old: Regulation, new: Regulation) -> None:
    """Every article with its place, number and requirement ids, each knowing where it came from."""
    before = list(old.articles.order_by("seq"))
    copies = [
        Article(
            regulation=new, level=row.level, seq=row.seq, label=row.label, text=row.text,
            requirements=row.requirements, came_from=row,
        )
        for row in before
    ]  # fmt: skip
    Article.objects.bulk_create(copies)
    heirs = {row.pk: copy for row, copy in zip(before, copies, strict=True)}
    for row, copy in zip(before, copies, strict=True):
        copy.parent = heirs[row.parent_id] if row.parent_id else None
    Article.objects.bulk_update(copies, ["parent"])
