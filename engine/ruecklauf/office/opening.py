"""The one opening for returned files: recognised once, then read by the reader of its kind or refused.

A kind that is read is one line in `WORKBOOKS` or `DOCUMENTS`; a kind that is refused one in `ASKS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ruecklauf.office.calc.reader import read_ods
from ruecklauf.office.collector import collector_at_rest
from ruecklauf.office.document import TextDocument
from ruecklauf.office.excel.reader import read_xlsx
from ruecklauf.office.formats import Format, recognise_format
from ruecklauf.office.package import Source
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.word.reader import read_docx
from ruecklauf.office.workbook import Workbook
from ruecklauf.office.writer.reader import read_odt
from ruecklauf.office.xls.reader import read_xls
from ruecklauf.texts import load_texts

WORKBOOKS: dict[Format, Callable[[Source], Workbook]] = {
    Format.XLSX: read_xlsx,
    Format.XLS: read_xls,
    Format.ODS: read_ods,
    Format.FODS: read_ods,
}
DOCUMENTS: dict[Format, Callable[[Source], TextDocument]] = {
    Format.WORD: read_docx,
    Format.ODT: read_odt,
    Format.FODT: read_odt,
}

ASKS = {
    Format.XLSB: "save_as",
    Format.EXCEL_XML: "save_as",
    Format.EMPTY: "empty",
    Format.PDF: "scan",
    Format.IMAGE: "scan",
    Format.HTML: "html",
    Format.CSV: "csv",
    Format.TEXT: "other_document",
    Format.RTF: "save_as_word",
    Format.WORD_97: "save_as_word",
    Format.POWERPOINT: "other_document",
    Format.DOCUMENT: "other_document",
    Format.NUMBERS: "numbers",
    Format.LOCK: "lock",
    Format.ARCHIVE: "archive",
    Format.ZIP: "singly",
    Format.MAIL: "singly",
    Format.MBOX: "singly",
    Format.MSG: "singly",
    Format.SMIME: "smime",
    Format.TNEF: "tnef",
}
"""Under which key the texts say what to ask the sender for; `form` for all other kinds."""


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A file that could be read, whatever it is called."""

    format: Format
    content: Workbook | TextDocument


def open_file(data: bytes) -> OfficeFile:
    """All that is in a workbook or a text document, uninterpreted. Raises only Refusal: see its codes."""
    source = Source(data)
    kind = recognise_format(source)
    read = WORKBOOKS.get(kind) or DOCUMENTS.get(kind)
    if read is None:
        raise refusal_of(kind)
    try:
        with collector_at_rest():
            return OfficeFile(kind, read(source))
    except (MemoryError, RecursionError) as fault:
        raise Refusal("too_large", why="der Inhalt passt nicht in den Arbeitsspeicher") from fault


def open_document(data: bytes) -> TextDocument:
    """The text document that a file is known to be; Refusal for any other."""
    found = open_file(data)
    if not isinstance(found.content, TextDocument):
        raise refusal_of(found.format)
    return found.content


def refusal_of(kind: Format) -> Refusal:
    """The refusal of a file of a kind that is not read: `password`, else `not_a_workbook`."""
    if kind is Format.ENCRYPTED:
        return Refusal("password")
    texts = load_texts()
    name, ask = texts(f"kind.{kind.name.lower()}"), texts(f"ask.{ASKS.get(kind, 'form')}")
    return Refusal("not_a_workbook", kind=name, ask=ask)
