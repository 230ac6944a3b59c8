"""What rules look at: where a table of it is not known, nothing can be said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import lru_cache

from ruecklauf.definition.computing import Formula
from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import Condition, RuleBook, SectionRules, bind_rules
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.layout.geometry import referred
from ruecklauf.rules import ast, terms
from ruecklauf.rules.parse import parse_rule
from ruecklauf.rules.scope import Scope

_AS_ENTERED = (terms.State.BLANK, terms.State.UNKNOWN, terms.State.NOT_APPLICABLE)
"""States that a reference has whether or not there is a row it leads to."""


@lru_cache(maxsize=64)
def rules_without(worksheets: tuple[Worksheet, ...], unknown: frozenset[str]) -> RuleBook:
    """The rules of worksheets that are used together, as far as they look at none of the unknown tables.

    A condition that does is open: neither true nor false.
    """
    book = bind_rules(worksheets)
    if not unknown:
        return book
    return RuleBook(
        {name: _section_without(rules, unknown) for name, rules in book.sections.items()},
        {
            worksheet: tuple(bound for bound in rules if not _looks_at(bound.constraint, unknown))
            for worksheet, rules in book.whole.items()
        },
        book.tables,
    )


def _section_without(rules: SectionRules, unknown: frozenset[str]) -> SectionRules:
    return replace(
        rules,
        fields=tuple(
            replace(
                field,
                relevant=_open(field.relevant, unknown),
                required=_open(field.required, unknown),
                formula=_without_result(field.formula, unknown),
            )
            for field in rules.fields
        ),
        rules=tuple(bound for bound in rules.rules if not _looks_at(bound.constraint, unknown)),
    )


def _open(condition: Condition | None, unknown: frozenset[str]) -> Condition | None:
    if condition is None or not _looks_at(condition, unknown):
        return condition
    return Condition(condition.resolved, lambda env: None)


def _without_result(formula: Formula | None, unknown: frozenset[str]) -> Formula | None:
    if formula is None or unknown.isdisjoint(_tables(formula.value, formula.scope)):
        return formula
    return replace(formula, read=lambda env: None)


def _looks_at(condition: Condition, tables: frozenset[str]) -> bool:
    resolved = condition.resolved
    return not tables.isdisjoint(_tables(resolved.condition, resolved.scope))


def _tables(term: terms.Term, scope: Scope) -> Iterator[str]:
    """The tables whose rows the term looks at, by `worksheet.section`."""
    match term:
        case terms.HasState(state=state, item=item) if state in _AS_ENTERED:
            yield from _tables_of_item(item, scope)
            return
        case terms.Item():
            yield from _tables_of_item(term, scope)
            target = scope.target(term.symbol) if term.kind is Kind.REFERENCE else None
            if target is not None:
                yield target.name
            return
        case (
            terms.Rows(table=table)
            | terms.Unique(table=table)
            | terms.Tree(table=table)
            | terms.Resolves(target=table)
        ):
            yield table.name
    for field in fields(term):
        part = getattr(term, field.name)
        for child in part if isinstance(part, tuple) else (part,):
            if isinstance(child, terms.Term):
                yield from _tables(child, scope)


def _tables_of_item(item: terms.Item, scope: Scope) -> Iterator[str]:
    yield item.table.name
    if item.via is not None:
        yield from _tables(item.via, scope)


@lru_cache(maxsize=256)
def worksheets_named(worksheet: Worksheet, known: frozenset[str]) -> frozenset[str]:
    """Those of the known ids of other worksheets that its references and rules name."""
    named = {
        referred(worksheet, field).partition(".")[0]
        for _, field in worksheet.all_fields()
        if field.kind is Kind.REFERENCE
    }
    for text in _rule_texts(worksheet):
        named |= set(_first_names(parse_rule(text)))
    return frozenset(named & known - {worksheet.id})


def _rule_texts(worksheet: Worksheet) -> Iterator[str]:
    for _, field in worksheet.all_fields():
        yield from filter(None, (field.relevant_when, field.required_when, field.computed))
    for holder in (worksheet, *worksheet.sections):
        yield from (rule.constraint for rule in holder.rules)


def _first_names(node: ast.Node) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.parts[0]
    for field in fields(node):
        part = getattr(node, field.name)
        for child in part if isinstance(part, tuple) else (part,):
            if isinstance(child, ast.Node):
                yield from _first_names(child)
