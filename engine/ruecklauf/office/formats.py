"""Which kind of file something is, judged by its content alone."""

from __future__ import annotations

import itertools
import re
import struct
from enum import StrEnum

from ruecklauf.office import compound
from ruecklauf.office.package import MAGIC, Package, Source


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
    CSV = "csv"
    TEXT = "text"
    RTF = "rtf"
    WORD = "word"
    """Also .docm, .dotx and .dotm."""
    WORD_97 = "doc"
    POWERPOINT = "powerpoint"
    ODT = "odt"
    """Also .ott."""
    FODT = "fodt"
    NUMBERS = "numbers"
    EXCEL_XML = "excel-xml"
    DOCUMENT = "document"
    """A zip that some other program keeps its documents in: drawings, books."""
    LOCK = "lock"
    """What Excel, Word or LibreOffice leave beside a file while it is open (`~$…`)."""
    IMAGE = "image"
    ARCHIVE = "archive"
    ZIP = "zip"
    """A zip of files, to be unpacked."""
    MAIL = "mail"
    """A message as RFC 822 has it, to be unpacked."""
    MBOX = "mbox"
    """Messages that follow each other, as in a folder of Thunderbird, to be unpacked."""
    MSG = "msg"
    """A message that Outlook saved, to be unpacked."""
    SMIME = "smime"
    """A message that is encrypted, or signed in a way that wraps it; detached signatures too."""
    TNEF = "tnef"
    """Outlook's `winmail.dat`."""
    OLE = "ole"
    UNKNOWN = "unknown"


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
    (b"\x78\x9f\x3e\x22", Format.TNEF),
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
    ("__properties_version1.0", Format.MSG),
    ("encryptedpackage", Format.ENCRYPTED),
    ("workbook", Format.XLS),
    ("book", Format.XLS),
    ("worddocument", Format.WORD_97),
    ("powerpoint document", Format.POWERPOINT),
)

_MARKUP = (
    ("urn:schemas-microsoft-com:office:spreadsheet", Format.EXCEL_XML),
    ("opendocument.spreadsheet", Format.FODS),
    ("opendocument.text", Format.FODT),
    ("<!doctype html", Format.HTML),
    ("<html", Format.HTML),
    ("<table", Format.HTML),
)

_MAIL_HEADERS = frozenset(
    {
        *("from", "to", "cc", "subject", "date", "message-id", "mime-version", "received", "return-path"),
        *("content-type", "reply-to", "sender", "delivered-to", "dkim-signature", "references"),
    }
)
_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:")
MESSAGE_BEGINS = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))(?P<envelope>From [^\r\n]*\r?\n)(?=[!-9;-~]+:)")
"""Where a message begins in a mailbox: a line about its envelope, and behind it the first header."""
_SIGNED_OR_ENCRYPTED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
"""The object identifiers of PKCS #7 (RFC 5652), which stand at the beginning."""

_SAMPLE = 8_192


def recognise_format(source: Source) -> Format:
    """The kind of a file, whatever it is called.

    A zip that cannot be opened safely raises the Refusal of `Package`; nothing else raises.
    """
    data = source.data
    if not data.strip(b"\x00\t\n\r "):
        return Format.EMPTY
    if data.startswith(MAGIC):
        return _zip_format(source.package)
    if data.startswith(compound.MAGIC):
        return _ole_format(data)
    magic = next((kind for start, kind in _MAGICS if data.startswith(start)), None)
    return magic or _marked_format(data) or _text_format(data)


def is_lock_file(data: bytes) -> bool:
    """Whether a file only says who has another one open.

    Excel writes 165 bytes, Word 162: the user's name twice, each behind its length, in the system's code page
    and in UTF-16. LibreOffice writes one line.
    """
    if len(data) in (162, 165):
        (again,) = struct.unpack_from("<H", data, len(data) // 3)
        return 0 < data[0] < len(data) // 3 and data[0] == again
    return (
        len(data) < 1_000 and data.startswith(b",") and b",file:///" in data and data.rstrip().endswith(b";")
    )


def _ole_format(data: bytes) -> Format:
    names = compound.root_names(data)
    return next((kind for name, kind in _OLE_STREAMS if name in names), Format.OLE)


def _marked_format(data: bytes) -> Format | None:
    """Kinds whose mark is no fixed beginning."""
    if is_lock_file(data):
        return Format.LOCK
    if b"%PDF-" in data[:1_024]:
        return Format.PDF
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1") or (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        return Format.IMAGE
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return Format.IMAGE
    if data.startswith(b"\x30") and _SIGNED_OR_ENCRYPTED in data[:64]:
        return Format.SMIME
    return None


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
    of_program = Format.DOCUMENT if package.find("[Content_Types].xml") else Format.ZIP
    return next((kind for name, kind in _MEMBERS if package.find(name)), of_program)


def _open_document(described: bytes) -> Format:
    if b"opendocument.spreadsheet" in described:
        return Format.ODS
    return Format.ODT if b"opendocument.text" in described else Format.DOCUMENT


def _text_format(data: bytes) -> Format:
    text = _decoded(data[:_SAMPLE])
    if _is_message(text) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Format.MBOX if _is_mailbox(data) else Format.MAIL
    if text.startswith("<") or "<html" in text:
        for fragment, kind in _MARKUP:
            if fragment in text:
                return kind
    if text.startswith("-----begin pgp message"):
        return Format.SMIME
    if any(ord(letter) < 32 and letter not in "\t\n\r\f\x1a" for letter in text):
        return Format.UNKNOWN
    lines = text.splitlines()
    whole = lines if len(data) <= _SAMPLE else lines[:-1]
    return Format.CSV if _is_table([line for line in whole if line.strip()]) else Format.TEXT


def _is_message(text: str) -> bool:
    """Whether two headers of messages stand at the start, or one of a part that a signature wraps."""
    lines = text.splitlines()
    if lines and lines[0].startswith("from "):
        del lines[0]
    if not lines or not _HEADER.match(lines[0]):
        return False
    head = itertools.takewhile(str.strip, lines)
    names = {header.group(1) for header in map(_HEADER.match, head) if header}
    return len(names & _MAIL_HEADERS) >= 2 or text.startswith("content-type: multipart/")


def _is_mailbox(data: bytes) -> bool:
    """Whether several messages follow each other."""
    return data.startswith(b"From ") and len(list(itertools.islice(MESSAGE_BEGINS.finditer(data), 2))) > 1


def _is_table(lines: list[str]) -> bool:
    """Whether most lines have as many separators as the first; commas, which prose has, take more of them."""
    for separator, needed in ((";", 1), ("\t", 1), (",", 2)):
        count = lines[0].count(separator) if len(lines) >= needed else 0
        alike = sum(line.count(separator) == count for line in lines)
        if count >= needed and alike >= 0.8 * len(lines):
            return True
    return False


def _decoded(data: bytes) -> str:
    """Text in lower case for recognition only: by byte order mark, else UTF-8 with the rest replaced."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return text.lstrip().lower()
