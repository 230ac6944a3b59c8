"""Files that are damaged, hostile, or no form at all: refused and kept, with what to ask the sender for."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

import openpyxl

from forms.making import RECIPIENT, ROUND, writer
from gauntlet.editing import Act, in_openpyxl, in_parts, part_of, parts_of, raw, saved
from gauntlet.filled import LAYOUT, WORKSHEETS, outdated_form, told
from gauntlet.mutation import Expected, Mutation
from gauntlet.workbooks.by_openpyxl.pasted import into_new_workbook
from office.packages import Parts, content_types, workbook_of, zipped
from office.test_formats import compound_file
from ruecklauf.formcode import make_form_code
from ruecklauf.forms.slots import Recipient
from ruecklauf.layout.model import Visibility

values_in_new_workbook = in_openpyxl(into_new_workbook(only_values=True))
MIB = 1024 * 1024


def cut_off(data: bytes, _: Path) -> bytes:
    return data[: len(data) * 2 // 3]


def one_bit(data: bytes, _: Path) -> bytes:
    """A bit of an answer sheet flipped on the way."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        info = package.getinfo(part_of("Akteure"))
    at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def doubled(data: bytes, _: Path) -> bytes:
    """A sheet twice in the archive: which one counts depends on the program."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as package:
        sheet = package.read(part_of("Zielgruppe"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package.writestr(part_of("Zielgruppe"), sheet.replace(b"<v>380</v>", b"<v>999</v>"))
    return file.getvalue()


def outside(data: bytes, _: Path) -> bytes:
    return zipped({**parts_of(data), "../../etc/cron.d/ruecklauf": b"* * * * *"})


def bomb(data: bytes, _: Path) -> bytes:
    """A sheet that is small on the way and gigabytes when opened."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return zipped({**parts_of(data), part_of("Akteure"): head + b" " * (80 * MIB)})


def many_members(data: bytes, _: Path) -> bytes:
    return zipped({**parts_of(data), **{f"xl/media/image{number}.png": b"" for number in range(2_100)}})


def lying_size(data: bytes, _: Path) -> bytes:
    """The directory says that a member is smaller than it is."""
    name = part_of("Akteure").encode()
    entry = data.rindex(name) - 46
    size = struct.unpack_from("<I", data, entry + 24)[0]
    return data[: entry + 24] + struct.pack("<I", size // 2) + data[entry + 28 :]


def encrypted_member(data: bytes, _: Path) -> bytes:
    entry = data.rindex(part_of("Akteure").encode()) - 46
    flags = struct.unpack_from("<H", data, entry + 8)[0] | 1
    return data[: entry + 8] + struct.pack("<H", flags) + data[entry + 10 :]


def with_entities(part: str, encoding: str = "utf-8") -> Act:
    """Entities that would grow, or read a file of the machine."""

    def change(parts: Parts) -> None:
        text = raw(parts[part]).decode().split("?>", 1)[-1].lstrip()
        root = text[1:].split(" ", 1)[0]
        doctype = f'<!DOCTYPE {root} [<!ENTITY a "999"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
        parts[part] = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{text}'.encode(encoding)

    return in_parts(change)


def broken_xml(parts: Parts) -> None:
    parts[part_of("Akteure")] = raw(parts[part_of("Akteure")]).replace(b"</row>", b"", 1)


def missing_sheet(parts: Parts) -> None:
    """The part of a sheet is not in the archive."""
    del parts[part_of("Akteure")]


def nested(parts: Parts) -> None:
    """Elements inside one another until a parser gives up."""
    parts[part_of("Akteure")] = b"<a>" * 100_000 + b"</a>" * 100_000


def as_xlsb(data: bytes, _: Path) -> bytes:
    del data
    types = content_types("application/vnd.ms-excel.sheet.binary.macroEnabled.main")
    return zipped({"[Content_Types].xml": types, "xl/workbook.bin": b"\x83\x01\x00"})


def as_word(data: bytes, _: Path) -> bytes:
    del data
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped({"[Content_Types].xml": content_types(kind), "word/document.xml": "<w/>"})


def in_a_zip(data: bytes, _: Path) -> bytes:
    return zipped({"Rücklauf.xlsx": data})


def in_a_mail(data: bytes, _: Path) -> bytes:
    """The message saved as it came, the form attached."""
    message = EmailMessage()
    message["From"], message["Subject"] = "amt@stadt.example", "Rücklauf"
    message.set_content("Anbei das Formular.")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="Rücklauf.xlsx")
    return message.as_bytes()


def of_a_stranger(data: bytes, _: Path) -> bytes:
    """The form of a municipality that is not in the list."""
    del data
    return writer(WORKSHEETS).write(Recipient("BTM9WY", "Stadt Anderswo", ("05111000",), "kreis"), told())


def without_any_trace(data: bytes, folder: Path) -> bytes:
    """Values pasted into a new workbook, and the lines with the code deleted."""
    book = openpyxl.load_workbook(io.BytesIO(values_in_new_workbook(data, folder)))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and RECIPIENT.id in cell.value:
                    cell.value = None
    return saved(book)


def as_gzip(data: bytes, _: Path) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush()


