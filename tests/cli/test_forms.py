"""Forms with more rows, and on paper."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

import installed
from cli.conftest import Run
from ruecklauf.cli.issuing import forms as command_of_forms
from ruecklauf.rounds.issuing import printing

Cli = Callable[..., Run]


def form_of(run: Cli, project: Path, *more: str) -> Run:
    return run("forms", "-p", project, "--wave", "2026-1", "--alliance", "AAAAAA", "--json", *more)


def test_more_free_rows_are_in_the_form_and_are_read(run: Cli, project: Path, tmp_path: Path) -> None:
    alliance = ("--wave", "2026-1", "--alliance", "Kleve")
    made = run("forms", "-p", project, *alliance, "--rows", "akteure=60", "--json")
    book = openpyxl.load_workbook(made.data[0]["file"])
    sheet = book["Akteure"]
    rows = {str(cell.value): cell.row for cell in sheet["A"]}
    assert "AK160" in rows and "AK161" not in rows
    name = next(
        cell.column
        for row in sheet["A7:Z9"]
        for cell in row
        if str(cell.value).startswith("Name der Institution")
    )
    sheet.cell(rows["AK160"], name).value = "Verein Brücke"
    returned = tmp_path / "returned.xlsx"
    book.save(returned)
    assert run("import", returned, "-p", project, "--json").data[0]["outcome"].startswith("accepted")
    traced = run(
        "trace", "Kleve", "institution", "--row", "AK160", "--wave", "2026-1", "-p", project, "--json"
    )
    assert "Verein Brücke" in traced.out, traced.err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("akteure", "is not like akteure=60"),
        ("akteure=viele", "is not like akteure=60"),
        ("stammblatt=9", "is no table with free rows"),
        ("akteure=20", "it has 20 anyway, and 899 at most"),
        ("akteure.akteure=900", "it has 20 anyway, and 899 at most"),
    ],
)
def test_rows_that_cannot_be_are_refused(run: Cli, project: Path, asked: str, said: str) -> None:
    refused = form_of(run, project, "--rows", asked)
    assert refused.status == 2
    assert said in " ".join(refused.err.replace("│", " ").split())


def test_forms_are_printed_beside_themselves(run: Cli, project: Path) -> None:
    installed.program("soffice")
    made = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Kleve", "--pdf", "--json")
    path = Path(made.data[0]["file"]).with_suffix(".pdf")
    assert path.read_bytes().startswith(b"%PDF")
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o077 == 0
    assert form_of(run, project, "--pdf").status == 0, "what was printed here is printed anew"
    path.write_bytes(path.read_bytes() + b"% noted by hand")
    refused = form_of(run, project, "--pdf")
    assert refused.status == 2
    assert "a file that was not written here, or was changed since" in " ".join(refused.err.split())
    assert path.read_bytes().endswith(b"noted by hand")


def test_without_libreoffice_nothing_is_made(
    run: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PROGRAMS", ())
    monkeypatch.setattr(printing, "PLACES", ())
    refused = form_of(run, project, "--pdf")
    assert refused.status == 2
    assert "LibreOffice, which prints the forms, is not found" in " ".join(refused.err.split())
    assert not (project / "forms").exists()


def test_a_printer_that_fails_is_one_line(
    run: Cli, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho no display >&2\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(printing, "PROGRAMS", ())
    monkeypatch.setattr(printing, "PLACES", (program,))
    refused = form_of(run, project, "--pdf")
    assert refused.status == 2
    assert "LibreOffice did not print this form: no display" in " ".join(refused.err.split())


def test_today_says_what_is_next(run: Cli, project: Path) -> None:
    said = run("today", "-p", project, "--wave", "2026-2")
    assert said.out.splitlines() == [
        "1. Kleve, Köln: no form was made (2026-2)",
        "   ruecklauf forms --wave 2026-2",
    ]
    assert run("today", "-p", project, "--json").data[-1]["task"] == "make"


def test_a_day_that_is_over_is_said_and_an_older_wave_is_not_prefilled_from_a_newer_one(
    run: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_of_forms, "now", lambda: datetime(2026, 7, 1, tzinfo=UTC))
    done = run("forms", "-p", project, "--wave", "2026-1", "--prefill-from", "2026-2")
    assert done.status == 2
    assert "The deadline of wave 2026-1, 2026-06-30, is over." in done.err
    assert "wave 2026-2 is newer than wave 2026-1" in done.err
    assert not list((project / "forms").rglob("*.xlsx"))
