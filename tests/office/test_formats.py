"""What a file is, whatever it is called."""

from __future__ import annotations

import struct

import pytest

from office.packages import content_types, workbook_of, zipped
from ruecklauf.findings import make_finding, remark
from ruecklauf.office.compound import Folder
from ruecklauf.office.enclosing.compound_writer import write_compound
from ruecklauf.office.formats import Format, is_lock_file, recognise_format
from ruecklauf.office.opening import refusal_of
from ruecklauf.office.package import Source
from ruecklauf.office.refusal import Refusal
from ruecklauf.texts import load_texts


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


def owner_file(name: str, *, size: int = 165) -> bytes:
    """What Excel (165 bytes) or Word (162) leave beside an open file."""
    half = size // 3
    narrow = bytes([len(name)]) + name.encode("cp1252").ljust(half - 1)
    wide = struct.pack("<H", len(name)) + name.ljust(half - 1).encode("utf-16-le")
    return narrow + wide


SIGNED = b"\x30\x82\x10\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0"
LARGE_MESSAGE = write_compound(
    Folder({"__properties_version1.0": bytes(32), "__substg1.0_37010102": bytes(8_000_000)}, {})
)
"""Its directory lies behind the content, where the header's list of tables no longer reaches."""

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
    "fodt": (
        b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text"/>',
        Format.FODT,
    ),
    "epub": (zipped({"mimetype": "application/epub+zip"}), Format.DOCUMENT),
    "drawing": (zipped({"[Content_Types].xml": "<Types/>", "visio/document.xml": ""}), Format.DOCUMENT),
    "odg": (zipped({"META-INF/manifest.xml": "opendocument.graphics"}), Format.DOCUMENT),
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
    "Outlook message": (compound_file("__properties_version1.0", "__nameid_version1.0"), Format.MSG),
    "large Outlook message": (LARGE_MESSAGE, Format.MSG),
    "damaged OLE": (compound_file("Workbook")[:300], Format.OLE),
    "nothing": (b"", Format.EMPTY),
    "blank": (b"\r\n \t", Format.EMPTY),
    "zeros of a broken copy": (bytes(4_096), Format.EMPTY),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", Format.PDF),
    "rtf": (b"{\\rtf1\\ansi", Format.RTF),
    "pdf behind a blank line": (b"\r\n%PDF-1.4\n", Format.PDF),
    "csv": ("Straße;380\r\n".encode("cp1252"), Format.CSV),
    "csv in UTF-16": ("Straße;380\r\n".encode("utf-16"), Format.CSV),
    "csv with tabs": (b"a\tb\n1\t2\n", Format.CSV),
    "csv with commas": (b"a,b,c\n1,2,3\n4,5,6\n", Format.CSV),
    "long csv, cut within a line": (b"a;b;c\n" * 2_000, Format.CSV),
    "prose": (b"Sehr geehrte Damen und Herren,\nanbei das Formular.\n", Format.TEXT),
    "one line of prose": (b"Anbei, wie besprochen, alles.", Format.TEXT),
    "prose with colons": (b"Von: Amt\nBetreff: Formular\n\nHallo", Format.TEXT),
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
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00", Format.IMAGE),
    "webp": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", Format.IMAGE),
    "bmp": (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36", Format.IMAGE),
    "owner file of Excel": (owner_file("Müller, Jörg"), Format.LOCK),
    "owner file of Word": (owner_file("Amt", size=162), Format.LOCK),
    "owner file of LibreOffice": (b",amt,pc1,24.06.2026 09:12,file:///C:/Users/amt/lo;", Format.LOCK),
    "signed message": (SIGNED, Format.SMIME),
    "pgp message": (b"-----BEGIN PGP MESSAGE-----\n\nhQEM", Format.SMIME),
    "winmail.dat": (b"\x78\x9f\x3e\x22\x01\x00", Format.TNEF),
    "mail with HTML": (b"From: a@b.example\nSubject: x\nContent-Type: text/html\n\n<html>", Format.MAIL),
    "mail with a blank line in front": (b"\r\nFrom: a@b.example\r\nTo: c@d.example\r\n", Format.MAIL),
    "mail with an envelope": (b"From a@b Tue May 10 11:28:07 2005\nTo: a\nFrom: b\n\nHallo", Format.MAIL),
    "mail with a broken header": (b"X-Spam\nSubject: a\nbroken\n", Format.TEXT),
    "mail with a broken header below": (b"Subject: a\nbroken\nFrom: b\n\n", Format.MAIL),
    "several mails": (b"From a@b 2005\nTo: a\nFrom: b\n\nHallo\n\nFrom c@d 2006\nTo: a\n", Format.MBOX),
    "signed part": (b'Content-Type: multipart/signed; boundary="x"\n\n--x\n', Format.MAIL),
    "mail": (b"Received: from mail\r\nMIME-Version: 1.0\r\n", Format.MAIL),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00", Format.ARCHIVE),
    "other bytes": (b"\x01\x02\x03\x04", Format.UNKNOWN),
}


