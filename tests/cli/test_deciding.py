"""Messages, doubtful files, damage, corrections and traces on the command line."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from cli.conftest import Run
from cli.test_options import fill_in
from gauntlet.workbooks.kept_open import opened, saved
from rounds.playing import message

Cli = Callable[..., Run]
SENT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def typed(path: Path, **answers: object) -> bytes:
    """The form with these cells typed on the sheet of actors."""
    book = opened(path.read_bytes())
    for cell, value in answers.items():
        book["Akteure"][cell] = value
    return saved(book)


@pytest.fixture
def form(run: Cli, project: Path) -> Path:
    """The first alliance's form of the first wave."""
    return Path(run("forms", "-p", project, "--wave", "2026-1", "--json").data[0]["file"])


def test_a_folder_of_messages_and_zips_is_taken_in(
    run: Cli, project: Path, form: Path, tmp_path: Path
) -> None:
    returns = tmp_path / "Postfach"
    returns.mkdir()
    mail = message(
        "a@kleve.example", SENT, {"Formular.xlsx": typed(form, E14="Jugendamt")}, "Anbei das Formular."
    )
    (returns / "Rückmeldung.eml").write_bytes(mail)
    with zipfile.ZipFile(returns / "Sammlung.zip", "w") as package:
        package.writestr("Kleve/Formular.xlsx", typed(form, E14="Jugendamt der Stadt"))
        package.writestr("__MACOSX/Kleve/._Formular.xlsx", b"junk")
        package.writestr("Lies mich.txt", "Text")
    result = run("import", returns, "-p", project, "--json")
    outcomes = {(Path(one["file"]).name, one["outcome"]) for one in result.data}
    assert ("Rückmeldung.eml", "unpacked") in outcomes
    assert ("Sammlung.zip", "unpacked") in outcomes
    names = {one["file"].rpartition(" › ")[2]: one["outcome"] for one in result.data if " › " in one["file"]}
    assert names["Lies mich.txt"] == "refused"
    assert set(names.values()) == {"refused", "accepted_with_findings"}
    said = {f["code"] for one in result.data for f in one["findings"]}
    assert {"message_text", "member_passed_over", "not_a_workbook"} <= said


def test_the_lines_of_an_import_name_message_and_attachment(
    run: Cli, project: Path, form: Path, tmp_path: Path
) -> None:
    mail = tmp_path / "Rückmeldung.eml"
    mail.write_bytes(message("a@kleve.example", SENT, {"Formular.xlsx": form.read_bytes()}))
    result = run("import", mail, "-p", project)
    lines = result.out.splitlines()
    assert lines[0].startswith("Rückmeldung.eml: unpacked")
    assert lines[1].startswith("Rückmeldung.eml › Formular.xlsx: accepted_with_findings · Kleve (2026-1)")


def test_when_a_message_was_sent_is_part_of_the_receipt(
    run: Cli, project: Path, form: Path, tmp_path: Path
) -> None:
    from ruecklauf.project import open_project
    from ruecklauf.rounds.workspace import Workspace

    mail = tmp_path / "Rückmeldung.eml"
    mail.write_bytes(message("Kim <a@kleve.example>", SENT, {"Formular.xlsx": form.read_bytes()}))
    run("import", mail, "-p", project)
    with Workspace(open_project(project)) as workspace, workspace.store.snapshot() as state:
        receipts = {one.file_name: one for one in state.receipts()}
        senders = state.senders()
    receipt = receipts["Formular.xlsx"]
    assert (receipt.sent_at, senders[receipt.container or ""]) == (SENT, "a@kleve.example")
    assert b"a@kleve.example" not in (project / "ruecklauf.sqlite").read_bytes()


def test_an_answer_is_corrected_and_traced(run: Cli, project: Path, form: Path) -> None:
    returned = project.parent / "Rückgabe.xlsx"
    book = openpyxl.load_workbook(form)
    row = next(c.row for c in book["Akteure"]["A"] if c.value == "AK001")
    head = next(
        c
        for c in book["Akteure"][row - 2] + book["Akteure"][row - 1]
        if c.value and "Name der Inst" in str(c.value)
    )
    book["Akteure"].cell(row, head.column).value = "Jugendamt"
    book.save(returned)
    run("import", returned, "-p", project)
    where = ("-p", project, "--wave", "2026-1")
    corrected = run(
        *("correct", "Kleve", "akteure.institution", "--row", "AK001", "--value", "Jugendamt der Stadt"),
        *("--reason", "by phone", "--person", "Kim", *where),
    )
    assert (corrected.status, corrected.out) == (
        0,
        "akteure.akteure AK001 institution: Jugendamt → Jugendamt der Stadt\n",
    )
    steps = run("trace", "Kleve", "institution", "--json", *where).data
    assert [(one["kind"], one["file"], one["value"]) for one in steps] == [
        ("current", "Rückgabe.xlsx", "Jugendamt"),
        ("corrected", "Kim", "Jugendamt der Stadt"),
    ]
    shown = run("trace", "Kleve", "institution", *where).out
    assert "Akteure!" in shown
    assert steps[0]["sha256"][:12] in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["correct", "Kleve", "koop", "--reason", "x"], "either --value or --missing"),
        (["correct", "Kleve", "koop", "--value", "ja"], "Missing option '--reason'"),
        (["trace", "Kleve", "kop"], "Did you mean 'koop'"),
        (
            ["assign", "x.xlsx", "--alliance", "Kleve", "--wave", "2026-1", "--reason", "x"],
            "no such file was handed in",
        ),
        (["import", ".", "--jobs", "0"], "Invalid value for '--jobs'"),
    ],
)
def test_wrong_use_is_told_with_a_remedy(
    run: Cli, project: Path, form: Path, arguments: list[str], message: str
) -> None:
    result = run(*arguments, "-p", project)
    assert result.status == 2
    assert message in " ".join(result.err.split())


