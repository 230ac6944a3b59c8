"""Cells that keep of a form control which of its entries was chosen: people see the entry, not its number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from ruecklauf.cells import CellKind, Raw, parse_a1
from ruecklauf.office.workbook import Doubt, Sheet

_CONTROL = "form control"

Reference = tuple[str, tuple[int, int]]
"""The name of a sheet, empty for the control's own, with row and column."""


def reference(text: str, before_cell: str = "!") -> Reference | None:
    """The cell that a text like `'Blatt 1'!$D$9` names; None if it names none."""
    name, _, cell = text.strip().rpartition(before_cell)
    with suppress(ValueError):
        return name.strip("$'").replace("''", "'"), parse_a1(cell)
    return None


def with_doubted_numbers(sheets: Iterable[Sheet], linked: Collection[Reference]) -> Iterator[Sheet]:
    """The sheets, with doubts about what people saw where a cell has only the number of an entry."""
    for sheet in sheets:
        named = (place for name, place in linked if name.casefold() == sheet.name.casefold())
        places = [place for place in named if (cell := sheet.cells.get(place)) and not _is_switch(cell.raw)]
        doubts = {place: (*sheet.in_doubt.get(place, ()), Doubt((_CONTROL,))) for place in places}
        yield replace(sheet, in_doubt={**sheet.in_doubt, **doubts}) if doubts else sheet


def _is_switch(raw: Raw) -> bool:
    """Whether a cell says no more than that a button is chosen, or is not."""
    return raw.kind is CellKind.BOOL
