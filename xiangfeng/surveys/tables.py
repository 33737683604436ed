"""From marks to tables: counts, shares, 满意率, one question against another. Pure; `queries/results.py` reads the sheets.

Nothing below five is shown: options with 1 to 4 answers are put together with the next smallest (`grouped`), and in a table of two
questions small cells are covered besides (`cover.py`).

Nor can it be reckoned how many did not answer, or were asked, when that is 1 to 4. How many sheets came is told, so everything that is told of a
question adds up to it: 1 to 4 who did not answer are counted with one option, from the start and by one rule, so that nothing printed depends on how
many they are; a question whose condition met 1 to 4, or all but 1 to 4, is not told at all (`all_tables`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xiangfeng.base.rounding import half_up
from xiangfeng.surveys.cover import LEAST, covered, is_small
from xiangfeng.surveys.marks import NOT_SHOWN, SIGNS, Stretch
from xiangfeng.surveys.models import Kind, Question

SATISFIED = 2
"""So many options of the satisfaction scale count as satisfied, from the first."""


SMALL, ALL_BUT_FEW = "少于5", "没选的少于5"
HIDDEN = "不足 5 人，不公布"
ENOUGH = 2 * LEAST - 1
"""Of so many at least five are left when up to four are taken away."""
ROUGH = 100
"""Of so many a mean to one place leaves five points either way."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a table; ``count`` None where it is too small to show, or all but so few: ``word`` then says which. ``share`` is a percentage
    of the base."""

    label: str
    count: int | None
    share: Decimal | None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A 满意率: (非常满意+满意) over valid answers; ``with_unsure`` when 不清楚 is among them."""

    satisfied: int
    valid: int
    with_unsure: bool

    @property
    def percent(self) -> Decimal:
        return percent(self.satisfied, self.valid)


@dataclass(frozen=True, slots=True)
class Side:
    """Those who are counted together in a choice, with the signs they have on a sheet."""

    label: str
    signs: str


@dataclass(frozen=True, slots=True)
class Table:
    """The answers to one question, or to one line of a matrix. ``base`` answered, ``skipped`` were asked and did not, ``unasked`` were not
    asked: each 0 or at least five. ``is_rough``: up to four in ``base`` did not answer. ``mean`` only of a 量表, ``sides`` only of a choice: every
    sheet is on one. No bars, and all else 0, when nothing is told."""

    question: Question
    line: str
    base: int = 0
    skipped: int = 0
    unasked: int = 0
    bars: tuple[Bar, ...] = ()
    sides: tuple[Side, ...] = ()
    rate: Rate | None = None
    mean: Decimal | None = None
    is_rough: bool = False

    @property
    def title(self) -> str:
        return f"{self.question.text.rstrip('？?')}：{self.line}" if self.line else self.question.text

    @property
    def answered(self) -> str:
        """How many answered, in words, as every page, paper and file says it."""
        if not self.bars:
            return HIDDEN
        found = f"{self.base} 人" + ("问到，没有答的不足 5 人" if self.is_rough else "答")
        found += f"，{self.skipped} 人没有答" if self.skipped else ""
        return found + (f"，{self.unasked} 人不用答" if self.unasked else "")


