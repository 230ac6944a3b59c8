"""Controls on a sheet that keep in a cell which entry of theirs was chosen, by its number.

Files tell of them in up to three places: parts of their own (since Excel 2010), the old drawings, and for
ActiveX the sheet itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from ruecklauf.office.chosen import Reference, reference
from ruecklauf.office.excel.notes import with_closed_breaks
from ruecklauf.office.hardened_xml import EndHandler, Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import EXCEL_2010, MAIN, RELATIONSHIP_IDS, VML_EXCEL, roots
from ruecklauf.office.ooxml.relationships import Relationship
from ruecklauf.office.package import Package
from ruecklauf.office.refusal import Refusal

_NUMBERED = ("drop", "list", "radio")
"""Of these people see the entry, and the cell holds its number."""
_LISTS = re.compile(rb"8BD21D[23]0-EC42-11CE-9E0D-00AA006002F3", re.IGNORECASE)
"""ActiveX's list and combo boxes, of which some give the number."""


def linked_cells(
    package: Package, sheet: str, data: bytes, around: tuple[Relationship, ...]
) -> Iterator[Reference]:
    """The cells with the numbers of what was chosen in the controls of a sheet."""
    for link in around:
        if link.kind == "ctrlProp" and link.target:
            yield from _in_part(package.peek(link.target), link.target)
        elif link.kind == "vmlDrawing" and link.target:
            yield from _in_drawing(package.peek(link.target), link.target)
    if b"linkedCell" in data:
        lists = {
            link.id
            for link in around
            if link.kind == "control" and link.target and _LISTS.search(package.peek(link.target))
        }
        yield from _of_activex(data, sheet, lists)


def _in_part(data: bytes, part: str) -> list[Reference]:
    found: list[Reference | None] = []

    def note(attributes: dict[str, str]) -> None:
        if attributes.get("objectType", "").casefold() in _NUMBERED:
            found.append(reference(attributes.get("fmlaLink", "")))

    starts: dict[str, StartHandler] = {"formControlPr": note}
    handlers = Handlers(qualify(EXCEL_2010, starts), {}, roots=roots("formControlPr", namespaces=EXCEL_2010))
    with suppress(Refusal):
        parse_xml(data, handlers, part=part)
    return [cell for cell in found if cell]


def _in_drawing(data: bytes, part: str) -> list[Reference]:
    if b"FmlaLink" not in data:
        return []
    found: list[Reference | None] = []
    texts: list[str] = []
    kind = ""

    def note_kind(attributes: dict[str, str]) -> None:
        nonlocal kind
        kind = attributes.get("ObjectType", "").casefold()

    def end() -> None:
        if kind in _NUMBERED:
            found.append(reference("".join(texts)))

    starts: dict[str, StartHandler] = {"ClientData": note_kind, "FmlaLink": lambda _: texts.clear()}
    ends: dict[str, EndHandler] = {"FmlaLink": end}
    with suppress(Refusal):
        handlers = Handlers(qualify(VML_EXCEL, starts), qualify(VML_EXCEL, ends), texts)
        parse_xml(with_closed_breaks(data), handlers, part=part)
    return [cell for cell in found if cell]


def _of_activex(data: bytes, part: str, lists: set[str]) -> list[Reference]:
    found: list[Reference | None] = []
    is_list = False

    def note_control(attributes: dict[str, str]) -> None:
        nonlocal is_list
        is_list = any(attributes.get(name) in lists for name in RELATIONSHIP_IDS)

    def note_link(attributes: dict[str, str]) -> None:
        if is_list:
            found.append(reference(attributes.get("linkedCell", "")))

    starts: dict[str, StartHandler] = {"control": note_control, "controlPr": note_link}
    parse_xml(data, Handlers(qualify(MAIN, starts), {}), part=part)
    return [cell for cell in found if cell]
