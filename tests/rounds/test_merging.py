"""What was sent, what came back, and what the store says now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from rounds.playing import Game
from rounds.second_wave import KLEVE, TABLE, WAVE, form_of, second_wave, typed
from ruecklauf.check.carried import Became, Carried, Said, likeliest, read_carried
from ruecklauf.dataset import build_dataset
from ruecklauf.dataset.panel import build_panel
from ruecklauf.exports import EXPORTS
from ruecklauf.findings import Subject
from ruecklauf.indicators.completeness import _untouched_rows
from ruecklauf.indicators.frames import frames_of
from ruecklauf.rounds.asking.decisions import correct
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.asking.same_rows import decide_same
from ruecklauf.rounds.desk import Desk, lay_out
from ruecklauf.rounds.judged import Judged
from ruecklauf.rounds.judgement import judge
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.taking_in.receipts import Received

STATUS = "Stand der Zeile"
NAME = "Name der Institution"
CARITAS = Subject(*TABLE, "AK101", "institution")


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = second_wave(tmp_path)
    yield game
    game.close()


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Desk]:
    """A form of the second wave, and what is known when it comes back."""
    game = second_wave(tmp_path_factory.mktemp("sent"))
    desk = lay_out(game.workspace)
    game.close()
    return form_of(game), desk


def merged(received: Received | Judged) -> dict[str, str]:
    """The findings about what was carried on in the table of actors, with what they name."""
    codes = (
        "rows_unconfirmed", "rows_emptied", "row_changed_after_all", "row_not_changed",
        "row_gone_but_changed", "sent_before_correction", "correction_conflict", "printed_changed",
        "row_typed_anew",
    )  # fmt: skip
    found = [one for one in received.findings if one.code in codes and one.subject.worksheet == "akteure"]
    return {one.code: one.subject.row_id or one.found for one in found}


def actors(cells: dict[tuple[str, str], object]) -> dict[tuple[str, str, str], object]:
    return {("Akteure", row, head): content for (row, head), content in cells.items()}


CONFIRMED = {
    ("AK001", STATUS): "unverändert",
    ("AK101", STATUS): "unverändert",
    ("AK102", STATUS): "unverändert",
}
HEADS = ("Gibt es die Stelle bei Ihnen?", "Bereich", "Art der Stelle", NAME)
ANEW = ("ja", "Migration und Integration", "Jugendmigrationsdienst (JMD)", "Caritas Kleve")
CASES: dict[str, tuple[dict[tuple[str, str], object], dict[str, str]]] = {
    "all confirmed": (CONFIRMED, {}),
    "one said nothing of": ({**CONFIRMED, ("AK102", STATUS): None}, {"rows_unconfirmed": "AK102"}),
    "unchanged, but another name": (
        {**CONFIRMED, ("AK101", NAME): "Diakonie"},
        {"row_changed_after_all": "AK101"},
    ),
    "unchanged, but something added": (
        {**CONFIRMED, ("AK102", "Gibt es die Stelle bei Ihnen?"): "ja"},
        {"row_changed_after_all": "AK102"},
    ),
    "unchanged, and whom to ask, which is entered anew in each wave": (
        {**CONFIRMED, ("AK101", "Ansprechperson: E-Mail-Adresse"): "amt@kreis.example"},
        {},
    ),
    "changed, but the same": ({**CONFIRMED, ("AK101", STATUS): "geändert"}, {"row_not_changed": "AK101"}),
    "changed": ({**CONFIRMED, ("AK101", STATUS): "geändert", ("AK101", NAME): "Diakonie"}, {}),
    "gone": ({**CONFIRMED, ("AK102", STATUS): "entfallen"}, {}),
    "gone, but another name": (
        {**CONFIRMED, ("AK102", STATUS): "entfallen", ("AK102", NAME): "Malteser"},
        {"row_gone_but_changed": "AK102"},
    ),
    "emptied without a word": (
        {**CONFIRMED, ("AK102", STATUS): None, ("AK102", NAME): None},
        {"rows_emptied": "AK102"},
    ),
    "emptied, and gone": ({**CONFIRMED, ("AK102", STATUS): "entfallen", ("AK102", NAME): None}, {}),
    "typed anew": (
        {
            **CONFIRMED,
            **{("AK101", head): None for head in (STATUS, *HEADS)},
            **dict(zip((("AK105", head) for head in HEADS), ANEW, strict=True)),
        },
        {"row_typed_anew": "AK105"},
    ),
    "the form's own words changed": (
        {**CONFIRMED, ("AK101", "Aus der Erhebung"): "2025-1"},
        {"printed_changed": "AK101"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "expected"), CASES.values(), ids=CASES)
def test_what_people_say_of_a_row_must_be_so(
    sent: tuple[Path, Desk], cells: dict[tuple[str, str], object], expected: dict[str, str]
) -> None:
    form, desk = sent
    assert merged(judge(typed(form, actors(cells)), Letter(""), desk)) == expected


def test_a_decision_about_a_row_typed_anew_settles_what_asks_for_it(game: Game) -> None:
    game.hand_in(typed(form_of(game), actors(CASES["typed anew"][0])))
    kleve, pair = game.alliance("Kleve"), ("AK101", "AK105")

    def state() -> tuple[str, str]:
        rows = finding_rows(game.workspace, states=tuple(State))
        (row,) = [row for row in rows if row["code"] == "row_typed_anew"]
        return row["state"], row["reason"]

    assert state()[0] == "open"
    for said, becomes in (("same", "settled"), ("open", "open"), ("different", "settled"), ("open", "open")):
        decide_same(
            game.workspace, kleve, "akteure.akteure", pair, state=said, person="Kim", reason=f"Anruf: {said}",
            now=game.later(),
        )  # fmt: skip
        assert state()[0] == becomes
        assert (state()[1] == f"Kim: Anruf: {said}") is (becomes == "settled")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Caritas e. V.", {}),
        ("Caritas", {"sent_before_correction": "AK101"}),
        ("Diakonie", {"correction_conflict": "AK101"}),
    ],
)
def test_what_the_team_corrected_after_the_form_was_sent_is_set_beside(
    game: Game, name: str, expected: dict[str, str]
) -> None:
    correct(
        game.workspace, game.alliance("Kleve"), game.wave("2026-1"), "akteure.akteure.institution",
        row="AK101", value="Caritas e. V.", missing=None, person="Team", reason="Satzung", now=game.later(),
    )  # fmt: skip
    status = "unverändert" if name == "Caritas" else "geändert"
    cells = {**CONFIRMED, ("AK101", NAME): name, ("AK101", STATUS): status}
    received = game.hand_in(typed(form_of(game), actors(cells)))
    assert merged(received) == expected
    said = [one.message for one in received.findings if one.code in expected]
    assert all("Caritas e. V." in message and f"„{name}“" in message for message in said)


def test_every_answer_says_in_the_dataset_what_became_of_it(game: Game) -> None:
    cells = {
        ("AK001", STATUS): "unverändert",
        ("AK101", STATUS): "geändert",
        ("AK101", NAME): "Diakonie",
        ("AK102", STATUS): "entfallen",
        ("AK103", NAME): "Malteser",
    }
    offers = ("Angebote", "AN101", "Plätze")
    game.hand_in(typed(form_of(game), {**actors(cells), offers: 30}))
    dataset = build_dataset(game.workspace.store)
    assert _became(dataset.long, "2026-1") == {"new"}
    long = dataset.long[(dataset.long["wave"] == WAVE) & dataset.long["became"].notna()]
    said = {(row.row_id, row.field): row.became for row in long.itertuples()}
    expected = {
        ("AK001", "vorhanden"): "confirmed",
        ("AK101", "institution"): "changed",
        ("AK101", "bereich"): "confirmed",
        ("AK102", "institution"): "confirmed",
        ("AK103", "institution"): "new",
        ("AN101", "name"): "untouched",
        ("AN101", "plaetze"): "new",
        ("ST", "lead_benannt"): "untouched",
    }
    assert {key: said[key] for key in expected} == expected
    assert not [key for key in said if key[1].startswith("_")], "what stands beside answers is none"
    beside = dataset.became["became.akteure.akteure"].set_index(["row_id", "wave"])
    counts = _untouched_rows(frames_of(dataset), ["akteure.akteure", "angebote.angebote"])
    assert counts[(KLEVE, WAVE, "akteure")] == (3, 0)
    assert counts[(KLEVE, WAVE, "angebote")] == (1, 1)
    assert beside.loc[("AK101", WAVE), ["institution", "bereich"]].tolist() == ["changed", "confirmed"]


def test_rows_that_have_gone_stay_in_the_dataset_and_count_no_more(game: Game) -> None:
    cells = {**CONFIRMED, ("AK102", STATUS): "entfallen"}
    game.hand_in(typed(form_of(game), actors(cells)))
    dataset = build_dataset(game.workspace.store)
    wide = dataset.tables["akteure.akteure"]
    gone = wide[(wide["wave"] == WAVE) & (wide["row_id"] == "AK102")]
    assert gone[["institution", "row_status"]].to_numpy().tolist() == [["Diakonie", "entfallen"]]
    counted = frames_of(dataset).tables["akteure.akteure"]
    assert "AK102" not in set(counted.loc[counted["wave"] == WAVE, "row_id"])
    panel = build_panel(game.workspace.store, order=("2026-1", WAVE)).frames()["panel.akteure.akteure"]
    rows = panel.set_index(["row_id", "wave"])
    assert rows.loc[("AK102", WAVE), "panel_status"] == "dropped"
    about = ["panel_status", "institution_became"]
    assert rows.loc[("AK101", WAVE), about].tolist() == ["unchanged", "confirmed"]


def test_all_formats_take_what_stands_beside_answers(game: Game, tmp_path: Path) -> None:
    explained = ("Akteure", "AK101", "Erläuterung")
    game.hand_in(typed(form_of(game), {**actors(CONFIRMED), explained: "Träger hat gewechselt"}))
    dataset = build_dataset(game.workspace.store)
    for name, export in EXPORTS.items():
        folder = tmp_path / name
        folder.mkdir()
        assert all((folder / path).is_file() for path in export.write(dataset, folder)), name
    read, _ = pyreadstat.read_sav(tmp_path / "sav" / "sav" / "akteure.akteure.sav", apply_value_formats=True)
    row = read[(read["wave"] == WAVE) & (read["row_id"] == "AK101")].iloc[0]
    assert row["row_status"] == "unverändert"
    assert row[["carried_from", "explained"]].tolist() == ["2026-1", "Träger hat gewechselt"]


def _became(long: pd.DataFrame, wave: str) -> set[str]:
    return set(long.loc[long["wave"] == wave, "became"].dropna())


def test_what_stood_in_a_form_is_kept_without_personal_answers(game: Game) -> None:
    with game.workspace.store.snapshot() as state:
        forms = [read_carried(form.slots) for form in state.issued() if form.alliance == KLEVE]
    kept = [carried for form in forms for carried in form.values()]
    assert {carried.wave for carried in kept} == {"2026-1"}
    assert any(carried.answers.get(CARITAS) == Said("Caritas") for carried in kept)
    assert not any("Muster" in str(carried) for carried in kept)


def test_of_several_forms_with_a_code_that_counts_which_was_filled_in() -> None:
    first, second = Carried({CARITAS: Said("Caritas")}), Carried({CARITAS: Said("Diakonie")})
    forms = {"akteure": (first, second)}
    assert likeliest(forms, {CARITAS: Said("Caritas")}).answers == first.answers
    assert likeliest(forms, {}).answers == second.answers


@pytest.mark.parametrize(
    ("sent", "now", "confirmed", "expected"),
    [
        (None, Said("a"), False, Became.NEW),
        (Said("a"), Said("a"), False, Became.UNTOUCHED),
        (Said("a"), Said("a"), True, Became.CONFIRMED),
        (Said("a"), Said("b"), True, Became.CHANGED),
        (Said("a"), Said(), False, Became.CHANGED),
        (Said(None, "unknown"), Said(None, "unknown"), False, Became.UNTOUCHED),
    ],
)
def test_every_answer_is_new_confirmed_untouched_or_changed(
    sent: Said | None, now: Said, confirmed: bool, expected: Became
) -> None:
    carried = Carried({CARITAS: sent} if sent else {})
    assert carried.became(CARITAS, now, row_confirmed=confirmed) is expected
