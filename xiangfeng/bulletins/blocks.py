"""What a 通报 is made of: paragraphs with a stable key, and the facts around the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xiangfeng.documents.paper import Number, Run

SECTIONS = {
    "opening": "",
    "overview": "总体情况",
    "upper": "上级考评",
    "ranking": "名次",
    "problems": "主要问题",
    "awards": "奖惩",
    "requirements": "工作要求",
}
"""Section → its heading; the opening has none. Empty sections are left out and the numbers close up."""


@dataclass(frozen=True)
class Change:
    """A figure that changed since the clerk edited the paragraph and could not be put into the edited text."""

    fact: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.old or '（无）'} → {self.new or '（无）'}"


@dataclass(frozen=True)
class Block:
    """One paragraph. `key` is `overview`, `problems:石桥村` …; runs with a `fact` are generated figures.

    `pending` lists the figures that changed under an edited text (数字已变，请核对); `updated` those already put in.
    """

    key: str
    runs: tuple[Run, ...]
    is_edited: bool = False
    pending: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()

    @property
    def section(self) -> str:
        return self.key.partition(":")[0]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def figures(self) -> dict[str, str]:
        """Fact → figure as printed, in reading order."""
        return {run.fact: run.text for run in self.runs if run.fact}

    @property
    def warning(self) -> str:
        """What the clerk has to look at, or an empty text."""
        if not self.pending:
            return ""
        return f"数字已变，请核对：{'；'.join(map(str, self.pending))}"


@dataclass(frozen=True)
class Rectified:
    """本期到期问题 and those 按期销号."""

    due: int
    done: int


@dataclass(frozen=True)
class Context:
    """Everything in a 通报 that is no score: whose paper it is, the period, what was found, what is asked.

    `problems` gives the 主要问题 by unit name; where it is empty they come from the recorded findings, else from the
    items that lost most. `grades_only` publishes 等次 without scores and ranks.
    """

    period: str
    issuer: str = ""
    topic: str = "文明创建考评"
    units: str = "村（社区）"
    mark: str = ""
    number: Number | None = None
    to: str = "各村（社区），镇直各单位"
    basis: str = ""
    inspected: str = ""
    upper: tuple[str, ...] = ()
    problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rectified: Rectified | None = None
    previous_period: str = ""
    previous_mean: Decimal | None = None
    deadline: date | None = None
    objection_days: int = 15
    requirements: tuple[str, ...] = ()
    grades_only: bool = False
    cc: str = ""
    date: date | None = None
    printer: str = ""

    @property
    def title(self) -> str:
        return f"关于{self.period}{self.topic}情况的通报"

    def heading(self, section: str) -> str:
        """The heading above a section of this paper; empty for the opening."""
        return "等次" if self.grades_only and section == "ranking" else SECTIONS.get(section, "")
