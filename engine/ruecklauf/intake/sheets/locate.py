"""The answers of a returned form: each in the cell on which both anchors agree, or not taken at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ruecklauf.cells import BLANK, a1, parse_a1
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Place, remark
from ruecklauf.intake.notes import contested, gone, section_missing
from ruecklauf.intake.row_numbers import MAX_ADDED_ROWS, ids_of_added, typed_row_id
from ruecklauf.intake.sheets.anchors import Found, find_block
from ruecklauf.intake.sheets.settling import SettledRows, settle_columns, settle_rows, unplaced
from ruecklauf.intake.sheets.workbook_index import WorkbookIndex, find_sheets, twin_of
from ruecklauf.intake.submission import Noted, RawAnswer
from ruecklauf.layout.block import Block, PlannedAnswer, RowPlan
from ruecklauf.layout.inputs import example_cells
from ruecklauf.layout.model import Layout
from ruecklauf.office.workbook import Sheet, Workbook
from ruecklauf.texts import Texts


@dataclass(frozen=True, slots=True)
class Located:
    """The answers of one block, and what was noted on the way."""

    found: Found
    answers: tuple[RawAnswer, ...]
    noted: tuple[Noted, ...]
    rows: Mapping[str, int] = field(default_factory=dict)
    """The sheet row of each of a table's rows that was taken, without those that the form did not have."""
    columns: Mapping[str, int] = field(default_factory=dict)
    """The sheet column of each field (and part) of a table that was taken."""
    added: tuple[RawAnswer, ...] = ()
    """Those of the answers that stand in rows that the form did not have."""


def locate(workbook: Workbook, layout: Layout, texts: Texts) -> tuple[tuple[Located, ...], tuple[Noted, ...]]:
    """Every block of the form that is in the file; and a note for each one that is not."""
    index = WorkbookIndex(workbook)
    sheets = find_sheets(index, layout.blocks)
    located: list[Located] = []
    noted: list[Noted] = []
    for block in layout.blocks:
        sheet = sheets.get(block.sheet)
        if sheet is None:
            noted += section_missing(block, block.sheet, Place())
            continue
        here = _locate_block(find_block(index, block, sheet, texts), texts)
        twin = twin_of(index, block, sheet)
        if twin is not None:
            here = _uncontested(here, _locate_block(find_block(index, block, twin, texts), texts))
        located.append(here)
    for name, sheet in sheets.items():
        if sheet.name != name:
            noted.append(Noted(remark("sheet_renamed", name=name), Place(sheet.name), sheet.name))
    return tuple(located), tuple(noted)


def _uncontested(here: Located, twin: Located) -> Located:
    """Without the answers to which two copies of a sheet say different things: both are shown."""
    others = {answer.key: answer for answer in twin.answers if not answer.raw.is_blank}
    differing = {
        answer.key: other
        for answer in here.answers
        if not answer.raw.is_blank
        and (other := others.get(answer.key))
        and plain_text(answer.raw) != plain_text(other.raw)
    }
    kept = tuple(answer for answer in here.answers if answer.key not in differing)
    noted = [contested((answer, differing[answer.key])) for answer in here.answers if answer.key in differing]
    return replace(here, answers=kept, noted=(*here.noted, *noted))


def _locate_block(found: Found, texts: Texts) -> Located:
    if found.block.is_record:
        return _locate_record(found)
    if found.block.is_cross:
        return _locate_cross(found)
    return _locate_table(found, texts)


def _locate_record(found: Found) -> Located:
    block = found.block
    answers: list[RawAnswer] = []
    noted: list[Noted] = []
    for column, planned in zip(block.columns, block.planned[block.rows[0].row_id], strict=True):
        key = column.key
        row, index = found.rows[key], found.columns[key]
        if not row.best or not index.best:
            noted.append(unplaced(found.sheet, planned.subject, row, index))
            continue
        answers += _answers(found.sheet, row.best, [(index.best, 0)], (planned,))
    return Located(found, tuple(answers), tuple(noted) + tuple(_lost_anchors(found)))


def _locate_table(found: Found, texts: Texts) -> Located:
    block = found.block
    columns, column_notes = settle_columns(found)
    settled = settle_rows(found, columns, texts)
    rows = settled.rows
    placed = _placed(block, columns)
    answers = [
        answer
        for row in block.rows
        if row.row_id in rows
        for answer in _answers(found.sheet, rows[row.row_id], placed, block.planned[row.row_id])
    ]
    added, added_notes = _added_rows(found, settled, placed, texts)
    noted = (*settled.noted, *column_notes, *added_notes, *_lost_anchors(found))
    return Located(found, (*answers, *added), noted, rows, columns, tuple(added))


_Placed = list[tuple[int, int]]
"""Sheet columns that are certain, each with the number of its field's column in the block."""


