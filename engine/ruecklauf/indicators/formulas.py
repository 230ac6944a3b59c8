"""Indicators that are declared as formulas in the language of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ruecklauf.indicators.columns import ColumnReader
from ruecklauf.indicators.grouping import Measured
from ruecklauf.indicators.rows import RowReader
from ruecklauf.rules import terms
from ruecklauf.rules.evaluate import compile_value
from ruecklauf.rules.parse import parse_rule
from ruecklauf.rules.resolve import resolve_value
from ruecklauf.rules.rows import Env
from ruecklauf.rules.scope import Scope
from ruecklauf.rules.totals import Parted, apart

Compute = Callable[[Env], object]


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula with its names found."""

    compute: Compute
    inputs: tuple[str, ...]
    """The fields that it names: `worksheet.section.field`."""
    tables: tuple[str, ...]
    parted: Parted | None
    """The same in two steps, by which it is computed for everyone at once."""


def bind_formula(text: str, scope: Scope) -> Formula:
    """A formula over the tables of one alliance in one wave; RuleError with every mistake in it."""
    value = resolve_value(parse_rule(text), scope, of_records=True)
    parts = tuple(terms.walk(value))
    items = [part for part in parts if isinstance(part, terms.Item)]
    tables = [part.table.name for part in parts if isinstance(part, terms.Rows)]
    return Formula(
        compile_value(value, scope),
        tuple(dict.fromkeys(f"{item.table.name}.{item.symbol.field.id}" for item in items)),
        tuple(dict.fromkeys(tables)),
        apart(value, scope),
    )


def measure_formulas(
    formulas: Mapping[str, Formula], columns: ColumnReader, who: pd.MultiIndex, days: Mapping[str, date]
) -> Measured:
    """The formulas `value`, `n` and the components for everyone who returned all tables that they name.

    Where a formula gives nothing, or n is 0, the value is missing.
    """
    tables = tuple(dict.fromkeys(name for formula in formulas.values() for name in formula.tables))
    able = columns.who(tables, who)
    table = pd.DataFrame(
        {
            name: _of_everyone(formula.parted, columns, able, days)
            if formula.parted
            else _one_by_one(formula, columns.rows, able, days)
            for name, formula in formulas.items()
        },
        index=able,
        dtype=float,
    )
    return table.assign(n=table["n"].fillna(0), value=table["value"].where(table["n"] > 0))


def _of_everyone(
    parted: Parted, columns: ColumnReader, able: pd.MultiIndex, days: Mapping[str, date]
) -> list[float | None]:
    totals = [columns.totals(total, able) for total in parted.totals]
    known: dict[Any, float | None] = {}
    found = []
    for place, (_, wave) in enumerate(able):
        own = tuple(total[place] for total in totals)
        key = (own, wave if parted.by_day else "")
        if key not in known:
            row = {str(number): total for number, total in enumerate(own)}
            known[key] = _number(parted.compute(Env(days.get(wave, date.min), row)))
        found.append(known[key])
    return found


def _one_by_one(
    formula: Formula, reader: RowReader, able: pd.MultiIndex, days: Mapping[str, date]
) -> list[float | None]:
    """Where rows refer to one another."""
    return [
        _number(formula.compute(Env(days.get(key[1], date.min), tables=reader.tables(key, formula.tables))))
        for key in able
    ]


def _number(found: object) -> float | None:
    return None if found is None else float(str(found))
