"""What is put into cells: numbers, days and texts, and the formats that they are shown in.

What Excel and LibreOffice show differently is left out, for LibreOffice is asked what is shown: more digits
than fit in `General`, negative numbers in formats without places for digits or with conditions, seconds of
broken days, days before March 1900, texts of several lines in a format for texts, which LibreOffice leaves
as they are, and the point of `0.##%` before nothing. See `ruecklauf.shown.number_formats.shown`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from libreoffice.test_number_formats_shown import CODES, DATE_CODES

Content = str | int | float


@dataclass(frozen=True, slots=True)
class Case:
    """A content with a format in a cell of a field of some type."""

    type: str
    content: Content
    code: str


_WHOLE_DIGITS = ("0", "00", "000", "#", "#,##0", "0,", "#,##0,", "0,,", "??0", "0 000", "000\\-00")
_DECIMALS = ("", "", "", ".0", ".00", ".000", ".0#", ".0??")
_BEFORE = ("", "", "", '"ca. "', '"mind. "', '"> "', "\\~", '"AK00"', '"1"', "_-", '"Kurs "', "[$€-407] ")
_BEHIND = (
    "", "", "", '" Tsd."', '" %"', "%", "\\ %", '" bis 40"', '"?"', '"."', '"*"', "_)", '\\ "€"', '" VZÄ"',
    '"0"', '",5"',
)  # fmt: skip
_SECTIONS = ("", "", "", ";", ";;", ';"-";"k. A."', ';(0);"null"', ';-0;"unbekannt"', ";[Red]-0;0", ';;"ja"')
_WORDS = ('"k. A."', '"ja"', '"x"', '"nein";"nein"', ";;;", '"entfällt";;', '"ja";"ja";"nein"', '"☒"', '" "')
_OF_TEXTS = ("@", '"ca. "@', '@" (alt)"', "General;General;General;", '0;0;0;"Text: "@', ";;;", '@"0"')
_DAY_PIECES = ("d", "dd", "m", "mm", "mmm", "mmmm", "yy", "yyyy", "ddd", "dddd", "hh:mm")
_BETWEEN = (".", ". ", "/", "-", "\\ ", '" bis "', '"."')


def _codes() -> st.SearchStrategy[str]:
    pieces = (_BEFORE, _WHOLE_DIGITS, _DECIMALS, _BEHIND, _SECTIONS)
    made = st.tuples(*map(st.sampled_from, pieces)).map("".join)
    return st.one_of(made, st.sampled_from(CODES), st.sampled_from(_WORDS))


def _day_codes() -> st.SearchStrategy[str]:
    piece, between = st.sampled_from(_DAY_PIECES), st.sampled_from(_BETWEEN)
    made = st.tuples(piece, between, piece, between, piece).map("".join)
    return st.one_of(st.sampled_from(DATE_CODES), made)


def _numbers() -> st.SearchStrategy[int | float]:
    hundredths = st.integers(-5_000, 500_000).map(lambda number: number / 100)
    whole = st.one_of(st.integers(0, 12), st.integers(-20, 2_000), st.integers(0, 3_000_000))
    return st.one_of(
        whole, hundredths, st.sampled_from((0.5, 0.125, 0.004, 434.99999999999994, 1.005, 99.995))
    )


def _days() -> st.SearchStrategy[int | float]:
    return st.one_of(
        st.integers(44_000, 47_000), st.sampled_from((46203.5, 46054.604166666664, 36526, 61, 1500))
    )


_TYPED = (
    "380", " 380 ", "1.000", "2,000", "12,000", "1,75", "12,5 %", "50%", "ca. 10", "38\u200b0", "\u200e12",
    "\u22125", "1 234", "1.234.567", "0,5", "½", "3²", "10¹", "ja", "Ja ", "nein", "JA", "ja?", "x", "X", "☒",
    "☐", "✓", "-", "k. A.", "unbekannt", "entfällt", "AK001", "AK001, 002", "AK002-004", "1.3.69", "30.6.26",
    "30.06.2026", "2026-06-30", "14. März 2022", "03/04/2026", "Mrz 2026", "2026", "\u00ad", "\u200b",
    "\u3164", " ", "#", "###", "'007", "007", "12345678901234567", "1e5", "Schule\u00a0West", "Zeile\nzwei",
    "<b>", "„Zitat“", "stelle@kreis.example", "0211 12345-67", "+49 211 1234", "n", "Kreisverwaltung", "１２",
    "٣", "Ⅳ", "IV",
)  # fmt: skip


def _texts() -> st.SearchStrategy[str]:
    letters = st.text("0123456789.,-/ %€xja\u00a0\u200b²", min_size=1, max_size=7)
    return st.one_of(st.sampled_from(_TYPED), letters)


def cases(types: Sequence[str]) -> st.SearchStrategy[Case]:
    """Cells of fields of these types; a type that stands there more often comes more often."""
    of_numbers = st.tuples(_numbers(), _codes())
    of_days = st.tuples(_days(), st.one_of(_day_codes(), _codes()))
    of_texts = st.tuples(_texts(), st.sampled_from(_OF_TEXTS))
    filled = st.one_of(of_numbers, of_days, of_texts).filter(_is_shown_alike)
    return st.builds(lambda of, cell: Case(of, *cell), st.sampled_from(types), filled)


def _is_shown_alike(cell: tuple[Content, str]) -> bool:
    """Whether Excel and LibreOffice show the same."""
    content, code = cell
    if isinstance(content, str):
        return "\n" not in content or code == "@"
    if ".#" in code or ",." in code or ("€" in code and "%" in code):
        return False  # LibreOffice takes `#,##0,.00` for no code, and does not multiply beside a currency
    if not set("0#?") & set(code) or "General" in code or "@" in code:
        return content >= 0 and len(repr(content)) <= 10
    return not ("s" in code.lower() and isinstance(content, float)) and (content >= 0 or "[<" not in code)
