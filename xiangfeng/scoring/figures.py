"""How exact numbers are written in a sentence."""

from decimal import Decimal
from fractions import Fraction

from xiangfeng.base.rounding import half_up

from .scheme.model import plain

Number = Decimal | Fraction


def figure(number: Number | int) -> str:
    """A number for a sentence: exact when it has at most six decimals, else `约` and four decimals; − for minus."""
    near = half_up(number, 6)
    if Fraction(near) == Fraction(number):
        return plain(near).replace("-", "−")
    return "约" + plain(half_up(number, 4)).replace("-", "−")


def signed(number: Number | int) -> str:
    """A change or an adjustment with its sign: `+0.5`, `−1`."""
    return ("+" if number > 0 else "") + figure(number)
