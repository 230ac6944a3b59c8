"""Every shipped worksheet, filled in and saved by LibreOffice in both languages, leaves nothing to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

import pytest

from forms.making import RECIPIENT, ROUND, after_referred, answers, printed
from forms.workbooks.test_round_trip import only_due
from libreoffice.soffice import Filled, Office, Step, Task
from ruecklauf.cells import a1
from ruecklauf.check.check import check
from ruecklauf.definition.models import Worksheet
from ruecklauf.demo.respondent import Respondent
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.fieldtypes.reference import JOINT
from ruecklauf.findings import Subject
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.inputs import shown_text
from ruecklauf.layout.model import InputCell, Layout
from ruecklauf.layout.row_ids import row_names
from ruecklauf.library import load_library
from ruecklauf.texts import Texts, load_texts
from ruecklauf.values import Value

Answers = Mapping[Subject, Value]
FORMS = [("alliance", "de", "xlsx"), ("alliance", "en", "ods"), ("team", "de", "ods"), ("team", "en", "xlsx")]
"""Who fills a form in, its language, and what it is saved as: every worksheet once in both of each."""
for_each_form = pytest.mark.parametrize("form", FORMS, ids="-".join)
Form = tuple[str, str, str]


@dataclass(frozen=True)
class Returned:
    """A form as it was filled in, and the file that it was saved as."""

    worksheets: tuple[Worksheet, ...]
    meant: Answers
    steps: tuple[Step, ...]
    filled: Filled
    saved: Path


@pytest.fixture(scope="module")
def returns(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[Form, Returned]:
    """A form with all worksheets of an audience, for each language, filled in by the one office that runs."""
    folder = tmp_path_factory.mktemp("forms")
    return {form: _returned(office, folder, form) for form in FORMS}


def _returned(office: Office, folder: Path, form: Form) -> Returned:
    worksheets, meant, task = _task(folder, *form)
    (filled,) = office.fill([task])
    return Returned(worksheets, meant, tuple(task.steps), filled, task.save[0][0])


def _task(
    folder: Path, audience: str, language: str, kind: str
) -> tuple[tuple[Worksheet, ...], Answers, Task]:
    library = load_library()
    ids = [name for name, worksheet in library.worksheets.items() if worksheet.audience == audience]
    worksheets = after_referred(library, ids)
    layout = build_layout(worksheets, language=language)
    meant = Respondent(layout, "Ahornstadt", Random(15), ROUND.reference_date).answer()
    blank = folder / f"{audience}-{language}.xlsx"
    blank.write_bytes(FormWriter(layout, ROUND).write(RECIPIENT))
    saved = folder / f"{audience}-{language}-back.{kind}"
    return worksheets, meant, Task(blank, tuple(_steps(layout, meant)), save=[(saved, kind)])


def _steps(layout: Layout, meant: Answers) -> Iterator[Step]:
    """What is typed, sheet by sheet; each question is held against its validation once."""
    texts = load_texts(layout.language)
    asked: set[tuple[str, str, str, str]] = set()
    for sheet in layout.sheets:
        for cell in sheet.inputs():
            if not cell.locked and cell.subject in meant and (text := _typed(layout, cell, meant, texts)):
                question = (cell.subject.worksheet, cell.subject.section, cell.subject.field, cell.part)
                how: Literal["pasted", "quick"] = "pasted" if question in asked else "quick"
                asked.add(question)
                yield Step(sheet.name, a1(cell.row, cell.column), text, how)


def _typed(layout: Layout, cell: InputCell, meant: Answers, texts: Texts) -> str:
    value = meant[cell.subject]
    worksheet = next(one for one in layout.worksheets if one.id == cell.subject.worksheet)
    if cell.part:
        return "x" if isinstance(value, tuple) and cell.part in value else ""
    if cell.field.kind is Kind.REFERENCE:
        block = layout.block(referred(worksheet, cell.field))
        names = row_names(block.worksheet, block.section, layout.language)
        about = block.about(str(value), block.section.row_label or "")
        return f"{value}{JOINT}{names[str(value)] if names else meant[about]}"
    return shown_text(cell.field.render(value, worksheet.lists, texts), cell.field, texts)


@for_each_form
def test_the_office_takes_every_answer(returns: dict[Form, Returned], form: Form) -> None:
    returned = returns[form]
    assert len(returned.steps) > (300 if form[0] == "alliance" else 40)
    outcomes = zip(returned.steps, returned.filled.outcomes, strict=True)
    assert [(step, outcome.kind) for step, outcome in outcomes if outcome.kind != "done"] == []


@for_each_form
def test_all_of_it_is_imported_without_a_finding(returns: dict[Form, Returned], form: Form) -> None:
    returned = returns[form]
    submission = read_submission(open_return(returned.saved.read_bytes()), returned.worksheets)
    checked = check(submission, wave_date=ROUND.reference_date)
    assert checked.findings == ()
    asked = {**returned.meant, **printed(returned.worksheets)}
    given = {s: value for s, value in answers(checked).items() if s in asked or "-" not in s.row_id}
    assert given == only_due(asked, returned.worksheets)
