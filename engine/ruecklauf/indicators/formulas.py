"""Indicators that are declared as formulas in the language of rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from ruecklauf.indicators.grouping import Measured
from ruecklauf.indicators.rows import Key, RowReader
from ruecklauf.rules import terms
from ruecklauf.rules.evaluate import compile_value
from ruecklauf.rules.parse import parse_rule
from ruecklauf.rules.resolve import resolve_value
from ruecklauf.rules.rows import Env
from ruecklauf.rules.scope import Scope

Compute = Callable[[Env], object]


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula with its names found."""

    compute: Compute
    inputs: tuple[str, ...]
    """The fields that it names: `worksheet.section.field`."""
    tables: tuple[str, ...]


def bind_formula(text: str, scope: Scope) -> Formula:
    """A formula over the tables of one alliance in one wave; RuleError with every mistake in it."""
    value = resolve_value(parse_rule(text), scope)
    parts = tuple(terms.walk(value))
    items = [part for part in parts if isinstance(part, terms.Item)]
    tables = [part.table.name for part in parts if isinstance(part, terms.Rows)]
    return Formula(
        compile_value(value, scope),
        tuple(dict.fromkeys(f"{item.table.name}.{item.symbol.field.id}" for item in items)),
        tuple(dict.fromkeys(tables)),
    )


def measure_formulas(
    formulas: dict[str, Formula], reader: RowReader, who: pd.MultiIndex, days: dict[str, date]
) -> Measured:
    """The formulas `value`, `n` and the components for everyone who returned all tables that they name.

    Where a formula gives nothing, or n is 0, the value is missing.
    """
    tables = tuple(dict.fromkeys(name for formula in formulas.values() for name in formula.tables))
    able = [key for key in who if all(reader.has(key, name) for name in tables)]
    rows = [_computed(formulas, reader, key, tables, days) for key in able]
    index = pd.MultiIndex.from_tuples(able, names=who.names) if able else who[:0]
    table = pd.DataFrame(rows, index=index, columns=list(formulas), dtype=float)
    return table.assign(n=table["n"].fillna(0), value=table["value"].where(table["n"] > 0))


def _computed(
    formulas: dict[str, Formula], reader: RowReader, key: Key, tables: tuple[str, ...], days: dict[str, date]
) -> list[float | None]:
    env = Env(days.get(key[1], date.min), tables=reader.tables(key, tables))
    found = (formula.compute(env) for formula in formulas.values())
    return [None if number is None else float(str(number)) for number in found]
