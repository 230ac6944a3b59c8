"""Bringing a snapshot up to date: what changed in the store is built again, everything else stays."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from ruecklauf import __version__
from ruecklauf.dataset.build import dataset_of, read_complete
from ruecklauf.dataset.sent import Asked
from ruecklauf.dataset.stored import asked_in
from ruecklauf.errors import RuecklaufError
from ruecklauf.indicators.frames import frames_of
from ruecklauf.rounds.evaluating.evaluation import days_of_waves, with_round
from ruecklauf.rounds.evaluating.snapshots.manifest import (
    Held,
    Manifest,
    clear,
    read_manifest,
    write_manifest,
)
from ruecklauf.rounds.evaluating.snapshots.pieces import SCHEMA, read_rows, rows_of, write_piece
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Snapshot

VERSION = 1
"""Raised when pieces hold something else for the same store."""
PIECE = 50
"""Alliances in a piece: so many are built, and held in memory, at once."""
_Question = tuple[str, str, str]
"""Wave, worksheet and declaration."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What was done."""

    manifest: Manifest
    built: int
    """Alliances that were built from the store."""
    removed: int
    """Alliances of which nothing is there any more."""


def bring_up_to_date(workspace: Workspace, *, anew: bool = False) -> Brought:
    """Make the snapshot in the project's folder, or of one that is there what changed since.

    Written beside and then put in place: who reads meanwhile has what was there before. With `anew` nothing
    is kept of the one before. RuecklaufError where answers are lost in the store, or it cannot be written.
    """
    folder = workspace.project.snapshot_dir
    _make(folder)
    days = days_of_waves(workspace)
    with workspace.store.snapshot() as state:
        marks = state.marks()
        common = _common(state, days)
        before = None if anew else read_manifest(folder)
        if before is None or before.common != common:
            before = Manifest(common=common)
        after, built = _updated(folder, state, before, marks, days)
    write_manifest(folder, after)
    clear(folder, after.pieces)
    return Brought(after, built, len(before.alliances.keys() - marks.keys()))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise RuecklaufError(f"cannot be made ({error.strerror}).", where=str(folder)) from error


def _common(state: Snapshot, days: Mapping[str, date]) -> str:
    said = f"{VERSION} {__version__} {state.common_mark()} {sorted(days.items())} {list(days)}"
    return hashlib.sha256(said.encode()).hexdigest()


def _updated(
    folder: Path, state: Snapshot, before: Manifest, marks: Mapping[str, str], days: Mapping[str, date]
) -> tuple[Manifest, int]:
    """The snapshot as it is to be, its pieces written; and how many alliances were built."""
    held = before.alliances
    changed = {
        alliance for alliance, mark in marks.items() if alliance not in held or held[alliance].mark != mark
    }
    asked = {alliance: before.asked_of(alliance) for alliance in marks.keys() - changed} | _asked(
        state, changed
    )
    everything = set().union(*asked.values()) if asked else set()
    if {question[1:] for question in everything} != {question[1:] for question in before.asked} or (
        {question[0] for question in everything} != {question[0] for question in before.asked}
    ):
        # what questions mean together, and which wave follows which, is another thing for all
        changed = set(marks)
    waves = _ordered({question[0] for question in everything}, days)
    builder = _Builder(state, waves, tuple(sorted({question[1:] for question in everything})), days)
    numbers = {question: place for place, question in enumerate(sorted(everything))}
    alliances = {}
    for piece, own in _placed(before, marks):
        name = _write(folder, builder, piece, own, changed, before)
        for alliance in own:
            places = tuple(sorted(numbers[question] for question in asked[alliance]))
            alliances[alliance] = Held(piece=name, mark=marks[alliance], asked=places)
    tables = tuple(builder.tables) or before.tables
    return (
        Manifest(
            common=before.common,
            waves=waves,
            tables=tables,
            asked=tuple(sorted(everything)),
            alliances=alliances,
        ),
        len(changed),
    )


def _asked(state: Snapshot, alliances: Collection[str]) -> dict[str, set[_Question]]:
    found: dict[str, set[_Question]] = {alliance: set() for alliance in alliances}
    for some in _parts(sorted(alliances)):
        for asked in asked_in(state.only(some)):
            found[asked.alliance].add((asked.wave, asked.worksheet, asked.declaration))
    return found


def _ordered(waves: Iterable[str], days: Mapping[str, date]) -> tuple[str, ...]:
    """As `Frames.ordered` has them."""
    order = {wave: number for number, wave in enumerate(days)}
    return tuple(sorted(sorted(waves), key=lambda wave: order.get(wave, len(order))))


def _parts(alliances: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(alliances), PIECE):
        yield alliances[start : start + PIECE]


def _placed(before: Manifest, marks: Mapping[str, str]) -> Iterator[tuple[str | None, list[str]]]:
    """Pieces with the alliances that they are to hold; None for a new one."""
    new = sorted(marks.keys() - before.alliances.keys())
    for piece, own in before.in_pieces().items():
        left = [alliance for alliance in own if alliance in marks]
        room = max(0, PIECE - len(left))
        left, new = left + new[:room], new[room:]
        if left:
            yield piece, left
    for some in _parts(new):
        yield None, some


def _write(
    folder: Path, builder: _Builder, piece: str | None, own: list[str], changed: set[str], before: Manifest
) -> str:
    """The name of the piece that holds these alliances."""
    to_build = [alliance for alliance in own if alliance in changed]
    kept = [alliance for alliance in own if alliance not in changed]
    if piece and not to_build and len(kept) == len(before.in_pieces()[piece]):
        return piece
    rows = [read_rows([folder / piece], alliances=kept)] if piece and kept else []
    rows += [builder.build(to_build)] if to_build else []
    return write_piece(folder, pl.concat(rows) if rows else pl.DataFrame(schema=SCHEMA))


class _Builder:
    """Builds alliances from one state of the store, as if all others were there, too."""

    def __init__(
        self,
        state: Snapshot,
        waves: tuple[str, ...],
        declared: tuple[tuple[str, str], ...],
        days: Mapping[str, date],
    ) -> None:
        self._state = state
        self._waves = waves
        self._beside = [Asked("", "", worksheet, declaration, 0) for worksheet, declaration in declared]
        self._days = days
        self.tables: dict[str, None] = {}
        """Names of all tables there are."""

    def build(self, alliances: Collection[str]) -> pl.DataFrame:
        part = self._state.only(alliances)
        stored, names = read_complete(part)
        dataset = dataset_of(stored, names, beside=self._beside)
        self.tables |= dict.fromkeys(dataset.tables)
        frames = replace(frames_of(dataset), waves=self._waves)
        files = {(return_.alliance, return_.sha256) for return_ in stored.returns}
        files |= {(answer.alliance, answer.sha256) for answer in stored.answers}
        return rows_of(with_round(frames, part, self._days), sorted(files))
