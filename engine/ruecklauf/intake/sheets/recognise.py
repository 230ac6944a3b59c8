"""Whose form is it, of a workbook: what its sheets, names and properties say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ruecklauf.cells import CellKind, a1, parse_a1
from ruecklauf.findings import COLUMNS, Place
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.recognition import WORKSHEET, Recognised, property_evidence, property_facts, weighed
from ruecklauf.intake.submission import Evidence
from ruecklauf.layout.build import ID_SHEET
from ruecklauf.layout.model import FORM_CODE_NAME
from ruecklauf.office.workbook import Sheet, Workbook


def recognise(workbook: Workbook) -> Recognised:
    """Collect the five kinds of evidence and compare them."""
    facts = _facts(workbook)
    return weighed(tuple(_evidence(workbook)), facts, _declarations(workbook, facts))


def is_list_of_findings(workbook: Workbook) -> bool:
    """Whether it is what this program has written about returns."""
    first = workbook.sheets[0].cells if workbook.sheets else {}
    heads = [first[1, column].raw.text for column in range(1, len(COLUMNS) + 1) if (1, column) in first]
    return heads == [*COLUMNS]


def _evidence(workbook: Workbook) -> Iterator[Evidence]:
    yield from property_evidence(workbook.core, workbook.custom)
    target = named_cell(workbook, FORM_CODE_NAME)
    if target is not None:
        sheet, row, column = target
        cell = sheet.cells.get((row, column))
        if cell is not None and cell.raw.text:
            yield Evidence("defined_name", cell.raw.text, Place(sheet.name, a1(row, column)))
    if id_sheet := find_id_sheet(workbook):
        for (row, column), cell in id_sheet.cells.items():
            if column == 1 and cell.raw.text == "form_code":
                beside = id_sheet.cells.get((row, 2))
                if beside is not None:
                    yield Evidence("id_sheet", beside.raw.text, Place(id_sheet.name, a1(row, 2)))
    yield from _visible_codes(workbook, id_sheet)


def _visible_codes(workbook: Workbook, id_sheet: Sheet | None) -> Iterator[Evidence]:
    for sheet in workbook.sheets:
        if sheet is id_sheet:
            continue
        for cell in sheet.cells.values():
            raw = cell.raw
            # Few texts have a dash, which is found faster than counted.
            if "-" in raw.text and raw.kind is CellKind.TEXT and _is_code(raw.text):
                yield Evidence("visible_code", raw.text, Place(sheet.name, a1(cell.row, cell.column)))
                break


def _is_code(text: str) -> bool:
    return text.count("-") >= 3 and read_form_code(text) is not None


def find_id_sheet(workbook: Workbook) -> Sheet | None:
    """The sheet with the form's identity: by its name, or by what stands in its first cell."""
    named = workbook.sheet(ID_SHEET)
    if named is not None:
        return named
    for sheet in workbook.sheets:
        first = sheet.cells.get((1, 1))
        if first is not None and first.raw.text == "form_code":
            return sheet
    return None


def named_cell(workbook: Workbook, name: str) -> tuple[Sheet, int, int] | None:
    """The first cell that a defined name refers to; None if it refers to none."""
    target = corner_of(workbook.names.get(name, ""))
    sheet = workbook.sheet(target[0]) if target else None
    return (sheet, *target[1:]) if target and sheet else None


def corner_of(reference: str) -> tuple[str, int, int] | None:
    """Name of the sheet, row and column of a reference's first cell; None if it has none."""
    return _corner_of_short(reference) if len(reference) <= _REMEMBERED else _corner_of(reference)


_REMEMBERED = 200
"""Longest reference that is remembered: all forms of a round have the same names."""


@lru_cache(maxsize=20_000)
def _corner_of_short(reference: str) -> tuple[str, int, int] | None:
    return _corner_of(reference)


def _corner_of(reference: str) -> tuple[str, int, int] | None:
    sheet_name, mark, area = reference.lstrip("=").rpartition("!")
    if not mark:
        return None
    if sheet_name.startswith("'"):
        sheet_name = sheet_name.strip("'").replace("''", "'")
    try:
        row, column = parse_a1(area.partition(":")[0])
    except ValueError:
        return None
    return sheet_name.lstrip("$"), row, column


def _facts(workbook: Workbook) -> dict[str, str]:
    """What the hidden sheet and the custom properties say besides the code; the sheet wins."""
    facts = property_facts(workbook.custom)
    sheet = find_id_sheet(workbook)
    if sheet is None:
        return facts
    for (row, column), cell in sheet.cells.items():
        beside = sheet.cells.get((row, 2))
        if column == 1 and beside is not None:
            facts[cell.raw.text] = beside.raw.text
    return facts


def _declarations(workbook: Workbook, facts: dict[str, str]) -> tuple[str, ...]:
    """Content hashes of the worksheets, in the form's order where the hidden sheet tells it."""
    hashes = {key: value for key, value in facts.items() if key.startswith(WORKSHEET)}
    sheet = find_id_sheet(workbook)
    if sheet is None:
        return tuple(hashes.values())
    rows = {cell.raw.text: row for (row, column), cell in sheet.cells.items() if column == 1}
    return tuple(hashes[key] for key in sorted(hashes, key=lambda key: rows.get(key, 0)))
