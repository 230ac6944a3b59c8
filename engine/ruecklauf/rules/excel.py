"""The rule as an Excel formula that is live in the form.

Every condition becomes a pair of formulas, one that is TRUE iff the condition is definitely true, one that
is TRUE iff it is definitely false; where both are FALSE it is unknown. The guard against blanks, labelled
missing kinds and garbage is always the same: `ISNUMBER(1/(known*(comparison)))`. It is FALSE for an error
value as well, and unlike IF and IFERROR it works cell by cell inside SUMPRODUCT without array entry. Only
functions of Excel 2007 are used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import singledispatch

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.rules import terms
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.excel_fields import Cells, safe
from ruecklauf.rules.excel_joining import ARRAY, SCALAR, Joining
from ruecklauf.rules.excel_values import formula, guards, may_fail
from ruecklauf.rules.patterns.formula import pattern_formula
from ruecklauf.rules.places import Places
from ruecklauf.rules.scope import Scope
from ruecklauf.rules.terms import INVERSE, PRECISION, Resolved, Rows, State, Term, Value, is_calculated
from ruecklauf.values import Missing

LENGTH_LIMIT = 8192
"""Characters of a formula in Excel."""
NESTING_LIMIT = 64
"""Functions inside functions."""
_DECIMALS = -PRECISION.adjusted()


def holds(rule: Resolved, places: Places) -> str:
    """A formula without `=` that is TRUE iff the rule is definitely true, else FALSE; never an error."""
    return _within_limits(_condition(rule.condition, _Compiled(Cells(places, rule.scope))).true)


def violated(rule: Resolved, places: Places) -> str:
    """A formula without `=` that is TRUE iff the rule is definitely false, else FALSE; never an error."""
    return _within_limits(_condition(rule.condition, _Compiled(Cells(places, rule.scope))).false)


def result(value: Value, scope: Scope, places: Places) -> str:
    """A formula without `=` for a number or date, "" where missing values or a division by zero leave it
    open; never an error. Numbers are rounded to nine decimal places."""
    reading = _Compiled(Cells(places, scope))
    found, known = reading.formula(value), guards(value, reading.cells)
    if is_calculated(value):
        found = f"ROUND({found},{_DECIMALS})"
    if known:
        found = f'IF({safe("*".join(known))},{found},"")'
    return _within_limits(f'IFERROR({found},"")')


def _within_limits(formula: str) -> str:
    if len(formula) + len("=") > LENGTH_LIMIT:
        raise RuleError(
            f"the rule's formula has {len(formula)} characters, Excel takes {LENGTH_LIMIT}; split the rule.",
            1,
        )
    if _nesting(formula) > NESTING_LIMIT:
        raise RuleError(
            f"the rule's formula is nested deeper than Excel's {NESTING_LIMIT} levels; split the rule.", 1
        )
    return formula


def _nesting(formula: str) -> int:
    """How many functions stand inside one another."""
    deepest = depth = 0
    functions: list[bool] = []
    for mark in re.findall(r"[A-Z]+\(|\(|\)", re.sub(r'"[^"]*"|\'[^\']*\'', "", formula)):
        if mark == ")":
            depth -= functions.pop()
            continue
        functions.append(len(mark) > 1)
        depth += functions[-1]
        deepest = max(deepest, depth)
    return deepest


@dataclass(frozen=True, slots=True)
class _Pair:
    true: str
    false: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    cells: Cells
    joining: Joining = SCALAR

    def certain(self, test: str) -> _Pair:
        """The pair of a condition that is never unknown."""
        return _Pair(test, self.joining.negate(test))

    def weights(self, rows: Rows) -> str:
        """1 for each present row that definitely meets the condition."""
        present = f"({self.cells.places.present(rows.table.name)})"
        return f"{present}*{_condition(rows.where, self.inside()).true}" if rows.where else f"{present}*1"

    def inside(self) -> _Compiled:
        return replace(self, joining=ARRAY)

    def formula(self, value: Value) -> str:
        return formula(value, self.cells, self.weights)


@singledispatch
def _condition(term: Term, reading: _Compiled) -> _Pair:
    raise TypeError(f"{type(term).__name__} is no condition")


@_condition.register
def _(term: terms.And, reading: _Compiled) -> _Pair:
    pairs = [_condition(part, reading) for part in term.parts]
    joining = reading.joining
    return _Pair(joining.both(pair.true for pair in pairs), joining.either(pair.false for pair in pairs))


@_condition.register
def _(term: terms.Or, reading: _Compiled) -> _Pair:
    pairs = [_condition(part, reading) for part in term.parts]
    joining = reading.joining
    return _Pair(joining.either(pair.true for pair in pairs), joining.both(pair.false for pair in pairs))


@_condition.register
def _(term: terms.Not, reading: _Compiled) -> _Pair:
    pair = _condition(term.operand, reading)
    return _Pair(pair.false, pair.true)


@_condition.register
def _(term: terms.Implies, reading: _Compiled) -> _Pair:
    return _condition(terms.Or((terms.Not(term.premise), term.conclusion)), reading)


@_condition.register
def _(term: terms.Comparison, reading: _Compiled) -> _Pair:
    return _Pair(
        _compared(term.operator, term.left, term.right, reading),
        _compared(INVERSE[term.operator], term.left, term.right, reading),
    )


def _compared(operator: str, left: Value, right: Value, reading: _Compiled) -> str:
    """TRUE where both are known and the comparison holds."""
    relation = _relation(operator, left, right, reading)
    if operator == "=" and isinstance(right, terms.Coded):
        return safe(relation)  # a code's label is a known answer
    known = dict.fromkeys((*guards(left, reading.cells), *guards(right, reading.cells)))
    if not known and not may_fail(left) and not may_fail(right):
        return relation
    return safe("*".join((*known, relation)))


def _relation(operator: str, left: Value, right: Value, reading: _Compiled) -> str:
    first, second = reading.formula(left), reading.formula(right)
    if left.kind is Kind.TEXT:  # = ignores case
        return f"EXACT({first},{second})" if operator == "=" else f"(1-EXACT({first},{second}))"
    if is_calculated(left) or is_calculated(right):
        return f"(ROUND({first}-{second},{_DECIMALS}){operator}0)"
    return f"({first}{operator}{second})"


@_condition.register
def _(term: terms.OneOf, reading: _Compiled) -> _Pair:
    joining = reading.joining
    return _Pair(
        joining.either(_compared("=", term.operand, option, reading) for option in term.options),
        joining.both(_compared("<>", term.operand, option, reading) for option in term.options),
    )


@_condition.register
def _(term: terms.Ticked, reading: _Compiled) -> _Pair:
    return reading.certain(reading.cells.ticked(term.item))


@_condition.register
def _(term: terms.Contains, reading: _Compiled) -> _Pair:
    return reading.certain(reading.cells.contains(term.item, term.code.code))


@_condition.register
def _(term: terms.Matches, reading: _Compiled) -> _Pair:
    cells = reading.cells
    known = cells.known(term.item)
    fits = pattern_formula(cells.value(term.item), term.patterns)
    return _Pair(safe("*".join((*known, fits))), safe("*".join((*known, f"(1-{fits})"))))


@_condition.register
def _(term: terms.HasState, reading: _Compiled) -> _Pair:
    cells, item = reading.cells, term.item
    known = safe("*".join(cells.known(item)))
    match term.state:
        case State.BLANK:
            return reading.certain(cells.blank(item))
        case State.MISSING:
            return _Pair(reading.joining.negate(known), known)
        case State.ANSWERED:
            named = [cells.says(item)] if cells.missing_words(item) else []
            return reading.certain(reading.joining.either([known, *named]))
    return reading.certain(cells.says(item, Missing(term.state)))


@_condition.register
def _(term: terms.Resolves, reading: _Compiled) -> _Pair:
    cells, item, joining = reading.cells, term.item, reading.joining
    found = safe("*".join(cells.known(item)))
    excused = [cells.blank(item), *([cells.says(item)] if cells.missing_words(item) else [])]
    return _Pair(found, joining.both(joining.negate(test) for test in (found, *excused)))


@_condition.register
def _(term: terms.Unique, reading: _Compiled) -> _Pair:
    cells, places = reading.cells, reading.cells.places
    known = safe("*".join(dict.fromkeys(guard for item in term.items for guard in cells.known(item))))
    table = term.table.name
    column = places.column(table, term.items[0].symbol.field.id)
    same = (_compared("=", replace(item, inner=True), item, reading.inside()) for item in term.items)
    others = f"SUMPRODUCT(({places.present(table)})*(ROW({column})<>{places.this_row()})*{'*'.join(same)})"
    return _Pair(
        reading.joining.both((known, f"({others}=0)")), reading.joining.both((known, f"({others}>0)"))
    )


@_condition.register
def _(term: terms.Tree, reading: _Compiled) -> _Pair:
    cells, places, joining = reading.cells, reading.cells.places, reading.joining
    column = places.column(term.table.name, term.item.symbol.field.id)
    earlier = f"({places.present(term.table.name)})*(ROW({column})<{places.this_row()})"
    second = f'(SUMPRODUCT({earlier}*{safe(f"""(TRIM({column})="")""")})>0)'
    root = cells.blank(term.item)
    lost = joining.both((joining.negate(root), f"(LEN({cells.highest(term.item, column)})>1)"))
    return reading.certain(joining.negate(joining.either((joining.both((root, second)), lost))))


@_condition.register
def _(term: terms.Exists, reading: _Compiled) -> _Pair:
    found = reading.formula(terms.Count(term.rows))
    return _Pair(f"({found}>0)", f"({found}=0)")


@_condition.register
def _(term: terms.All, reading: _Compiled) -> _Pair:
    has = _condition(term.has, reading.inside())
    rows = reading.weights(term.rows)
    return _Pair(f"(SUMPRODUCT({rows}*{ARRAY.negate(has.true)})=0)", f"(SUMPRODUCT({rows}*{has.false})>0)")
