"""Which kind of file something is, judged by its content alone."""

from __future__ import annotations

from enum import StrEnum

from ruecklauf.intake import ole
from ruecklauf.intake.package import Package
from ruecklauf.intake.refusal import Refusal


class Format(StrEnum):
    """A kind of file people send back."""

    XLSX = "xlsx"
    """Also .xlsm, .xltx and .xltm."""
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    FODS = "fods"
    ENCRYPTED = "encrypted"
    """An Office file behind a password."""
    EMPTY = "empty"
    PDF = "pdf"
    HTML = "html"
    TEXT = "text"
    RTF = "rtf"
    WORD = "word"
    WORD_97 = "doc"
    POWERPOINT = "powerpoint"
    ODT = "odt"
    NUMBERS = "numbers"
    EXCEL_XML = "excel-xml"
    MAIL = "mail"
    IMAGE = "image"
    ARCHIVE = "archive"
    ZIP = "zip"
    OLE = "ole"
    UNKNOWN = "unknown"


GERMAN = {
    Format.XLSX: "Excel-Arbeitsmappe (.xlsx)",
    Format.XLSB: "Excel-Binärformat (.xlsb)",
    Format.XLS: "altes Excel-Format (.xls)",
    Format.ODS: "OpenDocument-Tabelle (.ods)",
    Format.FODS: "OpenDocument-Tabelle (.fods)",
    Format.ENCRYPTED: "Datei mit Kennwort",
    Format.EMPTY: "leere Datei",
    Format.PDF: "PDF",
    Format.HTML: "HTML-Seite",
    Format.TEXT: "CSV- oder Textdatei",
    Format.RTF: "RTF-Textdatei",
    Format.WORD: "Word-Dokument",
    Format.WORD_97: "altes Word-Dokument (.doc)",
    Format.POWERPOINT: "PowerPoint-Präsentation",
    Format.ODT: "OpenDocument-Text (.odt)",
    Format.NUMBERS: "Apple-Numbers-Dokument (.numbers)",
    Format.EXCEL_XML: "XML-Kalkulationstabelle 2003 (.xml)",
    Format.MAIL: "E-Mail",
    Format.IMAGE: "Bild",
    Format.ARCHIVE: "Archiv (7z, RAR oder gzip)",
    Format.ZIP: "ZIP-Archiv ohne Tabelle",
    Format.OLE: "altes Office-Format",
    Format.UNKNOWN: "unbekanntes Format",
}

_MAGICS = (
    (b"%PDF-", Format.PDF),
    (b"{\\rtf", Format.RTF),
    (b"\x89PNG", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"GIF8", Format.IMAGE),
    (b"II*\x00", Format.IMAGE),
    (b"MM\x00*", Format.IMAGE),
    (b"7z\xbc\xaf\x27\x1c", Format.ARCHIVE),
    (b"Rar!\x1a", Format.ARCHIVE),
    (b"\x1f\x8b", Format.ARCHIVE),
    # Workbooks of Excel 2 to 4, and of 5 and later without the OLE wrapping, begin with a BOF record.
    (b"\x09\x00\x04\x00", Format.XLS),
    (b"\x09\x02\x06\x00", Format.XLS),
    (b"\x09\x04\x06\x00", Format.XLS),
    (b"\x09\x08\x08\x00", Format.XLS),
    (b"\x09\x08\x10\x00", Format.XLS),
)

_MAIN_PARTS = (
    ("spreadsheetml.sheet.main", Format.XLSX),
    ("spreadsheetml.template.main", Format.XLSX),
    ("excel.sheet.macroenabled.main", Format.XLSX),
    ("excel.template.macroenabled.main", Format.XLSX),
    ("wordprocessingml.document.main", Format.WORD),
    ("wordprocessingml.template.main", Format.WORD),
    ("word.document.macroenabled.main", Format.WORD),
    ("presentationml.", Format.POWERPOINT),
    # last: SheetJS names it in .xlsx files too, as the default for .bin
    (".sheet.binary.", Format.XLSB),
)
"""Content types of main parts, as far as they tell the kinds apart; embedded files have no `.main`."""

_MEMBERS = (
    ("xl/workbook.bin", Format.XLSB),
    ("xl/workbook.xml", Format.XLSX),
    ("word/document.xml", Format.WORD),
    ("ppt/presentation.xml", Format.POWERPOINT),
    ("index/document.iwa", Format.NUMBERS),
    ("index.zip", Format.NUMBERS),
)

_OLE_STREAMS = (
    ("encryptedpackage", Format.ENCRYPTED),
    ("workbook", Format.XLS),
    ("book", Format.XLS),
    ("worddocument", Format.WORD_97),
    ("powerpoint document", Format.POWERPOINT),
)

_MARKUP = (
    ("urn:schemas-microsoft-com:office:spreadsheet", Format.EXCEL_XML),
    ("opendocument.spreadsheet", Format.FODS),
    ("<!doctype html", Format.HTML),
    ("<html", Format.HTML),
    ("<table", Format.HTML),
)

_MAIL_HEADERS = ("mime-version:", "received:", "return-path:", "message-id:", "from:")


def recognise_format(data: bytes) -> Format:
    """The kind of a file, whatever it is called.

    A zip that cannot be opened safely raises the Refusal of `Package`; nothing else raises.
    """
    if not data.strip(b"\x00\t\n\r "):
        return Format.EMPTY
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(Package(data))
    if data.startswith(ole.MAGIC):
        names = ole.root_names(data)
        return next((kind for name, kind in _OLE_STREAMS if name in names), Format.OLE)
    magic = next((kind for start, kind in _MAGICS if data.startswith(start)), None)
    return magic or _text_format(data)


def refusal_of(kind: Format) -> Refusal:
    """The refusal of a file of a kind that is not read: `password`, else `not_a_workbook`."""
    if kind is Format.ENCRYPTED:
        return Refusal("password")
    return Refusal("not_a_workbook", kind=GERMAN[kind])


def _zip_format(package: Package) -> Format:
    if package.find("[Content_Types].xml"):
        types = _decoded(package.read("[Content_Types].xml"))
        for fragment, kind in _MAIN_PARTS:
            if fragment in types:
                return kind
    if package.find("mimetype"):
        return _open_document(package.read("mimetype"))
    if package.find("META-INF/manifest.xml"):
        return _open_document(package.read("META-INF/manifest.xml"))
    return next((kind for name, kind in _MEMBERS if package.find(name)), Format.ZIP)


def _open_document(described: bytes) -> Format:
    if b"opendocument.spreadsheet" in described:
        return Format.ODS
    return Format.ODT if b"opendocument.text" in described else Format.ZIP


def _text_format(data: bytes) -> Format:
    text = _decoded(data[:8_192])
    if text.startswith("<") or "<html" in text:
        for fragment, kind in _MARKUP:
            if fragment in text:
                return kind
    if text.startswith(_MAIL_HEADERS):
        return Format.MAIL
    if any(ord(letter) < 32 and letter not in "\t\n\r\f\x1a" for letter in text):
        return Format.UNKNOWN
    return Format.TEXT


def _decoded(data: bytes) -> str:
    """Text in lower case for recognition only: by byte order mark, else UTF-8 with the rest replaced."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return text.lstrip().lower()
