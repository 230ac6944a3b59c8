"""Rows sorted, cells shifted, numbers and heads changed: where is an answer then?"""

from __future__ import annotations

from collections.abc import Iterable

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gauntlet.editing import Change, in_openpyxl, value_of
from gauntlet.filled import block_of
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.places import column_of, row_of
from gauntlet.workbooks.by_openpyxl.structure import TABLES
from gauntlet.workbooks.moving import delete_rows
from ruecklauf.layout.block import Block
from ruecklauf.values import Value

_SAME = "Every answer is where its number and its head say."
_KIND = "All are of one kind: no evidence is left, they count where they stand."


def rearranged(sheet: Worksheet, order: dict[int, int], columns: Iterable[int]) -> None:
    """The contents of rows put where other rows' contents were: by new row, the old one."""
    columns = tuple(columns)
    old = {row: [sheet.cell(row, column).value for column in columns] for row in order.values()}
    for row, source in order.items():
        for column, value in zip(columns, old[source], strict=True):
            sheet.cell(row, column).value = value


def by_content(sheet: Worksheet, rows: list[int], column: int) -> dict[int, int]:
    """The order in which sorting by a column puts rows."""
    ordered = sorted(rows, key=lambda row: str(sheet.cell(row, column).value or "~"))
    return dict(zip(rows, ordered, strict=True))


def _columns(block: Block, first: int) -> list[int]:
    return [first, *range(max(first + 1, 3), block.columns[-1].index + 1)]


PRINTED = [block for block in TABLES if block.rows[0].printed]


def sort_rows(blocks: list[Block], first: int, *, only_printed: bool = False) -> Change:
    """Tables sorted by a field in the middle; their numbers go along if the first column is 1."""

    def change(book: Workbook) -> None:
        for block in blocks:
            rows = [row.row for row in block.rows if row.printed or not only_printed]
            order = by_content(book[block.sheet], rows, block.columns[3].index)
            rearranged(book[block.sheet], order, _columns(block, first))

    return change


FREE_ROWS = block_of("angebote").rows[:10]


def reverse_free_rows(book: Workbook) -> None:
    rows = [row.row for row in FREE_ROWS]
    rearranged(
        book["Angebote"], dict(zip(rows, reversed(rows), strict=True)), _columns(block_of("angebote"), 3)
    )


def _reversed_free_rows() -> dict[Answer, Value | None]:
    ids = [row.row_id for row in FREE_ROWS]
    fields = [column.field.id for column in block_of("angebote").columns]
    return {
        ("angebote", "angebote", new, field): value_of(("angebote", "angebote", old, field))
        for new, old in zip(ids, reversed(ids), strict=True)
        for field in fields
    }


NUMBERS = ("ZG001", "ZG002", "ZG003", "ZG004")


def shift_values_down(book: Workbook) -> None:
    """Numbers copied and pasted one row too low."""
    column, first = column_of("zielgruppe", "n_gesamt"), row_of("zielgruppe", "ZG001")
    values = [book["Zielgruppe"].cell(first + n, column).value for n in range(4)]
    for n, value in enumerate([None, *values]):
        book["Zielgruppe"].cell(first + n, column).value = value


def _shifted_down() -> dict[Answer, Value | None]:
    values = [value_of(("zielgruppe", "zielgruppe", row_id, "n_gesamt")) for row_id in NUMBERS]
    ids = [row.row_id for row in block_of("zielgruppe").rows][:5]
    return {
        ("zielgruppe", "zielgruppe", row_id, "n_gesamt"): value
        for row_id, value in zip(ids, [None, *values], strict=True)
    }


def insert_a_cell(book: Workbook) -> None:
    """A cell inserted into one column, the rest of it moved down: Excel stretches the column's name."""
    block = block_of("akteure")
    column, sheet = column_of("akteure", "institution"), book[block.sheet]
    for row in range(block.last_row, block.first_row + 4, -1):
        sheet.cell(row + 1, column).value = sheet.cell(row, column).value
    sheet.cell(block.first_row + 4, column).value = None
    name = book.defined_names[_field_name(book, "Akteure", column)]
    name.attr_text = name.attr_text.replace(f"${block.last_row}", f"${block.last_row + 1}")


def _field_name(book: Workbook, sheet: str, column: int) -> str:
    letters = openpyxl.utils.get_column_letter(column)
    first, last = block_of(sheet.lower()).first_row, block_of(sheet.lower()).last_row
    wanted = f"'{sheet}'!${letters}${first}:${letters}${last}"
    return next(str(key) for key, name in book.defined_names.items() if name.attr_text == wanted)


