"""What is owed, as the pages draw it; each function asks a fixed number of times."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.base.workdays import Calendar
from xiangfeng.calendars.queries import calendar
from xiangfeng.duties import lights, rules
from xiangfeng.duties.models import Duty, Occurrence, OccurrenceState
from xiangfeng.duties.wall import WallRow, counts_of, wall_of
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import units_for
from xiangfeng.regulations.models import Article, Level, Regulation
from xiangfeng.web.rows import found_rows, joined, waiting_rows

VIEW = "duties.view"
MANAGE = "duties.manage"
EXEMPT = "duties.exempt"
NEEDED = ("duty__article__regulation", "merged_into__duty", "unit")


def occurrences_for(actor: Actor) -> QuerySet[Occurrence]:
    """All the person may see, with what their words need."""
    return Occurrence.objects.within(actor, VIEW).select_related(*NEEDED)


def duties_for(actor: Actor) -> QuerySet[Duty]:
    """The duties the person may see, stopped ones with them."""
    return Duty.objects.within(actor, VIEW).select_related("article__regulation", "unit")


def units_with_duties(actor: Actor) -> list[Unit]:
    """The units whose calendars the person may see, nearest to the top first. One query."""
    return list(units_for(actor, VIEW).filter(duties__isnull=False).distinct().order_by("path"))


def of_year(unit: Unit, year: int) -> QuerySet[Occurrence]:
    """The unit's occurrences whose span belongs to ``year``."""
    return (
        Occurrence.objects.filter(unit=unit, year=year)
        .select_related(*NEEDED)
        .order_by("duty__seq", "duty_id", "start")
    )


def wall_for(unit: Unit, *, year: int, today: dt.date) -> list[WallRow]:
    """The unit's compliance wall of ``year``. Two queries."""
    return wall_of(of_year(unit, year), today, calendar(), year=year)


def due_by(today: dt.date) -> dict[str, Q]:
    """How each light is asked of the database; `Occurrence.light` says the same of one row."""
    is_open = Q(state=OccurrenceState.OPEN)
    is_red = is_open & Q(red_on__lte=today)
    is_soon = is_open & Q(red_on__gt=today) & (Q(warn_on__lte=today) | Q(due_on__lt=today))
    return {
        "red": is_red,
        "yellow": is_soon,
        "late": Q(state=OccurrenceState.FULFILLED, done_on__gt=F("due_on")),
        "done": Q(state=OccurrenceState.FULFILLED),
        "out": Q(state__in=(OccurrenceState.EXEMPT, OccurrenceState.MERGED)),
    }


@dataclass(frozen=True)
class Burden:
    """What one doer, or one kind of material, comes to in a year."""

    name: str
    duties: int
    times: int


def burden_of(duties: list[Duty]) -> tuple[list[Burden], list[Burden]]:
    """How many duties and how many times a year, by doer and by the proof asked for; the heaviest first."""
    by_doer: dict[str, list[int]] = defaultdict(list)
    by_proof: dict[str, list[int]] = defaultdict(list)
    for duty in duties:
        times = rules.PER_YEAR[duty.frequency]
        by_doer[duty.doer].append(times)
        by_proof[duty.get_frequency_display()].append(times)
    found = []
    for groups in (by_doer, by_proof):
        rows = [Burden(name, len(times), sum(times)) for name, times in groups.items()]
        found.append(sorted(rows, key=lambda one: (-one.times, -one.duties, one.name)))
    return found[0], found[1]


@dataclass(frozen=True)
class Chapter:
    """A chapter of a 制度 with its articles, each with its status tag."""

    article: Article | None
    articles: list[tuple[Article, tuple[str, str] | None]] = field(default_factory=list)
    tag: tuple[str, str] | None = None
    is_open: bool = False


@dataclass(frozen=True)
class Standing:
    """A 制度 as it is kept this year: chapters, and of the chosen article its duties with their occurrences."""

    chapters: list[Chapter]
    chosen: Article | None
    duties: list[tuple[Duty, list[Occurrence]]]
    rows: dict[int, list[Occurrence]]
    days: Calendar


