"""One worksheet part: its cells, and what the part says around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

from ruecklauf.office.conditional import as_conditioned
from ruecklauf.office.excel.around import AroundReader
from ruecklauf.office.excel.cells import CellContents
from ruecklauf.office.excel.grid import CellGrid, Spans, columns_in, is_hidden
from ruecklauf.office.excel.plain import NotPlain, cut_out
from ruecklauf.office.excel.scan import scan_rows
from ruecklauf.office.excel.strings import RichTextCollector
from ruecklauf.office.excel.styled import StylesOfCells
from ruecklauf.office.excel.tables import Table, as_tabled
from ruecklauf.office.hardened_xml import Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.noughts import without_noughts
from ruecklauf.office.ooxml.names import MAIN, position, roots, unescape
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.rich_text import RichText
from ruecklauf.office.room import as_laid
from ruecklauf.office.workbook import MAX_COLUMN, Sheet

_PADDING = 0.71
"""Digits beside what stands in a cell, of a column's width."""
_is_width = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,20})?").fullmatch
NOWHERE: Mapping[str, str] = MappingProxyType({})


def read_sheet(
    data: bytes,
    contents: CellContents,
    part: str,
    *,
    targets: Mapping[str, str] = NOWHERE,
    tables: Sequence[Table] = (),
) -> Sheet:
    """The nameless sheet in a worksheet part; its `dimension` is ignored, as programs get it wrong.

    `targets` has the addresses outside of the file by the id of their relationship; `tables` lie on it.

    The quick way where the cells are written plainly, else `parse_sheet`; both give the same.
    """
    with suppress(ValueError, Refusal):
        # Else not plain, or damaged: the parser says which, and in what way.
        return as_formatted(_scan(data, contents, part, targets), data, part, tables)
    return parse_sheet(data, contents, part, targets=targets, tables=tables)


def _scan(data: bytes, contents: CellContents, part: str, targets: Mapping[str, str]) -> _SheetReader:
    cut = cut_out(data, b"sheetData")
    reader = _SheetReader(contents, targets)
    parse_xml(cut.around(""), reader.handlers(), part=part)
    if not reader.met_cells:
        raise NotPlain
    scan_rows(cut.content, reader.grid)
    return reader


def parse_sheet(
    data: bytes,
    contents: CellContents,
    part: str,
    *,
    targets: Mapping[str, str] = NOWHERE,
    tables: Sequence[Table] = (),
) -> Sheet:
    """The sheet in a worksheet part, read by the XML parser alone."""
    reader = _SheetReader(contents, targets)
    parse_xml(data, reader.handlers(), part=part)
    return as_formatted(reader, data, part, tables)


def as_formatted(reader: _SheetReader, data: bytes, part: str, tables: Sequence[Table]) -> Sheet:
    """The sheet that was read, as tables and conditional formats let it be seen, with its small letters."""
    contents, sheet, numbers = reader.grid.contents, reader.sheet(), StylesOfCells(data, part)
    if contents.any_small and sheet.widths:
        small = (place for place in sheet.cells if contents.style(numbers[place]).small)
        sheet = replace(sheet, shrunk=frozenset(small))
    if contents.any_laid:
        laid = ((place, contents.style(numbers[place]).laid) for place in sheet.cells)
        sheet = as_laid(sheet, ((place, how) for place, how in laid if how.may_hide))
    if tables:
        sheet = as_tabled(
            sheet, tables, contents.table_styles, lambda place: contents.own_colours(numbers[place])
        )
    letters, grounds = contents.colours
    formats = tuple(reader.conditions.formats(contents.looks, lambda look: look.tells(letters, grounds)))
    return as_conditioned(sheet, formats, lambda place: contents.colours_of(numbers[place]))


