"""What was done to one of the form's sheets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from ruecklauf.cells import a1, parse_a1
from ruecklauf.intake.condition import SheetCondition
from ruecklauf.intake.page_texts import foreign_page_texts
from ruecklauf.intake.sheets.account import JudgedSheet
from ruecklauf.intake.sheets.anchors import Found
from ruecklauf.intake.sheets.axes import shifted_columns
from ruecklauf.intake.sheets.located import Located, position_of
from ruecklauf.intake.sheets.printed import Template, computed_cells
from ruecklauf.intake.submission import Noted
from ruecklauf.layout.block import Block
from ruecklauf.layout.geometry import RECORD_STATUS_COLUMN, STATUS_COLUMN
from ruecklauf.layout.model import Position, SheetPlan
from ruecklauf.office.workbook import Area, Sheet
from ruecklauf.texts import Texts

FIRST_PLACES = 5


def assess_sheet(judged: JudgedSheet, located: tuple[Located, ...], texts: Texts) -> SheetCondition:
    """The condition of a sheet that is the form's."""
    sheet, plan, template = judged.sheet, judged.plan, judged.template
    assert plan is not None
    assert template is not None
    here = [block for block in located if block.found.sheet is sheet]
    inputs = _inputs(judged, here)
    formulas = _formulas(judged, template, here)
    labels = template.labels_gone(judged.own, judged.strays)
    named = {(cell.row, cell.column) for cell in judged.strays}
    named |= {at for block in here for at in _told_at(block)}
    return SheetCondition(
        sheet.name,
        hidden_rows=len(sheet.hidden_rows),
        hidden_columns=len(sheet.hidden_columns),
        filtered=sheet.filtered,
        protected=sheet.protected,
        inputs=len(inputs),
        inputs_without_validation=_unvalidated(sheet, inputs - _locked(plan, template)),
        formulas=formulas.number,
        formulas_overwritten=len(formulas.overwritten),
        formulas_removed=len(formulas.removed),
        formulas_told=sum(position in named for position in formulas.overwritten),
        formulas_at=_first((*formulas.overwritten, *formulas.removed)),
        labels_overwritten=len(labels.overwritten),
        labels_removed=labels.removed,
        labels_at=_first(labels.overwritten),
        codes_lost=sum(len(block.found.lost_codes) for block in here),
        rows_missing=tuple(row for block in here for row in _rows_missing(block.found)),
        rows_moved=tuple(row for block in here for row in _rows_moved(block.found)),
        rows_added=sum(_rows_added(block) for block in here),
        columns_missing=tuple(head for block in here for head in _columns_missing(block.found)),
        columns_shifted=tuple(head for block in here for head in _columns_shifted(block.found)),
        columns_added=sum(_columns_added(block.found) for block in here),
        merged=len(sheet.merged),
        notes=len(sheet.notes),
        drawing_texts=len(sheet.drawing_texts),
        links_added=max(
            len({(link.row, link.column) for link in sheet.links})
            - sum(bool(cell.link) for cell in plan.text_cells),
            0,
        ),
        page_texts_changed=len(foreign_page_texts(sheet, texts)),
    )


def _told_at(block: Located) -> Iterator[Position]:
    """The cells that notes on a block quote."""
    return (at for noted in (*block.noted, *block.quoted) if (at := _quoted_at(noted)) is not None)


def _quoted_at(noted: Noted) -> Position | None:
    """The one cell that a note is about and quotes."""
    return parse_a1(noted.place.cell) if noted.found and noted.place.cell.isalnum() else None


def _linked(sheet: Sheet) -> set[Position]:
    return {(link.row, link.column) for link in sheet.links}


def _first(positions: Iterable[Position]) -> tuple[str, ...]:
    return tuple(a1(*position) for position in sorted(positions)[:FIRST_PLACES])


# Cells for answers


def _inputs(judged: JudgedSheet, here: list[Located]) -> set[Position]:
    """Where the form's cells for answers are, without those of added rows."""
    inputs = set(judged.answers)
    for block in here:
        if block.found.block.is_cross:
            inputs.update(product(block.rows.values(), block.columns.values()))
        else:
            inputs.difference_update(map(position_of, block.added))
    return inputs


def _locked(plan: SheetPlan, template: Template) -> set[Position]:
    """Where the form tells something in cells that take nothing, and so have no validation."""
    return {template.moved((cell.row, cell.column)) for cell in plan.inputs() if cell.field.is_locked}


def _unvalidated(sheet: Sheet, inputs: set[Position]) -> int:
    """How many of the cells no validation covers."""
    if not sheet.validated:
        return 0 if sheet.validations else len(inputs)
    rows: dict[int, list[int]] = {}
    for row, column in inputs:
        rows.setdefault(column, []).append(row)
    covered = _by_column(sheet.validated, sorted(rows))
    return sum(_uncovered(covered.get(column, ([], [])), of_column) for column, of_column in rows.items())


