"""How sheets are printed: A4, readable, wide tables over several pages with the rows' names on each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from xlsxwriter.worksheet import Worksheet

from ruecklauf.forms.workbooks.looks import FONT_SIZE, ROLES
from ruecklauf.layout.model import Role, SheetPlan

A4 = 9
SMALLEST = 8.0
"""Points that letters have at least on paper."""
LEAST = math.ceil(100 * SMALLEST / FONT_SIZE)
"""Per cent to which a sheet is made smaller at most."""
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.4, "bottom": 0.6}
"""Inches."""
HEADED = 0.7
"""Inches above a page with a title at its head."""
WIDTH = (297 / 25.4 - MARGINS["left"] - MARGINS["right"]) * 96 * 0.92
"""Pixels across a page in landscape; programs and their fonts differ by some in a hundred."""
COLUMN_WIDTH = 8.43
"""Characters of a column whose width is not said."""
NONE: Mapping[int, int] = MappingProxyType({})
ORDINARY_HEIGHT = 15.0
"""Points of a row whose height is not said."""
FOLLOWING = 1
"""Rows below a heading that stand on its page."""
SURELY = 0.95
"""Share of a page that every program fills."""
MOST_REPEATED = 0.4
"""Share of a page that repeated columns may take."""


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """How the columns of a sheet go on pages."""

    breaks: tuple[int, ...] = ()
    """Columns after which a page ends, counted from 1."""
    repeated: int = 0
    """Columns at the left that every page repeats."""


def plan_print(widths: Sequence[float], frozen: int = 0, together: Mapping[int, int] = NONE) -> PrintPlan:
    """Columns of so many characters on pages; the first `frozen` ones, which name the rows, on each page.

    `together` has by the first of some columns, counted from 1, how many belong together: no page ends among
    them.
    """
    pixels = [7 * width + 5 for width in widths]
    if sum(pixels) <= WIDTH * 100 / LEAST:
        return PrintPlan()
    repeated = next(
        n for n in range(frozen, -1, -1) if sum(pixels[:n]) <= MOST_REPEATED * WIDTH * 100 / LEAST
    )
    units = list(_units(len(pixels), repeated, together))
    wide = [sum(pixels[first:last]) for first, last in units]
    pages = _fewest_pages(wide, WIDTH * 100 / LEAST - sum(pixels[:repeated]))
    breaks = tuple(units[sum(pages[:n])][0] for n in range(1, len(pages)))
    return PrintPlan(breaks, repeated)


def _units(columns: int, first: int, together: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Columns that stay on one page: the first, and that behind the last, counted from 0."""
    while first < columns:
        last = first + together.get(first + 1, 1)
        yield first, last
        first = last


def _fewest_pages(pixels: Sequence[float], room: float) -> list[int]:
    """How many columns go on each page: on as few as there must be, and about as full as the others."""
    number = len(list(_filled(pixels, room)))
    narrowest = room
    while (tried := narrowest - 10) > 0 and len(list(_filled(pixels, tried))) == number:
        narrowest = tried
    return list(_filled(pixels, narrowest))


def _filled(pixels: Sequence[float], room: float) -> Iterator[int]:
    columns, left = 0, room
    for width in pixels:
        if columns and width > left:
            yield columns
            columns, left = 0, room
        columns, left = columns + 1, left - width
    yield columns


def row_breaks(plan: SheetPlan, room: float) -> tuple[int, ...]:
    """The rows after which a page of so many points ends, so that no heading stands alone at a page's foot.

    What stands below a heading stays with it whole where that takes no more than a quarter of a page.
    """
    last = _last_row(plan)
    heights = [plan.heights.get(row, ORDINARY_HEIGHT) for row in range(1, last + 1)]
    headings = sorted(cell.row for cell in plan.text_cells if cell.role is Role.HEADING)
    kept = {row: _kept(row, end, heights, room) for row, end in pairwise((*headings, last + 1))}
    repeated = sum(heights[plan.repeat[0] - 1 : plan.repeat[1]]) if plan.repeat else 0.0
    breaks, used = [], 0.0
    for row, height in enumerate(heights, start=1):
        wanted = kept.get(row, height)
        if used + wanted > room:
            if row in kept:
                breaks.append(row - 1)
            used = repeated
        used += height
    return tuple(breaks)


