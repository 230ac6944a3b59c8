"""`changes`, and what `check` and `forms` say of worksheets that were revised."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.conftest import Run
from revisions.declaring import NETZ, ORTE, new_project, revised, write_worksheet
from ruecklauf.dataset import build_dataset
from ruecklauf.findings import Subject
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.project import open_project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing.forms import issue_forms, recipient_of, round_of
from ruecklauf.rounds.issuing.prefill import from_wave
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.values import Value

TITLE = "      - {type: text, id: titel, label: Titel}\n"
SINCE = '  - since: "1.0"\n    '


def test_what_is_declared_goes_through_check_forms_and_proof(tmp_path: Path, run: Callable[..., Run]) -> None:
    root = new_project(tmp_path / "p")
    assert run("forms", "--project", root, "--wave", "2026-1", "--alliance", "Kleve").status == 0
    write_worksheet(root, NETZ.replace(TITLE, TITLE.replace("titel", "thema")))
    refused = run("check", "--project", root)
    assert refused.status == 1 and "field 'runden.titel' is gone" in refused.out
    assert run("forms", "--project", root, "--wave", "2027-1").status == 2
    changes = f"{SINCE}fields: [{{was: runden.titel, now: runden.thema}}]\n"
    write_worksheet(root, revised(NETZ, (TITLE, TITLE.replace("titel", "thema")), changes=changes))
    assert run("check", "--project", root).out == ""
    shown = run("changes", "netz", "--project", root, "--json", "--prove")
    assert shown.data == {
        "changes": [
            {
                "since": "1.0", "until": "2.0", "what": "field", "was": "runden.titel", "now": "runden.thema",
                "how": "renamed or moved",
            }
        ],
        "answers": [],
        "reasons": [],
    }  # fmt: skip
    assert run("forms", "--project", root, "--wave", "2027-1", "--alliance", "Kleve").status == 0


def test_changes_of_a_worksheet_that_there_is_not(tmp_path: Path, run: Callable[..., Run]) -> None:
    assert run("changes", "nichts", "--project", new_project(tmp_path / "p")).status == 2


ANSWERS = {
    ("stelle", "NS", "name"): "Haus",
    ("stelle", "NS", "form"): "lose",
    ("stelle", "NS", "lage"): "gut",
    ("leute", "NL001", "name"): "Amt A",
    ("leute", "NL101", "art"): "amt",
    ("leute", "NL101", "name"): "Neue",
    ("leute", "NL101", "themen"): ("arbeit", "wohnen"),
    ("runden", "NR101", "titel"): "Runde",
    ("runden", "NR101", "leitung"): "NL001",
}
EMPTIED = ("stelle.NS.lage", "gut")


def subjects(answers: Mapping[Any, Value]) -> dict[Subject, Value]:
    """Answers by subject; of `netz` where no worksheet is named."""
    return {Subject(*("netz", *at)[-4:]): value for at, value in answers.items()}


def filled(workspace: Workspace, wave: Wave, name: str, answers: Mapping[Any, Value]) -> bytes:
    writer = FormWriter(build_layout(workspace.worksheets(wave)), round_of(workspace.project, wave))
    given = {
        Subject("netz", *where) if len(where) == 3 else Subject(*where): answers[where] for where in answers
    }
    return writer.write(recipient_of(workspace.project.alliance(name)), given)


@pytest.fixture(scope="module")
def first_wave(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose first wave has the answers of one alliance, and the form of another, not handed in."""
    root = new_project(tmp_path_factory.mktemp("revised") / "p")
    with Workspace(open_project(root), makes=True) as workspace:
        wave = workspace.project.wave("2026-1")
        alliances = workspace.project.alliances
        issue_forms(workspace, wave, alliances, folder=root / "forms", now=datetime(2026, 6, 1, tzinfo=UTC))
        for name in ("Kleve", "Köln"):
            (root / f"{name}.xlsx").write_bytes(filled(workspace, wave, name, ANSWERS))
        came = Receiver(workspace, wave).receive(root / "Kleve.xlsx", now=datetime(2026, 6, 2, tzinfo=UTC))
        assert came.outcome.startswith("accepted")
    return root


