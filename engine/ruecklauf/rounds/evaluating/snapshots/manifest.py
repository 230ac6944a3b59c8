"""What a snapshot holds: which alliances, in which piece, and by what is seen that anything changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ValidationError

from ruecklauf.rounds.evaluating.snapshots.pieces import put

NAME = "snapshot.json"
ENDING = ".parquet"
"""Of pieces; figures that were computed from one have its name, a dot and a key behind it."""


class Held(BaseModel):
    """One alliance."""

    piece: str
    mark: str
    asked: tuple[int, ...]
    """What it was asked: places in `Manifest.asked`."""


class Manifest(BaseModel):
    """All of a snapshot."""

    common: str = ""
    """The mark of what concerns all: declarations, days of waves, deletions, the program itself."""
    waves: tuple[str, ...] = ()
    """In the order of the rounds."""
    tables: tuple[str, ...] = ()
    asked: tuple[tuple[str, str, str], ...] = ()
    """Wave, worksheet and declaration."""
    alliances: dict[str, Held] = {}

    @property
    def pieces(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(held.piece for held in self.alliances.values()))

    def in_pieces(self) -> dict[str, list[str]]:
        """The alliances of each piece."""
        found: dict[str, list[str]] = {}
        for alliance, held in self.alliances.items():
            found.setdefault(held.piece, []).append(alliance)
        return found

    def asked_of(self, alliance: str) -> set[tuple[str, str, str]]:
        return {self.asked[place] for place in self.alliances[alliance].asked}


def read_manifest(folder: Path) -> Manifest | None:
    """None where there is none that can be used: then everything is made."""
    try:
        manifest = Manifest.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None
    return manifest if all((folder / piece).is_file() for piece in manifest.pieces) else None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    put(folder / NAME, manifest.model_dump_json().encode())


def clear(folder: Path, pieces: Iterable[str], key: str | None = None) -> None:
    """Delete what belongs to no piece any more; with a key also the figures that have another one."""
    kept = set(pieces)
    for path in folder.iterdir():
        piece, _, figures = path.name.partition(f"{ENDING}.")
        of_piece = piece.removesuffix(ENDING) + ENDING in kept
        is_kept = path.name == NAME or (of_piece and (not figures or key in (None, figures)))
        if path.is_file() and not is_kept:
            path.unlink(missing_ok=True)
