"""Forms edited through openpyxl or in their XML, and answers aimed at."""

from __future__ import annotations

import gc
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from lxml import etree
from openpyxl.cell import Cell
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.workbook import Workbook

from gauntlet.filled import LAYOUT, cell_of, known_answers
from gauntlet.mutation import Answer
from gauntlet.workbooks.kept_open import opened, saved
from office.packages import MAIN, Parts, zipped
from ruecklauf.findings import Subject
from ruecklauf.values import Value

Act = Callable[[bytes, Path], bytes]
Change = Callable[[Workbook], None]

TOTAL: Answer = ("zielgruppe", "zielgruppe", "ZG001", "n_gesamt")
WOMEN: Answer = ("zielgruppe", "zielgruppe", "ZG001", "n_weiblich")
SOURCE: Answer = ("zielgruppe", "zielgruppe", "ZG001", "quelle_art")
SHARE: Answer = ("stammblatt", "stammblatt", "ST", "gs_vzae")
DAY: Answer = ("stammblatt", "stammblatt", "ST", "starter_workshop")
REMARKS: Answer = ("stammblatt", "stammblatt", "ST", "bemerkungen")
EXISTS: Answer = ("akteure", "akteure", "AK001", "vorhanden")
NAME: Answer = ("akteure", "akteure", "AK001", "institution")
TICK: Answer = ("akteure", "akteure", "AK001", "krit_land")


def in_openpyxl(change: Change) -> Act:
    """The form opened in openpyxl, changed and saved."""

    def act(data: bytes, _: Path) -> bytes:
        made = _changed(data, change)
        # its cells hold each other: young, they are found without looking through all of memory
        gc.collect(1)
        return made

    return act


def _changed(data: bytes, change: Change) -> bytes:
    book = opened(data)
    change(book)
    return saved(book)


def cell_in(book: Workbook, answer: Answer) -> Cell:
    """The cell of an answer, as long as nothing has been moved."""
    sheet, address = cell_of(*answer)
    return book[sheet][address]


def value_of(answer: Answer) -> Value | None:
    return known_answers().get(Subject(*answer))


def answers_in(sheet: str, area: Iterable[tuple[int, int]]) -> tuple[Answer, ...]:
    """The known answers whose cells, given as row and column, lie in an area of a sheet of the form."""
    wanted = set(area)
    return tuple(
        (cell.subject.worksheet, cell.subject.section, cell.subject.row_id, cell.subject.field)
        for cell in LAYOUT.sheet(sheet).inputs()
        if (cell.row, cell.column) in wanted and cell.subject in known_answers()
    )


def without(answers: Iterable[Answer]) -> dict[Answer, Value | None]:
    """None of these is to be taken."""
    return dict.fromkeys(answers)


def in_parts(change: Callable[[Parts], None]) -> Act:
    """The form with the members of its zip changed."""

    def act(data: bytes, _: Path) -> bytes:
        parts = parts_of(data)
        change(parts)
        return zipped(parts)

    return act


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def part_of(sheet: str) -> str:
    """The member in which a sheet of the form is."""
    number = [plan.name for plan in LAYOUT.sheets].index(sheet) + 1
    return f"xl/worksheets/sheet{number}.xml"


def in_sheet(sheet: str, change: Callable[[etree._Element], None]) -> Act:
    """The form with the XML of one sheet changed."""

    def change_part(parts: Parts) -> None:
        root = etree.fromstring(raw(parts[part_of(sheet)]))
        change(root)
        parts[part_of(sheet)] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return in_parts(change_part)


def raw(part: str | bytes) -> bytes:
    return part.encode() if isinstance(part, str) else part


def in_cell(answer: Answer, xml: str, attributes: str = "") -> Act:
    """The form with other XML in the cell of an answer; its style stays."""
    sheet, address = cell_of(*answer)

    def change(parts: Parts) -> None:
        name = part_of(sheet)
        parts[name] = cell_replaced(raw(parts[name]), address, xml, attributes)

    return in_parts(change)


def cell_replaced(part: bytes, address: str, xml: str, attributes: str = "") -> bytes:
    """The part of a sheet with another content in a cell that has one."""
    pattern = re.compile(rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'.encode(), re.DOTALL)
    new = f"{f' {attributes}' if attributes else ''}>{xml}</c>".encode()
    changed, count = pattern.subn(
        lambda found: f'<c r="{address}"'.encode() + (found[1] or b"") + new, part, count=1
    )
    assert count == 1, f"there is no cell {address}"
    return changed


def element(tag: str) -> str:
    """The name of an element of a sheet, with its namespace."""
    return f"{{{MAIN}}}{tag}"


def row_and_column(address: str) -> tuple[int, int]:
    letters, row = coordinate_from_string(address)
    return row, column_index_from_string(letters)
