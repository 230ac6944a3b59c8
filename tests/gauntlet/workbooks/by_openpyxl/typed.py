"""What people type and paste into single cells, whatever the cells were meant for."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from gauntlet.editing import (
    DAY,
    EXISTS,
    NAME,
    REMARKS,
    SHARE,
    SOURCE,
    TICK,
    TOTAL,
    Act,
    cell_in,
    in_openpyxl,
    value_of,
)
from gauntlet.mutation import Answer, Expected, Mutation
from ruecklauf.values import Missing, Value

Content = str | int | float | bool | datetime | date | None

SOURCE_TEXT = "Arbeitsamt → Jobcenter 👍 “läuft” <b>&amp;</b>"
LONG_TEXT = "Das Bündnis wächst. " * 1_600
FORMULA_TEXT = "=cmd|' /C calc'!A0"
LINES_TEXT = "Erstens\nzweitens\n\ndrittens"
TYPE: Answer = ("gremien", "gremien", "GR101", "art")
LEAD: Answer = ("gremien", "gremien", "GR101", "federfuehrung")
PHONE: Answer = ("stammblatt", "stammblatt", "ST", "gs_tel")
MAIL: Answer = ("stammblatt", "stammblatt", "ST", "gs_mail")
RANK: Answer = ("prioritaeten", "prioritaeten", "PR101", "rang")
PRINTED: Answer = ("zielgruppe", "zielgruppe", "ZG001", "status")


def typed(answer: Answer, content: Content, *, number_format: str = "") -> Act:
    """The form with a content put into an answer's cell, past every validation."""

    def change(book: Workbook) -> None:
        put(cell_in(book, answer), content)
        if number_format:
            cell_in(book, answer).number_format = number_format

    return in_openpyxl(change)


def put(cell: Cell, content: Content) -> None:
    """A content as it is: a text that begins with = stays a text."""
    cell.value = content
    if isinstance(content, str) and content != "#DIV/0!":
        cell.data_type = "s"


def _typed(
    name: str,
    answer: Answer,
    content: Content,
    value: Value | None,
    why: str,
    *codes: str,
    number_format: str = "",
) -> Mutation:
    """A content and the value that it must have; None where none can be read from it."""
    changed = {} if value is not None and value == value_of(answer) else {answer: value}
    expected = Expected("accepted", frozenset(codes), changed, why=why)
    act = typed(answer, content, number_format=number_format)
    return Mutation(name, "content", "openpyxl", act, expected)


_SAME = "The same value, for nobody can read it otherwise."
_ASKED = "No number can be read from it without guessing, so none is taken and the text is shown."
_DAYS = "No one day is meant, so none is taken and the text is shown."

NUMBERS = (
    _typed("number typed as text", TOTAL, "380", 380, _SAME),
    _typed("number as text with a no-break space behind", TOTAL, "380\u00a0", 380, _SAME),
    _typed("number grouped by a no-break space", TOTAL, "1\u00a0205", 1205, "As typed."),
    _typed(
        "number grouped by points",
        TOTAL,
        "12.345.678",
        12_345_678,
        "Taken, and asked about as too large.",
        "outside_limits",
    ),
    _typed("decimal typed as text", SHARE, "1,75", Decimal("1.75"), _SAME),
    _typed("decimal with its unit", SHARE, "1,75 VZÄ", Decimal("1.75"), _SAME),
    _typed(
        "amount with points, comma and euro sign",
        SHARE,
        "1.234.567,89 €",
        Decimal("1234567.89"),
        "Read exactly, and asked about as too large.",
        "outside_limits",
    ),
    _typed(
        "point that may be thousands or decimals",
        TOTAL,
        "1.205",
        None,
        "Two readings, so none is taken.",
        "ambiguous_number",
    ),
    _typed("ca. 380", TOTAL, "ca. 380", None, _ASKED, "no_number"),
    _typed("k. A. where a number is asked", TOTAL, "k. A.", None, _ASKED, "no_number"),
    _typed("two numbers with a slash", TOTAL, "380/390", None, _ASKED, "no_number"),
    _typed("range of numbers", TOTAL, "380–390", None, _ASKED, "no_number"),
    _typed("number with an explanation", TOTAL, "380 (Stand März)", None, _ASKED, "no_number"),
    _typed("number in words", TOTAL, "dreihundertachtzig", None, _ASKED, "no_number"),
    _typed("percentage where a number is asked", SHARE, "12,5 %", None, _ASKED, "no_number"),
    _typed(
        "date where a number is asked",
        TOTAL,
        datetime(2026, 5, 1),
        None,
        "Excel may have made a date of it.",
        "date_for_number",
        number_format="dd.mm.yyyy",
    ),
    _typed("fraction where a whole number is asked", TOTAL, 3.5, None, "No whole number.", "no_integer"),
    _typed("negative number", TOTAL, -5, -5, "Taken as typed, and asked about.", "outside_limits"),
    _typed(
        "number of more digits than Excel keeps", TOTAL, 1e20, None, "Digits may be gone.", "number_too_long"
    ),
    _typed("TRUE where a number is asked", TOTAL, True, None, _ASKED, "no_number"),
    _typed("unknown where a number is asked", TOTAL, "unbekannt", Missing.UNKNOWN, "The form offers it."),
    _typed("error value for a number", TOTAL, "#DIV/0!", None, "There is no value.", "error_value"),
    _typed("letters for digits", TOTAL, "38O", None, _ASKED, "no_number"),
    _typed(
        "percent format on a number",
        TOTAL,
        3.8,
        None,
        "The screen shows 380 %, the file has 3.8.",
        "no_number",
        number_format="0%",
    ),
)

