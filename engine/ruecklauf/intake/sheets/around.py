"""What stands around the cells: links, recorded changes, properties of the file, parts that are not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ruecklauf.cells import a1
from ruecklauf.findings import Place, Subject, remark
from ruecklauf.intake.addresses import bare_address
from ruecklauf.intake.notes import QUOTED_AT_ONCE
from ruecklauf.intake.submission import Noted, Quote
from ruecklauf.layout.model import Position
from ruecklauf.office.workbook import Link, Sheet, Workbook

_TYPED_PROPERTIES = ("description", "category", "contentStatus")
"""Those that people fill in and that are empty in forms."""


def about_links(sheet: Sheet, subjects: Mapping[Position, Subject]) -> Iterator[Noted]:
    """The addresses behind cells and shapes that nobody sees there."""
    for link in sheet.links:
        if link.target and not link.target.startswith("#") and not _is_shown(sheet, link):
            position = (link.row, link.column)
            place = Place(sheet.name, a1(*position)) if link.row else Place(sheet.name)
            yield Noted(remark("link_target"), place, link.target, subjects.get(position, Subject()))


def about_recorded(sheet: Sheet, subjects: Mapping[Position, Subject]) -> Iterator[Noted]:
    """What cells said before changes that the file has recorded; not that of personal answers."""
    if sheet.recorded:
        quotes = [
            Quote(note.text, a1(note.row, note.column))
            for note in sheet.recorded
            if note.text and note.row and note.column and (note.row, note.column) not in subjects
        ]
        shown = tuple(quotes[:QUOTED_AT_ONCE])
        wording = remark("changes_recorded", count=len(sheet.recorded))
        yield Noted(wording, Place(sheet.name), quotes=shown, more=len(quotes) - len(shown))


def about_file(workbook: Workbook) -> Iterator[Noted]:
    """What there is to say of the file as a whole."""
    for part in workbook.unknown_parts:
        yield Noted(remark("unknown_part"), Place(), part)
    if workbook.formats_unread:
        yield Noted(remark("formats_unread"), Place())
    for name in _TYPED_PROPERTIES:
        if text := workbook.core.get(name, "").strip():
            yield Noted(remark("property_text"), Place(), text)
    if workbook.macros:
        yield Noted(remark("macros_found"), Place())
    if workbook.external_links:
        yield Noted(remark("external_links", count=workbook.external_links), Place())


def _is_shown(sheet: Sheet, link: Link) -> bool:
    """Whether the cell itself shows the address, as where a program made a link of what was typed."""
    cell = sheet.cells.get((link.row, link.column))
    return cell is not None and bare_address(cell.raw.text) == bare_address(link.target)
