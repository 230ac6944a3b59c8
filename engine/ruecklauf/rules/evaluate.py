"""The rule as a check on import: values in, true, false or unknown (None) out."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import singledispatch

from ruecklauf.rules import terms
from ruecklauf.rules.readings import Comparable, Read, excel_length, read, squeeze, take
from ruecklauf.rules.rows import NO_ROW, Env, Row
from ruecklauf.rules.scope import Scope
from ruecklauf.rules.terms import PRECISION, TREE_LEVELS, Resolved, Rows, State, Term, is_calculated
from ruecklauf.values import Missing

Verdict = bool | None
Test = Callable[[Env, Row], Verdict]

_COMPARE: dict[str, Callable[[Comparable, Comparable], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CALCULATE: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def compile_rule(rule: Resolved) -> Callable[[Env], Verdict]:
    """The rule as a function: True, False, or None where missing values leave it open."""
    test = _test(rule.condition, rule.scope)
    return lambda env: test(env, NO_ROW)


def compile_value(value: terms.Value, scope: Scope) -> Callable[[Env], Comparable | None]:
    """A formula as a function: its number, or None where missing values or a division by zero leave it
    open."""
    read_value = _value(value, scope)
    return lambda env: read_value(env, NO_ROW)


def compile_where(rows: Rows, scope: Scope) -> Callable[[Env, Row], bool]:
    """Whether a row is among those that are meant; the first argument is what surrounds it."""
    if rows.where is None:
        return lambda env, row: True
    test = _test(rows.where, scope)
    return lambda env, row: test(env, row) is True


def evaluate(rule: Resolved, env: Env) -> Verdict:
    """The rule's verdict on one row; compile the rule once instead where there are many."""
    return compile_rule(rule)(env)


@singledispatch
def _test(term: Term, scope: Scope) -> Test:
    raise TypeError(f"{type(term).__name__} is no condition")


@_test.register
def _(term: terms.And, scope: Scope) -> Test:
    tests = tuple(_test(part, scope) for part in term.parts)

    def conjunction(env: Env, row: Row) -> Verdict:
        verdict: Verdict = True
        for test in tests:
            found = test(env, row)
            if found is False:
                return False
            if found is None:
                verdict = None
        return verdict

    return conjunction


@_test.register
def _(term: terms.Or, scope: Scope) -> Test:
    tests = tuple(_test(part, scope) for part in term.parts)

    def disjunction(env: Env, row: Row) -> Verdict:
        verdict: Verdict = False
        for test in tests:
            found = test(env, row)
            if found is True:
                return True
            if found is None:
                verdict = None
        return verdict

    return disjunction


@_test.register
def _(term: terms.Not, scope: Scope) -> Test:
    test = _test(term.operand, scope)
    return lambda env, row: None if (found := test(env, row)) is None else not found


@_test.register
def _(term: terms.Implies, scope: Scope) -> Test:
    return _test(terms.Or((terms.Not(term.premise), term.conclusion)), scope)


@_test.register
def _(term: terms.Comparison, scope: Scope) -> Test:
    left, right = _value(term.left, scope), _value(term.right, scope)
    compared = _COMPARE[term.operator]
    calculated = is_calculated(term.left) or is_calculated(term.right)

    def comparison(env: Env, row: Row) -> Verdict:
        first, second = left(env, row), right(env, row)
        if first is None or second is None:
            return None
        return compared(_difference(first, second), 0) if calculated else compared(first, second)

    return comparison


def _difference(first: Comparable, second: Comparable) -> Decimal:
    difference = Decimal(first) - Decimal(second)
    return Decimal(0) if abs(difference) < PRECISION / 2 else difference


@_test.register
def _(term: terms.OneOf, scope: Scope) -> Test:
    if is_calculated(term.operand):
        equal = tuple(terms.Comparison("=", term.operand, option) for option in term.options)
        return _test(terms.Or(equal), scope)
    value = _value(term.operand, scope)
    options = {_value(option, scope)(_NO_ENV, NO_ROW) for option in term.options}
    return lambda env, row: None if (found := value(env, row)) is None else found in options


@_test.register
def _(term: terms.Ticked, scope: Scope) -> Test:
    value = take(term.item, scope)
    return lambda env, row: value(env, row) is True


@_test.register
def _(term: terms.Contains, scope: Scope) -> Test:
    value, code = take(term.item, scope), term.code.code
    return lambda env, row: isinstance(found := value(env, row), tuple) and code in found


@_test.register
def _(term: terms.Matches, scope: Scope) -> Test:
    value, patterns = read(term.item, scope), term.patterns

    def fits(env: Env, row: Row) -> Verdict:
        found = value(env, row)
        return None if found is None else any(pattern.matches(str(found)) for pattern in patterns)

    return fits


@_test.register
def _(term: terms.HasState, scope: Scope) -> Test:
    value, known = take(term.item, scope), read(term.item, scope)
    match term.state:
        case State.BLANK:
            return lambda env, row: value(env, row) is Missing.NO_ANSWER
        case State.MISSING:
            return lambda env, row: isinstance(value(env, row), Missing) or known(env, row) is None
        case State.UNKNOWN:
            return lambda env, row: value(env, row) is Missing.UNKNOWN
        case State.NOT_APPLICABLE:
            return lambda env, row: value(env, row) is Missing.NOT_APPLICABLE
    named = (Missing.UNKNOWN, Missing.NOT_APPLICABLE)
    return lambda env, row: known(env, row) is not None or any(value(env, row) is kind for kind in named)


