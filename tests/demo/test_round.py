"""The fictional round gives what samples/round.yaml says of it."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from demo.conftest import Played
from ruecklauf.cli import cli
from ruecklauf.demo.script import read_script
from ruecklauf.demo.second_wave import REVISED
from ruecklauf.errors import ProjectError
from ruecklauf.findings import Subject
from ruecklauf.project import open_project
from ruecklauf.revisions.fates import Fate
from ruecklauf.rounds.asking.decisions import assign
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.proof import prove
from ruecklauf.rounds.asking.same_rows import panel_of, suggestions
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.issuing.prefill import from_wave
from ruecklauf.rounds.taking_in.receipts import WITHIN
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.values import canonical_text

pytestmark = pytest.mark.xdist_group("demo")
NOW = datetime(2027, 3, 1, tzinfo=UTC)


def test_every_return_of_the_sample_round_gives_what_it_must(played: Played) -> None:
    made = played.made
    given = {
        one.file.rpartition(WITHIN)[2]: (
            one.outcome,
            {found.code.partition(".")[0] for found in one.findings},
        )
        for one in made.received
        if one.outcome != "unpacked"
    }
    assert given == {one.file: (one.outcome, set(one.findings)) for one in read_script().returns}
    assert (made.status.sent, made.status.returned) == (12, 10)
    assert len(played.told) == 17


def test_the_command_plays_it_and_a_second_start_changes_nothing(played: Played) -> None:
    folder, first = played.folder, played.shown
    assert first.exit_code == 0
    for outcome in ("accepted (", "accepted_with_findings", "refused", "duplicate"):
        assert outcome in first.stdout
    assert first.stderr.count("  /") == 3 or first.stderr.count(str(folder)) >= 6
    for name in ("forms", "findings.xlsx", "data/dataset.xlsx"):
        assert (folder / name).exists()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    second = CliRunner().invoke(cli, ["demo", str(folder)], standalone_mode=False)
    assert isinstance(second.exception, ProjectError)
    assert str(folder) in str(second.exception)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before


def test_the_sample_round_goes_through_the_mail(played: Played) -> None:
    with Workspace(open_project(played.folder)) as workspace, workspace.store.snapshot() as state:
        posted = Counter(each.message.occasion for each in state.messages())
        first = workspace.project.settings.waves[0].id
        assert state.is_closed(first)
        names = {alliance.id: alliance.name for alliance in workspace.project.alliances}
    assert (posted["launch"], posted["receipt"]) == (12, 10)
    assert posted["questions"] > 0
    assert posted["reminder"] >= 2
    drafts = {path.name.partition("_")[0] for path in (played.folder / "drafts").rglob("*_reminder.eml")}
    assert {"Pappelkreis", "Weidenfurt"} <= drafts <= {name.replace(" ", "-") for name in names.values()}
    with Workspace(open_project(played.folder)) as workspace:
        own = _id_of(names, "Kastanienkreis")
        rows = finding_rows(workspace, wave=first, alliance=own, kind="question")
    assert "no_number" not in {row["code"] for row in rows}


def _id_of(names: dict[str, str], name: str) -> str:
    return next(alliance for alliance, known in names.items() if known == name)


def test_second_wave_carries_the_answers_through_a_revised_worksheet(played: Played) -> None:
    assert any(said.startswith("Worksheet prioritaeten revised; 12 prefilled forms") for said in played.told)
    with Workspace(open_project(played.folder)) as workspace:
        proof = prove(workspace, REVISED)
        likely = suggestions(workspace)
        waves = {one.wave: one.state for one in panel_of(workspace).alliances if one.state == "complete"}
    assert proof.faults == 0
    assert [made[Fate.DROPPED] > 0 for _, made in sorted(proof.fates.items())] == [True, False]
    assert likely and {one.table for one in likely} == {"prioritaeten.prioritaeten"}
    assert len(waves) == 2
    names = {path.name for path in (played.folder / "data" / "csv").iterdir()}
    assert {"panel_alliances.csv", "panel_changes.csv", "panel.prioritaeten.prioritaeten.csv"} <= names


def test_the_answers_of_the_sample_round_are_carried_on_into_a_second_wave(
    played: Played, tmp_path: Path
) -> None:
    shutil.copytree(played.folder, tmp_path / "demo")
    settings = tmp_path / "demo" / "ruecklauf.toml"
    first = open_project(tmp_path / "demo").settings.waves[0]
    worksheets = ", ".join(f'"{name}"' for name in first.worksheets)
    settings.write_text(
        settings.read_text(encoding="utf-8")
        + '\n[[waves]]\nid = "2099-1"\ntitle = "Zweite"\ndeadline = 2099-12-31\n'
        + f"worksheets = [{worksheets}]\n",
        encoding="utf-8",
    )
    with Workspace(open_project(tmp_path / "demo")) as workspace:
        wave = workspace.project.wave("2099-1")
        prefills = from_wave(workspace, first.id, workspace.worksheets(wave))
        alliance = workspace.project.alliances[0]
        (form,) = issue_forms(
            workspace, wave, [alliance], folder=tmp_path / "forms", now=NOW, prefills=prefills
        )
        sent = Receiver(workspace, wave).receive(form.path, now=NOW)
        (received,) = assign(
            workspace, str(form.path), alliance, wave, person="Kim", reason="gilt so", now=NOW
        )
        carried = prefills.of(alliance.id)
        with workspace.store.snapshot() as state:
            found = {
                Subject(row.worksheet, row.section, row.row_id, row.field): row.value
                for row in state.values(waves=[wave.id])
            }
            contacts = {
                Subject(row.worksheet, row.section, row.row_id, row.field): row.value
                for row in state.contacts(waves=[wave.id])
            }
    assert [finding.code for finding in sent.findings] == ["form_untouched"]
    assert received.outcome.startswith("accepted")
    assert len(carried) > 300
    assert {subject: canonical_text(value) for subject, value in carried.items()} == {
        subject: (found | contacts).get(subject) for subject in carried
    }


def test_what_may_leave_names_no_alliance(played: Played) -> None:
    folder = played.folder / "release"
    there = {each.name for each in folder.iterdir()}
    assert {"README.txt", "statement.txt", "csv", "codebook", "tables"} <= there
    texts = (path for path in folder.rglob("*.*") if path.suffix != ".xlsx")
    said = "".join(path.read_text("utf-8", "replace") for path in texts)
    alliances = open_project(played.folder).alliances
    assert [one.name for one in alliances if one.id in said or one.name in said] == []
    assert json.loads((folder / "statement.json").read_text("utf-8"))["k"]["after"] >= 3