def _by_column(areas: tuple[Area, ...], columns: list[int]) -> dict[int, tuple[list[int], list[int]]]:
    """By column the first and last rows of its areas, joined where they overlap, in order."""
    spans: dict[int, tuple[list[int], list[int]]] = {}
    for top, left, bottom, right in sorted(areas):
        for column in columns[bisect_left(columns, left) :]:
            if column > right:
                break
            firsts, lasts = spans.setdefault(column, ([], []))
            if lasts and top <= lasts[-1] + 1:
                lasts[-1] = max(lasts[-1], bottom)
            else:
                firsts.append(top)
                lasts.append(bottom)
    return spans


def _uncovered(spans: tuple[list[int], list[int]], rows: list[int]) -> int:
    firsts, lasts = spans
    # The form's own validations cover a column at a stretch.
    if len(firsts) == 1 and firsts[0] <= min(rows) and max(rows) <= lasts[0]:
        return 0
    places = ((row, bisect_left(lasts, row)) for row in rows)
    return sum(at == len(lasts) or firsts[at] > row for row, at in places)


# The form's formulas and texts


@dataclass(frozen=True, slots=True)
class _Formulas:
    number: int
    overwritten: tuple[Position, ...]
    removed: tuple[Position, ...]


def _formulas(judged: JudgedSheet, template: Template, here: list[Located]) -> _Formulas:
    """The form's formulas that are gone from where they should be now.

    Where a sheet has as many formulas as it had, they have only moved.
    """
    cells = judged.sheet.cells
    expected = _expected(template, here)
    at = cells.get
    gone = [place for place in expected if (cell := at(place)) is None or cell.raw.formula is None]
    if gone and sum(cell.raw.formula is not None for cell in judged.own) >= len(expected):
        gone = []
    filled = tuple(position for position in gone if position in cells)
    return _Formulas(len(expected), filled, tuple(position for position in gone if position not in cells))


def _expected(template: Template, here: list[Located]) -> Collection[Position]:
    """Where the form's formulas should be: those of a row where the row is, and nowhere if it is gone."""
    planned = template.plan.formulas
    if not here and template.shift == (0, 0):
        return planned
    of_rows = {before: after for block in here for before, after in _status_cells(block.found, template)}
    moved = (of_rows.get(position, template.moved(position)) for position in planned)
    return [position for position in moved if all(position)]


def _status_cells(found: Found, template: Template) -> Iterator[tuple[Position, Position]]:
    """The status cells, computed ones and heads of a block: where they were planned, and where they are
    (zeros: nowhere)."""
    block = found.block
    yield from computed_cells(found)
    if block.is_record:
        status = found.status_column or template.moved((1, RECORD_STATUS_COLUMN))[1]
        for column in block.columns:
            row = found.rows[column.key].best
            yield (column.index, RECORD_STATUS_COLUMN), (row, status)
        return
    status = (0 if block.is_cross else found.status_column) or template.moved((1, STATUS_COLUMN))[1]
    for plan in block.rows:
        yield (plan.row, STATUS_COLUMN), (found.rows[plan.row_id].best, status)
    for plan in block.across:
        head = found.header_row and found.header_row + 1
        yield (block.header_row + 1, plan.row), (head, found.columns[plan.row_id].best)


# Rows and columns


def _rows_missing(found: Found) -> Iterator[str]:
    return (row_id for row_id, axis in found.rows.items() if not (axis.seen or axis.named))


def _rows_moved(found: Found) -> Iterator[str]:
    return (
        row_id for row_id, axis in found.rows.items() if axis.seen and axis.named and axis.seen != axis.named
    )


def _rows_added(located: Located) -> int:
    return len({answer.subject.row_id for answer in located.added})


def _columns_missing(found: Found) -> Iterator[str]:
    heads = _heads(found.block)
    return (heads[key] for key, axis in found.columns.items() if not (axis.seen or axis.named))


def _heads(block: Block) -> dict[str, str]:
    if block.is_cross:
        return {plan.row_id: plan.row_id for plan in block.across}
    return {column.key: column.header for column in block.columns}


def _columns_shifted(found: Found) -> Iterator[str]:
    shifted, heads = shifted_columns(found), _heads(found.block)
    return (heads[key] for key in found.columns if key in shifted)


def _columns_added(found: Found) -> int:
    """Columns inserted between those of a table."""
    block = found.block
    if block.is_record:
        return 0
    planned = [plan.row for plan in block.across] or [column.index for column in block.columns]
    now = [axis.best for axis in found.columns.values()]
    if not all(now):
        return 0
    return max(max(now) - min(now) - (max(planned) - min(planned)), 0)
