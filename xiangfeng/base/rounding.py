"""四舍五入, exact and once: no float, no intermediate rounding."""

from decimal import Decimal
from fractions import Fraction


def half_up(value: int | Decimal | Fraction, places: int) -> Decimal:
    """`value` rounded to `places` decimals, halves away from zero (四舍五入); always with exactly `places` decimals.

    Integer arithmetic on the exact fraction, so the decimal context never matters. Raises `ValueError` for
    negative `places` and for values that are not finite, `TypeError` for floats.
    """
    if isinstance(value, float):
        raise TypeError("不接受浮点数，请用 Decimal 或 Fraction")
    if places < 0:
        raise ValueError("小数位数不能为负")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("只能舍入有限的数")
    numerator, denominator = value.as_integer_ratio()
    whole, rest = divmod(abs(numerator) * 10**places, denominator)
    if 2 * rest >= denominator:
        whole += 1
    return Decimal(f"{'-' if numerator < 0 and whole else ''}{whole}E-{places}")
