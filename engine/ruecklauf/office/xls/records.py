"""What xlrd does not tell of an .xls file, from its BIFF records: formulas, text boxes, macros, links.

Records: https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-xls/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruecklauf.office.compound import MAGIC, CompoundFile
from ruecklauf.office.limits import MAX_SHEETS, Budget
from ruecklauf.office.refusal import Refusal, damaged
from ruecklauf.office.xls import conditional, objects
from ruecklauf.office.xls.drawings import Drawings

_BOFS = (0x0009, 0x0209, 0x0409, 0x0809)
_EOF = 0x000A
_PROTECT = 0x0012
_FILEPASS = 0x002F
_CONTINUE = 0x003C
_OBJ = 0x005D
_NAME = 0x0018
_FORMATS = (0x001E, 0x041E)
_BOUNDSHEET = 0x0085
_SUPBOOK = 0x01AE
_TXO = 0x01B6
_HEADER_OR_FOOTER = (0x0014, 0x0015)
_MORE_HEADERS = 0x089C
"""Those of even and of first pages."""
_MORE_HEADERS_AT = 38
_DRAWING = 0x00EC
_CHART = 0x0020
"""The kind of a substream with a chart."""
_CHART_TEXT = 0x100D
_DV = 0x01BE
_FORMULAS = (0x0006, 0x0206, 0x0406)
_CELLS = (0x0002, 0x0003, 0x0004, 0x0005, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, *_FORMULAS)
_ROWS_OF_CELLS = (0x00BD, 0x00BE)
"""Several cells side by side; the last column stands at the end."""
_ZERO = bytes(8)
_NOTE_OBJECT = 0x19
_WORKSHEET, _MACRO_SHEET, _MODULE = 0, 1, 6
_OWN_BOOK, _ADD_IN = 0x0401, 0x3A01

_PASSED_OVER = struct.pack("<H", 0x087B)
"""A record that xlrd does not know: extensions of conditional formats."""

MAX_RECORDS = 1_000_000
MAX_PLACES = 2_000_000
"""Cells of all rows up to the last that is used in each: xlrd keeps the blank ones between."""

_BIFF8 = 0x0600
_IS_MACRO = 0x08
"""Of a name: xlrd leaves such a one alone."""
_MORE_THAN_LETTERS = 0x0C
"""Of a text: formatting or a phonetic reading follow."""
_REFERENCES = tuple(bytes([base + kind]) for base in (0x1A, 0x1B) for kind in (0x20, 0x40, 0x60))
_REFERENCE_SIZES = {True: (7, 11), False: (18, 21)}
"""Of a formula that is one cell or one area."""
_NAME_TOKENS = b"\x23\x43\x63\x39\x59\x79"
MAX_FORMULA = 255
MAX_FORMAT = 2_000
"""Bytes, which Excel does not reach; xlrd takes quadratic time."""

Record = tuple[int, int, bytes]
"""Where it begins, its code and its content."""


@dataclass(slots=True)
class SheetRecords:
    """What the records of one worksheet tell."""

    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    """By (row, column), counted from 1: whether a value is kept with the formula. A zero is none: LibreOffice
    writes it also for texts that it had not calculated."""
    drawing_texts: list[str] = field(default_factory=list)
    """Text boxes and the texts of charts; WordArt is in `drawings`."""
    page_texts: list[str] = field(default_factory=list)
    drawings: Drawings = field(default_factory=Drawings)
    charts: int = 0
    plain_shapes: int = 0
    """Lines, and shapes without a text: they may cover or strike out what lies beneath."""
    linked: list[objects.Linked] = field(default_factory=list)
    """Cells with the numbers of entries that people chose in form controls."""
    validations: int = 0
    protected: bool = False
    conditions: list[conditional.Rule] = field(default_factory=list)
    """The records of conditional formats."""
    passed_over: list[int] = field(default_factory=list)
    """Where those of them begin that xlrd stumbles over."""
    widths: dict[int, int] = field(default_factory=dict)
    """By row, how many columns it takes up; both counted from 0."""


@dataclass(slots=True)
class BookRecords:
    """What the records of a file tell."""

    stream: bytearray
    """The workbook without its compound file, for xlrd. Covered up is what it stumbles over: conditional
    formats of gnumeric, and names that refer to names or are very long, which it would work out at any cost.
    """
    sheets: list[SheetRecords] = field(default_factory=list)
    """Worksheets only, in the order of xlrd's."""
    unread_sheets: list[str] = field(default_factory=list)
    """Charts, dialogs and macro sheets, which xlrd passes over."""
    macros: bool = False
    external_links: int = 0


