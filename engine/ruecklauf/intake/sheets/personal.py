"""Which cells of a returned sheet may hold personal answers, on whatever sheet they were put."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Subject
from ruecklauf.intake.sheets.located import Located
from ruecklauf.layout.geometry import ANSWER_COLUMN, CODE_COLUMN
from ruecklauf.layout.model import Layout, Position
from ruecklauf.office.workbook import Link, Note, Sheet


def personal_cells(sheet: Sheet, layout: Layout, located: tuple[Located, ...]) -> Mapping[Position, Subject]:
    """The cells below a personal column's head or beside a personal question."""
    below: dict[int, tuple[int, Subject]] = {}
    beside: dict[int, tuple[int, Subject]] = {}
    for (row, column), cell in sheet.cells.items():
        text = fold(cell.raw.text)
        for subject in layout.personal_codes.get(text, ()):
            beside[row] = (column, subject)
        for subject in layout.personal_heads.get(text, ()):
            below.setdefault(column, (row, subject))
    # sorting can move a head among its rows
    below |= {column: (0, subject) for column, subject in _personal_columns(sheet, located)}
    found: dict[Position, Subject] = {}
    around: tuple[Note | Link, ...] = (*sheet.notes, *sheet.recorded, *sheet.links)
    for row, column in (*sheet.cells, *((thing.row, thing.column) for thing in around)):
        if column in below and row > below[column][0]:
            found[row, column] = below[column][1]
        elif row in beside and column >= beside[row][0] + ANSWER_COLUMN - CODE_COLUMN:
            found[row, column] = beside[row][1]
    return found


def _personal_columns(sheet: Sheet, located: tuple[Located, ...]) -> Iterator[tuple[int, Subject]]:
    for here in located:
        found, block = here.found, here.found.block
        if found.sheet is not sheet or block.is_record or block.is_cross:
            continue
        for plan in block.columns:
            if plan.field.personal:
                axis = found.columns[plan.key]
                subject = block.about(field_id=plan.field.id)
                yield from ((column, subject) for column in (axis.seen, axis.named) if column)