def of_another_alliance(data: bytes, _: Path) -> bytes:
    """Every visible code is another municipality's: these answers were copied into a form not theirs."""
    code = make_form_code("BTM9WY", ROUND.wave_id, LAYOUT.fingerprint).encode()
    own = re.compile(rf"{RECIPIENT.id}-[0-9A-Z]+-[0-9A-F]+-[0-9A-Z]".encode())
    parts = parts_of(data)
    for plan in LAYOUT.sheets:
        if plan.visibility is Visibility.VISIBLE:
            parts[part_of(plan.name)] = own.sub(code, raw(parts[part_of(plan.name)]))
    return zipped(parts)


def without_any_code(data: bytes, _: Path) -> bytes:
    """Some other workbook."""
    del data
    return workbook_of('<row r="1"><c r="A1"><v>380</v></c></row>')


def outdated(data: bytes, _: Path) -> bytes:
    del data
    return outdated_form()


def bytes_of(content: bytes) -> Act:
    return lambda data, folder: content


def _refused(name: str, act: Act, code: str, why: str) -> Mutation:
    return Mutation(name, "files", "by hand", act, Expected("refused", frozenset({code}), why=why))


def _accepted(name: str, act: Act, why: str) -> Mutation:
    return Mutation(name, "files", "by hand", act, Expected("accepted", why=why))


def _waiting(name: str, act: Act, code: str) -> Mutation:
    why = "Nothing in it says for sure whose answers these are: a person must decide."
    return Mutation(name, "files", "by hand", act, Expected("waiting", frozenset({code}), why=why))


_HOSTILE = "Refused, kept, and named as unsafe."
_KIND = "Refused, kept, and the sender is to be asked for the Excel file."
_BROKEN = "Refused, kept, and the sender is to be asked for it once more."

MUTATIONS = (
    _refused("file cut off on the way", cut_off, "damaged_file", _BROKEN),
    _refused("a bit flipped on the way", one_bit, "damaged_file", _BROKEN),
    _refused("empty file", bytes_of(b""), "not_a_workbook", _KIND),
    _refused("file of noughts", bytes_of(bytes(4_096)), "not_a_workbook", _KIND),
    _refused("a sheet twice in the archive", doubled, "hostile_file", _HOSTILE),
    _refused("member outside the archive", outside, "hostile_file", _HOSTILE),
    _refused("zip bomb", bomb, "too_large", _HOSTILE),
    _refused("thousands of members", many_members, "too_large", _HOSTILE),
    _refused("member larger than the directory says", lying_size, "damaged_file", _BROKEN),
    _refused(
        "member with a password",
        encrypted_member,
        "password",
        "Refused, kept, and asked for without a password.",
    ),
    _refused("entities in a sheet", with_entities(part_of("Akteure")), "hostile_file", _HOSTILE),
    _refused("entities in the properties", with_entities("docProps/custom.xml"), "hostile_file", _HOSTILE),
    _refused("entities in UTF-16", with_entities(part_of("Akteure"), "utf-16"), "hostile_file", _HOSTILE),
    _refused("XML that does not close", in_parts(broken_xml), "damaged_file", _BROKEN),
    _refused("a sheet's part missing", in_parts(missing_sheet), "damaged_file", _BROKEN),
    _refused("elements nested without end", in_parts(nested), "damaged_file", _BROKEN),
    _refused(
        "workbook with a password",
        bytes_of(compound_file("EncryptionInfo", "EncryptedPackage")),
        "password",
        "Refused, kept, and asked for without a password.",
    ),
    _refused("binary workbook called .xlsx", as_xlsb, "not_a_workbook", _KIND),
    _refused("broken Word document called .xlsx", as_word, "damaged_file", _BROKEN),
    _refused("PDF called .xlsx", bytes_of(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "not_a_workbook", _KIND),
    _refused(
        "CSV called .xlsx",
        bytes_of("Nr;Art;Anzahl\nZG001;Gestattung;380\n".encode("cp1252")),
        "not_a_workbook",
        _KIND,
    ),
    _refused(
        "HTML called .xls",
        bytes_of(b"<html><table><tr><td>380</td></tr></table></html>"),
        "not_a_workbook",
        _KIND,
    ),
    _refused(
        "spreadsheet in XML of 2003",
        bytes_of(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
        "not_a_workbook",
        _KIND,
    ),
    _refused(
        "lock file that begins with ~$",
        bytes_of(b"\x05Meier" + b" " * 49 + "\x05Meier".encode("utf-16-le").ljust(110, b" ")),
        "not_a_workbook",
        _KIND,
    ),
    _refused(
        "photograph of the form",
        bytes_of(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(64)),
        "not_a_workbook",
        _KIND,
    ),
    _refused("form packed by gzip", as_gzip, "not_a_workbook", _KIND),
    _refused(
        "mail without the form",
        bytes_of(b"From: amt@stadt.example\nMIME-Version: 1.0\n\nFormular folgt.\n"),
        "not_a_workbook",
        _KIND,
    ),
    _refused(
        "another workbook",
        without_any_code,
        "no_form",
        "Refused, kept, and the sender is to be asked for the form.",
    ),
    _refused(
        "form of a municipality that is not in the list",
        of_a_stranger,
        "unknown_alliance",
        "Refused and kept until the list has it.",
    ),
    _waiting("another municipality's code on every sheet", of_another_alliance, "unclear_form"),
    _waiting("values in a new workbook without any code", without_any_trace, "no_code"),
    _accepted("form inside a zip", in_a_zip, "It is taken out and read."),
    _accepted("mail with the form attached", in_a_mail, "It is taken out and read."),
    _accepted(
        "form of an earlier version of a worksheet",
        outdated,
        "A return is read by what its form was made from.",
    ),
)
