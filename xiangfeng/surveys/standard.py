"""The standard set: nine questions of our own from which a quarter's 群众问卷 can start.

The field's own questionnaires ask with options that praise; here every scale has the same number of steps on both sides and a way
to say that one does not know. Nothing asks for name, age or house number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xiangfeng.surveys.models import SATISFACTION, Kind


@dataclass(frozen=True, slots=True)
class Standard:
    """One question of the set; ``depends`` names another by its key."""

    key: str
    kind: Kind
    text: str
    options: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    is_satisfaction: bool = False
    depends: str = ""
    depends_on: tuple[int, ...] = ()
    hint: str = ""

    def fields(self) -> dict[str, Any]:
        """As a question takes them, without the condition."""
        return {
            "kind": self.kind,
            "text": self.text,
            "hint": self.hint,
            "options": list(self.options),
            "lines": list(self.lines),
            "is_satisfaction": self.is_satisfaction,
        }


STANDARD = (
    Standard(
        "overall",
        Kind.SINGLE,
        "您对本乡镇精神文明创建工作总的满意程度？",
        SATISFACTION,
        is_satisfaction=True,
    ),
    Standard(
        "parts",
        Kind.MATRIX,
        "您对下面几个方面满意吗？",
        SATISFACTION,
        ("环境卫生", "公共秩序", "文化活动", "乡风民风", "干部作风"),
        is_satisfaction=True,
    ),
    Standard(
        "waste",
        Kind.SINGLE,
        "您家附近的垃圾一般多久清运一次？",
        ("每天", "两三天一次", "一周左右", "更久", "不清楚"),
    ),
    Standard(
        "station",
        Kind.SINGLE,
        "最近三个月，您到过新时代文明实践站（所）吗？",
        ("去过不止一次", "去过一次", "知道，没去过", "不知道在哪里"),
    ),
    Standard(
        "activities",
        Kind.MULTIPLE,
        "您希望多办哪些活动？",
        (
            "文艺演出、电影",
            "健康义诊",
            "法律咨询",
            "农技培训",
            "孝老敬亲、邻里互助",
            "青少年活动",
            "都不需要",
        ),
    ),
    Standard(
        "customs",
        Kind.SINGLE,
        "和去年比，村里红白喜事大操大办的情况？",
        ("明显少了", "少了一些", "差不多", "多了", "不清楚"),
    ),
    Standard("safety", Kind.SCALE, "晚上一个人走在村里，您觉得放心吗？", hint="1分很不放心，5分很放心"),
    Standard(
        "problems",
        Kind.MULTIPLE,
        "您觉得身边最要紧的问题是哪些？",
        ("垃圾清运", "污水排放", "道路破损", "乱停乱放", "噪声扰民", "公厕", "没有什么问题"),
    ),
    Standard("words", Kind.OPEN, "您对创建工作还有什么意见和建议？", hint="请不要写姓名和电话"),
)
"""In the order in which they are asked."""
