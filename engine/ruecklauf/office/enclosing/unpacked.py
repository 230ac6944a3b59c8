"""What is found in a container: the files that people sent in one message or one archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ruecklauf.office.enclosing.notices import Notice
from ruecklauf.office.formats import Format


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container, byte for byte; two of one message may bear the same name."""

    name: str
    """For people to read, never a path to open: without control characters, in archives with its folders."""
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files in a container, and what is known about the message that brought them."""

    kind: Format
    members: tuple[Member, ...]
    sender: str = ""
    """Address of the sender, empty where there is none."""
    sent_at: datetime | None = None
    """In UTC; None where the message tells no usable time."""
    subject: str = ""
    text_length: int = 0
    """Characters of the message's own text, without quoted lines (`>`) and runs of blanks."""
    text: str = field(default="", repr=False)
    """What the message says itself, by lines; personal."""
    answers: tuple[str, ...] = ()
    """Ids of the messages to which it is an answer, the nearest last."""
    notice: Notice | None = None
    """What it says where no person wrote it."""
    passed_over: tuple[str, ...] = ()
    """Names of members that are knowingly left out: pictures in signatures, what systems add to archives."""
    defects: tuple[str, ...] = ()
    """German phrases about what is broken in the message although its members could be taken out."""
