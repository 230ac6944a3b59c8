"""Which numbers are dates, and which dates they are."""

from __future__ import annotations

import math
from datetime import datetime

import pytest

from ruecklauf.office.number_formats import BUILTIN_FORMATS, moment_of, shows_date

FORMATS = (
    ("General", False),
    ("0.00", False),
    ("#,##0.00 [$€-407]", False),
    ('_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-@_-', False),
    ('0 "Tage"', False),
    ("0\\ \\m", False),
    ("0 Std", False),
    ("[Red]-0;[Black]0", False),
    ("[$-407]General", False),
    ("Standard", False),
    ("0.00E+00", False),
    ("@", False),
    (";;;", False),
    ("[DBNum1]0", False),
    ("", False),
    ("dd.mm.yyyy", True),
    ("[$-407]d. mmmm yyyy;@", True),
    ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", True),
    ("TT.MM.JJJJ", True),
    ('"Stand: "yyyy', True),
    ("[h]:mm", True),
    ("[mm]:ss.0", True),
    ("mm:ss.000", True),
    ("[s]", True),
    ("h:mm AM/PM", True),
    ("[Red]d/m", True),
    ('[=0]"";dd.mm.yyyy', True),
    ("YYYY", True),
)


@pytest.mark.parametrize(("number_format", "expected"), FORMATS)
def test_number_format_shows_a_date_or_not(number_format: str, expected: bool) -> None:
    assert shows_date(number_format) is expected


MOMENTS = (
    (0, False, datetime(1899, 12, 31)),
    (0.5, False, datetime(1899, 12, 31, 12)),
    (1, False, datetime(1900, 1, 1)),
    (59, False, datetime(1900, 2, 28)),
    (60, False, None),
    (60.5, False, None),
    (61, False, datetime(1900, 3, 1)),
    (45108.5, False, datetime(2023, 7, 1, 12)),
    (45108.999999999, False, datetime(2023, 7, 2)),
    (2_958_465, False, datetime(9999, 12, 31)),
    (2_958_465.9999999999, False, None),
    (2_958_466, False, None),
    (-1, False, None),
    (math.inf, False, None),
    (math.nan, False, None),
    (0, True, datetime(1904, 1, 1)),
    (60, True, datetime(1904, 3, 1)),
    (43646.5, True, datetime(2023, 7, 1, 12)),
    (2_958_465, True, None),
)


@pytest.mark.parametrize(("serial", "date1904", "moment"), MOMENTS)
def test_serial_number_stands_for_a_moment(serial: float, date1904: bool, moment: datetime | None) -> None:
    assert moment_of(serial, date1904=date1904) == moment


def test_built_in_formats_that_show_dates() -> None:
    shown = {number for number, code in BUILTIN_FORMATS.items() if shows_date(code)}
    assert shown == {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
