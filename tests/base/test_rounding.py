from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangfeng.base.rounding import half_up


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("0.5"), 0, "1"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
        (Decimal("2.4999999999999999999999999999999999999"), 0, "2"),
        (Decimal("88.885"), 2, "88.89"),
        (Decimal("88.8849"), 2, "88.88"),
        (Fraction(2144500, 24000), 4, "89.3542"),
        (Fraction(21 * 100, 113), 2, "18.58"),
        (Fraction(15 * 100, 113), 2, "13.27"),
        (Decimal("-0.004"), 2, "0.00"),
        (7, 3, "7.000"),
        (Decimal("1E+3"), 1, "1000.0"),
    ],
)
def test_known_values(value: int | Decimal | Fraction, places: int, text: str) -> None:
    assert str(half_up(value, places)) == text


@given(st.fractions(), st.integers(0, 6))
def test_within_half_a_unit_and_halves_go_away_from_zero(value: Fraction, places: int) -> None:
    unit = Fraction(1, 10**places)
    distance = Fraction(half_up(value, places)) - value
    assert abs(distance) <= unit / 2
    if abs(distance) == unit / 2:
        assert (distance > 0) == (value > 0)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_decimal_and_fraction_agree_and_the_context_does_not_matter(value: Decimal) -> None:
    expected = half_up(Fraction(value), 2)
    with localcontext() as context:
        context.prec = 3
        assert half_up(value, 2) == expected


def test_refusals() -> None:
    with pytest.raises(TypeError):
        half_up(0.1, 1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="小数位数"):
        half_up(1, -1)
    with pytest.raises(ValueError, match="有限"):
        half_up(Decimal("NaN"), 1)
