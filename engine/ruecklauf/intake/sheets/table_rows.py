"""The rows of a table cell by cell: those of the form, those that people added, and copies of its head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ruecklauf.cells import BLANK, a1
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Place, remark
from ruecklauf.intake.row_numbers import MAX_ADDED_ROWS, ids_of_added, typed_row_id
from ruecklauf.intake.sheets.anchors import Found
from ruecklauf.intake.sheets.located import place_of
from ruecklauf.intake.submission import Noted, RawAnswer
from ruecklauf.layout.block import Block, PlannedAnswer, RowPlan
from ruecklauf.layout.inputs import example_cells
from ruecklauf.layout.wording import header_cell
from ruecklauf.office.workbook import Sheet
from ruecklauf.texts import Texts

Placed = list[tuple[int, int]]
"""Sheet columns that are certain, each with the number of its field's column in the block."""


def placed_in(block: Block, columns: Mapping[str, int]) -> Placed:
    keys = (column.key for column in block.columns)
    return [(columns[key], number) for number, key in enumerate(keys) if key in columns]


def answers_in(
    sheet: Sheet, row: int, placed: Placed, planned: tuple[PlannedAnswer, ...]
) -> Iterator[RawAnswer]:
    """The cells of one row, blank ones included; of computed ones what was entered over the formula."""
    cells, name = sheet.cells, sheet.name
    for column, number in placed:
        cell, plan = cells.get((row, column)), planned[number]
        if plan.computed and cell is not None and cell.raw.formula is not None:
            continue
        yield RawAnswer(
            plan.subject,
            plan.part,
            cell.raw if cell else BLANK,
            place_of(name, row, column),
            plan.printed,
            plan.locked,
        )


def added_rows(
    found: Found, known: set[int], placed: Placed, copied: set[int], texts: Texts
) -> tuple[list[RawAnswer], list[Noted]]:
    """Rows within or right below the table that carry no id (or a repeated one) are new rows.

    `known` are those of the form, `copied` its head or example row, sorted or copied into the table. The line
    below a table is the form's own, even where a row was typed above it or beside it.
    """
    if not known or not placed:
        return [], []
    own = fold(texts("sheet.more_rows"))
    line = {at for at, cell in found.sheet.cells.items() if fold(plain_text(cell.raw)) == own}
    numbers = [
        number
        for number in _new_row_numbers(found, known | copied, {column for column, _ in placed}, line)
        if number != found.header_row and number not in copied
    ]
    answers: list[RawAnswer] = []
    noted: list[Noted] = []
    typed = {number: _typed_code(found, number) for number in numbers}
    for number, row_id in zip(numbers, _ids_of_added(found, typed), strict=True):
        plan = RowPlan(row_id, number, printed=False)
        subject = found.block.about(row_id)
        place = Place(found.sheet.name, a1(number, found.code_column or 1))
        shown = row_id if typed_row_id(found.block, typed[number]) == row_id else ""
        noted.append(Noted(remark("row_added", row=row_id), place, shown, subject))
        typed_in = answers_in(found.sheet, number, placed, found.block.planned_row(plan))
        answers += (
            answer
            for answer, (column, _) in zip(typed_in, placed, strict=True)
            if (number, column) not in line
        )
    return answers, noted


def _ids_of_added(found: Found, typed: Mapping[int, str]) -> Iterator[str]:
    rows = {row for row, column in found.sheet.cells if column == found.code_column}
    seen = Counter(typed_row_id(found.block, _typed_code(found, row)) for row in rows)
    unique = {row_id for row_id, number in seen.items() if row_id and number == 1}
    return ids_of_added(found.block, typed.values(), unique=unique)


def _typed_code(found: Found, row: int) -> str:
    """What stands where the row's id should be."""
    cell = found.sheet.cells.get((row, found.code_column))
    return plain_text(cell.raw) if cell else ""


def copied_rows(found: Found, known: set[int], placed: Placed, texts: Texts) -> set[int]:
    """Sheet rows that show nothing but the table's head, or without an id of their own its example row.

    At least two cells of them do. They stand among the `known` rows, or below them.
    """
    if not known:
        return set()
    block, ids = found.block, {axis.seen for axis in found.rows.values()}
    heads, examples = _heads(block, placed, texts), _examples(block, placed, texts)
    columns = {column for column, _ in placed}
    filled = {row for row, column in found.sheet.cells if column in columns}
    return {
        row
        for row in filled - {found.header_row}
        if row >= min(known)
        if _shows(found.sheet, row, heads) or (row not in ids and _shows(found.sheet, row, examples))
    }


def _heads(block: Block, placed: Placed, texts: Texts) -> dict[int, frozenset[str]]:
    """By sheet column its head, folded, with the word for required fields and without it."""
    plans = ((column, block.columns[number]) for column, number in placed)
    lists = block.worksheet.lists
    return {
        column: frozenset(map(fold, (plan.header, header_cell(plan.field, lists, texts, plan.part))))
        for column, plan in plans
    }


def _examples(block: Block, placed: Placed, texts: Texts) -> dict[int, frozenset[str]]:
    """By sheet column, what the example row shows, folded."""
    examples = {cell.column: fold(cell.text) for cell in example_cells(block, texts)}
    shown = {column: examples.get(block.columns[number].index) for column, number in placed}
    return {column: frozenset({text} if text is not None else ()) for column, text in shown.items()}


def _shows(sheet: Sheet, row: int, known: Mapping[int, frozenset[str]]) -> bool:
    """Whether all that stands in a row's cells for answers, at least twice, is known."""
    cells = {column: sheet.cells[row, column] for column in known if (row, column) in sheet.cells}
    return len(cells) > 1 and all(fold(plain_text(cell.raw)) in known[at] for at, cell in cells.items())


def _new_row_numbers(
    found: Found, known: set[int], columns: set[int], own: set[tuple[int, int]]
) -> list[int]:
    typed = found.sheet.cells.keys() - own
    filled = {row for row, column in typed if column in columns and row not in known}
    repeated = {row for rows in found.repeated.values() for row in rows}
    first, last = min(known), max(known)
    numbers = sorted(row for row in filled if first < row < last or row in repeated)
    below = last + 1
    while below in filled and len(numbers) < MAX_ADDED_ROWS:
        if below not in numbers:
            numbers.append(below)
        below += 1
    return numbers[:MAX_ADDED_ROWS]
