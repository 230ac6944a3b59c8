"""The commands as an operator uses them, and what they say when something is wrong."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from cli.conftest import Run, make_databases
from ruecklauf.cli import COMMANDS
from ruecklauf.store import Archive

Cli = Callable[..., Run]


def test_every_command_is_documented_with_an_example(run: Cli) -> None:
    for name in COMMANDS:
        told = run(name, "--help")
        assert told.status == 0
        assert "Example:" in told.out, name
        assert f"ruecklauf {name}" in told.out, name


def test_a_round_from_forms_to_export(run: Cli, project: Path, tmp_path: Path) -> None:
    forms = run("forms", "-p", project, "--wave", "2026-1", "--json")
    assert forms.status == 0
    assert [form["alliance"] for form in forms.data] == ["AAAAAA", "BBBBBB"]

    returned = tmp_path / "returned.xlsx"
    book = openpyxl.load_workbook(forms.data[0]["file"])
    cell = _answer_cell(book["Stammblatt"], "Ist eine Federführung benannt?")
    book["Stammblatt"][cell] = "ja"
    book.save(returned)

    first = run("import", returned, "-p", project, "--json")
    assert first.status == 1
    (result,) = first.data
    assert result["outcome"] == "accepted_with_findings"
    assert (result["alliance"], result["wave"]) == ("AAAAAA", "2026-1")
    assert result["cells"]["total"] == sum(
        result["cells"][key] for key in ("answers", "template", "findings")
    )
    assert {one["worksheet"] for one in result["worksheets"]} == {"stammblatt"}

    exported = run("export", tmp_path / "data", "-p", project, "--format", "csv", "--json")
    assert exported.status == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "data/csv/long.csv").read_text(encoding="utf-8"))))
    (answer,) = [row for row in rows if (row["alliance"], row["field"]) == ("AAAAAA", "lead_benannt")]
    assert {row["missing"] for row in rows if row["alliance"] == "BBBBBB"} == {"not_returned"}
    assert (answer["value"], answer["raw"], answer["sheet"], answer["cell"]) == (
        "ja",
        "ja",
        "Stammblatt",
        cell,
    )

    status = run("status", "-p", project, "--wave", "2026-1", "--json").data
    assert (status["sent"], status["returned"], status["response_rate"]) == (2, 1, 0.5)


def _answer_cell(sheet: object, question: str) -> str:
    for row in sheet.iter_rows(min_col=2, max_col=2):  # type: ignore[attr-defined]
        if str(row[0].value).startswith(question):
            return f"C{row[0].row}"
    raise AssertionError(question)


def test_the_same_file_again_is_a_duplicate_and_changes_nothing(run: Cli, project: Path) -> None:
    form = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Kleve", "--json").data[0]["file"]
    run("import", form, "-p", project)
    before = run("findings", "-p", project, "--all", "--json").data
    again = run("import", form, "-p", project, "--json")
    assert again.status == 0
    assert again.data[0]["outcome"] == "duplicate"
    assert run("findings", "-p", project, "--all", "--json").data == before


def test_a_file_that_is_no_workbook_is_kept_and_refused(run: Cli, project: Path, tmp_path: Path) -> None:
    scan = tmp_path / "Scan.xlsx"
    scan.write_bytes(b"%PDF-1.7\n...")
    result = run("import", scan, "-p", project, "--json")
    assert result.status == 1
    assert result.data[0]["outcome"] == "refused"
    (finding,) = result.data[0]["findings"]
    assert finding["message"] == (
        "Die Datei ist kein Formular von Excel, Word oder LibreOffice, sondern: PDF."
        " Aus PDF-Dateien, Scans und Fotos werden keine Angaben übernommen."
        " Bitte die ausgefüllte Excel- oder Word-Datei selbst senden."
    )
    sha256 = result.data[0]["sha256"]
    assert (project / "archive" / sha256[:2] / sha256).read_bytes() == scan.read_bytes()


def test_a_form_of_another_wave_is_taken_in_under_its_own_wave_with_a_warning(
    run: Cli, project: Path
) -> None:
    form = run("forms", "-p", project, "--wave", "2026-2", "--alliance", "Köln", "--json").data[0]["file"]
    result = run("import", form, "-p", project, "--wave", "2026-1", "--json")
    assert result.data[0]["wave"] == "2026-2"
    assert "other_wave" in [finding["code"] for finding in result.data[0]["findings"]]


def test_a_form_of_an_alliance_that_is_not_listed_is_refused_and_kept(run: Cli, project: Path) -> None:
    form = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Köln", "--json").data[0]["file"]
    listed = project / "alliances.csv"
    listed.write_text("".join(listed.read_text().splitlines(keepends=True)[:2]))
    result = run("import", form, "-p", project, "--json").data[0]
    assert result["outcome"] == "refused"
    assert [finding["code"] for finding in result["findings"]] == ["unknown_alliance"]
    assert list((project / "archive").rglob(result["sha256"]))


def test_a_form_that_another_project_made_is_refused(run: Cli, project: Path, tmp_path: Path) -> None:
    form = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Köln", "--json").data[0]["file"]
    other = tmp_path / "anderes"
    other.mkdir()
    for name in ("ruecklauf.toml", "alliances.csv"):
        (other / name).write_text((project / name).read_text(encoding="utf-8"), encoding="utf-8")
    make_databases(other)
    result = run("import", form, "-p", other, "--json").data[0]
    assert [finding["code"] for finding in result["findings"]] == ["unknown_declaration"]


def test_a_form_that_another_computer_made_is_known_by_its_code_when_its_properties_are_lost(
    run: Cli, project: Path, tmp_path: Path
) -> None:
    """As Numbers saves it; the other computer's databases do not have this alliance's form."""
    form = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Köln", "--json").data[0]["file"]
    other = tmp_path / "anderes"
    other.mkdir()
    for name in ("ruecklauf.toml", "alliances.csv"):
        (other / name).write_text((project / name).read_text(encoding="utf-8"), encoding="utf-8")
    make_databases(other)
    run("forms", "-p", other, "--wave", "2026-1", "--alliance", "Kleve")
    book = openpyxl.load_workbook(form)
    for name in book.custom_doc_props.names:
        del book.custom_doc_props[name]
    del book["_Formular"]
    book.save(form)
    (result,) = run("import", form, "-p", other, "--json").data
    assert (result["outcome"], result["alliance"]) == ("accepted_with_findings", "BBBBBB")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["forms", "--alliance", "Klewe"], "there is no alliance 'Klewe'"),
        (["forms", "--wave", "2027-1"], "there is no wave '2027-1'"),
        (["forms", "--worksheet", "akteur"], "there is no worksheet 'akteur'"),
        (["import", "nowhere.xlsx"], "there is no such file or folder"),
        (["export", "data", "--format", "sas"], "unknown format sas"),
    ],
)
def test_wrong_use_is_said_clearly_with_exit_status_2(
    run: Cli, project: Path, arguments: list[str], said: str
) -> None:
    result = run(*arguments, "-p", project)
    assert result.status == 2
    assert said in " ".join(re.sub("[│╭╮╰╯─]", " ", result.err).split())


def test_without_a_project_the_remedy_is_named(
    run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("status")
    assert result.status == 2
    assert "ruecklauf init DIR" in result.err


def test_a_broken_declaration_of_the_project_names_file_line_and_column(run: Cli, project: Path) -> None:
    folder = project / "worksheets" / "eigenes"
    folder.mkdir(parents=True)
    lead = "# yaml-language-server: $schema=../../schemas/worksheet.schema.json\n"
    (folder / "worksheet.yaml").write_text(f"{lead}id: eigenes\nverion: '1.0'\n", encoding="utf-8")
    checked = run("check", "-p", project)
    assert checked.status == 1
    assert "worksheets/eigenes/worksheet.yaml:3:1: unknown key 'verion'" in checked.out
    forms = run("forms", "-p", project)
    assert forms.status == 2
    assert "worksheets/eigenes/worksheet.yaml:" in forms.err


def test_the_first_line_for_editors_is_told_once(run: Cli, project: Path) -> None:
    folder = project / "worksheets" / "eigenes"
    folder.mkdir(parents=True)
    (folder / "worksheet.yaml").write_text("id: eigenes\nverion: '1.0'\n", encoding="utf-8")
    told = "A first line for editors was added to 1 declarations"
    first, second = run("check", "-p", project), run("check", "-p", project)
    assert [told in one.err for one in (first, second)] == [True, False]
    assert "worksheets/eigenes/worksheet.yaml:3:1: unknown key 'verion'" in first.out


def test_a_declaration_that_is_not_read_for_its_name_is_named(run: Cli, project: Path) -> None:
    (project / "worksheets" / "eigenes").mkdir(parents=True)
    (project / "worksheets" / "eigenes" / "worksheet.yml").write_text("id: eigenes\n", encoding="utf-8")
    checked = run("check", "-p", project)
    assert checked.status == 1
    assert checked.out.startswith("worksheets/eigenes/worksheet.yml:1:1: warning: this file is not read;")


def test_a_folder_that_cannot_be_written_is_named(run: Cli, project: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "datei"
    blocked.write_text("ist eine Datei")
    for command in (["forms", "--out", blocked / "forms"], ["export", blocked / "data"]):
        result = run(*command, "-p", project)
        assert result.status == 2
        assert str(blocked) in result.err


def taken_in_as_sent(run: Cli, project: Path, form: str, *, wave: str = "2026-1") -> dict[str, Any]:
    """What became of a prefilled form as it was sent, which counts because somebody says so."""
    whose = ("--alliance", "Kleve", "--wave", wave, "--reason", "Anruf: alles stimmt noch")
    done: dict[str, Any] = run("assign", form, *whose, "-p", project, "--json").data[0]
    return done


def test_a_prefill_file_stands_in_the_forms_and_comes_back(run: Cli, project: Path, tmp_path: Path) -> None:
    prefill = tmp_path / "prefill.csv"
    prefill.write_text(
        "alliance,worksheet,table,row_id,field,value\n"
        "AAAAAA,akteure,akteure,AK101,institution,Verein „Brücke“ & Söhne\n"
        "AAAAAA,stammblatt,stammblatt,ST,gs_vzae,0.5\n",
        encoding="utf-8",
    )
    forms = run("forms", "-p", project, "--wave", "2026-1", "--prefill", prefill, "--json").data
    taken_in_as_sent(run, project, forms[0]["file"])
    run("export", tmp_path / "data", "-p", project, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "data/csv/long.csv").read_text(encoding="utf-8"))))
    found = {(row["row_id"], row["field"]): row["value"] for row in rows if row["alliance"] == "AAAAAA"}
    assert found["AK101", "institution"] == "Verein „Brücke“ & Söhne"
    assert found["ST", "gs_vzae"] == "0.5"


@pytest.mark.parametrize(
    ("form", "wave", "row_says", "said"),
    [
        ("xlsx", "", "vorausgefüllt", "von uns vorausgefüllt, bitte prüfen"),
        ("xlsx", "2025-1", "2025-1", "vorausgefüllt aus der Erhebung 2025-1, bitte prüfen"),
        ("docx", "2025-1", "2025-1", "aus der Erhebung 2025-1, bitte prüfen"),
    ],
)
def test_values_of_a_prefill_file_say_where_they_come_from(
    run: Cli, project: Path, tmp_path: Path, form: str, wave: str, row_says: str, said: str
) -> None:
    prefill = tmp_path / "prefill.csv"
    prefill.write_text(
        "alliance,wave,worksheet,table,row_id,field,value\n"
        f"AAAAAA,{wave},akteure,akteure,AK101,institution,Verein Brücke\n"
        f"AAAAAA,{wave},stammblatt,stammblatt,ST,gs_vzae,0.5\n",
        encoding="utf-8",
    )
    asked = ("--worksheet", "akteure", "--worksheet", "stammblatt", "--format", form)
    made = run("forms", "-p", project, "--wave", "2026-1", "--prefill", prefill, *asked, "--json").data
    read = _all_text if form == "xlsx" else _words
    by_alliance = {
        name: "\n".join(read(Path(one["file"])) for one in made if one["alliance"] == name)
        for name in ("AAAAAA", "BBBBBB")
    }
    assert said in by_alliance["AAAAAA"] and "Stand der Zeile" in by_alliance["AAAAAA"]
    assert re.search(rf"^{row_says}$", by_alliance["AAAAAA"], re.MULTILINE)
    assert said not in by_alliance["BBBBBB"] and "Stand der Zeile" not in by_alliance["BBBBBB"]


def test_what_was_refused_is_judged_again_once_the_project_is_put_right(run: Cli, project: Path) -> None:
    form = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Köln", "--json").data[0]["file"]
    listed = project / "alliances.csv"
    complete = listed.read_text(encoding="utf-8")
    listed.write_text("".join(complete.splitlines(keepends=True)[:2]), encoding="utf-8")
    for _ in range(2):
        assert run("import", form, "-p", project, "--json").data[0]["outcome"] == "refused"
    listed.write_text(complete, encoding="utf-8")
    accepted = run("import", form, "-p", project, "--json").data[0]
    assert accepted["outcome"] == "accepted_with_findings"
    codes = {row["code"] for row in run("findings", "-p", project, "--json").data}
    assert "unknown_alliance" not in codes
    assert run("import", form, "-p", project, "--json").data[0]["outcome"] == "duplicate"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ZZZZZZ,akteure,akteure,AK101,institution,X", "there is no alliance 'ZZZZZZ'"),
        ("AAAAAA,akteure,akteure,AK101,vorhanden,vielleicht", "field 'vorhanden' does not take 'vielleicht'"),
        ("AAAAAA,stammblatt,stammblatt,ST,gs_vzae,99", "field 'gs_vzae' does not take '99'"),
        ("AAAAAA,akteure,akteure,AK99999999,institution,X", "row 'AK99999999' is too far down"),
    ],
)
def test_a_prefill_value_that_cannot_stand_names_its_line(
    run: Cli, project: Path, tmp_path: Path, row: str, said: str
) -> None:
    prefill = tmp_path / "prefill.csv"
    prefill.write_text(f"alliance,worksheet,table,row_id,field,value\n{row}\n", encoding="utf-8")
    result = run("forms", "-p", project, "--prefill", prefill)
    assert result.status == 2
    assert f"prefill.csv:2: {said}" in result.err


def test_the_long_dataset_is_a_prefill_file(run: Cli, project: Path, tmp_path: Path) -> None:
    prefill = tmp_path / "prefill.csv"
    prefill.write_text(
        "alliance;worksheet;table;row_id;field;value\n"
        'AAAAAA;akteure;akteure;AK101;institution;"-Übergang;=1+1;""-2"", \'=x"\n'
        "AAAAAA;akteure;akteure;AK101;vorhanden;ja\n",
        encoding="cp1252",
    )
    forms = run("forms", "-p", project, "--wave", "2026-1", "--prefill", prefill, "--json").data
    taken_in_as_sent(run, project, forms[0]["file"])
    run("export", tmp_path / "one", "-p", project, "--format", "csv")
    long = tmp_path / "one/csv/long.csv"
    out = tmp_path / "forms"
    again = run("forms", "-p", project, "--wave", "2026-1", "--prefill", long, "--out", out, "--json")
    assert again.status == 0, again.err
    guarded = long.read_text(encoding="utf-8")
    assert """"'-Übergang;'=1+1;'""-2"", '=x",""" in guarded
    assert '-Übergang;=1+1;"-2", \'=x' in _all_text(Path(again.data[0]["file"])).splitlines()


def test_a_prefill_value_for_no_field_names_its_line(run: Cli, project: Path, tmp_path: Path) -> None:
    prefill = tmp_path / "prefill.csv"
    prefill.write_text(
        "alliance,worksheet,table,row_id,field,value\nAAAAAA,akteure,akteure,AK101,instution,X\n",
        encoding="utf-8",
    )
    result = run("forms", "-p", project, "--prefill", prefill)
    assert result.status == 2
    assert f"{prefill}:2" in result.err.replace("\n", "")


def test_answers_of_a_wave_are_carried_on_into_the_next(run: Cli, project: Path, tmp_path: Path) -> None:
    prefill = tmp_path / "prefill.csv"
    prefill.write_text(
        "alliance,worksheet,table,row_id,field,value\n"
        "AAAAAA,akteure,akteure,AK103,institution,Verein Brücke\n"
        "AAAAAA,akteure,akteure,AK103,ap_name,Kontakt (erfunden)\n"
        "AAAAAA,stammblatt,stammblatt,ST,lead_benannt,ja\n",
        encoding="utf-8",
    )
    first = run("forms", "-p", project, "--wave", "2026-1", "--prefill", prefill, "--json").data
    taken_in_as_sent(run, project, first[0]["file"])
    second = run("forms", "-p", project, "--wave", "2026-2", "--prefill-from", "2026-1", "--json").data
    texts = [_all_text(Path(form["file"])) for form in second]
    assert "Verein Brücke" in texts[0]
    assert "Kontakt (erfunden)" in texts[0]
    assert "Kontakt (erfunden)" not in texts[1]
    assert "AK123" in texts[0], "three taken rows are replaced by three more free ones"
    returned = taken_in_as_sent(run, project, second[0]["file"], wave="2026-2")
    assert returned["wave"] == "2026-2"
    assert {one["worksheet"] for one in returned["worksheets"]} == {"stammblatt", "akteure"}


def _all_text(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )


def _words(path: Path) -> str:
    """All paragraphs of a Word form, also in its tables and page heads."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist() if re.match(r"word/\w+\.xml", name)]
    paragraphs = (one for part in parts for one in ElementTree.fromstring(part).iter(f"{_WORD}p"))
    return "\n".join("".join(text.text or "" for text in one.iter(f"{_WORD}t")) for one in paragraphs)


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


