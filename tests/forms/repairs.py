"""What makes Excel offer to repair a workbook although its XML is valid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from forms.package import Package, Tab, area
from ruecklauf.cells import parse_a1

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LONGEST_TEXT, LONGEST_MESSAGE, LONGEST_FOOTER = 32_767, 255, 255
_QUOTED = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')
_NAME = re.compile(r"[^\W\d][\w.\\?]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[rR]\d*[cC]\d*")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([\w.]+))!")


def repairs(form: Package) -> list[str]:
    """Everything that Excel would want to repair, each with its place."""
    found = [*_of_package(form), *_of_names(form)]
    for tab in form.tabs:
        found += (f"{tab.name}: {what}" for what in _of_sheet(form, tab))
    found += (
        f"{place}: formula with {what}"
        for place, formula in form.formulas()
        if (what := _wrong_in_formula(formula))
    )
    return found


def _of_package(form: Package) -> Iterator[str]:
    yield from (f"two parts {name}" for name in _doubles(name.lower() for name in form.parts))
    if not form.visible:
        yield "no sheet can be seen"
    yield from (f"two sheets {name}" for name in _doubles(tab.name.lower() for tab in form.tabs))
    yield from ("a text that is too long" for text in form.shared if len(text) > LONGEST_TEXT)
    if "docProps/custom.xml" in form.parts:
        numbers = [one.get("pid", "") for one in form.xml("docProps/custom.xml")]
        yield from (f"two custom properties {number}" for number in _doubles(numbers))
        yield from (f"custom property {number}" for number in numbers if int(number) < 2)


def _of_names(form: Package) -> Iterator[str]:
    defined = list(form.xml("xl/workbook.xml").iter("{*}definedName"))
    sheets = {tab.name.lower() for tab in form.tabs}
    scoped = (f"{one.get('name', '').lower()} of {one.get('localSheetId')}" for one in defined)
    yield from (f"two names {name}" for name in _doubles(scoped))
    for one in defined:
        name = one.get("name", "")
        if not name.startswith("_xlnm.") and (not _NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name)):
            yield f"no name: {name}"
        for quoted, plain in _SHEET.findall(one.text or ""):
            if (quoted or plain).replace("''", "'").lower() not in sheets:
                yield f"name {name}: no sheet {quoted or plain}"


def _of_sheet(form: Package, tab: Tab) -> Iterator[str]:
    yield from _of_cells(form, tab)
    yield from _of_shared_formulas(tab)
    yield from _of_validations(form, tab)
    columns = sorted((int(one.get("min", "")), int(one.get("max", ""))) for one in tab.all("col"))
    yield from (f"columns {one} and {other}" for one, other in pairwise(columns) if one[1] >= other[0])
    for tag in ("oddHeader", "oddFooter"):
        yield from (f"{tag} too long" for one in tab.all(tag) if len(one.text or "") > LONGEST_FOOTER)
    looks = len(form.formats("dxfs"))
    yield from ("no such look" for one in tab.all("cfRule") if int(one.get("dxfId", "0")) >= looks)
    sheets = {other.name for other in form.tabs}
    for link in tab.all("hyperlink"):
        target = link.get("location", "").rpartition("!")[0].strip("'")
        if link.get("location") and target not in sheets:
            yield f"{link.get('ref')}: a link to {target}"


def _of_cells(form: Package, tab: Tab) -> Iterator[str]:
    looks, last_row = len(form.formats("cellXfs")), 0
    for row in tab.all("row"):
        number, last_column = int(row.get("r", "")), 0
        if not last_row < number <= LAST_ROW:
            yield f"row {number} after {last_row}"
        last_row = number
        for cell in row:
            place = cell.get("r", "")
            in_row, column = parse_a1(place)
            if in_row != number or not last_column < column <= LAST_COLUMN:
                yield f"{place} in row {number} after column {last_column}"
            last_column = column
            if int(cell.get("s", "0")) >= looks:
                yield f"{place}: no such look"
            if cell.get("t") == "s" and int(cell.findtext("{*}v") or "-1") not in range(len(form.shared)):
                yield f"{place}: no such text"


def _of_shared_formulas(tab: Tab) -> Iterator[str]:
    areas: dict[str, tuple[int, int, int, int]] = {}
    for (row, column), cell in tab.cells.items():
        formula = cell.find("{*}f")
        if formula is None or formula.get("t") != "shared":
            continue
        number = formula.get("si", "")
        if formula.text:
            if number in areas:
                yield f"two shared formulas {number}"
            areas[number] = area(formula.get("ref", ""))
        top, left, bottom, right = areas.get(number, (0, 0, 0, 0))
        if not (top <= row <= bottom and left <= column <= right):
            yield f"{cell.get('r')} shares formula {number}, which is not for it"


def _of_validations(form: Package, tab: Tab) -> Iterator[str]:
    taken: list[tuple[int, int, int, int]] = []
    names = {name.lower() for name in form.names}
    for one in tab.all("dataValidation"):
        for kind in ("prompt", "error"):
            if len(one.get(kind, "")) > LONGEST_MESSAGE:
                yield f"{one.get('sqref')}: {kind} too long"
        source = one.findtext("{*}formula1") or ""
        if one.get("type") == "list" and _NAME.fullmatch(source) and source.lower() not in names:
            yield f"{one.get('sqref')}: no list {source}"
        for reference in one.get("sqref", "").split():
            cells = area(reference)
            if any(_meet(cells, other) for other in taken):
                yield f"{reference} is validated twice"
            taken.append(cells)


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _wrong_in_formula(formula: str) -> str:
    bare = _QUOTED.sub("x", formula)
    if formula.startswith("="):
        return "a sign of equality before it"
    if bare.count("(") != bare.count(")"):
        return "an open bracket"
    if ";" in re.sub(r"\{[^}]*\}", "", bare):
        return "a semicolon"
    return "an empty argument list" if re.search(r"[(,+*/&-]$|\(,", bare) else ""


def _doubles(names: Iterator[str] | list[str]) -> list[str]:
    return [name for name, number in Counter(names).items() if number > 1]
