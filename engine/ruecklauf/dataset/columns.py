"""From canonical texts to the columns of a wide table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import pandas as pd

from ruecklauf.dataset.merging import MergedField
from ruecklauf.dataset.models import ColumnInfo
from ruecklauf.errors import RuecklaufError
from ruecklauf.values import Missing, Value

Cell = tuple[int, str, str | None, str | None]
"""Position of the record in its table, content hash of its declaration, canonical text, missing kind."""


def field_columns(field: MergedField, cells: Sequence[Cell], *, height: int) -> Iterator[pd.Series[Any]]:
    """The field's columns for a table of `height` records; those without a cell were not asked for it.

    RuecklaufError for a text that the field's type or code list does not know.
    """
    read = _reader(field)
    for column in field.columns():
        unasked = Missing.NOT_ASKED.value if column.says_why_missing else None
        values: list[object] = [unasked] * height
        for position, declaration, text, missing in cells:
            try:
                value = read(declaration, text, missing)
                asked = not column.code or column.code in field.by_declaration[declaration].parts
                values[position] = _content(column, value, missing) if asked else None
            except (ValueError, ArithmeticError, LookupError) as error:
                raise _unfit(column.name, text, missing) from error
        yield _series(column, values)


def _reader(field: MergedField) -> Any:
    """Reads each different text once."""

    @cache
    def read(declaration: str, text: str | None, missing: str | None) -> Value | None:
        declared = field.by_declaration[declaration]
        if missing is not None:
            return field.missing_codes(declaration).get(missing)
        if text is None:
            return None
        value = declared.from_text(text)
        for code in value if isinstance(value, tuple) else ():
            if code not in declared.parts:
                raise LookupError(code)
        return value

    return read


def _content(column: ColumnInfo, value: Value | None, missing: str | None) -> object:
    if column.says_why_missing:
        return missing if missing in column.categories else None
    if isinstance(value, tuple):
        return column.code in value
    if column.categories and value is not None and value not in column.categories:
        raise LookupError(value)
    return float(value) if isinstance(value, Decimal) else value


def _series(column: ColumnInfo, values: list[object]) -> pd.Series[Any]:
    if column.dtype == "category":
        categorical = pd.CategoricalDtype(list(column.categories), ordered=column.ordered)
        return pd.Series(values, dtype=categorical, name=column.name)
    try:
        return pd.Series(pd.array(values, dtype=column.dtype), name=column.name)  # type: ignore[call-overload]
    except (ValueError, TypeError, OverflowError) as error:
        raise RuecklaufError(
            f"cannot be a column of type {column.dtype} ({error}).",
            where=f"column {column.name}",
            remedy="This is a fault in ruecklauf. Please report it.",
        ) from error


def _unfit(name: str, text: str | None, missing: str | None) -> RuecklaufError:
    return RuecklaufError(
        f"holds {text if missing is None else missing!r}, which its declaration does not allow.",
        where=f"column {name}",
        remedy="Import the return again; if that does not help, this is a fault in ruecklauf.",
    )
