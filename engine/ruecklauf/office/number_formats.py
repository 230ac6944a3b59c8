"""Which number formats show a number as a date, and which moment such a number stands for."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

DATE_FORMAT = "mm-dd-yy"
"""The code behind format 14; Excel shows it in the order of the reader's country."""

BUILTIN_FORMATS = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: DATE_FORMAT,
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    # Dates of East Asian editions (ECMA-376 part 1, 18.8.30); others show them as short dates.
    **dict.fromkeys((*range(27, 37), *range(50, 59)), DATE_FORMAT),
}

_NOT_SHOWN_AS_DATE = re.compile(
    r"""
    "[^"]*"?                              # quoted text
    | [\\_*].                             # an escaped character, a gap, a filler
    | \[ (?! (?: h+ | m+ | s+ ) \] ) [^\]]* \]?  # colours, conditions, languages, but not [h]
    | general | standard
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_FRACTION_OF_SECOND = re.compile(r"s\]?[.,]0+", re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
_DIGIT_PLACE = re.compile(r"[0#?]")


@lru_cache(maxsize=2_000)
def shows_date(number_format: str) -> bool:
    """Whether any section of a number format shows a date, a time or a duration (`[h]:mm`).

    A section with places for digits is a number, even if a program left its unit unquoted (`0 Std`).
    """
    bare = _FRACTION_OF_SECOND.sub("s", _NOT_SHOWN_AS_DATE.sub("", number_format))
    return any(_DATE_LETTER.search(part) and not _DIGIT_PLACE.search(part) for part in bare.split(";"))


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
