"""指标体系 (the scheme) as frozen data: what is scored, by which rule, weighed how, ranked, graded and rewarded how.

All numbers are `Decimal`; weights and percentages are in percent (70 means 70 %). A scheme says nothing about any
village or month. `problems` lists in Chinese what must be put right before a scheme may be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

HUNDRED = Decimal(100)

KINDS = {"items": "按指标打分", "given": "直接取一个分数", "mix": "按权重合成", "mean": "取多个分数的平均"}
FEEDS = {"": "手工录入", "done_rate": "整改率", "on_time_rate": "按期整改率"}
POLICIES = {
    "peer_mean": "取本组其他单位同项平均",
    "given": "给定分",
    "rescale": "本项不计，其余按比例放大",
    "unranked": "不参加排名",
}
EFFECTS = {"no_award": "取消评优", "cap": "封顶", "zero": "总分清零", "no_rank": "不参加排名"}
PERIODS = {
    "month": "每月",
    "two_months": "每两个月",
    "quarter": "每季度",
    "half_year": "每半年",
    "year": "每年",
}
RANK_ON = {"shown": "按公布分数（四舍五入后）排名", "exact": "按未舍入的分数排名"}
DIRECTIONS = {"higher": "分高者在前", "lower": "分低者在前"}
RANKINGS = {"all": "全部一起排名", "group": "分组排名"}
DISTRIBUTIONS = {"exclusive": "各等次互不重复", "cumulative": "累计（高等次也计入低等次）"}
SIDES = {"top": "前", "bottom": "后"}
COLOURS = {"red": "红榜", "black": "黑榜", "plain": "名单"}
METHODS = (
    "材料审核",
    "实地考察",
    "问卷调查",
    "听取汇报",
    "网络调查",
    "整体观察",
    "访问调查",
    "征求部门意见",
    "图片资料",
    "网上申报",
    "问询",
    "大数据分析",
)


def plain(number: Decimal | int) -> str:
    """The one way a number is written as text: no exponent, no trailing zeros (`Decimal("2.50")` → `2.5`)."""
    text = format(Decimal(number), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def plain_json(value: Any) -> Any:
    """Rule parameters in canonical JSON: numbers as plain strings, lists and tables kept, `None` left out."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        return {str(key): plain_json(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [plain_json(item) for item in value]
    raise TypeError(f"参数里不能有这种值：{value!r}")


@dataclass(frozen=True)
class Rule:
    """计分规则: a name of the registry (`R1` … `R14`, `R0` for points given directly) and its parameters.

    Parameters are kept as canonical JSON (numbers as strings), so `each=Decimal("0.50")` equals `each="0.5"`.
    """

    name: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", plain_json(self.params))

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True)
class Node:
    """One row of the 指标体系, at any level (项目/指标/内容/标准).

    A node is scored when it has points and a rule and nothing below it is scored; what hangs below a scored node
    is descriptive text. `step` is the smallest unit a score may have; `proof` is 要求的佐证.
    """

    code: str
    title: str
    level: str = "指标"
    points: Decimal | None = None
    methods: tuple[str, ...] = ()
    rule: Rule | None = None
    step: Decimal = Decimal("0.5")
    proof: str = ""
    children: tuple[Node, ...] = ()

    def scored(self) -> tuple[Node, ...]:
        """The scored nodes at or below this one, in order."""
        below = tuple(node for child in self.children for node in child.scored())
        if below:
            return below
        return (self,) if self.points is not None and self.rule is not None else ()

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def is_bonus(self) -> bool:
        """加分项: adds to the 综合得分 instead of counting towards the full points."""
        return self.rule is not None and self.rule.name == "R10"


