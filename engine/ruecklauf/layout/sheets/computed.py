"""The cells of computed fields: formulas in place of answers."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.definition.rulebook import FieldRules, SectionRules
from ruecklauf.layout.block import Block, ColumnPlan, RowPlan
from ruecklauf.layout.inputs import input_cell
from ruecklauf.layout.model import FormulaCell, InputCell, Role
from ruecklauf.layout.sheets.places import BlockPlaces, FormPlaces
from ruecklauf.rules.excel import holds, result
from ruecklauf.texts import Texts


@dataclass(frozen=True)
class OnSheet(BlockPlaces):
    """Places as formulas on the same sheet name them: without it, so that they stay in their row if rows are
    sorted."""

    def cell(self, field_id: str) -> str:
        return _without_sheet(super().cell(field_id))

    def part(self, field_id: str, code: str) -> str:
        return _without_sheet(super().part(field_id, code))

    def started(self) -> str:
        block, _ = self._own()
        return super().started().replace(f"{quote_sheet(block.sheet)}!", "")


def _without_sheet(address: str) -> str:
    return address.rpartition("!")[2]


def answer_cell(
    block: Block, row: RowPlan, column: ColumnPlan, rules: SectionRules, places: FormPlaces, texts: Texts
) -> InputCell | FormulaCell:
    """A field's cell in a row: where an answer goes, or what is computed."""
    of_field = rules.of(column.field.id)
    if of_field.formula is None:
        return input_cell(block, row, column, texts)
    line, index = block.position(row, column)
    field = column.field
    return FormulaCell(
        line,
        index,
        _formula(of_field, OnSheet(places, block, row)),
        Role.COMPUTED,
        lambda state: state.result(block, row, field),
        field.number_format,
    )


def _formula(rules: FieldRules, here: BlockPlaces) -> str:
    assert rules.formula is not None
    found = result(rules.formula.value, rules.formula.scope, here)
    if rules.field.hundredth:
        found = f'IFERROR({found}/100,"")'
    conditions = [*here.started_conditions()]
    if rules.relevant is not None:
        conditions.append(holds(rules.relevant.resolved, here))
    return f'IF({_all(conditions)},{found},"")' if conditions else found


def _all(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


def is_shown(block: Block, column: ColumnPlan) -> str:
    """Formula: the cell of a computed question shows a value."""
    return f'{a1(*block.position(block.rows[0], column))}<>""'
