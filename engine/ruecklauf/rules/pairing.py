"""What may stand beside what: operands of comparisons and arithmetic, codes beside their fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.fieldtypes.codelist import Code
from ruecklauf.rules import ast, terms
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.patterns.pattern import Pattern, PatternError, read_pattern
from ruecklauf.rules.scope import Scope
from ruecklauf.rules.suggest import one_of
from ruecklauf.rules.terms import Coded, Comparison, Item, Literal, Value, walk

_EQUALITY = ("=", "<>")
_RESULTS = {
    ("+", Kind.DATE, Kind.NUMBER): Kind.DATE,
    ("+", Kind.NUMBER, Kind.DATE): Kind.DATE,
    ("-", Kind.DATE, Kind.NUMBER): Kind.DATE,
    ("-", Kind.DATE, Kind.DATE): Kind.NUMBER,
    **{(operator, Kind.NUMBER, Kind.NUMBER): Kind.NUMBER for operator in "+-*/"},
}


def literal(expr: ast.Literal) -> Literal:
    """A literal by itself; a text that is a code gets its list from what it is compared with."""
    match expr.value:
        case Decimal():
            return Literal(expr.value, Kind.NUMBER)
        case date():
            return Literal(expr.value, Kind.DATE)
        case _:
            return Literal(expr.value, Kind.TEXT)


def match_pattern(expr: ast.Expr) -> Pattern:
    """A text as a pattern; RuleError where it is none."""
    if not isinstance(expr, ast.Literal) or not isinstance(expr.value, str):
        raise RuleError('a pattern is a text, such as "99999" or "AA 999".', expr.column)
    try:
        return read_pattern(expr.value)
    except PatternError as error:
        raise RuleError(f"{error}.", expr.column) from error


def calculate(expr: ast.Binary | ast.Unary, *operands: Value) -> Value:
    """The arithmetic term; RuleError where Excel could not do it or the kinds do not go together."""
    if any(map(_goes_through_rows, operands)):
        raise RuleError("inside where, fields can be compared but not calculated with.", expr.column)
    if len(operands) == 1:
        return terms.Negative(operands[0])
    left, right = operands
    kind = _RESULTS.get((expr.operator, left.kind, right.kind))
    if kind is None:
        raise RuleError(f"{left.kind} {expr.operator} {right.kind} cannot be calculated.", expr.column)
    return terms.Arithmetic(expr.operator, left, right, kind)


def _goes_through_rows(operand: Value) -> bool:
    match operand:
        case terms.Count() | terms.Sum() | terms.Distinct():
            return False
        case terms.Arithmetic():
            return _goes_through_rows(operand.left) or _goes_through_rows(operand.right)
        case terms.Negative():
            return _goes_through_rows(operand.operand)
    return any(isinstance(term, Item) and term.inner for term in walk(operand))


def compare(expr: ast.Binary, left: Value, right: Value, scope: Scope) -> Comparison:
    """The comparison; a text beside a choice field is one of its codes."""
    if isinstance(expr.right, ast.Literal) and isinstance(left, Item):
        right = match_literal(expr.right, left)
    elif isinstance(expr.left, ast.Literal) and isinstance(right, Item):
        left = match_literal(expr.left, right)
    _check_kinds(expr, left, right, scope)
    if left.kind not in (Kind.NUMBER, Kind.DATE) and expr.operator not in _EQUALITY:
        raise RuleError(f"a {left.kind} has no order here; only = and <> compare it.", expr.column)
    return Comparison(expr.operator, left, right)


def _check_kinds(expr: ast.Binary, left: Value, right: Value, scope: Scope) -> None:
    if left.kind is not right.kind:
        raise RuleError(f"a {left.kind} cannot be compared with a {right.kind}.", expr.column)
    if isinstance(left, Item) and isinstance(right, Item) and _domain(left, scope) != _domain(right, scope):
        first, second = left.symbol.field.id, right.symbol.field.id
        raise RuleError(f"{first} and {second} do not share a code list or table.", expr.column)


def _domain(item: Item, scope: Scope) -> tuple[str | None, str | None]:
    """The code list of a choice, the table of a reference."""
    target = scope.target(item.symbol)
    return item.symbol.field.list_id, target.name if target else None


def match_literal(expr: ast.Literal, value: Value) -> Literal | Coded:
    """The literal as it is meant beside a value: a code beside a choice, else of the value's own kind."""
    if isinstance(value, Item) and value.kind is Kind.CHOICE:
        code = match_code(expr, value)
        assert value.symbol.codes is not None
        return Coded(code, value.symbol.codes)
    found = literal(expr)
    if isinstance(value, Item) and value.kind is Kind.REFERENCE:
        raise RuleError(
            "a reference can only be compared with another reference; ask for a field of its row.",
            expr.column,
        )
    if found.kind is not value.kind:
        hint = " Dates stand without quotes: 2026-06-30." if value.kind is Kind.DATE else ""
        raise RuleError(f"a {value.kind} cannot be compared with a {found.kind}.{hint}", expr.column)
    return found


def match_code(expr: ast.Expr, item: Item) -> Code:
    """The code of the item's list that the literal names."""
    name = item.symbol.field.id
    codes = item.symbol.codes
    assert codes is not None
    if not isinstance(expr, ast.Literal) or not isinstance(expr.value, str):
        raise RuleError(
            f'{name} is compared with codes in quotes, as in "{codes.codes[0].code}".', expr.column
        )
    code = codes.get(expr.value)
    if code is None:
        raise RuleError(
            f"{name} has no code {expr.value!r}; {_allowed(expr.value, codes.values)}", expr.column
        )
    if code.missing:
        raise RuleError(
            f"{expr.value!r} is a missing kind, not a value; use {code.missing}({name}).", expr.column
        )
    return code


def _allowed(typed: str, codes: Iterable[Code]) -> str:
    names = [code.code for code in codes]
    hint = one_of(typed, names)
    return hint if hint.startswith("known") else f"{hint} Allowed are {', '.join(names)}"