def _placed(block: Block, columns: Mapping[str, int]) -> _Placed:
    keys = (column.key for column in block.columns)
    return [(columns[key], number) for number, key in enumerate(keys) if key in columns]


def _answers(
    sheet: Sheet, row: int, placed: _Placed, planned: tuple[PlannedAnswer, ...]
) -> Iterator[RawAnswer]:
    """The cells of one row, blank ones included."""
    cells, name = sheet.cells, sheet.name
    for column, number in placed:
        cell, plan = cells.get((row, column)), planned[number]
        yield RawAnswer(
            plan.subject,
            plan.part,
            cell.raw if cell else BLANK,
            _place(name, row, column),
            plan.printed,
            plan.locked,
        )


def position_of(answer: RawAnswer) -> tuple[int, int]:
    """Row and column of an answer, by its place."""
    return _parsed(answer.place.cell)


# The forms of a round have their answers in the same cells.
_parsed = lru_cache(maxsize=20_000)(parse_a1)


@lru_cache(maxsize=20_000)
def _place(sheet: str, row: int, column: int) -> Place:
    return Place(sheet, a1(row, column))


def _lost_anchors(found: Found) -> Iterator[Noted]:
    axes = (*found.rows.values(), *found.columns.values())
    without_names = sum(1 for axis in axes if axis.seen and not axis.named)
    without_codes = sum(1 for axis in axes if axis.named and not axis.seen)
    place, about = Place(found.sheet.name), found.block.about()
    if without_names:
        yield Noted(remark("names_lost", count=without_names), place, subject=about)
    if without_codes:
        yield Noted(remark("codes_lost", count=without_codes), place, subject=about)


def _added_rows(
    found: Found, settled: SettledRows, placed: _Placed, texts: Texts
) -> tuple[list[RawAnswer], list[Noted]]:
    """Rows within or right below the table that carry no id (or a repeated one) are new rows.

    The form's own head and example row, sorted or copied into the table, are none.
    """
    if not settled.rows or not placed:
        return [], []
    known = set(settled.rows.values()) | settled.doubtful
    own = _form_rows(found.block, placed, texts)
    numbers = [
        number
        for number in _new_row_numbers(found, known, {column for column, _ in placed})
        if number != found.header_row and not _is_form_row(found.sheet, number, own)
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
        answers += _answers(found.sheet, number, placed, found.block.planned_row(plan))
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


def _form_rows(block: Block, placed: _Placed, texts: Texts) -> tuple[dict[int, str], dict[int, str]]:
    """By sheet column, the folded texts of the table's head and of its example row."""
    heads = {column: fold(block.columns[number].header) for column, number in placed}
    examples = {cell.column: fold(cell.text) for cell in example_cells(block, texts)}
    planned = {block.columns[number].index: column for column, number in placed}
    return heads, {planned[index]: text for index, text in examples.items() if index in planned}


def _is_form_row(sheet: Sheet, row: int, own: tuple[dict[int, str], ...]) -> bool:
    """Whether all that stands in a row's cells for answers, at least twice, is a row of the form's own."""
    columns = own[0].keys()
    shown = {
        column: fold(plain_text(sheet.cells[row, column].raw))
        for column in columns
        if (row, column) in sheet.cells
    }
    return len(shown) > 1 and any(shown.items() <= texts.items() for texts in own)


def _new_row_numbers(found: Found, known: set[int], columns: set[int]) -> list[int]:
    filled = {row for row, column in found.sheet.cells if column in columns and row not in known}
    repeated = {row for rows in found.repeated.values() for row in rows}
    first, last = min(known), max(known)
    numbers = sorted(row for row in filled if first < row < last or row in repeated)
    below = last + 1
    while below in filled and len(numbers) < MAX_ADDED_ROWS:
        if below not in numbers:
            numbers.append(below)
        below += 1
    return numbers[:MAX_ADDED_ROWS]


def _locate_cross(found: Found) -> Located:
    block = found.block
    column_plan = block.columns[0]
    answers: list[RawAnswer] = []
    noted: list[Noted] = []
    rows = {plan.row_id: found.rows[plan.row_id].best for plan in block.rows}
    columns = {plan.row_id: found.columns[plan.row_id].best for plan in block.across}
    for row_id, row in rows.items():
        for other_id, column in columns.items():
            if not row or not column:
                continue
            cell = found.sheet.cells.get((row, column))
            if cell is None:
                continue
            subject = block.about(f"{row_id}-{other_id}", column_plan.field.id)
            answers.append(RawAnswer(subject, "", cell.raw, _place(found.sheet.name, row, column)))
    for axis, name in ((found.rows, "row_missing"), (found.columns, "column_missing")):
        keys = [key for key, position in axis.items() if not position.best]
        if keys:
            noted.append(Noted(gone(name, keys), Place(found.sheet.name), subject=block.about()))
    return Located(found, tuple(answers), (*noted, *_lost_anchors(found)))
