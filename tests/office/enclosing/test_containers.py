"""Archives and messages: which files are in them, and what becomes of the rest."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlrd.compdoc import CompDoc

from office.enclosing.messages import Attached, message_folder, named, outlook_message
from office.packages import workbook_of, zipped
from office.test_formats import owner_file
from office.test_package import encrypted_zip
from ruecklauf.office.enclosing.containers import Member, Unpacked, unpack
from ruecklauf.office.enclosing.pixels import pixels
from ruecklauf.office.formats import Format
from ruecklauf.office.refusal import Refusal

FORM = workbook_of()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
SENT = datetime(2026, 6, 30, 7, 12, 0, tzinfo=UTC)


def unpacked(data: bytes) -> Unpacked:
    found = unpack(data)
    assert found is not None
    return found


def refusal(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        unpack(data)
    return caught.value.code


# What is no container


@pytest.mark.parametrize("data", [FORM, b"", b"%PDF-1.7", b"a;b\n1;2\n", zipped({"mimetype": "x"})])
def test_other_files_are_no_containers(data: bytes) -> None:
    assert unpack(data) is None


# Archives


def test_members_of_an_archive_come_with_their_folders() -> None:
    data = zipped({"Kreis/": "", "Kreis/Formular.xlsx": FORM, "Kreis\\Anlage.pdf": b"%PDF-1"})
    assert unpacked(data) == Unpacked(
        Format.ZIP, (Member("Kreis/Formular.xlsx", FORM), Member("Kreis/Anlage.pdf", b"%PDF-1"))
    )


def test_what_systems_and_open_programs_leave_is_passed_over_by_name() -> None:
    junk = {
        "__MACOSX/._Formular.xlsx": b"\x00\x05\x16\x07",
        "._Formular.xlsx": b"\x00\x05\x16\x07",
        ".DS_Store": b"\x00\x00\x00\x01Bud1",
        "Kreis/Thumbs.db": b"\xd0\xcf\x11\xe0",
        "desktop.ini": b"[x]",
        "~$Formular.xlsx": owner_file("Amt"),
        ".~lock.Formular.ods#": b",amt,pc,24.06.2026 09:12,file:///home/amt;",
    }
    found = unpacked(zipped({"Formular.xlsx": FORM} | junk))
    assert ([one.name for one in found.members], found.passed_over) == (["Formular.xlsx"], tuple(junk))


def test_workbook_that_is_named_like_an_owner_file_is_no_owner_file() -> None:
    data = zipped({"~$Formular.xlsx": FORM, "._Formular.xlsx": FORM})
    assert [one.name for one in unpacked(data).members] == ["~$Formular.xlsx", "._Formular.xlsx"]


def test_archive_in_an_archive_is_a_member() -> None:
    inner = zipped({"Formular.xlsx": FORM})
    (member,) = unpacked(zipped({"innen.zip": inner})).members
    assert unpacked(member.data).members == (Member("Formular.xlsx", FORM),)


def unflagged_zip(name: bytes) -> bytes:
    """An archive that does not say in which encoding its one name is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x" * len(name), "380")
    return buffer.getvalue().replace(b"x" * len(name), name)


ZIP_NAMES = {
    "Windows": ("Rückmeldung Größe Ä.xlsx".encode("cp850"), "Rückmeldung Größe Ä.xlsx"),
    "Windows in capitals": ("ÄÖÜ.xlsx".encode("cp437"), "ÄÖÜ.xlsx"),
    "macOS, decomposed and without a flag": ("Rückmeldung.xlsx".encode(), "Rückmeldung.xlsx"),
    "plain": (b"Formular.xlsx", "Formular.xlsx"),
}


@pytest.mark.parametrize(("name", "expected"), ZIP_NAMES.values(), ids=ZIP_NAMES)
def test_umlauts_in_names_are_readable(name: bytes, expected: str) -> None:
    assert [one.name for one in unpacked(unflagged_zip(name)).members] == [expected]


def test_flagged_names_are_taken_as_they_are() -> None:
    assert [one.name for one in unpacked(zipped({"Rück–ß.xlsx": FORM})).members] == ["Rück–ß.xlsx"]


def bomb() -> bytes:
    return zipped({f"{number}.xlsx": bytes(110 * 1024 * 1024) for number in range(3)})


