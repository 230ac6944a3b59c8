"""What a file is, whatever it is called."""

from __future__ import annotations

import struct

import pytest

from intake.packages import content_types, workbook_of, zipped
from ruecklauf.intake.formats import GERMAN, Format, recognise_format, refusal_of
from ruecklauf.intake.refusal import Refusal


def compound_file(*names: str, embedded: str = "") -> bytes:
    """An OLE file whose root holds streams of these names, with one more inside a folder `MBD`."""
    entries = [_entry("Root Entry", kind=5, child=1)]
    for number, name in enumerate(names, 1):
        following = number + 1 if number < len(names) or embedded else None
        entries.append(_entry(name, right=following))
    if embedded:
        entries += [_entry("MBD", kind=1, child=len(entries) + 1), _entry(embedded)]
    entries += [bytes(128)] * (-len(entries) % 4)
    directory = b"".join(entries)
    sectors = len(directory) // 512
    chain = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    return bytes(header) + table + directory


def _entry(name: str, *, kind: int = 2, right: int | None = None, child: int | None = None) -> bytes:
    encoded = name.encode("utf-16-le")
    none = 0xFFFFFFFF
    links = (none, none if right is None else right, none if child is None else child)
    return struct.pack("<64sHBBIII48x", encoded, len(encoded) + 2, kind, 1, *links)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMBEDDED = f'<Default Extension="xlsx" ContentType="{SHEET}"/>'
ODS = "application/vnd.oasis.opendocument.spreadsheet"

FILES = {
    "xlsx": (workbook_of(), Format.XLSX),
    "xlsm": (
        zipped(
            {"[Content_Types].xml": content_types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")}
        ),
        Format.XLSX,
    ),
    "xlsx without content types": (zipped({"xl/workbook.xml": ""}), Format.XLSX),
    "content types in UTF-16": (
        zipped({"[Content_Types].xml": content_types().encode("utf-16")}),
        Format.XLSX,
    ),
    "xlsx by SheetJS, with a default for .bin": (
        zipped(
            {
                "[Content_Types].xml": content_types(
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                ).replace(
                    "<Override",
                    '<Default Extension="bin"'
                    ' ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Override',
                    1,
                )
            }
        ),
        Format.XLSX,
    ),
    "xlsb": (
        zipped(
            {"[Content_Types].xml": content_types("application/vnd.ms-excel.sheet.binary.macroEnabled.main")}
        ),
        Format.XLSB,
    ),
    "docx with an embedded table": (
        zipped({"[Content_Types].xml": content_types(WORD).replace("<Override", EMBEDDED + "<Override")}),
        Format.WORD,
    ),
    "pptx": (zipped({"ppt/presentation.xml": ""}), Format.POWERPOINT),
    "ods": (zipped({"mimetype": ODS}), Format.ODS),
    "ods without mimetype": (
        zipped({"META-INF/manifest.xml": ODS}),
        Format.ODS,
    ),
    "odt": (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), Format.ODT),
    "epub": (zipped({"mimetype": "application/epub+zip"}), Format.ZIP),
    "numbers": (zipped({"Index/Document.iwa": ""}), Format.NUMBERS),
    "zip of other things": (zipped({"Formular.xlsx": workbook_of()}), Format.ZIP),
    "empty zip": (zipped({}), Format.ZIP),
    "xls": (compound_file("Workbook", "\x05SummaryInformation"), Format.XLS),
    "xls of Excel 5": (compound_file("Book"), Format.XLS),
    "xls without wrapping": (b"\x09\x08\x10\x00\x00\x06\x05\x00", Format.XLS),
    "xls with an embedded Word text": (compound_file("Workbook", embedded="WordDocument"), Format.XLS),
    "doc with an embedded table": (compound_file("WordDocument", embedded="Workbook"), Format.WORD_97),
    "password": (compound_file("EncryptionInfo", "EncryptedPackage"), Format.ENCRYPTED),
    "ppt": (compound_file("PowerPoint Document"), Format.POWERPOINT),
    "other OLE": (compound_file("Contents"), Format.OLE),
    "damaged OLE": (compound_file("Workbook")[:300], Format.OLE),
    "nothing": (b"", Format.EMPTY),
    "blank": (b"\r\n \t", Format.EMPTY),
    "zeros of a broken copy": (bytes(4_096), Format.EMPTY),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", Format.PDF),
    "rtf": (b"{\\rtf1\\ansi", Format.RTF),
    "csv": ("Straße;380\r\n".encode("cp1252"), Format.TEXT),
    "csv in UTF-16": ("Straße;380\r\n".encode("utf-16"), Format.TEXT),
    "html called xls": (b"\xef\xbb\xbf\n<HTML><table><tr><td>1", Format.HTML),
    "xhtml": (b'<?xml version="1.0"?><!DOCTYPE html><html/>', Format.HTML),
    "excel xml": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        Format.EXCEL_XML,
    ),
    "fods": (
        f'<?xml version="1.0"?><office:document office:mimetype="{ODS}"/>'.encode(),
        Format.FODS,
    ),
    "png": (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
    "mail": (b"Received: from mail\r\nMIME-Version: 1.0\r\n", Format.MAIL),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00", Format.ARCHIVE),
    "other bytes": (b"\x01\x02\x03\x04", Format.UNKNOWN),
}


@pytest.mark.parametrize(("data", "kind"), FILES.values(), ids=FILES)
def test_format_is_recognised_by_content(data: bytes, kind: Format) -> None:
    assert recognise_format(data) is kind


def test_truncated_zip_is_refused_as_damaged() -> None:
    with pytest.raises(Refusal) as caught:
        recognise_format(workbook_of()[:-50])
    assert caught.value.code == "damaged_file"


def test_every_format_has_a_german_description() -> None:
    assert set(GERMAN) == set(Format)


REFUSALS: tuple[tuple[Format, str, dict[str, str]], ...] = (
    (Format.PDF, "not_a_workbook", {"kind": "PDF"}),
    (Format.XLS, "not_a_workbook", {"kind": "altes Excel-Format (.xls)"}),
    (Format.ENCRYPTED, "password", {}),
)


@pytest.mark.parametrize(("kind", "code", "params"), REFUSALS)
def test_refusal_names_the_kind(kind: Format, code: str, params: dict[str, str]) -> None:
    refusal = refusal_of(kind)
    assert (refusal.code, refusal.params) == (code, params)
