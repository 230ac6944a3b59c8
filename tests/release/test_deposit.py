"""A deposit: everything an archive needs, nothing that tells an alliance, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import json
import os
from pathlib import Path

import docx
import openpyxl
import pytest
from ruamel.yaml import YAML

from release.conftest import RunCommand
from release.reading import everything
from release.rounds_played import WAVES
from release.test_release import SECRETS
from ruecklauf.values import MISSING_CODES
from warm import Warm


@pytest.fixture(scope="module")
def folder(run_release: RunCommand, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("deposit") / "hinterlegung"
    run_release("deposit", place, "csv")
    return place


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_checksums_name_every_file_with_what_is_in_it(folder: Path) -> None:
    there = files(folder)
    listed = dict(line.split("  ")[::-1] for line in there.pop("SHA256SUMS").decode().splitlines())
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in there.items()}
    assert {"README.txt", "CITATION.cff", "LICENSE.txt", "inputs.json", "method-report.docx"} <= there.keys()
    assert {"data/README.txt", "data/statement.txt", "data/tables/tables.csv"} <= there.keys()


def test_nobody_is_in_a_deposit(folder: Path) -> None:
    found = {(name, secret) for name, text in everything(folder) for secret in SECRETS if secret in text}
    assert found == set()


def test_instruments_are_blank_forms_of_all_worksheets_but_one_that_names_a_place(folder: Path) -> None:
    made = {
        name.removeprefix("instruments/"): one for name, one in files(folder).items() if "instrum" in name
    }
    worksheets = {name.rpartition("_")[0] for name in made}
    assert worksheets == {"akteure", "stammblatt", "zielgruppe"}
    assert {name.rpartition(".")[2] for name in made} == {"xlsx", "docx"}
    (form,) = [content for name, content in made.items() if name.startswith("akteure") and "xlsx" in name]
    sheet = openpyxl.load_workbook(io.BytesIO(form))["Akteure"]
    assert any("Name der Institution" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_method_report_has_the_figures_of_the_round(folder: Path) -> None:
    document = docx.Document(io.BytesIO((folder / "method-report.docx").read_bytes()))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    first = dict(map(tuple, tables[0][1:]))
    assert first["Grundgesamtheit: Bündnisse im Projekt"] == "12"
    assert (first["Formulare für Bündnisse"], first["zurückgesandt"]) == ("12", "10")
    assert (first["Rücklaufquote"], first["Ohne Rückfrage beim ersten Mal"]) == ("83,3 %", "60,0 %")
    assert (first["Eingang von"], first["Stichtag"]) == ("2026-01-01", "2026-06-30")
    assert ["nicht zurückgesandt", "2"] in tables[1]
    assert ["kreis/alle", "5", "5"] in tables[2] and ["nicht_kreis/alle", "7", "5"] in tables[2]
    assert ["Fehler", "4"] in tables[3]
    told = [row for table in tables for row in table]
    for kind, code in MISSING_CODES.items():
        assert [str(code), kind.value] in [row[:2] for row in told]
    assert any(row[1:2] == ["vorort"] and "nennt einen Ort" in row[-1] for row in told)
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading 1")]
    assert headings[:2] == [f"Welle {wave}: Welle {wave}" for wave in WAVES]


def test_citation_and_inputs_say_what_it_is_made_of(folder: Path) -> None:
    cited = YAML(typ="safe").load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["cff-version"], cited["type"], cited["license"]) == ("1.2.0", "dataset", "CC-BY-4.0")
    assert cited["authors"] == [{"family-names": "Muster", "given-names": "Kim"}]
    inputs = json.loads((folder / "inputs.json").read_text(encoding="utf-8"))
    assert len(inputs["returned_files_sha256"]) == 20
    assert inputs["returned_files_sha256"] == sorted(inputs["returned_files_sha256"])
    assert {one["id"] for one in inputs["worksheets"]} == {"akteure", "stammblatt", "vorort", "zielgruppe"}


def test_a_deposit_is_replaced_by_the_same_bytes_and_never_mixed_with_other_files(
    folder: Path, run_release: RunCommand
) -> None:
    before = files(folder)
    run_release("deposit", folder, "csv")
    assert files(folder) == before
    stranger = folder / "notizen.txt"
    stranger.write_text("von Hand", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"no deposit's: notizen\.txt"):
        run_release("deposit", folder, "csv")
    stranger.unlink()
    report = folder / "method-report.docx"
    report.write_bytes(before["method-report.docx"] + b"edited")
    with pytest.raises(AssertionError, match=r"changed since the deposit was made: method-report\.docx"):
        run_release("deposit", folder, "csv")
    report.write_bytes(before["method-report.docx"])
    assert files(folder) == before


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_deposit_that_is_killed_is_never_half_of_an_earlier_and_half_of_a_later_one(
    folder: Path, played: Path
) -> None:
    earlier = files(folder)
    words = ("deposit", folder, "--project", played, "--format", "csv")
    with Warm() as warm:
        for name in earlier.keys() - {"SHA256SUMS"}:
            (folder / name).write_bytes(b"earlier")
        sums = "".join(f"{hashlib.sha256(b'earlier').hexdigest()}  {name}\n" for name in earlier)
        (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
        for moment in (2, len(earlier) + 1):
            ended = warm.run(*words, killed_at=(folder, moment))
            assert ended.was_killed, ended.said
            found = {name: text for name, text in files(folder).items() if not name.startswith(".")}
            assert "SHA256SUMS" not in found
            assert len({text == b"earlier" for text in found.values()}) == 1
        ended = warm.run(*words)
        assert ended.status == 0, ended.said
    assert files(folder) == earlier
