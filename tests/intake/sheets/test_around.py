"""What is said of links, recorded changes and properties, and what of them is not quoted."""

from __future__ import annotations

import pytest

from ruecklauf.cells import text_cell
from ruecklauf.findings import Subject
from ruecklauf.intake.notes import QUOTED_AT_ONCE
from ruecklauf.intake.sheets.around import about_file, about_links, about_recorded
from ruecklauf.office.workbook import Link, Note, Sheet, SheetCell, Workbook

ANSWER = Subject("probe", "stellen", "ST01", "name")
SAID = (
    ("Liste", "https://kreis.example/a", True),
    ("https://kreis.example/a", "https://kreis.example/a/", False),
    ("kreis.example/a b", "https://kreis.example/a%20b", False),
    ("amt@kreis.example", "mailto:amt@kreis.example", False),
    ("amt@kreis.example", "mailto:chef@kreis.example", True),
    ("Liste", "#Blatt!A1", False),
    ("Liste", "", False),
)


@pytest.mark.parametrize(("shown", "target", "is_reported"), SAID)
def test_address_behind_a_cell_is_shown_unless_the_cell_shows_it(
    shown: str, target: str, is_reported: bool
) -> None:
    sheet = Sheet("Blatt", cells={(8, 3): SheetCell(8, 3, text_cell(shown))}, links=(Link(8, 3, target),))
    found = [(str(noted.place), noted.found, noted.subject) for noted in about_links(sheet, {(8, 3): ANSWER})]
    assert found == ([("Blatt!C8", target, ANSWER)] if is_reported else [])


def test_address_behind_a_shape_is_shown_with_its_sheet() -> None:
    (noted,) = about_links(Sheet("Blatt", links=(Link(0, 0, "https://kreis.example"),)), {})
    assert (str(noted.place), noted.found) == ("Blatt", "https://kreis.example")


def test_recorded_changes_are_counted_and_those_of_personal_answers_not_quoted() -> None:
    recorded = (Note(8, 3, "Meier"), Note(9, 4, "412"), Note(0, 0, ""), Note(10, 4, ""))
    (noted,) = about_recorded(Sheet("Blatt", recorded=recorded), {(8, 3): ANSWER})
    assert (dict(noted.remark.params)["count"], noted.whole) == ("4", "D9: 412")


def test_only_the_first_recorded_changes_are_quoted() -> None:
    recorded = tuple(Note(row, 1, "x") for row in range(1, QUOTED_AT_ONCE + 2))
    (noted,) = about_recorded(Sheet("Blatt", recorded=recorded), {})
    assert noted.whole.count(" / ") == QUOTED_AT_ONCE - 1
    assert noted.whole.endswith(" …")


def test_file_says_what_could_not_be_read_and_what_its_properties_say() -> None:
    core = {"description": "Zahlen sind geschätzt", "title": "Formular", "category": " "}
    book = Workbook((), core=core, unknown_parts=("xl/styles.xml",), formats_unread=True)
    said = [(noted.remark.code, noted.found) for noted in about_file(book)]
    assert said == [
        ("unknown_part", "xl/styles.xml"),
        ("formats_unread", ""),
        ("property_text", "Zahlen sind geschätzt"),
    ]
