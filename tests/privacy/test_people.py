"""Whom a text names for sure, and whom it may name."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from rounds.playing import START, message
from ruecklauf.privacy.people import Person, is_telling
from ruecklauf.privacy.searching import can_be_searched, texts_in

KIM = Person("Kim Beispielfrau", ("kim.b@kreis.example",))


@pytest.mark.parametrize(
    ("text", "surely", "maybe"),
    [
        ("Kim Beispielfrau leitet", True, True),
        ("BEISPIELFRAU, KIM", True, True),
        ("K. Beispielfrau", True, True),
        ("Frau Dr. Beispielfrau", True, True),
        ("an KIM.B@kreis.example", True, True),
        ("Beispielfrau", False, True),
        ("Familie Beispielfraus Hof", False, True),
        ("Jo Beispielfrau", False, True),
        ("Kim Beispielfrauen", False, False),
        ("akim.b@kreis.example", False, False),
    ],
)
def test_a_surname_alone_may_be_anothers(text: str, surely: bool, maybe: bool) -> None:
    assert (KIM.is_in(text), KIM.may_be_in(text)) == (surely, maybe)


def test_only_the_name_is_taken_out() -> None:
    text = "Laut Kim Beispielfrau (kim.b@kreis.example) und Jo Beispielfrau am 3. Juli"
    assert KIM.taken_out_of(text) == "Laut [gelöscht] ([gelöscht]) und Jo Beispielfrau am 3. Juli"


def test_a_reason_that_names_the_person_is_told() -> None:
    assert is_telling(KIM, "Antrag von Beispielfrau") and is_telling(KIM, "wegen kim.b@kreis.example")
    assert not is_telling(KIM, "Antrag vom 3. Juli")


def test_names_are_found_in_parts_runs_and_encoded_heads() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(
            "word/document.xml", "<w:p><w:r><w:t>Kim Beispiel</w:t></w:r><w:r><w:t>frau</w:t></w:r></w:p>"
        )
    assert any(map(KIM.is_in, texts_in(target.getvalue())))
    mail = message("x@kreis.example", START, {}, "Anbei.").replace(
        b"From: x@", b"From: =?utf-8?b?S2ltIEJlaXNwaWVsZnJhdQ==?= <x@"
    )
    assert b"Beispielfrau" not in mail and any(map(KIM.is_in, texts_in(mail)))
    assert any(map(KIM.is_in, texts_in("Kim Beispielfrau".encode("utf-16-le"))))
    assert can_be_searched(mail) and not can_be_searched(b"%PDF-1.7 \x89")


def test_what_is_damaged_hides_nothing_else_and_is_not_called_searched() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("liste.txt", "".join(map(chr, range(32, 120))) * 3)
        package.writestr("name.txt", "Kim Beispielfrau leitet")
    whole = target.getvalue()
    data = bytearray(whole)
    start = data.index(b"liste.txt") + len(b"liste.txt")
    data[start : start + 4] = b"\xff" * 4
    assert can_be_searched(whole) and not can_be_searched(bytes(data))
    assert any(map(KIM.is_in, texts_in(bytes(data))))


def pdf(text: str, *, more: bytes = b"") -> bytes:
    """A page with a text that does not stand in the bytes as it is, as every program writes it."""
    drawn = zlib.compress(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1"))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
        + more
        + b">>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return data + head + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)


NOTE = b"/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Kim Beispielfrau fragen)>>]"


@pytest.mark.parametrize(
    ("data", "is_found", "is_searched"),
    [
        (pdf("Es gilt, was Kim Beispielfrau sagt"), True, True),
        (pdf("Es gilt, was wir sagen"), False, True),
        (pdf("Es gilt", more=NOTE), True, True),
        (pdf(" "), False, False),  # a scan has no text
        (pdf("Es gilt")[:200], False, False),
        (b"%PDF-1.7 \x89", False, False),
        (b"\x89PNG\r\n\x1a\n", False, False),
    ],
)
def test_pdfs_are_searched_where_all_that_people_read_is_text(
    data: bytes, is_found: bool, is_searched: bool
) -> None:
    assert any(map(KIM.is_in, texts_in(data))) is is_found
    assert can_be_searched(data) is is_searched
