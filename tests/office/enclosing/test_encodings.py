"""Attachments and texts of which the encoding is named wrongly: read rightly all the same."""

from __future__ import annotations

import base64
import binascii
import io
import quopri
import zipfile

import pytest

from ruecklauf.office.enclosing.messages import unpack_message
from ruecklauf.office.enclosing.notices import NoticeKind
from ruecklauf.office.enclosing.unpacked import Unpacked

HEAD = (
    "From: Amt <a@kleve.example>\r\nDate: Mon, 01 Jun 2026 10:00:00 +0200\r\nSubject: {subject}\r\n"
    "MIME-Version: 1.0\r\n"
)
TEXT = "Content-Type: text/plain; charset=utf-8\r\n\r\nGuten Tag, anbei.\r\n"


def _form() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 20)
    return file.getvalue()


FORM = _form()
IN_BASE64 = base64.encodebytes(FORM)
IN_UU = b"".join(binascii.b2a_uu(FORM[at : at + 45]) for at in range(0, len(FORM), 45))


def unpacked(*parts: bytes, subject: str = "AW: Formular") -> Unpacked:
    head = f'{HEAD.format(subject=subject)}Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return unpack_message(
        head.encode() + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    )


def single(head: str, body: bytes, subject: str = "AW: Formular") -> Unpacked:
    return unpack_message(f"{HEAD.format(subject=subject)}{head}\r\n\r\n".encode() + body)


def attached(encoding: str, content: bytes, kind: str = "application/octet-stream") -> bytes:
    said = f"Content-Transfer-Encoding: {encoding}\r\n" if encoding else ""
    head = f'Content-Type: {kind}\r\nContent-Disposition: attachment; filename="Kleve.xlsx"\r\n{said}\r\n'
    return head.encode() + content


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("base64", IN_BASE64),
        (" BASE64 ", IN_BASE64),
        ("base-64", IN_BASE64),
        ("base64 (encoded by gateway)", IN_BASE64),
        ("7bit", IN_BASE64),
        ("", IN_BASE64),
        ("base64", FORM),
        ("binary", FORM),
        ("base64", quopri.encodestring(FORM)),
        ("quoted printable", quopri.encodestring(FORM)),
        ("x-uuencode", b"begin 644 Kleve.xlsx\n" + IN_UU + b"`\nend\n"),
        ("base64", IN_BASE64 + b"\r\n-- \r\nGescannt von einem Virenscanner.\r\n"),
        ("base64", b"".join(b"> " + line for line in IN_BASE64.splitlines(keepends=True))),
    ],
)
def test_a_form_is_read_however_its_encoding_is_named(encoding: str, content: bytes) -> None:
    found = unpacked(TEXT.encode(), attached(encoding, content))
    assert [(member.name, member.data) for member in found.members] == [("Kleve.xlsx", FORM)]
    assert found.text == "Guten Tag, anbei."


def test_a_form_that_is_called_a_text_is_no_text() -> None:
    found = unpacked(
        TEXT.encode(), b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + IN_BASE64
    )
    assert [(member.name, member.data) for member in found.members] == [("Anhang 1.txt", FORM)]
    assert found.text == "Guten Tag, anbei."


def test_a_file_within_the_text_is_a_member() -> None:
    written = b"Guten Tag\r\n\r\nbegin 644 R\xc3\xbcck.xlsx\r\n" + IN_UU + b"`\r\nend\r\nGru\xc3\x9f\r\n"
    found = single("Content-Type: text/plain; charset=utf-8", written)
    assert [(member.name, member.data) for member in found.members] == [("Rück.xlsx", FORM)]
    assert found.text == "Guten Tag\n\nGruß"


@pytest.mark.parametrize(
    "text", ["begin 644 Liste\nWir fangen an.\nend", "begin 644 x\n", "begin of it\nend"]
)
def test_a_text_about_beginnings_is_a_text(text: str) -> None:
    found = single("Content-Type: text/plain; charset=utf-8", text.encode())
    assert (found.members, found.text) == ((), text.strip())


