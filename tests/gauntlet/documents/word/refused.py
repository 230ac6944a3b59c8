"""Word forms that are damaged, hostile, or in formats that are not read: refused and kept."""

from __future__ import annotations

import io
import warnings
import zipfile
from functools import partial
from pathlib import Path

from gauntlet.documents.editing import BODY
from gauntlet.documents.making import done, refused
from gauntlet.editing import in_parts, parts_of, raw
from gauntlet.workbooks.by_hand_files import as_gzip, bytes_of, cut_off, outside, with_entities
from office.packages import Parts, zipped
from office.test_formats import compound_file

MIB = 1024 * 1024


_file = partial(done, "files", by="by hand")


def _in_one_xml_file(data: bytes, _: Path) -> bytes:
    """Word's „XML document“: all parts in one file."""
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>'
        f"{raw(content).decode().split('?>', 1)[-1]}</pkg:xmlData></pkg:part>"
        for name, content in parts_of(data).items()
        if name.endswith((".xml", ".rels"))
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    return f'{head}<pkg:package xmlns:pkg="{space}">{parts}</pkg:package>'.encode()


def _twice(data: bytes, _: Path) -> bytes:
    """The main part twice in the archive: which one counts depends on the program."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.writestr(BODY, package.read(BODY).replace(b"Dezernat III", b"Dezernat IX"))
    return file.getvalue()


def _bomb(data: bytes, _: Path) -> bytes:
    body = raw(parts_of(data)[BODY]).replace(b"</w:body>", b" " * (200 * MIB) + b"</w:body>")
    return zipped({**parts_of(data), BODY: body})


def _without_main_part(parts: Parts) -> None:
    del parts[BODY]


def _not_closed(parts: Parts) -> None:
    parts[BODY] = raw(parts[BODY]).replace(b"</w:tc>", b"", 1)


def _nested(parts: Parts) -> None:
    """Tables within tables until a reader gives up."""
    deep = b"<w:tbl><w:tr><w:tc>" * 3_000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 3_000
    parts[BODY] = raw(parts[BODY]).replace(b"<w:sectPr", deep + b"<w:sectPr", 1)


_KIND = "Refused, kept, and the sender is to be asked for the Word file."


_BROKEN = "Refused, kept, and the sender is to be asked for it once more."


_HOSTILE = "Refused, kept, and named as unsafe."


MUTATIONS = (
    _file("file cut off on the way", "stammblatt", cut_off, refused("damaged_file", _BROKEN)),
    _file("main part missing", "stammblatt", in_parts(_without_main_part), refused("damaged_file", _BROKEN)),
    _file("XML that does not close", "stammblatt", in_parts(_not_closed), refused("damaged_file", _BROKEN)),
    _file("main part twice in the archive", "stammblatt", _twice, refused("hostile_file", _HOSTILE)),
    _file("member outside the archive", "stammblatt", outside, refused("hostile_file", _HOSTILE)),
    _file("entities in the main part", "stammblatt", with_entities(BODY), refused("hostile_file", _HOSTILE)),
    _file("zip bomb", "stammblatt", _bomb, refused("too_large", _HOSTILE)),
    _file(
        "tables within tables without end", "stammblatt", in_parts(_nested), refused("too_large", _HOSTILE)
    ),
    _file(
        "document with a password",
        "stammblatt",
        bytes_of(compound_file("EncryptionInfo", "EncryptedPackage")),
        refused("password", "Refused, kept, and asked for without a password."),
    ),
    _file(
        "old Word document",
        "stammblatt",
        bytes_of(compound_file("WordDocument", "1Table")),
        refused("not_a_workbook", _KIND),
    ),
    _file(
        "rich text",
        "stammblatt",
        bytes_of(b"{\\rtf1\\ansi ST04 Dezernat III}"),
        refused("not_a_workbook", _KIND),
    ),
    _file("PDF", "stammblatt", bytes_of(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), refused("not_a_workbook", _KIND)),
    _file("Word document in one XML file", "stammblatt", _in_one_xml_file, refused("not_a_workbook", _KIND)),
    _file("form packed by gzip", "stammblatt", as_gzip, refused("not_a_workbook", _KIND)),
    _file(
        "lock file that begins with ~$",
        "stammblatt",
        bytes_of(b"\x05Meier" + b" " * 49 + "\x05Meier".encode("utf-16-le").ljust(110, b" ")),
        refused("not_a_workbook", _KIND),
    ),
)
