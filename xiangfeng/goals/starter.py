"""The eleven kinds of work of a programme's first year (B3.1), in our own words, each traced to what asked for it (B2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Starter:
    """One kind of first-year work: who usually leads it, its measure, the month it is due."""

    title: str
    indicator: str
    target: Decimal
    measure: str
    weight: Decimal
    leads: tuple[str, ...]
    requirement: str
    tags: str
    month: int = 12
    is_additive: bool = True


def _one(
    title: str, indicator: str, target: int, measure: str, weight: int, leads: str, number: int, tags: str,
    month: int = 12, is_additive: bool = True,
) -> Starter:  # fmt: skip
    return Starter(
        title, indicator, Decimal(target), measure, Decimal(weight), tuple(leads.split("、")),
        f"B3.1({number})、B2.{number}", tags, month, is_additive,
    )  # fmt: skip


STARTERS = (
    _one(
        "组建工作班子，排出全年计划和时间表",
        "领导小组文件和时间表印发",
        1,
        "套",
        5,
        "党政办、创建办",
        1,
        "政治",
        1,
    ),
    _one("开展文明素养宣传教育", "集中宣传教育活动", 12, "场", 12, "宣传、文化站", 2, "精神"),
    _one("补齐公共设施短板", "完成设施改善项目", 6, "个", 12, "村镇建设、村建", 3, "物质", 11),
    _one("整治环境卫生", "集中清洁行动", 24, "次", 14, "环卫、村镇建设", 4, "物质"),
    _one("整治交通秩序", "排查并消除路口隐患", 10, "处", 8, "交管、派出所", 5, "物质、政治", 11),
    _one("规范社会管理", "矛盾纠纷调处率", 95, "%", 8, "综治、司法所", 6, "政治", 12, False),
    _one("组织群众文体活动", "文体活动", 16, "场", 9, "文化站", 7, "精神"),
    _one("做好防返贫帮扶", "监测对象走访帮扶率", 100, "%", 8, "振兴", 8, "物质", 12, False),
    _one("建好志愿服务队伍", "志愿服务活动", 24, "次", 9, "文明、文化站", 9, "精神"),
    _one("宣传创建成果和经验", "县级以上媒体刊发稿件", 10, "篇", 7, "宣传、文化站", 10, "精神"),
    _one("评估总结，调整改进", "半年和年终评估", 2, "次", 8, "创建办、党政办", 11, "政治"),
)
