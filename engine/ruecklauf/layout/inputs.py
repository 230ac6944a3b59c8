"""Input cells, and the words around them: questions, hints, printed content, the example row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ruecklauf.fieldtypes.base import CellContent, FieldBase
from ruecklauf.fieldtypes.numerals import typed_number
from ruecklauf.layout.block import Block, ColumnPlan, RowPlan
from ruecklauf.layout.geometry import CODE_COLUMN, STATUS_COLUMN
from ruecklauf.layout.model import InputCell, Role, TextCell
from ruecklauf.layout.wording import expected_in, header_cell
from ruecklauf.texts import Texts


def question_text(block: Block, column: ColumnPlan, texts: Texts) -> str:
    return header_cell(column.field, block.worksheet.lists, texts, column.part)


def hint(block: Block, field: FieldBase, texts: Texts) -> str:
    """Help and expected format, for the column beside a question."""
    expected = texts("prompt.expected", what=expected_in(field, block.worksheet.lists, texts))
    return f"{field.help(texts.language)} {expected}" if field.help else expected


def input_cell(block: Block, row: RowPlan, column: ColumnPlan, texts: Texts) -> InputCell:
    line, index = block.position(row, column)
    field = column.field
    return InputCell(
        line,
        index,
        block.about(row.row_id, field.id),
        field,
        column.part,
        printed=row.printed,
        locked=row.locks(field),
        content=given_content(block, row, column, texts),
    )


def given_content(block: Block, row: RowPlan, column: ColumnPlan, texts: Texts) -> CellContent:
    """What the form prints into a cell; None for nothing."""
    code = row.given.get(column.field.id)
    if code is None:
        return None
    return column.field.render(column.field.from_text(code), block.worksheet.lists, texts)


def example_cells(block: Block, texts: Texts) -> Iterator[TextCell]:
    example = block.section.example_row
    if not example:
        return
    row = block.example_row
    yield TextCell(row, CODE_COLUMN, texts("table.example"), Role.EXAMPLE)
    yield TextCell(row, STATUS_COLUMN, texts("table.example_note"), Role.EXAMPLE)
    for column in block.columns:
        text = example_text(block, column, texts)
        if text:
            yield TextCell(row, column.index, text, Role.EXAMPLE)


def example_text(block: Block, column: ColumnPlan, texts: Texts) -> str:
    """What the example row shows in a column; empty for nothing."""
    field = column.field
    text = block.section.example_value(field.id, texts.language)
    if text is None:
        return ""
    value = field.from_text(text)
    if column.part:
        return texts("words.ticked") if isinstance(value, tuple) and column.part in value else ""
    shown = shown_text(field.render(value, block.worksheet.lists, texts), field, texts)
    # so that no program completes what somebody types below to the example
    return texts("table.example_text", text=shown) if field.is_prose else shown


def shown_text(content: CellContent, field: FieldBase, texts: Texts) -> str:
    """A cell's content as a German form shows it."""
    if isinstance(content, date):
        return content.strftime("%d.%m.%Y")
    if isinstance(content, Decimal):
        percent = field.number_format.endswith("%")
        number = typed_number(content * 100 if percent else content)
        return f"{number} %" if percent else number
    return "" if content is None else str(content)
