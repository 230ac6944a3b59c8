"""By which numbers alliances and rows are known outside; the key stays in the project.

The file holds a secret, which makes the numbers of rows, and which alliance has which number. Who has it can
undo the release: it is nobody's but the owner's to read (0600), and is never exported.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from base64 import b32encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ruecklauf.dataset.panel.lives import LATER_LIFE, crossed
from ruecklauf.errors import RuecklaufError
from ruecklauf.whole_files import write_whole

FILE_NAME = "release.key"
_FREE = re.compile(r"([A-Z]{2})([1-9][0-9]{2})")
"""Rows that people add are numbered from 101 on."""
_CHARACTERS = 10


@dataclass(frozen=True)
class ReleaseKey:
    """Numbers for what is known in the project by ids."""

    secret: bytes
    numbers: Mapping[str, str]
    """Of each alliance: six digits drawn at random."""

    def row(self, alliance: str, row_id: str, free: frozenset[str] = frozenset()) -> str:
        """A row by a name that says nothing of its place in the form; rows that every form has keep theirs.

        A crossing is named by two rows. `free` are further ids known to be of rows that people added.
        """
        return "-".join(self._part(alliance, part, free) for part in crossed(row_id))

    def _part(self, alliance: str, row_id: str, free: frozenset[str]) -> str:
        number = row_id.partition(LATER_LIFE)[0]
        if number not in free and _FREE.fullmatch(number) is None:
            return row_id
        digest = hmac.new(self.secret, f"{alliance}/{row_id}".encode(), hashlib.sha256).digest()
        return f"{row_id[:2]}x{b32encode(digest).decode().lower()[:_CHARACTERS]}"


def open_key(path: Path, alliances: Iterable[str]) -> ReleaseKey:
    """The key of a project, with numbers for these alliances; made where there is none yet.

    RuecklaufError where the file cannot be read or kept: a release under other numbers would be another one.
    """
    try:
        secret, known = _read(path) if path.exists() else (secrets.token_bytes(32), {})
        numbers = {**known, **_drawn(sorted(set(alliances) - known.keys()), set(known.values()))}
        if numbers != known or not path.exists():
            content = {"secret": secret.hex(), "alliances": dict(sorted(numbers.items()))}
            write_whole(path, f"{json.dumps(content, indent=1)}\n".encode(), write=_write_private)
    except OSError as error:
        raise RuecklaufError(
            f"the key of the release cannot be kept ({error.strerror or error}).",
            where=str(path),
            remedy="A release needs a project folder that can be written to.",
        ) from error
    return ReleaseKey(secret, numbers)


def _read(path: Path) -> tuple[bytes, dict[str, str]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return bytes.fromhex(content["secret"]), {str(k): str(v) for k, v in content["alliances"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuecklaufError(
            "is no key of a release.",
            where=str(path),
            remedy="Put it back from a backup; without it releases get new numbers: move it away then.",
        ) from error


def _drawn(alliances: Iterable[str], taken: set[str]) -> dict[str, str]:
    """Numbers that are not taken; they are drawn apart from the ids, and from each other."""
    drawn: dict[str, str] = {}
    for alliance in alliances:
        number = ""
        while not number or number in taken:
            number = str(100_000 + secrets.randbelow(900_000))
        taken = taken | {number}
        drawn[alliance] = number
    return drawn


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
