"""What stands on a small laptop's screen, 1366 × 768, of every table that is shipped."""

from __future__ import annotations

import pytest

from ruecklauf.layout.block import Block
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout, Role, SheetPlan
from ruecklauf.library import load_library

SEEN = 585 - 40
"""Pixels below the letters of the columns in LibreOffice's window, as measured, less the system's own bar."""
POINT = 96 / 72
STANDARD = 15
"""Points of a row that has no height of its own."""
ROWS = 12


@pytest.fixture(scope="module", params=("de", "en"))
def layout(request: pytest.FixtureRequest) -> Layout:
    return build_layout(tuple(load_library().worksheets.values()), language=request.param)


def tables(layout: Layout) -> list[tuple[Block, SheetPlan]]:
    return [(block, layout.sheet(block.sheet)) for block in layout.blocks if not block.is_record]


def pixels(plan: SheetPlan, rows: range) -> float:
    return sum(plan.heights.get(row, STANDARD) for row in rows) * POINT


def test_tables_show_twelve_rows_below_their_heads(layout: Layout) -> None:
    needed = {
        block.sheet: pixels(plan, range(1, min(block.first_row + ROWS, block.last_row + 1)))
        for block, plan in tables(layout)
    }
    assert {sheet: height for sheet, height in needed.items() if height > SEEN} == {}


def test_heads_are_not_broken_inside_words(layout: Layout) -> None:
    broken = [
        (block.sheet, word)
        for block, plan in tables(layout)
        for cell in plan.text_cells
        if cell.role is Role.HEADER and cell.row == block.header_row
        for word in cell.text.replace("-", " ").replace("/", " ").split()
        if len(word) > plan.widths[cell.column - 1]
    ]
    assert broken == []


def test_what_stands_still_leaves_half_of_the_screen(layout: Layout) -> None:
    for block, plan in tables(layout):
        assert plan.freeze is not None
        assert sum(7 * width + 5 for width in plan.widths[: plan.freeze[1] - 1]) <= 1265 / 2, block.sheet
