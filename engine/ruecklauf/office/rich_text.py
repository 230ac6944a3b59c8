"""The text of a cell, a note or a shape, whatever the format: its characters and what is struck through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ruecklauf.office.workbook import PartlyStruck
from ruecklauf.shown.symbol_fonts import shown_in


@dataclass(frozen=True, slots=True)
class RichText:
    """A text with its strike-through: True or False if its runs say so, None if the cell's font decides.

    A text of which some runs are struck is a `PartlyStruck`.
    """

    text: str
    struck: bool | None = None
    own_fonts: tuple[tuple[int, int], ...] = ()
    """From where to where the cell's font does not count, as runs have their own."""
    colours: frozenset[str] = frozenset()
    """Which ones runs have that say so themselves, see `is_lost`."""

    def in_font(self, font: str) -> RichText:
        """The text as it looks in a cell whose font has signs for letters."""
        signs, pieces, at = shown_in(font, self.text), [], 0
        for start, end in self.own_fonts:
            pieces += [signs[at:start], self.text[start:end]]
            at = end
        text = "".join((*pieces, signs[at:]))
        return replace(self, text=PartlyStruck(text) if isinstance(self.text, PartlyStruck) else text)


def with_strikes(text: str, strikes: Iterable[bool | None]) -> RichText:
    """A text with what each of its runs says that is not blank."""
    said = set(strikes)
    if said == {True}:
        return RichText(text, struck=True)
    return RichText(PartlyStruck(text) if True in said else text, False if False in said else None)
