"""What is seen of contents that are laid into their cells in an odd way."""

from __future__ import annotations

import pytest

from ruecklauf.cells import CellKind, Raw, text_cell
from ruecklauf.office.room import Laid, as_laid
from ruecklauf.office.workbook import Sheet, SheetCell

NUMBER = Raw(CellKind.NUMBER, "16")


@pytest.mark.parametrize(
    ("raw", "how", "seen"),
    [
        (NUMBER, Laid(upside_down=True), "91"),
        (Raw(CellKind.NUMBER, "8"), Laid(upside_down=True), None),
        (Raw(CellKind.NUMBER, "380"), Laid(upside_down=True), None),
        (text_cell("66"), Laid(upside_down=True), ""),
        (text_cell("Amt"), Laid(upside_down=True), None),
        (NUMBER, Laid(indent=9.9), None),
        (NUMBER, Laid(indent=10), ""),
        (text_cell("x" * 49), Laid(shrinks=True), None),
        (text_cell("x" * 51), Laid(shrinks=True), ""),
        (text_cell("12 34"), Laid(from_right=True), "\u202b12 34\u202c"),
        (NUMBER, Laid(from_right=True), None),
    ],
)
def test_what_is_seen(raw: Raw, how: Laid, seen: str | None) -> None:
    sheet = Sheet("", cells={(1, 1): SheetCell(1, 1, raw)}, widths=((1, 1, 10.0),))
    assert as_laid(sheet, [((1, 1), how)]).cells[1, 1].raw.shown == seen


def test_merged_cells_have_room_together() -> None:
    cells = {(1, 1): SheetCell(1, 1, NUMBER)}
    sheet = Sheet("", cells=cells, merged=((1, 1, 1, 2),), widths=((1, 2, 10.0),))
    assert as_laid(sheet, [((1, 1), Laid(indent=12))]).cells[1, 1].raw.shown is None
