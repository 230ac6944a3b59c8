"""E-mail messages as files (RFC 822, `.eml`): the files attached to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Any, cast

from ruecklauf.office.enclosing.bystanders import bystanders
from ruecklauf.office.enclosing.encodings import (
    FILES,
    as_it_stands,
    encoded_message,
    encoding_named,
    file_in,
    uuencoded,
)
from ruecklauf.office.enclosing.member_names import name_by_type, readable
from ruecklauf.office.enclosing.message_text import decode_text, length_of_text, shown_pictures, text_of
from ruecklauf.office.enclosing.notices import MESSAGE_ID, Evidence, notice_of
from ruecklauf.office.enclosing.pixels import may_show_a_page
from ruecklauf.office.enclosing.unpacked import Member, Unpacked
from ruecklauf.office.formats import Format
from ruecklauf.office.package import LIMITS
from ruecklauf.office.refusal import Refusal, damaged

MAX_HEADER = 10_000
"""Characters; the standard library parses headers in quadratic time, and those of parts again and again."""
MAX_PART_HEADER = 4_000
MAX_MULTIPARTS = 300

_BESIDE = frozenset(
    {
        *("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"),
        *("application/pgp-encrypted", "application/applefile", "text/x-amp-html"),
    }
)
"""Signatures, and what mail programs put beside files and texts for each other."""
_STATUSES = ("message/delivery-status", "message/global-delivery-status")
_REPORTS = (
    *_STATUSES,
    "message/disposition-notification",
    "message/global-disposition-notification",
    "text/rfc822-headers",
    "message/global-headers",
)
_ATTACHED_MESSAGES = ("message/rfc822", "message/global", "message/news")
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UNQUOTED = re.compile(
    r"""(;\s*boundary\s*=\s*)([^\s";]+)|(;\s*(?:file)?name\s*=\s*)([^\s";](?:[^";]*[^\s";])?)""",
    re.IGNORECASE,
)
"""Parameters without the quotation marks they need: the parser would end them at the first blank or `=`."""
_DEFECTS = {
    "InvalidBase64PaddingDefect": "ein Anhang ist nicht vollständig kodiert",
    "InvalidBase64CharactersDefect": "ein Anhang enthält Zeichen, die nicht in seine Kodierung gehören",
    "InvalidBase64LengthDefect": "ein Anhang ist nicht vollständig kodiert",
    "MultipartInvariantViolationDefect": "die Teile der Nachricht sind nicht auffindbar",
    "StartBoundaryNotFoundDefect": "die Teile der Nachricht sind nicht auffindbar",
    "NoBoundaryInMultipartDefect": "die Teile der Nachricht sind nicht auffindbar",
    "CloseBoundaryNotFoundDefect": "die Nachricht bricht vor ihrem Ende ab",
    "MissingHeaderBodySeparatorDefect": "die Kopfzeilen sind beschädigt",
    "FirstHeaderLineIsContinuationDefect": "die Kopfzeilen sind beschädigt",
    "MisplacedEnvelopeHeaderDefect": "die Kopfzeilen sind beschädigt",
}
_REBUILT = policy.SMTP.clone(refold_source="none", max_line_length=None)


class _Policy(policy.EmailPolicy):
    """The default policy, more forgiving where mail programs are careless, and less with very long headers.

    Headers stay as they were sent; only what is read from them is mended.
    """

    def header_fetch_parse(self, name: str, value: str) -> Any:
        if len(value) > (MAX_PART_HEADER if name.lower().startswith("content-") else MAX_HEADER):
            raise Refusal("hostile_file", why=f"eine Kopfzeile der Nachricht hat {len(value)} Zeichen")
        text = _with_umlauts(value)
        if name.lower() == "content-transfer-encoding":
            text = encoding_named(text)
        if name.lower().startswith("content-"):
            text = _UNQUOTED.sub(_quoted, text)
        return super().header_fetch_parse(name, text)


@dataclass(frozen=True, slots=True)
class _Attachment:
    member: Member
    media_type: str
    content_id: str
    """Empty if the part says that it is an attachment."""

    def is_shown_in(self, shown: frozenset[str]) -> bool:
        """Whether it is a picture that the text of the message shows, such as a logo in a signature.

        Phones put photos of filled forms into the text, too: those are none.
        """
        data = self.member.data
        is_picture = self.media_type.startswith("image/") and not data.startswith(_OFFICE)
        return is_picture and self.content_id in shown and not may_show_a_page(data)


def unpack_message(data: bytes) -> Unpacked:
    """The files attached to a message.

    Raises only Refusal. Attached messages come as they are, headers included, as members of their own.
    """
    if len(data) > LIMITS.total:
        raise Refusal("too_large", why="die Nachricht ist größer, als eine Rückgabe sein kann")
    if len(re.findall(rb"boundary\s*\*?=", data, re.IGNORECASE)) > MAX_MULTIPARTS:
        raise Refusal("hostile_file", why=f"die Nachricht hat mehr als {MAX_MULTIPARTS} Ebenen")
    try:
        return _unpack(data)
    except (Refusal, MemoryError):
        raise
    except Exception as fault:
        # Over hostile headers the email package raises whatever its code runs into, IndexError included.
        raise damaged(f"{type(fault).__name__}: {fault}") from fault


def address_in(header: str) -> str:
    """The address in a raw `From`, empty if there is none."""
    try:
        address = parseaddr(header[:MAX_HEADER])[1]
    except (IndexError, RecursionError, ValueError):
        return ""
    return readable(address) if "@" in address else ""


def _unpack(data: bytes) -> Unpacked:
    # Blank lines or a byte order mark in front would end the headers before they begin.
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
    # parse() would change line ends inside binary parts
    message = cast("EmailMessage", BytesParser(policy=_Policy()).parsebytes(start))
    parts = tuple(_leaves(message))
    if len(parts) > LIMITS.members:
        raise Refusal("too_large", why=f"die Nachricht hat {len(parts)} Teile")
    texts = [part for part in parts if _is_text(part) and part.get_content_type() not in _REPORTS]
    markup = [_text(part) for part in texts if part.get_content_subtype() == "html"]
    written = [uuencoded(_text(part)) for part in texts if part.get_content_subtype() != "html"]
    plain = [text for text, _ in written]
    shown = shown_pictures(markup)
    text = text_of(plain, markup)
    within = (member for _, members in written for member in members)
    attached = (*_attachments(parts), *(_Attachment(member, "", "") for member in within))
    left_out = bystanders((file.member for file in attached), has_text=bool(text))
    left_out |= {file.member for file in attached if _is_left_out(file, shown)}
    sent_at = _sent_at(message)
    sender, subject = _sender(message), readable(str(_header(message, "subject") or ""))
    evidence = _evidence(message, parts, sender, subject, text)
    return Unpacked(
        kind=Format.MAIL,
        members=tuple(file.member for file in attached if file.member not in left_out),
        sender=sender,
        sent_at=sent_at,
        subject=subject,
        text_length=length_of_text(plain, markup),
        text=text,
        answers=tuple(MESSAGE_ID.findall(f"{_raw(message, 'references')} {_raw(message, 'in-reply-to')}")),
        notice=notice_of(evidence),
        passed_over=tuple(file.member.name for file in attached if file.member in left_out),
        defects=tuple(dict.fromkeys(_defects(message, sender=sender, sent_at=sent_at))),
    )


def _evidence(
    message: EmailMessage, parts: tuple[EmailMessage, ...], sender: str, subject: str, text: str
) -> Evidence:
    kinds = [(part.get_content_type(), part) for part in parts]
    report = message.get_param("report-type", "") if message.get_content_subtype() == "report" else ""
    blocks = (block for kind, part in kinds if kind in _STATUSES for block in _blocks(part))
    headers = [block for kind, part in kinds if kind in _ATTACHED_MESSAGES for block in _blocks(part)[:1]]
    headers += [_headers_in(_content(part)) for kind, part in kinds if kind.endswith("headers")]
    return Evidence(
        header=lambda name: _raw(message, name),
        sender=sender,
        subject=subject,
        texts=(text,),
        report=str(report).lower(),
        statuses=tuple(map(_all_headers, blocks)),
        originals=tuple(_named(block) for block in headers),
    )


def _blocks(part: EmailMessage) -> list[EmailMessage]:
    return _inside(part) if part.is_multipart() else []


def _all_headers(block: EmailMessage) -> str:
    return "\n".join(f"{name}: {value}" for name, value in block.raw_items())


def _headers_in(data: bytes) -> EmailMessage:
    return cast("EmailMessage", BytesParser(policy=_Policy()).parsebytes(data.lstrip(), headersonly=True))


def _named(original: EmailMessage) -> str:
    """By what a message that was sent back is known."""
    return f"Message-ID: {_raw(original, 'message-id')}\nSubject: {_header(original, 'subject') or ''}"


def _is_left_out(attached: _Attachment, shown: frozenset[str]) -> bool:
    return attached.media_type in _BESIDE or attached.is_shown_in(shown)


def _all_parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """A message and its parts at any depth, in their order; attached messages are not entered."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        yield part
        if _has_parts(part):
            waiting += reversed(_inside(part))


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in _all_parts(message) if not _has_parts(part))


