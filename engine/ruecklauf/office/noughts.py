"""Sheets that show a cell with nought as an empty one, which people choose for the whole sheet."""

from __future__ import annotations

from dataclasses import replace

from ruecklauf.cells import CellKind
from ruecklauf.office.workbook import SheetCell
from ruecklauf.shown.apparent import unseen

Cells = dict[tuple[int, int], SheetCell]


def without_noughts(cells: Cells) -> Cells:
    """The cells of such a sheet, with nothing to be seen of a nought, whatever its format."""
    return {
        place: replace(cell, raw=unseen(cell.raw)) if _is_nought(cell) else cell
        for place, cell in cells.items()
    }


def _is_nought(cell: SheetCell) -> bool:
    kind, text = cell.raw.kind, cell.raw.text
    return kind in (CellKind.NUMBER, CellKind.DATE) and not text.strip("+-0.")
