"""Returns as mail programs send them: how each nests texts, pictures, forms and what it adds by itself."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOGO = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Kim Muster\r\nTEL:0221 12345\r\nEND:VCARD\r\n"
INVITATION = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Termin\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
DISCLAIMER = "Diese E-Mail kann vertrauliche Informationen enthalten."


@dataclass(frozen=True)
class Sent:
    """One return, and what goes with it."""

    sender: str
    moment: datetime
    name: str
    form: bytes
    text: str = "Guten Tag, anbei unser Formular."
    original: bytes = b""
    """The form as it was sent to them, if it comes along."""


def _headed(mail: MIMEBase, sent: Sent, subject: str = "AW: Ihr Formular") -> bytes:
    mail["From"] = f"Amt <{sent.sender}>"
    mail["To"] = "ruecklauf@institut.example"
    mail["Subject"] = subject
    mail["Date"] = format_datetime(sent.moment)
    return mail.as_bytes()


def _text(sent: Sent, kind: str = "plain") -> MIMEText:
    if kind == "plain":
        return MIMEText(f"{sent.text}\n\n-- \nAmt für Beispiele\n{DISCLAIMER}\n", "plain", "utf-8")
    return MIMEText(f"<html><body><p>{sent.text}</p><img src='cid:image001'><p>{DISCLAIMER}", "html", "utf-8")


def _form(sent: Sent, *, disposition: str = "attachment", kind: str = XLSX) -> MIMEApplication:
    part = MIMEApplication(sent.form, kind, name=sent.name)
    part.add_header("Content-Disposition", disposition, filename=sent.name)
    return part


def _logo(name: str = "image001.png", *, content_id: str = "image001") -> MIMEImage:
    part = MIMEImage(LOGO, "png", name=name)
    if content_id:
        part.add_header("Content-ID", f"<{content_id}>")
    part.add_header("Content-Disposition", "inline", filename=name)
    return part


def _part(kind: str, content: str, name: str) -> MIMEText:
    part = MIMEText(content, kind, "utf-8")
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def _multi(kind: str, *parts: MIMEBase) -> MIMEMultipart:
    made = MIMEMultipart(kind)
    for part in parts:
        made.attach(part)
    return made


def outlook(sent: Sent) -> bytes:
    """Mixed of (related of (alternative, logo), form); the logo of the signature is shown by the HTML."""
    body = _multi("related", _multi("alternative", _text(sent), _text(sent, "html")), _logo())
    mail = _multi("mixed", body, _form(sent))
    mail["X-MS-Has-Attach"] = "yes"
    return _headed(mail, sent)


def outlook_as_text(sent: Sent) -> bytes:
    """The logo is no longer shown, and became an attachment beside the form."""
    return _headed(_multi("mixed", _text(sent), _form(sent), _logo(content_id="")), sent)


def outlook_in_rich_text(sent: Sent) -> bytes:
    """The form stands in winmail.dat."""
    tnef = MIMEApplication(winmail({sent.name: sent.form}), "ms-tnef", name="winmail.dat")
    tnef.add_header("Content-Disposition", "attachment", filename="winmail.dat")
    return _headed(_multi("mixed", _text(sent), tnef), sent)


def thunderbird(sent: Sent) -> bytes:
    """Mixed of (text, form, visiting card)."""
    mail = _multi("mixed", _text(sent), _form(sent), _part("vcard", CARD, "kim_muster.vcf"))
    mail["User-Agent"] = "Mozilla Thunderbird"
    return _headed(mail, sent)


def apple_mail(sent: Sent) -> bytes:
    """Alternative of (text, mixed of (HTML, form inline, logo, HTML)): the form hangs in one of the texts."""
    rich = _multi("mixed", _text(sent, "html"), _form(sent, disposition="inline"), _logo("image0.png"))
    rich.attach(MIMEText("<html><body><br></body></html>", "html", "us-ascii"))
    mail = _multi("alternative", _text(sent), rich)
    mail["X-Mailer"] = "Apple Mail (2.3774)"
    return _headed(mail, sent)


def webmail(sent: Sent) -> bytes:
    """Mixed of (alternative, form of no known type)."""
    body = _multi("alternative", _text(sent), _text(sent, "html"))
    return _headed(_multi("mixed", body, _form(sent, kind="octet-stream")), sent)


def with_invitation(sent: Sent) -> bytes:
    """An appointment is answered with the form attached."""
    body = _multi("alternative", _text(sent), MIMEText(INVITATION, "calendar", "utf-8"))
    return _headed(_multi("mixed", body, _form(sent)), sent)


def forwarded_as_file(sent: Sent) -> bytes:
    """The department sent it to the office that was asked, which forwards the message as an attachment."""
    inner = _multi("mixed", MIMEText(sent.text, "plain", "utf-8"), _form(sent))
    inner["From"], inner["Date"] = f"Fachbereich <{sent.sender}>", format_datetime(sent.moment)
    inner["Subject"], inner["To"] = "Formular", sent.sender
    return _headed(_multi("mixed", _text(sent), MIMEMessage(inner)), sent, "WG: Formular")


def forwarded_thread(sent: Sent) -> bytes:
    """The thread is quoted in the text; beside the filled form may hang the one that had been sent."""
    thread = f"{sent.text}\n\n-----Ursprüngliche Nachricht-----\nVon: Institut\n\n> Bitte ausfüllen.\n"
    parts = [MIMEText(thread, "plain", "utf-8"), _form(sent)]
    if sent.original:
        parts.insert(1, _form(Sent(sent.sender, sent.moment, "Original.xlsx", sent.original)))
    return _headed(_multi("mixed", *parts), sent, "WG: AW: Ihr Formular")


PROGRAMS: dict[str, Callable[[Sent], bytes]] = {
    "Outlook": outlook,
    "Outlook, text": outlook_as_text,
    "Outlook, rich text": outlook_in_rich_text,
    "Thunderbird": thunderbird,
    "Apple Mail": apple_mail,
    "webmail": webmail,
    "appointment": with_invitation,
    "forwarded as a file": forwarded_as_file,
    "forwarded thread": forwarded_thread,
}


def winmail(files: dict[str, bytes | None], *, whole: bool = True) -> bytes:
    """Outlook's container with these attachments (MS-OXTNEF); None is one whose content is not in it."""

    def attribute(level: int, number: int, content: bytes) -> bytes:
        return (
            struct.pack("<BII", level, number, len(content))
            + content
            + struct.pack("<H", sum(content) % 65536)
        )

    made = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x89006, struct.pack("<I", 0x10000))
    made += attribute(1, 0x69007, struct.pack("<II", 1252, 0))
    for name, content in files.items():
        long_name = f"{name}\0".encode("utf-16-le")
        made += attribute(2, 0x69002, bytes(14)) + attribute(2, 0x18010, b"FORMUL~1.XLS\0")
        if content is not None:
            made += attribute(2, 0x6800F, content)
        properties = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(long_name)) + long_name
        made += attribute(2, 0x69005, properties)
    return made if whole else made[:-20]
