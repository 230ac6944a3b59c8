"""What xlrd does not tell of an .xls file, from its BIFF records: formulas, text boxes, macros, links.

Records: https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-xls/
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xlrd.compdoc import CompDoc

from ruecklauf.intake import ole
from ruecklauf.intake.refusal import Refusal, damaged

_BOFS = (0x0009, 0x0209, 0x0409, 0x0809)
_EOF = 0x000A
_PROTECT = 0x0012
_FILEPASS = 0x002F
_CONTINUE = 0x003C
_OBJ = 0x005D
_BOUNDSHEET = 0x0085
_SUPBOOK = 0x01AE
_TXO = 0x01B6
_DV = 0x01BE
_FORMULAS = (0x0006, 0x0206, 0x0406)
_ZERO = bytes(8)
_NOTE_OBJECT = 0x19
_WORKSHEET, _MACRO_SHEET, _MODULE = 0, 1, 6
_OWN_BOOK, _ADD_IN = 0x0401, 0x3A01

_CONDITIONAL_FORMATS = (0x01B0, 0x01B1)
_PASSED_OVER = struct.pack("<H", 0x087B)
"""A record that xlrd does not know: extensions of conditional formats."""

Record = tuple[int, int, bytes]
"""Where it begins, its code and its content."""


@dataclass(slots=True)
class SheetRecords:
    """What the records of one worksheet tell."""

    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    """By (row, column), counted from 1: whether a value is kept with the formula. A zero is none: LibreOffice
    writes it also for texts that it had not calculated."""
    drawing_texts: list[str] = field(default_factory=list)
    validations: int = 0
    protected: bool = False
    conditional_formats: list[int] = field(default_factory=list)
    """Where their records begin."""


@dataclass(slots=True)
class BookRecords:
    """What the records of a file tell."""

    stream: bytearray
    """The workbook without its compound file, for xlrd, which stumbles over conditional formats of gnumeric:
    theirs are covered up."""
    sheets: list[SheetRecords] = field(default_factory=list)
    """Worksheets only, in the order of xlrd's."""
    unread_sheets: list[str] = field(default_factory=list)
    """Charts, dialogs and macro sheets, which xlrd passes over."""
    macros: bool = False
    external_links: int = 0


def read_records(data: bytes) -> BookRecords:
    """What a workbook's records tell. Refusal `password` if they are encrypted.

    Other faults raise whatever they do, as in xlrd.
    """
    stream = _workbook_stream(data)
    found = BookRecords(bytearray(stream))
    tabs: list[tuple[int, int, str]] = []
    for _at, code, content in _records(stream, 0):
        if code == _FILEPASS:
            raise Refusal("password")
        if code == _BOUNDSHEET:
            start, _state, kind = struct.unpack_from("<IBB", content)
            tabs.append((start, kind, _short_text(content[6:])))
        elif code == _SUPBOOK and len(content) >= 4:
            found.external_links += struct.unpack_from("<H", content, 2)[0] not in (_OWN_BOOK, _ADD_IN)
    for start, kind, name in tabs or [(0, _WORKSHEET, "")]:
        if kind == _WORKSHEET:
            found.sheets.append(_read_sheet(stream, start))
        elif kind != _MODULE:
            found.unread_sheets.append(name)
        found.macros |= kind in (_MACRO_SHEET, _MODULE)
    for sheet in found.sheets:
        for at in sheet.conditional_formats:
            found.stream[at : at + 2] = _PASSED_OVER
    return found


def _workbook_stream(data: bytes) -> bytes:
    if not data.startswith(ole.MAGIC):
        return data
    document = CompDoc(data, logfile=io.StringIO())
    if has_circle(document.SAT) or has_circle(document.SSAT):
        # xlrd would follow it for ever.
        raise damaged("die Sektoren der Datei verweisen im Kreis aufeinander")
    # xlrd looks for the names in the same order.
    for name in ("Workbook", "Book"):
        stream = document.get_named_stream(name)
        if stream is not None:
            return bytes(stream)
    return b""


def has_circle(following: Sequence[int]) -> bool:
    """Whether the sectors' chain of some stream comes back to itself; numbers below zero end a chain."""
    walked = [0] * len(following)
    for walk, first in enumerate(range(len(following)), 1):
        sector = first
        while 0 <= sector < len(following) and not walked[sector]:
            walked[sector] = walk
            sector = following[sector]
        if 0 <= sector < len(following) and walked[sector] == walk:
            return True
    return False


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """The records of one substream up to its end, without those of charts inside it."""
    depth, at, end = 0, start, len(stream) - 4
    while at <= end:
        code, length = struct.unpack_from("<HH", stream, at)
        start, content = at, stream[at + 4 : at + 4 + length]
        at += 4 + length
        if code in _BOFS:
            depth += 1
        elif code == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth <= 1:
            yield start, code, content


def _read_sheet(stream: bytes, start: int) -> SheetRecords:
    found = SheetRecords()
    kind_of_object = -1
    text: _BoxText | None = None
    for at, code, content in _records(stream, start):
        if code == _CONTINUE and text is not None:
            text.add(content)
            continue
        if text is not None:
            found.drawing_texts += text.result()
            text = None
        if code in _FORMULAS:
            row, column = struct.unpack_from("<HH", content)
            found.formulas[row + 1, column + 1] = content[6:14] != _ZERO
        elif code in _CONDITIONAL_FORMATS:
            found.conditional_formats.append(at)
        elif code == _OBJ:
            kind_of_object = int.from_bytes(content[4:6], "little")
        elif code == _TXO and kind_of_object != _NOTE_OBJECT and len(content) >= 12:
            text = _BoxText(int.from_bytes(content[10:12], "little"))
        elif code == _DV:
            found.validations += 1
        elif code == _PROTECT:
            found.protected = found.protected or content[:1] == b"\x01"
    if text is not None:
        found.drawing_texts += text.result()
    return found


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
