"""Values as rules compare them: None for every kind of missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.rules.rows import Env, Row
from ruecklauf.rules.scope import Scope
from ruecklauf.rules.terms import Item
from ruecklauf.values import Missing, Value

Comparable = int | Decimal | str
"""Numbers as they are, dates as their ordinal, texts with single spaces, codes and row ids."""

Take = Callable[[Env, Row], Value]
"""The value of an item; the second argument is the row an aggregate is at."""

Read = Callable[[Env, Row], Comparable | None]


def squeeze(text: str) -> str:
    """The text as Excel's TRIM has it: no outer spaces, single inner ones."""
    return re.sub(" +", " ", text).strip(" ")


def excel_length(text: str) -> int:
    """Characters as Excel's LEN counts them, in UTF-16 units, after TRIM."""
    return len(squeeze(text).encode("utf-16-le")) // 2


def take(item: Item, scope: Scope) -> Take:
    """A function for the item's value. A reference that leads nowhere makes its row's fields unreadable."""
    field = item.symbol.field.id
    if item.inner:
        return lambda env, row: row.get(field, Missing.NO_ANSWER)
    if item.via is None:
        return lambda env, row: env.row.get(field, Missing.NO_ANSWER)
    follow = read(item.via, scope)
    table = item.table.name

    def from_row(env: Env, row: Row) -> Value:
        row_id = follow(env, row)
        found = env.rows(table).get(row_id) if isinstance(row_id, str) else None
        return Missing.UNREADABLE if found is None else found.get(field, Missing.NO_ANSWER)

    return from_row


def read(item: Item, scope: Scope) -> Read:
    """A function for the item's value as it is compared; None where it is missing.

    A reference to a row that does not exist is missing: Excel cannot tell it from a typing mistake.
    """
    value = take(item, scope)
    normal = _NORMAL.get(item.kind)
    if normal is not None:
        return lambda env, row: None if isinstance(found := value(env, row), Missing) else normal(found)
    target = scope.target(item.symbol)
    table = target.name if target else ""

    def row_id(env: Env, row: Row) -> str | None:
        found = value(env, row)
        exists = (
            isinstance(found, str)
            and not isinstance(found, Missing)
            and env.rows(table).get(found) is not None
        )
        return str(found) if exists else None

    return row_id


def _number(value: Value) -> Comparable | None:
    return value if isinstance(value, int | Decimal) else None


def _day(value: Value) -> Comparable | None:
    return value.toordinal() if isinstance(value, date) else None


def _text(value: Value) -> Comparable | None:
    return squeeze(str(value)) or None


_NORMAL: dict[Kind, Callable[[Value], Comparable | None]] = {
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.TEXT: _text,
    Kind.CHOICE: str,
    Kind.TICK: lambda value: int(value is True),
    Kind.MULTI: lambda value: len(value) if isinstance(value, tuple) else None,
}
