"""Exact arithmetic on a mix of Decimal and Fraction. Nothing here rounds: an inexact step raises `decimal.Inexact`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from fractions import Fraction

from .figures import Number

ZERO = Decimal(0)
EXACT = Context(prec=200, rounding=ROUND_HALF_UP, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])


def tidy(number: Fraction) -> Number:
    """The same number as a `Decimal` when it has a finite decimal form (cheaper to add), else the `Fraction`."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return Decimal(number.numerator) / number.denominator if rest == 1 else number


def times(left: Number, right: Number) -> Number:
    """The exact product."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left * right
    return Fraction(left) * Fraction(right)


def plus(left: Number, right: Number) -> Number:
    """The exact sum."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left + right
    return Fraction(left) + Fraction(right)


def total_of(numbers: Iterable[Number]) -> Number:
    """The exact sum of any number of numbers."""
    total: Number = ZERO
    for number in numbers:
        total = plus(total, number)
    return total


def mean_of(numbers: Sequence[Number]) -> Number:
    """The exact mean; raises `ZeroDivisionError` for none."""
    return tidy(Fraction(total_of(numbers)) / len(numbers))


def trimmed(numbers: Sequence[Number]) -> list[Number]:
    """去最高最低: without one highest and one lowest, when there are three numbers or more."""
    return sorted(numbers)[1:-1] if len(numbers) >= 3 else list(numbers)
