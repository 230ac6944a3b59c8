"""What all formats share: which tables there are, and what their columns hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from ruecklauf.dataset import Dataset

LONG = "long"
"""Name of the long table; wide ones have a dot in theirs."""

ROWS_AT_ONCE = 50_000

Cell = str | int | Decimal | bool | date | None


def all_tables(dataset: Dataset) -> Iterator[tuple[str, pd.DataFrame]]:
    """The long table, then the wide ones and what became of their answers, then the panel."""
    yield from tables_of_questions(dataset)
    yield from dataset.became.items()
    yield from dataset.panel.items()


def tables_of_questions(dataset: Dataset) -> Iterator[tuple[str, pd.DataFrame]]:
    """Those whose columns are questions as they were asked: the long table and the wide ones."""
    yield LONG, dataset.long
    yield from dataset.tables.items()


def pieces(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The frame from above to below, so many rows at once as memory does not notice; at least one."""
    for start in range(0, max(len(frame), 1), ROWS_AT_ONCE):
        yield frame.iloc[start : start + ROWS_AT_ONCE]


def cells(column: pd.Series[Any]) -> list[Cell]:
    """The content of a column as plain Python values, None for what is missing; floats as exact decimals."""
    pairs = zip(column.tolist(), column.isna().tolist(), strict=True)
    if column.dtype == "string":
        return [None if missing else value for value, missing in pairs]
    return [None if missing else _plain(value) for value, missing in pairs]


def _plain(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    plain: Cell | float = value.item() if hasattr(value, "item") else value
    return Decimal(repr(plain)) if isinstance(plain, float) else plain
