"""Can a rule come out true, and can it come out false? For the check of declarations."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from math import prod

from ruecklauf.rules import terms
from ruecklauf.rules.candidates import Candidates, candidates
from ruecklauf.rules.evaluate import compile_rule
from ruecklauf.rules.rows import Env, Row, TableRows
from ruecklauf.rules.scope import FieldSymbol, TableSymbol
from ruecklauf.rules.terms import Item, Resolved, walk
from ruecklauf.values import Value

EXHAUSTIVE_UP_TO = 20_000
"""So many combinations are all tried; of more, so many drawn by lot."""
SAMPLES_WITH_TABLES = 3_000
_ROWS = 16
_MOST_ROWS = 200
_SEED = 1


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found by trying; a rule that cannot hold or cannot fail is most likely a mistake."""

    can_hold: bool
    can_fail: bool
    exhaustive: bool
    """Whether the values tried stand for all there are: all combinations, without tables or arithmetic."""


def probe(rule: Resolved, wave_date: date) -> Probe:
    """Try the rule on representative answers; the same result every time."""
    tried = candidates(rule, wave_date)
    if _tables(rule):
        return _outcome(rule, _random_tables(rule, tried, wave_date), exhaustive=False)
    choices = {name: tried.of(symbol) for name, symbol in _own_fields(rule).items()}
    few = prod(map(len, choices.values())) <= EXHAUSTIVE_UP_TO
    rows = _all_rows(choices) if few else _random_rows(choices)
    calculates = any(isinstance(term, terms.Arithmetic) for term in walk(rule.condition))
    return _outcome(rule, (Env(wave_date, row) for row in rows), exhaustive=few and not calculates)


def _outcome(rule: Resolved, envs: Iterable[Env], *, exhaustive: bool) -> Probe:
    check = compile_rule(rule)
    found: set[bool | None] = set()
    for env in envs:
        found.add(check(env))
        if {True, False} <= found:
            break
    return Probe(True in found, False in found, exhaustive)


def _own_fields(rule: Resolved) -> dict[str, FieldSymbol]:
    items = [term for term in walk(rule.condition) if isinstance(term, Item)]
    return {item.symbol.field.id: item.symbol for item in items if not item.inner and item.via is None}


def _all_rows(choices: dict[str, tuple[Value, ...]]) -> Iterator[Row]:
    return (dict(zip(choices, values, strict=True)) for values in product(*choices.values()))


def _random_rows(choices: dict[str, tuple[Value, ...]]) -> Iterator[Row]:
    chance = random.Random(_SEED)
    for _ in range(EXHAUSTIVE_UP_TO):
        yield {name: chance.choice(values) for name, values in choices.items()}


def _tables(rule: Resolved) -> dict[str, TableSymbol]:
    """The tables that the rule looks into, by name."""
    found: dict[str, TableSymbol] = {}
    for term in walk(rule.condition):
        table: TableSymbol | None = None
        match term:
            case terms.Rows() | terms.Unique() | terms.Tree():
                table = term.table
            case Item():
                table = rule.scope.target(term.symbol)
        if table is not None:
            found[table.name] = table
    return found


def _random_tables(rule: Resolved, tried: Candidates, wave_date: date) -> Iterator[Env]:
    chance = random.Random(_SEED)
    tables = _tables(rule)
    fields = _fields_by_table(rule)
    sizes = _sizes(rule)
    for _ in range(SAMPLES_WITH_TABLES):
        many = chance.random() < 0.5
        ids = {name: _row_ids(sizes[-1] if many else chance.choice(sizes)) for name in tables}
        draw = _Draw(rule, tried, ids, chance)
        filled = {name: TableRows(draw.table(name, fields.get(name, {}))) for name in tables}
        yield draw.env(filled, wave_date)


def _row_ids(count: int) -> list[str]:
    return [f"AA{number:03}" for number in range(1, count + 1)]


def _fields_by_table(rule: Resolved) -> dict[str, dict[str, FieldSymbol]]:
    found: dict[str, dict[str, FieldSymbol]] = {}
    for term in walk(rule.condition):
        if isinstance(term, Item):
            found.setdefault(term.table.name, {})[term.symbol.field.id] = term.symbol
    return found


def _sizes(rule: Resolved) -> range:
    """Numbers of rows: more than any number the rule compares with, within reason."""
    literals = [term.value for term in walk(rule.condition) if isinstance(term, terms.Literal)]
    largest = max((int(value) for value in literals if isinstance(value, Decimal)), default=0)
    return range(min(max(_ROWS, largest + 2), _MOST_ROWS) + 1)


@dataclass(frozen=True, slots=True)
class _Draw:
    """One draw of all tables, and of the rule's own row."""

    rule: Resolved
    tried: Candidates
    ids: dict[str, list[str]]
    chance: random.Random

    def table(self, name: str, fields: dict[str, FieldSymbol]) -> list[tuple[str, Row]]:
        choices = {field: self._some(symbol) for field, symbol in fields.items()}
        return [(row_id, self._row(choices)) for row_id in self.ids[name]]

    def env(self, tables: dict[str, TableRows], wave_date: date) -> Env:
        own = self.rule.scope.row
        rows = tables[own.name].rows if own is not None and own.name in tables else ()
        if rows:
            position = self.chance.randrange(len(rows))
            return Env(wave_date, rows[position], tables, position)
        row = self._row({field: self._some(symbol) for field, symbol in _own_fields(self.rule).items()})
        return Env(wave_date, row, tables)

    def _some(self, symbol: FieldSymbol) -> tuple[Value, ...]:
        """A part of the values, so that columns with few different values occur too."""
        target = self.rule.scope.target(symbol)
        values = self.tried.of(symbol, self.ids.get(target.name, ()) if target else ())
        size = 1 if self.chance.random() < 0.5 else self.chance.randint(1, len(values))
        return tuple(self.chance.sample(values, size))

    def _row(self, choices: dict[str, tuple[Value, ...]]) -> dict[str, Value]:
        return {field: self.chance.choice(values) for field, values in choices.items()}
