"""The text of a cell, a note or a shape, whatever the format: its characters and what is struck through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ruecklauf.office.workbook import PartlyStruck


@dataclass(frozen=True, slots=True)
class RichText:
    """A text with its strike-through: True or False if its runs say so, None if the cell's font decides.

    A text of which some runs are struck is a `PartlyStruck`.
    """

    text: str
    struck: bool | None = None


def with_strikes(text: str, strikes: Iterable[bool | None]) -> RichText:
    """A text with what each of its runs says that is not blank."""
    said = set(strikes)
    if said == {True}:
        return RichText(text, struck=True)
    return RichText(PartlyStruck(text) if True in said else text, False if False in said else None)
