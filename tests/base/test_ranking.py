from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from xiangfeng.base.ranking import competition_ranks

VALUES = st.lists(st.none() | st.integers(0, 6).map(Decimal) | st.fractions(0, 6, max_denominator=4))


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    values = [Decimal("90.5"), Decimal(90), Decimal("90.5"), Decimal(90), Decimal(89)]
    assert competition_ranks(values) == [1, 3, 1, 3, 5]


def test_unranked_units_push_nobody_down() -> None:
    assert competition_ranks([None, Decimal(80), None, Decimal(90)]) == [None, 2, None, 1]


def test_lower_is_better() -> None:
    assert competition_ranks([Decimal(3), Decimal(1), Decimal(1)], lower_is_better=True) == [3, 1, 1]


def test_decimal_and_fraction_tie_when_equal() -> None:
    assert competition_ranks([Decimal("0.5"), Fraction(1, 2), Fraction(1, 3)]) == [1, 1, 3]


def test_nothing_to_rank() -> None:
    assert competition_ranks([]) == []


@given(VALUES)
def test_a_rank_is_one_plus_the_number_of_better_values(values: list[Decimal | Fraction | None]) -> None:
    for value, rank in zip(values, competition_ranks(values), strict=True):
        if value is None:
            assert rank is None
        else:
            better = [other for other in values if other is not None and Fraction(other) > Fraction(value)]
            assert rank == 1 + len(better)
