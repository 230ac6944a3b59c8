"""Columns on pages: readable, each on one page, the rows' names on all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruecklauf.forms.workbooks.printing import LEAST, WIDTH, PrintPlan, plan_print, row_breaks
from ruecklauf.layout.model import Role, SheetPlan, TextCell

ROOM = WIDTH * 100 / LEAST
"""Pixels across a page with the smallest letters."""


@pytest.mark.parametrize(
    ("widths", "frozen", "planned"),
    [
        pytest.param([9, 44, 46, 62, 14], 0, PrintPlan(), id="one page"),
        pytest.param([9, 13, 36, *[30] * 6], 3, PrintPlan((6,), 3), id="two pages, about alike"),
        pytest.param([60, 60, 60, 60], 2, PrintPlan((3,), 1), id="not all that stands still is repeated"),
        pytest.param([30, 180, 30], 1, PrintPlan((2,), 1), id="a column that is wider than what is left"),
    ],
)
def test_columns_go_on_pages(widths: list[float], frozen: int, planned: PrintPlan) -> None:
    assert plan_print(widths, frozen) == planned


@given(st.lists(st.integers(5, 60), min_size=1, max_size=40), st.integers(0, 5))
def test_every_page_holds_its_columns_and_those_that_it_repeats(widths: list[int], frozen: int) -> None:
    planned = plan_print(widths, min(frozen, len(widths)))
    if not planned.breaks:
        return
    pixels = [7 * width + 5 for width in widths]
    starts = (planned.repeated, *planned.breaks)
    for start, end in zip(starts, (*planned.breaks, len(widths)), strict=True):
        assert start < end
        assert sum(pixels[: planned.repeated]) + sum(pixels[start:end]) <= ROOM


@pytest.mark.parametrize(
    ("headings", "rows", "breaks"),
    [
        pytest.param((1,), 20, (), id="pages end where they are full"),
        pytest.param((1, 10), 20, (9,), id="a heading does not stand alone at the foot"),
        pytest.param((1, 9), 20, (), id="a heading with one line below it does"),
        pytest.param((1, 9), 10, (), id="what is short enough stays on the page"),
        pytest.param((1, 9, 20), 30, (19,), id="the pages go on after one that is full"),
        pytest.param((10, 11), 13, (9,), id="what belongs together stays together"),
    ],
)
def test_no_heading_stands_alone_at_the_foot_of_a_page(
    headings: tuple[int, ...], rows: int, breaks: tuple[int, ...]
) -> None:
    """Ten rows of ordinary height go on a page."""
    cells = (
        TextCell(row, 1, "Blatt", Role.HEADING if row in headings else Role.TEXT)
        for row in range(1, rows + 1)
    )
    assert row_breaks(SheetPlan("Blatt", "Blatt", tuple(cells), widths=(10,)), 150) == breaks


def test_a_head_that_each_page_repeats_takes_room() -> None:
    cells = (TextCell(row, 1, "Blatt", Role.HEADING if row == 19 else Role.TEXT) for row in range(1, 31))
    plan = SheetPlan("Blatt", "Blatt", tuple(cells), widths=(10,), repeat=(1, 1))
    assert row_breaks(plan, 150) == (18,)
