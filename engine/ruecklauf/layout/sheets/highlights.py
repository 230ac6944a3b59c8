"""How cells light up: required and still empty, wrong, not asked under the answers given; states of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ruecklauf.cells import a1, column_letters
from ruecklauf.definition.rulebook import FieldRules, RuleBook
from ruecklauf.layout.block import Block, ColumnPlan, RowPlan
from ruecklauf.layout.geometry import RECORD_STATUS_COLUMN, STATUS_COLUMN, is_remark
from ruecklauf.layout.model import Cell, FormulaCell, Highlight, Role
from ruecklauf.layout.sheets.checks import CheckSheet
from ruecklauf.layout.sheets.places import BlockPlaces, FormPlaces
from ruecklauf.rules.excel import holds
from ruecklauf.texts import Texts


def highlights(
    block: Block, rulebook: RuleBook, places: FormPlaces, checks: CheckSheet, texts: Texts
) -> Iterator[Highlight]:
    """Conditional formats of a block; printed and free rows have conditions of their own."""
    if block.is_cross:
        yield _without_heads(block)
        return
    yield from _wrong(block, checks)
    if not (block.is_record and is_remark(block)):
        yield from _states(block, texts)
    rules = {rule.field.id: rule for rule in rulebook.sections[block.name].fields}
    for _, group in groupby(block.rows, key=lambda row: row.printed):
        rows = list(group)
        here = places.in_row(block, rows[0])
        for column in block.columns:
            yield from _of_column(block, rows, column, rules[column.field.id], here)


def pending(cells: Iterable[Cell], column: int, texts: Texts) -> Iterator[Highlight]:
    """How the counts of open points in a column look while there are any."""
    counts = (cell for cell in cells if isinstance(cell, FormulaCell) and cell.role is Role.PROGRESS)
    rows = [cell.row for cell in counts if cell.column == column]
    if rows:
        first = a1(rows[0], column)
        formula = f'AND({first}<>"",ISERROR(FIND("{texts("progress.done")}",{first})))'
        yield Highlight(rows[0], column, rows[-1], column, formula, "pending")


def _wrong(block: Block, checks: CheckSheet) -> Iterator[Highlight]:
    """Contents that cannot be read or break a rule; before all others, for the first one wins.

    An explanation beside a question stands in its line and is not what is wrong there.
    """
    for column in block.questions if block.is_record else block.columns:
        formula = checks.wrong_in(block, column)
        if formula:
            first = block.position(block.rows[0], column)
            last = block.position(block.rows[-1], column)
            number_format = "General" if column.part else column.field.number_format
            yield Highlight(*first, *last, formula, "wrong", number_format)


def _states(block: Block, texts: Texts) -> Iterator[Highlight]:
    """How open rows and questions look, and those that are not asked."""
    column = RECORD_STATUS_COLUMN if block.is_record else STATUS_COLUMN
    corners = (block.first_row, column, block.last_row, column)
    cell, pending = f"${a1(block.first_row, column)}", texts("status.open").strip()
    yield Highlight(*corners, f'LEFT({cell},{len(pending)})="{pending}"', "open")
    if block.is_record:
        yield Highlight(*corners, f'{cell}="{texts("status.not_asked")}"', "not_asked")


def _without_heads(block: Block) -> Highlight:
    """Cells of a cross table whose row or column has no name yet."""
    left = f"${a1(block.first_row, STATUS_COLUMN)}"
    column, row = block.across[0].row, block.header_row + 1
    above = f"{column_letters(column)}${row}"
    corners = (block.first_row, column, block.last_row, block.across[-1].row)
    return Highlight(*corners, f'OR({left}="",{above}="")', "irrelevant")


def _of_column(
    block: Block, rows: list[RowPlan], column: ColumnPlan, rules: FieldRules, here: BlockPlaces
) -> Iterator[Highlight]:
    first = block.position(rows[0], column)
    last = block.position(rows[-1], column)
    started = list(here.started_conditions())
    relevant = [holds(rules.relevant.resolved, here)] if rules.relevant is not None else []
    if rules.relevant is not None:
        yield Highlight(*first, *last, _all([*started, f"NOT({relevant[0]})"]), "irrelevant")
    if rules.field.required or rules.required is not None:
        required = (
            [] if rules.field.required or rules.required is None else [holds(rules.required.resolved, here)]
        )
        conditions = [*started, *relevant, *required, here.blank(rules.field)]
        yield Highlight(*first, *last, _all(conditions), "required")


def _all(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"
