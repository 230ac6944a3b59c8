"""The rules of worksheets that are used together, each parsed and bound to the fields it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ruecklauf.definition.computing import Computation, Formula, bind_formula, in_order
from ruecklauf.definition.models import RecordSection, Rule, SectionBase, Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.rules import terms
from ruecklauf.rules.evaluate import Verdict, compile_rule
from ruecklauf.rules.parse import parse_rule
from ruecklauf.rules.resolve import resolve
from ruecklauf.rules.rows import Env
from ruecklauf.rules.scope import FieldSymbol, Scope, TableSymbol
from ruecklauf.rules.terms import Resolved


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule's text once bound: for Excel and sentences as `resolved`, for checking as `test`."""

    resolved: Resolved
    test: Callable[[Env], Verdict]


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A declared rule with its bound constraint."""

    rule: Rule
    constraint: Condition


@dataclass(frozen=True, slots=True)
class FieldRules:
    """When a field is asked and when it must be answered; None for no condition, or what computes it."""

    field: FieldBase
    relevant: Condition | None
    required: Condition | None
    formula: Formula | None = None
    """What computes it, where nobody is asked for it."""


@dataclass(frozen=True, slots=True)
class SectionRules:
    """All rules over one row of a section."""

    scope: Scope
    fields: tuple[FieldRules, ...]
    rules: tuple[BoundRule, ...]

    def of(self, field_id: str) -> FieldRules:
        return next(rules for rules in self.fields if rules.field.id == field_id)


@dataclass(frozen=True)
class RuleBook:
    """The rules of a set of worksheets."""

    sections: Mapping[str, SectionRules]
    """By `worksheet.section`."""
    whole: Mapping[str, tuple[BoundRule, ...]]
    """Rules over whole sections and several tables, by worksheet."""
    tables: Mapping[str, TableSymbol]
    """By `worksheet.section`."""

    @cached_property
    def computations(self) -> tuple[Computation, ...]:
        """The computed fields, each behind those that it is computed from; RuleError for a circle."""
        return in_order(dict(_computations(self.sections)))


def _computations(
    sections: Mapping[str, SectionRules],
) -> Iterator[tuple[tuple[str, str], tuple[Computation, terms.Condition | None]]]:
    for name, section in sections.items():
        for rules in section.fields:
            if rules.formula is not None:
                asked = rules.relevant
                computation = Computation(name, rules.field, rules.formula, asked.test if asked else None)
                yield (name, rules.field.id), (computation, asked.resolved.condition if asked else None)


def table_symbol(worksheet: Worksheet, section: SectionBase) -> TableSymbol:
    """What rules know of a section."""
    fields = {
        field.id: FieldSymbol(field, worksheet.lists[field.list_id] if field.list_id else None)
        for field in section.fields
    }
    is_record = isinstance(section, RecordSection)
    return TableSymbol(f"{worksheet.id}.{section.id}", section.title, fields, is_record)


def scope_of(worksheet: Worksheet, section: SectionBase | None, worksheets: Iterable[Worksheet]) -> Scope:
    """The names that a rule of a worksheet (and of one of its sections) may use."""
    tables = dict(_tables(tuple(worksheets)))
    for symbol, _ in _named(worksheet):
        tables[symbol.name.partition(".")[2]] = symbol
    row = tables[f"{worksheet.id}.{section.id}"] if section else None
    return Scope(row, tables)


def scope_over(worksheets: Iterable[Worksheet]) -> Scope:
    """The names that formulas over all worksheets may use; they belong to no table of their own."""
    return Scope(None, _tables(tuple(worksheets)))


@lru_cache(maxsize=64)
def _tables(worksheets: tuple[Worksheet, ...]) -> Mapping[str, TableSymbol]:
    """Every section by its names from everywhere."""
    return {name: symbol for each in worksheets for symbol, names in _named(each) for name in names}


@lru_cache(maxsize=512)
def _named(worksheet: Worksheet) -> tuple[tuple[TableSymbol, tuple[str, ...]], ...]:
    """Every section with the names it has from everywhere."""
    return tuple(_names(worksheet))


def _names(worksheet: Worksheet) -> Iterator[tuple[TableSymbol, tuple[str, ...]]]:
    declared = [
        section
        for section in worksheet.sections
        if not (isinstance(section, RecordSection) and section.remarks_of)
    ]
    for section in worksheet.sections:
        name = f"{worksheet.id}.{section.id}"
        short = section.id == worksheet.id or declared == [section]
        yield table_symbol(worksheet, section), (name, worksheet.id) if short else (name,)


@lru_cache(maxsize=512)
def bind_rules(worksheets: tuple[Worksheet, ...]) -> RuleBook:
    """All rules of worksheets that are used together. Raises RuleError; `ruecklauf check` names the place."""
    sections: dict[str, SectionRules] = {}
    whole: dict[str, tuple[BoundRule, ...]] = {}
    tables: dict[str, TableSymbol] = {}
    for worksheet in worksheets:
        for section in worksheet.sections:
            name = f"{worksheet.id}.{section.id}"
            scope = scope_of(worksheet, section, worksheets)
            sections[name] = _bind_section(section, scope)
            tables[name] = scope.tables[name]
        over_all = scope_of(worksheet, None, worksheets)
        whole[worksheet.id] = tuple(
            BoundRule(rule, bind(rule.constraint, over_all)) for rule in worksheet.rules
        )
    return RuleBook(sections, whole, tables)


def _bind_section(section: SectionBase, scope: Scope) -> SectionRules:
    fields = tuple(
        FieldRules(
            field,
            bind(field.relevant_when, scope) if field.relevant_when else None,
            bind(field.required_when, scope) if field.required_when else None,
            bind_formula(field, scope),
        )
        for field in section.fields
    )
    return SectionRules(
        scope, fields, tuple(BoundRule(rule, bind(rule.constraint, scope)) for rule in section.rules)
    )


def bind(text: str, scope: Scope) -> Condition:
    """A rule's text over these names; RuleError where it does not fit them."""
    resolved = resolve(parse_rule(text), scope)
    return Condition(resolved, compile_rule(resolved))
