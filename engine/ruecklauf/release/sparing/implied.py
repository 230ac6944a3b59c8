"""What rules say of a withheld answer by the answers beside it.

Answers keep the rules whose breach is an error. Rules that only warn are kept by most, and whoever takes one
for kept is right as often as it is: those are looked at that fewer than one in ten breaks. Where a withheld
answer could not be every code of its list, or no number or day near it, with what is shown beside it, these
others tell something of it: they are withheld with it. A computed field says what its inputs say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from ruecklauf.definition.computing import Computation, with_computed, with_computed_row
from ruecklauf.definition.rulebook import BoundRule, Condition, RuleBook
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.findings import Severity
from ruecklauf.release.anonymous import Release
from ruecklauf.release.fates import Question
from ruecklauf.release.formulas import PRINTED, Formulas, Inputs, formulas_of
from ruecklauf.release.sparing.beside import Answers, Beside
from ruecklauf.release.sparing.bonds import Row
from ruecklauf.rules import terms
from ruecklauf.rules.rows import Env, TableRows
from ruecklauf.rules.scope import FieldSymbol
from ruecklauf.values import Missing, Value

Place = tuple[Question, str]
"""A question of one of an alliance's rows."""
BROKEN_OFTEN = 0.1
"""The share of its cases from which on a rule that only warns tells nothing: it is wrong too often."""
NEAR = Decimal("0.1")
"""The share of a number to within which nobody may work it out, as in `suppression.sensitivity`."""
_DAYS = {"day": 31, "month": 31, "quarter": 92, "year": 366}
"""How far from it nobody may know a day, by the period to which a release makes days coarser."""
_AROUND = (terms.Rows, terms.Unique, terms.Tree, terms.Resolves)
"""What looks at other rows."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule that answers keep."""

    condition: Condition
    severity: Severity
    table: str
    """Whose rows it is about; empty for one over whole tables."""
    symbols: Mapping[Question, FieldSymbol]
    """The questions that it looks at, and that those are computed from."""
    is_of_a_row: bool
    """Whether it looks at nothing but the questions of one row."""
    computed: tuple[Computation, ...] = ()
    """The computed fields among them, each behind its inputs."""


def binding(book: RuleBook) -> Iterator[Binding]:
    """The rules that look at several questions or rows."""
    known = _Known(book)
    for table, section in book.sections.items():
        yield from known.of(table, section.rules)
    for rules in book.whole.values():
        yield from known.of("", rules)