def _has_parts(part: EmailMessage) -> bool:
    return part.is_multipart() and part.get_content_maintype() != "message"


def _inside(part: EmailMessage) -> list[EmailMessage]:
    return cast("list[EmailMessage]", part.get_payload())


def _is_text(part: EmailMessage) -> bool:
    """Whether a part is what the sender wrote, or a report of a mail server, rather than a file."""
    if part.get_content_type() in _REPORTS:
        return True
    is_file = part.get_content_disposition() == "attachment" or bool(_file_name(part))
    is_said = part.get_content_type() in ("text/plain", "text/html", "text/markdown")
    return is_said and not is_file and not _content(part).startswith(FILES)


def _text(part: EmailMessage) -> str:
    charset = part.get_param("charset", "utf-8")
    return decode_text(_content(part), charset if isinstance(charset, str) else "utf-8")


def _attachments(parts: tuple[EmailMessage, ...]) -> Iterator[_Attachment]:
    left = LIMITS.total
    for number, part in enumerate((part for part in parts if not _is_text(part)), 1):
        content = _content(part)
        if not content.strip() and part.get_content_maintype() == "multipart":
            continue
        left -= len(content)
        if left < 0 or len(content) > LIMITS.part:
            raise Refusal("too_large", why="die Anhänge der Nachricht sind zu groß")
        name = _file_name(part) or name_by_type(part.get_content_type(), number)
        yield _Attachment(Member(name, content), part.get_content_type(), _content_id(part))


