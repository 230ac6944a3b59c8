"""The cells of a cross table: rows of one table down, rows of another across, heads that follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ruecklauf.cells import a1
from ruecklauf.definition.models import CrossSection
from ruecklauf.layout.block import Block, RowPlan
from ruecklauf.layout.geometry import CODE_COLUMN, STATUS_COLUMN, referred
from ruecklauf.layout.model import Cell, FormulaCell, InputCell, Role, TextCell
from ruecklauf.layout.sheets.lists import row_label
from ruecklauf.layout.sheets.places import FormPlaces
from ruecklauf.layout.state import FormState
from ruecklauf.texts import Texts


def cross_cells(block: Block, places: FormPlaces, texts: Texts) -> Iterator[Cell]:
    section = block.section
    assert isinstance(section, CrossSection)
    worksheet = block.worksheet
    down = places.block(referred(worksheet, section.field(section.down)))
    across = places.block(referred(worksheet, section.field(section.across)))
    yield TextCell(block.header_row, CODE_COLUMN, texts("cross.row"), Role.HEADER)
    both = texts("cross.both", down=down.sheet, across=across.sheet)
    yield TextCell(block.header_row, STATUS_COLUMN, both, Role.HEADER)
    for plan, source in zip(block.across, across.rows, strict=True):
        yield TextCell(block.header_row, plan.row, plan.row_id, Role.HEADER)
        yield FormulaCell(
            block.header_row + 1,
            plan.row,
            _head_formula(across, a1(block.header_row, plan.row)),
            Role.HEADER,
            _head_value(across, source),
        )
    field = block.columns[0].field
    for plan, source in zip(block.rows, down.rows, strict=True):
        yield TextCell(plan.row, CODE_COLUMN, plan.row_id, Role.CODE)
        yield FormulaCell(
            plan.row,
            STATUS_COLUMN,
            _head_formula(down, a1(plan.row, CODE_COLUMN)),
            Role.LABEL,
            _head_value(down, source),
        )
        for other in block.across:
            subject = block.about(f"{plan.row_id}-{other.row_id}", field.id)
            yield InputCell(plan.row, other.row, subject, field)


def _head_formula(block: Block, code: str) -> str:
    """The name of the row whose id stands in the cell `code`, wherever its table has it after sorting."""
    names = block.range_of(block.section.row_label or "")
    return f'IFERROR(TRIM(INDEX({names},MATCH({code},{block.range_of_column(CODE_COLUMN)},0))),"")'


def _head_value(block: Block, row: RowPlan) -> Callable[[FormState], str]:
    return lambda state: row_label(block, row, state)
