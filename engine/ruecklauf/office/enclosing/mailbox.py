"""Messages that follow each other in one file, as mail programs keep and export folders (mbox, RFC 4155)."""

from __future__ import annotations

import re

from ruecklauf.office.enclosing.unpacked import Member, Unpacked
from ruecklauf.office.formats import MESSAGE_BEGINS, Format
from ruecklauf.office.package import LIMITS
from ruecklauf.office.refusal import Refusal

_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
"""A line of a message that begins with `From ` is kept with `>` before it."""


def unpack_mailbox(data: bytes) -> Unpacked:
    """The messages of a mailbox, each as a file of its own. Raises only Refusal."""
    if len(data) > LIMITS.total:
        raise Refusal("too_large", why="das Postfach ist größer, als Rückgaben sein können")
    begins = [found.end("envelope") for found in MESSAGE_BEGINS.finditer(data)]
    if len(begins) > LIMITS.members:
        raise Refusal("too_large", why=f"das Postfach hat {len(begins)} Nachrichten")
    ends = [*(found.start() for found in MESSAGE_BEGINS.finditer(data)), len(data)][1:]
    messages = (_QUOTED.sub(rb"\1", data[begin:end]) for begin, end in zip(begins, ends, strict=True))
    members = (Member(f"Nachricht {number}.eml", message) for number, message in enumerate(messages, 1))
    return Unpacked(Format.MBOX, tuple(members))