def read_records(data: bytes) -> BookRecords:
    """What a workbook's records tell.

    Refusal `password` if they are encrypted, `too_large` if xlrd would need too much for them, `damaged_file`
    if they break off. Other faults raise whatever they do, as in xlrd.
    """
    stream = _workbook_stream(data)
    records = Budget(MAX_RECORDS, "die Datei hat zu viele Einträge")
    found = BookRecords(bytearray(stream))
    tabs: list[tuple[int, int, str]] = []
    version = 0
    for at, code, content in _records(stream, 0, records):
        if code == _FILEPASS:
            raise Refusal("password")
        if code == _BOUNDSHEET:
            start, _state, kind = struct.unpack_from("<IBB", content)
            tabs.append((start, kind, _short_text(content[6:])))
        elif code == _SUPBOOK and len(content) >= 4:
            found.external_links += struct.unpack_from("<H", content, 2)[0] not in (_OWN_BOOK, _ADD_IN)
        elif code in _BOFS:
            version = int.from_bytes(content[:2], "little")
        elif code in _FORMATS and len(content) > MAX_FORMAT:
            raise damaged("ein Zahlenformat ist zu lang")
        elif code == _NAME and not is_plain_name(content, wide=version >= _BIFF8):
            found.stream[at + 4] |= _IS_MACRO
    if len(tabs) > MAX_SHEETS:
        raise Refusal("too_large", why="die Datei hat zu viele Blätter")
    _read_tabs(found, stream, tabs or [(0, _WORKSHEET, "")], records)
    return found


def _read_tabs(found: BookRecords, stream: bytes, tabs: list[tuple[int, int, str]], records: Budget) -> None:
    places = Budget(MAX_PLACES, "die Tabelle hat zu viele Zellen")
    for start, kind, name in tabs:
        if kind == _WORKSHEET:
            sheet = _read_sheet(stream, start, records)
            places.spend(sum(sheet.widths.values()))
            found.sheets.append(sheet)
            for at in sheet.passed_over:
                found.stream[at : at + 2] = _PASSED_OVER
        elif kind != _MODULE:
            found.unread_sheets.append(name)
        found.macros |= kind in (_MACRO_SHEET, _MODULE)


def is_plain_name(content: bytes, *, wide: bool) -> bool:
    """Whether a name's formula costs xlrd little: an area, or something short that refers to no name.

    Names that double the one before them would grow without end.
    """
    letters, length = content[3], int.from_bytes(content[4:6], "little")
    begin = 15 + letters * (1 + (content[14] & 1)) if wide else 14 + letters
    formula = content[begin : begin + length]
    if wide and content[14] & _MORE_THAN_LETTERS:
        return False
    if formula[:1] in _REFERENCES and length == _REFERENCE_SIZES[wide][formula[0] & 1]:
        return True
    return length <= MAX_FORMULA and not any(token in formula for token in _NAME_TOKENS)


def _workbook_stream(data: bytes) -> bytes:
    if not data.startswith(MAGIC):
        return data
    document = CompoundFile(data)
    # xlrd looks for the names in the same order.
    for name in ("Workbook", "Book"):
        stream = document.stream(name)
        if stream is not None:
            return stream
    return b""


def _records(stream: bytes, start: int, budget: Budget) -> Iterator[Record]:
    """The records of one substream up to its end, its own beginning included; of charts only what they say.

    Refusal `damaged_file` if it has no end: xlrd would give what there is.
    """
    depth, at, end = 0, start, len(stream) - 4
    while at <= end:
        budget.spend()
        code, length = struct.unpack_from("<HH", stream, at)
        start, content = at, stream[at + 4 : at + 4 + length]
        at += 4 + length
        if code in _BOFS:
            depth += 1
        elif code == _EOF:
            depth -= 1
            if depth <= 0:
                return
        if depth <= 1 or code in (_CHART_TEXT, *_BOFS):
            yield start, code, content
    raise damaged("die Datei bricht ab")


def _read_sheet(stream: bytes, start: int, records: Budget) -> SheetRecords:
    reader = _SheetReader()
    for at, code, content in _records(stream, start, records):
        reader.read(at, code, content)
    reader.end_text()
    return reader.found


