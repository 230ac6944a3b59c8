"""A rule with every name resolved: what evaluation, Excel, sentences and probing work on.

Conditions are true, false or unknown; values are numbers, dates, texts, codes or rows, by their `kind`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.fieldtypes.codelist import Code, CodeList
from ruecklauf.rules.ast import Expr
from ruecklauf.rules.patterns.pattern import Pattern
from ruecklauf.rules.scope import FieldSymbol, Scope, TableSymbol


@dataclass(frozen=True, slots=True)
class Term:
    """Base of all terms."""


@dataclass(frozen=True, slots=True)
class Item(Term):
    """A field of some row."""

    symbol: FieldSymbol
    table: TableSymbol
    """The table that has the field."""
    inner: bool = False
    """A field of the rows that an aggregate goes through, not of the rule's own row."""
    via: Item | None = None
    """The reference field that names the row; None for a field of the row itself."""

    @property
    def kind(self) -> Kind:
        return self.symbol.kind


@dataclass(frozen=True, slots=True)
class Literal(Term):
    value: Decimal | str | date
    kind: Kind


@dataclass(frozen=True, slots=True)
class Coded(Term):
    """A code of a list, written as text in the rule."""

    code: Code
    codes: CodeList

    @property
    def kind(self) -> Kind:
        return Kind.CHOICE


@dataclass(frozen=True, slots=True)
class WaveDate(Term):
    @property
    def kind(self) -> Kind:
        return Kind.DATE


@dataclass(frozen=True, slots=True)
class Arithmetic(Term):
    operator: str
    left: Value
    right: Value
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Numeric(Term):
    @property
    def kind(self) -> Kind:
        return Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Negative(_Numeric):
    operand: Value


@dataclass(frozen=True, slots=True)
class Length(_Numeric):
    """Characters of a text."""

    item: Item


@dataclass(frozen=True, slots=True)
class TickCount(_Numeric):
    """Ticked fields and ticked codes of multiple choices."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Rows(Term):
    """The rows of a table that definitely meet a condition; all present rows if there is none."""

    table: TableSymbol
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Count(_Numeric):
    rows: Rows


@dataclass(frozen=True, slots=True)
class Sum(_Numeric):
    item: Item
    rows: Rows


@dataclass(frozen=True, slots=True)
class Distinct(_Numeric):
    """How many different codes occur."""

    item: Item
    rows: Rows


@dataclass(frozen=True, slots=True)
class Known(_Numeric):
    """A number that was computed before; it stands where `totals.apart` took something out of a formula."""

    name: str
    """What it is called in the row that the formula is computed over."""


@dataclass(frozen=True, slots=True)
class Comparison(Term):
    operator: str
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class OneOf(Term):
    operand: Value
    options: tuple[Literal | Coded, ...]


@dataclass(frozen=True, slots=True)
class Ticked(Term):
    item: Item


@dataclass(frozen=True, slots=True)
class Contains(Term):
    """A code of a multiple choice is ticked."""

    item: Item
    code: Code


@dataclass(frozen=True, slots=True)
class Matches(Term):
    """A text is as one of the patterns says."""

    item: Item
    patterns: tuple[Pattern, ...]


class State(StrEnum):
    """What may be asked of a field whatever its value; see the package's docstring."""

    BLANK = "blank"
    ANSWERED = "answered"
    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class HasState(Term):
    state: State
    item: Item


@dataclass(frozen=True, slots=True)
class Resolves(Term):
    """A reference names a row that exists."""

    item: Item
    target: TableSymbol


@dataclass(frozen=True, slots=True)
class Unique(Term):
    """No other row of the table has the same values in all the items."""

    table: TableSymbol
    items: tuple[Item, ...]


TREE_LEVELS = 12
"""Rows above one another in a tree: Excel follows them one by one, each a level of its formula."""


@dataclass(frozen=True, slots=True)
class Tree(Term):
    """The row hangs on the one root: going up by a reference to the own table ends there."""

    item: Item
    """The reference field that names the row above; blank in the root."""
    table: TableSymbol


@dataclass(frozen=True, slots=True)
class Exists(Term):
    rows: Rows


@dataclass(frozen=True, slots=True)
class All(Term):
    """Every one of the rows meets the condition."""

    rows: Rows
    has: Condition


@dataclass(frozen=True, slots=True)
class Not(Term):
    operand: Condition


@dataclass(frozen=True, slots=True)
class And(Term):
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or(Term):
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Implies(Term):
    premise: Condition
    conclusion: Condition


Value = (
    Item
    | Literal
    | Coded
    | WaveDate
    | Arithmetic
    | Negative
    | Length
    | TickCount
    | Count
    | Sum
    | Distinct
    | Known
)
Condition = (
    Comparison
    | OneOf
    | Ticked
    | Contains
    | Matches
    | HasState
    | Resolves
    | Unique
    | Tree
    | Exists
    | All
    | Not
    | And
    | Or
    | Implies
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A checked rule: every reading starts from it."""

    expr: Expr
    condition: Condition
    scope: Scope


INVERSE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
"""The comparison that holds where another one fails."""

PRECISION = Decimal("1e-9")
"""Calculated numbers are compared to nine decimal places: Excel calculates in binary, Python in decimal."""


def walk(term: Term) -> Iterator[Term]:
    """The term and all terms in it, outermost first."""
    yield term
    for field in fields(term):
        part = getattr(term, field.name)
        for child in part if isinstance(part, tuple) else (part,):
            if isinstance(child, Term):
                yield from walk(child)


def is_calculated(value: Value) -> bool:
    """Whether the number may carry binary rounding errors in Excel."""
    return any(isinstance(term, Arithmetic | Sum) for term in walk(value))
