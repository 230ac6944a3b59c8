"""Which number formats show a number as a date, and which moment such a number stands for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from ruecklauf.shown.number_formats.codes import read_code


@lru_cache(maxsize=2_000)
def shows_date(number_format: str) -> bool:
    """Whether any section of a number format shows a date, a time or a duration (`[h]:mm`)."""
    return any(section.shows_date for section in read_code(number_format).numbers)


_DAY_ZERO_1904 = date(1904, 1, 1).toordinal()
_DAY_ZERO_1900 = date(1899, 12, 30).toordinal()


def moment_of(serial: float, *, date1904: bool = False) -> datetime | None:
    """The moment a serial number stands for, to the millisecond; None if it stands for none.

    None for negative numbers, for those after the year 9999, and in the 1900 system for day 60: the
    29 February 1900, which Excel took over from Lotus 1-2-3 and which never was (ECMA-376 part 1, 18.17.4.1).
    A time of day without a date (0 <= serial < 1) falls on 1899-12-31 or 1904-01-01.
    """
    if not 0 <= serial < 2_958_466:
        return None
    days = int(serial)
    milliseconds = round((serial - days) * 86_400_000)
    zero = _DAY_ZERO_1904 if date1904 else _DAY_ZERO_1900
    if not date1904 and days <= 60:
        if days == 60:
            return None
        zero += 1
    try:
        moment = datetime.fromordinal(zero + days)
        return moment + timedelta(milliseconds=milliseconds) if milliseconds else moment
    except (OverflowError, ValueError):
        return None
