"""Forms that carry a wave on, filled in by LibreOffice: workbook and document say the same of each row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from libreoffice.soffice import Office, Step, Task
from libreoffice.writer import Entry, Filling, fill_documents
from rounds.second_wave import carry_on, column_of, form_of, row_of, second_wave
from ruecklauf.check.carried import likeliest, said
from ruecklauf.fieldtypes.companion import ROW_STATUS
from ruecklauf.findings import Subject
from ruecklauf.rounds.desk import Desk, lay_out
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.judged import Judged
from ruecklauf.rounds.judgement import judge
from ruecklauf.rounds.letters import Letter

STATUS, NAME = "Stand der Zeile", "Name der Institution"
TYPED = (("AK001", STATUS, "unverändert"), ("AK101", STATUS, "geändert"), ("AK101", NAME, "Diakonie"))
BECAME = {
    ("AK001", "vorhanden"): "confirmed",
    ("AK101", "vorhanden"): "confirmed",
    ("AK101", "bereich"): "confirmed",
    ("AK101", "akteurstyp"): "confirmed",
    ("AK101", "institution"): "changed",
    ("AK102", "institution"): "untouched",
}
Sent = tuple[Path, Path, Desk, Path]
"""A workbook, a document, what is known when they come back, and where to save them."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    folder = tmp_path_factory.mktemp("carried")
    game = second_wave(folder / "projekt")
    carry_on(game, (FormFormat.XLSX, FormFormat.DOCX), ("akteure",))
    yield form_of(game), form_of(game, "Akteure"), lay_out(game.workspace), folder
    game.close()


def judged(path: Path, desk: Desk) -> Judged:
    return judge(path.read_bytes(), Letter(""), desk)


def became(found: Judged, desk: Desk) -> dict[tuple[str, str], str]:
    """What each answer of the table became that was carried on."""
    now = {
        Subject(record.worksheet, record.section, record.row_id, name): said(entry.value)
        for record in found.records
        for name, entry in record.entries.items()
    }
    carried = likeliest(desk.carried_for(found.alliance, found.wave), now)
    return {
        (subject.row_id, subject.field): carried.became(
            subject, now[subject], row_confirmed=subject._replace(field=ROW_STATUS) in now
        ).value
        for subject in carried.answers
        if subject.worksheet == "akteure"
    }


def steps(form: Path) -> tuple[Step, ...]:
    sheet = openpyxl.load_workbook(form)["Akteure"]
    return tuple(
        Step("Akteure", f"{get_column_letter(column_of(sheet, head))}{row_of(sheet, code)}", text)
        for code, head, text in TYPED
    )


def test_workbook_and_document_give_the_same_statuses(office: Office, sent: Sent) -> None:
    workbook, document, desk, folder = sent
    saved = [folder / "filled.xlsx", folder / "filled.docx"]
    office.fill([Task(workbook, steps(workbook), save=[(saved[0], "xlsx")])])
    entries = [Entry(code, f"{head} (Pflichtfeld)", text) for code, head, text in TYPED]
    (written,) = fill_documents(office, [Filling(document, entries, [(saved[1], "docx")])])
    assert set(written.outcomes) == {"done"}
    assert [became(judged(path, desk), desk) for path in saved] == [BECAME, BECAME]


def test_untouched_forms_give_none(office: Office, sent: Sent) -> None:
    workbook, document, desk, folder = sent
    saved = [folder / "untouched.xlsx", folder / "untouched.docx"]
    office.fill([Task(workbook, save=[(saved[0], "xlsx")])])
    fill_documents(office, [Filling(document, (), [(saved[1], "docx")])])
    found = [judged(path, desk) for path in saved]
    assert [(one.worksheets, [finding.code for finding in one.findings]) for one in found] == [
        ((), ["form_untouched"])
    ] * 2