DATES = (
    _typed("date of two digits a part", DAY, "30.6.26", date(2026, 6, 30), _SAME),
    _typed("date with the month in words", DAY, "30. Juni 2026", date(2026, 6, 30), _SAME),
    _typed("ISO date as text", DAY, "2026-06-30", date(2026, 6, 30), _SAME),
    _typed(
        "date with a time",
        DAY,
        datetime(2026, 6, 30, 14, 30),
        date(2026, 6, 30),
        "The day counts.",
        "time_with_date",
    ),
    _typed("Ende Juni", DAY, "Ende Juni", None, _DAYS, "date_incomplete"),
    _typed("month and year", DAY, "06/2026", None, _DAYS, "date_incomplete"),
    _typed("year alone", DAY, 2026, None, _DAYS, "number_for_date", number_format="General"),
    _typed("day that does not exist", DAY, "31.06.2026", None, _DAYS, "no_date"),
    _typed("several days", DAY, "30.06.2026 und 01.07.2026", None, _DAYS, "no_date"),
    _typed(
        "date shown as a number",
        DAY,
        46203,
        None,
        "Nobody sees a date there.",
        "number_for_date",
        number_format="General",
    ),
    _typed("American date as text", DAY, "6/30/2026", None, _DAYS, "no_date"),
)

CHOICES = (
    _typed("ja in capitals with a blank", EXISTS, "JA ", "ja", _SAME),
    _typed("ja (seit 2019) on a list", EXISTS, "ja (seit 2019)", None, "Only the list's entries are taken."),
    _typed("two entries of a list in one cell", EXISTS, "ja/nein", None, "Only one can be meant."),
    _typed(
        "several choices in one cell", TYPE, "Gremium; Netzwerk; Runder Tisch", None, "Only one can be meant."
    ),
    _typed(
        "typing mistake in a choice", SOURCE, "Ausländerzentralregistr (AZR)", None, "Likeness never decides."
    ),
    _typed("question mark for a choice", EXISTS, "?", None, "Not on the list.", "not_on_list"),
    _typed(
        "reference by name alone",
        LEAD,
        str(value_of(("akteure", "akteure", "AK041", "institution"))),
        "AK041",
        "The name is unique.",
        "reference_by_label",
    ),
    _typed(
        "reference to a row that is not there",
        LEAD,
        "AK199 · Amt",
        "AK199",
        "Kept, and asked about.",
        "reference_unresolved",
    ),
    _typed(
        "reference by a name that is not there",
        LEAD,
        "das Jugendamt",
        None,
        "No row has this name.",
        "no_reference",
    ),
    _typed("question mark for a tick", TICK, "?", None, "Neither a tick nor a no.", "no_tick"),
    _typed(
        "answer in a cell with a tick", TICK, "ja, seit 2019", None, "Neither a tick nor a no.", "no_tick"
    ),
    _typed(
        "printed entry written differently",
        PRINTED,
        "Gestattung (neu)",
        None,
        "Both are shown.",
        "printed_changed",
    ),
    _typed(
        "printed entry deleted",
        PRINTED,
        None,
        "gestattung",
        "The row still stands for it.",
        "printed_emptied",
    ),
)

TEXTS = (
    _typed(
        "blanks around a text",
        NAME,
        "  Ausländerbehörde Ahornstadt 01\u00a0 ",
        "Ausländerbehörde Ahornstadt 01",
        _SAME,
    ),
    _typed(
        "emoji, arrows and markup in a text", REMARKS, SOURCE_TEXT, SOURCE_TEXT, "Character by character."
    ),
    _typed(
        "very long text",
        REMARKS,
        LONG_TEXT,
        LONG_TEXT.strip(),
        "All of it, with a question.",
        "text_too_long",
    ),
    _typed(
        "text that a program could run as a formula", REMARKS, FORMULA_TEXT, FORMULA_TEXT, "It stays a text."
    ),
    _typed("line breaks in a text", REMARKS, LINES_TEXT, LINES_TEXT, "Line by line."),
    _typed(
        "date where a text is asked",
        REMARKS,
        datetime(2026, 6, 30),
        "30.06.2026",
        "Asked about.",
        "date_for_text",
        number_format="dd.mm.yyyy",
    ),
    _typed("number where a text is asked", NAME, 4711, "4711", "As typed."),
    _typed(
        "telephone number stored as a number",
        PHONE,
        21112345,
        "21112345",
        "The zero may be gone.",
        "phone_as_number",
    ),
    _typed(
        "mail address without @",
        MAIL,
        "stelle(at)kreis.example",
        "stelle(at)kreis.example",
        "Kept and asked about.",
        "no_email",
    ),
    _typed(
        "personal data in a remark",
        REMARKS,
        "Bitte Frau Beispiel fragen",
        "Bitte Frau Beispiel fragen",
        "Kept and asked about.",
        "personal_in_text",
    ),
    _typed(
        "soft hyphens and zero-width spaces in a text",
        REMARKS,
        "Integra\u00adtions\u200bamt",
        "Integra\u00adtions\u200bamt",
        "Character by character.",
    ),
    _typed("decomposed umlauts in a choice", SOURCE, "Scha\u0308tzung", "schaetzung", "The same letters."),
)

MUTATIONS = (*NUMBERS, *DATES, *CHOICES, *TEXTS)
