"""Where checks find the cells of their row, in formulas that read alike in every row of a table.

Excel does not move references to other sheets in formulas that cells share (`t="shared"`): it moves those on
the formula's own sheet, and takes names as they are. So a check asks for the n-th cell of a field's name, and
n stands on the sheet of the checks, above the check.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ruecklauf.layout.block import Block, RowPlan, field_name
from ruecklauf.layout.sheets.places import BlockPlaces
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.excel import LENGTH_LIMIT

ROOM = 100
"""Characters for what is put around the formula of a check."""
ARGUMENTS = 250
"""Of a function, of which Excel takes 255."""


@dataclass(frozen=True)
class SharedPlaces(BlockPlaces):
    """Cells of one row of a table by the names of their fields."""

    position: str
    """The cell with the number of the row among the name's cells."""
    begun: str
    """The cell that says whether anything is filled in: 1 or 0."""

    def cell(self, field_id: str) -> str:
        return self.address(field_id)

    def part(self, field_id: str, code: str) -> str:
        return self.address(field_id, code)

    def address(self, field_id: str, part: str = "") -> str:
        block, _ = self._own()
        return f"INDEX({field_name(block, field_id, part)},{self.position})"

    def column(self, table: str, field_id: str) -> str:
        return field_name(self.form.block(table), field_id)

    def part_column(self, table: str, field_id: str, code: str) -> str:
        return field_name(self.form.block(table), field_id, code)

    def this_row(self) -> str:
        block, _ = self._own()
        first = block.columns[0]
        return f"ROW({self.address(first.field.id, first.part)})"

    def started(self) -> str:
        return f"{self.begun}=1"


def shortest_that_fits(make: Callable[[BlockPlaces], str], shared: BlockPlaces, plain: BlockPlaces) -> str:
    """A formula that can be shared, or the plain one where that is too long or too deep for Excel."""
    if shared is plain:
        return make(plain)
    try:
        formula = make(shared)
    except RuleError:
        return make(plain)
    return formula if len(formula) + len("=") <= LENGTH_LIMIT - ROOM else make(plain)


def watch(block: Block, row: RowPlan, plain: BlockPlaces) -> str:
    """Formula: is anything filled in? Each cell of the row is named singly, if that fits into a formula.

    Where a cell is cut and pasted its reference follows, which is how imports tell (`intake.sheets.moves`).
    """
    cells = [
        block.address(row, column.field.id, column.part)
        for column in block.columns
        if column.field.id not in row.given and not column.field.is_locked
    ]
    groups = [cells[start : start + ARGUMENTS] for start in range(0, len(cells), ARGUMENTS)]
    formula = "+".join(f"COUNTA({','.join(group)})" for group in groups)
    return f"{formula}>0" if 0 < len(formula) < LENGTH_LIMIT - ROOM else plain.started()
