"""Rows and columns inserted, deleted, moved, hidden, merged."""

from __future__ import annotations

from openpyxl.workbook import Workbook

from gauntlet.editing import Change, answers_in, in_openpyxl, without
from gauntlet.filled import FORM_SHEETS, LAYOUT, block_of, known_answers
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.places import column_of, row_of
from gauntlet.workbooks.moving import (
    delete_column,
    delete_rows,
    insert_columns,
    insert_rows,
    move_cells,
    move_row,
)
from ruecklauf.values import Value

TABLES = [block for block in LAYOUT.blocks if not block.is_record and not block.is_cross]
_SAME = "Every answer is where its number and its head say."


def insert_on_top(book: Workbook) -> None:
    for sheet in FORM_SHEETS:
        insert_rows(book, sheet, 1, 4)


def insert_between(book: Workbook) -> None:
    for row_id in ("AK030", "AK010"):
        insert_rows(book, "Akteure", row_of("akteure", row_id), 2)
    insert_rows(book, "Zielgruppe", row_of("zielgruppe", "ZG003"))


def insert_without_names(book: Workbook) -> None:
    """As a script does that knows nothing of defined names."""
    for block in TABLES:
        at = block.rows[2].row
        move_cells(book[block.sheet], lambda row, column, at=at: (row + 1 if row >= at else row, column))  # type: ignore[misc]


def delete_free_rows(book: Workbook) -> None:
    filled = {subject.row_id for subject in known_answers()}
    for block in TABLES:
        for plan in reversed(block.rows):
            if not plan.printed and plan.row_id not in filled:
                delete_rows(book, block.sheet, plan.row)


def delete_blank_lines(book: Workbook) -> None:
    for sheet in FORM_SHEETS:
        filled = {row for (row, _), cell in book[sheet]._cells.items() if cell.value is not None}
        for row in range(book[sheet].max_row, 0, -1):
            if row not in filled:
                delete_rows(book, sheet, row)


def delete_answered_row(book: Workbook) -> None:
    delete_rows(book, "Akteure", row_of("akteure", "AK005"))


def insert_on_the_left(book: Workbook) -> None:
    for sheet in FORM_SHEETS:
        insert_columns(book, sheet, 1)


def insert_a_column_of_own(book: Workbook) -> None:
    column = column_of("akteure", "koop")
    insert_columns(book, "Akteure", column)
    sheet = book["Akteure"]
    sheet.cell(block_of("akteure").header_row, column).value = "Zuständig bei uns"
    sheet.cell(row_of("akteure", "AK001"), column).value = "Dez. III"
    sheet.cell(row_of("akteure", "AK002"), column).value = "ja"


def delete_a_column(book: Workbook) -> None:
    delete_column(book, "Zielgruppe", column_of("zielgruppe", "n_weiblich"))


def move_a_row(book: Workbook) -> None:
    move_row(book, "Akteure", row_of("akteure", "AK021"), row_of("akteure", "AK002"))
    move_row(book, "Angebote", row_of("angebote", "AN110"), row_of("angebote", "AN103"))


def move_a_row_to_the_top(book: Workbook) -> None:
    """The ranges of the fields' names begin below it then."""
    move_row(book, "Angebote", row_of("angebote", "AN110"), row_of("angebote", "AN101"))


def exchange_rows_without_names(book: Workbook) -> None:
    """Rows exchanged whole, by copying: the names stay where they were."""
    for worksheet, one, other in (("akteure", "AK003", "AK009"), ("angebote", "AN101", "AN104")):
        first, second = row_of(worksheet, one), row_of(worksheet, other)
        places = {first: second, second: first}
        sheet = book[block_of(worksheet).sheet]
        move_cells(sheet, lambda row, column, places=places: (places.get(row, row), column))  # type: ignore[misc]


def exchange_columns(book: Workbook) -> None:
    """Two columns exchanged with their heads, and the names left behind."""
    first, second = column_of("akteure", "institution"), column_of("akteure", "beitrag_text")
    places = {first: second, second: first}
    move_cells(book["Akteure"], lambda row, column: (row, places.get(column, column)))


