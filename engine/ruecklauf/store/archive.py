"""Originals under their content hash, never under the sender's name."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ruecklauf.errors import StoreError

_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".part"
_ERASED = ".erased"
"""Stands behind the hash of a file that was deleted on purpose, in place of the file."""
_ABANDONED = 3600
"""Seconds after which nobody writes to an unfinished file any more."""


class ErasedError(StoreError):
    """The file was deleted on purpose: it is not read again, and not kept again."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A file in the archive that is not what its name says, and what to do about it."""

    path: Path
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the archive."""

    sha256: str
    size: int


class Archive:
    """A folder of files named by their SHA-256; what was kept once is never changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes) -> str:
        """Store the bytes durably and return their SHA-256 (hex); does nothing if they are there already.

        A damaged copy is replaced.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        with self._explained("cannot be written"):
            if _holds(self._path(sha256), sha256):
                return sha256
        return self.keep_pieces([data]).sha256

    def keep_pieces(self, pieces: Iterable[bytes]) -> Kept:
        """Store what comes piece by piece as one file. What the pieces raise leaves nothing behind."""
        digest, size = hashlib.sha256(), 0
        with self._explained("cannot be written"):
            self._make_folder(self.folder)
            descriptor, name = tempfile.mkstemp(dir=self.folder, suffix=_UNFINISHED)
            unfinished = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    for piece in pieces:
                        digest.update(piece)
                        size += file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                self._place(unfinished, digest.hexdigest())
            finally:
                with suppress(OSError):
                    unfinished.unlink(missing_ok=True)
        return Kept(digest.hexdigest(), size)

    def _place(self, unfinished: Path, sha256: str) -> None:
        """Give a finished file its name, durably, unless the archive has it."""
        path = self._path(sha256)
        if not _holds(path, sha256) and not self._mark(sha256).exists():
            self._make_folder(path.parent)
            unfinished.replace(path)
            _sync_folder(path.parent)

    def erase(self, sha256: str, why: str) -> None:
        """Delete a file for good; `why` stands in its place, and the same bytes are not kept again."""
        with self._explained("cannot be written"):
            self._make_folder(self._path(sha256).parent)
            self._mark(sha256).write_text(why, encoding="utf-8")
            self._path(sha256).unlink(missing_ok=True)
            _sync_folder(self._path(sha256).parent)

    def erased(self) -> frozenset[str]:
        """The hashes of all files that were deleted on purpose."""
        with self._explained("cannot be read"):
            return frozenset(path.name[: -len(_ERASED)] for path in self.folder.glob(f"*/*{_ERASED}"))

    def _mark(self, sha256: str) -> Path:
        path = self._path(sha256)
        return path.with_name(path.name + _ERASED)

    def clear(self) -> None:
        """Remove what interrupted imports left unfinished."""
        with self._explained("cannot be written"):
            for path in self.folder.rglob(f"*{_UNFINISHED}"):
                with suppress(FileNotFoundError):
                    if time.time() - path.stat().st_mtime > _ABANDONED:
                        path.unlink()

    def originals(self) -> frozenset[str]:
        """The hashes of all files that are kept."""
        with self._explained("cannot be read"):
            names = (path.name for path in self.folder.glob("[0-9a-f][0-9a-f]/*"))
            return frozenset(name for name in names if _SHA256.fullmatch(name))

    def read(self, sha256: str) -> bytes:
        """The bytes kept under a hash; StoreError if they are missing or no longer have it."""
        path = self._path(sha256)
        if self._mark(sha256).exists():
            raise ErasedError(
                f"file {sha256[:12]}… was deleted on purpose.",
                where=str(self.folder),
                remedy="It holds personal data; `ruecklauf privacy` shows when it was deleted and why.",
            )
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
        if path.suffix == _ERASED and _SHA256.fullmatch(path.stem):
            return None
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
                f"{what} ({error.strerror or error}).",
                where=str(self.folder),
                remedy="Check that the archive is a folder with write permission and free space.",
            ) from error


def _holds(path: Path, sha256: str) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable; Windows cannot open folders and does without."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
