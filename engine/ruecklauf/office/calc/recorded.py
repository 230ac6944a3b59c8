"""Changes that an OpenDocument spreadsheet has recorded: what stood in its cells before."""

from __future__ import annotations

from ruecklauf.office.calc.text import Paragraphs
from ruecklauf.office.hardened_xml import Ends, Starts, qualify
from ruecklauf.office.limits import Budget
from ruecklauf.office.opendocument.names import OFFICE, TABLE
from ruecklauf.office.workbook import Note

_WITHOUT_CELLS = ("insertion", "deletion", "movement")
_VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")


class RecordedChanges:
    """Gathers them by the number of their sheet; rows inserted, taken out or moved have no place."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self._paragraphs = paragraphs
        self._budget = Budget.of_cells()
        self._found: dict[str, list[Note]] = {}
        self._sheet, self._place = "", (0, 0)
        self._value = ""

    def handlers(self) -> tuple[Starts, Ends]:
        starts: Starts = {
            "cell-address": self._note_place,
            "change-track-table-cell": self._start_cell,
            **dict.fromkeys(_WITHOUT_CELLS, self._note_other),
        }
        ends: Ends = {"change-track-table-cell": self._end_cell}
        return qualify((TABLE,), starts), qualify((TABLE,), ends)

    def of(self, sheet: int) -> tuple[Note, ...]:
        """The changes on a sheet; sheets count from 0."""
        return tuple(self._found.get(str(sheet), ()))

    def _note_place(self, attributes: dict[str, str]) -> None:
        self._sheet = attributes.get(f"{TABLE} table", "0")
        row, column = (attributes.get(f"{TABLE} {axis}", "") for axis in ("row", "column"))
        known = all(number.isdecimal() and len(number) < 8 for number in (row, column))
        self._place = (int(row) + 1, int(column) + 1) if known else (0, 0)

    def _note_other(self, attributes: dict[str, str]) -> None:
        self._sheet, self._place = attributes.get(f"{TABLE} table", "0"), (0, 0)
        self._keep("")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._paragraphs.begin()
        values = (attributes.get(f"{OFFICE} {name}", "") for name in _VALUES)
        self._value = next((value for value in values if value), "")

    def _end_cell(self) -> None:
        self._keep(self._paragraphs.end().text or self._value)

    def _keep(self, text: str) -> None:
        self._budget.spend()
        self._found.setdefault(self._sheet, []).append(Note(*self._place, text))
