"""Values of a rule in Excel: literals, cells, arithmetic, and what is counted over rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import singledispatch

from ruecklauf.fieldtypes.dates import excel_date
from ruecklauf.rules import terms
from ruecklauf.rules.excel_fields import Cells, quoted
from ruecklauf.rules.readings import squeeze
from ruecklauf.rules.terms import Rows, Term, Value
from ruecklauf.values import decimal_text

Weights = Callable[[Rows], str]
"""An array expression, 1 for each row that counts and 0 for the others."""


def guards(value: Value, cells: Cells) -> tuple[str, ...]:
    """Factors that are all 1 where every field in the value is known; division by zero is not among them."""
    match value:
        case terms.Item():
            return cells.known(value)
        case terms.Length():
            return cells.known(value.item)
        case terms.Arithmetic():
            return tuple(dict.fromkeys((*guards(value.left, cells), *guards(value.right, cells))))
        case terms.Negative():
            return guards(value.operand, cells)
    return ()


def may_fail(value: Value) -> bool:
    """Whether the formula can be an error although its guards hold: division by zero, an error in a sum."""
    return any(isinstance(term, terms.Arithmetic | terms.Sum) for term in terms.walk(value))


@singledispatch
def formula(value: Term, cells: Cells, weights: Weights) -> str:
    """The value's formula, fit to stand beside any operator; of use only together with its guards."""
    raise TypeError(f"{type(value).__name__} is no value")


@formula.register
def _(value: terms.Item, cells: Cells, weights: Weights) -> str:
    return cells.value(value)


@formula.register
def _(value: terms.Literal, cells: Cells, weights: Weights) -> str:
    match value.value:
        case Decimal():
            return decimal_text(value.value) if value.value >= 0 else f"({decimal_text(value.value)})"
        case date():
            return excel_date(value.value)
        case _:
            return quoted(squeeze(value.value))


@formula.register
def _(value: terms.Coded, cells: Cells, weights: Weights) -> str:
    return quoted(cells.places.label(value.codes.id, value.code.code))


@formula.register
def _(value: terms.WaveDate, cells: Cells, weights: Weights) -> str:
    return cells.places.wave_date()


@formula.register
def _(value: terms.Arithmetic, cells: Cells, weights: Weights) -> str:
    left, right = (formula(operand, cells, weights) for operand in (value.left, value.right))
    return f"({left}{value.operator}{right})"


@formula.register
def _(value: terms.Negative, cells: Cells, weights: Weights) -> str:
    return f"(-{formula(value.operand, cells, weights)})"


@formula.register
def _(value: terms.Length, cells: Cells, weights: Weights) -> str:
    return f"LEN({cells.value(value.item)})"


@formula.register
def _(value: terms.TickCount, cells: Cells, weights: Weights) -> str:
    return f"({'+'.join(cells.tick_count(item) for item in value.items)})"


@formula.register
def _(value: terms.Count, cells: Cells, weights: Weights) -> str:
    return f"SUMPRODUCT({weights(value.rows)})"


@formula.register
def _(value: terms.Sum, cells: Cells, weights: Weights) -> str:
    # as an argument of its own the column's texts count as 0
    return f"SUMPRODUCT({weights(value.rows)},{cells.address(value.item)})"


@formula.register
def _(value: terms.Distinct, cells: Cells, weights: Weights) -> str:
    # the labels of the counted rows, "" for the others; then: which answers are among them
    answers = cells.places.answers(value.item.symbol.field.list_id or "")
    chosen = f"REPT({cells.address(value.item)},{weights(value.rows)})"
    return f"SUMPRODUCT(ISNUMBER(MATCH({answers},{chosen},0))*1)"
