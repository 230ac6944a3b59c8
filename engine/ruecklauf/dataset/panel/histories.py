"""What became of each row from wave to wave: known again by its id, never by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from ruecklauf.dataset.panel.knowing import Known
from ruecklauf.dataset.panel.rows import NOTHING, PanelCell, PanelRow


class RowStatus(StrEnum):
    """What a row is in a wave, beside the alliance's return before."""

    FIRST = "first"
    """The alliance returned the table for the first time."""
    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    DROPPED = "dropped"
    """It was there in the return before, and is not any more, or the municipality says that it is no more."""
    BACK = "back"
    """It had been dropped, and is there again."""


class FieldChange(NamedTuple):
    """One field that says something else than in the return before."""

    field: str
    before: PanelCell
    now: PanelCell


@dataclass(frozen=True, slots=True)
class Moment:
    """One row in one wave."""

    alliance: str
    wave: str
    row_id: str
    """That by which the row is known over the waves; `life` before people decided that it is another."""
    status: RowStatus
    first: str
    last: str
    """The waves in which it was there for the first and the last time."""
    row: PanelRow | None
    """None where it was dropped."""
    before: str
    """The wave of the return before; empty for the first one."""
    changes: tuple[FieldChange, ...] = ()
    life: str = ""
    """Its id, with `@` and the wave in which it began behind it where others had the number before."""


def histories(known: Known, table: str) -> Iterator[Moment]:
    """All rows of a table: by alliance, row and wave."""
    for alliance, waves in sorted(known.returned.get(table, {}).items()):
        rows_known = known.of(alliance, table)
        by_row: dict[str, dict[str, PanelRow]] = defaultdict(dict)
        for row in rows_known.rows:
            by_row[rows_known.identities[row.wave, row.row_id]][row.wave] = row
        for row_id in sorted(by_row):
            for moment in _history(alliance, row_id, by_row[row_id], waves):
                life = rows_known.lives[moment.wave, moment.row.row_id] if moment.row else ""
                yield replace(moment, life=life)


def _history(
    alliance: str, row_id: str, rows: Mapping[str, PanelRow], waves: Sequence[str]
) -> Iterator[Moment]:
    seen = [wave for wave in waves if wave in rows]
    before = ""
    for number, wave in enumerate(waves):
        last = waves[number - 1] if number else ""
        row, earlier = rows.get(wave), rows.get(last)
        changes = tuple(_changes(earlier, row)) if row and earlier else ()
        status = _status(row, earlier, was_there=bool(before), is_first=not last, changed=bool(changes))
        if status is not None:
            yield Moment(alliance, wave, row_id, status, seen[0], seen[-1], row, last, changes)
        before = wave if row else before


def _status(
    row: PanelRow | None, earlier: PanelRow | None, *, was_there: bool, is_first: bool, changed: bool
) -> RowStatus | None:
    if row is None:
        return RowStatus.DROPPED if earlier else None
    if is_first:
        return RowStatus.FIRST
    if earlier:
        return RowStatus.CHANGED if changed else RowStatus.UNCHANGED
    return RowStatus.BACK if was_there else RowStatus.NEW


def _changes(before: PanelRow, now: PanelRow) -> Iterator[FieldChange]:
    """Fields that both waves asked and that can be compared."""
    for name in sorted(before.asked & now.asked):
        old, new = before.cells.get(name, NOTHING), now.cells.get(name, NOTHING)
        if old.comparable and new.comparable and old[:2] != new[:2]:
            yield FieldChange(name, old, new)
