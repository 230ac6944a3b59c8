"""A zip file opened with suspicion: names and sizes are checked first, nothing is extracted to disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ruecklauf.office.refusal import Refusal, damaged

MIB = 1024 * 1024
MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED = 0x1

_LOCAL_HEAD = b"PK\x03\x04"
_LOCAL_HEAD_SIZE = 30
_ENTRY = b"PK\x01\x02"

ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""Everything `zipfile` raises over broken archives, found by flipping bits."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a returned file may cost; sizes are bytes after inflating."""

    members: int = 2_000
    part: int = 150 * MIB
    total: int = 300 * MIB
    content: int = 64 * MIB
    """Of a part that is read; others, such as pictures, may have the size of any part."""
    tags: int = 4_000_000
    """Angle brackets in all that is read: time and memory go with the elements, not with the bytes."""
    attributes: int = 8_000_000
    """Equals signs, likewise."""


LIMITS = Limits()

Beside = TypeVar("Beside")


class Package:
    """The members of a zip, by name, ignoring case and with `/` between folders.

    Opening raises Refusal: `damaged_file` if it is no readable zip, `hostile_file` for members that appear
    twice, overlap, lie outside or use an odd compression, `password` for encrypted ones, `too_large` beyond
    the limits.
    """

    def __init__(self, data: bytes, *, limits: Limits = LIMITS) -> None:
        if data.count(_ENTRY) > 10 * limits.members:
            # `zipfile` makes an object for each before they can be counted; archives inside may have some.
            raise _too_large(f"das ZIP-Archiv hat mehr als {limits.members} Bestandteile")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_FAULTS as fault:
            raise damaged("das ZIP-Archiv ist nicht lesbar") from fault
        self._limits = limits
        self._inflated = self._tags = self._attributes = 0
        self._members = _checked_members(self._zip.infolist(), limits)
        _check_places(self._zip, data)
        self._accounted: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """All members but folders, as the file spells them, in its order."""
        return tuple(_normal_name(info) for info in self._members.values())

    def find(self, name: str) -> str | None:
        """The member's own spelling of a name, or None if there is no such member."""
        info = self._members.get(name.casefold())
        return None if info is None else _normal_name(info)

    def read(self, name: str) -> bytes:
        """A member's content, which is thereby accounted for; otherwise like `peek`."""
        content = self.peek(name)
        self.account_for(name)
        return content

    def peek(self, name: str) -> bytes:
        """A member's content.

        Bytes are counted as they are inflated, whatever the directory claims. Refusal `damaged_file` if the
        member is missing or broken (its checksum is verified), `too_large` if it exceeds a limit.
        """
        info = self._members.get(name.casefold())
        if info is None:
            raise damaged(f"der Bestandteil „{name}“ fehlt")
        allowed = min(self._limits.content, self._limits.part, self._limits.total - self._inflated)
        try:
            with self._zip.open(info) as stream:
                content = stream.read(allowed + 1)
        except ZIP_FAULTS as fault:
            raise damaged(f"Bestandteil „{name}“: {fault}") from fault
        self._inflated += len(content)
        if len(content) > allowed:
            raise _too_large(f"der Bestandteil „{name}“ ist entpackt zu groß")
        self._tags += content.count(b"<")
        self._attributes += content.count(b"=")
        _check_elements(self._tags, self._attributes, self._limits)
        return content

    def account_for(self, name: str) -> None:
        """Mark a member as known to hold nothing that must be read."""
        self._accounted.add(name.casefold())

    def unaccounted(self) -> tuple[str, ...]:
        """The members neither read nor accounted for, in the file's order."""
        return tuple(name for name in self.names if name.casefold() not in self._accounted)


class Source:
    """The bytes of a file, and the package that they may be: opened when it is first asked for, and once."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def package(self) -> Package:
        return Package(self.data)


def read_beside(package: Package, part: str, read: Callable[[bytes, str], Beside]) -> Beside | None:
    """What a part beside the answers says; a damaged one stays unaccounted for, and is named as not read.

    None for a damaged one.
    """
    try:
        found = read(package.peek(part), part)
    except Refusal as refusal:
        if refusal.code != "damaged_file":
            raise
        return None
    package.account_for(part)
    return found


def check_content(data: bytes, *, limits: Limits = LIMITS) -> None:
    """Refuse XML that is no member of a zip and larger than one may be."""
    if len(data) > limits.content:
        raise _too_large("die Datei ist zu groß")
    _check_elements(data.count(b"<"), data.count(b"="), limits)


def _check_elements(tags: int, attributes: int, limits: Limits) -> None:
    if tags > limits.tags or attributes > limits.attributes:
        raise _too_large("die Datei hat zu viele Elemente")


def _checked_members(infos: list[zipfile.ZipInfo], limits: Limits) -> dict[str, zipfile.ZipInfo]:
    if len(infos) > limits.members:
        raise _too_large(f"das ZIP-Archiv hat {len(infos)} Bestandteile, mehr als {limits.members}")
    if sum(info.file_size for info in infos) > limits.total:
        raise _too_large("das ZIP-Archiv ist entpackt zu groß")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _check_member(info, limits)
        key = _normal_name(info).casefold()
        if key in members:
            raise _hostile(f"der Bestandteil „{info.filename}“ kommt im ZIP-Archiv doppelt vor")
        if not key.endswith("/"):
            members[key] = info
    return members


def _check_places(archive: zipfile.ZipFile, data: bytes) -> None:
    """Refuse members that share bytes, and an archive with something before its first member.

    Of two archives one after the other programs would read different ones.
    """
    infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
    if infos and infos[0].header_offset > 0 and data.startswith(_LOCAL_HEAD):
        raise damaged("vor dem ersten Bestandteil des ZIP-Archivs stehen weitere Daten")
    ends = [*(info.header_offset for info in infos[1:]), archive.start_dir]
    for info, end in zip(infos, ends, strict=False):
        if info.header_offset + _LOCAL_HEAD_SIZE + info.compress_size > end:
            raise _hostile("Bestandteile des ZIP-Archivs liegen übereinander")


def _check_member(info: zipfile.ZipInfo, limits: Limits) -> None:
    name = _normal_name(info)
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        raise _hostile(f"der Bestandteil „{info.filename}“ zeigt auf einen Ort außerhalb des ZIP-Archivs")
    if info.flag_bits & ENCRYPTED:
        raise Refusal("password")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _hostile(f"der Bestandteil „{info.filename}“ ist auf unübliche Weise komprimiert")
    if info.file_size > limits.part:
        raise _too_large(f"der Bestandteil „{info.filename}“ ist entpackt zu groß")


def _normal_name(info: zipfile.ZipInfo) -> str:
    # Some programs write `./` in front, those on .NET before 4.6.1 backslashes:
    # https://learn.microsoft.com/en-us/dotnet/framework/migration-guide/mitigation-ziparchiveentry-fullname-path-separator
    name = info.filename.replace("\\", "/")
    while name.startswith("./"):
        name = name[2:]
    return name


def _hostile(why: str) -> Refusal:
    return Refusal("hostile_file", why=why)


def _too_large(why: str) -> Refusal:
    return Refusal("too_large", why=why)
