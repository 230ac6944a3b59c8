"""Fields that are computed from others: their formulas bound, brought into order, and worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.rules import terms
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.evaluate import Verdict, compile_value
from ruecklauf.rules.parse import parse_rule
from ruecklauf.rules.readings import Comparable
from ruecklauf.rules.resolve import resolve_value
from ruecklauf.rules.rows import Env, Row, TableRows
from ruecklauf.rules.scope import Scope
from ruecklauf.values import Missing, Value

Named = tuple[str, str]
"""A table and one of its fields."""


@dataclass(frozen=True, slots=True)
class Formula:
    """What computes a field: for Excel and sentences as `value`, for checking as `read`."""

    value: terms.Value
    scope: Scope
    read: Callable[[Env], Comparable | None]


@dataclass(frozen=True, slots=True)
class Computation:
    """A computed field of a table."""

    table: str
    field: FieldBase
    formula: Formula
    asked: Callable[[Env], Verdict] | None
    """Whether the field has a value at all; None for always."""

    def of(self, env: Env) -> Value:
        """The field's value in one row; `Missing.NO_ANSWER` where missing values leave it open."""
        if self.asked is not None and self.asked(env) is not True:
            return Missing.NO_ANSWER
        found = self.formula.read(env)
        return Missing.NO_ANSWER if found is None else self.field.of_result(Decimal(found))


def bind_formula(field: FieldBase, scope: Scope) -> Formula | None:
    """What computes the field, if it is computed. RuleError with every mistake in it."""
    if field.computed is None:
        return None
    value = resolve_value(parse_rule(field.computed), scope, field.kind)
    return Formula(value, scope, compile_value(value, scope))


Found = Mapping[Named, tuple[Computation, terms.Condition | None]]
"""Computations by what they compute, each with the condition under which it has a value."""


def in_order(found: Found) -> tuple[Computation, ...]:
    """The computations, each behind those whose values it needs; RuleError where one needs itself."""
    circle = circle_among(found)
    if circle:
        said = " → ".join(f"{table}.{field}" for table, field in circle)
        raise RuleError(f"this is computed from itself: {said}.", 1)
    return tuple(found[name][0] for name in TopologicalSorter(_needs(found)).static_order())


def circle_among(found: Found) -> tuple[Named, ...]:
    """A field that is computed from itself, by what, and itself again; empty where there is none."""
    try:
        TopologicalSorter(_needs(found)).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def _needs(found: Found) -> dict[Named, set[Named]]:
    return {
        name: {other for other in _named(computation.formula.value, asked) if other in found}
        for name, (computation, asked) in found.items()
    }


def _named(value: terms.Value, asked: terms.Condition | None) -> Iterator[Named]:
    for term in (value, *(() if asked is None else (asked,))):
        for part in terms.walk(term):
            if isinstance(part, terms.Item):
                yield part.table.name, part.symbol.field.id


def with_computed(
    tables: Mapping[str, TableRows], computations: Iterable[Computation], wave_date: date
) -> Mapping[str, TableRows]:
    """The tables with the computed values in their rows, in place of what stands there."""
    found = dict(tables)
    for computation in computations:
        table = found.get(computation.table)
        if table is not None:
            rows = (
                (row_id, _with(row, computation, Env(wave_date, row, found, position)))
                for position, (row_id, row) in enumerate(table.pairs())
            )
            found[computation.table] = TableRows(rows, table.named)
    return found


def with_computed_row(row: Row, computations: Iterable[Computation], wave_date: date) -> Row:
    """A row with the computed values that depend on nothing but it, in place of what stands there."""
    for computation in computations:
        row = _with(row, computation, Env(wave_date, row))
    return row


def _with(row: Row, computation: Computation, env: Env) -> dict[str, Value]:
    left = {name: value for name, value in row.items() if name != computation.field.id}
    value = computation.of(env)
    return left if isinstance(value, Missing) else {**left, computation.field.id: value}
