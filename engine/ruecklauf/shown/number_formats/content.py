"""What a person sees in a cell that has been read."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from ruecklauf.cells import CellKind, Raw
from ruecklauf.shown.number_formats.codes import Part, read_code
from ruecklauf.shown.number_formats.dates import moment_of, shows_date
from ruecklauf.shown.number_formats.digits import shown_aside
from ruecklauf.shown.number_formats.languages import GERMAN
from ruecklauf.shown.number_formats.shown import shown_colour, shown_number, shown_text

_DAY_ZERO = datetime(1899, 12, 30)
PLAIN = frozenset({"General", "@"})
"""Formats that show texts as they are."""
_COLOURED = (CellKind.TEXT, CellKind.NUMBER, CellKind.DATE)
_GERMAN_DAY = "dd.mm.yyyy"


def shown_content(raw: Raw) -> str:
    """What the cell shows in a German edition; empty if its format hides what it holds.

    Where the file itself says what was shown, that; an error or a formula without result shows its own text.
    """
    if raw.shown is not None:
        return raw.shown
    match raw.kind:
        case CellKind.TEXT:
            return raw.text if raw.number_format in PLAIN else shown_text(raw.text, raw.number_format)
        case CellKind.NUMBER:
            return shown_number(raw.text, raw.number_format)
        case CellKind.DATE:
            return _shown_date(raw)
        case CellKind.BOOL:
            return GERMAN.truth[raw.text == "1"]
        case _:
            return raw.text


def content_colour(raw: Raw) -> str | None:
    """The colour that the cell's number format gives its content; None if it leaves that to the font."""
    if "[" not in raw.number_format or raw.kind not in _COLOURED:
        return None
    return shown_colour(raw.text, raw.number_format, of_text=raw.kind is CellKind.TEXT)


@lru_cache(maxsize=2_000)
def is_general(number_format: str) -> bool:
    """Whether a format shows numbers as they are, with as many digits as there is room for."""
    found = read_code(number_format)
    sections = found.numbers or ((found.text,) if found.text else ())
    shown = (Part.GENERAL, Part.TEXT)
    return all(
        section.pieces and all(piece.part in shown for piece in section.pieces) for section in sections
    )


@lru_cache(maxsize=2_000)
def fills_cells(number_format: str) -> bool:
    """Whether a format fills cells with signs that are seen."""
    sections = read_code(number_format).numbers
    return any(
        piece.part is Part.FILLER and shown_aside(piece) for section in sections for piece in section.pieces
    )


def _shown_date(raw: Raw) -> str:
    """A date by its format; one without (a cell that holds it in ISO 8601) as Germans write it."""
    code = raw.number_format if shows_date(raw.number_format) else _GERMAN_DAY
    if raw.moment is None:
        return shown_number(raw.text, code)
    for date1904 in (False, True):
        if _stands_for(raw, date1904=date1904):
            return shown_number(raw.text, code, date1904=date1904)
    return shown_number(repr((raw.moment - _DAY_ZERO).total_seconds() / 86_400), code)


def _stands_for(raw: Raw, *, date1904: bool) -> bool:
    try:
        return moment_of(float(raw.text), date1904=date1904) == raw.moment
    except ValueError:
        return False
