"""Excel questionnaires that nobody declared: a draft that is right, and nothing left out unsaid."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter import Workbook

from ruecklauf.authoring.declaring import declare_form
from ruecklauf.authoring.questionnaires.drafting import draft_of
from ruecklauf.authoring.questionnaires.page import read_questionnaire
from ruecklauf.errors import ProjectError
from ruecklauf.library import load_library
from ruecklauf.lint.lint import lint

Node = dict[str, Any]


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    fill(book)
    book.close()
    return file.getvalue()


def questionnaire(book: Workbook) -> None:
    """Questions, boxes, a table to fill in, rows with names, lists on a hidden sheet, and a remark."""
    bold, framed = book.add_format({"bold": True, "bg_color": "#DDDDDD"}), book.add_format({"border": 1})
    day, share = (book.add_format({"border": 1, "num_format": code}) for code in ("dd.mm.yyyy", "0%"))
    sheet, lists = book.add_worksheet("Fragebogen"), book.add_worksheet("Listen")
    lists.write_column("A1", ["Verein", "Kammer", "Behörde"])
    lists.hide()
    sheet.write("A1", "Umfrage zu Sprachkursen", bold)
    sheet.write("A2", "Bitte füllen Sie alle weißen Felder aus und senden Sie das Blatt an uns zurück.")
    sheet.write("A4", "Allgemeines", bold)
    for row, text in enumerate(("Name der Stelle *", "E-Mail:", "Beginn", "Anteil", "Haben Sie Räume?"), 5):
        sheet.write(f"A{row}", text)
        sheet.write_blank(f"B{row}", None, {7: day, 8: share}.get(row, framed))
    sheet.write("A10", "Art:")
    sheet.write("B10", "☐ Präsenz ☐ online")
    sheet.write("A12", "Kurse", bold)
    sheet.write_row("A13", ["Nr.", "Titel", "Träger", "Plätze", "läuft"], bold)
    for row in range(14, 20):
        sheet.write(f"A{row}", row - 13, framed)
        for column in "BCDE":
            sheet.write_blank(f"{column}{row}", None, framed)
    sheet.data_validation("C14:C19", {"validate": "list", "source": "=Listen!$A$1:$A$3"})
    sheet.data_validation(
        "D14:D19",
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": 40,
            "input_message": "je Kurs",
        },
    )
    sheet.data_validation("E14:E19", {"validate": "list", "source": ["ja", "nein"]})
    sheet.write("A22", "Zielgruppen", bold)
    sheet.write_row("A23", ["Gruppe", "Anzahl Personen"], bold)
    for row, name in enumerate(("Jugendliche", "Eltern", "Fachkräfte"), 24):
        sheet.write(f"A{row}", name, framed)
        sheet.write_blank(f"B{row}", None, framed)
    sheet.write("H30", "Stand 2019")


@pytest.fixture(scope="module")
def drafted() -> tuple[Node, tuple[str, ...]]:
    declared, losses = draft_of(workbook(questionnaire), "kurse", taken=frozenset({"KU"}))
    return declared, tuple(map(str, losses))


def fields(section: Node) -> dict[str, Node]:
    return {one["label"]: dict(one) for one in section["fields"]}


def test_questions_are_fields_of_the_kind_that_their_places_show(drafted: tuple[Node, Any]) -> None:
    general = drafted[0]["sections"][0]
    assert (general["kind"], general["title"]) == ("record", "Allgemeines")
    found = fields(general)
    assert {label: one["type"] for label, one in found.items()} == {
        "Name der Stelle": "text", "E-Mail": "email", "Beginn": "date", "Anteil": "percent",
        "Haben Sie Räume?": "yes_no_unknown", "Art": "choice",
    }  # fmt: skip
    assert found["Name der Stelle"]["required"] and "required" not in found["Beginn"]
    assert found["E-Mail"]["personal"]


def test_tables_have_columns_with_lists_and_limits(drafted: tuple[Node, Any]) -> None:
    declared = drafted[0]
    table = declared["sections"][1]
    assert (table["kind"], table["title"], table["free_rows"]) == ("table", "Kurse", 6)
    found = fields(table)
    assert list(found) == ["Titel", "Träger", "Plätze", "läuft"]
    assert (found["Plätze"]["min"], found["Plätze"]["max"], found["Plätze"]["help"]) == (0, 40, "je Kurs")
    assert (found["Träger"]["type"], found["läuft"]["type"]) == ("choice", "yes_no_unknown")
    (carriers,) = (one for one in declared["codelists"] if one["id"] == found["Träger"]["list"])
    assert [one["label"] for one in carriers["codes"]] == ["Verein", "Kammer", "Behörde"]


def test_rows_with_names_are_rows_of_a_list(drafted: tuple[Node, Any]) -> None:
    declared = drafted[0]
    grid = declared["sections"][2]
    assert (grid["kind"], list(fields(grid))) == ("grid", ["Gruppe", "Anzahl Personen"])
    (groups,) = (one for one in declared["codelists"] if one["id"] == grid["rows"][0]["list"])
    assert [(one["nr"], one["label"]) for one in groups["codes"]] == [
        (1, "Jugendliche"), (2, "Eltern"), (3, "Fachkräfte"),
    ]  # fmt: skip


def test_no_text_is_left_out_unsaid(drafted: tuple[Node, tuple[str, ...]]) -> None:
    declared, losses = drafted
    said = str(declared) + "\n".join(losses)
    page = read_questionnaire(workbook(questionnaire)).pages[0]
    numbers = {str(number) for number in range(1, 7)}
    for spot in page.texts():
        text = spot.text.rstrip(" *:")
        pieces = [piece.strip() for piece in text.split("☐") if piece.strip()]
        assert text in numbers | {"Nr."} or all(piece in said for piece in pieces), spot
    assert "Fragebogen:30: no place: Stand 2019" in losses
    assert "Listen: the sheet is hidden; 3 cells of it hold something" in losses


def test_the_draft_is_a_declaration_without_errors(tmp_path: Path) -> None:
    path, _ = declare_form(tmp_path, workbook(questionnaire), "kurse", load_library())
    assert "# Fragebogen!" in path.read_text("utf-8")
    problems = lint(load_library(tmp_path))
    assert [str(one) for one in problems if "kurse" in one.file and one.severity == "error"] == []


def test_a_sheet_that_asks_nothing_is_refused() -> None:
    with pytest.raises(ProjectError, match="no place to fill in"):
        draft_of(
            workbook(lambda book: book.add_worksheet("Leer").write("A1", "Hallo")), "leer", taken=frozenset()
        )


def test_what_stands_in_places_is_listed() -> None:
    def fill(book: Workbook) -> None:
        framed = book.add_format({"border": 1})
        sheet = book.add_worksheet("Bogen")
        sheet.write("A1", "Ort:")
        sheet.write("B1", "Kleve", framed)
        sheet.write("A2", "Kreis:")
        sheet.write_blank("B2", None, framed)
        sheet.data_validation("B1", {"validate": "length", "criteria": "<=", "value": 40})
        sheet.data_validation("B2", {"validate": "custom", "value": "=LEN(B2)>LEN(B1)"})

    declared, losses = draft_of(workbook(fill), "orte", taken=frozenset())
    found = fields(declared["sections"][0])
    assert (found["Ort"]["type"], found["Ort"]["max_length"]) == ("text", 40)
    assert any("'Ort:': Kleve" in str(one) for one in losses)
    assert any("validation custom" in str(one) for one in losses)


def test_heads_over_heads_are_said_with_them_and_formulas_are_listed() -> None:
    def fill(book: Workbook) -> None:
        bold, framed = book.add_format({"bold": True}), book.add_format({"border": 1})
        sheet = book.add_worksheet("Personal")
        sheet.merge_range("B1:C1", "Stellen", bold)
        sheet.merge_range("D1:E1", "Kosten", bold)
        sheet.write_row("A2", ["Bereich", "Soll", "Ist", "2023", "2024"], bold)
        for row, name in enumerate(("ASD", "Vormundschaft"), 3):
            sheet.write(f"A{row}", name)
            for column in "BCDE":
                sheet.write_blank(f"{column}{row}", None, framed)
        sheet.write_formula("B7", "=SUM(B3:B4)", framed, "")
        sheet.write("A8", "Bemerkungen:")

    declared, losses = draft_of(workbook(fill), "personal", taken=frozenset())
    grid, rest = declared["sections"]
    assert list(fields(grid)) == ["Bereich", "Stellen: Soll", "Stellen: Ist", "Kosten: 2023", "Kosten: 2024"]
    assert fields(rest)["Bemerkungen"]["id"] == "bemerkungen_2"
    assert "Personal:7: is calculated: B7 =SUM(B3:B4)" in map(str, losses)
