"""What a person sees in a cell: a number, date or text by its format code.

The programs differ in little, and where they do this follows the one that more people have, Excel. Excel
shows at most 11 characters of a number without format (LibreOffice as many digits as fit), keeps the point
of `0.##` before nothing (`12,`; LibreOffice drops it), counts days from 00.01.1900 (LibreOffice from
30.12.1899; from March 1900 on they agree), rounds seconds (LibreOffice cuts them off), writes 100% without
a space and AM in German too (LibreOffice: 100 %, vorm.), and puts the sign before a format without places
for digits and in sections with conditions (LibreOffice drops it). Like LibreOffice this shows 0 for -0.4 in
`0`, where Excel shows -0.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ruecklauf.shown.number_formats.builtin import as_shown_in
from ruecklauf.shown.number_formats.codes import Format, Part, Section, read_code
from ruecklauf.shown.number_formats.digits import is_nought, number_text, shown_aside
from ruecklauf.shown.number_formats.general import general_text, significant
from ruecklauf.shown.number_formats.languages import LANGUAGES, Language
from ruecklauf.shown.number_formats.moments import moment_text
from ruecklauf.shown.number_formats.quotients import fraction_text, is_fraction

NO_SECTION = "########"
"""What a cell shows whose number no section takes."""


@lru_cache(maxsize=20_000)
def shown_number(literal: str, code: str, *, language: str = "de", date1904: bool = False) -> str:
    """What a cell shows that holds the number; empty if the code hides it."""
    try:
        number = significant(Decimal(repr(float(literal))))
    except (ValueError, InvalidOperation):
        return literal
    if not number.is_finite():
        return literal
    found = read_code(as_shown_in(language, code))
    section, negative = _section_for(number, found)
    if section is None:
        return NO_SECTION
    own = LANGUAGES[section.language or language]
    if section.shows_date:
        return moment_text(number, section.pieces, own, date1904=date1904, calendar=section.calendar)
    text = _digits(abs(number), section, own)
    return f"-{text}" if number < 0 and not negative and not _loses_sign(number, section) else text


def shown_text(text: str, code: str) -> str:
    """What a cell shows that holds the text; the text itself unless the code has a section for texts."""
    section = read_code(code).text
    if section is None:
        return text
    return "".join(
        text if piece.part is Part.TEXT else piece.text
        for piece in section.pieces
        if piece.part is not Part.FILLER
    )


def shown_colour(text: str, code: str, *, of_text: bool) -> str | None:
    """The colour that a code gives a number or text, as six digits; None if it leaves that to the font."""
    found = read_code(code)
    if of_text:
        return found.text.colour if found.text else None
    try:
        section, _ = _section_for(Decimal(text), found)
    except InvalidOperation:
        return None
    return section.colour if section else None


def _section_for(number: Decimal, found: Format) -> tuple[Section | None, bool]:
    """The section that shows a number, and whether it is for negative ones only and so shows no sign."""
    sections = found.numbers
    if not sections:
        return found.text, False
    if any(section.condition for section in sections[:2]):
        return _by_condition(number, sections)
    if number < 0 and len(sections) > 1:
        return sections[1], True
    return sections[2 if not number and len(sections) > 2 else 0], False


def _by_condition(number: Decimal, sections: tuple[Section, ...]) -> tuple[Section | None, bool]:
    """As Excel does: the first section whose condition holds; one without a condition takes what is left.

    A second section without a condition takes the negative numbers only if there is a third one.
    """
    for at, section in enumerate(sections):
        implied = at == 1 and section.condition is None and len(sections) > 2
        if (number < 0) if implied else section.holds(number):
            return section, implied or _only_negative(section)
    return None, False


def _only_negative(section: Section) -> bool:
    return section.condition is not None and not section.holds(Decimal(0)) and not section.holds(Decimal(1))


def _digits(number: Decimal, section: Section, language: Language) -> str:
    """A number that is not negative, without a sign."""
    pieces = section.pieces
    if section.has(Part.DIGIT):
        if is_fraction(pieces):
            return fraction_text(number, pieces, language)
        return number_text(number, pieces, language)
    return "".join(
        general_text(number, language) if piece.part in (Part.GENERAL, Part.TEXT) else shown_aside(piece)
        for piece in pieces
    )


def _loses_sign(number: Decimal, section: Section) -> bool:
    """Whether a negative number is shown as nought, or not at all."""
    if not section.has(Part.DIGIT):
        return not section.pieces
    plain = not section.has(Part.EXPONENT) and not is_fraction(section.pieces)
    return plain and is_nought(number, section.pieces)