@pytest.mark.parametrize(
    ("claimed", "real"),
    [
        ("utf-8", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "utf-8"),
        ("us-ascii", "cp1252"),
        ("unknown-8bit", "utf-8"),
        ("unknown-8bit", "cp1252"),
        ("windows-1252", "utf-8"),
        ("iso-8859-15", "iso-8859-15"),
        ("utf-16", "utf-16"),
        ("utf-8", "utf-8"),
    ],
)
def test_umlauts_are_read_whatever_the_message_says_of_them(claimed: str, real: str) -> None:
    text = "Grüße aus Köln" if real == "iso-8859-15" else "Grüße – „ja“"
    head = f"Content-Type: text/plain; charset={claimed}\r\nContent-Transfer-Encoding: base64"
    assert single(head, base64.encodebytes(text.encode(real))).text == text


def test_what_programs_put_beside_a_form_for_each_other_is_passed_over() -> None:
    fork = b'Content-Type: application/applefile; name="Kleve.xlsx"\r\n\r\n\x00\x05\x16\x07'
    found = unpacked(TEXT.encode(), fork, attached("base64", IN_BASE64))
    assert ([member.data for member in found.members], found.passed_over) == ([FORM], ("Kleve.xlsx",))
    encrypted = b'Content-Type: application/octet-stream; name="a.asc"\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n'
    found = unpacked(b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n", encrypted)
    assert [member.name for member in found.members] == ["a.asc"]


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Abwesenheit: Ihr Formular", NoticeKind.AUTOMATIC),
        ("Abwesenheitsnotiz: Ihr Formular", NoticeKind.AUTOMATIC),
        ("Out-of-office: Your form", NoticeKind.AUTOMATIC),
        ("Abwesend: Ihr Formular", NoticeKind.AUTOMATIC),
        ("Automatische Antwort: Re: Ihr Formular", NoticeKind.AUTOMATIC),
        ("Autom. Antwort: AW: Ihr Formular", NoticeKind.AUTOMATIC),
        ("Automatic reply: Your form", NoticeKind.AUTOMATIC),
        ("Out of Office AutoReply: AW: Your form", NoticeKind.AUTOMATIC),
        ("Réponse automatique : votre formulaire", NoticeKind.AUTOMATIC),
        ("Re\u0301ponse automatique : votre formulaire", NoticeKind.AUTOMATIC),
        ("Absence du bureau : votre formulaire", NoticeKind.AUTOMATIC),
        ("Abwesende Mitglieder des Bündnisses", None),
        ("Automatische Antworten im Formular?", None),
        ("Abwesenheitsvertretung: hier das Formular", None),
        ("AW: Formular (Kollegin abwesend)", None),
    ],
)
def test_who_is_away_says_so_in_the_subject(subject: str, kind: NoticeKind | None) -> None:
    notice = single("Content-Type: text/plain", b"Bis Montag.\r\n", subject).notice
    assert (notice and notice.kind) == kind


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("AW: Abwesend: Ihr Formular", "Ich bin bis Montag nicht im Haus.", NoticeKind.AUTOMATIC),
        ("Re: Out of office: Your form", "I am on leave until Monday.", NoticeKind.AUTOMATIC),
        ("RE: Réponse automatique : formulaire", "Je suis en congé.", NoticeKind.AUTOMATIC),
        # a person answers to the notice
        ("AW: Abwesend: Ihr Formular", "Danke, wir warten.\r\n> Ich bin nicht im Haus.", None),
        ("AW: Abwesenheitsnotiz: Formular", "Anbei.\r\nVon: Amt\r\nIch bin im Urlaub.", None),
        ("WG: Automatische Antwort: Formular", "Zur Kenntnis.\r\n\r\n-----\r\nIm Urlaub.", None),
    ],
)
def test_answer_to_who_is_away_is_a_persons_unless_it_says_the_same(
    subject: str, text: str, kind: NoticeKind | None
) -> None:
    notice = single("Content-Type: text/plain; charset=utf-8", f"{text}\r\n".encode(), subject).notice
    assert (notice and notice.kind) == kind
