"""Where a form computes: nobody answers there, and yet something may be said of it."""

from __future__ import annotations

from collections.abc import Iterable

from ruecklauf.cells import a1, parse_a1
from ruecklauf.check.rows import ReadRow, ReadTable
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.findings import Place
from ruecklauf.layout.block import Block
from ruecklauf.layout.build import build_layout


def computed_place(
    table: ReadTable, row: ReadRow, field_id: str, worksheets: Iterable[Worksheet], language: str
) -> Place:
    """The cell of a computed field, as far from the answers beside it as the form has it.

    Only the sheet where the file has no such cell, as documents have none.
    """
    beside = {name: answer.place for name, answer in row.answers.items() if answer.place.cell}
    sheet = next((place.sheet for place in beside.values()), "")
    try:
        block = build_layout(tuple(worksheets), language=language).block(table.name)
    except ProjectError:
        return Place(sheet)
    planned = {name: _planned(block, row, name) for name in (*beside, field_id)}
    target = planned.pop(field_id)
    if target is None:
        return Place(sheet)
    known = [(name, at) for name, at in planned.items() if at is not None]
    for name, at in sorted(
        known, key=lambda pair: sum(abs(a - b) for a, b in zip(pair[1], target, strict=True))
    ):
        try:
            found = parse_a1(beside[name].cell)
        except ValueError:
            continue
        return Place(
            sheet, a1(*(there + to - here for there, to, here in zip(found, target, at, strict=True)))
        )
    return Place(sheet)


def _planned(block: Block, row: ReadRow, name: str) -> tuple[int, int] | None:
    """Where the form has the field, in whichever of its rows: answers beside it are moved alike."""
    column = next((column for column in block.columns if column.field.id == name), None)
    plan = next((plan for plan in block.rows if plan.row_id == row.row_id), block.rows[0])
    return None if column is None else block.position(plan, column)
