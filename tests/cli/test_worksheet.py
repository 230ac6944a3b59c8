"""Worksheets begun, looked at and tried on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Run

Cli = Callable[..., Run]


@pytest.fixture
def fresh(run: Cli, tmp_path: Path) -> Path:
    """A new project with a worksheet just begun."""
    root = tmp_path / "neu"
    assert run("init", root).status == 0
    assert run("worksheet", "new", "wohnen", "-p", root).status == 0
    return root


def mistakes(run: Cli, root: Path) -> list[str]:
    return [
        one["message"]
        for one in json.loads(run("check", "-p", root, "--json").out)
        if "worksheets/" in one["file"]
    ]


def test_a_start_is_right_as_it_stands_and_is_not_written_over(run: Cli, fresh: Path) -> None:
    assert mistakes(run, fresh) == []
    assert run("worksheet", "new", "wohnen", "-p", fresh).status == 2
    assert run("worksheet", "new", "Wohnen!", "-p", fresh).status == 2


def test_a_project_has_what_editors_need(run: Cli, fresh: Path) -> None:
    path = fresh / "worksheets" / "wohnen" / "worksheet.yaml"
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    assert first == "# yaml-language-server: $schema=../../schemas/worksheet.schema.json"
    assert (path.parent / "../../schemas/worksheet.schema.json").is_file()
    path.write_text(rest, encoding="utf-8")
    (fresh / "schemas" / "worksheet.schema.json").unlink()
    run("check", "-p", fresh)
    assert path.read_text(encoding="utf-8") == f"{first}\n{rest}"
    assert (fresh / "schemas" / "worksheet.schema.json").is_file()


def test_it_is_shown_with_its_rules_as_sentences(run: Cli, fresh: Path) -> None:
    shown = run("worksheet", "show", "wohnen", "-p", fresh, "--json").data
    assert [row["field"] for row in shown["fields"]] == [
        *("begonnen", "beginn", "bemerkungen", "titel", "stand", "plaetze", "belegt")
    ]
    assert shown["rules"][1] == {
        "section": "vorhaben",
        "rule": "nicht_mehr_als_plaetze",
        "severity": "warning",
        "sentence": "„davon belegt“ darf nicht größer sein als „Plätze“.",
    }
    assert "Title" in run("worksheet", "show", "wohnen", "-p", fresh, "--language", "en").out


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_preview_says_so_and_is_not_taken_in(run: Cli, fresh: Path, kind: str) -> None:
    out = fresh / "out"
    assert run("worksheet", "preview", "wohnen", "-p", fresh, "--format", kind, "--out", out).status == 0
    run("import", "-p", fresh, out / f"Vorschau_wohnen.{kind}")
    (row,) = run("findings", "-p", fresh, "--json").data
    assert row["code"] == "preview"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("belegt <= plaetze", "belegt <= plaetze und belegt > 0", "and instead of und"),
        ("belegt <= plaetze", "belegt <= plätze und belegt > 0", "Ids have no umlauts"),
        ("belegt <= plaetze", 'stand = "offen', 'does not end; put a " behind it'),
        ("id: plaetze, type: integer", "id: plaetze, type: number", "it is called integer"),
    ],
)
def test_what_beginners_write_is_answered_with_advice(
    run: Cli, fresh: Path, right: str, wrong: str, said: str
) -> None:
    path = fresh / "worksheets" / "wohnen" / "worksheet.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    assert [message for message in mistakes(run, fresh) if said in message]


def test_a_folder_without_a_declaration_is_named(run: Cli, fresh: Path) -> None:
    (fresh / "worksheets" / "leer").mkdir()
    found = json.loads(run("check", "-p", fresh, "--json").out)
    assert ("worksheets/leer", "warning") in {(one["file"], one["severity"]) for one in found}


def test_a_cascading_list_without_depends_on_is_named(run: Cli, fresh: Path) -> None:
    path = fresh / "worksheets" / "wohnen" / "worksheet.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "      - {id: plaetze,",
        "      - {id: bereich, type: choice, list: bereiche, label: Bereich}\n"
        "      - {id: akteurstyp, type: choice, list: akteurstypen, label: Art}\n"
        "      - {id: plaetze,",
    )
    path.write_text(text, encoding="utf-8")
    (said,) = mistakes(run, fresh)
    assert said.endswith("add depends_on: bereich")


def test_an_xlsform_goes_out_and_comes_in(run: Cli, fresh: Path) -> None:
    out = fresh / "out"
    sent = run("worksheet", "export", "wohnen", "-p", fresh, "--out", out)
    assert (sent.status, sent.out.split("\n")[0]) == (
        1,
        "survey:4: rule beginn_nicht_kuenftig: a warning becomes a constraint that stops",
    )
    taken = run("worksheet", "import", out / "wohnen.xlsx", "--id", "zweite", "-p", fresh)
    assert (taken.status, taken.out) == (0, "")
    assert run("worksheet", "import", out / "wohnen.xlsx", "--id", "zweite", "-p", fresh).status == 2
    shown = run("worksheet", "show", "zweite", "-p", fresh, "--json").data
    text = (fresh / "worksheets/zweite/worksheet.yaml").read_text(encoding="utf-8")
    assert "not (((answered(beginn)) and beginn > wave_date))" in " ".join(text.split())
    assert [row["field"] for row in shown["fields"]][:2] == ["begonnen", "beginn"]


@pytest.mark.parametrize("name", ["../fremd", "/tmp/fremd", "con", "A", "1x", "a.b", "ä", ""])
def test_new_worksheet_has_an_id_that_can_be_a_folder_of_the_project(
    run: Cli, fresh: Path, name: str
) -> None:
    before = sorted(fresh.parent.rglob("*"))
    for words in (("new", name), ("import", fresh / "fehlt.xlsx", "--id", name)):
        refused = run("worksheet", *words, "-p", fresh)
        said = " ".join(refused.err.replace("│", " ").split())
        assert (refused.status, "an id has lower-case" in said or "Windows allows" in said) == (2, True)
    assert sorted(fresh.parent.rglob("*")) == before