def _kept(heading: int, end: int, heights: Sequence[float], room: float) -> float:
    """The height of a heading with what must stand on its page."""
    whole, least = sum(heights[heading - 1 : end - 1]), sum(heights[heading - 1 : heading + FOLLOWING])
    return max(whole, least) if whole <= room / 4 else least


def _room(plan: SheetPlan, planned: PrintPlan) -> float:
    """Points of a sheet's rows that a page takes."""
    paper = (297, 210) if plan.upright else (210, 297)
    height, width = (inches / 25.4 for inches in paper)
    wide = sum(7 * letters + 5 for letters in plan.widths) + _columns_beside(plan) * 64
    across = (width - MARGINS["left"] - MARGINS["right"]) * 96
    scale = LEAST / 100 if planned.breaks else min(1.0, across / wide)
    return (height - MARGINS["top"] - MARGINS["bottom"]) * 72 / scale * SURELY


def set_up_print(sheet: Worksheet, plan: SheetPlan) -> None:
    """Paper, size, pages and what each repeats."""
    together = {cell.column: cell.columns for cell in plan.text_cells if cell.columns > 1}
    planned = plan_print(plan.widths, plan.freeze[1] - 1 if plan.freeze else 0, together)
    if not plan.upright:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    if planned.breaks:
        sheet.set_print_scale(LEAST)
        sheet.set_v_pagebreaks(list(planned.breaks))
        # the pages of a row follow each other
        sheet.print_across()
    else:
        sheet.fit_to_pages(1, 0)
        if not plan.print_rows:
            sheet.set_h_pagebreaks(list(row_breaks(plan, _room(plan, planned))))
    if planned.repeated:
        sheet.repeat_columns(0, planned.repeated - 1)
    if plan.repeat:
        sheet.repeat_rows(plan.repeat[0] - 1, plan.repeat[1] - 1)
    if plan.print_rows:
        sheet.print_area(0, 0, plan.print_rows - 1, len(plan.widths) - 1)
        if plan.print_note:
            sheet.set_margins(**{**MARGINS, "top": HEADED})
            sheet.set_header("&R" + plan.print_note.replace("&", "&&"))
    elif planned.breaks:
        _print_below_head(sheet, plan)
    else:
        # without an area LibreOffice looks for the pages of each sheet four times while it opens the form
        sheet.print_area(0, 0, _last_row(plan) - 1, len(plan.widths) + _columns_beside(plan) - 1)


def _last_row(plan: SheetPlan) -> int:
    return max(cell.row for cell in plan.cells)


def _columns_beside(plan: SheetPlan) -> int:
    """Columns at the right that lines without wrapping run over."""
    beside = (
        len(cell.text) - sum(plan.widths[cell.column - 1 :])
        for cell in plan.text_cells
        if not ROLES[cell.role].get("text_wrap")
    )
    return math.ceil(max(0, max(beside, default=0)) / COLUMN_WIDTH)


def _print_below_head(sheet: Worksheet, plan: SheetPlan) -> None:
    """Lines above a table run over its columns; on pages with other columns they would be cut off.

    Its title stands at the head of each page, and the instructions in the guide.
    """
    assert plan.repeat
    example = any(cell.role is Role.EXAMPLE for cell in plan.text_cells)
    first = plan.repeat[0] - (1 if example else 0)
    sheet.print_area(first - 1, 0, _last_row(plan) - 1, len(plan.widths) - 1)
    sheet.set_margins(**{**MARGINS, "top": HEADED})
    sheet.set_header("&L&B" + plan.title.replace("&", "&&"))