def number_the_rows(book: Workbook) -> None:
    for block in TABLES:
        for number, row in enumerate(block.rows, start=1):
            book[block.sheet].cell(row.row, 1).value = number


def damage_ids(book: Workbook) -> None:
    for block in TABLES:
        for number, row in enumerate(block.rows):
            text = row.row_id.capitalize() if number % 2 else f" {row.row_id.lower()} "
            book[block.sheet].cell(row.row, 1).value = text


def shift_ids(book: Workbook) -> None:
    for block in TABLES:
        rows = [row.row for row in block.rows]
        rearranged(book[block.sheet], dict(zip(rows[1:], rows[:-1], strict=True)), [1])
        book[block.sheet].cell(rows[0], 1).value = None


def turn_ids_round(book: Workbook) -> None:
    """The numbers alone of free rows, in reverse."""
    rows = [row.row for row in FREE_ROWS]
    rearranged(book["Angebote"], dict(zip(rows, reversed(rows), strict=True)), [1])


def delete_head(book: Workbook) -> None:
    for block in TABLES:
        delete_rows(book, block.sheet, block.header_row)


def exchange_heads(book: Workbook) -> None:
    sheet, row = book["Zielgruppe"], block_of("zielgruppe").header_row
    one, other = (sheet.cell(row, column_of("zielgruppe", field)) for field in ("n_gesamt", "n_weiblich"))
    one.value, other.value = other.value, one.value


def exchange_head_rows(book: Workbook) -> None:
    """The head and the example above it have changed places."""
    for sheet in ("Akteure", "Zielgruppe"):
        head = block_of(sheet.lower()).header_row
        rearranged(book[sheet], {head: head - 1, head - 1: head}, range(1, 30))


def overwrite_heads(book: Workbook) -> None:
    for block in TABLES:
        book[block.sheet].cell(block.header_row, block.columns[3].index).value = "siehe unten"


def overwrite_questions(book: Workbook) -> None:
    block = block_of("stammblatt")
    for column in block.columns:
        book[block.sheet].cell(column.index, 2).value = "Frage"


def overwrite_codes(book: Workbook) -> None:
    block = block_of("stammblatt")
    for number, column in enumerate(block.columns, start=1):
        book[block.sheet].cell(column.index, 1).value = number


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


_DOUBT = "The evidence contradicts itself: nothing doubtful is taken, all of it is shown."

MUTATIONS = (
    _does("tables sorted with their numbers", sort_rows(TABLES, 1), _SAME, "rows_moved"),
    _does(
        "printed rows sorted without their numbers",
        sort_rows(PRINTED, 3, only_printed=True),
        "What is printed in a row says where it belongs.",
        "rows_by_print",
    ),
    _does(
        "all rows sorted without their numbers", sort_rows(PRINTED, 3), _DOUBT, "anchors_disagree", noted=True
    ),
    _does(
        "free rows turned round without their numbers",
        reverse_free_rows,
        _KIND,
        changed=_reversed_free_rows(),
    ),
    _does("numbers pasted one row too low", shift_values_down, _KIND, changed=_shifted_down()),
    _does(
        "a cell inserted into one column",
        insert_a_cell,
        "The column's name has grown: none of its cells is taken.",
        "column_shifted",
        noted=True,
    ),
    _does(
        "row numbers replaced by 1, 2, 3",
        number_the_rows,
        "The hidden names still tell the rows.",
        "codes_overwritten",
    ),
    _does("row numbers in other case and with blanks", damage_ids),
    _does(
        "row numbers of free rows turned round",
        turn_ids_round,
        "The numbers say which row is which, and moved rows are asked about.",
        "rows_moved",
        changed=_reversed_free_rows(),
    ),
    _does("row numbers shifted by one row", shift_ids, _DOUBT, noted=True),
    _does("heads of tables deleted", delete_head, "The hidden names still tell the columns.", "codes_lost"),
    _does("two heads exchanged", exchange_heads, _DOUBT, "anchors_disagree", noted=True),
    _does("head and example exchanged", exchange_head_rows),
    _does(
        "a head overwritten",
        overwrite_heads,
        "The hidden names still tell the columns.",
        "codes_overwritten",
    ),
    _does("questions overwritten", overwrite_questions, "The codes beside them stay.", "stray_text"),
    _does(
        "codes of questions overwritten",
        overwrite_codes,
        "The hidden names still tell the questions.",
        "codes_overwritten",
    ),
)
