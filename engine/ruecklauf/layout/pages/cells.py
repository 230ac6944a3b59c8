"""The place of every answer in a document, and what stands there before anybody answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ruecklauf.fieldtypes.base import Control, FieldBase
from ruecklauf.fieldtypes.companion import EXPLAINED
from ruecklauf.fieldtypes.reference import JOINT
from ruecklauf.layout.block import Block, ColumnPlan, RowPlan
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.inputs import given_content, shown_text
from ruecklauf.layout.model import Layout
from ruecklauf.layout.pages.model import NO, PlannedCell
from ruecklauf.texts import Texts

EXPLANATION_TAG, LAST_TAG = "_erl", "_zul"
"""End the tags of an explanation, and of what is told of the last wave; no field's id begins with `_`."""
LONGEST_TAG = 64
"""Characters; Word takes no longer ones."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Plans the answers of a layout's sections."""

    layout: Layout
    texts: Texts

    def of_rows(self, block: Block) -> Mapping[str, Mapping[str, PlannedCell]]:
        """All answers of a table by row id and column."""
        return self._crossing_cells(block) if block.is_cross else self._table_cells(block)

    def _table_cells(self, block: Block) -> dict[str, dict[str, PlannedCell]]:
        return {
            row.row_id: {
                column.key: self.planned(block, row, column, _tag(row.row_id, column, number))
                for number, column in enumerate(block.columns, start=1)
            }
            for row in block.rows
        }

    def _crossing_cells(self, block: Block) -> dict[str, dict[str, PlannedCell]]:
        column = block.columns[0]
        field = column.field
        control = field.control(block.worksheet.lists, self.texts)
        found: dict[str, dict[str, PlannedCell]] = {}
        for row in block.rows:
            for other in block.across:
                row_id = f"{row.row_id}-{other.row_id}"
                cell = PlannedCell(row_id, block.about(row_id, field.id), field, control)
                found.setdefault(row.row_id, {})[other.row_id] = cell
        return found

    def planned(self, block: Block, row: RowPlan, column: ColumnPlan, tag: str) -> PlannedCell:
        """The answer to a field in a row."""
        field = column.field
        content = given_content(block, row, column, self.texts)
        return PlannedCell(
            tag,
            block.about(row.row_id, field.id),
            field,
            self._control(block, field),
            column.part,
            row.printed,
            row.locks(field),
            shown_text(content, field, self.texts),
        )

    def _control(self, block: Block, field: FieldBase) -> Control:
        control = field.control(block.worksheet.lists, self.texts)
        if control.kind != "combo" or control.entries:
            return control
        return Control(control.kind, control.placeholder, self._rows_offered(block, field))

    def _rows_offered(self, block: Block, field: FieldBase) -> tuple[str, ...]:
        """The printed rows that a reference may name, as texts that `split_reference` takes apart."""
        target = self.layout.block(referred(block.worksheet, field))
        labels = printed_labels(target, self.texts)
        names = {row.row_id: row.name or labels[row.row_id] for row in target.rows}
        return tuple(f"{row_id}{JOINT}{name}" for row_id, name in names.items() if name)


def printed_labels(block: Block, texts: Texts) -> dict[str, str]:
    """What the form prints into each row to say what it is: the last of its given fields; by row id."""
    printed = block.section.printed_rows
    last = printed[-1].into if printed else ""
    columns = {column.field.id: column for column in block.columns}
    return {
        row.row_id: shown_text(given_content(block, row, columns[last], texts), columns[last].field, texts)
        if last in row.given
        else ""
        for row in block.rows
    }


def _tag(row_id: str, column: ColumnPlan, number: int) -> str:
    tag = f"{row_id}.{EXPLANATION_TAG if column.field.id == EXPLAINED else column.key}"
    return tag if len(tag) + len(NO) <= LONGEST_TAG else f"{row_id}.{number}"
