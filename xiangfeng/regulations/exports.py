"""The ledger of 制度 (ledger 20) and what goes into its papers."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from xiangfeng.base.numbering import chinese_date
from xiangfeng.regulations.models import Article, Regulation, RegulationState
from xiangfeng.regulations.outline import Piece
from xiangfeng.regulations.papers import Bound
from xiangfeng.web.ledger import Column, Empty, Spec, Tab

S = RegulationState
KINDS = {S.DRAFT: "idle", S.REVIEW: "info", S.REVIEWED: "warn", S.IN_FORCE: "ok", S.REPEALED: "line"}


def state_words(regulation: Regulation, today: dt.date) -> tuple[str, str]:
    """The state with what the day adds: a version adopted for later, one that still runs to its last day."""
    if regulation.state == S.IN_FORCE and regulation.effective_on and regulation.effective_on > today:
        return "info", f"{_short(regulation.effective_on, today)}起施行"
    if regulation.state == S.REPEALED and regulation.stands_on(today) and regulation.ends_on:
        return "warn", f"施行至{_short(regulation.ends_on, today)}"
    return KINDS[S(regulation.state)], regulation.get_state_display()


def _short(day: dt.date, today: dt.date) -> str:
    return f"{day.month}月{day.day}日" if day.year == today.year else chinese_date(day)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def spec(today: dt.date, *, can_draft: bool, works_on: bool) -> Spec:
    """The list page, as of a day. Column heads are those of ledger 20, in its order; ``works_on``: the person sees drafts."""
    text = (
        "点“从范本新建”，一次起草全套制度，再按本地实际修改。"
        if can_draft
        else "本单位的制度施行后会出现在这里。"
    )
    return Spec(
        title="制度",
        columns=(
            Column("number", "编号", lambda r: r.number, sort="number"),
            Column("title", "名称", lambda r: r.title, sort="title", url=_url),
            Column("version", "版本", lambda r: f"第{r.version}版", sort="version"),
            Column("deliberation", "审议会议", lambda r: r.deliberation, sort="deliberated_on"),
            Column("effective_on", "施行日", lambda r: _day(r.effective_on), sort="effective_on"),
            Column("ends_on", "废止日", lambda r: _day(r.ends_on), sort="ends_on"),
            Column("owner", "责任人", lambda r: r.owner),
            Column("attachment", "附件", lambda r: r.attachment.name if r.attachment else "",
                   url=lambda r: reverse("regulations:paper", args=[r.pk, "original"]) if r.attachment_id else ""),
            Column("state", "状态", lambda r: state_words(r, today)[1], sort="state",
                   tag=lambda r: state_words(r, today)),
            Column("unit", "单位", lambda r: r.unit.name, sort="unit__path", is_default=False),
            Column("articles", "条数", lambda r: r.article_count, is_numeric=True, is_default=False),
            Column("deliberated_on", "审议日期", lambda r: _day(r.deliberated_on), is_default=False),
        ),
        empty=Empty("还没有制度", text, reverse("regulations:library") if can_draft else "",
                    "从范本新建" if can_draft else ""),
        tabs=_tabs(works_on),
        search=("number", "title", "owner", "deliberation", "unit__name"),
        search_label="编号、名称、责任人",
        row_url=_url,
        file_name="制度台账",
        template="regulations/staff/regulations.html",
    )  # fmt: skip


def _tabs(works_on: bool) -> tuple[Tab, ...]:
    begun = (
        Tab("draft", "起草", Q(state=S.DRAFT)),
        Tab("review", "合法性审核", Q(state=S.REVIEW)),
        Tab("reviewed", "待施行", Q(state=S.REVIEWED)),
    )
    return (
        Tab("in_force", "施行中", Q(state=S.IN_FORCE)),
        *(begun if works_on else ()),
        Tab("repealed", "已废止", Q(state=S.REPEALED)),
        Tab("all", "全部", Q()),
    )


def _url(regulation: Regulation) -> str:
    return reverse("regulations:regulation", args=[regulation.pk])


def pieces(rows: list[Article]) -> list[Piece]:
    """Stored articles as pieces."""
    return [Piece(row.level, row.text, row.requirements, row.label, row.pk) for row in rows]


def bound(regulation: Regulation, rows: list[Article]) -> Bound:
    """A 制度 with its text for a paper."""
    return Bound(str(regulation), facts_of(regulation), pieces(rows))


def facts_of(regulation: Regulation) -> str:
    """Number, meeting and 施行日 in one line, as it stands below the title."""
    said = [regulation.number]
    if regulation.deliberation:
        day = chinese_date(regulation.deliberated_on) if regulation.deliberated_on else ""
        said.append(f"{day}{regulation.deliberation}审议")
    if regulation.state == S.DRAFT:
        said.append("草稿")
    elif regulation.effective_on:
        said.append(f"{chinese_date(regulation.effective_on)}起施行")
    return "，".join(said)