@_test.register
def _(term: terms.Resolves, scope: Scope) -> Test:
    value, known = take(term.item, scope), read(term.item, scope)

    def resolves(env: Env, row: Row) -> Verdict:
        if known(env, row) is not None:
            return True
        found = value(env, row)
        return False if found is Missing.UNREADABLE or not isinstance(found, Missing) else None

    return resolves


@_test.register
def _(term: terms.Unique, scope: Scope) -> Test:
    own = tuple(read(item, scope) for item in term.items)
    theirs = tuple(read(terms.Item(item.symbol, item.table, inner=True), scope) for item in term.items)
    purpose = tuple(item.symbol.field.id for item in term.items)
    table = term.table.name

    def unique(env: Env, row: Row) -> Verdict:
        key = tuple(value(env, row) for value in own)
        if None in key:
            return None
        counts = env.rows(table).count(purpose, lambda other: tuple(value(env, other) for value in theirs))
        return counts[key] - (env.position is not None) <= 0

    return unique


@_test.register
def _(term: terms.Tree, scope: Scope) -> Test:
    own, entered = read(term.item, scope), take(term.item, scope)
    field, table = term.item.symbol.field.id, term.table.name
    above = read(terms.Item(term.item.symbol, term.table, inner=True), scope)

    def hangs_on_the_root(env: Env, row: Row) -> Verdict:
        rows = env.rows(table)
        if entered(env, row) is Missing.NO_ANSWER:
            before = rows.rows[: env.position] if env.position is not None else ()
            return all(other.get(field, Missing.NO_ANSWER) is not Missing.NO_ANSWER for other in before)
        at = own(env, row)
        for _ in range(TREE_LEVELS):
            found = rows.get(at) if isinstance(at, str) else None
            at = above(env, found) if found is not None else None
        return at is None

    return hangs_on_the_root


@_test.register
def _(term: terms.Exists, scope: Scope) -> Test:
    rows = _rows(term.rows, scope)
    return lambda env, row: any(True for _ in rows(env))


@_test.register
def _(term: terms.All, scope: Scope) -> Test:
    rows, has = _rows(term.rows, scope), _test(term.has, scope)

    def every(env: Env, row: Row) -> Verdict:
        verdicts = {has(env, other) for other in rows(env)}
        return False if False in verdicts else None if None in verdicts else True

    return every


def _rows(rows: Rows, scope: Scope) -> Callable[[Env], Iterator[Row]]:
    table, is_meant = rows.table.name, compile_where(rows, scope)
    return lambda env: (row for row in env.rows(table).rows if is_meant(env, row))


@singledispatch
def _value(term: Term, scope: Scope) -> Read:
    raise TypeError(f"{type(term).__name__} is no value")


_value.register(terms.Item, read)


@_value.register
def _(term: terms.Literal, scope: Scope) -> Read:
    value = term.value.toordinal() if isinstance(term.value, date) else term.value
    constant = squeeze(value) if isinstance(value, str) else value
    return lambda env, row: constant


@_value.register
def _(term: terms.Coded, scope: Scope) -> Read:
    return lambda env, row: term.code.code


@_value.register
def _(term: terms.WaveDate, scope: Scope) -> Read:
    return lambda env, row: env.wave_date.toordinal()


@_value.register
def _(term: terms.Arithmetic, scope: Scope) -> Read:
    left, right = _value(term.left, scope), _value(term.right, scope)
    calculate = _CALCULATE[term.operator]

    def arithmetic(env: Env, row: Row) -> Decimal | None:
        first, second = left(env, row), right(env, row)
        if first is None or second is None or (term.operator == "/" and second == 0):
            return None
        return calculate(Decimal(first), Decimal(second))

    return arithmetic


@_value.register
def _(term: terms.Negative, scope: Scope) -> Read:
    value = _value(term.operand, scope)
    return lambda env, row: None if (found := value(env, row)) is None else -Decimal(found)


@_value.register
def _(term: terms.Length, scope: Scope) -> Read:
    value = read(term.item, scope)
    return lambda env, row: None if (found := value(env, row)) is None else excel_length(str(found))


@_value.register
def _(term: terms.TickCount, scope: Scope) -> Read:
    counts = tuple(read(item, scope) for item in term.items)
    return lambda env, row: sum(int(count(env, row) or 0) for count in counts)


@_value.register
def _(term: terms.Known, scope: Scope) -> Read:
    name = term.name
    return lambda env, row: env.row[name]  # type: ignore[return-value]


@_value.register
def _(term: terms.Count, scope: Scope) -> Read:
    rows = _rows(term.rows, scope)
    return lambda env, row: sum(1 for _ in rows(env))


@_value.register
def _(term: terms.Sum, scope: Scope) -> Read:
    rows, value = _rows(term.rows, scope), read(term.item, scope)
    return lambda env, row: sum((Decimal(value(env, other) or 0) for other in rows(env)), Decimal(0))


@_value.register
def _(term: terms.Distinct, scope: Scope) -> Read:
    rows, value = _rows(term.rows, scope), read(term.item, scope)
    return lambda env, row: len({value(env, other) for other in rows(env)} - {None})


_NO_ENV = Env(date.min)
"""For values that depend on nothing."""
