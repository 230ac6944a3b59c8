"""Where a rule's fields stand in a form: what the layout tells the Excel reading."""

from __future__ import annotations

from typing import Protocol

from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.values import Missing


class Places(Protocol):
    """Addresses and labels of one form, seen from one row of it.

    Tables go by `worksheet.section`. All ranges of one table have the same rows, without the header.
    """

    @property
    def language(self) -> str:
        """The language of the form, as `de`."""

    def cell(self, field_id: str) -> str:
        """The field's cell in the rule's own row, as `'Akteure'!$D12`."""

    def part(self, field_id: str, code: str) -> str:
        """The cell of one code of a multiple choice in the rule's own row."""

    def column(self, table_name: str, field_id: str) -> str:
        """The field's cells in all rows of a table, as `'Akteure'!$D$5:$D$64`."""

    def part_column(self, table_name: str, field_id: str, code: str) -> str:
        """The cells of one code of a multiple choice in all rows of a table."""

    def present(self, table_name: str) -> str:
        """An array expression, 1 or 0 (or TRUE or FALSE) for each row: is it in use? Never an error."""

    def this_row(self) -> str:
        """The sheet's row number of the rule's own row, as `ROW('Akteure'!$A12)`."""

    def answers(self, list_id: str) -> str:
        """The range of a code list's labels without its missing kinds."""

    def label(self, list_id: str, code: str) -> str:
        """The label of a code as plain text, without quotes."""

    def missing_label(self, field: FieldBase, kind: Missing) -> str:
        """The word that a field declared with `missing: […]` takes for a missing kind, as plain text."""

    def reference_labels(self, table_name: str) -> str:
        """The range of the texts that references to the table hold, row by row beside `column`."""

    def wave_date(self) -> str:
        """The wave's reference date: a cell that holds a date, or `DATE(2026,6,30)`."""
