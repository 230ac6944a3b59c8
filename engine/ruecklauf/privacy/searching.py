"""What stands in a file, to look whether it names somebody: by our readers, and part by part."""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from ruecklauf.office.enclosing.containers import unpack
from ruecklauf.office.formats import Format, recognise_format
from ruecklauf.office.opening import DOCUMENTS, WORKBOOKS, open_file
from ruecklauf.office.package import ZIP_FAULTS, Source
from ruecklauf.office.refusal import Refusal
from ruecklauf.privacy.pdf import pdf_texts

_TAG = re.compile(r"<[^>]{0,4000}>")
_ENDS = re.compile(r"</(?:\w+:)?(?:p|si|v|row|c|h|comment|creator|lastModifiedBy|title|keywords|lpwstr)>")
_LARGEST_PART = 64 * 2**20
_SEARCHED = {*WORKBOOKS, *DOCUMENTS, Format.ZIP, Format.MAIL, Format.MBOX, Format.MSG, Format.TNEF}
_PLAIN = {Format.TEXT, Format.CSV, Format.HTML, Format.RTF}


def texts_in(data: bytes) -> Iterator[str]:
    """Every text of a file: cells, paragraphs, notes, properties, headers; also what no reader knows."""
    yield from _by_readers(data)
    yield from _parts(data)
    if _is_pdf(data):
        yield from pdf_texts(data) or ()


def can_be_searched(data: bytes) -> bool:
    """Whether all that a person can read in it is looked at; not so in pictures, scans, with passwords."""
    if _is_pdf(data):
        return pdf_texts(data) is not None
    is_known = recognise_format(Source(data)) in _SEARCHED | _PLAIN
    return is_known and all(content is not None for _, content in _members(data))


def _is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def _by_readers(data: bytes) -> Iterator[str]:
    try:
        unpacked = unpack(data)
        held: Any = unpacked if unpacked is not None else open_file(data).content
    except Refusal:
        return
    yield from _strings(held)


_NO_TEXTS = (bytes, int, float, complex, Decimal, date, time, timedelta, Enum, type(None))


def _strings(held: Any) -> Iterator[str]:
    """The different texts in what a reader gives; bytes of enclosed files are originals of their own."""
    seen: set[str] = set()
    waiting = [held]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if each not in seen:
                seen.add(each)
                yield each
        elif isinstance(each, _NO_TEXTS):
            continue
        elif isinstance(each, Mapping):
            waiting += (*each.keys(), *each.values())
        elif isinstance(each, tuple | list | set | frozenset):
            waiting += each
        elif is_dataclass(each) and not isinstance(each, type):
            waiting += [getattr(each, name, None) for name in _attributes(type(each))]


@cache
def _attributes(kind: type) -> tuple[str, ...]:
    return tuple(attribute.name for attribute in fields(kind))


def _parts(data: bytes) -> Iterator[str]:
    if not data.startswith(b"PK"):
        yield from _decoded(data)
        return
    for name, content in _members(data):
        yield name
        yield from _decoded(content or b"")


def _members(data: bytes) -> Iterator[tuple[str, bytes | None]]:
    """What is in a zip, by name; None for what is damaged or too large. Nothing of other files."""
    if not data.startswith(b"PK"):
        return
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except ZIP_FAULTS:
        yield "", None
        return
    for member in package.infolist():
        yield member.filename, _content(package, member)


def _content(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    if member.file_size > _LARGEST_PART:
        return None
    try:
        return package.read(member)
    except ZIP_FAULTS:
        return None


def _decoded(content: bytes) -> Iterator[str]:
    """The content as text in each likely encoding, without the tags between its letters."""
    text = content.decode("utf-8", "replace")
    yield text
    yield content.decode("cp1252", "replace")
    if b"\0" in content:
        yield content.decode("utf-16-le", "replace")
    if text.lstrip("\ufeff \n\r\t").startswith("<"):
        yield _TAG.sub("", _ENDS.sub("\n", text))
    elif b"@" in content and b"\0" not in content:
        yield from map(str, email.message_from_bytes(content, policy=email.policy.default).values())
