"""The reader of .xls: what xlrd gives, and from the file's own records what it does not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import xlrd
from xlrd.book import Book, Name
from xlrd.formula import get_externsheet_local_range, oREF
from xlrd.sheet import Rowinfo
from xlrd.sheet import Sheet as XlrdSheet

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.office.chosen import Reference, with_doubted_numbers
from ruecklauf.office.compound import root_names
from ruecklauf.office.conditional import as_conditioned
from ruecklauf.office.limits import MAX_SHEETS, within_limits
from ruecklauf.office.noughts import without_noughts
from ruecklauf.office.package import LIMITS, Source
from ruecklauf.office.refusal import Refusal, damaged
from ruecklauf.office.room import as_laid
from ruecklauf.office.summary import summary_properties
from ruecklauf.office.workbook import Link, Note, Sheet, SheetState, Workbook
from ruecklauf.office.xls.cells import CellReader
from ruecklauf.office.xls.conditional import conditional_formats
from ruecklauf.office.xls.records import BookRecords, SheetRecords, read_records

_STATES: tuple[SheetState, ...] = ("visible", "hidden", "veryHidden")
_SEEN_HEIGHT, _SEEN_WIDTH = 50, 77
"""Twentieths of a point of a row and 256ths of a digit of a column, of which less shows nothing."""
_MACROS = "_vba_project_cur"
_HARMLESS = frozenset(
    {
        *("workbook", "book", "\x05summaryinformation", "\x05documentsummaryinformation"),
        *("\x01compobj", "\x01ole", "ctls", "user names", "_xmlsignatures", _MACROS),
    }
)


def read_xls(source: Source) -> Workbook:
    """The content of an .xls file of any age.

    A formula is told as such, but its text is empty; of the document properties only those are read that
    `summary_properties` has.
    """
    try:
        return within_limits(_read(source.data))
    except (Refusal, MemoryError):
        raise
    except Exception as fault:
        # Over broken files xlrd raises whatever its code runs into, AssertionError and TypeError included.
        raise damaged(f"{type(fault).__name__}: {fault}") from fault


def _read(data: bytes) -> Workbook:
    if len(data) > LIMITS.content:
        raise Refusal("too_large", why="die Datei ist zu groß")
    records = read_records(data)
    # Without formatting a percentage could not be told from a number: so there is no second try without.
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - as xlrd wants it
        book = xlrd.open_workbook(
            file_contents=bytes(records.stream),
            logfile=nowhere,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
        if book.nsheets > MAX_SHEETS:
            raise Refusal("too_large", why="die Datei hat zu viele Blätter")
        if book.nsheets != len(records.sheets):
            raise damaged("die Blätter sind nicht auffindbar")
        sheets = tuple(with_doubted_numbers(_read_sheets(book, records), tuple(_linked(book, records))))
        outer = root_names(data)
        unread = chain.from_iterable(map(_unread, sheets, records.sheets))
        return Workbook(
            sheets=sheets,
            names=dict(_names(book)),
            core=summary_properties(data),
            date1904=bool(book.datemode),
            macros=records.macros or _MACROS in outer,
            external_links=records.external_links,
            unknown_parts=(*records.unread_sheets, *unread, *sorted(outer - _HARMLESS)),
        )


def _read_sheets(book: Book, records: BookRecords) -> Iterator[Sheet]:
    reader = CellReader(book)
    for number, beside in enumerate(records.sheets):
        yield _read_sheet(book.sheet_by_index(number), reader, beside)
        book.unload_sheet(number)


def _read_sheet(sheet: XlrdSheet, reader: CellReader, beside: SheetRecords) -> Sheet:
    rows = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if _is_hidden_row(info))
    columns = frozenset(
        column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or info.width < _SEEN_WIDTH
    )
    cells = {
        (cell.row, cell.column): cell
        for cell in reader.cells(sheet, beside.formulas, hidden_rows=rows, hidden_columns=columns)
    }
    read = Sheet(
        sheet.name,
        _STATES[min(sheet.visibility, 2)],
        cells=cells if sheet.show_zero_values else without_noughts(cells),
        notes=tuple(
            Note(row + 1, column + 1, note.text, author=note.author or "")
            for (row, column), note in sorted(sheet.cell_note_map.items())
        ),
        merged=tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells),
        drawing_texts=(*beside.drawing_texts, *beside.drawings.texts()),
        hidden_rows=rows,
        hidden_columns=columns,
        validations=beside.validations,
        protected=beside.protected,
        links=tuple(_links(sheet)),
        page_texts=tuple(beside.page_texts),
        widths=tuple(_widths(sheet)),
    )
    read = as_laid(read, reader.laid(sheet, read.cells))
    if reader.any_small:
        read = replace(read, widths=())
    if not beside.conditions:
        return read
    formats = conditional_formats(beside.conditions, reader.surroundings)
    telling = [each for each in formats if each.look.tells(*reader.colours)]
    return as_conditioned(read, telling, lambda place: reader.colours_at(sheet, place))


def _is_hidden_row(info: Rowinfo) -> bool:
    return bool(info.hidden or (not info.has_default_height and info.height < _SEEN_HEIGHT))


def _widths(sheet: XlrdSheet) -> Iterator[tuple[int, int, float]]:
    """How many digits fit into columns, without the room beside them."""
    for column, info in sorted(sheet.colinfo_map.items()):
        yield column + 1, column + 1, info.width / 256 - 0.71


def _unread(sheet: Sheet, beside: SheetRecords) -> Iterator[str]:
    """What lies on a sheet that cannot be read."""
    for number in range(1, beside.charts + 1):
        yield f"{sheet.name}: Diagramm {number}"
    for number in range(1, beside.plain_shapes - len(beside.drawings.texts()) + 1):
        yield f"{sheet.name}: Form {number}"
    for number, name in enumerate(beside.drawings.pictures(), 1):
        yield f"{sheet.name}: {name or f'Bild {number}'}"


def _linked(book: Book, records: BookRecords) -> Iterator[Reference]:
    """The cells with the numbers of entries that people chose in form controls."""
    for number, sheet in enumerate(records.sheets):
        for elsewhere, place in sheet.linked:
            found = number if elsewhere is None else get_externsheet_local_range(book, elsewhere)[0]
            if 0 <= found < book.nsheets:
                yield book.sheet_names()[found], place


def _links(sheet: XlrdSheet) -> Iterator[Link]:
    for link in sheet.hyperlink_list:
        target = link.url_or_path or ""
        address = target.decode("latin-1") if isinstance(target, bytes) else target
        mark = f"#{link.textmark}" if link.textmark else ""
        yield Link(link.frowx + 1, link.fcolx + 1, address + mark)


def _names(book: Book) -> Iterator[tuple[str, str]]:
    for name in book.name_obj_list:
        if name.macro or name.binary or not name.name:
            continue
        area = _area(book, name)
        if area:
            local = 0 <= name.scope < book.nsheets
            yield (f"{book.sheet_names()[name.scope]}!{name.name}" if local else name.name), area


def _area(book: Book, name: Name) -> str:
    """The one area of a single sheet that a name refers to, else its formula as xlrd tells it."""
    result = name.result
    if result is None:
        return ""
    if result.kind != oREF or len(result.value or ()) != 1:
        return result.text or ""
    first, behind, top, bottom, left, right = result.value[0].coords
    if behind != first + 1 or not 0 <= first < book.nsheets:
        return result.text or ""
    corners = a1(top + 1, left + 1, absolute=True), a1(bottom, right, absolute=True)
    area = corners[0] if corners[0] == corners[1] else ":".join(corners)
    return f"{quote_sheet(book.sheet_names()[first])}!{area}"
