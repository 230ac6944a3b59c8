"""Texts for qualitative analysis: documents with headings, a table, and a project that others read."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from docx import Document
from pyrefiqda import RefiProject

from dataset.expected import section
from ruecklauf.dataset import Dataset, build_dataset
from ruecklauf.exports import write_export
from ruecklauf.store import Store
from store.declared import ESSEN, KOELN, OFFICE, OFFICE_ANSWERS, WAVE, answered, declared, entry

FIELDS: list[dict[str, Any]] = [
    {"type": "text", "id": "institution", "label": "Institution"},
    {"type": "longtext", "id": "notiz", "label": "Was ist zu sagen?"},
    {"type": "integer", "id": "plaetze", "label": "Plätze"},
    {"type": "text", "id": "ansprech", "label": "Ansprechperson", "personal": True, "wave": "X"},
]
WORKSHEET = declared([OFFICE, section(FIELDS)])
TEXT = "Erste Zeile 😀\nzweite \x0bZeile & <mehr>"


@pytest.fixture
def dataset(store: Store) -> Dataset:
    office = answered(OFFICE_ANSWERS, section="stelle", worksheet=WORKSHEET)
    rows = (
        answered({"institution": "Jugendamt", "notiz": TEXT, "plaetze": 3}, row=101, worksheet=WORKSHEET),
        answered(
            {"notiz": "Bitte Frau Muster fragen"},
            row=102,
            contacts={"ansprech": "Kim Geheim"},
            worksheet=WORKSHEET,
        ),
    )
    store.save_declarations([WORKSHEET])
    for letter, alliance, records in (("a", KOELN, (office, *rows)), ("b", ESSEN, rows[:1])):
        store.save_submission(entry(letter, alliance=alliance, records=records, worksheets=(WORKSHEET,)))
    return build_dataset(store)


def written(dataset: Dataset, folder: Path) -> dict[str, bytes]:
    write_export(dataset, folder, ["qualitative"])
    return {path.name: path.read_bytes() for path in (folder / "qualitative").iterdir()}


def test_documents_have_a_heading_for_each_question(dataset: Dataset, tmp_path: Path) -> None:
    names = set(written(dataset, tmp_path))
    assert names == {f"{KOELN}_{WAVE}.docx", f"{ESSEN}_{WAVE}.docx", "survey.xlsx", "texts.qdpx"}
    document = Document(str(tmp_path / f"qualitative/{KOELN}_{WAVE}.docx"))
    shown = [(one.style.name, one.text) for one in document.paragraphs if one.style]
    assert shown == [
        ("Title", f"{KOELN}, Welle {WAVE}"),
        ("Heading 1", "Akteure"),
        ("Heading 2", "Institution"),
        ("Heading 3", "AK101"),
        ("Normal", "Jugendamt"),
        ("Heading 2", "Was ist zu sagen?"),
        ("Heading 3", "AK101"),
        ("Normal", "Erste Zeile 😀"),
        ("Normal", "zweite ␋Zeile & <mehr>"),
        ("Heading 3", "AK102"),
        ("Normal", "(personenbezogene Angabe)"),
    ]
    about = document.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("ruecklauf", "ruecklauf", "")


def test_survey_has_a_row_for_each_return_and_a_column_for_each_question(
    dataset: Dataset, tmp_path: Path
) -> None:
    written(dataset, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "qualitative/survey.xlsx")
    text = TEXT.replace("\x0b", "␋")
    assert list(book["survey"].values) == [
        ("alliance", "wave", "akteure.liste.institution", "akteure.liste.notiz"),
        (ESSEN, WAVE, "AK101: Jugendamt", f"AK101: {text}"),
        (KOELN, WAVE, "AK101: Jugendamt", f"AK101: {text}\nAK102: (personenbezogene Angabe)"),
    ]
    assert list(book["questions"].values)[1:] == [
        ("akteure.liste.institution", "Akteure", "Institution"),
        ("akteure.liste.notiz", "Akteure", "Was ist zu sagen?"),
    ]


def test_texts_that_are_too_long_for_a_cell_go_on_in_further_columns(store: Store, tmp_path: Path) -> None:
    store.save_declarations([WORKSHEET])
    rows = [answered({"notiz": "x" * 9_000}, row=number, worksheet=WORKSHEET) for number in range(101, 105)]
    store.save_submission(entry(records=tuple(rows), worksheets=(WORKSHEET,)))
    written(build_dataset(store), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "qualitative/survey.xlsx")["survey"]
    head, row = sheet.iter_rows(values_only=True)
    assert head[2:] == ("akteure.liste.notiz", "akteure.liste.notiz_2", "akteure.liste.notiz_3")
    assert "".join(row[2:]) == "\n".join(f"AK{number}: {'x' * 9_000}" for number in range(101, 105))


def test_project_is_read_by_another_program(dataset: Dataset, tmp_path: Path) -> None:
    written(dataset, tmp_path)
    extracted = tmp_path / "extracted"
    project = RefiProject.load(tmp_path / "qualitative/texts.qdpx", extract_dir=str(extracted))
    (above,) = project.code_book.codes.code
    codes = {code.guid: code.name for code in above.code}
    assert (above.name, above.is_codable, list(codes.values())) == (
        ("Akteure", False, ["Institution", "Was ist zu sagen?"])
    )
    said = []
    for source in project.sources.text_source:
        path = RefiProject.resolve_source_path(source.plain_text_path, extracted)
        text = path.read_bytes().decode()
        for passage in source.plain_text_selection:
            (coding,) = passage.coding
            quoted = text[passage.start_position : passage.end_position]
            said.append((source.name, codes[coding.code_ref.target_guid], passage.name, quoted))
    shown = TEXT.replace("\x0b", "␋")
    assert said == [
        (f"{ESSEN}_{WAVE}", "Institution", "AK101", "Jugendamt"),
        (f"{ESSEN}_{WAVE}", "Was ist zu sagen?", "AK101", shown),
        (f"{KOELN}_{WAVE}", "Institution", "AK101", "Jugendamt"),
        (f"{KOELN}_{WAVE}", "Was ist zu sagen?", "AK101", shown),
        (f"{KOELN}_{WAVE}", "Was ist zu sagen?", "AK102", "(personenbezogene Angabe)"),
    ]


def test_cases_have_the_closed_answers_as_variables(dataset: Dataset, tmp_path: Path) -> None:
    written(dataset, tmp_path)
    project = RefiProject.load(tmp_path / "qualitative/texts.qdpx", extract_dir=str(tmp_path / "extracted"))
    names = {one.guid: (one.name, one.type_of_variable.value) for one in project.variables.variable}
    sources = {source.guid: source.name for source in project.sources.text_source}
    held = {}
    for case in project.cases.case:
        assert [sources[one.target_guid] for one in case.source_ref] == [case.name]
        held[case.name] = {names[one.variable_ref.target_guid]: value_of(one) for one in case.variable_value}
    assert held[f"{ESSEN}_{WAVE}"] == {("alliance", "Text"): ESSEN, ("wave", "Text"): WAVE}
    koeln = held[f"{KOELN}_{WAVE}"]
    assert koeln["akteure.stelle.vzae", "Float"] == 1.5
    assert koeln["akteure.stelle.bedarf", "Text"] == "mittel"
    assert koeln["akteure.stelle.bereiche_mi", "Boolean"] is True
    assert str(koeln["akteure.stelle.seit", "Date"]) == "2025-03-01"
    assert not any("mail" in name for name, _ in names.values())


def value_of(held: Any) -> object:
    kinds = ("text", "boolean", "integer", "float", "date", "date_time")
    (value,) = (found for kind in kinds if (found := getattr(held, f"{kind}_value")) is not None)
    return value


def test_the_same_dataset_gives_the_same_bytes(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(dataset, tmp_path / "a")
    now = time.time
    monkeypatch.setattr("time.time", lambda: now() + 400 * 86_400)
    again = written(dataset, tmp_path / "b")
    assert [name for name, content in first.items() if again.get(name) != content] == []
    assert not any(b"Kim Geheim" in content or b"Muster" in content for content in first.values())
