"""What people type into forms is in the dataset exactly, with its cell, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from libreoffice.returning import Returned, expected_answers, fill_and_return, imported_answers
from libreoffice.sending import recipients
from libreoffice.soffice import Office, Step, Task
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.submission import Confidence

CHOSEN = (3, 26, 47)
"""A kreisfreie Stadt and two Kreise."""
OTHER_KINDS = ("ods", "fods", "xls")
EXPECTED = {"required_missing", "rule"}
"""Findings that a respondent at random must cause; test_live_rules compares them one by one."""


@pytest.fixture(scope="module")
def returns(office: Office, writer: FormWriter, tmp_path_factory: pytest.TempPathFactory) -> list[Returned]:
    folder = tmp_path_factory.mktemp("forms")
    return fill_and_return(office, writer, [recipients()[number] for number in CHOSEN], folder, seed=2026)


@pytest.mark.parametrize("number", range(len(CHOSEN)))
def test_every_value_typed_is_imported_with_its_cell_and_nothing_else(
    returns: list[Returned], writer: FormWriter, number: int
) -> None:
    assert_lossless(returns[number], writer)


@pytest.fixture(scope="module")
def in_formats(
    office: Office, writer: FormWriter, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Returned]:
    folder = tmp_path_factory.mktemp("formats")
    found = fill_and_return(office, writer, [recipients()[11]], folder, seed=77, kinds=OTHER_KINDS)
    return dict(zip(OTHER_KINDS, found, strict=True))


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_form_saved_in_another_format_is_imported_without_loss(
    in_formats: dict[str, Returned], writer: FormWriter, kind: str
) -> None:
    assert_lossless(in_formats[kind], writer)


@pytest.mark.office_many
@pytest.mark.parametrize("first", range(0, 12, 4))
def test_many_forms_are_imported_without_loss(
    office: Office, writer: FormWriter, tmp_path: Path, first: int
) -> None:
    chosen = recipients()[first * 4 : first * 4 + 16 : 4]
    for returned in fill_and_return(office, writer, chosen, tmp_path, seed=100 * (first + 1)):
        assert_lossless(returned, writer)


def assert_lossless(returned: Returned, writer: FormWriter) -> None:
    """The whole way of one form: taken by LibreOffice, recognised, balanced, read, no finding of loss."""
    assert len(returned.meant) > 300
    refused = [
        (one.step, outcome)
        for one, outcome in zip(returned.meant, returned.filled.outcomes, strict=True)
        if outcome.kind != "done"
    ]
    assert refused == []
    identity = returned.submission.identity
    assert (identity.alliance, identity.wave) == (returned.recipient.id, "2026-1")
    assert identity.confidence is Confidence.CERTAIN
    assert imported_answers(returned.checked) == expected_answers(writer, returned.recipient, returned.meant)
    unexpected = [
        finding for finding in returned.checked.findings if finding.code.partition(".")[0] not in EXPECTED
    ]
    assert unexpected == []
    assert_balanced(returned)


def assert_balanced(returned: Returned) -> None:
    counts = returned.submission.counts
    sheets = returned.opened.workbook.sheets
    assert counts.findings == 0
    assert counts.total == sum(
        len(sheet.cells) + len(sheet.notes) + len(sheet.drawing_texts) for sheet in sheets
    )


def test_texts_are_kept_as_they_were_typed(returns: list[Returned]) -> None:
    for returned in returns:
        raw = {
            (record.section, record.row_id, name): entry.raw
            for record in returned.checked.records
            for name, entry in record.entries.items()
        }
        typed = {
            (one.subject.section, one.subject.row_id, one.subject.field): one.step.text
            for one in returned.meant
            if one.subject.field.endswith("_text")
        }
        assert {key: raw[key] for key in typed} == typed


def test_personal_values_are_contacts_only(returns: list[Returned]) -> None:
    for returned in returns:
        personal = {
            one.step.text.strip()
            for one in returned.meant
            if one.subject.field.startswith(("ap_", "gs_mail"))
        }
        shared = {
            str(entry.value) for record in returned.checked.records for entry in record.entries.values()
        }
        found = {finding.found for finding in returned.checked.findings}
        assert personal
        assert not personal & shared
        assert not personal & found


def test_lists_offer_what_belongs_to_the_row(returns: list[Returned]) -> None:
    """Free rows offer the kinds of the area chosen; references the rows that have a name by then."""
    for returned in returns:
        areas: dict[str, str] = {}
        for one, outcome in zip(returned.meant, returned.filled.outcomes, strict=True):
            if one.subject.field == "bereich":
                areas[one.subject.row_id] = one.step.text
            if one.subject.field == "akteurstyp" and areas.get(one.subject.row_id) == "Soziales":
                assert outcome.entries[0] == "Jugendamt"
                assert outcome.entries[-1] == "Weitere Stelle für Soziales"
            if one.subject.field == "traeger":
                assert outcome.entries == tuple(_actors(returned))


def _actors(returned: Returned) -> list[str]:
    return [
        f"{one.subject.row_id} · {one.value}" for one in returned.meant if one.subject.field == "institution"
    ]


def test_locked_cells_and_wrong_entries_are_refused(
    office: Office, writer: FormWriter, tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(writer.write(recipients()[0]))
    akteure = writer.layout.block("akteure.akteure")
    stammblatt = writer.layout.block("stammblatt.stammblatt")

    def akteur(field_id: str, row: int = 0) -> str:
        return akteure.address(akteure.rows[row], field_id).partition("!")[2].replace("$", "")

    def stamm(field_id: str) -> str:
        return stammblatt.address(stammblatt.rows[0], field_id).partition("!")[2].replace("$", "")

    steps = {
        Step("Akteure", "A1", "anderer Titel"): "protected",
        Step("Akteure", akteur("akteurstyp"), "Jobcenter"): "protected",
        Step("Stammblatt", stamm("ags_liste"), "05111000"): "protected",
        Step("_Formular", "B1", "x"): "protected",
        Step("Akteure", akteur("vorhanden"), "vielleicht"): "not_offered",
        Step("Akteure", akteur("akteurstyp", -1), "Sparkasse"): "not_offered",
        Step("Akteure", akteur("ap_mail"), "keine Adresse"): "invalid",
        Step("Stammblatt", stamm("gs_vzae"), "11"): "invalid",
        Step("Stammblatt", stamm("gs_vzae"), "0,5"): "done",
        Step("Stammblatt", stamm("gs_vzae"), "unbekannt"): "done",
        Step("Stammblatt", stamm("kg_seit"), "1.7.1999"): "invalid",
        Step("Stammblatt", stamm("kg_seit"), "1.7.2026"): "done",
        Step("Stammblatt", stamm("starter_workshop"), "demnächst"): "invalid",
        Step("Stammblatt", stamm("lead_dezernat"), "x" * 151): "invalid",
    }
    [filled] = office.fill([Task(form, tuple(steps))])
    assert [outcome.kind for outcome in filled.outcomes] == list(steps.values())
