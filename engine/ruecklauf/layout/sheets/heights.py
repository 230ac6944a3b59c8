"""Row heights to begin with: programs see to them only when something is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ruecklauf.cells import parse_a1
from ruecklauf.fieldtypes.base import CellContent
from ruecklauf.layout.block import Block, ColumnPlan
from ruecklauf.layout.geometry import (
    FIRST_FIELD_COLUMN,
    GROUPED_SINCE,
    HINT_COLUMN,
    QUESTION_COLUMN,
    PlacedSheet,
    record_widths,
)
from ruecklauf.layout.inputs import example_cells, given_content, hint, question_text
from ruecklauf.layout.model import SheetPlan
from ruecklauf.layout.sheets.columns import LETTERS, PRINTED, column_width
from ruecklauf.layout.wording import header_cell, lines
from ruecklauf.texts import Texts

LINE_HEIGHT = 15.0
LONG_TEXT_HEIGHT = 4 * LINE_HEIGHT
TITLE_HEIGHT = 21.0
EXAMPLE_LINES = 2


def row_heights(placed: PlacedSheet, texts: Texts) -> Iterator[tuple[int, float]]:
    yield 1, TITLE_HEIGHT
    main = placed.blocks[0]
    if main.is_cross:
        yield main.header_row + 1, 5 * LINE_HEIGHT
    elif main.is_record:
        for block in placed.blocks:
            for column in block.questions:
                yield column.index, _question_height(block, column, texts)
    else:
        yield main.header_row, _header_height(main, texts)
        yield from _table_row_heights(main, texts)
        yield from _example_height(main, texts)
    if placed.has_rows:
        for block in placed.blocks[1:]:
            for column in block.columns:
                yield column.index, LONG_TEXT_HEIGHT
            if main.section.has_free_rows and placed.version >= GROUPED_SINCE:
                above = next(column for column in main.columns if column.index == block.answer_column)
                room = column_width(main, above, texts)
                yield block.header_row - 1, row_height(_lines(texts("sheet.more_rows"), room))


def _question_height(block: Block, column: ColumnPlan, texts: Texts) -> float:
    widths = record_widths(block)
    question = lines(question_text(block, column, texts), widths[QUESTION_COLUMN - 1])
    beside = _lines(hint(block, column.field, texts), widths[HINT_COLUMN - 1])
    return row_height(max(1, column.field.entry_lines, question, beside))


def _table_row_heights(block: Block, texts: Texts) -> Iterator[tuple[int, float]]:
    """The rows' heights to begin with; programs let them grow with what is typed."""
    widths = {column.key: column_width(block, column, texts) for column in block.columns}
    for row in block.rows:
        most = max(
            (
                lines(str(content), widths[column.key] * PRINTED)
                for column in block.columns
                if (content := given_content(block, row, column, texts)) is not None
            ),
            default=1,
        )
        yield row.row, row_height(most)


def _example_height(block: Block, texts: Texts) -> Iterator[tuple[int, float]]:
    examples = [cell for cell in example_cells(block, texts) if cell.column >= FIRST_FIELD_COLUMN]
    widths = {column.index: column_width(block, column, texts) for column in block.columns}
    most = max((_lines(cell.text, widths[cell.column]) for cell in examples), default=0)
    if most:
        yield block.example_row, row_height(min(most, EXAMPLE_LINES))


def row_height(number: int) -> float:
    """The height of a row with so many lines of text, in points."""
    return LINE_HEIGHT * number


def _lines(text: str, width: float) -> int:
    """Lines of plain text in a column of so many digits."""
    return lines(text, width * LETTERS)


def _header_height(block: Block, texts: Texts) -> float:
    most = max(
        lines(
            header_cell(column.field, block.worksheet.lists, texts, column.part),
            column_width(block, column, texts),
        )
        for column in block.columns
    )
    return row_height(max(2, most))


def needed_heights(plan: SheetPlan, contents: Mapping[str, CellContent]) -> dict[int, float]:
    """The heights that rows need for texts filled in, by address; programs do not see to it on opening."""
    heights: dict[int, float] = {}
    for address, content in contents.items():
        row, column = parse_a1(address)
        if isinstance(content, str) and row in plan.heights and column <= len(plan.widths):
            needed = row_height(lines(content, plan.widths[column - 1]))
            heights[row] = max(heights.get(row, 0), needed)
    return heights
