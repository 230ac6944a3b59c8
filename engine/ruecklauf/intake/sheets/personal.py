"""Which cells of a returned sheet may hold personal answers, on whatever sheet they were put."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Subject
from ruecklauf.intake.sheets.located import Located
from ruecklauf.layout.geometry import ANSWER_COLUMN, CODE_COLUMN
from ruecklauf.layout.model import Layout, Position
from ruecklauf.office.workbook import Link, Note, Sheet

Span = tuple[int, float, Subject]
"""Where cells of a personal column or question whose anchors are all lost may stand: after the first position
and before the second."""


def personal_cells(sheet: Sheet, layout: Layout, located: tuple[Located, ...]) -> Mapping[Position, Subject]:
    """The cells below a personal column's head or beside a personal question; where head and name of one are
    lost, all that stands where it may have been."""
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
    lost = _Lost(sheet, located)
    found: dict[Position, Subject] = {}
    around: tuple[Note | Link, ...] = (*sheet.notes, *sheet.recorded, *sheet.links)
    for row, column in (*sheet.cells, *((thing.row, thing.column) for thing in around)):
        if column in below and row > below[column][0]:
            found[row, column] = below[column][1]
        elif row in beside and column >= beside[row][0] + ANSWER_COLUMN - CODE_COLUMN:
            found[row, column] = beside[row][1]
        elif (about := lost.about(row, column)) is not None:
            found[row, column] = about
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


class _Lost:
    """Where the personal columns and questions that are found no more may stand: between their neighbours."""

    def __init__(self, sheet: Sheet, located: tuple[Located, ...]) -> None:
        here = [block for block in located if block.found.sheet is sheet and not block.found.block.is_cross]
        self._columns = [span for block in here if not block.found.block.is_record for span in _lost(block)]
        self._rows = [span for block in here if block.found.block.is_record for span in _lost(block)]

    def about(self, row: int, column: int) -> Subject | None:
        """The personal column or question that the cell may belong to."""
        return _within(column, self._columns) or _within(row, self._rows)


def _within(position: int, spans: Sequence[Span]) -> Subject | None:
    return next((subject for after, before, subject in spans if after < position < before), None)


def _lost(here: Located) -> Iterator[Span]:
    """A record's questions by their rows, a table's columns by their columns."""
    block = here.found.block
    axes = here.found.rows if block.is_record else here.found.columns
    plans = block.questions if block.is_record else block.columns
    known = [axes[plan.key].seen or axes[plan.key].named for plan in plans]
    for number, plan in enumerate(plans):
        if plan.field.personal and not known[number]:
            after = max(filter(None, known[:number]), default=0)
            behind = [position for position in known[number + 1 :] if position > after]
            yield after, min(behind, default=_end(here, after)), block.about(field_id=plan.field.id)


def _end(here: Located, after: int) -> float:
    """Beyond a table's last column people may have put it anywhere; below a record other questions begin."""
    block = here.found.block
    return after + len(block.columns) + 1 if block.is_record else float("inf")
