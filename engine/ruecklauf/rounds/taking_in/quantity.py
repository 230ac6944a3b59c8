"""How much may come out of messages and zips, in one file that is handed in and in a whole import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ruecklauf.rounds.clerk import Enclosed

GIB = 1024**3


@dataclass
class Quantity:
    """Files, and bytes, that may still come out; what is `part_of` something is taken from that as well."""

    files: int
    size: int
    part_of: Quantity | None = None

    @classmethod
    def of_import(cls) -> Quantity:
        """All municipalities of Germany, each with a message and three files."""
        return cls(50_000, 20 * GIB)

    def of_file(self) -> Quantity:
        """What may come out of one file that is handed in."""
        return Quantity(5_000, GIB, self)

    @property
    def is_used_up(self) -> bool:
        return self.files <= 0 or self.size <= 0 or (self.part_of is not None and self.part_of.is_used_up)

    def take_out(self, enclosed: Iterable[Enclosed]) -> None:
        """What a message or zip held: its bytes lie in the archive by now."""
        self._take(0, sum(file.size for file in enclosed))

    def take_file(self) -> None:
        """A file that is to be read."""
        self._take(1, 0)

    def _take(self, files: int, size: int) -> None:
        self.files -= files
        self.size -= size
        if self.part_of is not None:
            self.part_of._take(files, size)
