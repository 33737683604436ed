"""What must be put right in a scheme before it is used, one Chinese sentence each, naming the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from ..figures import figure
from ..rules import RULES, bind
from . import model
from .codec import SchemeError
from .model import Caps, Listing, Missing, Node, Rule, Scheme, Source, Tier

ZERO = Decimal(0)


def problems(scheme: Scheme) -> list[str]:
    """Every problem of the scheme in reading order; an empty list means it may be used."""
    return [
        *_head(scheme),
        *_sources(scheme),
        *_items(scheme),
        *_missing(scheme),
        *_caps(scheme.caps),
        *_grades(scheme),
        *_listings(scheme),
        *_tiers(scheme),
        *_vetoes(scheme),
    ]


def _choice(place: str, value: str, known: Mapping[str, str]) -> Iterator[str]:
    if value not in known:
        options = "、".join(f"{key}（{title}）" for key, title in known.items() if key)
        yield f"{place}“{value}”不认识，可用的是{options}。"


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _head(scheme: Scheme) -> Iterator[str]:
    if not scheme.name.strip():
        yield "方案没有名称。"
    if not 0 <= scheme.places <= 3:
        yield f"小数位数应当在 0–3 之间，现在是 {scheme.places}。"
    yield from _choice("考评周期", scheme.period, model.PERIODS)
    yield from _choice("排名依据", scheme.rank_on, model.RANK_ON)
    yield from _choice("排序方向", scheme.direction, model.DIRECTIONS)
    yield from _choice("排名范围", scheme.ranking, model.RANKINGS)
    yield from _choice("等次统计方式", scheme.distribution, model.DISTRIBUTIONS)
    if scheme.total_max is not None and scheme.total_max <= 0:
        yield "总分上限应当大于 0。"
    for name in _repeated(scheme.groups):
        yield f"分组“{name}”写了两次。"
    for name in _repeated(scheme.givers):
        yield f"考评层级“{name}”写了两次。"


def _sources(scheme: Scheme) -> Iterator[str]:
    if not scheme.sources:
        yield "方案还没有分数来源。"
    else:
        yield from _weights("各分数来源", scheme.sources)
    for key in _repeated(source.key for source in scheme.walk()):
        yield f"分数来源的标识“{key}”重复了。"
    for source in scheme.walk():
        yield from _source(source)


def _weights(place: str, sources: tuple[Source, ...]) -> Iterator[str]:
    for source in sources:
        if source.weight <= 0:
            yield f"分数来源“{source.title}”的权重应当大于 0。"
    total = sum((source.weight for source in sources), ZERO)
    if total != 100:
        parts = "＋".join(f"{figure(source.weight)}%" for source in sources)
        yield f"{place}的权重合计应当是 100%，现在是 {parts}＝{figure(total)}%。"


def _source(source: Source) -> Iterator[str]:
    place = f"分数来源“{source.title}”"
    yield from _choice(f"{place}的类型", source.kind, model.KINDS)
    if source.kind == "mix":
        if source.children:
            yield from _weights(f"{place}下各来源", source.children)
        else:
            yield f"{place}由下级来源合成，却没有下级来源。"
    elif source.children:
        yield f"{place}有下级来源，类型应当是 mix（按权重合成）。"
    if source.kind == "items":
        if source.full_points <= 0:
            yield f"{place}没有计分的项目。"
    elif source.nodes:
        yield f"{place}有项目，类型应当是 items（按指标打分）。"
    if source.kind in ("given", "mean") and source.full <= 0:
        yield f"{place}的满分应当大于 0。"
    yield from _choice(f"{place}的取数", source.feed, model.FEEDS)
    if source.feed and source.kind != "given":
        yield f"{place}写了从哪里取数，类型应当是 given（直接取一个分数）。"
    if source.step is not None and source.step <= 0:
        yield f"{place}的最小单位应当大于 0。"
    if source.rank_score is not None:
        if source.rank_score.name == "R14":
            yield from _rule(f"{place}的名次赋分", source.rank_score, Decimal(100))
        else:
            yield f"{place}的名次赋分应当用 R14。"


def _items(scheme: Scheme) -> Iterator[str]:
    nodes = [node for source in scheme.walk() for top in source.nodes for node in top.walk()]
    for code in _repeated(node.code for node in nodes):
        yield f"项目编号“{code}”重复了。"
    scored = {id(node) for node in scheme.items()}
    for place, node in enumerate(nodes, 1):
        yield from _node(f"第{place}个项目“{node.title or node.code}”", node, id(node) in scored)


def _node(place: str, node: Node, is_scored: bool) -> Iterator[str]:
    if not node.code.strip():
        yield f"{place}缺少编号。"
    if not node.title.strip():
        yield f"{place}缺少名称。"
    if node.rule is not None and node.points is None:
        yield f"{place}缺少分值。"
    if node.points is not None and node.points <= 0:
        yield f"{place}的分值应当大于 0。"
    if node.step <= 0:
        yield f"{place}的最小单位应当大于 0。"
    if node.points is not None and node.rule is None and not _has_scored_child(node):
        yield f"{place}有分值，却没有写计分规则。"
    if node.rule is not None and not is_scored and node.points is not None:
        yield f"{place}的下级另有计分项目，本级的计分规则不起作用，请删去其一。"
    if node.rule is not None and is_scored:
        if node.rule.name == "R12":
            yield f"{place}用了一票否决（R12），请移到方案的“一票否决”里。"
        else:
            yield from _rule(place, node.rule, node.points or ZERO)
    yield from _sum(place, node)


def _has_scored_child(node: Node) -> bool:
    return any(child.scored() for child in node.children)


def _sum(place: str, node: Node) -> Iterator[str]:
    """Points of the children ≠ points of the parent, wherever every level states its points (勾稽)."""
    parts = [child.points for child in node.children if child.points is not None and not child.is_bonus]
    if node.points is None or not parts:
        return
    if sum(parts, ZERO) != node.points:
        sum_text = "＋".join(figure(part) for part in parts)
        total = figure(sum(parts, ZERO))
        yield f"{place}是 {figure(node.points)} 分，下级合计 {sum_text}＝{total}，两者不等。"
    if any(child.points is None and child.scored() for child in node.children):
        yield f"{place}的下级有的写了分值、有的没写，无法核对合计。"


def _rule(place: str, rule: Rule, points: Decimal) -> Iterator[str]:
    if rule.name not in RULES:
        yield f"{place}：没有“{rule.name}”这种计分规则，可用的是 R0–R14。"
        return
    try:
        bound = bind(rule)
    except SchemeError as error:
        yield f"{place}：{error}"
        return
    for clause in bound.problems(points):
        yield f"{place}的规则“{bound.title}”：{clause}。"


def _missing(scheme: Scheme) -> Iterator[str]:
    for place, missing in (("缺项办法", scheme.missing), ("缺轮办法", scheme.missing_round)):
        if missing is not None:
            yield from _policy(place, missing)


def _policy(place: str, missing: Missing) -> Iterator[str]:
    yield from _choice(place, missing.policy, model.POLICIES)
    numbers = [number for number in (missing.value, missing.percent) if number is not None]
    if missing.policy == "given" and len(numbers) != 1:
        yield f"{place}是给定分，要写明给定分或满分的百分比（只写一个）。"
    if missing.policy != "given" and numbers:
        yield f"{place}不是给定分，不用写分数。"
    if any(number < 0 for number in numbers) or (missing.percent is not None and missing.percent > 100):
        yield f"{place}的给定分不能为负，百分比不能超过 100。"


def _caps(caps: Caps) -> Iterator[str]:
    named = {
        "每项加分上限": caps.bonus_each,
        "加分总上限": caps.bonus_total,
        "每项扣分上限": caps.deduction_each,
        "扣分总上限": caps.deduction_total,
    }
    for title, value in named.items():
        if value is not None and value < 0:
            yield f"{title}不能为负。"


def _grades(scheme: Scheme) -> Iterator[str]:
    for name in _repeated(grade.name for grade in scheme.grades):
        yield f"等次“{name}”写了两次。"
    for upper, lower in zip(scheme.grades, scheme.grades[1:], strict=False):
        if upper.at_least is None:
            yield f"等次“{upper.name}”没有分数线，应当放在最后。"
        elif lower.at_least is not None and not _descends(scheme, upper.at_least, lower.at_least):
            order = "由高到低" if scheme.direction == "higher" else "由低到高"
            yield f"等次的分数线应当{order}，“{lower.name}”（{figure(lower.at_least)}）排错了位置。"


def _descends(scheme: Scheme, first: Decimal, second: Decimal) -> bool:
    return first > second if scheme.direction == "higher" else first < second


def _listings(scheme: Scheme) -> Iterator[str]:
    for name in _repeated(listing.name for listing in scheme.listings):
        yield f"榜单“{name}”写了两次。"
    for listing in scheme.listings:
        yield from _listing(f"榜单“{listing.name}”", listing)


def _listing(place: str, listing: Listing) -> Iterator[str]:
    yield from _choice(f"{place}的方向", listing.side, model.SIDES)
    yield from _choice(f"{place}的颜色", listing.colour, model.COLOURS)
    yield from _choice(f"{place}的排名范围", listing.within, {"": "", **model.RANKINGS})
    if not listing.bands:
        yield f"{place}没有写名额。"
    if any(band.size < 0 or band.count < 0 for band in listing.bands):
        yield f"{place}的名额和组内单位数不能为负。"
    sizes = [band.size for band in listing.bands]
    if sizes != sorted(set(sizes)):
        yield f"{place}的组内单位数应当由小到大、不重复。"


def _tiers(scheme: Scheme) -> Iterator[str]:
    known = {grade.name for grade in scheme.grades}
    for number, tier in enumerate(scheme.tiers, 1):
        yield from _tier(f"第{number}个奖励档“{tier.name}”", tier, known)


def _tier(place: str, tier: Tier, grades: set[str]) -> Iterator[str]:
    yield from _choice(f"{place}的方向", tier.side, model.SIDES)
    yield from _choice(f"{place}的排名范围", tier.within, {"": "", **model.RANKINGS})
    for name in tier.grades:
        if name not in grades:
            yield f"{place}提到等次“{name}”，方案里没有这个等次。"
    first = 1 if tier.first is None else tier.first
    if first < 1 or (tier.last is not None and tier.last < first):
        yield f"{place}的名次应当从小到大，且不小于 1。"
    bounds = (tier.first, tier.last, tier.at_least, tier.below)
    if all(bound is None for bound in bounds) and not tier.grades and not tier.needs_upper:
        yield f"{place}没有写名次或条件，会发给所有单位。"


def _vetoes(scheme: Scheme) -> Iterator[str]:
    for code in _repeated(veto.code for veto in scheme.vetoes):
        yield f"一票否决的编号“{code}”重复了。"
    for veto in scheme.vetoes:
        yield from _choice(f"一票否决“{veto.title}”的后果", veto.effect, model.EFFECTS)
        if veto.effect == "cap" and veto.cap is None:
            yield f"一票否决“{veto.title}”要写明封顶分。"
