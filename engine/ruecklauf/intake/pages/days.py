"""The day that a date control keeps where nobody sees it, beside the one that it shows."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from ruecklauf.fieldtypes.dates import days_of_short_year, german_date
from ruecklauf.office.document import Change, Control, Piece


def unseen_day(pieces: Iterable[Piece]) -> str:
    """Another day than the one shown, as people write it; empty if there is none, or no day is shown."""
    shown: dict[Control, str] = {}
    for piece in pieces:
        control = piece.control
        if control and control.day and piece.change is not Change.DELETED:
            shown[control] = shown.get(control, "") + piece.text
    for control, text in shown.items():
        with suppress(ValueError):
            kept = date.fromisoformat(control.day)
            said = {german_date(text), *days_of_short_year(text)} - {None}
            if said and kept not in said:
                return f"{kept:%d.%m.%Y}"
    return ""
