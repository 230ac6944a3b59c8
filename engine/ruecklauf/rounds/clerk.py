"""What a worker does with one archived file: unpack a message or zip, judge anything else."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ruecklauf.errors import RuecklaufError, StoreError
from ruecklauf.findings import Finding, make_finding, remark
from ruecklauf.office.enclosing.containers import Unpacked, unpack
from ruecklauf.office.enclosing.notices import Notice
from ruecklauf.office.refusal import Refusal
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.judged import Judged, Owner, refused
from ruecklauf.rounds.judgement import judge
from ruecklauf.rounds.letters import Letter
from ruecklauf.store import Archive


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file that came in a message or zip; it is in the archive."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a message or zip held."""

    enclosed: tuple[Enclosed, ...]
    findings: tuple[Finding, ...]
    sender: str = ""
    sent_at: datetime | None = None
    subject: str = ""
    text: str = ""
    """What the message says itself; personal."""
    answers: tuple[str, ...] = ()
    notice: Notice | None = None


class Originals(Protocol):
    """Where files lie by their SHA-256."""

    def read(self, sha256: str) -> bytes: ...

    def keep(self, data: bytes) -> str: ...


class HandedOver:
    """One file that was handed over as bytes, and what was enclosed in it; nothing lies on a disk."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.kept: dict[str, bytes] = {}

    def read(self, sha256: str) -> bytes:
        return self._data

    def keep(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.kept[sha256] = data
        return sha256


class Clerk:
    """Examines archived files for a desk."""

    def __init__(self, desk: Desk, *, verify: bool = False, originals: Originals | None = None) -> None:
        self._desk = desk
        self._archive: Originals = originals or Archive(desk.archive)
        self._verify = verify

    def over(self, originals: Originals) -> Clerk:
        """The same clerk for files that lie elsewhere."""
        return Clerk(self._desk, verify=self._verify, originals=originals)

    def examine(self, sha256: str, letter: Letter, owner: Owner | None = None) -> Judged | Contents:
        """Everything that a file says. Faults of this program are findings too, so that others are read."""
        try:
            data = self._archive.read(sha256)
            unpacked = unpack(data)
            if unpacked is not None:
                return self._contents(unpacked)
            return judge(data, letter, self._desk, owner=owner, verify=self._verify)
        except Refusal as refusal:
            return refused(refusal, self._desk)
        except MemoryError:
            return refused(Refusal("too_much_memory"), self._desk)
        except StoreError as error:
            return refused(Refusal("not_archived", why=error.what.rstrip(".")), self._desk)
        except RuecklaufError:
            raise
        except Exception as fault:
            return refused(Refusal("reader_failed", why=_where(fault)), self._desk)

    def _contents(self, unpacked: Unpacked) -> Contents:
        enclosed = tuple(
            Enclosed(member.name, self._archive.keep(member.data), len(member.data))
            for member in unpacked.members
        )
        return Contents(
            enclosed,
            tuple(self._about(unpacked)),
            unpacked.sender,
            unpacked.sent_at,
            unpacked.subject,
            unpacked.text if unpacked.text_length else "",
            unpacked.answers,
            unpacked.notice,
        )

    def _about(self, unpacked: Unpacked) -> list[Finding]:
        noted = []
        if not unpacked.members and unpacked.notice is None:
            noted.append(remark("no_returns_inside"))
        if unpacked.text_length and unpacked.notice is None:
            noted.append(remark("message_text", count=unpacked.text_length))
        if unpacked.passed_over:
            noted.append(remark("member_passed_over", names=", ".join(unpacked.passed_over)))
        if unpacked.defects:
            noted.append(remark("mail_defects", why="; ".join(unpacked.defects)))
        return [make_finding(remarked, texts=self._desk.texts) for remarked in noted]


def _where(fault: Exception) -> str:
    """The kind of fault and the line of this program that it came from; never what stood in the file."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if "ruecklauf" in frame.filename] or frames
    last = own[-1]
    name = last.filename.replace("\\", "/").rpartition("/")[2]
    return f"{type(fault).__name__}, {name}:{last.lineno}"