RUNDEN = NETZ[NETZ.index("  - kind: table\n    id: runden") : NETZ.index("codelists:")]
AS_A_USER: dict[str, Any] = {
    "printed code retired": (
        [("      - {code: amt, label: Amt, nr: 1}\n", "")],
        "codes: [{list: art, was: amt, dropped: aufgelöst}]",
        {
            ("leute.NL001.name", "Amt A"),
            ("leute.NL101.art", "amt"),
            ("runden.NR101.leitung", "NL001"),
            EMPTIED,
        },
        {("leute", "NL101", "name"): "Neue", ("runden", "NR101", "titel"): "Runde"},
        ("leute", "NL002", "name"),
    ),
    "code split": (
        [("{code: lose, label: lose}", "{code: a, label: A}\n      - {code: b, label: B}")],
        "codes: [{list: form, was: lose, split: [{into: a}, {into: b}]}]",
        {("stelle.NS.form", "lose"), EMPTIED},
        {("stelle", "NS", "name"): "Haus", ("leute", "NL001", "name"): "Amt A"},
        ("stelle", "NS", "name"),
    ),
    "field renamed": (
        [(TITLE, TITLE.replace("titel", "thema"))],
        "fields: [{was: runden.titel, now: runden.thema}]",
        {EMPTIED},
        {("runden", "NR101", "thema"): "Runde", ("runden", "NR101", "leitung"): "NL001"},
        ("runden", "NR101", "thema"),
    ),
    "column dropped": (
        [(TITLE, "")],
        "fields: [{was: runden.titel, dropped: steht im Protokoll}]",
        {("runden.NR101.titel", "Runde"), EMPTIED},
        {("runden", "NR101", "leitung"): "NL001"},
        ("stelle", "NS", "name"),
    ),
    "section moved": (
        [(RUNDEN, "")],
        "sections: [{was: runden, now: orte.runden}]",
        {EMPTIED},
        {("orte", "runden", "NR101", "titel"): "Runde", ("orte", "runden", "NR101", "leitung"): "NL001"},
        ("orte", "runden", "NR101", "titel"),
    ),
}


@pytest.mark.parametrize("revision", AS_A_USER)
def test_revised_worksheet_goes_through_a_second_wave(
    run: Callable[..., Run], first_wave: Path, tmp_path: Path, revision: str
) -> None:
    edits, said, left_out, stands, asked = AS_A_USER[revision]
    root = tmp_path / "p"
    shutil.copytree(first_wave, root)
    write_worksheet(root, revised(NETZ, *edits, changes=f"{SINCE}{said}\n"))
    if "orte" in said:
        moved = RUNDEN.replace("to: leute", "to: netz.leute")
        write_worksheet(root, revised(f"{ORTE}{moved}", changes=f"{SINCE}sections: [{{new: runden}}]\n"))
    assert run("check", "-p", root).out == ""
    proof = run("changes", "netz", "-p", root, "--prove")
    assert proof.status == 0 and "The sums balance: " in proof.err
    made = run(
        "forms", "-p", root, "--wave", "2027-1", "--prefill-from", "2026-1", "--alliance", "Kleve", "--json"
    )
    assert made.status == 0, made.err
    listed = made.data[0]["left_out"]
    assert {(f"{row['table']}.{row['row_id']}.{row['field']}", row["value"]) for row in listed} == left_out
    with Workspace(open_project(root)) as workspace:
        wave = workspace.project.wave("2027-1")
        told = from_wave(workspace, "2026-1", workspace.worksheets(wave), into=wave).of("AAAAAA")
        assert {
            Subject("netz", *at) if len(at) == 3 else Subject(*at): stands[at] for at in stands
        }.items() <= told.items()
        (root / "neu.xlsx").write_bytes(filled(workspace, wave, "Kleve", {asked: "Neu"}))
    old = run("import", root / "Köln.xlsx", "-p", root, "--wave", "2026-1", "--json")
    new = run("import", root / "neu.xlsx", "-p", root, "--wave", "2027-1", "--json")
    assert (old.status, new.status) in {(0, 0), (1, 1), (0, 1), (1, 0)}, old.err + new.err
    with Workspace(open_project(root)) as workspace:
        long = build_dataset(workspace.store).long
    found = set(zip(long["alliance"], long["wave"], long["version"], long["value"], strict=True))
    assert {("BBBBBB", "2026-1", "1.0", "Amt A"), ("AAAAAA", "2027-1", "2.0", "Neu")} <= found


