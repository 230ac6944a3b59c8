"""What a document says of its fields, lists and rules, and how it tells rows apart."""

from __future__ import annotations

import pytest

from forms.documents.wordprocessing import DOCUMENTS, document_writer, plan_of
from ruecklauf.definition.rulebook import bind_rules
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.findings import Severity
from ruecklauf.layout.build import GUIDED_SINCE, build_layout
from ruecklauf.layout.pages.plan import DocumentPlan, PlannedSection, plan_document
from ruecklauf.rules.sentence import sentence
from ruecklauf.texts import load_texts

TEXTS = load_texts("de")


@pytest.fixture(params=DOCUMENTS)
def plan(request: pytest.FixtureRequest) -> DocumentPlan:
    return plan_of(request.param)


def meanings(section: PlannedSection) -> dict[str, str]:
    """What is said of each field, by its id."""
    told: dict[str, str] = {}
    for question in section.questions:
        told[question.cell.field.id] = question.hint
    for one in section.explained:
        for field in section.block.section.fields:
            if one.head.startswith(field.label("de")):
                told[field.id] = f"{told.get(field.id, '')} {one.text}"
    return told


def explained(codes: CodeList) -> set[str]:
    """Everything that a list's entries say."""
    return {
        text for code in codes.offered for text in (code.label("de"), code.help("de") if code.help else "")
    }


def test_forms_made_before_say_what_they_said() -> None:
    layout = document_writer("stammblatt").layout
    once, today = (
        build_layout(layout.worksheets, version=version) for version in (GUIDED_SINCE - 1, GUIDED_SINCE)
    )
    said = {
        one: [
            question.hint
            for section in plan_document(one, "stammblatt").sections
            for question in section.questions
        ]
        for one in (once, today)
    }
    entries = "ja; nein; unbekannt."
    assert [hint for hint in said[once] if hint.endswith(f"Erwartet: bitte wählen: {entries}")]
    assert not [hint for hint in said[today] if "bitte wählen" in hint]
    assert [hint for hint in said[today] if hint.endswith(f"Erwartet: {entries}")]


def test_every_entry_of_every_list_is_explained(plan: DocumentPlan) -> None:
    listed = {one.title: one for section in plan.sections for one in section.lists}
    for section in plan.sections:
        told = meanings(section)
        for field in section.block.section.fields:
            if not field.list_id or field.parts:
                continue
            codes = plan.worksheet.lists[field.list_id]
            apart = listed.get(f"Auswahlliste „{codes.title('de')}“")
            if apart is not None:
                assert f"unter: {apart.title}" in told[field.id]
            entries = apart.entries if apart else ()
            shown = told[field.id] + "".join(f"{entry.label} {entry.text}" for entry in entries)
            assert [text for text in explained(codes) if text not in shown] == []


def test_long_list_is_printed_once_and_says_what_its_entries_belong_to() -> None:
    lists = [one for section in plan_of("akteure").sections for one in section.lists]
    assert [one.title for one in lists] == [
        "Auswahlliste „Arten von Stellen, die im Bündnis mitwirken können“"
    ]
    entries = {entry.label: entry.text for entry in lists[0].entries}
    assert entries["Jobcenter"] == "Gehört zu: Arbeit und Wirtschaft."
    assert entries["Schulverwaltung"].startswith("Gehört zu: Bildung. Amt der Kommune, das")


def test_missing_words_are_offered_beside_the_entries_of_a_list() -> None:
    (section, *_) = plan_of("angebote").sections
    assert "nein; unbekannt." in meanings(section)["zugang_gestattung"]


def test_only_what_must_be_true_is_told_as_a_rule(plan: DocumentPlan) -> None:
    rulebook = bind_rules(document_writer(plan.worksheet.id).layout.worksheets)
    bound = [*rulebook.whole[plan.worksheet.id]]
    for section in plan.sections:
        bound += rulebook.sections[section.block.name].rules
    told = {text for section in plan.sections for text in section.sentences}
    strict = {sentence(b.constraint.resolved, "de") for b in bound if b.rule.severity is Severity.ERROR}
    asked = {b.rule.message("de").strip() for b in bound if b.rule.severity is not Severity.ERROR}
    assert told == strict | {f"Wir fragen nach, wenn das zutrifft: {message}" for message in asked}


def test_rows_that_are_all_free_can_be_named_again_in_further_parts() -> None:
    tables = plan_of("angebote").sections[0].tables
    assert [table.label_head for table in tables] == [
        "",
        "Name des Angebots (zur Orientierung)",
        "Name des Angebots (zur Orientierung)",
    ]
    assert {line.label for table in tables for line in table.lines} == {""}


def test_printed_rows_say_what_they_are_in_further_parts() -> None:
    tables = plan_of("akteure").sections[0].tables
    assert [table.label_head for table in tables] == ["", "Art der Stelle", "Art der Stelle"]
    assert [table.lines[0].label for table in tables] == ["", "Ausländerbehörde", "Ausländerbehörde"]
    assert tables[1].lines[-1].label == ""


def test_remarks_are_on_the_form_and_not_on_a_sheet() -> None:
    remarks = plan_of("gremien").sections[-1]
    assert remarks.title.startswith("Bemerkungen zu diesem Formular (freiwillig")
    assert remarks.questions[0].hint.startswith("Freiwillig: alles, was in kein anderes Feld passt.")


def test_planned_texts_of_the_program_name_no_sheets_and_cells(plan: DocumentPlan) -> None:
    told = [*plan.lines[:1], plan.more_rows]
    told += [
        text
        for section in plan.sections
        if section.block.section.is_remarks
        for text in meanings(section).values()
    ]
    assert [text for text in told if "Blatt" in text or "Zelle" in text] == []
