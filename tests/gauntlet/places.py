"""Where things stand in the form, for mutations that are done to rows, columns and areas."""

from __future__ import annotations

from gauntlet.filled import block_of, cell_of, known_answers
from gauntlet.mutation import Answer
from ruecklauf.cells import a1
from ruecklauf.layout.block import Block
from ruecklauf.layout.geometry import CODE_COLUMN


def row_of(worksheet: str, row_id: str) -> int:
    """The sheet row of a table's row."""
    return next(plan.row for plan in block_of(worksheet).rows if plan.row_id == row_id)


def column_of(worksheet: str, field: str) -> int:
    """The sheet column of a table's field; that of the row ids for no field."""
    return block_of(worksheet).column(field).index if field else CODE_COLUMN


def area(worksheet: str, rows: tuple[str, str], fields: tuple[str, str]) -> tuple[str, str]:
    """Sheet and A1 range from one row and field of a table to others; no field is the row ids' column."""
    first, last = (
        a1(row_of(worksheet, row_id), column_of(worksheet, field))
        for row_id, field in zip(rows, fields, strict=True)
    )
    return block_of(worksheet).sheet, f"{first}:{last}"


def whole(worksheet: str, *, printed_only: bool = False) -> tuple[str, str]:
    """Sheet and A1 range of a table with its row ids, without its head."""
    rows, columns = _extent(worksheet, printed_only)
    return block_of(worksheet).sheet, f"{a1(rows[0], CODE_COLUMN)}:{a1(rows[1], columns[1])}"


def contents(worksheet: str, *, printed_only: bool = False) -> tuple[str, str]:
    """Sheet and A1 range of a table's answers, without its row ids and status."""
    rows, columns = _extent(worksheet, printed_only)
    return block_of(worksheet).sheet, f"{a1(rows[0], columns[0])}:{a1(rows[1], columns[1])}"


def with_head(worksheet: str) -> tuple[str, str]:
    """Sheet and A1 range of a table with its row ids and its head."""
    block: Block = block_of(worksheet)
    last = a1(block.last_row, block.columns[-1].index)
    return block.sheet, f"{a1(block.header_row, CODE_COLUMN)}:{last}"


def _extent(worksheet: str, printed_only: bool) -> tuple[tuple[int, int], tuple[int, int]]:
    block = block_of(worksheet)
    rows = [plan.row for plan in block.rows if plan.printed or not printed_only]
    return (rows[0], rows[-1]), (block.columns[0].index, block.columns[-1].index)


def question(worksheet: str, field: str, section: str = "") -> tuple[str, str]:
    """Sheet and cell of a question's answer."""
    section = section or worksheet
    return cell_of(worksheet, section, block_of(worksheet, section).rows[0].row_id, field)


def gone(worksheet: str, *, row_id: str = "", field: str = "", section: str = "") -> dict[Answer, None]:
    """Known answers of a section, or of one of its rows or fields, none of which may be taken any more."""
    return {
        (one.worksheet, one.section, one.row_id, one.field): None
        for one in known_answers()
        if one.worksheet == worksheet and section in ("", one.section)
        if row_id in ("", one.row_id) and field in ("", one.field)
    }
