"""Computed fields: keys that do not go with a formula, formulas that give nothing of their type, circles."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ruecklauf.definition.computing import Computation, bind_formula, circle_among
from ruecklauf.definition.models import CrossSection, Worksheet
from ruecklauf.definition.rulebook import bind, scope_of
from ruecklauf.errors import Problem
from ruecklauf.lint.declared import Declarations, DeclaredField, DeclaredSection
from ruecklauf.lint.rules import placed
from ruecklauf.rules import terms
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.scope import Scope

NOT_BESIDE = (
    *("required", "required_when", "default", "missing", "from_alliance", "personal", "wave"),
    *("min", "max"),
)
"""Keys that say how something is entered, or carried on."""
_Found = dict[tuple[str, str], tuple[Computation, terms.Condition | None]]


def check_computed(declared: Declarations) -> Iterator[Problem]:
    """What is wrong with fields that have a formula."""
    worksheets = tuple(entry.worksheet for entry in declared.worksheets)
    found: _Found = {}
    fields: dict[tuple[str, str], DeclaredField] = {}
    for entry, section in declared.sections():
        computed = [field for field in section.fields if field.field.computed is not None]
        for field in computed:
            yield from _keys(field, section)
            name = (f"{entry.worksheet.id}.{section.section.id}", field.field.id)
            fields[name] = field
            yield from _formula(name, field, _scope(entry.worksheet, section, worksheets), found)
        if computed and not _asks_something(section):
            yield computed[0].at("calculate").problem("every field here is computed, so nothing is asked")
    circle = circle_among(found)
    if circle:
        said = " → ".join(f"{table}.{field}" for table, field in circle)
        yield fields[circle[0]].at("calculate").problem(f"this is computed from itself: {said}")


def _scope(worksheet: Worksheet, section: DeclaredSection, worksheets: tuple[Worksheet, ...]) -> Scope:
    return scope_of(worksheet, section.section, worksheets)


def _asks_something(section: DeclaredSection) -> bool:
    return any(field.field.computed is None for field in section.fields)


def _keys(field: DeclaredField, section: DeclaredSection) -> Iterator[Problem]:
    if isinstance(section.section, CrossSection):
        yield field.at("calculate").problem("a cross table computes nothing")
    for key in NOT_BESIDE:
        if key in field.node.items:
            yield field.at(key).problem(f"{key} does not go with calculate: nobody enters anything here")


def _formula(name: tuple[str, str], field: DeclaredField, scope: Scope, found: _Found) -> Iterator[Problem]:
    scalar = field.scalar("calculate")
    try:
        formula = bind_formula(field.field, scope)
    except RuleError as error:
        if scalar is not None:
            yield from (placed(scalar, mistake) for mistake in error.errors)
        return
    if formula is None:
        return
    found[name] = (Computation(name[0], field.field, formula, None), _asked(field, scope))
    items = [part for part in terms.walk(formula.value) if isinstance(part, terms.Item)]
    for item in items:
        if item.symbol.field.personal:
            yield field.at("calculate").problem(
                f"{item.symbol.field.id} is personal, and what is computed from it would be, too"
            )
    if field.field.dtype == "Int64" and may_be_fraction(formula.value):
        yield field.at("calculate").problem(
            "this may give fractions, so the field is no integer; use decimal"
        )


def _asked(field: DeclaredField, scope: Scope) -> terms.Condition | None:
    try:
        return (
            bind(field.field.relevant_when, scope).resolved.condition if field.field.relevant_when else None
        )
    except RuleError:
        return None  # has a message of its own


def may_be_fraction(value: terms.Value) -> bool:
    """Whether a formula over whole numbers may give another one."""
    for term in terms.walk(value):
        match term:
            case terms.Arithmetic(operator="/"):
                return True
            case terms.Literal(value=Decimal() as number) if number != number.to_integral_value():
                return True
            case terms.Item(symbol=symbol) if symbol.field.dtype == "Float64":
                return True
    return False
