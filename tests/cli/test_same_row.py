"""`same-row`, and the panel that `export` writes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

from cli.conftest import Run
from dataset.expected import save
from revisions.declaring import NETZ, library, new_project
from ruecklauf.check.records import Entry, Record
from ruecklauf.exports import EXPORTS
from ruecklauf.findings import Place
from ruecklauf.project import open_project
from ruecklauf.rounds.asking.same_rows import panel_of
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedForm, open_store
from store.declared import NOON, sha

WHERE = Place("Netz", "B9")
WAVES = {
    "2026-1": {"NR101": "Runder Tisch Sprache", "NR102": "Fachgespräch Wohnen"},
    "2027-1": {"NR102": "Fachgespräch Wohnen", "NR103": "Runder Tisch  Sprache (neu)", "NR104": "Sommerfest"},
}


AGAIN = {"2028-1": {"NR101": "Elterncafé"}, "2029-1": {"NR101": "Elterncafé"}, "2030-1": {"NR102": "Fest"}}
BACK = {"2028-1": {"NR101": "Runder Tisch: Sprache"}}


@pytest.fixture
def typed_anew(tmp_path: Path) -> Path:
    """A project in which a row was deleted, and typed again in the next wave."""
    return returned(tmp_path, WAVES)


def returned(tmp_path: Path, waves: Mapping[str, Mapping[str, str]]) -> Path:
    root = new_project(tmp_path / "p")
    worksheet = library(tmp_path / "one", NETZ).worksheet("netz")
    opened = open_project(root)
    with open_store(opened.database_url, opened.contacts_url) as store:
        for wave, rows in waves.items():
            records = [_round(place, row, title) for place, (row, title) in enumerate(rows.items())]
            save(store, worksheet, *records, content=wave, alliance="AAAAAA", wave=wave, findings=())
    return root


def _round(place: int, row: str, title: str) -> Record:
    return Record("netz", "1.0", "runden", row, place, False, {"titel": Entry(title, title, WHERE)}, {})


def statuses(run: Callable[..., Run], root: Path) -> dict[tuple[str, str], str]:
    assert run("export", root / "data", "-p", root, "--format", "csv").status == 0
    with (root / "data" / "csv" / "panel.netz.runden.csv").open(encoding="utf-8") as file:
        return {(row["row_id"], row["wave"]): row["panel_status"] for row in csv.DictReader(file)}


def lives(root: Path) -> dict[tuple[str, str], str]:
    with Workspace(open_project(root)) as workspace:
        moments = panel_of(workspace).moments["netz.runden"]
    return {(one.row_id, one.wave): str(one.status) for one in moments}


def test_row_typed_anew_is_suggested_and_people_decide(run: Callable[..., Run], typed_anew: Path) -> None:
    before = statuses(run, typed_anew)
    assert before["NR101", "2027-1"] == "dropped" and before["NR103", "2027-1"] == "new"
    listed = run("same-row", "-p", typed_anew, "--json")
    assert listed.status == 1
    assert [(row["row_id"], row["same_as"]) for row in listed.data] == [("NR103", "NR101")]
    pair = ("AAAAAA", "netz.runden", "NR101", "NR103")
    decided = run("same-row", *pair, "-p", typed_anew, "--reason", "Anruf", "--person", "Kim")
    assert decided.status == 0, decided.err
    after = lives(typed_anew)
    assert after["NR101", "2027-1"] == "changed" and ("NR103", "2027-1") not in after
    assert run("same-row", "-p", typed_anew).status == 0
    assert run("same-row", *pair, "--as", "open", "-p", typed_anew, "--reason", "Irrtum").status == 0
    assert lives(typed_anew) == before
    assert run("same-row", *pair, "--as", "different", "-p", typed_anew, "--reason", "Zwei").status == 0
    assert run("same-row", "-p", typed_anew).out == ""
    assert lives(typed_anew) == before


def test_a_number_that_is_used_again_is_another_row(run: Callable[..., Run], tmp_path: Path) -> None:
    root = returned(tmp_path, {**WAVES, **AGAIN})
    apart = lives(root)
    own = {wave: status for (row, wave), status in apart.items() if row == "NR101@2028-1"}
    assert own == {"2028-1": "new", "2029-1": "unchanged", "2030-1": "dropped"}
    before = {wave: status for (row, wave), status in apart.items() if row == "NR101"}
    assert before == {"2026-1": "first", "2027-1": "dropped"}
    # NR102 says something else when it is back, too
    listed = {(row["row_id"], row["same_as"]) for row in run("same-row", "-p", root, "--json").data}
    assert listed == {("NR103", "NR101"), ("NR101@2028-1", "NR101"), ("NR102@2030-1", "NR102")}
    pair = ("AAAAAA", "netz.runden", "NR101", "NR101@2028-1", "-p", root, "--reason")
    assert run("same-row", *pair, "Anruf").status == 0
    assert lives(root)["NR101", "2028-1"] == "back"
    assert run("same-row", *pair, "zwei", "--as", "different").status == 0
    assert lives(root) == apart
    assert "NR101@2028-1" not in run("same-row", "-p", root).out


def test_a_row_that_says_the_same_again_is_back(tmp_path: Path) -> None:
    assert lives(returned(tmp_path, {**WAVES, **BACK}))["NR101", "2028-1"] == "back"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("AAAAAA", "netz.nichts", "NR101", "NR103"), "there is no table 'netz.nichts'"),
        (("AAAAAA", "netz.runden", "NR101", "NR109"), "has no row 'NR109'"),
        (("AAAAAA", "netz.runden", "NR102", "NR103"), "both stand in the return of wave 2027-1"),
        (("AAAAAA", "netz.runden", "NR101"), "give alliance, table"),
    ],
)
def test_decision_that_cannot_be(
    run: Callable[..., Run], typed_anew: Path, arguments: tuple[str, ...], said: str
) -> None:
    refused = run("same-row", *arguments, "-p", typed_anew, "--reason", "Anruf")
    assert refused.status == 2 and said in refused.err


def test_panel_is_in_every_format(run: Callable[..., Run], typed_anew: Path) -> None:
    assert run("export", typed_anew / "data", "-p", typed_anew, "--format", ",".join(EXPORTS)).status == 0
    read = pd.read_parquet(typed_anew / "data" / "parquet" / "panel.netz.runden.parquet")
    assert list(read["titel_original"].dropna()) == [
        title for rows in WAVES.values() for title in rows.values()
    ]
    for kind in ("sav", "dta"):
        assert (typed_anew / "data" / kind / f"panel.netz.runden.{kind}").is_file()
    assert "panel_alliances" in (typed_anew / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert "Panel" in (typed_anew / "data" / "README.txt").read_text(encoding="utf-8")


def test_alliances_by_waves_and_every_change(run: Callable[..., Run], typed_anew: Path) -> None:
    run("export", typed_anew / "data", "-p", typed_anew, "--format", "csv")
    with (typed_anew / "data" / "csv" / "panel_alliances.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["alliance"], row["wave"], row["state"], row["first_pass"]) for row in rows] == [
        ("AAAAAA", "2026-1", "complete", "true"),
        ("AAAAAA", "2027-1", "complete", "true"),
    ]


BLANK = {
    "2026-1": {"NR101": "Runder Tisch Sprache", "NR102": "Fachgespräch Wohnen"},
    "2027-1": {"NR101": "Fachgespräch Wohnen", "NR102": "Sommerfest"},
}


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ({"round.wave_id": "2027-1"}, {"NR101": "dropped", "NR101@2027-1": "new", "NR102@2027-1": "new"}),
        ({"carried:netz": '["2026-1", [["runden", "NR101", "titel", "Runder Tisch Sprache", ""]]]'},
         {"NR101": "changed", "NR102@2027-1": "new"}),
        # whether these showed anything is not known
        ({"prefilled:netz": "b1d9"}, {"NR101": "changed", "NR102": "changed"}),
        ({}, {"NR101": "changed", "NR102": "changed"}),
    ],
)  # fmt: skip
def test_numbers_of_a_form_that_showed_nothing_say_nothing(
    run: Callable[..., Run], tmp_path: Path, slots: dict[str, str], expected: dict[str, str]
) -> None:
    root = returned(tmp_path, BLANK)
    opened = open_project(root)
    with open_store(opened.database_url, opened.contacts_url) as store:
        store.record_forms([
            IssuedForm(alliance="AAAAAA", wave="2027-1", form_code="c", file_sha256=sha("form"),
                       file_name="form.xlsx", fingerprint="f", declarations=(), created_at=NOON, slots=slots)
        ])  # fmt: skip
    told = {row: status for (row, wave), status in lives(root).items() if wave == "2027-1"}
    assert told == {"NR102": "dropped"} | expected
    if "NR101@2027-1" in expected:
        listed = {(row["row_id"], row["same_as"]) for row in run("same-row", "-p", root, "--json").data}
        assert ("NR101@2027-1", "NR102") in listed, (
            "the same name under another number is for people to decide"
        )


def test_a_cross_table_follows_and_is_not_decided_about(run: Callable[..., Run], tmp_path: Path) -> None:
    root = new_project(tmp_path / "p")
    opened = open_project(root)
    shipped = Workspace(opened).library.worksheets["mitgliedschaften"]
    role = {"rolle": Entry("mitglied", "Mitglied", WHERE)}
    record = Record(
        "mitgliedschaften", shipped.version, "mitgliedschaften", "AK001-GR101", 0, False, role, {}
    )
    with open_store(opened.database_url, opened.contacts_url) as store:
        save(store, shipped, record, content="m", alliance="AAAAAA", wave="2026-1", findings=())
    asked = ("AAAAAA", "mitgliedschaften.mitgliedschaften", "AK001-GR101", "AK001-GR102")
    refused = run("same-row", *asked, "-p", root, "--reason", "Anruf")
    assert refused.status == 2 and "is a cross table" in refused.err, refused.err
