"""Finding the head of a table and knowing its columns by the many names townships give them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from .grid import Grid, column_letter, text_of

ROLES: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号", "no"),
    "rank": ("名次", "排名", "位次", "综合排名", "全镇名次", "总名次"),
    "unit": (
        "村",
        "村名",
        "村居",
        "村单位",
        "单位",
        "单位名称",
        "村社区",
        "村社区名称",
        "社区",
        "村居名称",
        "村名称",
        "行政村",
        "被考评单位",
        "考评对象",
        "镇街",
        "镇",
        "乡镇",
        "乡镇街道",
        "镇街道",
        "小区",
        "小区名称",
        "名称",
    ),
    "group": ("类别", "组别", "分组", "类型", "组", "分类"),
    "score": (
        "得分",
        "成绩",
        "考评成绩",
        "综合得分",
        "总分",
        "总得分",
        "最终得分",
        "考评得分",
        "考核得分",
        "平均成绩",
        "平均分",
        "合计得分",
        "综合成绩",
        "总成绩",
        "考核成绩",
        "本月得分",
        "分数",
    ),
    "grade": ("等次", "等级", "档次", "评定等次", "考评等次"),
    "award": ("奖惩", "奖励", "奖励金", "奖励金额", "奖金", "奖惩金额", "奖励资金", "以奖代补"),
    "upper": ("上级考评", "上级成绩", "本月各级暗访情况", "各级暗访情况", "上级暗访", "上级考评成绩"),
    "bonus": ("加分", "加分项", "奖励加分"),
    "deduction": ("扣分", "减分", "扣分项", "惩罚扣分"),
    "remark": ("备注", "说明", "缺项原因", "备注原因"),
    "veto": ("一票否决", "否决情形", "否决"),
    "size": ("村数", "村居数", "单位数", "抽查数", "个数", "村个数", "村社区数"),
    "field": ("现场分", "现场得分"),
    "fixed": ("整改分", "整改得分"),
}
"""Role → the headings (normalised) by which it is known. `field` and `fixed` are the totals of 台账 no. 5."""

_BY_HEADING = {heading: role for role, headings in ROLES.items() for heading in headings}

GRADE_WORDS = (
    "优",
    "良",
    "优秀",
    "良好",
    "及格",
    "不及格",
    "合格",
    "不合格",
    "好",
    "较好",
    "一般",
    "较差",
    "差",
)
"""Headings of a 等次分布表 (how many units have which grade)."""

TOTAL_WORDS = ("小计", "合计", "总计", "共计")
MEAN_WORDS = ("平均", "平均分", "均分", "平均成绩")
LIMIT_WORDS = ("满分", "分值", "权重", "权数")

_SUFFIX = re.compile(r"([(\[](满分)?\d+(\.\d+)?(分|%)?[)\]]|满分\d+(\.\d+)?分?|\d+(\.\d+)?(分|%))$")
_PUNCTUATION = re.compile(r"[\s()（）\[\]【】/、,，.。:：;；·\-—_\"'“”‘’《》*]+")
_UNIT_OF_MONEY = re.compile(r"[（(](元|万元|分|个|%)[)）]$")


def squeeze(text: str) -> str:
    """Width, blanks and punctuation made one, so that `村（居）`, `村(居)` and `村 / 居` are the same heading."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)).lower()


def base_heading(text: str) -> str:
    """A heading without blanks, without its unit and without a `（满分20）`, `20分` or `70%` at its end."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    text = _UNIT_OF_MONEY.sub("", text)
    shorter = _SUFFIX.sub("", text)
    return squeeze(shorter or text)


def role_of(heading: str) -> str:
    """The role a heading stands for, or an empty text."""
    return _BY_HEADING.get(base_heading(heading), "")


def name_key(name: str) -> str:
    """A unit's name as it is compared: without blanks and with one kind of brackets."""
    return "".join(unicodedata.normalize("NFKC", name).split())


@dataclass(frozen=True)
class Column:
    """One column of a table: its place, its heading, and the heading above it where there are two rows."""

    index: int
    heading: str
    above: str = ""

    @property
    def letter(self) -> str:
        return column_letter(self.index)

    @cached_property
    def role(self) -> str:
        return role_of(self.heading)

    @property
    def label(self) -> str:
        """How a message names it: `D列（现场分）`."""
        return f"{self.letter}列（{''.join(self.heading.split())}）"


@dataclass(frozen=True)
class Head:
    """The head of a table: its Excel rows and its columns."""

    first: int
    last: int
    columns: tuple[Column, ...]

    def column(self, role: str) -> Column | None:
        """The first column of that role."""
        return self._by_role.get(role)

    @cached_property
    def _by_role(self) -> dict[str, Column]:
        return {column.role: column for column in reversed(self.columns)}

    def shorthand(self) -> str:
        """The headings in one line, for a message."""
        return "、".join("".join(column.heading.split()) for column in self.columns[:12])


SEARCHED_ROWS = 20


def find_head(grid: Grid) -> Head | None:
    """The head of the table: the first row that names a unit column and one more heading; with the row below it where
    that one has no unit but more headings (二级表头)."""
    for row in range(1, min(len(grid.rows), SEARCHED_ROWS) + 1):
        texts = [text_of(value) for value in grid.rows[row - 1]]
        named = [text for text in texts if text]
        if len(named) >= 2 and any(role_of(text) == "unit" for text in named):
            return _head(grid, row, texts)
    return None


def _head(grid: Grid, row: int, texts: list[str]) -> Head:
    unit = next(index for index, text in enumerate(texts) if role_of(text) == "unit")
    below = [text_of(value) for value in grid.rows[row]] if row < len(grid.rows) else []
    if not _is_second_head(below, unit):
        return Head(row, row, tuple(Column(n, text) for n, text in enumerate(texts) if text))
    columns, above = [], ""
    for index in range(max(len(texts), len(below))):
        top = texts[index] if index < len(texts) else ""
        low = below[index] if index < len(below) else ""
        above = top or above
        if low:
            columns.append(Column(index, low, above))
        elif top:
            columns.append(Column(index, top))
    return Head(row, row + 1, tuple(columns))


def _is_second_head(texts: list[str], unit: int) -> bool:
    """A second head row: nothing under the unit heading, and words (not numbers) under others."""
    if unit < len(texts) and texts[unit]:
        return False
    words = [text for text in texts if text and not re.fullmatch(r"[\d.]+", text)]
    return len(words) >= 1 and not any(text in LIMIT_WORDS for text in words)
