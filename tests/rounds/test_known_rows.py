"""Rows that people added: the ids under which they are kept from one return to the next."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from openpyxl.workbook import Workbook

from rounds.playing import Game, Typed, codes
from rounds.test_apart import AK, GR, lead, made
from rounds.test_apart import document as document_of
from rounds.test_deciding import damaged
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.pages.plan import plan_document

ACTORS: Typed = {
    **{(*AK, f"AK00{n}", "vorhanden"): "ja" for n in range(1, 10)},
    **{(*AK, f"AK00{n}", "institution"): f"Amt {n}" for n in range(1, 10)},
}
BOARD: Typed = {(*GR, "GR101", "name"): "Beirat", (*GR, "GR101", "federfuehrung"): "AK121"}


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = made(tmp_path / "projekt")
    yield game
    game.close()


def with_rows(game: Game, *rows: tuple[str, str], typed: Typed = ACTORS) -> bytes:
    """A return with rows below the table of actors, each with a number (or none) and a name."""
    block = build_layout(game.workspace.worksheets(game.wave("2026-1"))).block("akteure.akteure")

    def add(book: Workbook) -> None:
        for number, (code, name) in enumerate(rows, start=block.last_row + 1):
            book[block.sheet].cell(number, 1).value = code or None
            book[block.sheet].cell(number, block.column("institution").index).value = name

    return damaged(game.filled("Kleve", typed), add)


def names(game: Game) -> dict[str, str | None]:
    """The names of the rows that the form did not have."""
    return {
        row: value
        for (_, _, _, row, field), value in game.answers().items()
        if field == "institution" and row > "AK120"
    }


def told(game: Game, *rows: tuple[str, str]) -> dict[str, str]:
    """What is said of the added rows of a return that is taken in: codes by row."""
    found = game.hand_in(with_rows(game, *rows)).findings
    return {f.subject.row_id: f.code for f in found if f.code in ("row_added", "row_by_key")}


def test_a_row_keeps_its_number_when_another_one_is_added_before_it(game: Game) -> None:
    assert told(game, ("", "Schulamt")) == {"AK121": "row_added"}
    assert told(game, ("", "Sozialamt"), ("", "Schulamt")) == {"AK121": "row_by_key", "AK122": "row_added"}
    assert names(game) == {"AK121": "Schulamt", "AK122": "Sozialamt"}


def test_a_reference_to_an_added_row_leads_to_it_after_a_correction_too(game: Game) -> None:
    game.hand_in(with_rows(game, ("", "Schulamt")))
    game.hand_in(damaged(game.filled("Kleve", BOARD), lambda _: None))
    game.hand_in(with_rows(game, ("", "Sozialamt"), ("", "Schulamt")))
    assert lead(game)["GR101"] == ("AK121", None)
    assert names(game)["AK121"] == "Schulamt"


def test_a_row_added_before_others_does_not_get_the_number_of_one_that_is_gone(game: Game) -> None:
    game.hand_in(with_rows(game, ("", "Schulamt"), ("", "Bauamt")))
    game.hand_in(with_rows(game, ("", "Sozialamt"), ("", "Schulamt")))
    assert names(game) == {"AK121": "Schulamt", "AK123": "Sozialamt"}


def test_a_number_that_somebody_gave_leads_over_the_name(game: Game) -> None:
    game.hand_in(with_rows(game, ("", "Schulamt")))
    assert told(game, ("AK121", "Sozialamt"), ("", "Schulamt")) == {
        "AK121": "row_added",
        "AK122": "row_added",
    }
    assert names(game) == {"AK121": "Sozialamt", "AK122": "Schulamt"}


def test_a_reference_by_a_number_that_somebody_gave_leads_to_that_row(game: Game) -> None:
    typed = {**ACTORS, **BOARD, (*GR, "GR101", "federfuehrung"): "AK125"}
    back = game.hand_in(with_rows(game, ("", "Sozialamt"), ("AK125", "Schulamt"), typed=typed))
    assert lead(game)["GR101"] == ("AK125", None)
    assert names(game) == {"AK121": "Sozialamt", "AK125": "Schulamt"}
    assert "reference_unresolved" not in codes(back)


def test_an_answer_moved_below_the_table_is_kept_under_its_row(game: Game) -> None:
    verein: Typed = {(*AK, "AK101", "vorhanden"): "ja", (*AK, "AK101", "institution"): "Verein"}
    game.hand_in(game.filled("Kleve", {**ACTORS, **verein}))
    assert told(game, ("", "Verein")) == {"AK101": "row_by_key"}
    assert game.answers()["AAAAAA", *AK, "AK101", "institution"] == "Verein"


def test_a_row_named_as_a_printed_one_is_a_row_of_its_own(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ACTORS))
    rest = {key: value for key, value in ACTORS.items() if key[2] != "AK009"}
    game.hand_in(with_rows(game, ("", "Amt 9"), typed=rest))
    assert names(game) == {"AK121": "Amt 9"}


def as_document(game: Game, *rows: tuple[str, str]) -> bytes:
    """The same as Word form."""
    document = docx.Document(io.BytesIO(document_of(game, "akteure", ACTORS)))
    table = next(one for one in document.tables if "AK120" in (row.cells[0].text for row in one.rows))
    plan = plan_document(build_layout(game.workspace.worksheets(game.wave("2026-1"))), "akteure")
    keys = [column.key for column in plan.sections[0].tables[0].columns]
    for code, name in rows:
        cells = table.add_row().cells
        cells[0].text, cells[keys.index("institution") - len(keys)].text = code, name
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_rows_added_to_word_forms_keep_their_numbers_too(game: Game) -> None:
    game.hand_in(as_document(game, ("", "Schulamt"), ("AK125", "Bauamt")))
    assert names(game) == {"AK121": "Schulamt", "AK125": "Bauamt"}
    back = game.hand_in(as_document(game, ("", "Sozialamt"), ("", "Schulamt"), ("AK125", "Bauamt")))
    assert names(game) == {"AK121": "Schulamt", "AK122": "Sozialamt", "AK125": "Bauamt"}
    assert [f.subject.row_id for f in back.findings if f.code == "row_by_key"] == ["AK121"]
    assert "stray_text" not in codes(back)
