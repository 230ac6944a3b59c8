"""What people decide: whose a file is, and what an answer should say; and how every value is traced."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from gauntlet.workbooks.kept_open import opened, saved
from rounds.playing import START, Game, codes
from ruecklauf.dataset import build_dataset
from ruecklauf.errors import ProjectError
from ruecklauf.findings import Subject
from ruecklauf.rounds.asking.decisions import assign, correct
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.points import asked_of
from ruecklauf.rounds.asking.reports import wave_status
from ruecklauf.rounds.asking.traces import trace
from ruecklauf.values import Missing

ROW = ("akteure", "akteure", "AK001")
ANSWERS = {(*ROW, "vorhanden"): "ja", (*ROW, "institution"): "Jugendamt", (*ROW, "koop"): "ja"}


def damaged(data: bytes, damage: Callable[[Workbook], None]) -> bytes:
    book = opened(data)
    damage(book)
    return saved(book)


def without_codes(book: Workbook) -> None:
    """As if all sheets had been copied into a new workbook."""
    for sheet in list(book):
        if sheet.sheet_state != "visible":
            del book[sheet.title]
            continue
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and "AAAAAA-" in cell.value:
                    cell.value = None
    for name in list(book.defined_names):
        del book.defined_names[name]
    for prop in list(book.custom_doc_props.names):
        del book.custom_doc_props[prop]
    book.properties.subject = book.properties.keywords = None


def decided(game: Game, file: str, alliance: str = "Kleve") -> list[str]:
    received, *_ = assign(
        game.workspace,
        file,
        game.alliance(alliance),
        game.wave("2026-1"),
        person="Kim",
        reason="phone call",
        now=game.later(),
    )
    return [received.outcome, received.alliance, received.confidence]


def test_a_form_without_any_code_waits_and_its_owner_is_suggested(game: Game) -> None:
    waiting = game.hand_in(damaged(game.filled("Kleve", ANSWERS), without_codes), "Kleve neu.xlsx")
    assert (waiting.outcome, codes(waiting)) == ("waiting", ["no_code"])
    assert "Kleve (AAAAAA)" in waiting.findings[0].message
    assert game.answers() == {}


def test_a_waiting_file_counts_once_it_is_assigned(game: Game) -> None:
    game.hand_in(damaged(game.filled("Kleve", ANSWERS), without_codes), "Mappe1.xlsx")
    assert wave_status(game.workspace, game.wave("2026-1")).waiting == 1
    assert decided(game, "Mappe1.xlsx") == ["accepted_with_findings", "AAAAAA", "assigned"]
    assert {key: game.answers()["AAAAAA", *key] for key in ANSWERS} == ANSWERS
    status = wave_status(game.workspace, game.wave("2026-1"))
    assert (status.waiting, status.returned) == (0, 1)
    assert "no_code" not in {row["code"] for row in finding_rows(game.workspace)}


def test_who_assigned_a_file_when_and_why_is_kept(game: Game) -> None:
    received = game.hand_in(damaged(game.filled("Kleve", ANSWERS), without_codes), "Mappe1.xlsx")
    decided(game, received.sha256[:10])
    with game.workspace.store.snapshot() as state:
        kept = state.assignment_of(received.sha256)
    assert kept is not None
    assert (kept.alliance, kept.wave, kept.person, kept.reason) == ("AAAAAA", "2026-1", "Kim", "phone call")
    assert kept.recorded_at > START


def test_an_accepted_file_no_longer_counts_for_whom_it_came_as(game: Game) -> None:
    received = game.hand_in(game.filled("Kleve", ANSWERS))
    decided(game, str(game.root / "returns" / "001.xlsx"), "Köln")
    assert {key[0] for key in game.answers()} == {"BBBBBB"}
    again = game.hand_in(game.filled("Kleve", ANSWERS))
    assert (again.sha256, again.outcome, again.alliance) == (received.sha256, "duplicate", "BBBBBB")


def test_a_file_that_two_alliances_claim_waits(game: Game) -> None:
    def other_code(book: Workbook) -> None:
        for sheet in book:
            for line in sheet.iter_rows():
                for cell in line:
                    if (
                        sheet.sheet_state == "visible"
                        and isinstance(cell.value, str)
                        and "AAAAAA-" in cell.value
                    ):
                        cell.value = code

    with game.workspace.store.snapshot() as state:
        code = next(form.form_code for form in state.issued() if form.alliance == "BBBBBB")
    waiting = game.hand_in(damaged(game.filled("Kleve", ANSWERS), other_code))
    assert (waiting.outcome, codes(waiting)) == ("waiting", ["unclear_form"])
    assert decided(game, waiting.sha256) == ["accepted_with_findings", "AAAAAA", "assigned"]


def test_a_workbook_that_is_nobodys_form_is_refused_not_waiting(game: Game) -> None:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    assert (game.hand_in(file.getvalue()).outcome, game.hand_in(b"").outcome) == ("refused", "refused")


@pytest.mark.parametrize("file", ["nirgends.xlsx", "abcdef12", ""])
def test_a_file_that_was_never_handed_in_cannot_be_assigned(game: Game, file: str) -> None:
    with pytest.raises(ProjectError, match="no such file was handed in"):
        decided(game, file)


def test_a_name_that_two_files_came_under_is_no_choice(game: Game) -> None:
    for answer in ("ja", "nein"):
        game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "koop"): answer}), "Rücklauf.xlsx")
    with pytest.raises(ProjectError, match="2 different files have this name"):
        decided(game, "Rücklauf.xlsx")


def put_right(game: Game, field: str = "koop", **changes: object) -> None:
    given: dict[str, object] = {"row": "AK001", "value": "nein", "missing": None, **changes}
    correct(
        game.workspace,
        game.alliance("Kleve"),
        game.wave("2026-1"),
        field,
        person="Kim",
        reason="by phone",
        now=game.later(),
        **given,  # type: ignore[arg-type]
    )


def test_a_correction_counts_and_what_was_returned_stays_readable(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    put_right(game)
    assert game.answers()["AAAAAA", *ROW, "koop"] == "nein"
    with game.workspace.store.snapshot() as state:
        (kept,) = {v._replace(submission_id=1) for v in state.values(corrected=False) if v.field == "koop"}
    assert (kept.value, kept.raw) == ("ja", "ja")


def test_the_latest_correction_counts(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    put_right(game, value="nein")
    put_right(game, value=None, missing=Missing.UNKNOWN)
    with game.workspace.store.snapshot() as state:
        (value,) = [v for v in state.values() if v.field == "koop"]
    assert (value.value, value.missing) == (None, "unknown")


def test_a_blank_can_be_filled_and_an_answer_taken_back(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    put_right(game, "kerngruppe", value="aktiv")
    put_right(game, value=None, missing=Missing.NO_ANSWER)
    assert game.answers()["AAAAAA", *ROW, "kerngruppe"] == "aktiv"
    assert ("AAAAAA", *ROW, "koop") not in game.answers()


def test_a_newer_return_that_says_something_else_wins_and_tells_so(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    put_right(game, "institution", value="Jugendamt der Stadt")
    newer = game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "institution"): "Amt für Jugend"}))
    assert game.answers()["AAAAAA", *ROW, "institution"] == "Amt für Jugend"
    (told,) = [f for f in newer.findings if f.code == "corrected_before"]
    assert ("Jugendamt der Stadt" in told.message, told.subject.field) == (True, "institution")


def test_a_newer_return_that_repeats_the_mistake_stays_corrected(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    put_right(game, "institution", value="Jugendamt der Stadt")
    game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "koop"): "nein"}))
    assert game.answers()["AAAAAA", *ROW, "institution"] == "Jugendamt der Stadt"


def test_a_personal_answer_is_corrected_in_the_contacts_alone(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "ap_mail"): "alt@kreis.example"}))
    put_right(game, "ap_mail", value="neu@kreis.example")
    assert game.answers()["AAAAAA", *ROW, "ap_mail"] == "neu@kreis.example"
    assert "neu@kreis" not in (game.root / "ruecklauf.sqlite").read_bytes().decode("latin-1")


@pytest.mark.parametrize(
    ("field", "changes", "message"),
    [
        ("kop", {}, r"there is no field 'kop'\. Did you mean 'koop'\?"),
        ("koop", {"value": "vielleicht"}, "vielleicht"),
        ("koop", {"row": "AK999"}, "there is no row 'AK999'"),
        ("koop", {"row": None}, "Give --row"),
        ("bemerkungen", {"row": None}, "stands for"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_with_a_remedy(
    game: Game, field: str, changes: dict[str, object], message: str
) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    with pytest.raises(ProjectError, match=message):
        put_right(game, field, **changes)


def test_what_was_never_returned_cannot_be_corrected(game: Game) -> None:
    with pytest.raises(ProjectError, match="has not returned worksheet 'akteure'"):
        put_right(game)


def test_a_trace_shows_every_step_from_file_to_correction(game: Game) -> None:
    first = game.hand_in(game.filled("Kleve", ANSWERS), "erste.xlsx")
    second = game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "koop"): "unbekannt"}), "zweite.xlsx")
    put_right(game)
    traced = trace(game.workspace, game.alliance("Kleve"), game.wave("2026-1"), "koop", row="AK001")
    assert [(s.kind, s.file, s.sha256, s.raw, s.value) for s in traced.steps] == [
        ("superseded", "erste.xlsx", first.sha256, "ja", "ja"),
        ("current", "zweite.xlsx", second.sha256, "unbekannt", traced.steps[1].value),
        ("corrected", "Kim", second.sha256, "by phone", "nein"),
    ]
    assert traced.steps[0].place.startswith("Akteure!")


def test_a_corrected_value_is_marked_in_the_dataset(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    put_right(game, "institution", value="Jugendamt der Stadt")
    long = build_dataset(game.workspace.store).long
    answered = long[(long["row_id"] == "AK001") & long["sha256"].notna()]
    marked = {row.field: (row.value, row.raw, row.corrected) for row in answered.itertuples()}
    assert marked["institution"] == ("Jugendamt der Stadt", "Jugendamt", "true")
    assert marked["koop"] == ("ja", "ja", "false")


def test_files_that_answers_were_taken_over_from_are_sources_of_the_dataset(game: Game) -> None:
    halves = [{k: v for k, v in MANY.items() if k[2] in rows} for rows in (FIRST_ROWS, SECOND_ROWS)]
    files = {game.hand_in(game.filled("Kleve", half)).sha256 for half in halves}
    assert set(build_dataset(game.workspace.store).sources) == files


FIRST_ROWS, SECOND_ROWS = ("AK001", "AK002", "AK003"), ("AK004", "AK005", "AK006")
MANY = {
    ("akteure", "akteure", row, field): value
    for row in (*FIRST_ROWS, *SECOND_ROWS)
    for field, value in (("vorhanden", "ja"), ("institution", f"Stelle {row}"), ("koop", "nein"))
}


def test_what_was_put_right_is_no_longer_asked_back(game: Game) -> None:
    game.hand_in(damaged(game.filled("Kleve", ANSWERS), lambda book: None))
    missing = {(row["row_id"], row["field"]) for row in finding_rows(game.workspace)}
    assert ("AK001", "kerngruppe") in missing
    put_right(game, "kerngruppe", value="aktiv")
    left = {(row["row_id"], row["field"]) for row in finding_rows(game.workspace)}
    assert missing - left == {("AK001", "kerngruppe")}


def is_contradicted(game: Game) -> bool:
    """Whether the first row breaks the rule that who works together must be there."""
    rows = finding_rows(game.workspace, kind="question")
    return ("rule.mitwirkung_braucht_vorhanden", "AK001") in {(row["code"], row["row_id"]) for row in rows}


def test_a_correction_is_judged_by_the_rules_and_taken_back_by_another(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    assert not is_contradicted(game)
    put_right(game, "vorhanden", value="nein")
    assert is_contradicted(game)
    assert game.answers()["AAAAAA", *ROW, "vorhanden"] == "nein"
    put_right(game, "koop", value="nein")
    assert not is_contradicted(game)
    with game.workspace.store.snapshot() as state:
        raw = {row.field: row.raw for row in state.values(corrected=False) if row.row_id == "AK001"}
        assert state.lacking() == ()
    assert (raw["vorhanden"], raw["koop"]) == ("ja", "ja"), "what was returned is kept"


def test_a_newer_return_is_judged_with_the_corrections_that_still_hold(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    put_right(game, "vorhanden", value="nein")
    game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "institution"): "Amt für Jugend"}))
    assert is_contradicted(game)


def test_what_was_put_right_is_not_asked_by_mail(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "koop"): ""}))
    with game.workspace.store.snapshot() as state:
        before = {stored.finding.subject for stored in asked_of(state, "2026-1")}
    put_right(game, "koop", value="ja")
    with game.workspace.store.snapshot() as state:
        after = {stored.finding.subject for stored in asked_of(state, "2026-1")}
    assert before - after == {Subject(*ROW, "koop")}
