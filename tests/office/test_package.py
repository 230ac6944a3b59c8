"""What a zip must be before anything in it is read."""

from __future__ import annotations

import io
import pickle
import struct
import zipfile

import pytest

from office.packages import zipped
from ruecklauf.office.hardened_xml import MAX_DEPTH, Handlers, parse_xml, qualify
from ruecklauf.office.ooxml.relationships import relationships, targets
from ruecklauf.office.package import Limits, Package
from ruecklauf.office.refusal import Refusal

SMALL = Limits(members=3, part=1_000, total=1_500)


def zip_with_twins(first: str, second: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(first, "380")
        archive.writestr("x" * len(second), "999")
    return buffer.getvalue().replace(b"x" * len(second), second.encode())


def encrypted_zip() -> bytes:
    data = bytearray(zipped({"a.xml": "x"}))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, 6, 1)
    struct.pack_into("<H", data, directory + 8, 1)
    return bytes(data)


def zip_that_understates() -> bytes:
    """A member of 900 bytes whose directory entry claims 10."""
    data = bytearray(zipped({"a.xml": b"\x00" * 900}))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 10)
    return bytes(data)


REFUSED_ZIPS = {
    "no zip at all": (b"380;390", "damaged_file"),
    "truncated": (zipped({"a.xml": "x" * 100})[:-30], "damaged_file"),
    "the same name twice": (zip_with_twins("a.xml", "a.xml"), "hostile_file"),
    "the same name in other case": (zip_with_twins("a.xml", "A.XML"), "hostile_file"),
    "the same name with backslashes": (zip_with_twins("xl/a.xml", "xl\\a.xml"), "hostile_file"),
    "a name that climbs": (zipped({"xl/../../a.xml": "x"}), "hostile_file"),
    "an absolute name": (zipped({"/etc/a.xml": "x"}), "hostile_file"),
    "a name with a drive": (zipped({"C:/a.xml": "x"}), "hostile_file"),
    "an odd compression": (zipped({"a.xml": "x" * 50}, compression=zipfile.ZIP_LZMA), "hostile_file"),
    "an encrypted member": (encrypted_zip(), "password"),
    "too many members": (zipped({f"{n}.xml": "" for n in range(4)}), "too_large"),
    "one member too large": (zipped({"a.xml": "x" * 1_001}), "too_large"),
    "too large in all": (zipped({f"{n}.xml": "x" * 800 for n in range(2)}), "too_large"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("data", "code"), REFUSED_ZIPS.values(), ids=REFUSED_ZIPS)
def test_unsafe_zip_is_refused_on_opening(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        Package(data, limits=SMALL)
    assert caught.value.code == code


def test_bytes_are_counted_while_inflating_whatever_the_directory_claims() -> None:
    package = Package(zip_that_understates(), limits=SMALL)
    with pytest.raises(Refusal) as caught:
        package.read("a.xml")
    assert caught.value.code == "damaged_file"


def test_reading_parts_again_and_again_meets_the_limit() -> None:
    package = Package(zipped({"a.xml": b"x" * 900}), limits=SMALL)
    package.read("a.xml")
    with pytest.raises(Refusal) as caught:
        package.read("a.xml")
    assert caught.value.code == "too_large"


def test_broken_checksum_is_refused() -> None:
    data = bytearray(zipped({"a.xml": b"380"}, compression=zipfile.ZIP_STORED))
    data[data.index(b"380")] = ord("9")
    with pytest.raises(Refusal) as caught:
        Package(bytes(data)).read("a.xml")
    assert caught.value.code == "damaged_file"


def test_members_are_found_in_any_case_and_with_backslashes() -> None:
    package = Package(zip_with_twins("a.xml", "XL\\Sheet.xml"))
    assert (package.find("xl/sheet.XML"), package.read("xl/sheet.xml"), package.find("b.xml")) == (
        "XL/Sheet.xml",
        b"999",
        None,
    )


def test_what_is_neither_read_nor_accounted_for_is_told() -> None:
    package = Package(zipped({"a": "", "b": "", "folder/": "", "c": "", "d": ""}))
    package.read("a")
    package.peek("b")
    package.account_for("C")
    assert package.unaccounted() == ("b", "d")


def test_refusal_survives_pickling() -> None:
    refusal = Refusal("damaged_file", why="Grund")
    again = pickle.loads(pickle.dumps(refusal))
    assert (again.code, again.params, str(again)) == (
        "damaged_file",
        {"why": "Grund"},
        "damaged_file (why=Grund)",
    )


TARGETS = (
    ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
    ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
    ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
    ("./worksheets/../worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
    ("Worksheets\\Sheet1.xml", "xl/worksheets/sheet1.xml"),
    ("../media/Bild%201.png", "media/Bild 1.png"),
    ("../../../../media/Bild 1.png", "media/Bild 1.png"),
    ("missing.xml", None),
)


@pytest.mark.parametrize(("target", "member"), TARGETS)
def test_target_of_a_relationship_is_found_as_programs_write_it(target: str, member: str | None) -> None:
    part = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="http://x/worksheet" Target="{target}"/></Relationships>'
    )
    parts = {"xl/_rels/workbook.xml.rels": part, "xl/worksheets/sheet1.xml": "", "media/Bild 1.png": ""}
    found = relationships(Package(zipped(parts)), "xl/workbook.xml")
    assert targets(found, "worksheet") == ((member,) if member else ())


HOSTILE_XML = {
    "a DTD": (b"<!DOCTYPE a><a/>", "hostile_file"),
    "entities": (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "hostile_file"),
    "an external entity": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "hostile_file",
    ),
    "entities in UTF-16": ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"), "hostile_file"),
    "a DTD in UTF-16 that is declared": (
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        "hostile_file",
    ),
    "too deep": (b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1), "hostile_file"),
    "an unknown entity": (b"<a>&auml;</a>", "damaged_file"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="utf-7"?><a/>', "damaged_file"),
    "not well-formed": (b"<a><b></a>", "damaged_file"),
    "nothing": (b"", "damaged_file"),
    "bytes that are no UTF-8": (b"<a>\xe4</a>", "damaged_file"),
    "a prefix without namespace": (b"<x:a/>", "damaged_file"),
    "another root": (b"<b/>", "damaged_file"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE_XML.values(), ids=HOSTILE_XML)
def test_hostile_or_broken_xml_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_xml(data, Handlers({}, {}, roots=frozenset({"a"})), part="a.xml")
    assert caught.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_arrives_whole_in_every_encoding(encoding: str) -> None:
    texts: list[str] = []
    text = "Straße – 380 €" * 3_000
    parse_xml(f"<a>{text}</a>".encode(encoding), Handlers({}, {}, texts), part="a.xml")
    assert "".join(texts) == text


def test_handlers_are_called_in_all_their_namespaces() -> None:
    seen: list[str] = []
    handlers = qualify(("urn:one", ""), {"b": lambda attributes: seen.append(attributes["n"])})
    xml = b'<a><b n="1"/><x:b xmlns:x="urn:one" n="2"/><b xmlns="urn:two" n="3"/></a>'
    parse_xml(xml, Handlers(handlers, {}), part="a.xml")
    assert seen == ["1", "2"]
