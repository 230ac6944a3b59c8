"""Fields that may be computed from others, so that nobody is asked for them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pydantic import Field

from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.values import Missing, Value

PLACES = 9
"""Decimal places of a computed number: Excel calculates in binary."""


class Computable(FieldBase):
    """A field whose values are numbers or dates."""

    calculate: str | None = Field(
        None,
        description="formula in the language of rules: the form computes the value, nobody is asked for it, "
        "and what comes back is computed again",
    )

    @property
    def computed(self) -> str | None:
        return self.calculate

    def of_result(self, result: Decimal) -> Value:
        return rounded(result)


def inside(number: int | Decimal, least: Decimal | None, most: Decimal | None) -> bool:
    """Whether a number lies between limits, of which either may be missing."""
    return (least is None or number >= least) and (most is None or number <= most)


def rounded(result: Decimal) -> Decimal:
    """A result as it is kept."""
    found = result.quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)
    return found.normalize() + 0


def whole(result: Decimal) -> Value:
    """The whole number that a result is; no value for another one."""
    found = rounded(result)
    return int(found) if found == found.to_integral_value() else Missing.NO_ANSWER


def day(result: Decimal) -> Value:
    """The day that a result counts to, as `date.toordinal` does; no value where there is none."""
    try:
        return date.fromordinal(int(result))
    except (ValueError, OverflowError):
        return Missing.NO_ANSWER
