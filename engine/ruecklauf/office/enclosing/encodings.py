"""What parts of messages hold where mail programs and gateways name their encodings wrongly."""

from __future__ import annotations

import base64
import binascii
import copy
import quopri
import re
from collections.abc import Iterator
from email.message import EmailMessage
from itertools import takewhile

from ruecklauf.office.enclosing.member_names import readable
from ruecklauf.office.enclosing.unpacked import Member

FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x78\x9f\x3e\x22")
"""How the files begin that matter: zips, compound files, PDF, winmail.dat."""
_IN_BASE64 = tuple(base64.b64encode(start)[: len(start) * 4 // 3] for start in FILES)
_IN_QUOTED_PRINTABLE = (b"PK=03=04", b"=D0=CF=11=E0")
_ENCODINGS = {"base64": "base64", "b64": "base64", "quotedprintable": "quoted-printable", "8bit": "8bit"}
_BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,200})")
_LINE_OF_BASE64 = re.compile(rb"[A-Za-z0-9+/]*={0,2}\s*")
_LONG, _LONGEST_LINE = 40, 90


def encoding_named(text: str) -> str:
    """The encoding that a header means: `BASE64 `, `base-64` and `base64 (comment)` are base64."""
    name = re.split("[;(]", text, maxsplit=1)[0].strip().lower()
    return _ENCODINGS.get(re.sub("[-_ ]", "", name), name)


def as_it_stands(part: EmailMessage) -> bytes:
    """What a part holds as it stands in the message, not decoded."""
    plain = copy.copy(part)
    del plain["content-transfer-encoding"]
    content = plain.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def encoded_message(flat: bytes) -> bytes:
    """An attached message in base64, which RFC 2046 forbids and gateways use: it is parsed as a text."""
    try:
        return base64.b64decode(b"".join(flat.split()), validate=True)
    except binascii.Error:
        return flat


def file_in(content: bytes, encoded: bytes) -> bytes:
    """The content as the named encoding gives it; what another one gives where only that is a file."""
    start = encoded.lstrip(b"\r\n\t ")
    if start.startswith(FILES):
        return start
    if start.startswith(_IN_BASE64):
        return _before_text(start) or content
    if content.startswith(FILES):
        return content
    return quopri.decodestring(start) if start.startswith(_IN_QUOTED_PRINTABLE) else content


def _before_text(encoded: bytes) -> bytes:
    """What is in base64 up to where a text begins, such as that of a virus scanner; empty where it is not, or
    goes on behind the text.
    """
    whole = encoded.splitlines()
    lines = list(takewhile(_LINE_OF_BASE64.fullmatch, whole))
    if any(len(line) > _LONG and _LINE_OF_BASE64.fullmatch(line) for line in whole[len(lines) :]):
        return b""
    try:
        return base64.b64decode(b"".join(b"".join(lines).split()), validate=True)
    except binascii.Error:
        return b""


def uuencoded(text: str) -> tuple[str, tuple[Member, ...]]:
    """A text without the files that stand in it as older mail programs put them there, and these."""
    lines, members = text.splitlines(keepends=True), []
    kept: list[str] = []
    waiting = iter(range(len(lines)))
    for number in waiting:
        begun = _BEGIN.fullmatch(lines[number].rstrip())
        found = _until_end(lines, number + 1) if begun else None
        if begun is None or found is None:
            kept.append(lines[number])
            continue
        end, content = found
        members.append(Member(readable(begun[1]), content))
        for _ in range(number, end):
            next(waiting)
    return "".join(kept), tuple(members)


def _until_end(lines: list[str], start: int) -> tuple[int, bytes] | None:
    """The line that ends a file, and what it holds; None where it is none, or its end is missing."""
    found: list[bytes] = []
    for number, line in enumerate(_without_ends(lines, start), start):
        if line == "end" and found:
            return number, b"".join(found)
        try:
            found.append(binascii.a2b_uu(line))
        except (binascii.Error, ValueError):
            return None
    return None


def _without_ends(lines: list[str], start: int) -> Iterator[str]:
    for line in lines[start:]:
        shown = line.rstrip("\r\n")
        if len(shown) > _LONGEST_LINE:
            return
        yield shown