class _Known:
    """The fields that rules may name, and what computes them."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._formulas: Formulas = formulas_of(book)

    def of(self, table: str, rules: Iterable[BoundRule]) -> Iterator[Binding]:
        for bound in rules:
            parts = tuple(terms.walk(bound.constraint.resolved.condition))
            items = [part for part in parts if isinstance(part, terms.Item)]
            asked = {(each.table.name, each.symbol.field.id): each.symbol for each in items}
            behind = {other for each in asked for other in self._formulas.behind(each)}
            symbols = {**asked, **{each: self._symbol(each) for each in sorted(behind - asked.keys())}}
            computed = tuple(
                each
                for each in (self._book.computations if behind else ())
                if (each.table, each.field.id) in behind
            )
            around = any(isinstance(part, _AROUND) for part in parts) or any(each.via for each in items)
            around |= any(self._looks_around(each) for each in behind)
            if around or len(symbols) > 1:
                yield Binding(bound.constraint, bound.rule.severity, table, symbols, not around, computed)

    def _symbol(self, question: Question) -> FieldSymbol:
        return self._book.tables[question[0]].fields[question[1]]

    def _looks_around(self, question: Question) -> bool:
        inputs = self._formulas.of.get(question, Inputs())
        return bool(inputs.of_others or inputs.tables)


def implying(release: Release, withheld: Mapping[Question, set[Row]]) -> dict[Question, set[Row]]:
    """The answers that tell something of withheld ones, by question."""
    return Telling(release).of(withheld)


class Telling:
    """The rules by which answers of a release tell others; asked again and again."""

    def __init__(self, release: Release) -> None:
        book = release.material.rules
        self._rules = tuple(binding(book)) if book else ()
        self._answers = Answers(release)
        self._days = _DAYS[release.material.terms.dates]
        self._kept: dict[int, bool] = {}

    def of(self, withheld: Mapping[Question, set[Row]]) -> dict[Question, set[Row]]:
        """The answers that tell something of these, by question."""
        found: dict[Question, set[Row]] = defaultdict(set)
        for number, rule in enumerate(self._rules):
            alliances = sorted({row[0] for each in rule.symbols for row in withheld.get(each, ())})
            if not alliances or not self._is_kept(number):
                continue
            for alliance in alliances:
                for wave in self._answers.waves():
                    beside = self._answers.of({table for table, _ in rule.symbols}, alliance, wave)
                    hidden = _hidden(rule, beside, alliance, withheld)
                    for question, row in _Asking(rule, beside, hidden, self._days).telling():
                        found[question].add((alliance, row))
        return found

    def _is_kept(self, number: int) -> bool:
        """Whether somebody who takes a rule for kept is right nine times out of ten, at least."""
        if number not in self._kept:
            rule = self._rules[number]
            self._kept[number] = rule.severity is Severity.ERROR or _is_mostly_kept(rule, self._answers)
        return self._kept[number]


def _is_mostly_kept(rule: Binding, answers: Answers) -> bool:
    held = broken = 0
    for beside in answers.each({table for table, _ in rule.symbols}):
        asking = _Asking(rule, beside, set(), 1)
        for row in beside.tables.get(rule.table, {}) if rule.table else ("",):
            verdict = rule.condition.test(asking.env(row, {}))
            held += verdict is True
            broken += verdict is False
    return broken < BROKEN_OFTEN * (held + broken) or not broken


def _hidden(
    rule: Binding, beside: Beside, alliance: str, withheld: Mapping[Question, set[Row]]
) -> set[Place]:
    return {
        (question, row)
        for question in rule.symbols
        for row in beside.tables.get(question[0], {})
        if (alliance, row) in withheld.get(question, ())
    }


@dataclass(frozen=True, slots=True)
class _Asking:
    """A rule and the answers of one alliance in one wave, of which some are withheld."""

    rule: Binding
    beside: Beside
    hidden: set[Place]
    days: int

    def telling(self) -> Iterator[Place]:
        """The shown answers of what could not be otherwise for a withheld one."""
        for own in self._looked_at():
            if any(self._is_told(place, row) for place in own for row in self._about(place)):
                yield from self._shown({place[1] for place in own} if self.rule.is_of_a_row else None)

    def _looked_at(self) -> Iterator[set[Place]]:
        """The withheld answers that the rule looks at together."""
        if not self.rule.is_of_a_row:
            if self.hidden:
                yield self.hidden
            return
        for row in self.beside.tables.get(self.rule.table, {}):
            if own := {place for place in self.hidden if place[1] == row}:
                yield own

    def _about(self, place: Place) -> Iterable[str]:
        """The rows for which the rule is asked."""
        if not self.rule.table:
            return ("",)
        return (place[1],) if self.rule.is_of_a_row else self.beside.tables.get(self.rule.table, {})

    def _is_told(self, place: Place, row: str) -> bool:
        """Whether the rule refuses anything that a withheld answer could be."""
        question, at = place
        stored = self.beside.tables[question[0]][at].get(question[1])
        return any(
            self.rule.condition.test(self.env(row, {place: value})) is False
            for value in _possible(self.rule.symbols[question], stored, self.days)
        )

    def env(self, row: str, said: Mapping[Place, Value]) -> Env:
        """The answers as they are shown, with what a withheld one may be; what is computed follows them."""
        masked = dict.fromkeys(self.hidden, Missing.NO_ANSWER) | dict(said)
        day = self.beside.day
        computed = [each for each in self.rule.computed if not _is_said(each, said)]
        if self.rule.is_of_a_row:
            return Env(day, with_computed_row(self._row(self.rule.table, row, masked), computed, day))
        rows = {
            name: TableRows((at, self._row(name, at, masked)) for at in own)
            for name, own in self.beside.tables.items()
        }
        tables = with_computed(rows, computed, day)
        order = list(self.beside.tables.get(self.rule.table, {}))
        if row not in order:
            return Env(day, tables=tables)
        position = order.index(row)
        return Env(day, tables[self.rule.table].rows[position], tables, position)

    def _row(self, table: str, at: str, masked: Mapping[Place, Value]) -> dict[str, Value]:
        own = self.beside.tables[table].get(at, {})
        asked = (field for name, field in self.rule.symbols if name == table)
        found = {field: masked.get(((table, field), at), own.get(field)) for field in asked}
        return {field: value for field, value in found.items() if value is not None}

    def _shown(self, rows: set[str] | None) -> Iterator[Place]:
        """The answers that the rule looks at and that are not withheld, of these rows or all."""
        for question, symbol in self.rule.symbols.items():
            if symbol.field.wave == PRINTED:
                continue
            for row in self.beside.tables.get(question[0], {}):
                if (question, row) not in self.hidden and (rows is None or row in rows):
                    yield question, row


def _is_said(computation: Computation, said: Mapping[Place, Value]) -> bool:
    return any(question == (computation.table, computation.field.id) for question, _ in said)


def _possible(symbol: FieldSymbol, stored: Value | None, days: int) -> Iterator[Value]:
    """What a withheld answer may be: each code; numbers and days near it that its limits allow."""
    codes = tuple(code.code for code in symbol.codes.values) if symbol.codes else ()
    match symbol.kind:
        case Kind.CHOICE:
            yield from codes
        case Kind.TICK:
            yield from (True, False)
        case Kind.MULTI if isinstance(stored, tuple):
            parts = symbol.field.parts
            yield from (tuple(each for each in parts if (each in stored) != (each == code)) for code in parts)
        case Kind.NUMBER if isinstance(stored, Decimal) and not isinstance(stored, Missing):
            width = max(Decimal(1), (NEAR * abs(stored)).to_integral_value(ROUND_CEILING))
            near = (stored - width, stored - 1, stored, stored + 1, stored + width)
            yield from (each for each in near if symbol.field.may_be(each))
        case Kind.DATE if isinstance(stored, date):
            around = (stored + timedelta(by) for by in (-days, -1, 0, 1, days))
            yield from (each for each in around if symbol.field.may_be(each))
