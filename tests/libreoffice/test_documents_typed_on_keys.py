"""Key by key in Writer's window, where protection holds; and with changes tracked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from forms.making import RECIPIENT, ROUND, answers
from gauntlet.filled import LAYOUT, WORKSHEETS, told
from libreoffice.answering import meant_in
from libreoffice.soffice import Office
from libreoffice.writer import Entry, Filling, Way, fill_documents
from ruecklauf.check.check import check
from ruecklauf.check.records import Checked
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.pages.plan import plan_document
from ruecklauf.values import canonical_text

pytestmark = pytest.mark.xdist_group("documents")
WORKSHEET, ROW = "gremien", "GR101"
KINDS = "docx", "odt"
Typed = tuple[str, str, str, Way]
"""Field, head of its column, text and way."""
INTO: Mapping[Typed, str] = {
    ("name", "Name (Pflichtfeld)", "Runder Tisch", "keyed"): "Runder Tisch",
    ("art", "Art", "Runder Tisch", "keyed"): "runder_tisch",
    ("federfuehrung", "Federführung", "AK007 · Jugendamt", "keyed"): "AK007",
    ("gueltig_bis", "Gültig bis", "30.06.2027", "keyed"): "2027-06-30",
}
"""What the protection allows, and the value imported."""
BESIDE: Mapping[Typed, str] = {
    ("name", "Name (Pflichtfeld)", "Runder Tisch", "behind"): "Runder Tisch",
    ("art", "Art", "Runder Tisch", "whole"): "runder_tisch",
    ("federfuehrung", "Federführung", "AK007 ", "front"): "AK007",
    ("schriftlich", "Schriftlich geregelt", "x", "whole"): "true",
    ("traegt_kerngruppe", "Übernimmt die Aufgabe der Kerngruppe", "ja", "behind"): "true",
    ("gueltig_bis", "Gültig bis", "30.06.2027", "behind"): "2027-06-30",
}
"""What it refuses until it is lifted."""
PRINTED = Entry(ROW, "Zeile", "neu ", "front")


def _entries(typed: Mapping[Typed, str]) -> list[Entry]:
    return [Entry(ROW, head, text, way) for _, head, text, way in typed]


def _form(folder: Path) -> Path:
    path = folder / "form.docx"
    path.write_bytes(DocumentWriter(LAYOUT, ROUND).write(RECIPIENT, WORKSHEET))
    return path


def _fill(
    office: Office, folder: Path, entries: Sequence[Entry], **how: bool
) -> tuple[tuple[str, ...], dict[str, Path]]:
    """The outcomes, and what was saved by format."""
    saved = {kind: folder / f"back.{kind}" for kind in KINDS}
    filling = Filling(_form(folder), entries, [(path, kind) for kind, path in saved.items()], **how)
    [written] = fill_documents(office, [filling])
    return written.outcomes, saved


def _checked(path: Path) -> Checked:
    submission = read_submission(open_return(path.read_bytes()), WORKSHEETS)
    return check(submission, wave_date=ROUND.reference_date)


def _in_row(path: Path) -> dict[str, str | None]:
    found = answers(_checked(path))
    return {one.field: canonical_text(value) for one, value in found.items() if one.row_id == ROW}


def _values(typed: Mapping[Typed, str]) -> dict[str, str]:
    return {field: value for (field, *_), value in typed.items()}


def test_controls_can_be_typed_into_and_protection_keeps_the_rest(office: Office, tmp_path: Path) -> None:
    refused = _entries(BESIDE)
    outcomes, _ = _fill(office, tmp_path, [PRINTED, *refused], window=True)
    assert set(outcomes) == {"refused"}
    outcomes, saved = _fill(office, tmp_path, _entries(INTO), window=True)
    assert set(outcomes) == {"done"}
    assert [_in_row(path) for path in saved.values()] == [_values(INTO)] * len(KINDS)


def test_once_protection_is_lifted_answers_beside_controls_are_imported(
    office: Office, tmp_path: Path
) -> None:
    outcomes, saved = _fill(office, tmp_path, _entries(BESIDE), window=True, lifted=True)
    assert set(outcomes) == {"done"}
    assert [_in_row(path) for path in saved.values()] == [_values(BESIDE)] * len(KINDS)


def test_what_is_typed_with_changes_tracked_is_imported(office: Office, tmp_path: Path) -> None:
    outcomes, saved = _fill(office, tmp_path, _entries(INTO), window=True, tracked=True)
    assert set(outcomes) == {"done"}
    assert [_in_row(path) for path in saved.values()] == [_values(INTO)] * len(KINDS)


def test_answers_entered_with_changes_tracked_are_imported_and_told(office: Office, tmp_path: Path) -> None:
    entries = [one.entry for one in meant_in(plan_document(LAYOUT, WORKSHEET), told())]
    outcomes, saved = _fill(office, tmp_path, entries, lifted=True, tracked=True)
    assert set(outcomes) == {"done"}
    for path in saved.values():
        checked = _checked(path)
        assert answers(checked) == _told()
        assert "entered_tracked" in {finding.code for finding in checked.findings}


def _told() -> dict[Subject, object]:
    return {subject: value for subject, value in told().items() if subject.worksheet == WORKSHEET}
