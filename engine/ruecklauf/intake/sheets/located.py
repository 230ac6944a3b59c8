"""What was located of one block, and where its answers stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ruecklauf.cells import a1, parse_a1
from ruecklauf.findings import Place
from ruecklauf.intake.sheets.anchors import Found
from ruecklauf.intake.submission import Noted, RawAnswer


@dataclass(frozen=True, slots=True)
class Located:
    """The answers of one block, and what was noted on the way."""

    found: Found
    answers: tuple[RawAnswer, ...]
    noted: tuple[Noted, ...]
    rows: Mapping[str, int] = field(default_factory=dict)
    """The sheet row of each of a table's rows that was taken, without those that the form did not have."""
    columns: Mapping[str, int] = field(default_factory=dict)
    """The sheet column of each field (and part) of a table that was taken."""
    added: tuple[RawAnswer, ...] = ()
    """Those of the answers that stand in rows that the form did not have."""
    copied_rows: frozenset[int] = frozenset()
    """Sheet rows that are copies of the table's head or example row."""
    quoted: tuple[Noted, ...] = ()
    """Notes that quote a cell which is no answer: they are entered in the ledger with it."""
    left: Located | None = None
    """The same block on the sheet that was copied, where the copy is read."""


def position_of(answer: RawAnswer) -> tuple[int, int]:
    """Row and column of an answer, by its place."""
    return _parsed(answer.place.cell)


# The forms of a round have their answers in the same cells.
_parsed = lru_cache(maxsize=20_000)(parse_a1)


@lru_cache(maxsize=20_000)
def place_of(sheet: str, row: int, column: int) -> Place:
    return Place(sheet, a1(row, column))
