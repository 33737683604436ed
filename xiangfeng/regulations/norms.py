"""The 28 conduct norms: the list as shipped, and counting doubled ones once (去重组). Pure.

``authority`` is our own reading of who may act on the conduct, to be confirmed by the 法制审核员 before it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


class NormLike(Protocol):
    """What counting needs to know of a norm."""

    code: str
    group: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """One norm as it is installed."""

    code: str
    clause: str
    field: str
    text: str
    is_positive: bool = False
    group: str = ""
    authority: str = ""


NORMS = (
    Shipped(
        "N01", "C6(一)", "环境卫生", "垃圾分类投放到相应垃圾桶", True, "", "城管、生态环境（依地方条例）"
    ),
    Shipped("N02", "C6(二)", "环境卫生", "不随地吐痰", False, "G1", "城管（市容环卫条例）"),
    Shipped("N03", "C6(二)", "环境卫生", "不乱扔物品", False, "G2", "城管"),
    Shipped("N04", "C6(二)(三)", "环境卫生", "保持公共场所整洁干净", True),
    Shipped("N05", "C6(三)", "环境卫生", "不乱涂乱刻", False, "G3", "城管、公安"),
    Shipped("N06", "C6(三)", "环境卫生", "不堵塞排水沟", False, "", "城管、水务"),
    Shipped("N07", "C7(一)", "道路交通", "不闯红灯", False, "", "公安交管"),
    Shipped("N08", "C7(一)", "道路交通", "不逆行", False, "", "公安交管"),
    Shipped("N09", "C7(一)", "道路交通", "不超速驾驶", False, "", "公安交管"),
    Shipped("N10", "C7(一)", "道路交通", "不酒后驾驶", False, "", "公安交管（可入刑）"),
    Shipped("N11", "C7(二)", "道路交通", "保持道路整洁畅通，不乱扔垃圾", False, "G2", "城管、公路"),
    Shipped("N12", "C7(二)", "道路交通", "不占道经营", False, "", "城管、公路"),
    Shipped("N13", "C8(一)", "绿化", "不乱砍乱伐", False, "", "林草、城管"),
    Shipped("N14", "C8(一)", "绿化", "不乱摘乱采", False, "", "城管"),
    Shipped("N15", "C8(二)", "绿化", "不损坏公共绿地", False, "", "城管"),
    Shipped("N16", "C8(二)", "绿化", "不占用公共绿地", False, "", "城管"),
    Shipped("N17", "C9(一)", "社会行为", "尊重他人，文明待人", True),
    Shipped("N18", "C9(一)", "社会行为", "不讲脏话"),
    Shipped("N19", "C9(一)", "社会行为", "不侮辱他人", False, "", "公安"),
    Shipped("N20", "C9(二)", "社会行为", "不在公共场所吸烟", False, "G4", "控烟执法部门"),
    Shipped("N21", "C9(二)", "社会行为", "不在公共场所喧哗", False, "", "公安（噪声）"),
    Shipped("N22", "C9(二)", "社会行为", "不乱涂乱写", False, "G3", "城管"),
    Shipped("N23", "C10(一)", "社会交往", "不偷窥他人", False, "", "公安"),
    Shipped("N24", "C10(一)", "社会交往", "不拍摄他人隐私", False, "", "公安"),
    Shipped("N25", "C10(二)", "社会交往", "不以攀比炫耀为目的炫富和消费"),
    Shipped("N26", "C11(一)", "公共服务", "不破坏损坏公共设施", False, "", "公安、权属单位"),
    Shipped("N27", "C11(二)", "公共服务", "不在禁止吸烟场所吸烟", False, "G4", "控烟执法部门"),
    Shipped("N28", "C11(三)", "公共服务", "不随地吐痰和乱扔垃圾", False, "G1,G2", "城管"),
)


def keys_of(norm: NormLike) -> tuple[str, ...]:
    """What a norm is counted under: its groups, or its own code when it is no double."""
    groups = [one.strip() for one in norm.group.replace("，", ",").replace("、", ",").split(",")]
    return tuple(one for one in groups if one) or (norm.code,)


def merged(norms: Iterable[NormLike]) -> dict[str, list[str]]:
    """The lines of a report: for each key the codes that count as one; N28 stands under both of its groups."""
    found: dict[str, list[str]] = {}
    for norm in sorted(norms, key=lambda one: one.code):
        for key in keys_of(norm):
            found.setdefault(key, []).append(norm.code)
    return found


def tally(counts: Mapping[str, int], norms: Iterable[NormLike]) -> dict[str, int]:
    """How often each line of `merged` occurred. A record counts once in every line it belongs to, so that lines may add
    up to more than all records: the total is the sum of ``counts``, never of the lines."""
    return {key: sum(counts.get(code, 0) for code in codes) for key, codes in merged(norms).items()}