@dataclass(frozen=True, slots=True)
class Cross:
    """Two questions against each other, of all sheets. A cell is None where it is covered."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.row_totals)

    @property
    def is_covered(self) -> bool:
        return any(cell is None for row in self.cells for cell in row)


def percent(part: int, whole: int) -> Decimal:
    """To one place, half up; 0 of nothing."""
    return half_up(Decimal(100 * part) / whole, 1) if whole else Decimal("0.0")


Groups = list[list[int]]


def grouped(counts: Sequence[int], parts: Groups | None = None) -> Groups:
    """The places of the options, those with 1 to 4 answers put together with the smallest others until no group is that small.

    One group of all when nothing else helps. Nobody's answer stands alone, and the sums still add up. Where the sums of ``parts`` are told
    besides, as with a 满意率, options are put together within their part first: what follows from a sum is then no single option.
    """
    kept = parts if parts is not None else [list(range(len(counts)))]
    return sorted(
        _put_together(counts, [one for part in kept for one in _put_together(counts, [[p] for p in part])])
    )


def _put_together(counts: Sequence[int], groups: Groups) -> Groups:
    def size(group: list[int]) -> int:
        return sum(counts[place] for place in group)

    while len(groups) > 1 and (small := [group for group in groups if is_small(size(group))]):
        first = min(small, key=lambda group: (size(group), group))
        others = [group for group in groups if group is not first]
        # A nought would not help; only where all others are nothing is it taken.
        other = min(others, key=lambda group: (size(group) == 0, size(group), group))
        groups = [group for group in others if group is not other] + [sorted(first + other)]
    return groups


def parts_of(numbers: Sequence[int], *, counts_unsure: bool) -> Groups:
    """The options of the satisfaction scale as its 满意率 adds them up: satisfied, the others, and 不清楚 by itself where it is taken out."""
    last = len(numbers) - 1
    others = list(range(SATISFIED, last))
    apart = _takes_out(numbers, counts_unsure=counts_unsure)
    return [list(range(SATISFIED)), *([others, [last]] if apart else [[*others, last]])]


def _takes_out(numbers: Sequence[int], *, counts_unsure: bool) -> bool:
    return not counts_unsure and not is_small(numbers[-1])


def all_tables(
    places: Sequence[Stretch], counts: Sequence[Mapping[str, int]], *, counts_unsure: bool
) -> tuple[Table, ...]:
    """The tables of all questions in their order. One whose condition would give away a small number says nothing, and nothing that hangs on it."""
    tables: list[Table] = []
    seen: dict[int, tuple[Mapping[str, int], list[Table]]] = {}
    told: dict[int, list[int]] = {}
    for place, count in zip(places, counts, strict=True):
        one = place.question
        made = tables_of(place, count, counts_unsure=counts_unsure)
        if one.depends_id is not None:
            others = told.setdefault(one.depends_id, [])
            if _gives_away(one, count, *seen[one.depends_id], others):
                made = [Table(one, table.line) for table in made]
            else:
                others.append(_asked(one, count))
        seen[one.pk] = count, made
        tables += made
    return tuple(tables)


def _gives_away(
    one: Question, count: Mapping[str, int], parent: Mapping[str, int], shown: list[Table], told: list[int]
) -> bool:
    """Whether the number of those asked, on the answer to an earlier question, tells a number of 1 to 4 there or here.

    Of a choice the condition may not part what was put together. Of a 多选 it is a new number: it may not be near to any that is told.
    """
    asked, on = _asked(one, count), shown[0].question
    if not shown[0].bars:
        return True
    if on.kind != Kind.MULTIPLE:
        signs = {SIGNS[number] for number in one.depends_on}
        return any(signs & set(side.signs) and not signs.issuperset(side.signs) for side in shown[0].sides)
    numbers = _chosen(on, parent)
    inside = [number for place, number in enumerate(numbers, 1) if place in one.depends_on]
    left = _asked(on, parent) - asked
    near = [left, left - shown[0].skipped, left - (sum(numbers) - sum(inside)), sum(inside) - asked]
    return any(is_small(abs(gap)) for gap in (*near, *(asked - other for other in (*inside, *told))))


def _asked(one: Question, count: Mapping[str, int]) -> int:
    return sum(count.values()) - count.get(NOT_SHOWN * one.width, 0)


def tables_of(stretch: Stretch, counts: Mapping[str, int], *, counts_unsure: bool) -> list[Table]:
    """The tables of one question from the counts of its stretch of signs: one, or one a line of a matrix."""
    question = stretch.question
    if question.kind == Kind.MULTIPLE:
        return [_of_multiple(question, counts)]
    lines = question.lines if question.kind == Kind.MATRIX else [""]
    return [
        _of_choice(question, line, _at(counts, place), counts_unsure=counts_unsure)
        for place, line in enumerate(lines)
    ]


def _at(counts: Mapping[str, int], place: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for signs, count in counts.items():
        found[signs[place]] += count
    return found


def _of_choice(question: Question, line: str, signs: Mapping[str, int], *, counts_unsure: bool) -> Table:
    numbers = [signs.get(SIGNS[place + 1], 0) for place in range(len(question.options))]
    skipped, unasked = signs.get("0", 0), signs.get(NOT_SHOWN, 0)
    few = skipped if skipped < LEAST else 0
    # The middle of a 量表, so that it says neither good nor bad; else the last option, which is 不清楚 where there is one.
    beside = len(numbers) // 2 if question.kind == Kind.SCALE else len(numbers) - 1
    numbers[beside] += few
    base, skipped = sum(numbers), skipped - few
    parts = parts_of(numbers, counts_unsure=counts_unsure) if question.is_satisfaction else None
    groups = grouped(numbers, parts)
    # Where it is put together with others nobody can tell whether somebody did not answer.
    worlds = _worlds(numbers[beside], few, [beside] not in groups) if not skipped else range(1)
    is_rough = worlds.stop > 1
    if base < (ENOUGH if is_rough else LEAST) or is_small(unasked):
        return Table(question, line)
    sides = [_side(question.options, group, beside if is_rough else None) for group in groups]
    bars = (_bar(side.label, sum(signs.get(sign, 0) for sign in side.signs), base) for side in sides)
    apart = (Side("没有答", "0"), skipped), (Side("不用答", NOT_SHOWN), unasked)
    return Table(
        question,
        line,
        base=base,
        skipped=skipped,
        unasked=unasked,
        bars=tuple(bars),
        sides=(*sides, *(side for side, number in apart if number)),
        rate=rate_of(numbers, counts_unsure=counts_unsure) if question.is_satisfaction else None,
        mean=_mean(numbers, beside, worlds, len(sides) < len(numbers))
        if question.kind == Kind.SCALE
        else None,
        is_rough=is_rough,
    )


def _worlds(number: int, few: int, is_joined: bool) -> range:
    """How many of an option's ``number`` may be people who did not answer, for all that is told."""
    if not few and not is_joined:
        return range(1)
    return range(0 if is_joined else 1, min(number, LEAST - 1) + 1)