@dataclass(frozen=True)
class Source:
    """分数来源: one branch of the weighted mean, nested freely.

    `items` sums its nodes, `given` takes one number, `mean` averages a list of numbers (各村均分, 多轮, 多评委),
    `mix` weighs its children. With `scale` the value is brought to a full mark of 100 by its own full points; without
    it the value counts as it is. `rank_score` (an R14 rule) turns the value into a rank and the rank into a score.
    `trim` drops the highest and the lowest of three or more numbers before averaging. `feed` is one of `FEEDS`: the rate
    of the month that a `given` source's number is taken from.
    """

    key: str
    title: str
    weight: Decimal = HUNDRED
    kind: str = "items"
    full: Decimal = HUNDRED
    scale: bool = True
    trim: bool = False
    step: Decimal | None = None
    feed: str = ""
    rank_score: Rule | None = None
    nodes: tuple[Node, ...] = ()
    children: tuple[Source, ...] = ()

    def walk(self) -> Iterator[Source]:
        """This source and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def items(self) -> tuple[Node, ...]:
        """The scored nodes of this source itself (not of its children), in order."""
        return tuple(node for top in self.nodes for node in top.scored())

    @property
    def full_points(self) -> Decimal:
        """满分 before scaling: the points of the scored nodes without bonus items, or `full`."""
        if self.kind != "items":
            return self.full
        return sum((node.points or Decimal(0) for node in self.items() if not node.is_bonus), Decimal(0))


@dataclass(frozen=True)
class Missing:
    """缺项/缺轮 rule: a policy of `POLICIES`; for `given` either `value` (points) or `percent` of the full mark."""

    policy: str
    value: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True)
class Caps:
    """加分、扣分上限, each entry and in total; `None` means no limit."""

    bonus_each: Decimal | None = None
    bonus_total: Decimal | None = None
    deduction_each: Decimal | None = None
    deduction_total: Decimal | None = None


@dataclass(frozen=True)
class Veto:
    """一票否决 (R12): a condition and its effect, one of `EFFECTS`; `cap` is the ceiling for the effect `cap`."""

    code: str
    title: str
    effect: str = "no_award"
    cap: Decimal | None = None


@dataclass(frozen=True)
class Grade:
    """等次 by threshold, best first; `at_least=None` is the rest. The threshold itself belongs to the grade."""

    name: str
    at_least: Decimal | None = None


@dataclass(frozen=True)
class Band:
    """How many places a list has when the group has at least `size` ranked units."""

    size: int
    count: int


@dataclass(frozen=True)
class Listing:
    """榜 (红黑榜, 示范/后进): the first or last places, and, for 双阈值, a score that must also hold.

    `side="top"` asks for `rank <= count` and, if set, `score >= at_least`; `side="bottom"` for one of the last `count`
    places and, if set, `score < below`. `bands` gives the count by group size; the largest fitting size decides.
    Units tied on the last place all enter. `exclusive` leaves out units already on an earlier list.
    `within`: `all`, `group`, or empty for the scheme's own ranking.
    """

    name: str
    side: str = "top"
    bands: tuple[Band, ...] = ()
    at_least: Decimal | None = None
    below: Decimal | None = None
    colour: str = "plain"
    within: str = ""
    exclusive: bool = True

    def count(self, size: int) -> int:
        """How many places this list has in a group of `size` ranked units."""
        fitting = [band for band in self.bands if band.size <= size]
        return max(fitting, key=lambda band: band.size).count if fitting else 0


@dataclass(frozen=True)
class Tier:
    """奖励档: by rank (`first`–`last`, counted from `side`), by condition, or by both; the first that fits is given.

    `amount` is in 元; below zero it is 扣减以奖代补资金. `needs_upper` asks that an upper level looked at the unit.
    """

    name: str
    amount: Decimal = Decimal(0)
    first: int | None = None
    last: int | None = None
    side: str = "top"
    at_least: Decimal | None = None
    below: Decimal | None = None
    grades: tuple[str, ...] = ()
    needs_upper: bool = False
    within: str = ""

    @property
    def is_honour(self) -> bool:
        """A reward, which 取消评优 takes away; 扣减 and a 约谈 for the last ones it does not."""
        return self.amount > 0 or (self.amount == 0 and self.side == "top" and self.below is None)


@dataclass(frozen=True)
class Scheme:
    """指标体系: everything that decides how one period of assessment is scored, ranked, graded and rewarded.

    `places` (0–3) are the published decimals; `rank_on` says whether ranks, grades and thresholds look at the
    published or the exact score; `strip_zeros` prints 95 instead of 95.00. `givers` are the levels that score, lowest first: the highest replaces the others
    (R13). Without a `missing` policy an empty cell leaves the unit 待补; `missing_round` is the same for a source.
    """

    name: str
    year: int
    version: str = "1"
    issuer: str = ""
    basis: str = ""
    period: str = "month"
    places: int = 2
    strip_zeros: bool = False
    rank_on: str = "shown"
    direction: str = "higher"
    ranking: str = "all"
    distribution: str = "exclusive"
    total_max: Decimal | None = None
    trim_judges: bool = False
    groups: tuple[str, ...] = ()
    givers: tuple[str, ...] = ("镇", "县", "市", "省")
    missing: Missing | None = None
    missing_round: Missing | None = None
    caps: Caps = Caps()
    sources: tuple[Source, ...] = ()
    grades: tuple[Grade, ...] = ()
    listings: tuple[Listing, ...] = ()
    tiers: tuple[Tier, ...] = ()
    vetoes: tuple[Veto, ...] = ()

    def walk(self) -> Iterator[Source]:
        """Every source, in reading order."""
        for source in self.sources:
            yield from source.walk()

    def items(self) -> tuple[Node, ...]:
        """The scored nodes of all sources, in order: the columns of the score sheet."""
        return tuple(self._by_code.values())

    def item(self, code: str) -> Node:
        """The scored node of that code; `KeyError` when there is none."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> dict[str, Node]:
        # Asked for by every cell of a sheet; a scheme never changes, so once is enough.
        return {node.code: node for source in self.walk() for node in source.items()}

    def source(self, key: str) -> Source:
        """The source of that key; `KeyError` when there is none."""
        for source in self.walk():
            if source.key == key:
                return source
        raise KeyError(key)

    def given_sources(self) -> tuple[Source, ...]:
        """The sources whose number is typed or fetched (`given` and `mean`), in order."""
        return tuple(source for source in self.walk() if source.kind in ("given", "mean"))

    def titles(self) -> dict[str, str]:
        """The title of every score on the sheet: 打分项 by code, then the sources whose number is given, by key."""
        items = {node.code: node.title for node in self.items()}
        return items | {source.key: source.title for source in self.given_sources()}

    def text(self, shown: Decimal) -> str:
        """A published score as printed: `places` decimals, trailing zeros dropped when the scheme says so."""
        return plain(shown) if self.strip_zeros else format(shown, "f")

    def problems(self) -> list[str]:
        """What must be put right before this scheme is used, one Chinese sentence each; empty when it is sound."""
        from .problems import problems

        return problems(self)

    def to_dict(self) -> dict[str, Any]:
        """Canonical plain JSON: decimals as strings, fields in order, fields at their default left out."""
        from .codec import to_dict

        data: dict[str, Any] = to_dict(self)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Scheme:
        """Read `to_dict` back; raises `SchemeError` naming the place in Chinese."""
        from .codec import scheme_from_dict

        return scheme_from_dict(data)
