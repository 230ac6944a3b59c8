"""Texts that look like something else than they say, or like nothing: what the sender saw of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from openpyxl.workbook import Workbook

from gauntlet.editing import DAY, EXISTS, NAME, REMARKS, SHARE, TICK, TOTAL, cell_in, in_openpyxl, value_of
from gauntlet.filled import block_of
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.workbooks.by_openpyxl.typed import LEAD, MAIL, TYPE, Content, put, typed
from ruecklauf.values import Value

FREE: Answer = ("akteure", "akteure", "AK111", "institution")
"""In a free row that nobody has begun."""
UNSEEN = {
    "zero width space": "\u200b",
    "soft hyphen": "\u00ad",
    "Hangul filler": "\u3164",
    "empty Braille cell": "\u2800",
    "byte order mark": "\ufeff",
    "variation selector": "\ufe0f",
    "left-to-right mark and a space": "\u200e \u200f",
    "tag characters": "\U000e0041\U000e0042",
}
_SAME = "The same value, for nobody can read it otherwise."
_NOTHING = "Nothing is seen, so nothing was answered."
_TWO = "The sender may have seen either, so none is taken."
_SEVERAL = "More than one row is named, so none is taken."


def _shown(
    name: str, answer: Answer, content: Content, value: Value | None, why: str, *codes: str
) -> Mutation:
    changed = {} if value is not None and value == value_of(answer) else {answer: value}
    expected = Expected("accepted", frozenset(codes), changed, why=why)
    return Mutation(name, "content", "openpyxl", typed(answer, content), expected)


def _put(name: str, contents: Mapping[Answer, Content], expected: Expected) -> Mutation:
    def change(book: Workbook) -> None:
        for answer, content in contents.items():
            put(cell_in(book, answer), content)

    return Mutation(name, "content", "openpyxl", in_openpyxl(change), expected)


NUMBERS = (
    _shown("thousand with a comma", TOTAL, "2,000", None, _TWO, "ambiguous_number"),
    _shown("twelve thousand with a comma", TOTAL, "12,000", None, _TWO, "ambiguous_number"),
    _shown("thousand with a comma and a unit", TOTAL, "1,000 €", None, _TWO, "ambiguous_number"),
    _shown("thousand with a comma and decimals behind a point", TOTAL, "1,234.5", None, _TWO, "no_number"),
    _shown("millions with commas", TOTAL, "1,234,567", None, _TWO, "no_number"),
    _shown("comma behind a number, with nothing behind", TOTAL, "380,", None, _TWO, "ambiguous_number"),
    _shown("two decimals of nothing", TOTAL, "380,00", 380, _SAME),
    _shown(
        "three decimals where thousands are out of the question",
        SHARE,
        "1,750",
        Decimal("1.75"),
        "At most 10 are allowed, so 1,750 is no thousand.",
    ),
    _shown("number with thin spaces", TOTAL, "1\u2009205", 1205, "Spaces are spaces."),
    _shown(
        "number between invisible characters", TOTAL, "\u200e3\u200b8\u20600\ufeff", 380, "Nobody sees them."
    ),
    _shown(
        "number that is seen from right to left",
        TOTAL,
        "\u202e083",
        None,
        "380 is seen, 083 stored.",
        "no_number",
    ),
    _shown(
        "minus sign of its own", TOTAL, "\u22125", -5, "Taken as typed, and asked about.", "outside_limits"
    ),
    _shown("minus behind a number", TOTAL, "380-", None, "Nobody knows.", "no_number"),
    _shown("number in brackets", TOTAL, "(380)", None, "Nobody knows.", "no_number"),
    _shown("number with an exponent", TOTAL, "3,8e2", None, "Nobody knows.", "no_number"),
    _shown("half as one sign", SHARE, "½", None, "No number that people type.", "no_number"),
    _shown("raised two behind a number", TOTAL, "380²", None, "A mark, or a square.", "no_number"),
    _shown("Roman number", TOTAL, "XII", None, "No number that people type.", "no_number"),
    _shown("letter l for one", TOTAL, "l2", None, "A letter is no digit.", "no_number"),
    _shown(
        "decimal of more digits than Excel keeps",
        SHARE,
        "1,7500000000000001",
        None,
        "Digits would be gone.",
        "number_too_long",
    ),
)

DAYS = (
    _shown("year of two digits in the last century", DAY, "1.3.69", None, _TWO, "date_incomplete"),
    _shown("year of two digits that is near", DAY, "1.3.27", date(2027, 3, 1), "1927 is not allowed."),
    _shown("day behind a left-to-right mark", DAY, "\u200e31.01.2025", date(2025, 1, 31), "Nobody sees it."),
)

NOTHING = (
    *(
        _shown(f"name that is a {name} only", NAME, text, None, _NOTHING, "required_missing")
        for name, text in UNSEEN.items()
    ),
    *(
        _shown(f"{name} in a free row", FREE, text, None, "No row begins with nothing.")
        for name, text in UNSEEN.items()
    ),
    _shown("yes with a zero width space", EXISTS, "ja\u200b", "ja", "Nobody sees it."),
    _shown("yes with a Cyrillic letter", EXISTS, "j\u0430", None, "No entry of the list.", "not_on_list"),
    _shown("tick mark in colour", TICK, "✔\ufe0f", True, "Nobody sees the selector."),
    _shown("entry of the list with a soft hyphen", TYPE, "Gre\u00admium", "gremium", "Nobody sees it."),
    _shown(
        "text between invisible characters",
        REMARKS,
        "\u200eDie Stelle ist besetzt.\u200b",
        "Die Stelle ist besetzt.",
        "Nobody sees them.",
    ),
    _shown(
        "e-mail address with a zero width space", MAIL, "a\u200b@kreis.example", "a@kreis.example", "As seen."
    ),
    _shown("reference with a zero width space", LEAD, "AK001\u200b", "AK001", "Nobody sees it."),
)

REFERENCES = (
    *(
        _shown(f"reference that says {text}", LEAD, text, None, _SEVERAL, "several_references")
        for text in (
            "AK001, 002, 003",
            "AK002-004",
            "AK003 – oder das Jobcenter",
            "AK022, GR101",
            "AK001/002",
            "AK001 und 2",
            "AK001 bis AK003",
            "AK001 · AK002",
        )
    ),
    _shown(
        "reference with another name typed behind it",
        LEAD,
        "AK001, Sozialamt",
        None,
        "One of the two may be meant, or both.",
        "reference_unclear",
    ),
    _shown(
        "entry of the list with a further number behind it",
        LEAD,
        f"AK001 · {value_of(NAME)}, 002",
        None,
        _SEVERAL,
        "reference_unclear",
    ),
    _shown(
        "entry of the list whose name has changed",
        LEAD,
        "AK001 · Amt für Ausländer",
        "AK001",
        "Chosen from the list before the row was renamed.",
        "reference_renamed",
    ),
)


def _boxes(*, printed: bool) -> tuple[Answer, ...]:
    """The empty cells of a column of ticks, in printed rows or in those that nobody has begun."""
    rows = (row for row in block_of("akteure").rows if row.printed is printed)
    column: list[Answer] = [("akteure", "akteure", row.row_id, "krit_land") for row in rows]
    return tuple(one for one in column if value_of(one) is None and (printed or one[2] > "AK110"))


_EMPTY = _boxes(printed=True)
BOXES = (
    _put(
        "check boxes put over a column, none of the new ones ticked",
        dict.fromkeys(_EMPTY, False),
        Expected("accepted", frozenset({"unticked_boxes"}), why="Asked once: unticked is no answer yet."),
    ),
    _put(
        "check boxes put over a column, one of the new ones ticked",
        {**dict.fromkeys(_EMPTY, False), _EMPTY[0]: True},
        Expected("accepted", frozenset({"unticked_boxes"}), {_EMPTY[0]: True}, why="A tick is a tick."),
    ),
    _put(
        "check boxes put over free rows",
        dict.fromkeys(_boxes(printed=False), False),
        Expected("accepted", frozenset({"unticked_boxes"}), why="No row begins with an empty box."),
    ),
    _put(
        "check box put over yes or no, not ticked",
        {EXISTS: False},
        Expected("accepted", frozenset({"unticked_boxes"}), {EXISTS: None}, why="No answer yet."),
    ),
    _put(
        "check box put over yes or no, ticked",
        {EXISTS: True},
        Expected("accepted", changed={EXISTS: "ja"}, why="A tick is a yes."),
    ),
)

MUTATIONS = (*NUMBERS, *DAYS, *NOTHING, *REFERENCES, *BOXES)
