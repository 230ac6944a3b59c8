"""What the hostile spreadsheets have in common: one answer, and great numbers of cells beside it."""

from __future__ import annotations

from collections.abc import Callable

from office.packages import workbook_parts, worksheet, zipped

MANY = 1_000_000
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
DRAWING_TEXT = "http://schemas.openxmlformats.org/drawingml/2006/main"
LETTERS = "ABCDEFGHIJ"
DAMAGED = ("damaged_file",)
READ = ("read",)
ANSWER = '<row r="1"><c r="A1"><v>380</v></c></row>'
KEPT = {(1, 1): "380"}

Cells = dict[tuple[int, int], str]
Listed = tuple[str, Callable[[], bytes], tuple[str, ...], Cells | None]


def sheet(cells: str, **around: str) -> bytes:
    return zipped(workbook_parts(worksheet(cells, **around)))


def grid(count: int, cell: Callable[[str], str]) -> str:
    """So many cells in ten columns."""
    return "".join(
        f'<row r="{row}">{"".join(cell(f"{letter}{row}") for letter in LETTERS)}</row>'
        for row in range(1, count // len(LETTERS) + 1)
    )
