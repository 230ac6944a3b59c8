"""What version 0.1 made is still read: its forms, what came back in them, and its databases.

The files in version_0_1/ were made by commit c1cae85 and are never made anew: a project of six fictional
alliances, as it was when its forms were issued and after six of them had come back (one saved by
LibreOffice as .ods, one as .xls, one as .odt), with what 0.1 exported and found, and forms of a second wave.
"""

from __future__ import annotations

import csv
import json
import lzma
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ruecklauf.dataset import build_dataset
from ruecklauf.exports import write_export
from ruecklauf.intake.read import open_return
from ruecklauf.layout.build import build_layout, version_of
from ruecklauf.project import open_project
from ruecklauf.rounds.asking.damages import damage_reports
from ruecklauf.rounds.asking.decisions import assign
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workspace import Workspace

KEPT = Path(__file__).with_name("version_0_1")
FORMS = tuple(path.stem for path in sorted(KEPT.glob("forms/*.xz")))
NOW = datetime(2027, 2, 1, tzinfo=UTC)
FIRST, SECOND = "2026-1", "2027-1"
PREFILLED_FOR = "X7M6EX"
CARRIED = 1058
"""Answers of the first wave that 0.1 wrote into its form of the second; some questions are asked anew."""


def unpacked(name: str, folder: Path) -> Path:
    """A kept file as it was."""
    path = folder / Path(name).name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lzma.decompress((KEPT / f"{name}.xz").read_bytes()))
    return path


def project(state: str, root: Path) -> Workspace:
    """The project when its forms were `issued`, or when they had `returned`."""
    for name in ("ruecklauf.toml", "alliances.csv"):
        shutil.copy(KEPT / name, root)
    for name in ("ruecklauf", "contacts"):
        unpacked(f"{name}.{state}.sqlite", root).rename(root / f"{name}.sqlite")
    return Workspace(open_project(root))


@pytest.fixture
def issued(tmp_path: Path) -> Iterator[Workspace]:
    with project("issued", tmp_path) as workspace:
        yield workspace


