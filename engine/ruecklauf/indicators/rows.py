"""Answers as formulas and rules see them: rows of values, built from the frames of one alliance and wave."""

from __future__ import annotations

from collections.abc import Iterable

from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.indicators.frames import Frames
from ruecklauf.indicators.grouping import by_alliance
from ruecklauf.rules.rows import Row, TableRows
from ruecklauf.rules.scope import TableSymbol
from ruecklauf.values import Missing, Value

Key = tuple[str, str]
"""Alliance and wave."""


class RowReader:
    """Gives the rows of an alliance in a wave; each different text is read once."""

    def __init__(self, frames: Frames, symbols: Iterable[TableSymbol]) -> None:
        self._symbols = {symbol.name: symbol for symbol in symbols if symbol.name in frames.tables}
        self._texts = {name: by_alliance(frames.tables[name]) for name in self._symbols}
        self._kinds = {name: by_alliance(frames.kinds[name]) for name in self._symbols}
        self._read: dict[tuple[str, str, str], Value] = {}

    def has(self, key: Key, table: str) -> bool:
        """Whether the table was returned."""
        return key in self._texts.get(table, {})

    def tables(self, key: Key, names: Iterable[str] | None = None) -> dict[str, TableRows]:
        """The tables named, or all, that were returned."""
        wanted = self._symbols if names is None else names
        return {name: TableRows(self._rows(key, name)) for name in wanted if self.has(key, name)}

    def _rows(self, key: Key, name: str) -> list[tuple[str, Row]]:
        texts, kinds = self._texts[name][key], self._kinds[name][key]
        fields = self._symbols[name].fields
        rows: list[dict[str, Value]] = [{} for _ in texts["row_id"]]
        for field in fields.keys() & texts.keys():
            for row, text, kind in zip(rows, texts[field], kinds[field], strict=True):
                if isinstance(kind, str):
                    row[field] = Missing(kind)
                elif isinstance(text, str):
                    row[field] = self._value(name, fields[field].field, text)
        return list(zip(texts["row_id"], rows, strict=True))

    def _value(self, table: str, field: FieldBase, text: str) -> Value:
        known = (table, field.id, text)
        if known not in self._read:
            self._read[known] = value_of(field, text)
        return self._read[known]


def value_of(field: FieldBase, text: str) -> Value:
    """What a canonical text says."""
    try:
        return field.from_text(text)
    except (ValueError, ArithmeticError):
        # an older version asked for something else under this name
        return Missing.UNREADABLE
