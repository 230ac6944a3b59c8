"""Originals under their content hash, never under the sender's name."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ruecklauf.errors import StoreError

_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".part"


@dataclass(frozen=True, slots=True)
class Damage:
    """A file in the archive that is not what its name says, and what to do about it."""

    path: Path
    what: str
    remedy: str


class Archive:
    """A folder of files named by their SHA-256; what was kept once is never changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes) -> str:
        """Store the bytes durably and return their SHA-256 (hex); does nothing if they are there already.

        A damaged copy is replaced.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        with self._explained("cannot be written"):
            if not _holds(path, sha256):
                self._make_folder(path.parent)
                _write_durably(path, data)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes kept under a hash; StoreError if they are missing or no longer have it."""
        path = self._path(sha256)
        if not path.exists():
            raise StoreError(
                f"has no file {sha256}.", where=str(self.folder), remedy="Import the return again."
            )
        with self._explained("cannot be read"):
            data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(
                "is damaged: its bytes do not have the hash it is named by.",
                where=str(path),
                remedy="Restore it from a backup, or import the return again.",
            )
        return data

    def verify(self) -> tuple[Damage, ...]:
        """Every file that is damaged, unfinished or does not belong here; reads the whole archive."""
        with self._explained("cannot be read"):
            paths = sorted(path for path in self.folder.rglob("*") if not path.is_dir())
            return tuple(damage for path in paths if (damage := self._judge(path)))

    def _judge(self, path: Path) -> Damage | None:
        if path.suffix == _UNFINISHED:
            return Damage(path, "was never finished.", "It can be deleted.")
        if not _SHA256.fullmatch(path.name) or path != self._path(path.name):
            return Damage(path, "does not belong into the archive.", "Move it elsewhere.")
        if not _holds(path, path.name):
            return Damage(path, "is damaged.", "Restore it from a backup, or import the return again.")
        return None

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is no SHA-256 in lower-case hex")
        return self.folder / sha256[:2] / sha256

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            _sync_folder(folder.parent)

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"{what} ({error.strerror}).",
                where=str(self.folder),
                remedy="Check that the archive is a folder with write permission and free space.",
            ) from error


def _holds(path: Path, sha256: str) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _write_durably(path: Path, data: bytes) -> None:
    """Temp file in the same folder, fsync, atomic rename, fsync the folder: a crash leaves all or nothing."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name[:8]}-", suffix=_UNFINISHED)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable; Windows cannot open folders and does without."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
