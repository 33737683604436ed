"""全站查找: everything one may see that contains the words, over all apps by one statement (requirement F7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.workbench import sources
from xiangfeng.workbench.queries.found import found_by

EACH = 6
"""Hits of one kind on the first page."""
PAGE = 50
WORDS = 3

_FULL = {ord(full): chr(ord(full) - 0xFEE0) for full in map(chr, range(0xFF10, 0xFF5B)) if full.isalnum()}


class Hit(NamedTuple):
    """One thing found. ``at`` orders those of a kind, the latest first."""

    source: str
    pk: int
    title: str
    detail: str
    at: Any

    @property
    def url(self) -> str:
        return link_of(self.source, self.pk)


@dataclass(frozen=True)
class Group:
    """The hits of one kind; ``has_more`` when there are others than those shown."""

    source: str
    title: str
    hits: list[Hit] = field(default_factory=list)
    has_more: bool = False


def words_of(text: str) -> list[str]:
    """What was typed as words to look for: full-width figures and letters made plain, three words at most."""
    return text.translate(_FULL).split()[:WORDS]


def search(actor: Actor, text: str) -> list[Group]:
    """The first hits of every kind. One query; none for an empty text."""
    words = words_of(text)
    if not words:
        return []
    first, *others = [_newest(branch, EACH + 1) for branch in _branches(actor, words)]
    hits = [Hit(*row) for row in first.union(*others, all=True)]
    order = {source: place for place, source in enumerate(sources.ORDER)}
    hits.sort(
        key=lambda hit: (order.get(hit.source, len(order)), hit.source, hit.at is None, _age(hit), -hit.pk)
    )
    groups = []
    for source, found in groupby(hits, key=lambda hit: hit.source):
        rows = list(found)
        groups.append(Group(source, sources.KINDS.get(source, "其他"), rows[:EACH], len(rows) > EACH))
    return groups


def search_kind(actor: Actor, text: str, source: str, *, page: int) -> Group:
    """One page of the hits of one kind, the latest first. A query for each branch of that kind, as a rule one."""
    words = words_of(text)
    start = (max(page, 1) - 1) * PAGE
    stop = start + PAGE + 1
    branches = [branch for branch in _branches(actor, words) if _source_of(branch) == source] if words else []
    rows = [Hit(*row) for branch in branches for row in branch.order_by("-pk")[:stop]]
    rows = sorted(rows, key=lambda hit: -hit.pk)[start:stop]
    return Group(source, sources.KINDS.get(source, "其他"), rows[:PAGE], len(rows) > PAGE)


def link_of(source: str, pk: int) -> str:
    """Where a hit is read."""
    own = {
        "orgs.unit": "administration:unit",
        "orgs.person": "administration:person",
        "assessments.period": "assessments:period",
        "assessments.entry": "assessments:own_entry",
        "assessments.scheme": "assessments:scheme",
    }
    if source in own:
        return reverse(own[source], args=[pk])
    return sources.words_of(source).link(source, pk)


def _age(hit: Hit) -> int:
    return -hit.at.toordinal() if hit.at is not None else 0


def _source_of(branch: QuerySet[Any, Any]) -> str:
    """The kind a branch finds: the constant in its first column."""
    values = (getattr(part, "value", None) for part in branch.query.annotation_select.values())
    return next((str(value) for value in values if value in sources.KINDS), "")


def _newest(branch: QuerySet[Any, Any], limit: int) -> QuerySet[Any, Any]:
    """Only the latest few of a branch. A union may not cut its parts, but a part may look its rows up in a cut list."""
    return branch.filter(pk__in=branch.order_by("-pk").values("pk")[:limit]).order_by()


def _branches(actor: Actor, words: list[str]) -> list[QuerySet[Any, Any]]:
    """One branch a kind; each further word narrows the branch of the first."""
    first, *others = (_of_word(actor, word) for word in words)
    found = []
    for place, branch in enumerate(first):
        for other in others:
            branch = branch.filter(pk__in=other[place].order_by().values("pk"))
        found.append(branch)
    return found


def _of_word(actor: Actor, word: str) -> list[QuerySet[Any, Any]]:
    found: list[QuerySet[Any, Any]] = [*found_by(actor, word)]
    for app in sources.APPS.values():
        found += app.queries.found_by(actor, word)
    return found
