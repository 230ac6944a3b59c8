"""Fills an inquiry in and damages it in many ways, through LibreOffice's UNO bridge.

Run by the Python that has `uno`: python3 damage_inquiries.py <pipe name> <job.json> <report.json>. The job
has the inquiry, its lines by row id, and for each file to make the damage and the format. Every cell for an
answer holds `A<row id>`, every second one for an explanation `E<row id>`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from bridge import Bridge, property_value, save
from com.sun.star.awt import Point, Size  # type: ignore[import-not-found]
from com.sun.star.table import CellAddress, CellRangeAddress, TableSortField  # type: ignore[import-not-found]

SHEET = "Rückfragen"
ANSWER, EXPLANATION, AGAIN = 5, 6, 7
FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "fods": "OpenDocument Spreadsheet Flat XML",
}


class Filled:
    """An inquiry that is filled in and open; columns and lines count from 0."""

    def __init__(self, document: Any, lines: dict[str, int]) -> None:
        self.document = document
        self.lines = [line - 1 for line in lines.values()]
        for number in range(document.Sheets.Count):
            document.Sheets.getByIndex(number).unprotect("")
        sheet = self.sheet
        for number, (row_id, line) in enumerate(lines.items()):
            self.put(ANSWER, line - 1, f"A{row_id}", sheet)
            if number % 2:
                self.put(EXPLANATION, line - 1, f"E{row_id}", sheet)

    @property
    def sheet(self) -> Any:
        return self.document.Sheets.getByIndex(0)

    def put(self, column: int, line: int, text: str, sheet: Any = None) -> None:
        (sheet or self.sheet).getCellByPosition(column, line).setString(text)

    def text(self, column: int, line: int) -> str:
        return str(self.sheet.getCellByPosition(column, line).getString())

    def area(self, left: int, top: int, right: int, bottom: int) -> Any:
        return self.sheet.getCellRangeByPosition(left, top, right, bottom)

    def move(self, left: int, top: int, right: int, bottom: int, *, to: tuple[int, int]) -> None:
        """Cut and paste."""
        self.sheet.moveRange(CellAddress(0, *to), CellRangeAddress(0, left, top, right, bottom))

    def copy(self, left: int, top: int, right: int, bottom: int, *, to: tuple[int, int]) -> None:
        self.sheet.copyRange(CellAddress(0, *to), CellRangeAddress(0, left, top, right, bottom))

    def sort(self, left: int, right: int, by: int, *, ascending: bool = True) -> None:
        key = TableSortField()
        key.Field, key.IsAscending = by - left, ascending
        rows = self.area(left, min(self.lines), right, max(self.lines))
        fields = property_value("SortFields", _sequence((key,)))
        rows.sort((fields, property_value("ContainsHeader", False)))


def _sequence(fields: tuple[Any, ...]) -> Any:
    import uno  # type: ignore[import-not-found]

    return uno.Any("[]com.sun.star.table.TableSortField", fields)


def clear(filled: Filled, column: int) -> None:
    sheet = filled.sheet
    for line in filled.lines:
        filled.put(column, line, "", sheet)


def copied_sheet(filled: Filled) -> Any:
    filled.document.Sheets.copyByName(SHEET, "Kopie", 1)
    return filled.document.Sheets.getByName("Kopie")


def copied_and_original_deleted(filled: Filled) -> None:
    copied_sheet(filled)
    filled.document.Sheets.removeByName(SHEET)


def copied_and_changed(filled: Filled) -> None:
    sheet = copied_sheet(filled)
    filled.put(ANSWER, filled.lines[0], "Zanders", sheet)


def copied_and_original_blank(filled: Filled) -> None:
    copied_sheet(filled)
    clear(filled, ANSWER)
    clear(filled, EXPLANATION)


def noted(filled: Filled) -> None:
    line = filled.lines[0]
    filled.sheet.Annotations.insertNew(CellAddress(0, ANSWER, line), "Znotiz")
    filled.sheet.Annotations.insertNew(CellAddress(0, 2, line), "Znotiz zwei")


def drawn(filled: Filled) -> None:
    shape = filled.document.createInstance("com.sun.star.drawing.TextShape")
    shape.setSize(Size(5000, 1000))
    shape.setPosition(Point(2000, 3000))
    filled.sheet.DrawPage.add(shape)
    shape.setString("Zkasten")


def new_sheet(filled: Filled) -> None:
    filled.document.Sheets.insertNewByName("Anmerkungen", 1)
    filled.put(2, 4, "Zblatt", filled.document.Sheets.getByName("Anmerkungen"))


def hidden_sheets_deleted(filled: Filled) -> None:
    for name in ("_Listen", "_Formular"):
        filled.document.Sheets.removeByName(name)


def names_deleted(filled: Filled) -> None:
    names = filled.document.NamedRanges
    for name in names.ElementNames:
        names.removeByName(name)


def answers_overwrite_what_stands(filled: Filled) -> None:
    for line in filled.lines[:3]:
        filled.put(3, line, f"Z{filled.text(ANSWER, line)}")
        filled.put(ANSWER, line, "")


def line_copied_and_changed(filled: Filled) -> None:
    last = max(filled.lines) + 2
    filled.copy(0, filled.lines[1], AGAIN, filled.lines[1], to=(0, last))
    filled.put(ANSWER, last, "Zanders")


def line_copied(filled: Filled) -> None:
    filled.copy(0, filled.lines[1], AGAIN, filled.lines[1], to=(0, max(filled.lines) + 2))


def ids_overwritten(filled: Filled) -> None:
    for line in filled.lines[:4]:
        filled.put(0, line, f"Zok{line}")


def ids_gone(filled: Filled) -> None:
    clear(filled, 0)
    clear(filled, AGAIN)


def everything_but_answers_gone(filled: Filled) -> None:
    for column in (*range(5), AGAIN):
        clear(filled, column)


def questions_overwritten(filled: Filled) -> None:
    for line in filled.lines[:4]:
        filled.put(2, line, f"Zfrage{line}")


def heads_gone(filled: Filled) -> None:
    for column in range(AGAIN + 1):
        filled.put(column, min(filled.lines) - 1, "")
        filled.put(column, 8, "")


def heads_swapped(filled: Filled) -> None:
    filled.put(ANSWER, 8, "Erläuterung, wenn es so stimmt")
    filled.put(EXPLANATION, 8, "Ihre Angabe")


def merged(filled: Filled) -> None:
    filled.area(ANSWER, filled.lines[0], EXPLANATION, filled.lines[0]).merge(True)


def filtered(filled: Filled) -> None:
    for line in filled.lines[:3]:
        filled.sheet.Rows.getByIndex(line).IsVisible = False


def remark_beside(filled: Filled) -> None:
    filled.put(9, filled.lines[0], "Zdaneben")
    filled.put(0, max(filled.lines) + 4, "Zdarunter")
    filled.put(4, 0, "Zoben")


DAMAGES: dict[str, Callable[[Filled], Any]] = {
    "as_sent": lambda filled: None,
    "rows_on_top": lambda filled: filled.sheet.Rows.insertByIndex(0, 3),
    "rows_between": lambda filled: filled.sheet.Rows.insertByIndex(filled.lines[2], 2),
    "row_deleted": lambda filled: filled.sheet.Rows.removeByIndex(filled.lines[1], 1),
    "heads_row_deleted": lambda filled: filled.sheet.Rows.removeByIndex(8, 1),
    "sorted_by_place": lambda filled: filled.sort(0, AGAIN, 1),
    "sorted_by_answer": lambda filled: filled.sort(0, AGAIN, ANSWER, ascending=False),
    "questions_sorted_alone": lambda filled: filled.sort(0, 4, 0, ascending=False),
    "answers_sorted_with_right_id": lambda filled: filled.sort(ANSWER, AGAIN, ANSWER, ascending=False),
    "column_inserted": lambda filled: filled.sheet.Columns.insertByIndex(2, 1),
    "column_between_answers": lambda filled: filled.sheet.Columns.insertByIndex(EXPLANATION, 1),
    "explanations_deleted": lambda filled: filled.sheet.Columns.removeByIndex(EXPLANATION, 1),
    "answers_deleted": lambda filled: filled.sheet.Columns.removeByIndex(ANSWER, 1),
    "questions_deleted": lambda filled: filled.sheet.Columns.removeByIndex(2, 1),
    "sheet_renamed": lambda filled: filled.sheet.setName("Antworten"),
    "sheet_copied": copied_sheet,
    "sheet_copied_and_changed": copied_and_changed,
    "sheet_copied_original_deleted": copied_and_original_deleted,
    "sheet_copied_original_blank": copied_and_original_blank,
    "sheet_added": new_sheet,
    "hidden_sheets_deleted": hidden_sheets_deleted,
    "names_deleted": names_deleted,
    "wrong_column": answers_overwrite_what_stands,
    "line_copied": line_copied,
    "line_copied_and_changed": line_copied_and_changed,
    "answer_cut_to_another_line": lambda filled: filled.move(
        ANSWER, filled.lines[0], EXPLANATION, filled.lines[0], to=(ANSWER, filled.lines[3])
    ),
    "line_cut_to_the_end": lambda filled: filled.move(
        0, filled.lines[0], AGAIN, filled.lines[0], to=(0, max(filled.lines) + 3)
    ),
    "line_cut_over_another": lambda filled: filled.move(
        0, filled.lines[0], AGAIN, filled.lines[0], to=(0, filled.lines[2])
    ),
    "ids_overwritten": ids_overwritten,
    "ids_gone": ids_gone,
    "everything_but_answers_gone": everything_but_answers_gone,
    "questions_overwritten": questions_overwritten,
    "heads_gone": heads_gone,
    "heads_swapped": heads_swapped,
    "merged": merged,
    "filtered": filtered,
    "notes": noted,
    "text_box": drawn,
    "remarks_beside": remark_beside,
}


def main(pipe: str, job: Path, report: Path) -> None:
    bridge, ordered = Bridge(pipe), json.loads(job.read_text("utf-8"))
    alike = groupby(sorted(ordered["files"], key=itemgetter("damage")), itemgetter("damage"))
    for damage, files in alike:
        document = bridge.open(ordered["inquiry"], hidden=True)
        try:
            DAMAGES[damage](Filled(document, ordered["lines"]))
            for made in files:
                save(document, made["path"], FILTERS[made["format"]])
        finally:
            document.close(True)
    report.write_text(json.dumps({"damages": list(DAMAGES)}), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
