"""Messages that Outlook saved (`.msg`, MS-OXMSG): the files attached to them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.parser import HeaderParser

from ruecklauf.office.code_pages import codec_of
from ruecklauf.office.compound import CompoundFile, Folder
from ruecklauf.office.enclosing.bystanders import bystanders
from ruecklauf.office.enclosing.compound_writer import write_compound
from ruecklauf.office.enclosing.member_names import name_by_type, readable
from ruecklauf.office.enclosing.message_text import decode_text, length_of_text, shown_pictures, text_of
from ruecklauf.office.enclosing.messages import address_in
from ruecklauf.office.enclosing.notices import MESSAGE_ID, Evidence, Notice, NoticeKind, notice_as, notice_of
from ruecklauf.office.enclosing.pixels import may_show_a_page
from ruecklauf.office.enclosing.unpacked import Member, Unpacked
from ruecklauf.office.formats import Format
from ruecklauf.office.package import LIMITS
from ruecklauf.office.refusal import Refusal, damaged

PROPERTIES = "__properties_version1.0"
NAMED_PROPERTIES = "__nameid_version1.0"
ATTACHMENT = "__attach_version1.0_#"

# The numbers of properties, in MS-OXPROPS "PidTag…" and the name.
_CLIENT_SUBMIT_TIME, _DELIVERY_TIME = 0x0039, 0x0E06
_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_TRANSPORT_HEADERS = 0x007D
_MESSAGE_CLASS = 0x001A
_REFERENCES, _IN_REPLY_TO = 0x1039, 0x1042
_ADDRESSES = ((0x5D02, None), (0x0065, 0x0064), (0x5D01, None), (0x0C1F, 0x0C1E))
"""Who a message is from, then who sent it for them: the address, and the kind that it must be (`SMTP`)."""
_CODEPAGE, _INTERNET_CODEPAGE = 0x3FFD, 0x3FDE
_ATTACH_DATA, _ATTACH_METHOD, _ATTACH_FLAGS = 0x3701, 0x3705, 0x3714
_ATTACH_NAMES = (0x3707, 0x3704, 0x3001)
_ATTACH_TYPE, _CONTENT_ID, _HIDDEN = 0x370E, 0x3712, 0x7FFE

_BY_VALUE, _MESSAGE, _OLE = 1, 5, 6
_SHOWN_IN_TEXT = 0x4
_ROOT_HEADER, _INNER_HEADER, _ATTACHMENT_HEADER = 32, 24, 8
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".svg")
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class _Item:
    """A message or an attachment: a folder whose streams are properties."""

    folder: Folder
    fixed: dict[int, bytes]
    """The properties of fixed size, eight bytes each."""
    codec: str

    def text(self, number: int) -> str:
        unicode = self.folder.stream(f"__substg1.0_{number:04X}001F")
        if unicode is not None:
            return unicode.decode("utf-16-le", "replace").rstrip("\0")
        return decode_text(self.folder.stream(f"__substg1.0_{number:04X}001E") or b"", self.codec).rstrip(
            "\0"
        )

    def binary(self, number: int) -> bytes | None:
        return self.folder.stream(f"__substg1.0_{number:04X}0102")

    def number(self, number: int, default: int = 0) -> int:
        return int.from_bytes(self.fixed[number][:4], "little") if number in self.fixed else default

    def moment(self, number: int) -> datetime | None:
        ticks = int.from_bytes(self.fixed.get(number, b""), "little")
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class _Attachment:
    item: _Item
    member: Member
    is_reference: bool

    def is_shown_in(self, shown: frozenset[str]) -> bool:
        """Whether it is a picture that the text of the message shows, such as a logo in a signature."""
        kind = self.item.text(_ATTACH_TYPE).lower()
        is_picture = kind.startswith("image/") or (not kind and self.member.name.lower().endswith(_PICTURES))
        marked = self.item.number(_ATTACH_FLAGS) & _SHOWN_IN_TEXT or self.item.number(_HIDDEN) & 1
        content_id = self.item.text(_CONTENT_ID).strip("<> ").casefold()
        in_text = content_id in shown or bool(content_id and marked)
        data = self.member.data
        return is_picture and in_text and not data.startswith(_OFFICE) and not may_show_a_page(data)


def unpack_msg(data: bytes) -> Unpacked:
    """The files attached to a message that Outlook saved.

    Raises only Refusal. Attached messages become files of the same format.
    """
    compound = CompoundFile(data)
    message = _item(compound.folders(), header=_ROOT_HEADER, codec="")
    markup = _markup(message)
    shown = shown_pictures([markup])
    attached = tuple(_attachments(message))
    text = text_of([message.text(_BODY)], [markup])
    left_out = bystanders((attachment.member for attachment in attached), has_text=bool(text))
    left_out |= {attachment.member for attachment in attached if attachment.is_shown_in(shown)}
    return Unpacked(
        kind=Format.MSG,
        members=tuple(attachment.member for attachment in attached if attachment.member not in left_out),
        sender=_sender(message),
        sent_at=_sent_at(message),
        subject=readable(message.text(_SUBJECT)),
        text_length=length_of_text([message.text(_BODY)], [markup]),
        text=text,
        answers=tuple(MESSAGE_ID.findall(f"{message.text(_REFERENCES)} {message.text(_IN_REPLY_TO)}")),
        notice=_notice(message, markup),
        passed_over=tuple(attachment.member.name for attachment in attached if attachment.member in left_out),
        defects=tuple(dict.fromkeys(_defects(message, attached, tuple(compound.issues)))),
    )


def _item(folder: Folder, *, header: int, codec: str) -> _Item:
    packed = folder.stream(PROPERTIES)
    if packed is None:
        raise damaged("der Outlook-Nachricht fehlen ihre Eigenschaften")
    usable = packed[header : len(packed) - (len(packed) - header) % 16]
    fixed = {number: value for _kind, number, value in struct.iter_unpack("<HH4x8s", usable)}
    found = int.from_bytes(fixed.get(_CODEPAGE, b"")[:4], "little")
    return _Item(folder, fixed, codec or codec_of(found))


_CLASSES = {".NDR": NoticeKind.FAILED, ".DELAYED": NoticeKind.DELAYED}
"""How the class of a report of Outlook ends (MS-OXOMSG 2.2.2)."""


def _notice(message: _Item, markup: str) -> Notice | None:
    kind = message.text(_MESSAGE_CLASS).upper()
    headers = HeaderParser().parsestr(message.text(_TRANSPORT_HEADERS))
    evidence = Evidence(
        header=lambda name: str(headers.get(name, "")),
        sender=_sender(message),
        subject=message.text(_SUBJECT),
        texts=(text_of([message.text(_BODY)], [markup]),),
        originals=(f"Message-ID: {message.text(_IN_REPLY_TO)}",),
    )
    if kind.startswith("REPORT."):
        found = next((found for end, found in _CLASSES.items() if kind.endswith(end)), NoticeKind.DELIVERED)
        return notice_as(evidence, found)
    return notice_as(evidence, NoticeKind.AUTOMATIC) if "OOFTEMPLATE" in kind else notice_of(evidence)


def _markup(message: _Item) -> str:
    packed = message.binary(_HTML)
    if packed is None:
        return message.text(_HTML)
    return decode_text(packed, codec_of(message.number(_INTERNET_CODEPAGE)))


def _sender(message: _Item) -> str:
    for address, kind in _ADDRESSES:
        found = readable(message.text(address))
        if "@" in found and (kind is None or message.text(kind).upper() == "SMTP"):
            return found
    headers = HeaderParser().parsestr(message.text(_TRANSPORT_HEADERS))
    return address_in(str(headers.get("from", "")))


def _sent_at(message: _Item) -> datetime | None:
    found = message.moment(_CLIENT_SUBMIT_TIME) or message.moment(_DELIVERY_TIME)
    return found if found and 1980 <= found.year < 2100 else None


def _attachments(message: _Item) -> Iterator[_Attachment]:
    left = LIMITS.total
    folders = (folder for name, folder in message.folder.folders.items() if _is_attachment(name))
    for number, folder in enumerate(folders, 1):
        attachment = _attachment(folder, message, number)
        left -= len(attachment.member.data)
        if number > LIMITS.members or left < 0:
            raise Refusal("too_large", why="die Anhänge der Nachricht sind zu groß")
        yield attachment


def _is_attachment(name: str) -> bool:
    return name.casefold().startswith(ATTACHMENT)


def _attachment(folder: Folder, message: _Item, number: int) -> _Attachment:
    item = _item(folder, header=_ATTACHMENT_HEADER, codec=message.codec)
    names = (readable(item.text(name)) for name in _ATTACH_NAMES)
    name = next((name for name in names if name), "")
    inner = folder.folder(f"__substg1.0_{_ATTACH_DATA:04X}000D")
    if inner is None:
        name = name or name_by_type(item.text(_ATTACH_TYPE), number)
        content = item.binary(_ATTACH_DATA)
        by_value = item.number(_ATTACH_METHOD, _BY_VALUE) in (_BY_VALUE, _MESSAGE, _OLE)
        return _Attachment(item, Member(name, content or b""), content is None and not by_value)
    if inner.stream(PROPERTIES) is None:
        return _Attachment(item, Member(name or name_by_type("", number), write_compound(inner)), False)
    name = name or name_by_type("application/vnd.ms-outlook", number)
    return _Attachment(item, Member(name, _as_file(inner, message.folder)), False)


def _as_file(inner: Folder, outer: Folder) -> bytes:
    """An attached message as Outlook would save it: its header is longer then (MS-OXMSG 2.4.1)."""
    packed = inner.stream(PROPERTIES) or b""
    streams = {name: data for name, data in inner.streams.items() if name.casefold() != PROPERTIES}
    streams[PROPERTIES] = (
        packed[:_INNER_HEADER] + bytes(_ROOT_HEADER - _INNER_HEADER) + packed[_INNER_HEADER:]
    )
    names = outer.folder(NAMED_PROPERTIES)
    return write_compound(
        Folder(streams, inner.folders | ({NAMED_PROPERTIES: names} if names is not None else {}))
    )


def _defects(message: _Item, attached: tuple[_Attachment, ...], issues: tuple[str, ...]) -> Iterator[str]:
    if any(attachment.is_reference for attachment in attached):
        yield "ein Anhang ist nur ein Verweis auf eine Datei, die nicht in der Nachricht steht"
    if issues:
        yield f"die Datei ist innen beschädigt ({issues[0]})"
    packed = message.folder.stream(PROPERTIES) or b""
    if int.from_bytes(packed[20:24], "little") > len(attached):
        yield "nicht alle Anhänge sind auffindbar"
    texts = message.text(_BODY) or message.text(_HTML) or message.binary(_HTML)
    if not texts and message.binary(_RTF):
        yield "der Text der Nachricht liegt in einer Form vor, die hier nicht gezählt wird"