class _SheetReader:
    """Gathers what the records of a sheet say."""

    def __init__(self) -> None:
        self.found = SheetRecords()
        self._is_wide = True
        self._kind_of_object = -1
        self._text: _BoxText | None = None
        self._goes_on = False
        """A drawing's record was the last one that is not a mere continuation."""

    def read(self, at: int, code: int, content: bytes) -> None:
        found = self.found
        if code == _CONTINUE:
            self._continue(content)
            return
        self.end_text()
        self._goes_on = code == _DRAWING
        if code in _CELLS or code in _ROWS_OF_CELLS:
            self._read_cells(code, content)
        elif code in conditional.CODES:
            found.conditions.append((code, content))
            if code in (conditional.RANGES, conditional.RULE):
                found.passed_over.append(at)
        elif code == _OBJ:
            self._begin_object(objects.kind_of(content))
            if linked := objects.linked_cell(content):
                found.linked.append(linked)
        elif code == _TXO and self._kind_of_object != _NOTE_OBJECT and len(content) >= 12:
            self._text = _BoxText(int.from_bytes(content[10:12], "little"))
        elif code == _DRAWING:
            found.drawings.add(content)
        elif code == _DV:
            found.validations += 1
        elif code == _PROTECT:
            found.protected = found.protected or content[:1] == b"\x01"
        else:
            self._read_around(code, content)

    def end_text(self) -> None:
        if self._text is not None:
            found = self._text.result()
            self.found.drawing_texts += found
            self.found.plain_shapes -= bool(found) and objects.is_plain(self._kind_of_object)
            self._text = None

    def _begin_object(self, kind: int) -> None:
        self._kind_of_object = kind
        self.found.plain_shapes += objects.is_plain(kind)

    def _continue(self, content: bytes) -> None:
        if self._text is not None:
            self._text.add(content)
        elif self._goes_on:
            self.found.drawings.add(content)

    def _read_cells(self, code: int, content: bytes) -> None:
        row, column = struct.unpack_from("<HH", content)
        last = column if code in _CELLS else int.from_bytes(content[-2:], "little")
        self.found.widths[row] = max(self.found.widths.get(row, 0), last + 1)
        if code in _FORMULAS:
            self.found.formulas[row + 1, column + 1] = content[6:14] != _ZERO

    def _read_around(self, code: int, content: bytes) -> None:
        found = self.found
        if code in _BOFS:
            self._is_wide = int.from_bytes(content[:2], "little") >= _BIFF8
            found.charts += int.from_bytes(content[2:4], "little") == _CHART
        elif code in _HEADER_OR_FOOTER and content:
            found.page_texts.append(_long_text(content) if self._is_wide else _short_text(b"\0" + content))
        elif code == _MORE_HEADERS:
            found.page_texts += _page_texts(content)
        elif code == _CHART_TEXT:
            found.drawing_texts += [text for text in [_short_text(content[2:])] if text.strip()]


def _page_texts(content: bytes) -> Iterator[str]:
    """The four texts of a record whose lengths stand before them all."""
    at = _MORE_HEADERS_AT
    for length in struct.unpack_from("<4H", content, at - 8):
        if length:
            wide = content[at + 2 : at + 3] == b"\x01"
            yield _long_text(content[at:])
            at += 3 + length * (2 if wide else 1)


def _long_text(content: bytes) -> str:
    """A text behind its length in two bytes and the byte for its width."""
    length, wide = int.from_bytes(content[:2], "little"), content[2:3] == b"\x01"
    return content[3:].decode("utf-16-le" if wide else "latin-1", "replace")[:length]


class _BoxText:
    """The text of a box, which follows its record in pieces, each in one or two bytes a letter."""

    def __init__(self, letters: int) -> None:
        self._missing = letters
        self._pieces: list[str] = []

    def add(self, content: bytes) -> None:
        if not self._missing:
            return
        wide = bool(content[:1] != b"\x00")
        piece = content[1:].decode("utf-16-le" if wide else "latin-1", "replace")[: self._missing]
        self._missing -= len(piece)
        self._pieces.append(piece)

    def result(self) -> list[str]:
        text = "".join(self._pieces).replace("\r\n", "\n").replace("\r", "\n")
        return [text] if text.strip() else []


def _short_text(content: bytes) -> str:
    """A sheet's name (BIFF8; in older files without the byte for its width)."""
    wide = content[1:2] == b"\x01"
    return content[2:].decode("utf-16-le" if wide else "latin-1", "replace")