def test_dataset_of_an_earlier_version_is_carried_into_forms(
    run: Callable[..., Run], first_wave: Path, tmp_path: Path
) -> None:
    root = tmp_path / "p"
    shutil.copytree(first_wave, root)
    assert run("export", root / "data", "-p", root, "--format", "csv").status == 0
    edits = [(TITLE, TITLE.replace("titel", "thema")), ("      - {code: lose, label: lose}\n", "")]
    said = (
        "fields: [{was: runden.titel, now: runden.thema}]\n    codes: [{list: form, was: lose, dropped: nie}]"
    )
    write_worksheet(root, revised(NETZ, *edits, changes=f"{SINCE}{said}\n"))
    second = ("--wave", "2027-1", "--alliance", "Kleve")
    made = run("forms", "-p", root, *second, "--prefill", root / "data" / "csv" / "long.csv", "--json")
    assert made.status == 0, made.err
    left_out = made.data[0]["left_out"]
    assert [(row["row_id"], row["field"], row["value"], row["why"]) for row in left_out] == [
        ("NS", "form", "lose", "nie")
    ]
    book = openpyxl.load_workbook(made.data[0]["file"])
    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"Runde", "Haus", "Neue"} <= texts


REWORDED = "label: Name der Stelle}", "label: Name des Trägers}"


@pytest.fixture
def issued(run: Callable[..., Run], tmp_path: Path) -> Path:
    """A project of which forms were made and not mailed; then a label is corrected under the same version."""
    root = new_project(tmp_path / "p")
    assert run("forms", "-p", root, "--wave", "2026-1").status == 0
    write_worksheet(root, NETZ.replace(*REWORDED))
    return root


def launched(run: Callable[..., Run], root: Path) -> Run:
    return run("mail", "launch", "-p", root, "--wave", "2026-1", "--late")


def test_a_label_may_be_corrected_until_a_form_was_mailed(run: Callable[..., Run], issued: Path) -> None:
    checked = run("check", "-p", issued)
    assert "forms of version 1.0 were made with other words, and none was mailed" in checked.out
    refused = launched(run, issued)
    assert refused.status == 2 and "made before worksheet 'netz' was corrected" in refused.err
    assert not (issued / "drafts").exists()
    assert run("forms", "-p", issued, "--wave", "2026-1").status == 0
    assert run("check", "-p", issued).out == ""
    mailed = launched(run, issued)
    assert mailed.status == 0, mailed.err
    write_worksheet(issued, NETZ.replace(REWORDED[0], "label: Name}"))
    assert "questions or rules differ from those of version 1.0" in run("check", "-p", issued).out
    assert run("forms", "-p", issued, "--wave", "2026-1").status == 2


def test_a_label_stays_as_it_was_once_a_list_was_made(run: Callable[..., Run], tmp_path: Path) -> None:
    """Whoever mails from it tells nobody."""
    root = new_project(tmp_path / "p")
    run("forms", "-p", root, "--wave", "2026-1")
    listed = run("mail", "launch", "-p", root, "--wave", "2026-1", "--late", "--list")
    assert listed.status == 0, listed.err
    write_worksheet(root, NETZ.replace(*REWORDED))
    assert "questions or rules differ from those of version 1.0" in run("check", "-p", root).out


def test_a_label_stays_as_it_was_once_a_form_came_back(run: Callable[..., Run], issued: Path) -> None:
    (form,) = (issued / "forms" / "2026-1").glob("Kleve*.xlsx")
    assert run("import", form, "-p", issued, "--wave", "2026-1").status in (0, 1)
    assert "questions or rules differ from those of version 1.0" in run("check", "-p", issued).out
