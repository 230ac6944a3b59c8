"""Forms that carry on what was said before say so, row by row, and ask what became of each row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from rounds.playing import Game, codes
from rounds.second_wave import (
    KLEVE,
    WAVE,
    carry_on,
    form_of,
    second_wave,
    shown,
    typed,
)
from ruecklauf.dataset import build_dataset
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import CARRYING_VERSION
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.prefill import from_wave

STATUS = "Stand der Zeile"
DOCUMENTS = ("stammblatt", "akteure")


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Game]:
    """Nothing is handed in here."""
    game = second_wave(tmp_path_factory.mktemp("sent"))
    yield game
    game.close()


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Game]:
    game = second_wave(tmp_path_factory.mktemp("documents"))
    carry_on(game, (FormFormat.DOCX,), DOCUMENTS)
    yield game
    game.close()


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = second_wave(tmp_path)
    yield game
    game.close()


def test_rows_say_where_they_come_from_and_are_open_until_somebody_says_what_they_are(sent: Game) -> None:
    form = form_of(sent)
    identity = openpyxl.load_workbook(form)["Akteure"]["A2"].value
    assert str(identity).endswith("vorausgefüllt aus der Erhebung 2026-1, bitte prüfen")
    state, *carried = shown(form, "Akteure", "AK101", "Stand", "Aus der Erhebung", STATUS)
    assert (str(state).startswith("offen: "), carried) == (True, ["2026-1", None])
    assert shown(form, "Akteure", "AK103", "Stand", "Aus der Erhebung") == (None, None)


def test_what_is_left_empty_in_each_wave_is_told_beside(sent: Game) -> None:
    form = form_of(sent)
    offers = shown(form, "Angebote", "AN101", "Plätze", "Letzte Erhebung")
    assert offers == (None, "2026-1: Plätze: 20 · Belegte Plätze: 17")
    needs = shown(form, "Entwicklungsbedarf", "EN001", "Letzte Erhebung")
    assert needs == ("2026-1: Entwicklungsbedarf: hoch",), "what seems to be personal is not told"


def test_questions_say_where_their_answers_come_from(sent: Game) -> None:
    form = form_of(sent)
    told = [shown(form, "Stammblatt", code, "Letzte Erhebung")[0] for code in ("ST03", "ST04", "ST15")]
    assert told == ["aus der Erhebung 2026-1, bitte prüfen", None, "aus der Erhebung 2026-1, bitte prüfen"]


def test_the_cover_counts_rows_that_nobody_confirmed(sent: Game) -> None:
    state = openpyxl.load_workbook(form_of(sent), data_only=True)["Akteure"]
    cells = (cell for row in state.iter_rows() for cell in row)
    counted = next(str(cell.value) for cell in cells if "Pflichtfeldern" in str(cell.value))
    done, _, due, *_ = counted.split()
    assert int(due) - int(done) >= 3, counted


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            "Akteure",
            {("AK001", "_origin"): "2026-1", ("AK101", "_origin"): "2026-1", ("AK103", "_origin"): ""},
        ),
        ("Stammblatt", {("ST", "_last_lead_benannt"): "aus der Erhebung 2026-1, bitte prüfen"}),
    ],
)
def test_documents_say_the_same(documents: Game, document: str, expected: dict[tuple[str, str], str]) -> None:
    worksheets = documents.workspace.worksheets(documents.wave(WAVE), DOCUMENTS)
    layout = build_layout(worksheets, version=CARRYING_VERSION)
    submission = read_submission(open_return(form_of(documents, document).read_bytes()), layout.worksheets)
    assert submission.counts.balanced
    found = {(a.subject.row_id, a.subject.field): a.raw.text for a in submission.answers}
    assert {key: found[key] for key in expected} == expected


def test_an_alliance_of_which_nothing_is_carried_on_gets_the_form_of_a_first_wave(sent: Game) -> None:
    book = openpyxl.load_workbook(form_of(sent, alliance="Koeln"))
    texts = {str(cell.value).split("\n")[0] for sheet in book for line in sheet.iter_rows() for cell in line}
    assert not {STATUS, "Aus der Erhebung", "Letzte Erhebung"} & texts


def test_what_became_of_a_row_is_taken_and_stands_in_the_dataset(game: Game) -> None:
    received = game.hand_in(typed(form_of(game), {("Akteure", "AK101", STATUS): "entfallen"}))
    assert received.worksheets
    table = build_dataset(game.workspace.store, waves=[WAVE]).tables["akteure.akteure"]
    row = table.set_index(["alliance", "row_id"]).loc[(KLEVE, "AK101")]
    assert (row["carried_from"], row["row_status"]) == ("2026-1", "entfallen")


def test_what_the_form_tells_is_no_answer_in_the_dataset(game: Game) -> None:
    game.hand_in(typed(form_of(game), {("Akteure", "AK101", STATUS): "unverändert"}))
    tables = build_dataset(game.workspace.store, waves=[WAVE]).tables
    columns = {name: [column for column in table if "last" in column] for name, table in tables.items()}
    assert not any(columns.values())


def test_an_untouched_form_is_none(game: Game) -> None:
    received = game.hand_in(typed(form_of(game), {}))
    assert "form_untouched" in codes(received)
    assert not received.worksheets


def test_what_was_said_of_rows_is_not_carried_on_itself(game: Game) -> None:
    game.hand_in(typed(form_of(game), {("Akteure", "AK101", STATUS): "unverändert"}))
    again = from_wave(game.workspace, WAVE, game.workspace.worksheets(game.wave(WAVE)))
    said = (*again.of(KLEVE), *again.emptied.get(KLEVE, ()))
    assert not {subject.field for subject in said if subject.field.startswith("_")}