REFUSED_ARCHIVES = {
    "encrypted": (encrypted_zip(), "password"),
    "climbing": (zipped({"../Formular.xlsx": FORM}), "hostile_file"),
    "absolute": (zipped({"/etc/Formular.xlsx": FORM}), "hostile_file"),
    "truncated": (zipped({"Formular.xlsx": FORM})[:-40], "damaged_file"),
    "too many members": (zipped({f"{number}": "" for number in range(2_001)}), "too_large"),
    "bomb": (bomb(), "too_large"),
    "broken member": (
        zipped({"a.txt": "380 Plätze"}, compression=zipfile.ZIP_STORED).replace(b"380", b"999"),
        "damaged_file",
    ),
}


@pytest.mark.parametrize(("data", "code"), REFUSED_ARCHIVES.values(), ids=REFUSED_ARCHIVES)
def test_unsafe_archive_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


# Messages


def message_of(*parts: str, head: str = "", body: str = "multipart/mixed") -> bytes:
    """A message of parts that are given as text, headers included."""
    joined = "".join(f"--grenze\r\n{part}\r\n" for part in parts)
    return (
        "From: =?utf-8?Q?J=C3=B6rg_M=C3=BCller?= <mueller@kreis.example>\r\n"
        "Subject: =?iso-8859-1?Q?R=FCckmeldung?=\r\n"
        "Date: Tue, 30 Jun 2026 09:12:00 +0200\r\nMIME-Version: 1.0\r\n"
        f'{head}Content-Type: {body}; boundary="grenze"\r\n\r\n{joined}--grenze--\r\n'
    ).encode()


def attachment(headers: str, data: bytes = FORM) -> str:
    encoded = base64.encodebytes(data).decode().replace("\n", "\r\n")
    return f"{headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}"


