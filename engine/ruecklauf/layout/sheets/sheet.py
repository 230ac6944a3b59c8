"""The cells of a worksheet's sheets: heads, questions, table rows, what they accept and how they light up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ruecklauf.cells import a1
from ruecklauf.definition.rulebook import Condition, RuleBook, SectionRules
from ruecklauf.layout.block import Block, ColumnPlan
from ruecklauf.layout.geometry import (
    ANSWER_COLUMN,
    CODE_COLUMN,
    FIRST_FIELD_COLUMN,
    GROUPED_SINCE,
    HEAD_ROWS,
    HINT_COLUMN,
    QUESTION_COLUMN,
    RECORD_STATUS_COLUMN,
    STATUS_COLUMN,
    PlacedSheet,
    heads_beside,
    question_code,
    record_widths,
)
from ruecklauf.layout.inputs import example_cells, hint, input_cell, question_text
from ruecklauf.layout.model import Cell, FormulaCell, Role, SheetPlan, SlotCell, TextCell
from ruecklauf.layout.sheets.acceptance import validations
from ruecklauf.layout.sheets.checks import CheckSheet
from ruecklauf.layout.sheets.columns import LETTERS, column_width
from ruecklauf.layout.sheets.computed import answer_cell, is_shown
from ruecklauf.layout.sheets.cross import cross_cells
from ruecklauf.layout.sheets.heights import row_heights
from ruecklauf.layout.sheets.highlights import highlights, pending
from ruecklauf.layout.sheets.live import Live, joined, live_cell
from ruecklauf.layout.sheets.places import BlockPlaces, FormPlaces
from ruecklauf.layout.wording import header_cell
from ruecklauf.rules.excel import holds
from ruecklauf.texts import Texts
from ruecklauf.values import Missing

TABLE_LEAD_WIDTHS = (9, 13)
CROSS_LABEL_WIDTH = 42
CROSS_COLUMN_WIDTH = 12
WIDEST_FROZEN = 82
"""Characters that may stand still at the left when a table is scrolled."""


def plan_sheet(
    placed: PlacedSheet, rulebook: RuleBook, places: FormPlaces, checks: CheckSheet, texts: Texts
) -> SheetPlan:
    """One sheet of a worksheet."""
    main = placed.blocks[0]
    cells = [*_head(placed, checks, texts)]
    for block in placed.blocks:
        cells.extend(_block_cells(placed, block, rulebook, places, checks, texts))
    return SheetPlan(
        placed.name,
        placed.head.title,
        tuple(cells),
        widths=_widths(main, texts),
        heights=dict(row_heights(placed, texts)),
        freeze=_freeze(main, texts),
        repeat=(main.group_row or main.header_row, main.header_row + (1 if main.is_cross else 0)),
        validations=tuple(v for block in placed.blocks for v in validations(block, places, texts)),
        highlights=(
            *(h for block in placed.blocks for h in highlights(block, rulebook, places, checks, texts)),
            *pending(cells, _progress_column(cells), texts),
        ),
    )


def _head(placed: PlacedSheet, checks: CheckSheet, texts: Texts) -> Iterator[Cell]:
    yield TextCell(1, 1, placed.head.title, Role.TITLE)
    yield SlotCell(2, 1, "alliance.identity", Role.LINE)
    for number, line in enumerate(placed.head.lines, start=HEAD_ROWS + 1):
        yield TextCell(number, 1, line, Role.LINE)
    row, column = placed.head.progress_row, 1
    if placed.head.linked:
        links = tuple(_links(placed, texts))
        yield from links
        column = _behind(links[-1], _widths(placed.blocks[0], texts))
    counts = joined(checks.progress(placed.name, texts), " · ", checks.open_and_explained(placed.name, texts))
    yield live_cell(row, column, counts, Role.PROGRESS)


def _progress_column(cells: list[Cell]) -> int:
    return next(cell.column for cell in cells if isinstance(cell, FormulaCell) and cell.role is Role.PROGRESS)


def _links(placed: PlacedSheet, texts: Texts) -> Iterator[TextCell]:
    """To the cover, the open points and the next sheet."""
    cover, review = texts("cover.sheet"), texts("review.sheet")
    back, onward = texts("sheet.back", sheet=cover), texts("sheet.onward", sheet=placed.onward)
    row = placed.head.progress_row
    yield TextCell(row, 1, back, Role.LINK, link=f"{cover}!A1")
    yield TextCell(row, 2, review, Role.LINK, link=f"{review}!A1")
    yield TextCell(row, 3, onward, Role.LINK, link=f"{placed.onward}!A1")


def _behind(cell: TextCell, widths: tuple[float, ...]) -> int:
    """The first column in which a text leaves the one before it in sight."""
    room, column = 0.0, cell.column
    while room * LETTERS < len(cell.text) + 1 and column < len(widths):
        room, column = room + widths[column - 1], column + 1
    return column


def _block_cells(
    placed: PlacedSheet,
    block: Block,
    rulebook: RuleBook,
    places: FormPlaces,
    checks: CheckSheet,
    texts: Texts,
) -> Iterator[Cell]:
    if block.is_cross:
        return cross_cells(block, places, texts)
    if not block.is_record:
        return _table_cells(block, rulebook.sections[block.name], places, checks, texts)
    if placed.has_rows:
        return _remark_cells(placed, block, texts)
    return _record_cells(placed, block, rulebook.sections[block.name], places, checks, texts)


def _record_cells(
    placed: PlacedSheet,
    block: Block,
    rules: SectionRules,
    places: FormPlaces,
    checks: CheckSheet,
    texts: Texts,
) -> Iterator[Cell]:
    section = block.section
    if block is placed.blocks[0]:
        for number, head in enumerate(texts.list("record.heads"), start=1):
            yield TextCell(block.header_row, number, head, Role.HEADER)
        for number, head in heads_beside(block, texts).items():
            yield TextCell(block.header_row, number, head, Role.HEADER)
    above = block.first_row - (2 if section.instructions else 1)
    local = f" ({texts('words.local')})" if section.local else ""
    yield TextCell(above, 1, section.title(texts.language) + local, Role.HEADING)
    if section.instructions:
        yield TextCell(above + 1, 1, section.instructions(texts.language), Role.LINE)
    for column in block.questions:
        relevant = rules.of(column.field.id).relevant
        here = places.in_row(block, block.rows[0])
        yield answer_cell(block, block.rows[0], column, rules, places, texts)
        yield from _question(block, column, relevant, here, checks, texts)
    for column in block.companions:
        yield input_cell(block, block.rows[0], column, texts)


def _question(
    block: Block,
    column: ColumnPlan,
    asked: Condition | None,
    here: BlockPlaces,
    checks: CheckSheet,
    texts: Texts,
) -> Iterator[Cell]:
    code = question_code(block, column)
    yield TextCell(column.index, CODE_COLUMN, code, Role.CODE)
    yield TextCell(column.index, QUESTION_COLUMN, question_text(block, column, texts), Role.LABEL)
    yield TextCell(column.index, HINT_COLUMN, hint(block, column.field, texts), Role.HINT)
    status = checks.question_status(block, code, _answered(block, column), texts)
    if asked is not None:
        status = _if_asked(status, asked, texts("status.not_asked"), block, here)
    yield live_cell(column.index, RECORD_STATUS_COLUMN, status, Role.STATE)


def _answered(block: Block, column: ColumnPlan) -> Live:
    field_id = column.field.id
    row = block.rows[0]
    shown = f"NOT(ISBLANK({a1(column.index, ANSWER_COLUMN)}))"
    if column.field.computed is not None:
        return Live(is_shown(block, column), lambda state: int(state.result(block, row, column.field) != ""))
    return Live(
        shown,
        lambda state: int(
            state.value(block, row, field_id) is not Missing.NO_ANSWER
            or block.about(row.row_id, field_id) in state.filled
        ),
    )


def _if_asked(status: Live, asked: Condition, otherwise: str, block: Block, here: BlockPlaces) -> Live:
    row = block.rows[0]
    return Live(
        f'IF({holds(asked.resolved, here)},{status.formula},"{otherwise}")',
        lambda state: status.value(state) if state.holds(asked, block, row) else otherwise,
    )


def _remark_cells(placed: PlacedSheet, block: Block, texts: Texts) -> Iterator[Cell]:
    above = placed.blocks[0]
    title = block.section.title(texts.language)
    if whole := placed.version >= GROUPED_SINCE:
        # beside other columns on further pages, where a longer text would be cut off
        title = title.partition(" (")[0]
    if above.section.has_free_rows:
        at, role = (block.answer_column, Role.TEXT) if whole else (1, Role.LINE)
        yield TextCell(block.header_row - 1, at, texts("sheet.more_rows"), role)
    yield TextCell(block.header_row, 1, title, Role.HEADING)
    for column in block.companions:
        yield TextCell(column.index - 1, 1, column.header, Role.HEADING)
    for column in block.columns:
        yield TextCell(column.index, CODE_COLUMN, question_code(block, column), Role.CODE)
        yield input_cell(block, block.rows[0], column, texts)


def _table_cells(
    block: Block, rules: SectionRules, places: FormPlaces, checks: CheckSheet, texts: Texts
) -> Iterator[Cell]:
    yield from example_cells(block, texts)
    for number, head in enumerate(texts.list("table.lead_heads"), start=1):
        yield TextCell(block.header_row, number, head, Role.HEADER)
    yield from _group_heads(block, texts)
    for column in block.columns:
        text = header_cell(column.field, block.worksheet.lists, texts, column.part)
        yield TextCell(block.header_row, column.index, text, Role.HEADER)
    for row in block.rows:
        yield TextCell(row.row, CODE_COLUMN, row.row_id, Role.CODE)
        status = checks.row_status(block, row, texts)
        yield live_cell(row.row, STATUS_COLUMN, status, Role.STATE)
        for column in block.columns:
            yield answer_cell(block, row, column, rules, places, texts)


def _group_heads(block: Block, texts: Texts) -> Iterator[TextCell]:
    """Heads over neighbouring columns that belong together."""
    if not block.group_row:
        return
    for under, columns in groupby(block.columns, key=lambda column: column.field.under):
        if under is not None:
            found = tuple(columns)
            text = under(texts.language)
            yield TextCell(block.group_row, found[0].index, text, Role.GROUP, columns=len(found))


def _widths(block: Block, texts: Texts) -> tuple[float, ...]:
    if block.is_cross:
        return (TABLE_LEAD_WIDTHS[0], CROSS_LABEL_WIDTH, *(CROSS_COLUMN_WIDTH for _ in block.across))
    if block.is_record:
        return record_widths(block)
    return (*TABLE_LEAD_WIDTHS, *(column_width(block, column, texts) for column in block.columns))


def _freeze(block: Block, texts: Texts) -> tuple[int, int]:
    if block.is_cross:
        return block.first_row, FIRST_FIELD_COLUMN
    if block.is_record:
        return block.header_row + 1, 1
    width: float = sum(TABLE_LEAD_WIDTHS)
    column = FIRST_FIELD_COLUMN
    for plan in block.columns:
        width += column_width(block, plan, texts)
        if width > WIDEST_FROZEN or plan.index > FIRST_FIELD_COLUMN + 2:
            break
        column = plan.index + 1
    return block.first_row, column
