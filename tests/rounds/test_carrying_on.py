"""Forms that carry on what was said before say so, row by row, and ask what became of each row."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rounds.playing import Game, codes
from ruecklauf.dataset import build_dataset
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import CARRYING_VERSION
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.issuing.prefill import from_wave

TABLE = ("akteure", "akteure")
SAID = {
    (*TABLE, "AK001", "vorhanden"): "nein",
    (*TABLE, "AK101", "vorhanden"): "ja",
    (*TABLE, "AK101", "bereich"): "mi",
    (*TABLE, "AK101", "akteurstyp"): "jmd",
    (*TABLE, "AK101", "institution"): "Caritas",
}
WAVE = "2026-2"


@pytest.fixture
def forms(game: Game) -> dict[str, Path]:
    """The forms of the second wave for Kleve, by their ending and worksheet."""
    game.hand_in(game.filled("Kleve", SAID))
    wave, kleve = game.wave(WAVE), game.alliance("Kleve")
    worksheets = game.workspace.worksheets(wave)
    prefills = from_wave(game.workspace, "2026-1", worksheets, into=wave)
    made = issue_forms(
        game.workspace,
        wave,
        [kleve],
        folder=game.root / "second",
        now=game.later(),
        formats=(FormFormat.XLSX, FormFormat.DOCX),
        prefills=prefills,
    )
    return {form.path.suffix + form.worksheet: form.path for form in made}


def row_of(sheet: Worksheet, code: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == code)


def column_of(sheet: Worksheet, head: str) -> int:
    return next(c.column for line in sheet.iter_rows() for c in line if str(c.value).startswith(head))


def shown(form: Path, code: str) -> tuple[object, ...]:
    sheet = openpyxl.load_workbook(form, data_only=True)["Akteure"]
    row = row_of(sheet, code)
    heads = ("Stand", "Aus der Erhebung", "Stand der Zeile")
    return tuple(sheet.cell(row, column_of(sheet, head)).value for head in heads)


def confirmed(form: Path, status: str) -> bytes:
    book = openpyxl.load_workbook(form)
    sheet = book["Akteure"]
    sheet.cell(row_of(sheet, "AK101"), column_of(sheet, "Stand der Zeile")).value = status
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_rows_that_are_carried_on_say_so_and_are_open_until_somebody_says_what_they_are(
    forms: dict[str, Path],
) -> None:
    form = forms[".xlsx"]
    identity = openpyxl.load_workbook(form)["Akteure"]["A2"].value
    assert str(identity).endswith("vorausgefüllt aus der Erhebung 2026-1, bitte prüfen")
    (state, origin, status), (_, none, _) = shown(form, "AK101"), shown(form, "AK102")
    assert (str(state).startswith("offen: "), origin, status, none) == (True, "2026-1", None, None)


def test_documents_say_so_too(game: Game, forms: dict[str, Path]) -> None:
    layout = build_layout(game.workspace.worksheets(game.wave(WAVE)), version=CARRYING_VERSION)
    submission = read_submission(open_return(forms[".docxakteure"].read_bytes()), layout.worksheets)
    assert submission.counts.balanced
    origins = {a.subject.row_id: a.raw.text for a in submission.answers if a.subject.field == "_origin"}
    assert (origins["AK101"], origins["AK001"]) == ("2026-1", "2026-1")
    assert "" in origins.values()


def test_what_became_of_a_row_is_taken_and_stands_in_the_dataset(game: Game, forms: dict[str, Path]) -> None:
    received = game.hand_in(confirmed(forms[".xlsx"], "entfallen"))
    assert received.worksheets
    unsaid = [f.subject.row_id for f in received.findings if f.subject.field == "_status"]
    assert unsaid == ["AK001"]
    table = build_dataset(game.workspace.store, waves=[WAVE]).tables["akteure.akteure"]
    row = table.set_index(["alliance", "row_id"]).loc[("AAAAAA", "AK101")]
    assert (row["carried_from"], row["row_status"]) == ("2026-1", "entfallen")


def test_an_untouched_form_is_none(game: Game, forms: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(forms[".xlsx"])
    saved = io.BytesIO()
    book.save(saved)
    received = game.hand_in(saved.getvalue())
    assert "form_untouched" in codes(received)
    assert not received.worksheets


def test_what_was_said_of_rows_is_not_carried_on_itself(game: Game, forms: dict[str, Path]) -> None:
    game.hand_in(confirmed(forms[".xlsx"], "unverändert"))
    worksheets = game.workspace.worksheets(game.wave(WAVE))
    again = from_wave(game.workspace, WAVE, worksheets)
    fields = {subject.field for subject in again.of("AAAAAA")}
    assert "_status" not in fields
    assert {value for subject, value in again.of("AAAAAA").items() if subject.field == "_origin"} == {WAVE}
