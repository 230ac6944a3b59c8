"""Dates, times and durations as a section shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from ruecklauf.shown.number_formats.codes import Part, Piece
from ruecklauf.shown.number_formats.dates import moment_of
from ruecklauf.shown.number_formats.general import rounded
from ruecklauf.shown.number_formats.languages import Language

NOT_SHOWN = "########"
"""What a cell shows that cannot show its date."""

_BUDDHIST, _BUDDHIST_YEARS = 7, 543
UNKNOWN = "\ufffd"
_PHANTOM = 60
"""The day 29 February 1900, which Excel shows though it never was."""


def moment_text(
    number: Decimal, pieces: Sequence[Piece], language: Language, *, date1904: bool, calendar: int = 0
) -> str:
    """A serial number as date and time; a row of hashes if it stands for none.

    Of calendars that are not known here an unknown sign stands behind the date.
    """
    fraction = max((len(piece.text) - 1 for piece in pieces if piece.part is Part.SUBSECOND), default=0)
    serial = _rounded(
        number, fraction, any(piece.text.strip("[]").startswith("s") for piece in _dates(pieces))
    )
    phantom = not date1904 and int(serial) == _PHANTOM
    moment = moment_of(float(serial) - phantom, date1904=date1904)
    if moment is None or number < 0:
        return NOT_SHOWN
    if not date1904 and serial < 1:
        moment = moment.replace(year=1900, month=1, day=1)  # Excel shows the day before as 00.01.1900
    clock = _Clock(moment, serial, language, phantom=phantom, day_zero=not date1904 and serial < 1)
    clock.halves = any("/" in piece.text for piece in _dates(pieces))
    clock.years_more = _BUDDHIST_YEARS if calendar == _BUDDHIST else 0
    unknown = UNKNOWN if calendar not in (0, _BUDDHIST) else ""
    return "".join(_piece_text(clock, pieces, at) for at in range(len(pieces))) + unknown


def _dates(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.part is Part.DATE]


def _rounded(number: Decimal, decimals: int, shows_seconds: bool) -> Decimal:
    """The serial rounded to what is shown of its seconds; minutes and hours are cut off, not rounded."""
    return rounded(number * 86_400, decimals if shows_seconds else 3) / 86_400


class _Clock:
    """One moment, and how each of its parts is written."""

    halves = False
    """Hours are counted to twelve."""
    years_more = 0
    """By which its years are ahead of ours."""

    def __init__(
        self, moment: datetime, serial: Decimal, language: Language, *, phantom: bool, day_zero: bool
    ) -> None:
        self.moment = moment + timedelta(microseconds=500)
        self.serial = serial
        self.language = language
        self.day = 29 if phantom else 0 if day_zero else moment.day

    def year(self, text: str) -> str:
        year = self.moment.year + self.years_more
        return f"{year % 100:02d}" if len(text) <= 2 else f"{year:04d}"

    def month(self, text: str) -> str:
        names = {3: self.language.short_months, 4: self.language.months, 5: self.language.months}
        name = names.get(min(len(text), 5))
        if name is None:
            return f"{self.moment.month:0{len(text)}d}"
        return name[self.moment.month - 1][: 1 if len(text) == 5 else None]

    def day_of(self, text: str) -> str:
        if len(text) <= 2:
            return f"{self.day:0{len(text)}d}"
        names = self.language.short_days if len(text) == 3 else self.language.days
        return names[self.moment.weekday()]

    def hour(self, text: str) -> str:
        hour = (self.moment.hour + 11) % 12 + 1 if self.halves else self.moment.hour
        return f"{hour:0{min(len(text), 2)}d}"

    def minute(self, text: str) -> str:
        return f"{self.moment.minute:0{min(len(text), 2)}d}"

    def second(self, text: str) -> str:
        return f"{self.moment.second:0{min(len(text), 2)}d}"

    def half(self, text: str) -> str:
        names = (text if text[1] == "/" else text.upper()).split("/")
        return names[self.moment.hour >= 12]

    def elapsed(self, text: str) -> str:
        """Hours, minutes or seconds since the day began to count: 30:00 for a day and a quarter."""
        inner = text.strip("[]")
        seconds = {"h": 3_600, "m": 60, "s": 1}[inner[0]]
        counted = int((self.serial * 86_400 + Decimal("0.0005")) // seconds)
        return f"{counted:0{len(inner)}d}"

    def subsecond(self, text: str) -> str:
        digits = f"{self.moment.microsecond // 1000:03d}"[: len(text) - 1]
        return f"{self.language.point}{digits}"


_WRITERS: dict[str, Callable[[_Clock, str], str]] = {
    "y": _Clock.year,
    "m": _Clock.month,
    "d": _Clock.day_of,
    "h": _Clock.hour,
    "s": _Clock.second,
    "a": _Clock.half,
    "[": _Clock.elapsed,
}


def _piece_text(clock: _Clock, pieces: Sequence[Piece], at: int) -> str:
    piece = pieces[at]
    if piece.part is Part.SUBSECOND:
        return clock.subsecond(piece.text)
    if piece.part is Part.FILLER:
        return ""
    if piece.part is Part.SLASH:
        return clock.language.stroke
    if piece.part is not Part.DATE:
        return piece.text
    if re.fullmatch("m{1,2}", piece.text) and _is_minute(pieces, at):
        return clock.minute(piece.text)
    return _WRITERS[piece.text[0].lower()](clock, piece.text)


def _is_minute(pieces: Sequence[Piece], at: int) -> bool:
    """Whether an m stands behind the hours or before the seconds."""
    before = next((piece.text for piece in reversed(_dates(pieces[:at]))), "")
    after = next((piece.text for piece in _dates(pieces[at + 1 :])), "")
    return before.strip("[]").startswith("h") or after.strip("[]").startswith("s")