class _SheetReader:
    """Gathers a sheet while the parser walks over it."""

    def __init__(self, contents: CellContents, targets: Mapping[str, str]) -> None:
        self.grid = CellGrid(contents)
        self.met_cells = False
        self._texts: list[str] = []
        self._rich = RichTextCollector(self._texts)
        self._around = AroundReader(self._texts, targets)
        self.conditions = self._around.conditions
        self._column = 0
        self._cell: dict[str, str] | None = None
        self._value: str | None = None
        self._inline: RichText | None = None
        self._formula: str | None = None
        self._formula_attributes: dict[str, str] = {}
        self._hidden_spans: Spans = set()
        self._widths: list[tuple[int, int, float]] = []

    def handlers(self) -> Handlers:
        starts, ends = self._rich.handlers()
        starts |= {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_text,
            "f": self._start_formula,
            "is": self._rich.begin,
            "col": self._note_columns,
            "sheetData": self._start_cells,
        }
        ends |= {
            "c": self._end_cell,
            "v": self._end_value,
            "f": self._end_formula,
            "is": self._end_inline,
        }
        around_starts, around_ends = self._around.handlers()
        return Handlers(
            _together(qualify(MAIN, starts), around_starts),
            {**qualify(MAIN, ends), **around_ends},
            self._texts,
            roots("worksheet"),
        )

    def sheet(self) -> Sheet:
        around, cells = self._around, self.grid.cells
        return Sheet(
            "",
            cells=without_noughts(cells) if around.hides_noughts else cells,
            merged=tuple(around.merged),
            hidden_rows=frozenset(self.grid.hidden_rows),
            hidden_columns=self.grid.hidden_columns,
            validations=around.validations,
            validated=tuple(around.validated),
            protected=around.protected,
            filtered=around.filtered,
            links=tuple(around.links),
            page_texts=tuple(around.page_texts),
            widths=tuple(self._widths),
        )

    # Rows and columns

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.grid.start_row(attributes)
        self._column = 0

    def _note_columns(self, attributes: dict[str, str]) -> None:
        first, last, width = (attributes.get(key, "1") for key in ("min", "max", "width"))
        if is_hidden(attributes, "width"):
            self._hidden_spans.add((max(int(first), 1), min(int(last), MAX_COLUMN)))
        elif "width" in attributes and all(map(_is_width, (first, last, width))):
            self._widths.append((int(float(first)), int(float(last)), float(width) - _PADDING))

    def _start_cells(self, _attributes: dict[str, str]) -> None:
        self.met_cells = True
        self.grid.hidden_columns = columns_in(self._hidden_spans)

    # Cells

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._cell is not None:
            raise ValueError("Zelle in einer Zelle")
        self._cell = attributes
        self._value = self._formula = self._inline = None

    def _start_text(self, _attributes: dict[str, str]) -> None:
        self._texts.clear()

    def _end_value(self) -> None:
        self._value = "".join(self._texts)

    def _end_inline(self) -> None:
        self._inline = self._rich.result()

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self._texts.clear()
        self._formula_attributes = attributes

    def _end_formula(self) -> None:
        formula = unescape("".join(self._texts))
        attributes = self._formula_attributes
        if attributes.get("t") == "shared":
            formula = self.grid.shared_formula(attributes.get("si", ""), formula)
        self._formula = formula

    def _end_cell(self) -> None:
        attributes = self._cell or {}
        self._cell = None
        place = self._place(attributes.get("r"))
        cell_type, style = attributes.get("t"), self.grid.contents.style(attributes.get("s"))
        value, rich_values = self._value, self.grid.contents.rich_values
        if cell_type == "e" and attributes.get("vm") in rich_values:
            cell_type, value = "str", rich_values[attributes["vm"]]
        found = self.grid.content(cell_type, value, style, formula=self._formula, inline=self._inline)
        self.grid.put(place, found)

    def _place(self, reference: str | None) -> tuple[int, int]:
        """(row, column) of the current cell: its address if it has one, else after the one before."""
        place = (self.grid.row, self._column + 1) if reference is None else position(reference)
        self._column = place[1]
        if place[0] == 0 or place[1] > MAX_COLUMN:
            raise ValueError("Zelle außerhalb des Blatts")
        return place


def _together(some: dict[str, StartHandler], others: dict[str, StartHandler]) -> dict[str, StartHandler]:
    """All handlers; where two hear of the same element, one after the other."""

    def both(first: StartHandler, second: StartHandler) -> StartHandler:
        def start(attributes: dict[str, str]) -> object:
            second(attributes)
            return first(attributes)

        return start

    twice = {name: both(some[name], others[name]) for name in some.keys() & others}
    return {**some, **others, **twice}
