"""What rules say of a withheld answer by the answers beside it.

Answers keep the rules whose breach is an error. Where one could not be every code of its list, with what is
shown beside it, these others tell something of it: they are withheld with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from ruecklauf.definition.rulebook import Condition, RuleBook
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.findings import Severity
from ruecklauf.release.anonymous import Release
from ruecklauf.release.fates import Question
from ruecklauf.rules import terms
from ruecklauf.rules.rows import Env, TableRows
from ruecklauf.rules.scope import FieldSymbol
from ruecklauf.values import Missing, Value

Row = tuple[str, str]
"""Alliance and row, in the project's own terms."""
Place = tuple[Question, str]
"""A question of one of an alliance's rows."""
PRINTED = "F"
"""Whose answers the form prints: they stay, the same for all."""
_AROUND = (terms.Rows, terms.Unique, terms.Tree, terms.Resolves)
"""What looks at other rows."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule that answers keep."""

    condition: Condition
    table: str
    """Whose rows it is about; empty for one over whole tables."""
    symbols: Mapping[Question, FieldSymbol]
    """The questions that it looks at."""
    is_of_a_row: bool
    """Whether it looks at nothing but the questions of one row."""


def binding(book: RuleBook) -> Iterator[Binding]:
    """The rules whose breach is an error, and that look at several questions or rows."""
    for table, section in book.sections.items():
        yield from _of(
            table, (one.constraint for one in section.rules if one.rule.severity is Severity.ERROR)
        )
    for rules in book.whole.values():
        yield from _of("", (one.constraint for one in rules if one.rule.severity is Severity.ERROR))


def _of(table: str, conditions: Iterable[Condition]) -> Iterator[Binding]:
    for condition in conditions:
        parts = tuple(terms.walk(condition.resolved.condition))
        items = [part for part in parts if isinstance(part, terms.Item)]
        around = any(isinstance(part, _AROUND) for part in parts) or any(one.via for one in items)
        symbols = {(one.table.name, one.symbol.field.id): one.symbol for one in items}
        if around or len(symbols) > 1:
            yield Binding(condition, table, symbols, not around)


def implying(release: Release, withheld: Mapping[Question, set[Row]]) -> dict[Question, set[Row]]:
    """The answers that tell something of withheld ones, by question."""
    book = release.material.rules
    found: dict[Question, set[Row]] = defaultdict(set)
    if book is None:
        return found
    answers = _Answers(release)
    for rule in binding(book):
        for alliance in sorted({row[0] for one in rule.symbols for row in withheld.get(one, ())}):
            for wave in answers.waves:
                for question, row in _telling(
                    rule, answers.of(rule, alliance, wave), alliance, wave, withheld
                ):
                    found[question].add((alliance, row))
    return found


@dataclass(frozen=True, slots=True)
class Beside:
    """The answers of one alliance in one wave that a rule looks at."""

    tables: Mapping[str, Mapping[str, Mapping[str, Value]]]
    """By table and row the answers by field."""
    day: date


def _telling(
    rule: Binding, beside: Beside, alliance: str, wave: str, withheld: Mapping[Question, set[Row]]
) -> Iterator[Place]:
    """The shown answers of what could not be otherwise for a withheld one."""
    hidden = {
        (question, row)
        for question in rule.symbols
        for row in beside.tables.get(question[0], {})
        if (alliance, row) in withheld.get(question, ())
    }
    for own in _looked_at(rule, beside, hidden):
        if any(
            _is_told(rule, beside, hidden, place, row) for place in own for row in _about(rule, beside, place)
        ):
            rows = {place[1] for place in own} if rule.is_of_a_row else None
            yield from _shown(rule, beside, hidden, rows)


def _looked_at(rule: Binding, beside: Beside, hidden: set[Place]) -> Iterator[set[Place]]:
    """The withheld answers that the rule looks at together."""
    if not rule.is_of_a_row:
        if hidden:
            yield hidden
        return
    for row in beside.tables.get(rule.table, {}):
        if own := {place for place in hidden if place[1] == row}:
            yield own


def _about(rule: Binding, beside: Beside, place: Place) -> Iterable[str]:
    """The rows for which the rule is asked."""
    if not rule.table:
        return ("",)
    return (place[1],) if rule.is_of_a_row else beside.tables.get(rule.table, {})


