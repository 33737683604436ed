"""What holds for every month, whatever was entered."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.build import D, item, items, scheme
from xiangfeng.base.rounding import half_up
from xiangfeng.scoring.compute import NOBODY, Plan, Result, compute
from xiangfeng.scoring.entry import Cell, MissingUse, Subject
from xiangfeng.scoring.scheme import POLICIES, Band, Grade, Listing, Rule, Scheme, Source, Tier

NAMES = "甲乙丙丁戊己"
MISSING = st.builds(
    MissingUse, st.sampled_from(sorted(set(POLICIES) - {"given"})), st.just("停电")
) | st.just(MissingUse("given", "停电", percent=D(95)))


def cell(points: int) -> st.SearchStrategy[Cell | Decimal | None]:
    typed = st.integers(0, points * 2).map(lambda halves: Decimal(halves) / 2)
    counted = st.integers(0, points * 3).map(lambda count: Cell(count=Decimal(count)))
    judged = st.lists(typed, min_size=1, max_size=4).map(lambda marks: Cell(judges=tuple(marks)))
    return st.none() | typed | counted | judged | MISSING.map(lambda use: Cell(missing=use))


def subject(name: str) -> st.SearchStrategy[Subject]:
    return st.builds(
        lambda group, ranked, one, two, three, mark: Subject(
            name,
            name,
            group,
            ranked,
            cells={
                code: value for code, value in (("1", one), ("2", two), ("3", three)) if value is not None
            },
            given={} if mark is None else {"fix": mark},
            missing={} if mark is not None else {"fix": MissingUse("rescale", "未开展")},
        ),
        st.sampled_from(["一组", "二组"]),
        st.booleans() | st.just(True),
        cell(20),
        cell(30),
        cell(10),
        st.none() | st.decimals(0, 100, places=2),
    )


MONTHS = st.integers(1, len(NAMES)).flatmap(lambda n: st.tuples(*map(subject, NAMES[:n])).map(list))
SCHEMES = st.builds(
    lambda places, rank_on, ranking, weight, rank_score: Scheme(
        "试行方案",
        2026,
        places=places,
        rank_on=rank_on,
        ranking=ranking,
        groups=("一组", "二组"),
        sources=(
            items(item("1", "20"), item("2", "30"), item("3", "10"), weight=str(weight)),
            Source("fix", "整改", D(100 - weight), kind="given", rank_score=rank_score),
        ),
        grades=(Grade("好", D(80)), Grade("差")),
        listings=(Listing("红榜", "top", (Band(1, 1), Band(3, 2))), Listing("黑榜", "bottom", (Band(1, 1),))),
        tiers=(Tier("一等", D(100), 1, 2),),
    ),
    st.integers(0, 3),
    st.sampled_from(["shown", "exact"]),
    st.sampled_from(["all", "group"]),
    st.integers(1, 99),
    st.sampled_from([None, Rule("R14", {"each": 3})]),
)


def told(result: Result) -> dict[str, object]:
    """Everything a result says, by unit."""
    return {
        row.key: (row.status, row.total, row.rank, row.group_rank, row.tied, row.grade, row.lists, row.awards,
                  row.breakdown, row.months_at_bottom)
        for row in result.rows
    }  # fmt: skip


@given(SCHEMES, MONTHS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_entry_does_not_matter(made: Scheme, month: list[Subject], random: object) -> None:
    shuffled = list(month)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = compute(made, month), compute(made, shuffled)
    assert told(first) == told(second)
    assert (first.stats, first.groups) == (second.stats, second.groups)


@given(SCHEMES, MONTHS)
@settings(max_examples=60, deadline=None)
def test_totals_stay_within_the_full_mark_and_are_rounded_once(made: Scheme, month: list[Subject]) -> None:
    for row in compute(made, month).rows:
        if row.total is None:
            assert row.shown is None
        else:
            assert 0 <= row.total <= 100
            assert row.shown == half_up(row.total, made.places)


@given(SCHEMES, MONTHS)
@settings(max_examples=60, deadline=None)
def test_ranks_are_standard_competition_ranks(made: Scheme, month: list[Subject]) -> None:
    rows = [row for row in compute(made, month).rows if row.status == "ranked"]
    for row in rows:
        scope = [other for other in rows if made.ranking == "all" or other.group == row.group]
        ours = [
            Fraction(other.shown or 0) if made.rank_on == "shown" else Fraction(other.total or 0)
            for other in scope
        ]
        mine = ours[scope.index(row)]
        assert row.rank == 1 + sum(1 for other in ours if other > mine)
        assert row.tied == (ours.count(mine) > 1)


@given(SCHEMES, MONTHS)
@settings(max_examples=60, deadline=None)
def test_the_breakdown_is_the_total(made: Scheme, month: list[Subject]) -> None:
    """Recomputed from the tree alone, as a reader would: parts times weights, left-out parts left out."""
    for row in compute(made, month).rows:
        tree = row.breakdown
        assert tree.value == row.total
        if row.total is None:
            continue
        parts = [part for part in tree.children if part.value is not None]
        weights = sum(Fraction(part.weight or 0) for part in parts)
        assert (
            sum(Fraction(part.value or 0) * Fraction(part.weight or 0) for part in parts) / weights
            == row.total
        )
        for source in parts:
            kept = [leaf for leaf in source.children if leaf.value is not None]
            if kept:
                points = sum(Fraction(leaf.value or 0) for leaf in kept)
                assert points / sum(Fraction(leaf.full or 0) for leaf in kept) * 100 == source.value


@given(SCHEMES, MONTHS)
@settings(max_examples=60, deadline=None)
def test_streaming_and_computing_are_one_arithmetic(made: Scheme, month: list[Subject]) -> None:
    plan, together = Plan(made), compute(made, month)
    for one in month:
        alone = plan.total(one, NOBODY)
        needs_peers = made.sources[1].rank_score is not None or any(
            isinstance(cell, Cell) and cell.missing and cell.missing.policy == "peer_mean"
            for cell in one.cells.values()
        )
        if not needs_peers:
            assert alone == together.row(one.key).total
    assert NOBODY.uses == {}


@given(MONTHS)
@settings(max_examples=60, deadline=None)
def test_every_missing_use_is_printed(month: list[Subject]) -> None:
    result = compute(scheme(items(item("1", "20"), item("2", "30"), item("3", "10"))), month)
    for use in result.missing:
        assert any(line.startswith(f"{use.name}“{use.place}”缺项（停电），") for line in result.caliber)
        assert any("缺项（停电）" in note for note in result.row(use.subject).notes)


@given(
    st.integers(1, 99), st.integers(1, 99), st.lists(st.decimals(0, 100, places=2), min_size=3, max_size=3)
)
def test_nested_weights_are_the_product_of_their_shares(outer: int, inner: int, marks: list[Decimal]) -> None:
    children = (Source("a", "甲", D(inner), kind="given"), Source("b", "乙", D(100 - inner), kind="given"))
    nested = scheme(
        Source("field", "实地", D(outer), kind="mix", children=children),
        Source("c", "问卷", D(100 - outer), kind="given"),
    )
    one = Subject("甲", "甲", given=dict(zip("abc", marks, strict=True)))
    a, b, c = map(Fraction, marks)
    share = Fraction(outer, 100)
    expected = share * (a * inner + b * (100 - inner)) / 100 + (1 - share) * c
    assert Plan(nested).total(one) == expected
