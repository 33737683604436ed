"""From marks to tables: counts, shares, 满意率, one question against another. Pure; `queries/results.py` reads the sheets.

Nothing below five is shown: options with 1 to 4 answers are put together with the next smallest (`grouped`), and in a table of two
questions small cells are covered besides (`cover.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xiangfeng.base.rounding import half_up
from xiangfeng.surveys.cover import LEAST, covered, is_small
from xiangfeng.surveys.marks import NOT_SHOWN, SIGNS, Stretch
from xiangfeng.surveys.models import Kind, Question

SATISFIED = 2
"""So many options of the satisfaction scale count as satisfied, from the first."""


ROUGH = 100
"""Of so many a mean to one place leaves five points either way."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a table; ``count`` None where it is too small to show. ``share`` is a percentage of the base."""

    label: str
    count: int | None
    share: Decimal | None


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
class Table:
    """The answers to one question, or to one line of a matrix. ``base`` answered, ``skipped`` were asked and did not, ``unasked`` were not
    asked. ``mean`` only of a 量表. No bars when fewer than five answered."""

    question: Question
    line: str
    base: int
    skipped: int
    unasked: int
    bars: tuple[Bar, ...]
    rate: Rate | None = None
    mean: Decimal | None = None

    @property
    def title(self) -> str:
        return f"{self.question.text.rstrip('？?')}：{self.line}" if self.line else self.question.text


@dataclass(frozen=True, slots=True)
class Cross:
    """Two questions against each other, of those who answered both. A cell is None where it is covered."""

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
    base = sum(numbers)
    parts = parts_of(numbers, counts_unsure=counts_unsure) if question.is_satisfaction else None
    groups = grouped(numbers, parts) if base >= LEAST else []
    bars = tuple(_bar(question.options, group, numbers, base) for group in groups)
    rate = rate_of(numbers, counts_unsure=counts_unsure) if question.is_satisfaction else None
    mean = None
    if question.kind == Kind.SCALE and (places := _mean_places(base, len(groups) < len(numbers))):
        mean = half_up(Decimal(sum((place + 1) * n for place, n in enumerate(numbers))) / base, places)
    return Table(question, line, base, signs.get("0", 0), signs.get(NOT_SHOWN, 0), bars, rate, mean)


def _mean_places(base: int, is_joined: bool) -> int:
    """To how many places the mean is told; 0: not at all. Where options were put together an exact mean gives the sum of all points, and from it
    what each of the two got: it is told so roughly that it leaves five either way, and of fewer than a hundred not at all."""
    if base < LEAST:
        return 0
    return 2 if not is_joined else int(base >= ROUGH)


def _bar(options: Sequence[str], group: Sequence[int], numbers: Sequence[int], base: int) -> Bar:
    count = sum(numbers[place] for place in group)
    return Bar(_named(options, group), count, percent(count, base))


def _named(options: Sequence[str], group: Sequence[int]) -> str:
    label = "、".join(str(options[place]) for place in group)
    return f"{label}（合并）" if len(group) > 1 else label


def _of_multiple(question: Question, counts: Mapping[str, int]) -> Table:
    width = question.width
    none, unasked = "0" * width, NOT_SHOWN * width
    base = sum(count for signs, count in counts.items() if signs not in (none, unasked))
    bars = []
    for place, option in enumerate(question.options):
        chosen = sum(count for signs, count in counts.items() if signs[place] == "1")
        is_hidden = is_small(chosen)
        bars.append(
            Bar(str(option), None if is_hidden else chosen, None if is_hidden else percent(chosen, base))
        )
    shown = tuple(bars) if base >= LEAST else ()
    return Table(question, "", base, counts.get(none, 0), counts.get(unasked, 0), shown)


def rate_of(numbers: Sequence[int], *, counts_unsure: bool) -> Rate | None:
    """The 满意率 of counts in the order of the satisfaction scale, 不清楚 last; None below five valid answers.

    不清楚 of 1 to 4 stays among the valid answers: taken out, it could be reckoned from the two numbers printed.
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


Parts = Callable[[Sequence[int]], Groups | None]


def _no_parts(counts: Sequence[int]) -> Groups | None:
    return None


def cross_of(
    pairs: Mapping[tuple[int, int], int],
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    row_parts: Parts = _no_parts,
    column_parts: Parts = _no_parts,
) -> Cross | None:
    """A table of counts by (row, column). Rows and columns with 1 to 4 in all are put together, small cells covered; ``row_parts`` and
    ``column_parts`` give the parts of :func:`grouped` from the totals, so that a question is put together here as in its own table.

    None when fewer than two rows or columns, or fewer than five answers, are left.
    """
    grid = [[pairs.get((r, c), 0) for c in range(len(columns))] for r in range(len(rows))]
    of_rows, of_columns = (
        [sum(row) for row in grid],
        [sum(row[c] for row in grid) for c in range(len(columns))],
    )
    by_row, by_column = grouped(of_rows, row_parts(of_rows)), grouped(of_columns, column_parts(of_columns))
    merged = [[sum(grid[r][c] for r in some for c in others) for others in by_column] for some in by_row]
    total = sum(map(sum, merged))
    if total < LEAST or len(by_row) < 2 or len(by_column) < 2:
        return None
    hidden = covered(merged)
    return Cross(
        rows=tuple(_named(rows, group) for group in by_row),
        columns=tuple(_named(columns, group) for group in by_column),
        cells=tuple(
            tuple(None if (r, c) in hidden else count for c, count in enumerate(row))
            for r, row in enumerate(merged)
        ),
        row_totals=tuple(sum(row) for row in merged),
        column_totals=tuple(sum(row[c] for row in merged) for c in range(len(by_column))),
    )
