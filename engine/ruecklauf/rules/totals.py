"""A formula in two steps: totals over the rows of tables, then what is computed from them.

What a row adds to a total depends on nothing but the row and the day of the wave. So whoever has the rows of
many alliances asks once for rows that say the same, and adds up by alliance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.rules import terms
from ruecklauf.rules.evaluate import compile_value, compile_where
from ruecklauf.rules.readings import Comparable, read
from ruecklauf.rules.rows import Env, Row
from ruecklauf.rules.scope import Scope

Adds = Callable[[Env, Row], Comparable | None]


@dataclass(frozen=True, slots=True)
class Total:
    """A number over the rows of one table."""

    table: str
    fields: tuple[str, ...]
    """What of a row it depends on."""
    adds: Adds
    """What a row adds to it; None for nothing."""
    is_distinct: bool
    """It is how many different things are added, not their sum."""
    by_day: bool
    """It depends on the day of the wave, too."""


@dataclass(frozen=True, slots=True)
class Parted:
    """A formula whose totals are computed apart."""

    totals: tuple[Total, ...]
    compute: Callable[[Env], Comparable | None]
    """The formula over a row in which the totals stand by their numbers, as texts from "0"."""
    by_day: bool
    """What is computed from the totals depends on the day of the wave, too."""


def apart(value: terms.Value, scope: Scope) -> Parted | None:
    """The formula in two steps; None where a row cannot be judged without others, as references cannot."""
    found: list[terms.Count | terms.Sum | terms.Distinct] = []

    def outer(term: terms.Value) -> terms.Value:
        match term:
            case terms.Count() | terms.Sum() | terms.Distinct():
                found.append(term)
                return terms.Known(str(len(found) - 1))
            case terms.Arithmetic():
                return replace(term, left=outer(term.left), right=outer(term.right))
            case terms.Negative():
                return replace(term, operand=outer(term.operand))
        return term

    rest = outer(value)
    items = [part for total in found for part in terms.walk(total) if isinstance(part, terms.Item)]
    if any(item.kind is Kind.REFERENCE or item.via is not None or not item.inner for item in items):
        return None
    totals = tuple(_total(term, scope) for term in found)
    return Parted(totals, compile_value(rest, scope), _asks_for_the_day(rest))


def _total(term: terms.Count | terms.Sum | terms.Distinct, scope: Scope) -> Total:
    items = [part for part in terms.walk(term) if isinstance(part, terms.Item)]
    return Total(
        term.rows.table.name,
        tuple(dict.fromkeys(item.symbol.field.id for item in items)),
        _adds(term, scope),
        isinstance(term, terms.Distinct),
        _asks_for_the_day(term),
    )


def _adds(term: terms.Count | terms.Sum | terms.Distinct, scope: Scope) -> Adds:
    is_meant = compile_where(term.rows, scope)
    if isinstance(term, terms.Count):
        return lambda env, row: 1 if is_meant(env, row) else None
    value = read(term.item, scope)
    if isinstance(term, terms.Distinct):
        return lambda env, row: value(env, row) if is_meant(env, row) else None
    return lambda env, row: Decimal(value(env, row) or 0) if is_meant(env, row) else None


def _asks_for_the_day(term: terms.Term) -> bool:
    return any(isinstance(part, terms.WaveDate) for part in terms.walk(term))
