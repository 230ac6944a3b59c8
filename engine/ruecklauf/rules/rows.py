"""The values a rule is evaluated over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ruecklauf.values import Value

Row = Mapping[str, Value]
"""Values by field id; a field that is not there has no answer."""

NO_ROW: Row = {}


class TableRows:
    """The present rows of one table, in order, with their row ids. Not to be changed afterwards."""

    __slots__ = ("_by_id", "_counts", "_ids", "named", "rows")

    def __init__(self, rows: Iterable[tuple[str, Row]] = (), named: Iterable[str] = ()) -> None:
        """`named`: ids of rows that others may refer to, also where nothing is entered in them."""
        pairs = tuple(rows)
        self.rows: tuple[Row, ...] = tuple(values for _, values in pairs)
        self._ids = tuple(row_id for row_id, _ in pairs)
        self._by_id: dict[str, Row] = {row_id: values for row_id, values in pairs if row_id}
        self.named = frozenset(named)
        self._counts: dict[object, Counter[Hashable]] = {}

    def pairs(self) -> tuple[tuple[str, Row], ...]:
        """The rows with their ids."""
        return tuple(zip(self._ids, self.rows, strict=True))

    def get(self, row_id: str) -> Row | None:
        """The row with that id; one without a value where it is named and not present."""
        return self._by_id.get(row_id, NO_ROW if row_id in self.named else None)

    def count(self, purpose: object, key: Callable[[Row], Hashable]) -> Counter[Hashable]:
        """How often each key occurs over the rows; counted once per purpose."""
        if purpose not in self._counts:
            self._counts[purpose] = Counter(key(row) for row in self.rows)
        return self._counts[purpose]


NO_ROWS = TableRows()


@dataclass(frozen=True, slots=True)
class Env:
    """One row of a rule's table, and everything around it."""

    wave_date: date
    row: Row = field(default_factory=dict)
    tables: Mapping[str, TableRows] = field(default_factory=dict)
    """By `worksheet.section`; a table that is not there has no rows."""
    position: int | None = None
    """Where `row` stands among its table's rows; None if it is not among them."""

    def rows(self, table: str) -> TableRows:
        return self.tables.get(table, NO_ROWS)
