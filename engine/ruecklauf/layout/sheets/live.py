"""A formula together with what it gives, so that forms can store its value beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ruecklauf.layout.model import FormulaCell, Role
from ruecklauf.layout.state import FormState


@dataclass(frozen=True, slots=True)
class Live:
    """An Excel formula without `=`, and the same as a function of the answers."""

    formula: str
    value: Callable[[FormState], str | int]


def constant(text: str) -> Live:
    """A formula that always gives the same text."""
    return Live(f'"{text}"', lambda state: text)


def joined(first: Live, between: str, second: Live) -> Live:
    """Two texts with another one between them."""
    return Live(
        f'{first.formula}&"{between}"&{second.formula}',
        lambda state: f"{first.value(state)}{between}{second.value(state)}",
    )


def live_cell(row: int, column: int, live: Live, role: Role) -> FormulaCell:
    """A cell with the formula and its value."""
    return FormulaCell(row, column, live.formula, role, live.value)
