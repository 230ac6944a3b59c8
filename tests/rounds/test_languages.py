"""Forms of one wave in several languages: made, filled in, read and judged in the language of each."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import openpyxl
import pytest

from cli.conftest import ALLIANCES, SETTINGS
from forms.making import RECIPIENT, ROUND, answers, read_back
from rounds.playing import START
from ruecklauf.check.records import Checked
from ruecklauf.definition.languages import speaks, texts_of
from ruecklauf.definition.models import Worksheet
from ruecklauf.demo.respondent import Respondent
from ruecklauf.errors import DeclarationError, ProjectError
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.read import open_return
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout
from ruecklauf.library import load_library
from ruecklauf.project import open_project
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.issuing.forms import WrittenForm, issue_forms
from ruecklauf.rounds.issuing.guards import guard
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.texts import languages
from ruecklauf.values import Value

ALL = tuple(load_library().worksheets.values())
SHIPPED = tuple(worksheet for worksheet in ALL if worksheet.audience != "team")
LANGUAGES = ("de", "en")
TRANSLATION = """
[translations.en]
title = "Trial round"
privacy = "Only to accompany you."
[translations.en.waves]
"2026-1" = "First wave"
"2026-2" = "Second wave"
"""
IN_TWO = ALLIANCES.replace("email\n", "email,sprache\n").replace("kleve.example\n", "kleve.example,\n")
IN_TWO = IN_TWO.replace("koeln.example\n", "koeln.example,en\n")


@cache
def layout_in(language: str) -> Layout:
    return build_layout(SHIPPED, language=language)


@cache
def filling(seed: int) -> dict[Subject, Value]:
    return Respondent(layout_in("de"), "Ahornstadt", Random(seed), ROUND.reference_date).answer()


@cache
def as_workbook(language: str, seed: int) -> Checked:
    return read_back(FormWriter(layout_in(language), ROUND).write(RECIPIENT, filling(seed)), SHIPPED)


@pytest.mark.parametrize("language", languages())
def test_shipped_worksheets_are_written_in_every_language(language: str) -> None:
    lacking = [(one.id, path) for one in ALL for path, text in texts_of(one) if not _has(text, language)]
    assert lacking == []
    assert all(speaks(worksheet, language) for worksheet in ALL)


def _has(text: Localised, language: str) -> bool:
    return language in text.languages


@pytest.mark.parametrize("seed", range(2))
def test_same_answers_give_the_same_records_in_either_workbook(seed: int) -> None:
    german, english = (as_workbook(language, seed) for language in LANGUAGES)
    assert (german.findings, english.findings) == ((), ())
    assert answers(english) == answers(german)
    assert answers(english).items() >= filling(seed).items()


@pytest.mark.parametrize("worksheet", SHIPPED, ids=lambda worksheet: worksheet.id)
def test_same_answers_give_the_same_records_in_either_document(worksheet: Worksheet) -> None:
    found = []
    for language in LANGUAGES:
        data = DocumentWriter(layout_in(language), ROUND).write(RECIPIENT, worksheet.id, filling(0))
        found.append(
            {s: v for s, v in answers(read_back(data, SHIPPED)).items() if s.worksheet == worksheet.id}
        )
    assert found[0] == found[1]
    own = {subject: value for subject, value in filling(0).items() if subject.worksheet == worksheet.id}
    assert found[1].items() >= own.items()


def test_form_says_its_language() -> None:
    for language in LANGUAGES:
        opened = open_return(FormWriter(layout_in(language), ROUND).write(RECIPIENT))
        assert opened.language(SHIPPED) == language
        assert opened.recognised.language == ("" if language == "de" else language)
        assert opened.content.core["language"] == {"de": "de-DE", "en": "en-GB"}[language]


def test_form_that_lost_its_hidden_marks_is_known_by_its_sheets() -> None:
    opened = open_return(FormWriter(layout_in("en"), ROUND).write(RECIPIENT))
    assert opened.made_from([SHIPPED], LANGUAGES) == (SHIPPED, "en")


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, dict[str, WrittenForm]]]:
    """Kleve has a German form of the wave, Köln an English one."""
    with opened(tmp_path_factory.mktemp("two"), SETTINGS + TRANSLATION) as workspace:
        yield workspace, {form.alliance.name: form for form in made(workspace)}


def opened(root: Path, settings: str) -> Workspace:
    (root / "ruecklauf.toml").write_text(settings, encoding="utf-8")
    (root / "alliances.csv").write_text(IN_TWO, encoding="utf-8")
    return Workspace(open_project(root), makes=True)


def made(workspace: Workspace) -> tuple[WrittenForm, ...]:
    project = workspace.project
    folder = project.forms_dir / "2026-1"
    return issue_forms(workspace, project.wave("2026-1"), project.alliances, folder=folder, now=START)


def test_each_return_is_judged_in_the_language_of_its_form(
    sent: tuple[Workspace, dict[str, WrittenForm]], tmp_path: Path
) -> None:
    workspace, forms = sent
    typed = {"Kleve": ("ja", "demnächst"), "Köln": ("yes", "soon")}
    paths = [
        _typed_into(forms[name], *said, language, tmp_path)
        for (name, said), language in zip(typed.items(), LANGUAGES, strict=True)
    ]
    received = Receiver(workspace).receive_all(paths, now=START)
    assert [one.outcome.partition("_")[0] for one in received] == ["accepted", "accepted"]
    said = {row["alliance"]: row["message"] for row in finding_rows(workspace) if row["code"] == "no_date"}
    assert "ist kein Datum" in said["AAAAAA"]
    assert "is not a date" in said["BBBBBB"]
    with workspace.store.snapshot() as state:
        rows = state.values(waves={"2026-1"})
        values = {(row.alliance, row.value) for row in rows if row.field == "kg_konstituiert"}
    assert values == {("AAAAAA", "ja"), ("BBBBBB", "ja")}


def _typed_into(form: WrittenForm, yes: str, day: str, language: str, folder: Path) -> Path:
    layout = build_layout(
        tuple(one for one in SHIPPED if one.id in ("stammblatt", "akteure")), language=language
    )
    block = layout.block("stammblatt.stammblatt")
    book = openpyxl.load_workbook(io.BytesIO(form.path.read_bytes()))
    for field, text in (("kg_konstituiert", yes), ("kg_seit", day)):
        book[block.sheet][block.address(block.rows[0], field).rpartition("!")[2].replace("$", "")] = text
    path = folder / form.path.name
    book.save(path)
    return path


def test_english_form_is_english(sent: tuple[Workspace, dict[str, WrittenForm]]) -> None:
    book = openpyxl.load_workbook(sent[1]["Köln"].path)
    assert book.sheetnames[:4] == ["Start", "Guide", "Master sheet", "Actors"]
    cover = [str(cell.value) for row in book["Start"].iter_rows() for cell in row if cell.value]
    assert {"Trial round", "First wave", "30 June 2026"} <= set(cover)


def test_missing_texts_are_named_with_their_places(tmp_path: Path) -> None:
    own = tmp_path / "worksheets" / "stammblatt"
    own.mkdir(parents=True)
    source = load_library().sources["stammblatt"].root.at.file.removeprefix("built-in ")
    text = (Path(__file__).parents[2] / source).read_text(encoding="utf-8")
    label = "label: {de: Ist eine Federführung benannt?, en: Has a lead been named?}"
    assert label in text
    (own / "worksheet.yaml").write_text(
        text.replace(label, "label: Ist eine Federführung benannt?"), encoding="utf-8"
    )
    line = text[: text.index(label)].count("\n") + 1
    with opened(tmp_path, SETTINGS) as workspace:
        said = [str(problem) for problem in guard(workspace, today=START.date())]
        missing = "there is no text in 'en' beside 'Ist eine Federführung benannt?'"
        assert any(f"worksheet.yaml:{line}:" in one and missing in one for one in said)
        assert any("there is no [translations.en]" in one for one in said)
        with pytest.raises(DeclarationError, match=r"translations\.en"):
            made(workspace)


def test_german_project_needs_no_other_language(tmp_path: Path) -> None:
    (tmp_path / "ruecklauf.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "alliances.csv").write_text(ALLIANCES, encoding="utf-8")
    with Workspace(open_project(tmp_path), makes=True) as workspace:
        assert guard(workspace, today=START.date()) == ()


def test_text_that_is_missing_is_no_german_one() -> None:
    with pytest.raises(ProjectError, match="no text in 'en' beside 'Name'"):
        Localised({"de": "Name"})("en")
