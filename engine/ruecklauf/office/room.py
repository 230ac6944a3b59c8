"""Contents that are moved too far into their cell, or shrink too much in it, to be seen in any format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ruecklauf.cells import CellKind
from ruecklauf.directions import from_right
from ruecklauf.office.workbook import Sheet
from ruecklauf.shown.apparent import unseen
from ruecklauf.shown.number_formats import shown_content

_UNKNOWN_WIDTH = 20.0
"""Digits that fit into a column of which the file does not say it: more than any program's usual ones."""
_SEEN_SHARE = 0.2
"""Of their size, below which letters of usual size are dots."""
_TURNED = dict(zip("01689 ,.-+xoX", "01986 ''-+xoX", strict=True))
"""What some signs look like upside down."""
DIGITS_OF_INDENT = 9 / 7
"""How many digits wide a step is by which Excel moves a content into its cell."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Laid:
    """How a style lays contents into a cell."""

    indent: float = 0
    """Digits by which they are moved away from its side."""
    shrinks: bool = False
    """They become so small that they fit."""
    upside_down: bool = False
    from_right: bool = False
    """Lines go from right to left."""

    @property
    def may_hide(self) -> bool:
        """Whether something else than the content may be seen of one."""
        return self.shrinks or self.upside_down or self.from_right or self.indent > 0


def as_laid(sheet: Sheet, laid: Iterable[tuple[Place, Laid]]) -> Sheet:
    """The sheet with nothing to be seen of contents that lie beyond their cell, or shrink to dots."""
    changed = {}
    for place, how in laid:
        raw, room = sheet.cells[place].raw, _room(sheet, place)
        if raw.kind is CellKind.BLANK or raw.shown == "":
            continue
        shown = shown_content(raw)
        if how.indent >= room or (how.shrinks and room < _SEEN_SHARE * _length(shown)):
            changed[place] = replace(sheet.cells[place], raw=unseen(raw))
        elif how.upside_down and (turned := _turned(shown)) not in ("", shown):
            # nobody knows from which side a text was read
            other = unseen(raw) if raw.kind is CellKind.TEXT else replace(raw, shown=turned)
            changed[place] = replace(sheet.cells[place], raw=other)
        elif how.from_right and raw.kind is CellKind.TEXT and (marked := from_right(shown)) != shown:
            changed[place] = replace(sheet.cells[place], raw=replace(raw, shown=marked))
    return replace(sheet, cells={**sheet.cells, **changed}) if changed else sheet


def _turned(text: str) -> str:
    """What is read of a text that stands upside down; empty if it is none that way."""
    signs = [_TURNED.get(letter) for letter in reversed(text)]
    return "".join(sign or "" for sign in signs) if all(signs) else ""


def _length(text: str) -> int:
    return max(map(len, text.split("\n")))


def _room(sheet: Sheet, place: Place) -> float:
    """How many digits fit side by side into a cell, with those that it is merged with."""
    row, column = place
    merged = (area for area in sheet.merged if area[0] <= row <= area[2] and area[1] <= column <= area[3])
    _, left, _, right = next(merged, (row, column, row, column))
    return sum(_width(sheet, each) for each in range(left, right + 1))


def _width(sheet: Sheet, column: int) -> float:
    widths = (width for first, last, width in sheet.widths if first <= column <= last)
    return next(widths, _UNKNOWN_WIDTH)
