"""Before anything is sent: what `check` calls an error lets no form go out, and nothing is written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cli.conftest import SETTINGS, Run
from ruecklauf.own_files import SUMS

Cli = Callable[..., Run]
OWN = """\
# yaml-language-server: $schema=../../schemas/worksheet.schema.json
id: eigenes
version: "1.0"
title: Eigenes
short: Eigenes
purpose: Zum Prüfen.
instructions: Bitte ausfüllen.
sections:
  - id: liste
    kind: table
    title: Liste
    prefix: EI
    printed: {list: aemter, into: amt}
    free_rows: 3
    fields:
      - {id: amt, type: choice, list: aemter, label: Amt}
      - {id: name, type: text, label: Name, max_length: 20}
      - {id: wege, type: multichoice, list: wege, label: Wege}
codelists:
  - id: aemter
    title: Ämter
    codes:
      - {code: jugendamt, nr: 1, label: Jugendamt}
      - {code: sozialamt, nr: 2, label: Sozialamt}
  - id: wege
    title: Wege
    codes:
      - {code: post, label: Post}
      - {code: mail, label: Mail}
"""
ONE = ("--wave", "2026-1", "--alliance", "Kleve", "--worksheet", "eigenes")


def declare(project: Path, *changes: tuple[str, str], said: str = "") -> None:
    """Put the worksheet into the project, with texts replaced, and with what is `said` of its changes."""
    text = f'{OWN}changes:\n  - {{since: "1.0", {said}}}\n' if said else OWN
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    folder = project / "worksheets" / "eigenes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "worksheet.yaml").write_text(text, encoding="utf-8")


BROKEN = {
    "field id that datasets have": ([("id: name,", "id: alliance,")], "17:14"),
    "code twice": ([("code: mail", "code: post")], "29:16"),
    "heads alike": ([("label: Amt}", "label: NAME}")], "17:39"),
    "control character": ([("label: Name", 'label: "Na\\vme"')], "17:39"),
    "half of a character": ([("label: Name", 'label: "Na\\ud800"')], "17:39"),
    "short with a slash": ([("short: Eigenes", "short: A/B")], "5:8"),
    "no rows": ([("    printed: {list: aemter, into: amt}\n    free_rows: 3", "    free_rows: 0")], "9:5"),
    "name of a device": ([("id: eigenes", "id: con")], "2:5"),
    "word of Stata": ([("id: name,", "id: using,")], "17:14"),
    "text longer than a cell": ([("Bitte ausfüllen.", "lang " * 7_000)], "7:15"),
}


@pytest.mark.parametrize(("changes", "place"), BROKEN.values(), ids=BROKEN)
def test_broken_declaration_lets_no_form_out(
    run: Cli, project: Path, changes: list[tuple[str, str]], place: str
) -> None:
    declare(project, *changes)
    checked = run("check", "-p", project)
    refused = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Kleve")
    where = f"worksheets/eigenes/worksheet.yaml:{place}: "
    assert (checked.status, refused.status) == (1, 2)
    assert where in checked.out
    assert where in refused.err
    assert "Traceback" not in refused.err
    assert "cockpit.html" not in refused.err, "nothing was begun"
    assert not (project / "forms").exists()


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_multiple_choice_needs_no_tick_beside_it(run: Cli, project: Path, kind: str) -> None:
    declare(project)
    (form,) = run("forms", "-p", project, *ONE, "--format", kind, "--json").data
    assert Path(form["file"]).suffix == f".{kind}"


def test_return_address_that_is_still_to_be_filled_in_lets_no_form_out(run: Cli, project: Path) -> None:
    text = SETTINGS.replace("ruecklauf@institut.example", "bitte-eintragen@example.org")
    (project / "ruecklauf.toml").write_text(text, encoding="utf-8")
    line = text.splitlines().index('email = "bitte-eintragen@example.org"') + 1
    for command in ("check", "forms"):
        refused = run(command, "-p", project)
        assert refused.status in (1, 2)
        assert f"ruecklauf.toml:{line}:1: email is still to be filled in." in refused.out + refused.err
    assert not (project / "forms").exists()


def test_address_that_nobody_reads_lets_no_form_out_of_a_real_project(run: Cli, project: Path) -> None:
    real = SETTINGS.replace("fictional = true\n", "")
    for address in ("ruecklauf@institut.example", "ruecklauf@example.org"):
        text = real.replace("ruecklauf@institut.example", address)
        (project / "ruecklauf.toml").write_text(text, encoding="utf-8")
        refused = run("forms", "-p", project, *ONE)
        assert refused.status == 2
        assert f"email is an address at {address.partition('@')[2]}, a domain for examples" in refused.err
        assert "say fictional = true" in refused.err and not (project / "forms").exists()


def test_setting_that_fits_into_no_cell_lets_no_form_out(run: Cli, project: Path) -> None:
    text = SETTINGS.replace("Nur für die Begleitung.", "x" * 40_000)
    (project / "ruecklauf.toml").write_text(text, encoding="utf-8")
    refused = run("forms", "-p", project)
    assert refused.status == 2
    assert "'privacy.text' has 40000 characters; the cover has room for 10000." in refused.err


def test_setting_that_may_be_left_out_fits_into_a_cell_with_others(run: Cli, project: Path) -> None:
    for key, table in (("unit", "sender"), ("street", "sender"), ("phone", "contact"), ("url", "privacy")):
        text = SETTINGS.replace(f"[{table}]", f'[{table}]\n{key} = "{"x" * 40_000}"')
        (project / "ruecklauf.toml").write_text(text, encoding="utf-8")
        refused = run("forms", "-p", project)
        assert refused.status == 2
        assert f"'{table}.{key}' has 40000 characters; the cover has room for 2000." in refused.err


def test_file_that_was_not_written_here_is_kept(run: Cli, project: Path) -> None:
    declare(project)
    path = Path(run("forms", "-p", project, *ONE, "--json").data[0]["file"])
    declare(project, ("Bitte ausfüllen.", "Bitte alles ausfüllen."))
    assert run("forms", "-p", project, *ONE).status == 0, "a form as it was written may be written anew"
    book = openpyxl.load_workbook(path)
    book["Eigenes"]["D14"] = "Notiz"
    book.save(path)
    kept = path.read_bytes()
    refused = run("forms", "-p", project, *ONE)
    assert refused.status == 2
    assert (
        f"{path}: there is a file that was not written here, or was changed since; it is kept" in refused.err
    )
    assert path.read_bytes() == kept
    assert sorted(file.name for file in path.parent.iterdir()) == [SUMS, path.name]


def prefill(folder: Path, *rows: str) -> Path:
    path = folder / "prefill.csv"
    head = "alliance,worksheet,table,row_id,field,value"
    path.write_text("\n".join([head, *(f"AAAAAA,eigenes,liste,{row}" for row in rows), ""]), encoding="utf-8")
    return path


def test_prefill_with_one_answer_twice_names_both_lines(run: Cli, project: Path, tmp_path: Path) -> None:
    declare(project)
    given = prefill(tmp_path, "EI101,name,Brücke", "EI102,name,Steg", "EI101,name,Tunnel")
    refused = run("forms", "-p", project, *ONE, "--prefill", given)
    assert refused.status == 2
    assert f"{given}:4: EI101 name is 'Tunnel' here, but 'Brücke' in {given}:2" in refused.err
    same = prefill(tmp_path, "EI101,name,Brücke", "EI101,name,Brücke")
    assert run("forms", "-p", project, *ONE, "--prefill", same).status == 0


def test_prefill_longer_than_the_field_takes_names_its_line(run: Cli, project: Path, tmp_path: Path) -> None:
    declare(project)
    refused = run("forms", "-p", project, *ONE, "--prefill", prefill(tmp_path, f"EI101,name,{'x' * 21}"))
    assert refused.status == 2
    assert "prefill.csv:2: field 'name' does not take 'xxxx" in refused.err


def test_printed_row_that_is_asked_no_longer_is_left_out_and_listed(
    run: Cli, project: Path, tmp_path: Path
) -> None:
    declare(project)
    run("forms", "-p", project, *ONE)
    retired = "      - {code: sozialamt, nr: 2, label: Sozialamt}\n"
    said = "codes: [{list: aemter, was: sozialamt, dropped: zusammengelegt}]"
    declare(project, (retired, ""), ('version: "1.0"', 'version: "1.1"'), said=said)
    given = prefill(tmp_path, "EI001,name,Brücke", "EI002,name,Steg")
    out = tmp_path / "neu"
    written = run("forms", "-p", project, *ONE, "--prefill", given, "--out", out)
    assert written.status == 0
    assert "left out: AAAAAA eigenes.liste EI002 name: Steg (it is asked no longer)" in written.err
    (path,) = out.glob("*.xlsx")
    texts = {cell.value for row in openpyxl.load_workbook(path)["Eigenes"].iter_rows() for cell in row}
    assert ("Brücke" in texts, "Steg" in texts) == (True, False)


def test_personal_answers_without_a_place_are_listed_without_what_they_say(
    run: Cli, project: Path, tmp_path: Path
) -> None:
    field = "      - {id: kontakt, type: text, label: Kontakt, personal: true, wave: X}\n"
    name = "      - {id: name,"
    declare(project, (name, f"{field}{name}"))
    assert run("forms", "-p", project, *ONE).status == 0
    said = "fields: [{was: liste.kontakt, dropped: nicht mehr nötig}]"
    declare(project, ('version: "1.0"', 'version: "1.1"'), said=said)
    prefill = tmp_path / "prefill.csv"
    prefill.write_text(
        "alliance,worksheet,table,row_id,field,value\nAAAAAA,eigenes,liste,EI101,kontakt,Frau Meier\n",
        encoding="utf-8",
    )
    written = run("forms", "-p", project, *ONE, "--prefill", prefill, "--out", tmp_path / "mail")
    assert written.status == 0, written.err
    assert "eigenes.liste EI101 kontakt: (personal)" in written.err
    assert "Meier" not in written.err + written.out


KEPT = "{id: kreis, kind: record, title: Kreis, prefix: KR, fields: [{id: ort, type: text, label: Ort}]}\n"
REVISED = {
    "field renamed": (
        [("id: name,", "id: bezeichnung,")],
        "fields: [{was: liste.name, now: liste.bezeichnung}]",
        [],
        ["Steg", "Jugendamt"],
    ),
    "column dropped": (
        [("      - {id: name, type: text, label: Name, max_length: 20}\n", "")],
        "fields: [{was: liste.name, dropped: steht im Stammblatt}]",
        ["EI101 name: Steg (steht im Stammblatt)"],
        ["Jugendamt"],
    ),
    "section renamed": (
        [("id: liste", "id: verzeichnis")],
        "sections: [{was: liste, now: verzeichnis}]",
        [],
        ["Steg", "Jugendamt"],
    ),
    "prefix changed": ([("prefix: EI", "prefix: ER")], "fields: []", [], ["Steg", "Jugendamt"]),
    "code retired": (
        [("      - {code: mail, label: Mail}\n", "")],
        "codes: [{list: wege, was: mail, dropped: fragt niemand}]",
        ["EI101 wege: mail (fragt niemand)"],
        ["Steg", "Jugendamt"],
    ),
    "code split": (
        [("{code: mail, label: Mail}", "{code: liste, label: Liste}\n      - {code: brief, label: Brief}")],
        "codes: [{list: wege, was: mail, split: [{into: liste}, {into: brief}]}]",
        ["EI101 wege: mail (mail was split: liste, brief)"],
        ["Steg", "Jugendamt"],
    ),
    "field left empty from now on": (
        [("max_length: 20}", "max_length: 20, wave: L}")],
        "fields: []",
        ["eigenes: 1 answers (it is left empty in each wave)"],
        ["Jugendamt"],
    ),
}


@pytest.mark.parametrize("revision", REVISED)
def test_answers_of_the_last_wave_that_have_no_place_are_listed_and_the_others_stand_in_the_form(
    run: Cli, project: Path, tmp_path: Path, revision: str
) -> None:
    changes, said, left_out, kept = REVISED[revision]
    with_record = ("codelists:\n", f"  - {KEPT}codelists:\n")
    declare(project, with_record)
    form = run("forms", "-p", project, *ONE, "--json").data[0]["file"]
    book = openpyxl.load_workbook(form)
    typed = {"EI101": (None, "Jugendamt", "Steg", None, "x"), "KR01": (None, "Goch")}
    for sheet in (sheet for sheet in book if sheet.sheet_state == "visible"):
        for row in sheet.iter_rows():
            for cell, value in zip(row[1:], typed.get(str(row[0].value), ()), strict=False):
                cell.value = value or cell.value
    book.save(tmp_path / "zurück.xlsx")
    run("import", tmp_path / "zurück.xlsx", "-p", project)
    declare(project, with_record, *changes, ('version: "1.0"', 'version: "1.1"'), said=said)
    second = ("--wave", "2026-2", *ONE[2:], "--prefill-from", "2026-1", "--json")
    written = run("forms", "-p", project, *second)
    assert written.status == 0, written.err
    lines = [line for line in written.err.splitlines() if line.startswith("left out")]
    listed = [line.removeprefix("left out: AAAAAA ").removeprefix("eigenes.liste ") for line in lines]
    assert sorted(listed) == left_out
    book = openpyxl.load_workbook(written.data[0]["file"])
    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"Goch", *kept} <= texts
    assert "Steg" not in texts or "Steg" in kept
    assert len(written.data[0]["left_out"]) == len(left_out)


def test_wave_that_lacks_what_its_forms_refer_to_lets_none_out(run: Cli, project: Path) -> None:
    late = ", valid_from: 2030-01-01"
    declare(project, ("label: Post}", f"label: Post{late}}}"), ("label: Mail}", f"label: Mail{late}}}"))
    text = SETTINGS.replace('["stammblatt", "akteure"]', '["eigenes", "zweites", "angebote"]')
    (project / "ruecklauf.toml").write_text(text, encoding="utf-8")
    twin = (project / "worksheets" / "eigenes" / "worksheet.yaml").read_text("utf-8")
    changes = (
        ("id: eigenes", "id: zweites"),
        ("short: Eigenes", "short: Eigenes!"),
        ("prefix: EI", "prefix: ZW"),
    )
    for old, new in changes:
        twin = twin.replace(old, new)
    (project / "worksheets" / "zweites").mkdir()
    (project / "worksheets" / "zweites" / "worksheet.yaml").write_text(twin, encoding="utf-8")
    checked = run("check", "-p", project)
    assert checked.status == 1
    assert "wave 2026-2: Word forms of 'eigenes' and 'zweites' would have the same file name;" in checked.out
    assert "wave 2026-2: worksheet 'angebote' refers to rows of 'akteure'; add that worksheet." in checked.out
    assert (
        "wave 2026-2: code list 'wege' of 'eigenes' has no code that is valid on 2026-12-31." in checked.out
    )
    refused = run("forms", "-p", project, "--wave", "2026-2")
    assert (refused.status, "has no code that is valid on 2026-12-31" in refused.err) == (2, True)
    assert not (project / "forms").exists()
