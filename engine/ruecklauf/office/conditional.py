"""What conditional formats do to what is seen of cells, for all formats of workbooks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ruecklauf.cells import BLANK, CellKind, Raw, column_number
from ruecklauf.office.limits import Budget
from ruecklauf.office.workbook import Area, Doubt, Sheet, SheetCell
from ruecklauf.shown.apparent import as_coloured, unseen
from ruecklauf.shown.colours import PAPER, is_lost
from ruecklauf.shown.conditions import NUMBERS, Condition, is_number
from ruecklauf.shown.expressions import CellAt, UnknownError
from ruecklauf.shown.number_formats import shown_content, shows_date
from ruecklauf.shown.number_formats.brackets import colour_named

MAX_HITS = 2_000_000
"""Cells of a sheet, each counted for every format that covers it."""

_PARTS = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
Place = tuple[int, int]
Colours = tuple[str, str]
"""Of letters and of what is behind them, see `is_lost`."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a conditional format changes of what is seen; nothing is said of what it leaves as it is."""

    number_format: str | None = None
    struck: bool = False
    letters: str = ""
    ground: str = ""
    hides: bool = False
    """A bar or an icon is seen instead of the number."""

    def tells(self, letters: Collection[str], grounds: Collection[str]) -> bool:
        """Whether it may matter for what is read, in a workbook whose cells have these colours.

        White ground does not: our forms give it to answers that are not asked for.
        """
        if self.hides or self.struck or self.number_format is not None:
            return True
        if self.letters:
            behind = [self.ground] if self.ground else grounds
            return any(is_lost(self.letters, ground) for ground in behind)
        paper = not self.ground or is_lost(PAPER, self.ground)
        return not paper and any(is_lost(each, self.ground) for each in letters)

    @property
    def has_colours(self) -> bool:
        named = map(colour_named, _BRACKET.findall(self.number_format or ""))
        return bool(self.letters or self.ground) or any(colour is not None for colour in named)


@dataclass(frozen=True, slots=True)
class ConditionalFormat:
    """Where a look is given to cells, and when."""

    areas: tuple[Area, ...]
    condition: Condition
    look: Look
    base: Place | None = None
    """The cell that its formulas are written for; None for the first one of a single area."""

    def cell_at(self, sheet: Sheet, place: Place) -> CellAt:
        """Which cells its formulas mean, as they stand for a cell at this place."""
        base = self.base or (self.areas[0][:2] if len(self.areas) == 1 else None)

        def cell(reference: str) -> Raw:
            found = _PARTS.fullmatch(reference)
            if found is None or (base is None and not (found[1] and found[3])):
                raise UnknownError
            row, column = int(found[4]), column_number(found[2])
            if base is not None:
                row += 0 if found[3] else place[0] - base[0]
                column += 0 if found[1] else place[1] - base[1]
            if row < 1 or column < 1:
                raise UnknownError
            here = sheet.cells.get((row, column))
            return here.raw if here else BLANK

        return cell

    def doubt_over(self, cell: SheetCell, colours: Colours) -> Doubt:
        """Why it is not known how a cell is seen that this would change."""
        without = replace(self.look, number_format=None)
        return Doubt(self.condition.formulas, _dressed(cell, without, colours) is cell)


def as_conditioned(
    sheet: Sheet, formats: Sequence[ConditionalFormat], colours: Callable[[Place], Colours]
) -> Sheet:
    """The sheet as its conditional formats let it be seen; only such are given as matter.

    Where it is not known whether a format that would change something takes hold, the cell stays as it is and
    its place stands in `in_doubt`. Refusal `too_large` if they cover too many cells.
    """
    if not formats:
        return sheet
    cells, doubts = dict(sheet.cells), dict(sheet.in_doubt)
    budget, rows = Budget(MAX_HITS, "die Tabelle hat zu viele bedingte Formatierungen"), _rows(sheet)
    for each in formats:
        for place in _covered(rows, each.areas, budget):
            before = cells[place]
            here = colours(place) if each.look.has_colours else ("", "")
            after = _dressed(before, each.look, here)
            if after is before:
                continue
            holds = each.condition.holds(sheet.cells[place].raw, each.cell_at(sheet, place))
            if holds is None:
                doubts[place] = (*doubts.get(place, ()), each.doubt_over(before, here))
            elif holds:
                cells[place] = after
    return replace(sheet, cells=cells, in_doubt=doubts)


def _rows(sheet: Sheet) -> dict[int, list[int]]:
    """By column the rows of its cells, in order."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        rows.setdefault(column, []).append(row)
    return rows


def _covered(rows: dict[int, list[int]], areas: tuple[Area, ...], budget: Budget) -> Iterator[Place]:
    for top, left, bottom, right in areas:
        columns = range(left, right + 1) if right - left < len(rows) else rows
        budget.spend()
        for column in columns:
            if left <= column <= right and (here := rows.get(column)):
                found = here[bisect_left(here, top) : bisect_right(here, bottom)]
                budget.spend(len(found) + 1)
                yield from ((row, column) for row in found)


def _dressed(cell: SheetCell, look: Look, colours: Colours) -> SheetCell:
    """A cell with the look; itself if nothing else is seen of it then."""
    raw, struck = cell.raw, cell.struck or look.struck
    if raw.shown != "" and raw.kind is not CellKind.BLANK:
        shown = shown_content(_seen(raw, look, colours))
        raw = raw if shown == shown_content(raw) else replace(raw, shown=shown)
    return cell if raw is cell.raw and struck is cell.struck else replace(cell, raw=raw, struck=struck)


def dressed(cell: SheetCell, look: Look) -> SheetCell:
    """A cell as a look lets it be seen that says all of its colours; itself if nothing else is seen of it."""
    return _dressed(cell, look, ("", ""))


def _seen(raw: Raw, look: Look, colours: Colours) -> Raw:
    if look.hides and raw.kind in NUMBERS:
        return unseen(raw)
    if look.number_format is not None:
        raw = _formatted(raw, look.number_format)
    if not look.has_colours:
        return raw
    return as_coloured(raw, look.letters or colours[0], look.ground or colours[1])


def _formatted(raw: Raw, code: str) -> Raw:
    """A cell with another number format, which may show a date as the number that it is."""
    as_number = raw.kind is CellKind.DATE and not shows_date(code) and is_number(raw.text)
    kind = CellKind.NUMBER if as_number else raw.kind
    return replace(raw, kind=kind, number_format=code, shown=None)
