"""Numbers and dates in columns that were made too narrow for them: people saw `####` there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ruecklauf.cells import CellKind, Raw
from ruecklauf.layout.model import Position, SheetPlan
from ruecklauf.office.workbook import Sheet, SheetCell
from ruecklauf.shown.number_formats import is_general, shown_content

MARGIN = 1.0
"""Digits by which something must be too wide, or a column narrower than the form's: programs differ."""
_SLIM = frozenset(".,:;' \u00a0\u202f/-()")
"""Signs that take half the room of a digit, or a little more."""


def too_narrow(sheet: Sheet, plan: SheetPlan | None, answers: Collection[Position]) -> Iterator[SheetCell]:
    """The answers that clearly do not fit into a column which is narrower than in the form, in their order.

    Texts are cut off or run over; in merged cells, and where letters shrink, there may be room enough.
    """
    narrowed = dict(_narrowed(sheet, plan)) if plan is not None and sheet.widths else {}
    if not narrowed:
        return
    for place in sorted(answers):
        cell, width = sheet.cells.get(place), narrowed.get(place[1])
        if cell is None or width is None or cell.hidden or place in sheet.shrunk:
            continue
        if _needed(cell.raw) > width + MARGIN and not _is_merged(sheet, place):
            yield cell


def _narrowed(sheet: Sheet, plan: SheetPlan) -> Iterator[tuple[int, float]]:
    """Columns that are narrower than the form's, with their widths."""
    for first, last, width in sheet.widths:
        for column in range(first, min(last, len(plan.widths)) + 1):
            if width < plan.widths[column - 1] - MARGIN:
                yield column, width


def _needed(raw: Raw) -> float:
    """How many digits of room a cell needs; a number without a format can do without its decimals."""
    if raw.kind not in (CellKind.NUMBER, CellKind.DATE):
        return 0
    shown = shown_content(raw)
    if raw.kind is CellKind.NUMBER and is_general(raw.number_format):
        shown = shown.partition(",")[0]
    return sum(0.5 if sign in _SLIM else 1 for sign in shown)


def _is_merged(sheet: Sheet, place: Position) -> bool:
    row, column = place
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in sheet.merged)
