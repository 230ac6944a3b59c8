"""Computed fields on the command line: they follow what they come from, and are nobody's to correct."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import forms.making
from cli.conftest import Run

Cli = Callable[..., Run]


@pytest.fixture
def returned(run: Cli, project: Path, tmp_path: Path) -> Path:
    """A project that a form with computed fields came back to."""
    settings = project / "ruecklauf.toml"
    text = settings.read_text(encoding="utf-8").replace('["stammblatt", "akteure"]', '["rechnen"]')
    settings.write_text(text, encoding="utf-8")
    declared = project / "worksheets" / "rechnen" / "worksheet.yaml"
    declared.parent.mkdir(parents=True)
    declared.write_bytes(Path(forms.making.__file__).with_name("computed.yaml").read_bytes())
    assert run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Kleve").status == 0
    (form,) = (project / "forms" / "2026-1").glob("*.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(form.read_bytes()))
    record = {row[0].value: row[0].row for row in book["Rechnen"].iter_rows() if row[0].value}
    book["Rechnen"].cell(record["KO02"], 3).value = 20
    book.save(tmp_path / "back.xlsx")
    run("import", tmp_path / "back.xlsx", "-p", project)
    return project


def test_they_are_exported_by_what_counts_and_corrected_where_they_come_from(
    run: Cli, returned: Path, tmp_path: Path
) -> None:
    where = ("Kleve", "rechnen.kopf.summe", "--wave", "2026-1", "-p", returned)
    refused = run("correct", *where, "--value", "7", "--reason", "Anruf")
    assert (refused.status, "is computed: sum(posten.menge) + eigene" in refused.err) == (2, True)
    source = ("Kleve", "rechnen.kopf.eigene", "--wave", "2026-1", "-p", returned)
    changed = run("correct", *source, "--value", "30", "--reason", "Anruf")
    assert changed.status == 0
    # given twice, both formats count
    made = run("export", tmp_path / "data", "-p", returned, "--format", "csv", "--format", "parquet")
    assert (made.status, (tmp_path / "data" / "parquet").is_dir()) == (0, True)
    heads, row = (tmp_path / "data" / "csv" / "rechnen.kopf.csv").read_text("utf-8-sig").splitlines()
    values = dict(zip(heads.split(","), row.split(","), strict=True))
    assert (values["eigene"], values["summe"], values["anteil"]) == ("30", "30", "100")


def test_tracing_one_says_what_it_is_computed_from(run: Cli, returned: Path) -> None:
    traced = run("trace", "Kleve", "rechnen.kopf.summe", "--wave", "2026-1", "-p", returned)
    said = " ".join((traced.out + traced.err).split())
    assert "It is computed: sum(posten.menge) + eigene. Trace the fields" in said
