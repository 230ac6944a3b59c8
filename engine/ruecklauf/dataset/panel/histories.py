"""What became of each row from wave to wave: known again by its id, never by its name.

The number of a row that people add is a place in the form: where it was dropped, another may take it. Unless
the form showed what had stood there, or what stands there now says so, that one begins a life of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from ruecklauf.dataset.panel.rows import NOTHING, Cell, PanelRow, Rows
from ruecklauf.likeness import SAME_ROW, likeness

LATER_LIFE = "@"


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
    before: Cell
    now: Cell


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


Links = Mapping[tuple[str, str, str], str]
"""By alliance, table and row id the id of the row that it is, as people decided."""


def histories(rows: Rows, table: str, order: Sequence[str], links: Links) -> Iterator[Moment]:
    """All rows of a table: by alliance, row and wave."""
    by_alliance: dict[str, list[PanelRow]] = defaultdict(list)
    for row in rows.rows:
        if row.table == table and not row.is_gone:
            by_alliance[row.alliance].append(row)
    for alliance, returned in sorted(rows.returned.get(table, {}).items()):
        waves = [wave for wave in order if wave in returned]
        lives = dict(_lives(by_alliance[alliance], waves))
        known = _by_identity(by_alliance[alliance], lives, links)
        for row_id in sorted(known):
            for moment in _history(alliance, row_id, known[row_id], waves):
                yield replace(moment, life=lives[moment.wave, moment.row.row_id]) if moment.row else moment


Lives = Mapping[tuple[str, str], str]
"""By wave and row id the life that a row has there."""


def _lives(rows: Sequence[PanelRow], waves: Sequence[str]) -> Iterator[tuple[tuple[str, str], str]]:
    by_id: dict[str, dict[str, PanelRow]] = defaultdict(dict)
    for each in rows:
        by_id[each.row_id][each.wave] = each
    for row_id, found in by_id.items():
        seen: dict[str, PanelRow] = {}
        life, last = row_id, ""
        for wave in waves:
            row = found.get(wave)
            if row is not None:
                if seen and (not last or found[last].is_retired != row.is_retired):
                    life = _taken_up(row, seen) or f"{row_id}{LATER_LIFE}{wave}"
                seen.pop(life, None)
                seen[life] = row
                yield (wave, row_id), life
            last = wave if row else ""


def _taken_up(row: PanelRow, seen: dict[str, PanelRow]) -> str:
    """The life that a row goes on with after it was dropped; empty where it shares nothing with any."""
    seen = {life: before for life, before in seen.items() if before.is_retired == row.is_retired}
    if not seen:
        return ""
    if row.printed or not row.row_id[2:].isdecimal() or row.was_shown:
        return [*seen][-1]
    return next((life for life in reversed(seen) if _shares(seen[life], row)), "")


def _shares(before: PanelRow, now: PanelRow) -> bool:
    """Whether two rows have something in common: words, or any answer where one of them has no words.

    What is chosen from a list is the same in many rows.
    """
    old, new = ({text.casefold() for text in row.words if text} for row in (before, now))
    if old and new:
        return bool(old & new) or likeness(" ".join(before.words), " ".join(now.words)) >= SAME_ROW
    there = ((name, cell.value) for name, cell in before.cells.items() if cell.value)
    return any(now.cells.get(name, NOTHING).value == value for name, value in there)


def _by_identity(rows: Sequence[PanelRow], lives: Lives, links: Links) -> dict[str, dict[str, PanelRow]]:
    """Rows by identity and wave. A row that is said to be another stays itself where that is there, too."""
    there = {(wave, life) for (wave, _), life in lives.items()}
    known: dict[str, dict[str, PanelRow]] = defaultdict(dict)
    for row in rows:
        own = lives[row.wave, row.row_id]
        linked = links.get((row.alliance, row.table, own), own)
        known[own if (row.wave, linked) in there else linked][row.wave] = row
    return known


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