def standing_of(
    regulation: Regulation, actor: Actor, *, year: int, today: dt.date, chosen: int = 0
) -> Standing:
    """How the 制度 is kept in ``year`` by the units the person looks after. Four queries."""
    articles = list(regulation.articles.order_by("seq"))
    duties = list(duties_for(actor).filter(article__regulation=regulation).order_by("seq", "pk"))
    found = occurrences_for(actor).filter(duty__in=[one.pk for one in duties], year=year)
    by_duty: dict[int, list[Occurrence]] = defaultdict(list)
    for row in found.order_by("start", "pk"):
        by_duty[row.duty_id].append(row)
    by_article: dict[int, list[Occurrence]] = defaultdict(list)
    for duty in duties:
        by_article[duty.article_id] += by_duty[duty.pk]
    wanted = next((one for one in articles if one.pk == chosen), None) or _most_urgent(
        articles, by_article, today
    )
    return Standing(
        _chapters(articles, by_article, wanted, today),
        wanted,
        [(one, by_duty[one.pk]) for one in duties if wanted and one.article_id == wanted.pk],
        by_article,
        calendar(),
    )


def _most_urgent(
    articles: list[Article], rows: dict[int, list[Occurrence]], today: dt.date
) -> Article | None:
    """The article to open first: with something red, else yellow, else any that obliges; else the first, not its heading."""
    for lights_wanted in ({"red"}, {"yellow"}, {"", "green", "late", "exempt"}):
        for one in articles:
            if lights_wanted & {row.light(today) for row in rows.get(one.pk, [])}:
                return one
    texts = [one for one in articles if one.level != Level.CHAPTER]
    return next(iter(texts or articles), None)


def _chapters(
    articles: list[Article], rows: dict[int, list[Occurrence]], chosen: Article | None, today: dt.date
) -> list[Chapter]:
    groups: list[tuple[Article | None, list[Article]]] = []
    for article in articles:
        if article.level == Level.CHAPTER:
            groups.append((article, []))
        elif groups:
            groups[-1][1].append(article)
        else:
            groups.append((None, [article]))
    found = []
    for head, members in groups:
        own = [row for one in members for row in rows.get(one.pk, [])]
        is_open = head is None or chosen in [head, *members] or any(one.light(today) == "red" for one in own)
        tags = [(one, standing_tag(rows.get(one.pk, []), today)) for one in members]
        found.append(Chapter(head, tags, _chapter_tag(tags), is_open))
    return found


def standing_tag(rows: list[Occurrence], today: dt.date) -> tuple[str, str] | None:
    """How an article is kept, in a few words: 3/4，1 项逾期; None for one without duties."""
    if not rows:
        return None
    count = counts_of(rows, today)
    done, owed = count["green"] + count["late"], count["owed"]
    so_far = f"{done}/{owed}"
    if count["red"]:
        return "bad", f"{so_far}，{count['red']}次没做到"
    if count["yellow"]:
        due = min(row.due_on for row in rows if row.light(today) == "yellow")
        return "warn", f"{so_far}，{lights.day(due, today)}到期"
    if not owed:
        return "idle", "免办"
    if done < owed:
        due = min(row.due_on for row in rows if row.light(today) == "")
        return "info", f"{so_far}，下次{lights.day(due, today)}前"
    return "ok", f"{so_far}，都做到了"


def _chapter_tag(tags: list[tuple[Article, tuple[str, str] | None]]) -> tuple[str, str] | None:
    kinds = [tag[0] for _, tag in tags if tag is not None]
    if not kinds:
        return None
    for kind, words in (("bad", "条没做到"), ("warn", "条快到期"), ("info", "条年内还要做")):
        if kind in kinds:
            return kind, f"{kinds.count(kind)} {words}"
    return "ok", f"{len(kinds)} 条都做到"


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """What the 创建办 still owes and is soon due or overdue (我的待办)."""
    rows = Occurrence.objects.within(actor, MANAGE).filter(
        Q(warn_on__lte=today) | Q(due_on__lt=today), state=OccurrenceState.OPEN
    )
    extra = joined("@duty__kind", "|", "@duty__frequency", "|", "@start", "|", "@red_on")
    return (
        waiting_rows(
            rows, "duties.occurrence", title="duty__title", unit="unit__name", due="due_on", extra=extra
        ),
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Duties and their occurrences by title, doer, article, unit, proof and reason."""
    duties = Duty.objects.within(actor, VIEW).filter(
        Q(title__icontains=text)
        | Q(doer__icontains=text)
        | Q(proof__icontains=text)
        | Q(article__text__icontains=text)
        | Q(unit__name__icontains=text)
    )
    rows = Occurrence.objects.within(actor, VIEW).filter(
        Q(proof_text__icontains=text)
        | Q(reason__icontains=text)
        | Q(basis__icontains=text)
        | Q(decided_by__icontains=text)
    )
    return (
        found_rows(duties, "duties.duty", title="title", detail="doer"),
        found_rows(rows, "duties.occurrence", title="duty__title", detail="proof_text", at="due_on"),
    )
