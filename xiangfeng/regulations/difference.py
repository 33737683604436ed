"""Old and new side by side, article by article, and inside an article character by character. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from xiangfeng.regulations.outline import Piece

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
WORDS = {SAME: "未变", CHANGED: "修改", ADDED: "新增", REMOVED: "删去"}
_ALIKE = 0.6
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the comparison. ``before`` and ``after`` are stretches of text: (text, is it different)."""

    kind: str
    old_label: str
    new_label: str
    before: tuple[tuple[str, bool], ...]
    after: tuple[tuple[str, bool], ...]
    is_moved: bool = False

    @property
    def word(self) -> str:
        """修改, 新增, 删去, 未变; 移位 where only the number changed."""
        return "移位" if self.kind == SAME and self.is_moved else WORDS[self.kind]


def compare(old: Sequence[Piece], new: Sequence[Piece], heirs: Mapping[int, int]) -> list[Change]:
    """The new text line by line with what became of the old; removed lines stand where they were.

    ``heirs`` says which old row a new one was copied from (new → old); what was typed or imported afresh is paired with
    the most alike of what is left.
    """
    pairs = _pairs(old, new, heirs)
    found: list[Change] = []
    gone = [index for index in range(len(old)) if index not in pairs.values()]
    for index, piece in enumerate(new):
        match = pairs.get(index)
        if match is not None:
            while gone and gone[0] < match:
                found.append(_removed(old[gone.pop(0)]))
            found.append(_pair(old[match], piece))
        else:
            found.append(Change(ADDED, "", piece.label, (), ((piece.text, True),)))
    return found + [_removed(old[index]) for index in gone]


def summary(changes: Sequence[Change]) -> str:
    """修改 2 条，新增 1 条，删去 0 条 in words; 没有不同 when there is none."""
    counts = {kind: sum(change.kind == kind for change in changes) for kind in (CHANGED, ADDED, REMOVED)}
    said = [f"{WORDS[kind]} {count} 处" for kind, count in counts.items() if count]
    return "，".join(said) or "文字没有不同"


def _pairs(old: Sequence[Piece], new: Sequence[Piece], heirs: Mapping[int, int]) -> dict[int, int]:
    places = {piece.key: index for index, piece in enumerate(old)}
    pairs = {
        index: places[heirs[piece.key]]
        for index, piece in enumerate(new)
        if piece.key in heirs and heirs[piece.key] in places
    }
    left = [index for index in range(len(old)) if index not in pairs.values()]
    for index, piece in enumerate(new):
        if index in pairs:
            continue
        best = max(left, key=lambda n: _alike(old[n], piece), default=None)
        if best is not None and _alike(old[best], piece) >= _ALIKE:
            pairs[index] = best
            left.remove(best)
    return pairs


def _alike(one: Piece, other: Piece) -> float:
    if one.level != other.level:
        return 0.0
    if one.text == other.text:
        return 1.0
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0


def _removed(piece: Piece) -> Change:
    return Change(REMOVED, piece.label, "", ((piece.text, True),), ())


def _pair(old: Piece, new: Piece) -> Change:
    is_moved = old.label != new.label
    if old.text == new.text:
        return Change(SAME, old.label, new.label, ((old.text, False),), ((new.text, False),), is_moved)
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old.text, new.text, autojunk=False).get_opcodes():
        if tag == "equal" and b - a < _SHORTEST and a > 0 and b < len(old.text):
            tag = "replace"  # a single character in common is chance; marking around it only flickers
        if b > a:
            _append(before, old.text[a:b], tag != "equal")
        if d > c:
            _append(after, new.text[c:d], tag != "equal")
    return Change(CHANGED, old.label, new.label, tuple(before), tuple(after), is_moved)


def _append(stretches: list[tuple[str, bool]], text: str, is_different: bool) -> None:
    if stretches and stretches[-1][1] == is_different:
        stretches[-1] = (stretches[-1][0] + text, is_different)
    else:
        stretches.append((text, is_different))
