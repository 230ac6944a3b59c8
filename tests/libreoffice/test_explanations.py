"""LibreOffice works out what is explained as the form says, and keeps what people wrote, in every format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from forms import test_explained_as_whole as explained_as_whole
from forms.making import RECIPIENT, ROUND, answers, writer
from forms.test_explanations import BARE, SAID, TYPED, document
from libreoffice.soffice import Office, Step, Task
from libreoffice.writer import Filling, fill_documents
from ruecklauf.cells import a1
from ruecklauf.check.check import check
from ruecklauf.findings import Subject
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.build import build_layout
from ruecklauf.values import Value

STEPS = (
    Step("Warnung", "C7", "60"),
    Step("Warnung 2", "C6", "Sprachkurs"),
    Step("Warnung 2", "D6", "120"),
    Step("Warnung 2", "C7", "Werkstatt"),
    Step("Warnung 2", "D7", "130"),
)
EXPLAINED = (
    Step("Warnung", "F7", "mit Außenstellen"),
    Step("Warnung", "F8", "Frau Beispiel heißt jetzt anders"),
    Step("Warnung 2", "E7", "zwei Standorte"),
)
SHOWN = (("Warnung", "E7:E7"), ("Warnung 2", "B6:B7"), ("Prüfung", "A4:A4"))
FORMATS = ("xlsx", "ods", "xls")
WHOLE = (explained_as_whole.SHEET,)
WHOLE_SAID = {**explained_as_whole.TYPED, explained_as_whole.BELOW: "mehr gibt es nicht"}


def read(data: bytes) -> Mapping[Subject, Value]:
    submission = read_submission(open_return(data), BARE)
    assert submission.counts.balanced
    return answers(check(submission, wave_date=ROUND.reference_date))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("explained")


def test_what_is_explained_is_not_open_any_more(office: Office, folder: Path) -> None:
    form = folder / "form.xlsx"
    form.write_bytes(writer(BARE).write(RECIPIENT))
    save = [(folder / f"saved.{kind}", kind) for kind in FORMATS]
    warned, explained = office.fill([Task(form, STEPS, SHOWN), Task(form, (*STEPS, *EXPLAINED), SHOWN, save)])
    assert warned.read == [[["offen: 1"]], [["offen: 1"], ["offen: 1"]], [["3 offene Punkte"]]]
    assert explained.read == [
        [["erklärt"]],
        [["offen: 1"], ["erklärt"]],
        [["1 offener Punkt · 2 Punkte erklärt"]],
    ]
    for path, _ in save:
        found = read(path.read_bytes())
        assert {subject: found.get(subject) for subject in (*TYPED, *SAID)} == {**TYPED, **SAID}, path.suffix


def test_what_is_explained_of_a_whole_sheet_is_not_open_any_more_and_kept(
    office: Office, folder: Path
) -> None:
    form = folder / "whole.xlsx"
    form.write_bytes(writer(WHOLE).write(RECIPIENT))
    asked = {cell.subject: cell for cell in build_layout(WHOLE).sheet("Stellen").inputs()}
    one, below = (Step("Stellen", a1(asked[s].row, asked[s].column), text) for s, text in WHOLE_SAID.items())
    shown = (("Prüfung", "A4:A4"),)
    save = [(folder / f"whole.{kind}", kind) for kind in FORMATS]
    warned, explained = office.fill([Task(form, (one,), shown), Task(form, (one, below), shown, save)])
    assert warned.read == [[["2 offene Punkte"]]]
    assert explained.read == [[["1 offener Punkt · 1 Punkt erklärt"]]]
    for path, _ in save:
        submission = read_submission(open_return(path.read_bytes()), WHOLE)
        assert submission.counts.balanced
        assert answers(check(submission, wave_date=ROUND.reference_date)) == WHOLE_SAID, path.suffix


def test_writer_keeps_them(office: Office, folder: Path) -> None:
    form = folder / "form.docx"
    form.write_bytes(document({**TYPED, **SAID}))
    save = [(folder / f"saved.{kind}", kind) for kind in ("docx", "odt")]
    fill_documents(office, [Filling(form, (), save)])
    for path, _ in save:
        found = read(path.read_bytes())
        assert {subject: found.get(subject) for subject in (*TYPED, *SAID)} == {**TYPED, **SAID}, path.suffix
