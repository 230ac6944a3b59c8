"""Whom a text names for sure, and whom it may name."""

from __future__ import annotations

import io
import zipfile

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