OWN = """id: eigenes
version: "{version}"
title: Eigenes
short: Eigenes
purpose: Zum Prüfen.
instructions: Bitte ausfüllen.
sections:
  - id: eigenes
    kind: record
    title: Eigenes
    prefix: EI
    fields:
      - {{id: budget, type: {type}, label: Budget{limits}}}
"""


def test_a_field_that_changes_its_type_is_refused_before_forms_are_made(run: Cli, project: Path) -> None:
    folder = project / "worksheets" / "eigenes"
    folder.mkdir(parents=True)
    declared = folder / "worksheet.yaml"
    declared.write_text(OWN.format(version="1.0", type="decimal", limits=", min: 0"), encoding="utf-8")
    assert run("forms", "-p", project, "--worksheet", "eigenes", "--alliance", "Köln").status == 0
    declared.write_text(OWN.format(version="1.1", type="longtext", limits=""), encoding="utf-8")
    refused = run("forms", "-p", project, "--worksheet", "eigenes", "--alliance", "Köln")
    assert refused.status == 2
    assert "since version 1.0: field 'eigenes.budget' has another type" in refused.err


def test_a_return_is_read_by_the_version_its_form_was_made_from(
    run: Cli, project: Path, tmp_path: Path
) -> None:
    folder = project / "worksheets" / "eigenes"
    folder.mkdir(parents=True)
    declared = folder / "worksheet.yaml"
    declared.write_text(OWN.format(version="1.0", type="integer", limits=", min: 0"), encoding="utf-8")
    forms = run("forms", "-p", project, "--worksheet", "eigenes", "--alliance", "Köln", "--json").data
    book = openpyxl.load_workbook(forms[0]["file"])
    book["Eigenes"][_answer_cell(book["Eigenes"], "Budget")] = 12
    book.save(tmp_path / "alt.xlsx")
    declared.write_text(OWN.format(version="1.1", type="decimal", limits=", min: 100"), encoding="utf-8")
    run("forms", "-p", project, "--worksheet", "eigenes", "--alliance", "Köln")
    result = run("import", tmp_path / "alt.xlsx", "-p", project, "--json").data[0]
    assert result["worksheets"] == [{"worksheet": "eigenes", "version": "1.0", "rows": 1}]
    assert "outside_limits" not in [finding["code"] for finding in result["findings"]]