def _is_told(rule: Binding, beside: Beside, hidden: set[Place], place: Place, row: str) -> bool:
    """Whether the rule refuses anything that a withheld answer could be."""
    question, at = place
    stored = beside.tables[question[0]][at].get(question[1])
    return any(
        rule.condition.test(_env(rule, beside, hidden, row, {place: value})) is False
        for value in _possible(rule.symbols[question], stored)
    )


def _possible(symbol: FieldSymbol, stored: Value | None) -> tuple[Value, ...]:
    match symbol.kind:
        case Kind.CHOICE:
            return tuple(code.code for code in symbol.codes.values) if symbol.codes else ()
        case Kind.TICK:
            return True, False
        case Kind.NUMBER if isinstance(stored, Decimal):
            return stored - 1, stored, stored + 1
        case Kind.DATE if isinstance(stored, date):
            return stored - timedelta(1), stored, stored + timedelta(1)
    return ()


def _env(rule: Binding, beside: Beside, hidden: set[Place], row: str, said: Mapping[Place, Value]) -> Env:
    """The answers as they are shown, with what a withheld one may be."""
    masked = dict.fromkeys(hidden, Missing.NO_ANSWER) | dict(said)

    def shown(table: str, at: str) -> dict[str, Value]:
        own = beside.tables[table][at]
        asked = (field for name, field in rule.symbols if name == table)
        found = {field: masked.get(((table, field), at), own.get(field)) for field in asked}
        return {field: value for field, value in found.items() if value is not None}

    if rule.is_of_a_row:
        return Env(beside.day, shown(rule.table, row))
    tables = {name: TableRows((at, shown(name, at)) for at in rows) for name, rows in beside.tables.items()}
    order = list(beside.tables.get(rule.table, {}))
    if row not in order:
        return Env(beside.day, tables=tables)
    position = order.index(row)
    return Env(beside.day, tables[rule.table].rows[position], tables, position)


def _shown(rule: Binding, beside: Beside, hidden: set[Place], rows: set[str] | None) -> Iterator[Place]:
    """The answers that the rule looks at and that are not withheld, of these rows or all."""
    for question, symbol in rule.symbols.items():
        if symbol.field.wave == PRINTED:
            continue
        for row in beside.tables.get(question[0], {}):
            if (question, row) not in hidden and (rows is None or row in rows):
                yield question, row


class _Answers:
    """The answers that a release shows, as rules read them."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._dataset = release.material.dataset
        self.waves = self._dataset.waves
        self._read: dict[str, dict[tuple[str, str], dict[str, dict[str, Value]]]] = {}

    def of(self, rule: Binding, alliance: str, wave: str) -> Beside:
        tables = {name: self._table(name).get((alliance, wave), {}) for name, _ in rule.symbols}
        return Beside(tables, self._release.material.days.get(wave, date.max))

    def _table(self, name: str) -> dict[tuple[str, str], dict[str, dict[str, Value]]]:
        if name not in self._read:
            self._read[name] = self._rows(name) if name in self._dataset.info else {}
        return self._read[name]

    def _rows(self, name: str) -> dict[tuple[str, str], dict[str, dict[str, Value]]]:
        frame = self._dataset.tables[name]
        ids = frame["row_id"].astype(str) if "row_id" in frame else pd.Series("", index=frame.index)
        columns = {
            one.field.id: [_value(one.field.kind, cell) for cell in frame[one.name]]
            for one in self._dataset.info[name].columns
            if one.field is not None
            and one.name == one.field.id
            and not self._release.fates[name, one.field.id].is_left_out
        }
        found: dict[tuple[str, str], dict[str, dict[str, Value]]] = defaultdict(dict)
        keys = zip(frame["alliance"].astype(str), frame["wave"].astype(str), ids, strict=True)
        for place, (alliance, wave, row) in enumerate(keys):
            told = {field: values[place] for field, values in columns.items()}
            found[alliance, wave][row] = {field: value for field, value in told.items() if value is not None}
        return found


def _value(kind: Kind, cell: Any) -> Value | None:
    """What a cell of a table says; nothing of what is missing for any reason."""
    if pd.isna(cell):
        return None
    match kind:
        case Kind.TICK:
            return bool(cell)
        case Kind.NUMBER:
            return Decimal(str(cell))
        case Kind.DATE:
            return pd.Timestamp(cell).date()
        case Kind.MULTI:
            return None
    return str(cell)
