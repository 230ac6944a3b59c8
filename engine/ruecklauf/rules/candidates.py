"""Values worth trying for a rule's fields: codes, limits, and what lies around the rule's own constants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise, product

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.rules.scope import FieldSymbol
from ruecklauf.rules.terms import (
    Arithmetic,
    HasState,
    Item,
    Length,
    Literal,
    Matches,
    Resolved,
    Resolves,
    walk,
)
from ruecklauf.values import Missing, Value

_ALL_SUBSETS = 5
"""Of multiple choices with so many codes every combination is tried."""
_LONGEST = 2_000
"""Longer texts are not tried."""
_COMBINED = 8
"""So many constants are calculated with."""
_FARTHEST = 5_000
"""Dates farther from one another, in days, are not tried."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The values to try, shared by all fields of a kind so that equal values meet."""

    numbers: tuple[Decimal, ...]
    dates: tuple[date, ...]
    texts: tuple[str, ...]
    states: bool
    """Whether the rule asks for unreadable answers or tells missing kinds apart."""

    def of(self, symbol: FieldSymbol, row_ids: Iterable[str] = ()) -> tuple[Value, ...]:
        """The values to try for a field; `row_ids` are those of the table that a reference names."""
        kinds = symbol.missing_kinds
        missing = (Missing.NO_ANSWER, *kinds, Missing.UNREADABLE) if self.states else (Missing.NO_ANSWER,)
        return (*self._answers(symbol, row_ids), *missing)

    def _answers(self, symbol: FieldSymbol, row_ids: Iterable[str]) -> tuple[Value, ...]:
        match symbol.kind:
            case Kind.NUMBER:
                return tuple(number for number in self.numbers if symbol.allows(number))
            case Kind.DATE:
                return tuple(day for day in self.dates if symbol.allows(day))
            case Kind.TEXT:
                return self.texts
            case Kind.CHOICE:
                return tuple(code.code for code in symbol.codes.values) if symbol.codes else ()
            case Kind.TICK:
                return (True, False)
            case Kind.MULTI:
                return tuple(_subsets(symbol.field.parts))
            case Kind.REFERENCE:
                return (*row_ids, "XX999")


def candidates(rule: Resolved, wave_date: date) -> Candidates:
    """The values to try in a rule."""
    parts = tuple(walk(rule.condition))
    literals = [part.value for part in parts if isinstance(part, Literal)]
    limits = [limit for part in parts if isinstance(part, Item) for limit in part.symbol.limits]
    numbers = {value for value in (*literals, *limits, Decimal(0), Decimal(1)) if isinstance(value, Decimal)}
    days = {value for value in (*literals, *limits, wave_date) if isinstance(value, date)}
    texts = {value for value in literals if isinstance(value, str)}
    if any(isinstance(part, Arithmetic) for part in parts):
        numbers |= set(_calculated(numbers))
    near = {number + step for number in (*numbers, *_midpoints(numbers)) for step in (-1, 0, 1)}
    examples = {pattern.example for part in parts if isinstance(part, Matches) for pattern in part.patterns}
    lengths = _lengths(near) if any(isinstance(part, Length) for part in parts) else ()
    return Candidates(
        numbers=tuple(sorted(near)),
        dates=tuple(sorted(set(_days_around(days, near)))),
        texts=tuple(
            sorted({*texts, *lengths, *examples, *(text[:-1] for text in examples), "a", "b"} - {""})
        ),
        states=any(isinstance(part, HasState | Resolves) for part in parts),
    )


def _midpoints(numbers: Iterable[Decimal]) -> Iterator[Decimal]:
    return ((low + high) / 2 for low, high in pairwise(sorted(numbers)))


def _calculated(numbers: set[Decimal]) -> Iterator[Decimal]:
    """What comes out of two constants: x * 2 = 5 needs 2.5."""
    for first, second in product(sorted(numbers)[:_COMBINED], repeat=2):
        yield from (first + second, first - second, first * second)
        if second:
            yield first / second


def _days_around(days: Iterable[date], steps: Iterable[Decimal]) -> Iterator[date]:
    distances = {int(step) for step in steps if abs(step) <= _FARTHEST} | {-1, 0, 1}
    for day in days:
        for distance in distances:
            if date.min.toordinal() <= day.toordinal() + distance <= date.max.toordinal():
                yield day + timedelta(days=distance)


def _lengths(numbers: Iterable[Decimal]) -> Iterator[str]:
    return ("x" * int(number) for number in numbers if 1 <= number <= _LONGEST)


def _subsets(codes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    sizes: Iterable[int] = range(len(codes) + 1)
    if len(codes) > _ALL_SUBSETS:
        sizes = (0, 1, len(codes))
    for size in sizes:
        yield from combinations(codes, size)
