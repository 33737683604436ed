"""Whether a leading group is complete: exactly one 组长 and at least one 分管 (A1.1). Pure; no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CHIEF, DEPUTY = "chief", "deputy"


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome in words; ``problems`` is empty when the group is complete."""

    chiefs: tuple[str, ...]
    deputies: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.problems

    @property
    def text(self) -> str:
        """“组长何正；分管林岚、唐波”, with what is lacking said as such."""
        chief = f"组长{'、'.join(self.chiefs)}" if self.chiefs else "没有组长"
        deputy = f"分管{'、'.join(self.deputies)}" if self.deputies else "没有分管"
        return f"{chief}；{deputy}"


def check(seats: Iterable[tuple[str, str]]) -> Check:
    """``seats`` are (小组职务, name) of those who sit on one day."""
    rows = list(seats)
    chiefs = tuple(name for post, name in rows if post == CHIEF)
    deputies = tuple(name for post, name in rows if post == DEPUTY)
    problems = []
    if not chiefs:
        problems.append("没有组长，要恰好 1 名")
    elif len(chiefs) > 1:
        problems.append(f"组长有 {len(chiefs)} 名（{'、'.join(chiefs)}），要恰好 1 名")
    if not deputies:
        problems.append("没有分管，要至少 1 名副组长（分管）")
    return Check(chiefs, deputies, tuple(problems))