def test_the_damage_to_each_form_is_told(run: Cli, project: Path, form: Path, tmp_path: Path) -> None:
    whole, damaged = tmp_path / "ganz.xlsx", tmp_path / "beschädigt.xlsx"
    whole.write_bytes(form.read_bytes())
    book = openpyxl.load_workbook(form)
    book["Akteure"].protection.sheet = False
    book["Akteure"].data_validations.dataValidation = []
    book["Akteure"].title = "Akteure alt"
    del book["_Listen"]
    book.save(damaged)
    run("import", whole, "-p", project)
    run("import", damaged, "-p", project)
    report = run("damage", "-p", project)
    assert "1 of 2 files." in report.err
    for part in (
        "beschädigt.xlsx · Kleve (2026-1)",
        "hidden sheets lost: _Listen",
        "sheets renamed: Akteure → Akteure alt",
        "protection removed",
        "cells without their validation",
        "cells for answers:",
    ):
        assert part in report.out
    everything = run("damage", "ganz.xlsx", "-p", project)
    assert (everything.status, "as it was made" in everything.out) == (0, True)
    assert run("damage", "-p", project, "--all", "--json").data[0]["condition"]["sheets_missing"] == []


def test_a_second_reader_that_agrees_adds_nothing(run: Cli, project: Path, form: Path) -> None:
    result = run("import", form, "-p", project, "--verify", "--json").data[0]
    codes = {finding["code"] for finding in result["findings"]}
    assert not {"readers_disagree", "second_reader_failed"} & codes


def test_the_number_of_workers_can_be_chosen(run: Cli, project: Path, form: Path) -> None:
    assert (
        run("import", form, "-p", project, "--jobs", "1", "--json").data[0]["outcome"].startswith("accepted")
    )


def test_rebuild_makes_lost_contacts_anew(run: Cli, project: Path) -> None:
    form = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Köln", "--json").data[0]["file"]
    decided = ("--alliance", "Köln", "--wave", "2026-1", "--reason", "stimmt", "--person", "P")
    run("assign", form, *decided, "-p", project)
    (project / "contacts.sqlite").unlink()
    assert run("status", "-p", project).status == 2
    rebuilt = run("rebuild", "-p", project)
    assert (rebuilt.status, "0 files read again, 1 decisions repeated." in rebuilt.err) == (0, True)
    assert run("doctor", "-p", project).status == 0


def test_an_older_return_is_preferred_and_that_is_undone(
    run: Cli, project: Path, form: Path, tmp_path: Path
) -> None:
    def institution() -> str:
        steps = run("trace", "Kleve", "institution", "--wave", "2026-1", "-p", project, "--json").data
        return next(str(step["value"]) for step in steps if step["kind"] == "current")

    now = datetime.now(UTC)
    for name, age in (("alt.eml", 2), ("neu.eml", 1)):
        sent = now - timedelta(minutes=age)
        filled = tmp_path / f"{name}.xlsx"
        fill_in(form, f"Amt {age}", filled)
        (tmp_path / name).write_bytes(message("a@kleve.example", sent, {filled.name: filled.read_bytes()}))
    for name in ("neu.eml", "alt.eml"):
        run("import", tmp_path / name, "-p", project)
    assert institution() == "Amt 1"
    done = run("prefer", "alt.eml.xlsx", "--reason", "Anruf", "--person", "Kim", "-p", project, "--json")
    assert (done.status, {f["code"] for f in done.data[0]["findings"]} >= {"answers_changed"}) == (1, True)
    assert institution() == "Amt 2"
    undone = run("prefer", "alt.eml.xlsx", "--undo", "--reason", "doch nicht", "-p", project)
    assert "alt.eml.xlsx: accepted_with_findings" in undone.out
    assert institution() == "Amt 1"