GREETING = (
    'Content-Type: text/plain; charset="iso-8859-1"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    "Guten Tag,\r\n\r\nanbei das Formular f=FCr   Sie.\r\n\r\n> Am 1. Juni schrieb das Amt:\r\n > bitte\r\n"
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAMPLE = Unpacked(
    Format.MAIL,
    (),
    sender="mueller@kreis.example",
    sent_at=SENT,
    subject="Rückmeldung",
    text_length=len("Guten Tag, anbei das Formular für Sie."),
    text="Guten Tag,\n\nanbei das Formular für Sie.\n\n> Am 1. Juni schrieb das Amt:\n> bitte",
)


def test_message_gives_its_attachments_and_who_sent_it_when() -> None:
    data = message_of(GREETING, attachment(f'Content-Type: {XLSX}; name="Formular.xlsx"'))
    assert unpacked(data) == replace(SAMPLE, members=(Member("Formular.xlsx", FORM),))


NAMES = {
    "RFC 2231": (
        "attachment;\r\n filename*=utf-8''R%C3%BCckmeldung%20%C3%84mter.xlsx",
        "Rückmeldung Ämter.xlsx",
    ),
    "RFC 2231 in pieces": (
        "attachment;\r\n filename*0*=iso-8859-1''R%FCck;\r\n filename*1=meldung.xlsx",
        "Rückmeldung.xlsx",
    ),
    "RFC 2047": ('attachment; filename="=?iso-8859-1?Q?R=FCck_meldung.xlsx?="', "Rück meldung.xlsx"),
    "RFC 2047 folded": (
        'attachment;\r\n filename="=?utf-8?Q?R=C3=BCck?=\r\n =?utf-8?Q?meldung.xlsx?="',
        "Rückmeldung.xlsx",
    ),
    "RFC 2047 without quotes": ("attachment; filename==?utf-8?B?UsO8Y2sueGxzeA==?=", "Rück.xlsx"),
    "blanks without quotes": ("attachment; filename=Mein Formular 2.xlsx; size=3", "Mein Formular 2.xlsx"),
    "plain UTF-8": ('attachment; filename="Rück.xlsx"', "Rück.xlsx"),
    "a path": ('attachment; filename="../../etc/x.xlsx"', "../../etc/x.xlsx"),
    "a name that turns around": ('attachment; filename="a\u202exslx.exe"', "a xslx.exe"),
    "nothing": ("attachment", "Anhang 1.xlsx"),
    "an empty name": ('attachment; filename=""', "Anhang 1.xlsx"),
    "an unknown character set": ("attachment; filename*=x-amt''R%FC.xlsx", "R\ufffd.xlsx"),
}


@pytest.mark.parametrize(("disposition", "expected"), NAMES.values(), ids=NAMES)
def test_name_of_an_attachment_is_readable(disposition: str, expected: str) -> None:
    data = message_of(attachment(f"Content-Type: {XLSX}\r\nContent-Disposition: {disposition}"))
    assert unpacked(data).members == (Member(expected, FORM),)


def test_name_in_windows_encoding_is_readable() -> None:
    data = message_of(attachment(f'Content-Type: {XLSX}; name="R@ck.xlsx"')).replace(b"@ck", b"\xfcck")
    assert unpacked(data).members == (Member("Rück.xlsx", FORM),)


def test_picture_of_a_signature_is_passed_over_and_an_attached_picture_is_not() -> None:
    html = (
        'Content-Type: text/html; charset="utf-8"\r\n\r\n<html><head><style>p {color: red}</style></head>'
        "<body><!--[if gte mso 9]><xml>96</xml><![endif]--><p>Gr&uuml;&szlig;e</p>"
        '<img src="cid:image001.png@01DA"></body></html>'
    )
    head = 'Content-Type: image/png; name="{}"\r\nContent-ID: <{}>'
    data = message_of(
        html,
        attachment(head.format("image001.png", "image001.png@01DA"), PNG),
        attachment(head.format("Foto.png", "other@01DA"), PNG),
        attachment(head.format("image001.png", "image001.png@01DA"), FORM),
    )
    found = unpacked(data)
    assert found.members == (Member("Foto.png", PNG), Member("image001.png", FORM))
    assert (found.passed_over, found.text_length) == (("image001.png",), len("Grüße"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("image001.png", PNG),
        ("Outlook-Logo der.png", PNG),
        ("ATT00001.gif", b"GIF89a"),
        ("Thumbs.db", b"\xd0\xcf\x11\xe0"),
        ("desktop.ini", b"[.ShellClassInfo]"),
        ("Muster.vcf", b"BEGIN:VCARD\r\nFN:Kim Muster"),
        ("~$Formular.xlsx", b""),
    ],
)
def test_what_comes_beside_a_return_is_passed_over_and_alone_it_is_not(name: str, content: bytes) -> None:
    beside = attachment(f'Content-Type: application/octet-stream; name="{name}"', content)
    form = attachment(f'Content-Type: {XLSX}; name="Formular.xlsx"')
    found = unpacked(message_of(beside, form))
    assert (found.members, found.passed_over) == ((Member("Formular.xlsx", FORM),), (name,))
    is_picture = name.endswith(("png", "gif"))
    assert [member.name for member in unpacked(message_of(beside)).members] == ([name] if is_picture else [])
    assert unpacked(message_of(GREETING, beside)).passed_over == (name,)


def test_photo_beside_a_return_is_a_member() -> None:
    form = attachment(f'Content-Type: {XLSX}; name="Formular.xlsx"')
    photos = [("Seite 2.png", PNG), ("image001.png", PNG + bytes(300_000))]
    beside = [attachment(f'Content-Type: image/png; name="{name}"', data) for name, data in photos]
    assert not unpacked(message_of(*beside, form)).passed_over


def picture(kind: str, width: int, height: int, size: int) -> bytes:
    """The beginning of a picture of so many pixels, and bytes of no meaning behind it."""
    heads = {
        "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height),
        "gif": b"GIF89a" + struct.pack("<HH", width, height),
        "bmp": b"BM" + bytes(16) + struct.pack("<ii", width, -height),
        # what a camera notes stands before the size
        "jpg": b"\xff\xd8\xff\xe1\0\x08Exif\0\0\xff\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width),
    }
    return heads[kind].ljust(size, b"\x55")


PICTURES = [
    (picture("jpg", 1200, 1600, 180_000), True),  # a photo of a filled form, made small for the mail
    (picture("png", 600, 800, 25_000), True),
    (picture("gif", 827, 1169, 60_000), True),
    (picture("bmp", 827, 1169, 60_000), True),
    (picture("png", 1240, 1754, 5_000), True),  # a scan in black and white, mostly empty
    (picture("gif", 1169, 827, 4_000), True),  # one that lies on its side
    (picture("jpg", 640, 480, 60_000), True),  # a photo that the phone made small
    (picture("png", 640, 480, 60_000), False),
    (picture("png", 1600, 300, 90_000), False),  # a banner
    (picture("jpg", 400, 500, 200_000), False),
    (picture("png", 2000, 2000, 9_000), False),  # a flat logo for sharp screens
    (PNG, False),
]


@pytest.mark.parametrize(("data", "is_page"), PICTURES)
@pytest.mark.parametrize("inline", [False, True])
def test_picture_on_which_a_page_can_be_read_is_no_signature(
    data: bytes, is_page: bool, inline: bool
) -> None:
    form = attachment(f'Content-Type: {XLSX}; name="Formular.xlsx"')
    html = 'Content-Type: text/html; charset="utf-8"\r\n\r\n<p>Hallo</p><img src="cid:photo@1">'
    name = "IMG_0815.jpeg" if inline else "image001.png"
    head = f'Content-Type: image/png; name="{name}"' + ("\r\nContent-ID: <photo@1>" if inline else "")
    found = unpacked(message_of(html if inline else GREETING, attachment(head, data), form))
    assert (name in [member.name for member in found.members], name in found.passed_over) == (
        is_page,
        not is_page,
    )
    flagged = named(name, data, content_id="photo@1", flags=4) if inline else named(name, data)
    of_outlook = unpacked(outlook_message(TEXTS, flagged, named("Formular.xlsx", FORM)))
    assert (name in of_outlook.passed_over) is not is_page


@pytest.mark.parametrize(
    "data",
    [b"\xff\xd8", b"\xff\xd8\xff\xe0\0\0" * 3, b"BM", b"GIF89a", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b""],
)
def test_picture_that_is_cut_off_has_no_size(data: bytes) -> None:
    assert pixels(data) is None


def test_mailbox_gives_its_messages_with_their_attachments() -> None:
    form = attachment(f'Content-Type: {XLSX}; name="Formular.xlsx"')
    first = message_of(f"{GREETING}\r\n>From: hier an\r\n", form)
    second = message_of(form)
    box = b"".join(b"From x@y Tue May 10 11:28:07 2005\r\n" + each + b"\r\n\r\n" for each in (first, second))
    found = unpacked(box)
    assert [member.name for member in found.members] == ["Nachricht 1.eml", "Nachricht 2.eml"]
    assert all(unpacked(member.data).members == (Member("Formular.xlsx", FORM),) for member in found.members)


def test_names_in_an_archive_that_begin_with_a_dot_are_those_without() -> None:
    plain, dotted = (zipped({f"{dot}Formular.xlsx": FORM}) for dot in ("", "./"))
    assert unpacked(dotted).members == unpacked(plain).members


def test_signature_beside_a_message_is_passed_over() -> None:
    signature = attachment('Content-Type: application/pkcs7-signature; name="smime.p7s"', b"0\x82")
    data = message_of(GREETING, signature, body="multipart/signed")
    assert unpacked(data) == replace(SAMPLE, passed_over=("smime.p7s",))


def test_winmail_that_cannot_be_read_is_a_member() -> None:
    tnef = b"\x78\x9f\x3e\x22"
    data = message_of(attachment('Content-Type: application/ms-tnef; name="winmail.dat"', tnef))
    assert unpacked(data).members == (Member("winmail.dat", tnef),)


def test_attached_message_is_a_member_with_its_own_attachments() -> None:
    inner = message_of(GREETING, attachment(f'Content-Type: {XLSX}; name="Formular.xlsx"'))
    inner = inner.replace(b"grenze", b"innen")
    outer = message_of(GREETING, "Content-Type: message/rfc822\r\n\r\n" + inner.decode())
    (member,) = unpacked(outer).members
    assert member.name == "Anhang 1.eml"
    assert unpacked(member.data) == replace(SAMPLE, members=(Member("Formular.xlsx", FORM),))
    assert member.data.rstrip() == inner.rstrip()


def test_attached_message_may_be_in_base64_although_that_is_forbidden() -> None:
    inner = message_of(attachment(f'Content-Type: {XLSX}; name="Formular.xlsx"'))
    (member,) = unpacked(message_of(attachment("Content-Type: message/rfc822", inner))).members
    assert member.data == inner


def test_binary_attachment_comes_byte_for_byte() -> None:
    content = b"PK\x03\x04\r\n\n\r\xff\x00\r\n-- \r\n" + bytes(range(256))
    part = f'Content-Type: {XLSX}; name="a.xlsx"\r\nContent-Transfer-Encoding: binary\r\n\r\n@'
    data = message_of(part).replace(b"@\r\n", content + b"\r\n")
    assert unpacked(data).members == (Member("a.xlsx", content),)


def test_message_written_by_a_library_is_read() -> None:
    message = EmailMessage()
    message["From"] = "mueller@kreis.example"
    message["Date"] = datetime(2026, 6, 30, 9, 12, tzinfo=timezone(timedelta(hours=2)))
    message["Subject"] = "Rückmeldung"
    message.set_content("Hallo")
    message.add_alternative("<p>Hallo, das ist länger</p>", subtype="html")
    message.add_attachment(FORM, maintype="application", subtype="zip", filename="Größe – 2.xlsx")
    expected = replace(SAMPLE, members=(Member("Größe – 2.xlsx", FORM),), text_length=5, text="Hallo")
    assert unpacked(bytes(message)) == expected


def test_text_files_are_attachments_and_text_is_not() -> None:
    parts = ("Content-Type: text/plain\r\n\r\nHallo", 'Content-Type: text/plain; name="a.csv"\r\n\r\n1;2')
    found = unpacked(message_of(*parts))
    assert (found.members, found.text_length) == ((Member("a.csv", b"1;2"),), 5)


DEFECTIVE = {
    "truncated": (
        message_of(attachment(f'Content-Type: {XLSX}; name="a.xlsx"'))[:-200],
        "die Nachricht bricht vor ihrem Ende ab",
    ),
    "base64 with odd letters": (
        message_of(attachment(f'Content-Type: {XLSX}; name="a.xlsx"')).replace(
            b"\r\n\r\nUEs", b"\r\n\r\n!UEs"
        ),
        "ein Anhang enthält Zeichen, die nicht in seine Kodierung gehören",
    ),
    "no boundary": (
        message_of(GREETING).replace(b'; boundary="grenze"', b""),
        "die Teile der Nachricht sind nicht auffindbar",
    ),
    "no date": (message_of(GREETING).replace(b"Tue, 30 Jun", b"Tuesday"), "das Sendedatum ist nicht lesbar"),
    "no sender": (
        message_of(GREETING).replace(b"mueller@kreis.example", b"x"),
        "der Absender ist nicht lesbar",
    ),
    "something behind": (message_of(GREETING) + b"PK", "hinter dem Ende der Nachricht steht weiterer Text"),
    "a part elsewhere": (
        message_of("Content-Type: message/external-body; access-type=URL\r\n\r\nContent-Type: a/b\r\n\r\n"),
        "ein Anhang ist nicht vollständig in der Nachricht enthalten",
    ),
    "a header without a colon": (
        message_of(GREETING).replace(b"Date:", b"broken\r\nDate:"),
        "die Kopfzeilen sind beschädigt",
    ),
}


@pytest.mark.parametrize(("data", "defect"), DEFECTIVE.values(), ids=DEFECTIVE)
def test_broken_message_is_read_as_far_as_it_goes_and_says_so(data: bytes, defect: str) -> None:
    assert defect in unpacked(data).defects


def test_damaged_attachment_stays_a_member() -> None:
    (member,) = unpacked(DEFECTIVE["truncated"][0]).members
    assert FORM.startswith(member.data)
    assert 0 < len(member.data) < len(FORM)


def test_boundary_without_the_quotes_it_needs_is_found() -> None:
    data = message_of(GREETING).replace(b'"grenze"', b"----=_Part.1").replace(b"--grenze", b"------=_Part.1")
    assert unpacked(data) == SAMPLE


SENT_AT = {
    "Tue, 30 Jun 2026 07:12:00 -0000": SENT,
    "30 Jun 2026 07:12 GMT": SENT,
    "Tue, 30 Jun 3609 07:12:00 +0000": None,
    "Mon, 01 Jan 1601 00:00:00 +2300": None,
    "gestern": None,
    "": None,
}


@pytest.mark.parametrize(("date", "expected"), SENT_AT.items())
def test_sending_time_is_in_utc_or_missing(date: str, expected: datetime | None) -> None:
    data = message_of(GREETING).replace(b"Tue, 30 Jun 2026 09:12:00 +0200", date.encode())
    assert unpacked(data).sent_at == expected


def test_hostile_sender_costs_the_sender_and_nothing_else() -> None:
    data = message_of(GREETING, attachment(f'Content-Type: {XLSX}; name="a.xlsx"'))
    found = unpacked(b"To: amt@kreis.example\r\n" + data.replace(b"<mueller@kreis.example>", b"(" * 9_000))
    assert (found.sender, found.members) == ("", (Member("a.xlsx", FORM),))


def nested(depth: int) -> bytes:
    head = b"From: a@b.example\nMIME-Version: 1.0\n"
    parts = (
        f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n".encode()
        for number in range(depth)
    )
    return head + b"".join(parts)


REFUSED_MESSAGES = {
    "a header without end": (
        message_of(attachment(f'Content-Type: {XLSX}; name="{"a" * 5_000}"')),
        "hostile_file",
    ),
    "too many levels": (nested(400), "hostile_file"),
    "too many parts": (message_of(*["Content-Type: a/b\r\n\r\n"] * 2_100), "too_large"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED_MESSAGES.values(), ids=REFUSED_MESSAGES)
def test_hostile_message_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_deep_message_below_the_limit_ends() -> None:
    assert unpacked(nested(100)).defects == ("die Nachricht bricht vor ihrem Ende ab",)


# Messages of Outlook

SUBJECT, BODY, SENDER = 0x0037, 0x1000, 0x5D01
TEXTS = {SUBJECT: "Rückmeldung", BODY: "Guten Tag\r\n> alt\r\n", SENDER: "mueller@kreis.example"}
OUTLOOK = Unpacked(
    Format.MSG,
    (),
    sender="mueller@kreis.example",
    sent_at=SENT,
    subject="Rückmeldung",
    text_length=9,
    text="Guten Tag\n> alt",
)


@pytest.mark.parametrize("codepage", [None, 1252])
@pytest.mark.parametrize("size", [0, 1, 4_095, 4_096, 300_000])
def test_outlook_message_gives_its_attachments(codepage: int | None, size: int) -> None:
    content = (b"PK\x03\x04" + bytes(range(256)) * (size // 256 + 1))[:size]
    data = outlook_message(TEXTS, named("Größe – 2.xlsx", content), sent_at=SENT, codepage=codepage)
    assert unpacked(data) == replace(OUTLOOK, members=(Member("Größe – 2.xlsx", content),))


def test_large_outlook_message_is_read() -> None:
    content = bytes(range(256)) * 40_000
    assert unpacked(outlook_message(TEXTS, named("a.pdf", content))).members == (Member("a.pdf", content),)


SENDERS: tuple[tuple[dict[int, str], str], ...] = (
    ({0x5D02: "amt@kreis.example", 0x5D01: "mueller@kreis.example"}, "amt@kreis.example"),
    ({0x0064: "SMTP", 0x0065: "amt@kreis.example"}, "amt@kreis.example"),
    ({0x0C1E: "SMTP", 0x0C1F: "mueller@kreis.example"}, "mueller@kreis.example"),
    ({0x0C1E: "EX", 0x0C1F: "/O=KREIS/CN=MUELLER@X"}, ""),
    ({0x0C1E: "EX", 0x007D: "Received: x\r\nFrom: Amt <amt@kreis.example>\r\n"}, "amt@kreis.example"),
    ({}, ""),
)


@pytest.mark.parametrize(("texts", "expected"), SENDERS)
def test_sender_of_an_outlook_message_is_an_address(texts: dict[int, str], expected: str) -> None:
    assert unpacked(outlook_message(texts)).sender == expected


def test_message_in_an_outlook_message_is_a_member_with_its_own_attachments() -> None:
    inner = message_folder(TEXTS, named("Formular.xlsx", FORM), sent_at=SENT, inner=True)
    data = outlook_message(TEXTS, Attached(texts={0x3001: "Rückmeldung"}, numbers={0x3705: 5}, inner=inner))
    (member,) = unpacked(data).members
    assert member.name == "Rückmeldung"
    assert unpacked(member.data) == replace(OUTLOOK, members=(Member("Formular.xlsx", FORM),))


def test_written_messages_have_nothing_that_a_strict_reader_finds_odd() -> None:
    data = outlook_message(TEXTS, *(named(f"{number}.xlsx", bytes(number * 219)) for number in range(40)))
    complaints = io.StringIO()
    read = CompDoc(data, logfile=complaints)
    paths = [f"__attach_version1.0_#{number:08X}/__substg1.0_37010102" for number in range(40)]
    assert [len(read.get_named_stream(path) or b"") for path in paths] == [
        number * 219 for number in range(40)
    ]
    assert complaints.getvalue() == ""


@pytest.mark.parametrize(("html", "flags"), [('<img src="cid:logo@1">', 0), ("", 4)])
def test_picture_of_an_outlook_signature_is_passed_over(html: str, flags: int) -> None:
    data = outlook_message(
        TEXTS,
        named("image001.png", PNG, content_id="logo@1", flags=flags),
        named("Foto.png", PNG, content_id="other@1"),
        named("image002.png", FORM, content_id="logo@1", flags=flags),
        binaries={0x1013: html.encode()},
    )
    found = unpacked(data)
    assert ([one.name for one in found.members], found.passed_over) == (
        ["Foto.png", "image002.png"],
        ("image001.png",),
    )


OUTLOOK_DEFECTS = {
    "a link instead of a file": (
        outlook_message(TEXTS, Attached(texts={0x3707: "a.xlsx"}, numbers={0x3705: 7})),
        "ein Anhang ist nur ein Verweis auf eine Datei, die nicht in der Nachricht steht",
    ),
    "a missing attachment": (outlook_message(TEXTS, announced=2), "nicht alle Anhänge sind auffindbar"),
    "a text in RTF only": (
        outlook_message({SUBJECT: "x"}, binaries={0x1009: b"LZFu"}),
        "der Text der Nachricht liegt in einer Form vor, die hier nicht gezählt wird",
    ),
}


@pytest.mark.parametrize(("data", "defect"), OUTLOOK_DEFECTS.values(), ids=OUTLOOK_DEFECTS)
def test_what_is_missing_in_an_outlook_message_is_told(data: bytes, defect: str) -> None:
    assert unpacked(data).defects == (defect,)


LARGE = outlook_message(TEXTS, named("a.bin", bytes(100_000)))


def patched(data: bytes, at: int, value: int) -> bytes:
    changed = bytearray(data)
    struct.pack_into("<I", changed, at, value)
    return bytes(changed)


def entry_of(data: bytes, name: str) -> int:
    return data.index(name.encode("utf-16-le"))


def circular_tables(data: bytes) -> bytes:
    """Every sector follows itself."""
    (tables,) = struct.unpack_from("<I", data, 44)
    changed = bytearray(data)
    for sector in struct.unpack_from(f"<{tables}I", data, 76):
        numbers = range(sector * 128, sector * 128 + 128)
        struct.pack_into("<128I", changed, (sector + 1) * 512, *(number % 8 for number in numbers))
    return bytes(changed)


HOSTILE_OUTLOOK = {
    "huge stream": patched(LARGE, entry_of(LARGE, "__substg1.0_37010102") + 120, 0xFFFFFFF0),
    "stream larger than the file": patched(LARGE, entry_of(LARGE, "__substg1.0_37010102") + 120, 150_000),
    "huge mini stream": patched(LARGE, entry_of(LARGE, "Root Entry") + 120, 0x7FFFFFFF),
    "huge table": patched(LARGE, 44, 0x0FFFFFFF),
    "huge table of small sectors": patched(LARGE, 64, 0x0FFFFFFF),
    "huge list of tables": patched(LARGE, 72, 0x0FFFFFFF),
    "odd sectors": LARGE[:30] + b"\x1f\x00" + LARGE[32:],
    "directory that contains itself": patched(LARGE, entry_of(LARGE, "__attach") + 76, 0),
}


def test_list_of_tables_is_not_followed_in_circles() -> None:
    data = patched(patched(patched(LARGE, 44, 200), 72, 1), 68, 1)
    assert unpacked(data) == unpacked(LARGE)


@pytest.mark.parametrize("data", HOSTILE_OUTLOOK.values(), ids=HOSTILE_OUTLOOK)
def test_hostile_outlook_message_is_refused(data: bytes) -> None:
    assert refusal(data) == "damaged_file"


UNRECOGNISABLE = {
    "no properties": LARGE.replace(
        "__properties_version1.0".encode("utf-16-le"), "__properties_version2.0".encode("utf-16-le")
    ),
    "sectors in circles": circular_tables(LARGE),
    "truncated before its directory": LARGE[:50_000],
    "header only": LARGE[:512],
}


@pytest.mark.parametrize("data", UNRECOGNISABLE.values(), ids=UNRECOGNISABLE)
def test_outlook_message_that_cannot_be_recognised_is_no_container(data: bytes) -> None:
    assert unpack(data) is None


def test_attachment_whose_sectors_end_early_is_told() -> None:
    (table,) = struct.unpack_from("<I", LARGE, 76)
    found = unpacked(patched(LARGE, (table + 1) * 512 + 4 * 9, 0xFFFFFFFE))
    assert found.members == (Member("a.bin", bytes(10 * 512)),)
    assert found.defects == (
        "die Datei ist innen beschädigt (vom Bestandteil „__substg1.0_37010102“ fehlt ein Teil)",
    )


# Anything

REAL = (
    message_of(GREETING, attachment(f'Content-Type: {XLSX}; name="a.xlsx"'), head="Cc: b@c.example\r\n"),
    message_of(GREETING, "Content-Type: message/rfc822\r\n\r\nFrom: a@b\r\nSubject: c\r\n\r\nd"),
    outlook_message(TEXTS, named("a.xlsx", FORM), sent_at=SENT),
    outlook_message(TEXTS, Attached(inner=message_folder(TEXTS, named("b", b"1"), inner=True))),
    zipped({"a.xlsx": FORM, "Ordner/b.txt": "380"}),
)


def unpack_or_refuse(data: bytes) -> None:
    try:
        found = unpack(data)
    except Refusal as refused:
        assert refused.code in {"damaged_file", "hostile_file", "password", "too_large"}
    else:
        assert found is None or found.kind in {Format.ZIP, Format.MAIL, Format.MSG}


@settings(deadline=None, max_examples=300)
@given(
    data=st.sampled_from(REAL),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), max_size=6),
    keep=st.floats(0, 1),
)
def test_damaged_container_is_read_or_refused(
    data: bytes, changes: list[tuple[float, bytes]], keep: float
) -> None:
    changed = bytearray(data)
    for where, written in changes:
        at = int(where * len(changed))
        changed[at : at + len(written)] = written
    unpack_or_refuse(bytes(changed[: int(len(changed) * keep) if keep > 0.3 else len(changed)]))


HEADERS = ("From", "Date", "Subject", "Content-Type", "Content-Disposition", "Content-ID", "Sender")
HEADERS_OF_PARTS = ("Content-Transfer-Encoding", "MIME-Version", "To")
TOKENS = (
    *("a", "@", ".", '"', "(", ")", "<", ">", ",", ";", ":", "=", "*", "'", "\\", " ", "\t", "\r\n "),
    *(
        "=?utf-8?Q?",
        "=?x?B?",
        "?=",
        "%FC",
        "*0*=",
        "*1=",
        "filename",
        "name",
        "boundary",
        "charset",
        "utf-8''",
    ),
    *(
        "multipart/mixed",
        "message/rfc822",
        "text/html",
        "base64",
        "\x00",
        "\xfc",
        "ü",
        "[",
        "]",
        "1",
        "-0000",
    ),
)


@settings(deadline=None, max_examples=400)
@given(
    headers=st.lists(
        st.tuples(
            st.sampled_from(HEADERS + HEADERS_OF_PARTS), st.lists(st.sampled_from(TOKENS), max_size=14)
        ),
        max_size=6,
    ),
    body=st.binary(max_size=60),
)
def test_message_with_any_headers_is_read_or_refused(
    headers: list[tuple[str, list[str]]], body: bytes
) -> None:
    head = "".join(f"{name}: {''.join(value)}\r\n" for name, value in headers)
    unpack_or_refuse(b"From: a@b.example\r\nTo: c\r\n" + head.encode("latin-1") + b"\r\n" + body)


@settings(deadline=None)
@given(
    start=st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"From: a\nTo: b\n", b""]),
    data=st.binary(max_size=2_000),
)
def test_any_bytes_are_read_or_refused(start: bytes, data: bytes) -> None:
    unpack_or_refuse(start + data)
