"""Which numbers are dates, and which dates they are."""

from __future__ import annotations

import math
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruecklauf.shown.number_formats import (
    BUILTIN_FORMATS,
    moment_of,
    shown_number,
    shown_text,
    shows_date,
)

PIECES = (
    *"0#?.,%/@;\\_*\"[]-+ (x", "E+", "E-", "General", "AM/PM", "yyyy", "mmm", "dd", "h", "ss", ".000", "[h]",
    "[s]", "[<100]", "[=1]", "[>1E300]", "[$€-407]", "[$-409]", "[Red]", '"ca. "', "/4", "/99999999999",
    "0" * 60, "%" * 9,
)  # fmt: skip

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


SHOWN = (
    # literal, code, German, English
    ("1.4", "0", "1", "1"),
    ("1", "0%", "100%", "100%"),
    ("0.5", '0.0" %"', "0,5 %", "0.5 %"),
    ("0.5", "0.##%", "50,%", "50.%"),
    ("5000", "#,##0.00 [$€-407]", "5.000,00 €", "5,000.00 €"),
    ("5000", BUILTIN_FORMATS[8], "5.000,00 €", "$5,000.00 "),
    ("-5000", BUILTIN_FORMATS[44], "-5.000,00 € ", " $(5,000.00)"),
    ("7", "000", "007", "007"),
    ("1067", "00000", "01067", "01067"),
    ("49211", "## ###", "49 211", "49 211"),
    ("2113456789", "(000) 000-0000", "(211) 345-6789", "(211) 345-6789"),
    ("21", '"ca. "0', "ca. 21", "ca. 21"),
    ("28", '0" bis 40"', "28 bis 40", "28 bis 40"),
    ("380", '0"?"', "380?", "380?"),
    ("1500000", "#,##0,", "1.500", "1,500"),
    ("1", '0" Tsd."', "1 Tsd.", "1 Tsd."),
    ("5", ";;;", "", ""),
    ("0", '[=0]"k. A.";0', "k. A.", "k. A."),
    ("50", "[<100]0.0;[<1000]0;#,##0", "50,0", "50.0"),
    ("500", "[<100]0.0;[<1000]0;#,##0", "500", "500"),
    ("5000", "[<100]0.0;[<1000]0;#,##0", "5.000", "5,000"),
    ("5000", "[<100]0;[<1000]0", "########", "########"),
    ("434.99999999999994", "General", "435", "435"),
    ("0.30000000000000004", "General", "0,3", "0.3"),
    ("0.3333333333333333", "General", "0,333333333", "0.333333333"),
    ("12345678901", "General", "12345678901", "12345678901"),
    ("123456789012", "General", "1,23457E+11", "1.23457E+11"),
    ("0.00001", "General", "0,00001", "0.00001"),
    ("0.0000123456", "General", "1,23456E-05", "1.23456E-05"),
    ("-0.5", "General", "-0,5", "-0.5"),
    ("1e300", "General", "1E+300", "1E+300"),
    ("1.005", "0.00", "1,01", "1.01"),
    ("0.25", "# ?/?", " 1/4", " 1/4"),
    ("12345.678", "0.00E+00", "1,23E+04", "1.23E+04"),
    ("5", '"ca. "@', "ca. 5", "ca. 5"),
    ("46054", "mm-dd-yy", "01.02.2026", "2/1/2026"),
    ("46054", "d-mmm-yy", "01. Feb 26", "1-Feb-26"),
    ("46082", "mmm yyyy", "Mrz 2026", "Mar 2026"),
    ("46082", "mm/yy", "03.26", "03/26"),
    ("46082", "mm\\/yy", "03/26", "03/26"),
    ("46054", "[$-409]d mmmm yyyy", "1 February 2026", "1 February 2026"),
    ("46054", "[$-407]dddd, d. mmmm yyyy", "Sonntag, 1. Februar 2026", "Sonntag, 1. Februar 2026"),
    ("46054", "[$-F800]dddd, mmmm dd, yyyy", "Sonntag, 1. Februar 2026", "Sunday, February 01, 2026"),
    ("60", "dd.mm.yyyy", "29.02.1900", "29.02.1900"),
    ("0.6041666666666666", "hh:mm", "14:30", "14:30"),
    ("1.25", "[h]:mm", "30:00", "30:00"),
    ("0.9999999", "hh:mm", "23:59", "23:59"),
    ("0.9999999", "hh:mm:ss", "00:00:00", "00:00:00"),
    ("-1", "dd.mm.yyyy", "########", "########"),
    ("1e300", "[h]:mm", "########", "########"),
)


@pytest.mark.parametrize(("literal", "code", "german", "english"), SHOWN)
def test_number_is_shown_by_its_format(literal: str, code: str, german: str, english: str) -> None:
    assert (shown_number(literal, code), shown_number(literal, code, language="en")) == (german, english)


TEXTS = (
    ("21", "@", "21"),
    ("21", "0.00", "21"),
    ("21", '"ca. "@', "ca. 21"),
    ("Mo", '0;0;0;@" vormittags"', "Mo vormittags"),
    ("geheim", ";;;", ""),
    ("geheim", "0;;", "geheim"),
    ("Mai 2026", "dd.mm.yyyy;@", "Mai 2026"),
)


@pytest.mark.parametrize(("text", "code", "expected"), TEXTS)
def test_text_is_shown_by_its_format(text: str, code: str, expected: str) -> None:
    assert shown_text(text, code) == expected


def test_first_day_of_1904_is_shown_in_workbooks_that_begin_then() -> None:
    assert shown_number("0", "dd.mm.yyyy", date1904=True) == "01.01.1904"


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["de", "en"]),
)
def test_every_code_shows_every_number(code: str, number: float, language: str) -> None:
    assert isinstance(shown_number(repr(number), code, language=language), str)
    assert isinstance(shown_text("Text", code), str)