@pytest.mark.parametrize(("data", "kind"), FILES.values(), ids=FILES)
def test_format_is_recognised_by_content(data: bytes, kind: Format) -> None:
    assert recognise_format(Source(data)) is kind


def test_truncated_zip_is_refused_as_damaged() -> None:
    with pytest.raises(Refusal) as caught:
        recognise_format(Source(workbook_of()[:-50]))
    assert caught.value.code == "damaged_file"


def test_owner_files_are_told_from_other_small_files() -> None:
    assert not is_lock_file(b"x" * 165)
    assert not is_lock_file(b"")


REFUSALS: tuple[tuple[Format, str, str], ...] = (
    (Format.XLSB, "Excel-Binärformat (.xlsb)", "„Speichern unter“ → „Excel-Arbeitsmappe (.xlsx)“"),
    (Format.NUMBERS, "Apple-Numbers-Dokument (.numbers)", "„Exportieren“"),
    (Format.PDF, "PDF", "Scans und Fotos"),
    (Format.IMAGE, "Bild", "Scans und Fotos"),
    (Format.CSV, "CSV-Datei", "keinen Export"),
    (Format.HTML, "HTML-Seite", ".xls"),
    (Format.LOCK, "Sperrdatei (~$…), die nur anzeigt, dass jemand das Formular geöffnet hat", "schließen"),
    (Format.EMPTY, "leere Datei", "abgebrochen"),
    (Format.WORD_97, "altes Word-Dokument (.doc)", "„Speichern unter“ → „Word-Dokument (.docx)“"),
    (Format.RTF, "RTF-Textdatei", "„Speichern unter“ → „Word-Dokument (.docx)“"),
    (Format.TEXT, "Textdatei", "in das Excel- oder Word-Formular eintragen"),
    (Format.ARCHIVE, "Archiv (7z, RAR oder gzip)", "einzeln oder als ZIP-Archiv"),
    (Format.SMIME, "verschlüsselte oder signierte Nachricht", "unverschlüsselten"),
    (Format.TNEF, "Outlook-Anlage im Rich-Text-Format (winmail.dat)", "„Nur-Text“"),
    (Format.MSG, "Outlook-Nachricht (.msg)", "einzeln"),
    (Format.XLS, "altes Excel-Format (.xls)", "noch einmal senden"),
)


@pytest.mark.parametrize(("kind", "name", "advice"), REFUSALS)
def test_refusal_names_the_kind_and_what_to_ask_for(kind: Format, name: str, advice: str) -> None:
    refusal = refusal_of(kind)
    assert (refusal.code, set(refusal.params), refusal.params["kind"]) == (
        "not_a_workbook",
        {"kind", "ask"},
        name,
    )
    assert advice in refusal.params["ask"]


def test_password_is_refused_as_such() -> None:
    assert (refusal_of(Format.ENCRYPTED).code, refusal_of(Format.ENCRYPTED).params) == ("password", {})


@pytest.mark.parametrize("kind", Format)
def test_every_kind_makes_a_whole_message_that_asks_for_something(kind: Format) -> None:
    refusal = refusal_of(kind)
    message = make_finding(remark(refusal.code, None, **refusal.params), texts=load_texts()).message
    assert "Bitte" in message
    assert message.endswith(".")
    assert "{" not in message
