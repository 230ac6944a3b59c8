"""Forms carry on nothing that names a row which they do not show: its number is free for something else."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest

from dataset.expected import save
from dataset.panel.test_following import FIRST
from revisions.declaring import new_project, write_worksheet
from ruecklauf.check.records import Entry, Record
from ruecklauf.fieldtypes.companion import ROW_STATUS
from ruecklauf.findings import Place, Subject
from ruecklauf.project import open_project
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.issuing.naming import naming_nothing
from ruecklauf.rounds.issuing.prefill import Prefills, from_wave, read_prefill
from ruecklauf.rounds.workspace import Workspace
from store.declared import NOON

KLEVE = "AAAAAA"
SAID: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("leute", "NL101"): {"name": "Bücherei"},
    ("runden", "NR101"): {"titel": "Runder Tisch", "leitung": "NL101", ROW_STATUS: "entfallen"},
    ("runden", "NR102"): {"titel": "Fachgespräch", "leitung": "NL103"},
    ("runden", "NR103"): {"leitung": "NL103"},
    ("rollen", "NL001-NR101"): {"rolle": "fest"},
    ("rollen", "NL101-NR102"): {"rolle": "lose"},
    ("rollen", "NL001-NR104"): {"rolle": "offen"},
    ("termine", "NT101"): {"was": "Auftakt", "runde": "NR101"},
    ("termine", "NT102"): {"was": "Ende", "runde": "NR102", "nach": "NT101"},
    ("termine", "NT103"): {"nach": "NT109"},
    ("termine", "NT104"): {"was": "Nachlese", "nach": "NT103", "runde": "NR103"},
}
STAYS = {
    ("leute", "NL101", "name"): "Bücherei",
    ("runden", "NR102", "titel"): "Fachgespräch",
    ("rollen", "NL101-NR102", "rolle"): "lose",
    ("termine", "NT101", "was"): "Auftakt",
    ("termine", "NT102", "was"): "Ende",
    ("termine", "NT102", "runde"): "NR102",
    ("termine", "NT102", "nach"): "NT101",
    ("termine", "NT104", "was"): "Nachlese",
}
NAMES_NOTHING = {
    # one of a row that is no more, those of rows that were never there, and what had nothing else
    ("termine", "NT101", "runde"): "NR101",
    ("rollen", "NL001-NR101", "rolle"): "NR101",
    ("runden", "NR102", "leitung"): "NL103",
    ("runden", "NR103", "leitung"): "NL103",
    ("rollen", "NL001-NR104", "rolle"): "NR104",
    ("termine", "NT103", "nach"): "NT109",
    ("termine", "NT104", "nach"): "NT103",
    ("termine", "NT104", "runde"): "NR103",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    root = new_project(tmp_path / "p")
    write_worksheet(root, FIRST)
    with Workspace(open_project(root)) as opened:
        worksheet, where = opened.library.worksheets["netz"], Place("Netz", "B9")
        records = [
            Record("netz", "1.0", section, row, place, False,
                   {name: Entry(said, said, where) for name, said in answers.items()}, {})
            for place, ((section, row), answers) in enumerate(SAID.items())
        ]  # fmt: skip
        save(opened.store, worksheet, *records, alliance=KLEVE, wave="2026-1", findings=())
        yield opened


def told(prefills: Prefills) -> dict[tuple[str, str, str], object]:
    return {subject[1:]: value for subject, value in prefills.of(KLEVE).items()}


def why(prefills: Prefills) -> dict[tuple[str, str, str], str]:
    beginning = "the form does not show "
    return {
        cell.subject[1:]: cell.why.removeprefix(beginning)
        for cell in prefills.left_out
        if cell.why.startswith(beginning)
    }


def test_what_names_a_row_that_the_form_does_not_show_is_left_out_and_listed(workspace: Workspace) -> None:
    into = workspace.project.wave("2027-1")
    prefills = from_wave(workspace, "2026-1", workspace.worksheets(into, ()), into=into)
    assert (told(prefills), why(prefills)) == (STAYS, NAMES_NOTHING)
    assert len(prefills.left_out) == len(NAMES_NOTHING) + 3, "and the row that is no more"


def test_forms_have_a_free_row_there_and_no_crossing(workspace: Workspace) -> None:
    into = workspace.project.wave("2027-1")
    folder = workspace.project.root / "forms" / "2027-1"
    prefills = from_wave(workspace, "2026-1", workspace.worksheets(into, ()), into=into)
    kleve = [workspace.project.alliance("Kleve")]
    issue_forms(workspace, into, kleve, folder=folder, now=NOON, prefills=prefills)
    book = openpyxl.load_workbook(next(folder.glob("Kleve*.xlsx")))
    texts = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [text for text in texts if "Runder Tisch" in text]
    rounds = [text for text in texts if text.startswith("NR102 ")]
    assert rounds and not [text for text in texts if text.startswith(("NR101 ", "NR104 "))]


def test_a_file_is_treated_the_same(workspace: Workspace, tmp_path: Path) -> None:
    given = tmp_path / "given.csv"
    with given.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("alliance", "worksheet", "table", "row_id", "field", "value"))
        for (section, row), answers in SAID.items():
            if row != "NR101":
                out.writerows((KLEVE, "netz", section, row, *answer) for answer in answers.items())
    into = workspace.project.wave("2027-1")
    prefills = read_prefill(given, workspace.worksheets(into, ()), workspace)
    assert (told(prefills), why(prefills)) == (STAYS, NAMES_NOTHING)


def test_of_tables_that_are_in_no_form_of_these_nothing_is_known(workspace: Workspace) -> None:
    offer = Subject("angebote", "angebote", "AN101", "traeger")
    known = workspace.library.worksheets
    assert naming_nothing({offer: "AK190"}, {"angebote": known["angebote"]}) == {}
    both = {name: known[name] for name in ("angebote", "akteure")}
    assert naming_nothing({offer: "AK190"}, both) == {offer: "AK190"}
    assert naming_nothing({offer: "AK001"}, both) == {}
