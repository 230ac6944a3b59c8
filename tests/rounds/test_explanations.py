"""What a municipality explains in its form waits for the team; it is not asked about again."""

from __future__ import annotations

from pathlib import Path

from rounds.playing import SETTINGS, Game
from ruecklauf.dataset import build_dataset
from ruecklauf.rounds.asking.listing import finding_rows, settle
from ruecklauf.rounds.asking.points import State

TABLE = ("akteure", "akteure")
TWICE = {
    (*TABLE, row, field): value
    for row in ("AK101", "AK102")
    for field, value in (
        ("vorhanden", "ja"),
        ("institution", "Caritas"),
        ("bereich", "mi"),
        ("akteurstyp", "jmd"),
    )
}
SAID = {(*TABLE, "AK102", "_explained"): "zwei Ortsverbände"}


def warned(game: Game, **wanted: object) -> list[tuple[str, str, str]]:
    rows = finding_rows(game.workspace, **wanted)  # type: ignore[arg-type]
    found = [row for row in rows if row["code"] == "rule.institution_nur_einmal"]
    return [(row["row_id"], row["state"], row["explanation"]) for row in found]


def decide(game: Game, state: State) -> None:
    rows = finding_rows(game.workspace)
    wanted = [row["finding"] for row in rows if row["code"] == "rule.institution_nur_einmal"]
    settle(game.workspace, wanted, state, person="Kim", reason="Anruf", now=game.later())


def test_an_explained_warning_waits_for_the_team(game: Game) -> None:
    game.hand_in(game.filled("Kleve", TWICE))
    (first, *_) = warned(game)
    assert first[1:] == ("open", "")
    game.hand_in(game.filled("Kleve", {**TWICE, **SAID}))
    assert ("AK102", "explained", "zwei Ortsverbände") in warned(game)
    decide(game, State.ACCEPTED)
    assert warned(game) == []


def test_what_is_asked_after_an_explanation_stays_asked(game: Game) -> None:
    game.hand_in(game.filled("Kleve", TWICE))
    decide(game, State.ASKED)
    game.hand_in(game.filled("Kleve", {**TWICE, **SAID}))
    assert ("AK102", "explained", "zwei Ortsverbände") in warned(game)
    decide(game, State.ASKED)
    assert {state for _, state, _ in warned(game)} == {"asked"}


def test_explanations_stand_in_the_dataset_and_personal_ones_are_hidden(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {**TWICE, **SAID}))
    dataset = build_dataset(game.workspace.store)
    table = dataset.tables["akteure.akteure"].set_index("row_id")
    assert table.loc["AK102", "explained"] == "zwei Ortsverbände"
    assert "_explained" in set(dataset.long["field"])
    mail = {(*TABLE, "AK102", "_explained"): "fragen Sie kim@kreis.example"}
    game.hand_in(game.filled("Kleve", {**TWICE, **mail}))
    assert ("AK102", "explained", "(personenbezogene Angabe)") in warned(game)


def test_without_explanations_a_dataset_has_no_column_for_them(game: Game) -> None:
    game.hand_in(game.filled("Kleve", TWICE))
    assert "explained" not in build_dataset(game.workspace.store).tables["akteure.akteure"]


FEW = {(*TABLE, "AK101", field): value for (_, _, row, field), value in TWICE.items() if row == "AK101"}
BELOW = {("akteure", "akteure_bemerkungen", "AK", "_explained_bemerkungen"): "Der Kreis ist klein"}
MEMBER = {
    (*TABLE, "AK002", "vorhanden"): "nein",
    ("gremien", "gremien", "GR101", "name"): "Beirat",
    ("mitgliedschaften", "mitgliedschaften", "AK002-GR101", "rolle"): "mitglied",
}
GUEST = {
    (
        "mitgliedschaften",
        "mitgliedschaften_bemerkungen",
        "MI",
        "_explained_bemerkungen",
    ): "nur bis zum Sommer"
}


def said_of(game: Game, code: str) -> set[tuple[str, str]]:
    return {(row["state"], row["explanation"]) for row in finding_rows(game.workspace) if row["code"] == code}


def test_a_warning_about_a_whole_sheet_waits_for_the_team_once_it_is_explained_below(game: Game) -> None:
    game.hand_in(game.filled("Kleve", FEW))
    assert said_of(game, "rule.kerngruppe_groesse") == {("open", "")}
    game.hand_in(game.filled("Kleve", {**FEW, **BELOW}))
    assert said_of(game, "rule.kerngruppe_groesse") == {("explained", "Der Kreis ist klein")}


def test_a_warning_about_a_cross_table_waits_for_the_team_once_it_is_explained_below(tmp_path: Path) -> None:
    crossing = SETTINGS.replace('"stammblatt", "akteure"', '"akteure", "gremien", "mitgliedschaften"')
    game = Game(tmp_path / "projekt", settings=crossing)
    game.hand_in(game.filled("Kleve", MEMBER))
    assert said_of(game, "rule.mitglied_vorhanden") == {("open", "")}
    game.hand_in(game.filled("Kleve", {**MEMBER, **GUEST, **BELOW}))
    assert said_of(game, "rule.mitglied_vorhanden") == {("explained", "nur bis zum Sommer")}
    game.close()