def _content(part: EmailMessage) -> bytes:
    """The bytes of a part, decoded as far as they can be; for an attached message its own bytes."""
    if not part.is_multipart():
        content = part.get_payload(decode=True)
        return file_in(content, as_it_stands(part)) if isinstance(content, bytes) else b""
    inside = _inside(part)
    if part.get_content_type() not in _ATTACHED_MESSAGES or len(inside) != 1:
        return b"".join(message.as_bytes(policy=_REBUILT) for message in inside)
    if str(_header(part, "content-transfer-encoding") or "").strip().lower() == "base64":
        return encoded_message(inside[0].as_bytes(policy=_REBUILT))
    return inside[0].as_bytes(policy=_REBUILT)


def _file_name(part: EmailMessage) -> str:
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        params = getattr(_header(part, header), "params", {})
        if found := readable(str(params.get(parameter, ""))):
            return found
    return ""


def _quoted(unquoted: re.Match[str]) -> str:
    head, value = unquoted.group(1, 2) if unquoted.group(1) else unquoted.group(3, 4)
    return f'{head}"{value}"'


def _with_umlauts(raw: str) -> str:
    """A header with bytes that should not be in it, read as UTF-8 if it is that, else as cp1252."""
    data = raw.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _content_id(part: EmailMessage) -> str:
    if part.get_content_disposition() == "attachment":
        return ""
    return str(_header(part, "content-id") or "").strip().strip("<>").casefold()


def _sender(message: EmailMessage) -> str:
    for header in ("from", "sender"):
        found = _header(message, header)
        for address in getattr(found, "addresses", ()) or (getattr(found, "address", None),):
            if address is not None and address.username and address.domain:
                return readable(f"{address.username}@{address.domain}")
    return address_in(_raw(message, "from"))


def _sent_at(message: EmailMessage) -> datetime | None:
    found = getattr(_header(message, "date"), "datetime", None)
    if not isinstance(found, datetime) or not 1980 <= found.year < 2100:
        return None
    try:
        # a time "-0000" is UTC from a place that is not told (RFC 5322 3.3), and comes without a zone
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _header(message: EmailMessage, name: str) -> Any:
    """A parsed header; None if it is missing or cannot be parsed."""
    try:
        return message[name]
    except Exception:
        # whatever the parser runs into over a hostile header; the message's other parts can still be read
        return None


def _raw(message: EmailMessage, name: str) -> str:
    return next((str(value) for known, value in message.raw_items() if known.lower() == name), "")


def _defects(message: EmailMessage, *, sender: str, sent_at: datetime | None) -> Iterator[str]:
    if not sender and _raw(message, "from"):
        yield "der Absender ist nicht lesbar"
    if sent_at is None and _raw(message, "date"):
        yield "das Sendedatum ist nicht lesbar"
    for part in _all_parts(message):
        yield from (_DEFECTS.get(type(defect).__name__, type(defect).__name__) for defect in part.defects)
        if _has_parts(part) and (part.epilogue or "").strip():
            yield "hinter dem Ende der Nachricht steht weiterer Text"
        if part.get_content_type() in ("message/external-body", "message/partial"):
            yield "ein Anhang ist nicht vollständig in der Nachricht enthalten"
