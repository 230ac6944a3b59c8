"""What of a date a cell shows: all of it, in whatever order, or less, or something else besides."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import Enum, auto

from ruecklauf.fieldtypes.folding import fold

_MONTHS = tuple(
    tuple(map(fold, names.split()))
    for names in (
        "januar jan january jänner",
        "februar feb february",
        "märz mrz mär march mar",
        "april apr",
        "mai may",
        "juni jun june",
        "juli jul july",
        "august aug",
        "september sep sept",
        "oktober okt october oct",
        "november nov",
        "dezember dez december dec",
    )
)
_DAYS = tuple(
    tuple(map(fold, names.split()))
    for names in (
        "montag mo monday mon",
        "dienstag di tuesday tue",
        "mittwoch mi wednesday wed",
        "donnerstag do thursday thu",
        "freitag fr friday fri",
        "samstag sa sonnabend saturday sat",
        "sonntag so sunday sun",
    )
)
_CLOCK = frozenset({"uhr", "am", "pm", "vorm", "nachm", "t", "z"})
_PIECE = re.compile(r"[0-9]+|[^\W\d_]+|[^\w\s.,:/-]", re.UNICODE)


class Said(Enum):
    """What is shown of a stored date."""

    WHOLE = auto()
    SHORT_YEAR = auto()
    """Day, month and the last two digits of the year."""
    OTHER_DAY = auto()
    """A date that a German reads as another one: 03/04/2026 for the fourth of March."""
    LESS = auto()
    """Its day, month or year is missing."""
    MORE = auto()
    """Something stands beside it that makes another answer of it: vor 2026, 30.06.2026 ?"""


def said_of(moment: datetime, shown: str) -> Said:
    """How much of a date is shown."""
    pieces = _PIECE.findall(shown.casefold())
    words = [fold(piece) for piece in pieces if not piece.isdigit()]
    numbers = [piece for piece in pieces if piece.isdigit()]
    months = [word for word in words if word in _MONTHS[moment.month - 1]]
    rest = [word for word in words if word not in months and word not in _DAYS[moment.weekday()]]
    if len(months) > 1 or any(word not in _CLOCK for word in rest):
        return Said.MORE
    count = 2 if months else 3
    if len(numbers) < count or not _are_clock(numbers[count:], moment):
        return Said.LESS if len(numbers) <= count else Said.MORE
    return _ordered(numbers[:count], moment, named=bool(months))


def _ordered(numbers: list[str], moment: datetime, *, named: bool) -> Said:
    """What the numbers of a date say, month included if it has no name."""
    day, month = moment.day, moment.month
    first, *middle, last = numbers
    between = middle == [] if named else int(middle[0]) == month
    if between and int(first) == day and _is_year(last, moment):
        return Said.WHOLE if len(last) == 4 else Said.SHORT_YEAR
    if between and len(first) == 4 and int(first) == moment.year and int(last) == day:
        return Said.WHOLE
    if not named and int(first) == month and int(middle[0]) == day and _is_year(last, moment):
        return Said.OTHER_DAY if day <= 12 else Said.WHOLE if len(last) == 4 else Said.SHORT_YEAR
    return Said.OTHER_DAY


def _is_year(number: str, moment: datetime) -> bool:
    return int(number) == (moment.year if len(number) == 4 else moment.year % 100)


def _are_clock(numbers: list[str], moment: datetime) -> bool:
    """Whether the numbers behind the date are the time of day."""
    halves = (moment.hour + 11) % 12 + 1
    clocks = ((moment.hour, moment.minute, moment.second), (halves, moment.minute, moment.second))
    return not numbers or any(tuple(map(int, numbers[:3])) == clock[: len(numbers)] for clock in clocks)


def with_short_year(day: date) -> str:
    """30.06.26."""
    return day.strftime("%d.%m.%y")