def test_findings_as_csv_and_as_excel(run: Cli, project: Path, tmp_path: Path) -> None:
    form = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Köln", "--json").data[0]["file"]
    run("import", form, "-p", project)
    as_json = run("findings", "-p", project, "--all", "--json").data
    as_csv = list(csv.DictReader(io.StringIO(run("findings", "-p", project, "--all", "--csv").out)))
    assert [row["code"] for row in as_csv] == [row["code"] for row in as_json]
    target = tmp_path / "findings.xlsx"
    assert run("findings", "-p", project, "--all", "--xlsx", target).status == 1
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert sheet.max_row == len(as_json) + 1


def test_init_makes_a_project_and_refuses_a_folder_with_content(run: Cli, tmp_path: Path) -> None:
    made = run("init", tmp_path / "neu", "--nrw")
    assert made.status == 0
    assert len((tmp_path / "neu" / "alliances.csv").read_text(encoding="utf-8-sig").splitlines()) == 54
    again = run("init", tmp_path / "neu")
    assert again.status == 2
    assert "neu" in again.err


def test_doctor_finds_an_original_that_was_changed(run: Cli, project: Path) -> None:
    form = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Köln", "--json").data[0]["file"]
    sha256 = run("import", form, "-p", project, "--json").data[0]["sha256"]
    assert run("doctor", "-p", project).status == 0
    (project / "archive" / sha256[:2] / sha256).write_bytes(b"changed")
    result = run("doctor", "-p", project)
    assert result.status == 1
    assert sha256 in result.out


def test_doctor_lists_originals_that_no_import_knows(run: Cli, project: Path) -> None:
    sha256 = Archive(project / "archive").keep(b"archived, then killed")
    result = run("doctor", "-p", project)
    assert result.status == 1
    assert f"{sha256} is known to no import" in result.out


def test_a_database_that_is_gone_is_an_error_of_every_command(run: Cli, project: Path) -> None:
    form = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Köln", "--json").data[0]["file"]
    assert run("import", form, "-p", project).status == 1
    (project / "contacts.sqlite").unlink()
    decided = ("--reason", "x", "--person", "y")
    question = ("Köln", "akteure.vorhanden")
    for command in (
        ("forms",),
        ("import", form),
        ("assign", form, "--alliance", "Köln", "--wave", "2026-1", *decided),
        ("findings",),
        ("damage",),
        ("trace", *question),
        ("correct", *question, "--value", "ja", *decided),
        ("status",),
        ("export", project / "data"),
    ):
        result = run(*command, "-p", project)
        assert (result.status, "database of contacts is not there" in result.err) == (2, True), command
    checked = run("doctor", "-p", project)
    assert (checked.status, "database of contacts is not there" in checked.out) == (1, True)
    assert not (project / "contacts.sqlite").exists()
