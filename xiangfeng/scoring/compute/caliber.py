"""口径: the sentences to print under the table, so that a reader can recompute it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..figures import figure
from ..rules import VetoRule
from ..scheme.model import COLOURS, HUNDRED, POLICIES, Caps, Grade, Listing, Scheme, Source, Tier
from .result import MissingUsed, Outcome

COUNTS = "零一两三"


def caliber(scheme: Scheme, rows: Sequence[Outcome], missing: Iterable[MissingUsed]) -> tuple[str, ...]:
    """Every sentence, in reading order; what was not used is not mentioned."""
    return (
        *how_scored(scheme, has_extras=any(row.subject.adjustments for row in rows)),
        *how_ranked(scheme),
        *_missing(missing),
        *_left_out(rows),
        *_replaced(rows),
    )


def how_scored(scheme: Scheme, *, has_extras: bool = True) -> Iterator[str]:
    """How the total is made, and how it is rounded."""
    bonus = any(node.is_bonus for node in scheme.items())
    extras = "±加减分" if has_extras or bonus else ""
    rounding = f"保留{COUNTS[scheme.places]}位小数" if scheme.places else "取整数"
    yield f"综合得分＝{_weighted(scheme.sources)}{extras}，中间不舍入，最后四舍五入{rounding}。"
    for source in scheme.walk():
        yield from _how_source(source)
    yield from _caps(scheme.caps)
    if scheme.total_max is not None:
        yield f"综合得分最高{figure(scheme.total_max)}分。"
    if scheme.trim_judges:
        yield "多人评分的，去掉一个最高分和一个最低分后平均（不足三人的直接平均）。"


def _weighted(sources: tuple[Source, ...]) -> str:
    if len(sources) == 1 and sources[0].weight == 100:
        return sources[0].title
    return "＋".join(f"{source.title}×{figure(source.weight)}%" for source in sources)


def _how_source(source: Source) -> Iterator[str]:
    if source.kind == "mix":
        yield f"{source.title}＝{_weighted(source.children)}。"
    if source.kind == "mean":
        trim = "去掉一个最高分和一个最低分后" if source.trim else ""
        yield f"{source.title}取各次（各处）得分{trim}的平均。"
    if source.scale and source.kind != "mix" and source.full_points != 100:
        yield f"{source.title}满分{figure(source.full_points)}分，折算成百分制。"
    if source.rank_score is not None:
        yield f"{source.title}按名次重新赋分。"


def _caps(caps: Caps) -> Iterator[str]:
    parts = {
        "每项加分不超过": caps.bonus_each,
        "加分合计不超过": caps.bonus_total,
        "每项扣分不超过": caps.deduction_each,
        "扣分合计不超过": caps.deduction_total,
    }
    said = [f"{words}{figure(value)}分" for words, value in parts.items() if value is not None]
    if said:
        yield f"{'，'.join(said)}。"


def how_ranked(scheme: Scheme) -> Iterator[str]:
    """How ranks, grades, listings and awards follow from the totals."""
    basis = "公布的分数" if scheme.rank_on == "shown" else "未舍入的分数"
    order = "由高到低" if scheme.direction == "higher" else "由低到高"
    apart = "分组" if scheme.ranking == "group" else ""
    yield f"按{basis}{order}{apart}排名，同分并列，后面名次顺延。"
    if scheme.grades:
        yield f"等次：{'，'.join(_grade(scheme, grade) for grade in scheme.grades)}。"
        if scheme.distribution == "cumulative":
            yield "等次个数按累计统计，高等次也计入低等次。"
    for listing in scheme.listings:
        yield _listing(scheme, listing)
    if scheme.tiers:
        yield f"奖惩：{'；'.join(_tier(scheme, tier) for tier in scheme.tiers)}。"
    for veto in scheme.vetoes:
        yield f"一票否决：{VetoRule(veto.title, veto.effect, veto.cap).sentence(HUNDRED)}"


def _grade(scheme: Scheme, grade: Grade) -> str:
    if grade.at_least is None:
        return f"其余为{grade.name}"
    side = "以上" if scheme.direction == "higher" else "以下"
    return f"{figure(grade.at_least)}分{side}（含）为{grade.name}"


def _listing(scheme: Scheme, listing: Listing) -> str:
    scope = "组内" if (listing.within or scheme.ranking) == "group" else ""
    side = "前" if listing.side == "top" else "后"
    counts = "、".join(
        f"{figure(band.size)}个单位以上取{side}{band.count}名"
        if len(listing.bands) > 1
        else f"{side}{band.count}名"
        for band in listing.bands
    )
    at_least, below = listing.at_least, listing.below
    bounds = [f"{figure(at_least)}分以上（含）"] if at_least is not None else []
    bounds += [f"低于{figure(below)}分"] if below is not None else []
    colour = (
        f"（{COLOURS[listing.colour]}）"
        if listing.colour != "plain" and listing.name not in COLOURS.values()
        else ""
    )
    return f"{listing.name}{colour}：{scope}{'，且'.join([counts, *bounds])}。"


def _tier(scheme: Scheme, tier: Tier) -> str:
    parts = []
    if tier.first is not None or tier.last is not None:
        side = "第" if tier.side == "top" else "倒数第"
        first = tier.first or 1
        span = (
            f"{first}名"
            if tier.last == first
            else f"{first}名起"
            if tier.last is None
            else f"{first}–{tier.last}名"
        )
        parts.append(("组内" if (tier.within or scheme.ranking) == "group" else "") + side + span)
    if tier.needs_upper:
        parts.append("受上级检查")
    if tier.at_least is not None:
        parts.append(f"{figure(tier.at_least)}分以上（含）")
    if tier.below is not None:
        parts.append(f"低于{figure(tier.below)}分")
    if tier.grades:
        parts.append(f"等次为{'、'.join(tier.grades)}")
    if tier.amount > 0:
        outcome = f"奖励{figure(tier.amount)}元"
    else:
        outcome = f"扣减以奖代补资金{figure(-tier.amount)}元" if tier.amount else tier.name
    return f"{'且'.join(parts) or '所有单位'}{outcome}"


def _missing(missing: Iterable[MissingUsed]) -> Iterator[str]:
    for use in missing:
        reason = f"（{use.reason}）" if use.reason else ""
        score = "" if use.value is None else f"，计{figure(use.value)}分"
        yield f"{use.name}“{use.place}”缺项{reason}，{POLICIES.get(use.policy, use.policy)}{score}。"


def _left_out(rows: Sequence[Outcome]) -> Iterator[str]:
    unranked = [row.name for row in rows if row.status == "unranked"]
    pending = [row.name for row in rows if row.status == "pending"]
    if unranked:
        yield f"{'、'.join(unranked)}不参加排名，不计入平均分和等次统计。"
    if pending:
        yield f"{'、'.join(pending)}分数待补，未排名，不计入平均分和等次统计。"


def _replaced(rows: Sequence[Outcome]) -> Iterator[str]:
    for row in rows:
        for note in row.notes if any(upper.at != "note" for upper in row.subject.upper) else ():
            if "考评成绩" in note and "采用" in note:
                yield f"{row.name}：{note}"
