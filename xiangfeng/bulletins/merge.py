"""Keeping what the clerk wrote when the figures change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xiangfeng.documents.paper import Run

from .blocks import SECTIONS, Block, Change

_GONE = "（数据里已没有这一段）"


@dataclass(frozen=True)
class Edit:
    """A paragraph as the clerk left it, and the generated runs it was based on. An empty text leaves it out."""

    text: str
    based_on: tuple[Run, ...] = ()

    @classmethod
    def of(cls, block: Block, text: str) -> Edit:
        """The edit of a generated block."""
        return cls(text, block.runs)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, for storing."""
        return {"text": self.text, "based_on": [[run.text, run.fact] for run in self.based_on]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Edit:
        """Read `to_dict` back."""
        return cls(str(data["text"]), tuple(Run(text, fact) for text, fact in data.get("based_on", ())))


def merge(generated: Sequence[Block], edits: Mapping[str, Edit]) -> list[Block]:
    """The paragraphs with the clerk's texts in place of the generated ones.

    Where a figure changed since the edit, the old figure in the edited text is replaced by the new one if it stands
    there as a whole token and can only mean that fact. Otherwise the text stays as it is and the block says so
    (`pending`). Edits without a generated paragraph keep their place in their section.
    """
    blocks = [_merged(block, edits[block.key]) if block.key in edits else block for block in generated]
    known = {block.key for block in generated}
    for key, edit in edits.items():
        if key not in known:
            _insert(blocks, _orphan(key, edit))
    return blocks


def _orphan(key: str, edit: Edit) -> Block:
    """A paragraph the clerk added, or one whose data are gone: then it is flagged, unless it was left out anyway."""
    old = "".join(run.text for run in edit.based_on)
    pending = (Change(key, old, _GONE),) if edit.based_on and edit.text else ()
    return Block(key, (Run(edit.text),), True, pending)


def _insert(blocks: list[Block], block: Block) -> None:
    order = list(SECTIONS)
    place = order.index(block.section) if block.section in order else len(order) - 1
    later = (n for n, other in enumerate(blocks) if order.index(other.section) > place)
    blocks.insert(next(later, len(blocks)), block)


def _merged(block: Block, edit: Edit) -> Block:
    old, new = _figures(edit.based_on), block.figures
    changes = [Change(fact, old.get(fact, ""), new.get(fact, "")) for fact in dict.fromkeys([*old, *new])]
    changes = [change for change in changes if change.old != change.new]
    sure = [change for change in changes if _is_sure(change, edit, new)]
    text = _replaced(edit.text, {change.old: change.new for change in sure})
    pending = tuple(change for change in changes if change not in sure) if edit.text else ()
    return replace(
        block, runs=tag(text, new), is_edited=True, pending=pending, updated=tuple(sure) if edit.text else ()
    )


def _figures(runs: Sequence[Run]) -> dict[str, str]:
    return {run.fact: run.text for run in runs if run.fact}


def _is_sure(change: Change, edit: Edit, new: Mapping[str, str]) -> bool:
    """The old figure stands in the text and can only mean this fact: it stands there no more often than it was
    generated, and every fact that had this figure now has the same new one."""
    if not change.old or not change.new:
        return False
    token, old = _token(change.old), _figures(edit.based_on)
    facts = [fact for fact, figure in old.items() if figure == change.old]
    before = "".join(run.text for run in edit.based_on)
    there, generated = len(token.findall(edit.text)), len(token.findall(before))
    return 0 < there <= generated == len(facts) and {new.get(fact) for fact in facts} == {change.new}


def _token(figure: str) -> re.Pattern[str]:
    """The figure as a whole token: not inside a longer number, a date, a rank or a percentage."""
    before = r"(?<![\d.第〔])" if figure[:1].isdigit() else ""
    after = r"(?!\d|\.\d|[%％年月日号])" if figure[-1:].isdigit() else ""
    return re.compile(f"{before}{re.escape(figure)}{after}")


def _replaced(text: str, pairs: Mapping[str, str]) -> str:
    """All pairs in one pass, so that 1→2 and 2→3 do not follow each other."""
    if not pairs:
        return text
    ordered = sorted(pairs, key=len, reverse=True)
    pattern = re.compile("|".join(f"(?:{_token(figure).pattern})" for figure in ordered))
    return pattern.sub(lambda hit: pairs[hit[0]], text)


def tag(text: str, figures: Mapping[str, str]) -> tuple[Run, ...]:
    """The text as runs, with the figures that stand in it as whole tokens marked again; longer ones first."""
    spans: list[tuple[int, int, str]] = []
    for fact, figure in sorted(figures.items(), key=lambda pair: -len(pair[1])):
        for hit in _token(figure).finditer(text) if figure else ():
            if not any(hit.start() < end and start < hit.end() for start, end, _ in spans):
                spans.append((hit.start(), hit.end(), fact))
                break
    runs, at = [], 0
    for start, end, fact in sorted(spans):
        runs += [Run(text[at:start])] if at < start else []
        runs.append(Run(text[start:end], fact))
        at = end
    return (*runs, *([Run(text[at:])] if at < len(text) or not runs else []))