def _mean(numbers: Sequence[int], beside: int, worlds: range, is_joined: bool) -> Decimal | None:
    """The mean of a 量表, where it does not tell what was put together. Where options were, an exact mean gives the sum of all points, and from
    it what each of the two got: it is told so roughly that it leaves five either way, and of fewer than a hundred not at all. Where those who did
    not answer were, it is told when it is the same however many they are."""
    base, is_joined = sum(numbers), is_joined or worlds.stop > 1
    if is_joined and base < ROUGH:
        return None
    points = sum((place + 1) * number for place, number in enumerate(numbers))
    found = {
        half_up(Decimal(points - out * (beside + 1)) / (base - out), 1 if is_joined else 2) for out in worlds
    }
    return found.pop() if len(found) == 1 else None


def _bar(label: str, count: int, base: int) -> Bar:
    return Bar(label, count, percent(count, base))


def _side(options: Sequence[str], group: Sequence[int], beside: int | None) -> Side:
    labels, signs = [str(options[place]) for place in group], [SIGNS[place + 1] for place in group]
    if beside in group:
        labels, signs = [*labels, "没有答"], [*signs, "0"]
    return Side(_named(labels), "".join(signs))


def _named(labels: Sequence[str]) -> str:
    return "、".join(labels) + ("（合并）" if len(labels) > 1 else "")


def _of_multiple(question: Question, counts: Mapping[str, int]) -> Table:
    skipped, unasked = counts.get("0" * question.width, 0), counts.get(NOT_SHOWN * question.width, 0)
    chosen, asked = _chosen(question, counts), _asked(question, counts)
    is_rough = skipped < LEAST
    # Nobody chose less than one option, and as many answered as chose one: what follows for those who did not.
    fewest, most = asked - sum(chosen), asked - max(chosen)
    is_pinned = is_rough and most > 0 and max(fewest, 0) == min(most, LEAST - 1)
    if max(chosen) < LEAST or asked < ENOUGH or is_pinned or is_small(unasked):
        return Table(question, "")
    base = asked if is_rough else asked - skipped
    bars = tuple(
        Bar(str(option), None, None, word) if word else _bar(str(option), number, base)
        for option, number in zip(question.options, chosen, strict=True)
        for word in [SMALL if is_small(number) else ALL_BUT_FEW if is_small(asked - number) else ""]
    )
    told = 0 if is_rough else skipped
    return Table(question, "", base=base, skipped=told, unasked=unasked, bars=bars, is_rough=is_rough)


def _chosen(question: Question, counts: Mapping[str, int]) -> list[int]:
    """How many chose each option of a 多选."""
    places = range(question.width)
    return [sum(count for signs, count in counts.items() if signs[place] == "1") for place in places]


def rate_of(numbers: Sequence[int], *, counts_unsure: bool) -> Rate | None:
    """The 满意率 of counts in the order of the satisfaction scale, 不清楚 last; None below five valid answers.

    不清楚 of 1 to 4 (with those who did not answer, when they are few) stays among the valid answers: taken out, it could be reckoned from the
    two numbers printed.
    """
    unsure = numbers[-1]
    takes_out = _takes_out(numbers, counts_unsure=counts_unsure)
    valid = sum(numbers) - (unsure if takes_out else 0)
    if valid < LEAST:
        return None
    return Rate(sum(numbers[:SATISFIED]), valid, not takes_out)


def rate_of_all(tables: Iterable[Table]) -> Rate | None:
    """All satisfaction questions and lines together; None when there is none."""
    rates = [table.rate for table in tables if table.rate]
    if not rates:
        return None
    return Rate(
        sum(one.satisfied for one in rates),
        sum(one.valid for one in rates),
        any(o.with_unsure for o in rates),
    )


def cross_of(
    pairs: Mapping[tuple[int, int], int], rows: Sequence[str], columns: Sequence[str]
) -> Cross | None:
    """A table of counts by (row, column). Rows and columns with 1 to 4 in all are put together, small cells covered.

    None when fewer than two rows or columns, or fewer than five answers, are left.
    """
    grid = [[pairs.get((r, c), 0) for c in range(len(columns))] for r in range(len(rows))]
    by_row = grouped([sum(row) for row in grid])
    by_column = grouped([sum(row[c] for row in grid) for c in range(len(columns))])
    merged = [[sum(grid[r][c] for r in some for c in others) for others in by_column] for some in by_row]
    total = sum(map(sum, merged))
    if total < LEAST or len(by_row) < 2 or len(by_column) < 2:
        return None
    hidden = covered(merged)
    return Cross(
        rows=tuple(_named([rows[place] for place in group]) for group in by_row),
        columns=tuple(_named([columns[place] for place in group]) for group in by_column),
        cells=tuple(
            tuple(None if (r, c) in hidden else count for c, count in enumerate(row))
            for r, row in enumerate(merged)
        ),
        row_totals=tuple(sum(row) for row in merged),
        column_totals=tuple(sum(row[c] for row in merged) for c in range(len(by_column))),
    )
