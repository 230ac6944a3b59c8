"""Form controls on a sheet that keep in a cell which entry of theirs was chosen, by its number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from ruecklauf.office.hardened_xml import Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import EXCEL_2010, position, roots
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Doubt, Sheet

_NUMBERED = ("drop", "list", "radio")
"""Of these people see the entry, and the cell holds its number."""

_CONTROL = "form control"

Reference = tuple[str, tuple[int, int]]
"""The name of a sheet, empty for the control's own, with row and column."""


def linked_cell(data: bytes, part: str) -> Reference | None:
    """The cell with the number of what was chosen; None for a control that has none, or of another kind."""
    found: list[str] = []

    def note(attributes: dict[str, str]) -> None:
        if attributes.get("objectType", "").casefold() in _NUMBERED:
            found.append(attributes.get("fmlaLink", ""))

    starts: dict[str, StartHandler] = {"formControlPr": note}
    with suppress(Refusal):
        handlers = Handlers(
            qualify(EXCEL_2010, starts), {}, roots=roots("formControlPr", namespaces=EXCEL_2010)
        )
        parse_xml(data, handlers, part=part)
        name, _, cell = found[0].rpartition("!") if found else ("", "", "")
        with suppress(ValueError):
            return name.strip("'").replace("''", "'"), position(cell)
    return None


def with_doubted_numbers(sheets: Iterable[Sheet], linked: Collection[Reference]) -> Iterator[Sheet]:
    """The sheets, with doubts about what people saw where a cell has only the number of an entry."""
    for sheet in sheets:
        places = [place for name, place in linked if name == sheet.name and place in sheet.cells]
        doubts = {place: (*sheet.in_doubt.get(place, ()), Doubt((_CONTROL,))) for place in places}
        yield replace(sheet, in_doubt={**sheet.in_doubt, **doubts}) if doubts else sheet