def hide_rows_and_columns(book: Workbook) -> None:
    for block in TABLES:
        book[block.sheet].row_dimensions[block.first_row + 1].hidden = True
        book[block.sheet].column_dimensions["A"].hidden = True
        book[block.sheet].column_dimensions["E"].hidden = True


def set_filters(book: Workbook) -> None:
    for block in TABLES:
        sheet = book[block.sheet]
        last = sheet.cell(block.last_row, block.columns[-1].index).coordinate
        sheet.auto_filter.ref = f"A{block.header_row}:{last}"
        for row in range(block.first_row + 2, block.last_row, 3):
            sheet.row_dimensions[row].hidden = True


def group_rows(book: Workbook) -> None:
    book["Akteure"].row_dimensions.group(10, 40, hidden=True)


def merge_beside(book: Workbook) -> None:
    row = row_of("zielgruppe", "ZG001")
    book["Zielgruppe"].merge_cells(start_row=row, end_row=row, start_column=4, end_column=5)


def merge_down(book: Workbook) -> None:
    first, last = row_of("zielgruppe", "ZG001"), row_of("zielgruppe", "ZG003")
    column = column_of("zielgruppe", "quelle_art")
    book["Zielgruppe"].merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


def _column(worksheet: str, field: str) -> tuple[Answer, ...]:
    block = block_of(worksheet)
    return answers_in(block.sheet, ((plan.row, block.column(field).index) for plan in block.rows))


def _row(worksheet: str, row_id: str) -> tuple[Answer, ...]:
    block, row = block_of(worksheet), row_of(worksheet, row_id)
    return answers_in(block.sheet, ((row, column.index) for column in block.columns))


def _does(
    name: str,
    change: Change,
    why: str = _SAME,
    *codes: str,
    changed: dict[Answer, Value | None] | None = None,
    noted: bool = False,
) -> Mutation:
    expected = Expected("accepted", frozenset(codes), changed or {}, noted, why)
    return Mutation(name, "structure", "openpyxl", in_openpyxl(change), expected)


MUTATIONS = (
    _does("opened and saved", lambda book: None, "Nothing was done."),
    _does("rows inserted above everything", insert_on_top),
    _does("rows inserted into tables", insert_between),
    _does(
        "rows inserted by a script that leaves the names behind",
        insert_without_names,
        "Number and name of a row contradict each other: what is printed in it decides, or nothing is taken.",
        "rows_moved",
        "anchors_disagree",
        noted=True,
    ),
    _does("all unused free rows deleted", delete_free_rows),
    _does("blank lines deleted", delete_blank_lines),
    _does(
        "answered row deleted",
        delete_answered_row,
        "Its answers are gone, and the import says so.",
        "row_missing",
        changed=without(_row("akteure", "AK005")),
    ),
    _does("column inserted on the left", insert_on_the_left),
    _does(
        "column of their own inserted into a table",
        insert_a_column_of_own,
        "The answers stay; what stands in the new column is shown.",
        "stray_text",
    ),
    _does(
        "a column with answers deleted",
        delete_a_column,
        "Its answers are gone, and the import says so.",
        "column_missing",
        changed=without(_column("zielgruppe", "n_weiblich")),
    ),
    _does("row cut and inserted elsewhere", move_a_row),
    _does("row cut and inserted as the first one", move_a_row_to_the_top),
    _does("rows exchanged whole by copying", exchange_rows_without_names, _SAME, "rows_moved"),
    _does(
        "columns exchanged with their heads, names left behind",
        exchange_columns,
        "Head and name contradict each other: neither column is taken, all of it is shown.",
        "anchors_disagree",
        noted=True,
    ),
    _does("rows and columns with answers hidden", hide_rows_and_columns),
    _does("filters set", set_filters),
    _does("rows grouped and folded away", group_rows),
    _does(
        "two answers of a row merged",
        merge_beside,
        "The left one stays; Excel has thrown the other one away.",
        "merged_answer",
        changed=without([("zielgruppe", "zielgruppe", "ZG001", "n_weiblich")]),
    ),
    _does(
        "one answer merged over three rows",
        merge_down,
        "The upper one stays; nobody knows whether it is meant for all three.",
        "merged_answer",
        changed=without(("zielgruppe", "zielgruppe", row_id, "quelle_art") for row_id in ("ZG002", "ZG003")),
    ),
)