@pytest.fixture
def returned(tmp_path: Path) -> Iterator[Workspace]:
    with project("returned", tmp_path) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The project with all returns imported by the program as it is now, in the order of then."""
    root = tmp_path_factory.mktemp("taken_in")
    with project("issued", root) as workspace:
        names = sorted(path.stem for path in KEPT.glob("returns/*.xz"))
        paths = [unpacked(f"returns/{name}", root / "returns") for name in names]
        assert [
            one.outcome.partition("_")[0]
            for one in Receiver(workspace, workspace.project.wave(FIRST)).receive_all(paths, now=NOW)
        ] == ["accepted"] * len(names)
        yield workspace


def long_table(workspace: Workspace, folder: Path) -> list[dict[str, str]]:
    """The rows of answers; of questions without one, version 0.1 said nothing."""
    write_export(build_dataset(workspace.store), folder, ("csv",))
    table = rows((folder / "csv" / "long.csv").read_text("utf-8-sig"))
    assert all(row["missing"] for row in table if not row["cell"])
    # of a first wave nothing was carried on, and version 0.1 did not say so
    assert {row.pop("became") for row in table} <= {"new", ""}
    return [row for row in table if row["cell"]]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(keepends=True)))


def kept_table() -> list[dict[str, str]]:
    return rows(lzma.decompress((KEPT / "long.csv.xz").read_bytes()).decode("utf-8-sig"))


def test_the_returns_give_the_dataset_of_then(taken_in: Workspace, tmp_path: Path) -> None:
    assert long_table(taken_in, tmp_path / "data") == kept_table()


def test_the_kept_databases_open_and_export_the_dataset_of_then(returned: Workspace, tmp_path: Path) -> None:
    assert long_table(returned, tmp_path / "data") == kept_table()


def test_personal_answers_of_then_are_the_same(taken_in: Workspace, tmp_path: Path) -> None:
    with project("returned", tmp_path) as returned, returned.store.snapshot() as state:
        then = {(row.sha256, row.alliance, row.wave, row.subject): row.value for row in state.contacts()}
    assert then
    with taken_in.store.snapshot() as state:
        assert {
            (row.sha256, row.alliance, row.wave, row.subject): row.value for row in state.contacts()
        } == then


def test_what_was_found_then_is_still_found(taken_in: Workspace, returned: Workspace) -> None:
    then = json.loads((KEPT / "findings.json").read_text("utf-8"))
    for workspace in (taken_in, returned):
        assert missing_in(finding_rows(workspace), then) == []


def missing_in(found: list[dict[str, str]], then: list[dict[str, str]]) -> list[dict[str, str]]:
    keys = ("alliance", "file", "severity", "code", "worksheet", "table", "row_id", "field", "place", "found")
    now = [[one[key] for key in keys] for one in found]
    return [one for one in then if [one[key] for key in keys] not in now]


def test_declarations_of_then_make_the_layouts_that_the_forms_name(issued: Workspace) -> None:
    """Or their returns would be read by another plan than the one they were made from."""
    with issued.store.snapshot() as state:
        declarations = state.declarations()
        forms = {form.fingerprint: form.declarations for form in state.issued()}
    assert forms
    for fingerprint, hashes in forms.items():
        worksheets = tuple(declarations[one] for one in hashes)
        assert version_of(fingerprint, worksheets) == 1
        assert build_layout(worksheets, version=1).fingerprint == fingerprint


@pytest.mark.parametrize("name", FORMS)
def test_the_code_in_a_kept_form_is_the_one_that_was_noted(
    name: str, returned: Workspace, tmp_path: Path
) -> None:
    path = unpacked(f"forms/{name}", tmp_path / "sent")
    with returned.store.snapshot() as state:
        noted = {form.file_name: form.form_code for form in state.issued()}
    assert str(open_return(path.read_bytes()).recognised.code) == noted[name]


@pytest.mark.parametrize("name", FORMS)
def test_every_cell_of_a_kept_form_is_found_by_what_is_seen_and_by_what_is_hidden(
    name: str, returned: Workspace, tmp_path: Path
) -> None:
    path = unpacked(f"forms/{name}", tmp_path / "sent")
    wave = returned.project.wave(FIRST if f"_{FIRST}_" in name else SECOND)
    (received,) = Receiver(returned, wave).receive_all([path], now=NOW)
    assert received.outcome.startswith("accepted")
    (report,) = damage_reports(returned, file=received.sha256)
    assert report.lines == ()
    recovered = report.condition.recovered
    assert recovered.planned > 0
    assert recovered.by_both == recovered.planned


def test_the_prefilled_form_of_the_second_wave_carries_the_answers_of_the_first(
    returned: Workspace, tmp_path: Path
) -> None:
    (name,) = (name for name in FORMS if name.endswith(f"{SECOND}_{PREFILLED_FOR}.xlsx"))
    path = unpacked(f"forms/{name}", tmp_path / "sent")
    whose = returned.project.alliance(PREFILLED_FOR), returned.project.wave(SECOND)
    (found,) = assign(returned, str(path), *whose, person="Kim", reason="gilt so", now=NOW)
    assert found.outcome.startswith("accepted"), [finding.message for finding in found.findings]
    first, second = (answers(returned, wave) for wave in (FIRST, SECOND))
    assert len(second) == CARRIED
    assert second.items() <= first.items()


def answers(workspace: Workspace, wave: str) -> dict[tuple[str, ...], str | None]:
    store = workspace.store
    with store.snapshot() as state:
        found = (*state.values(waves={wave}), *state.contacts(waves={wave}))
    return {
        (one.worksheet, one.section, one.row_id, one.field): one.value
        for one in found
        if one.alliance == PREFILLED_FOR and one.value is not None
    }
