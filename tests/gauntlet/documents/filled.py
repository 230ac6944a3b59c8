"""The Word forms that go through the gauntlet: the workbook's answers, a document for each worksheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache

from lxml import etree

from forms.making import RECIPIENT, ROUND
from gauntlet.documents.counting import MAIN, paragraphs_text
from gauntlet.filled import LAYOUT, OUTDATED_LAYOUT, known_answers, told
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.slots import document_slots
from ruecklauf.layout.pages.plan import DocumentPlan, PlannedCell, plan_document
from ruecklauf.office.opening import open_document
from ruecklauf.rounds.issuing.forms import said_in
from ruecklauf.texts import load_texts
from ruecklauf.values import Value

W = f"{{{MAIN}}}"


OUTDATED = "zielgruppe"
"""The worksheet that was corrected."""


@cache
def _writer(*, outdated: bool = False) -> DocumentWriter:
    return DocumentWriter(OUTDATED_LAYOUT if outdated else LAYOUT, ROUND)


@cache
def filled_document(worksheet: str) -> bytes:
    """The form of a worksheet as it comes back when nothing has happened to it."""
    return _writer().write(RECIPIENT, worksheet, told())


@cache
def blank_document(worksheet: str) -> bytes:
    """The form as it was sent."""
    return _writer().write(RECIPIENT, worksheet)


@cache
def outdated_document() -> bytes:
    """The same answers in the form of the version before."""
    return _writer(outdated=True).write(RECIPIENT, OUTDATED, told())


@cache
def wording(worksheet: str, *, outdated: bool = False) -> tuple[str, ...]:
    """What the project keeps of the form's own texts."""
    writer = _writer(outdated=outdated)
    worded = open_document(writer.worded(RECIPIENT, worksheet))
    return said_in(worded, plan_document(writer.layout, worksheet))


def slots(*, outdated: bool = False) -> dict[str, str]:
    """What the form's slots say."""
    return document_slots(RECIPIENT, ROUND, OUTDATED_LAYOUT if outdated else LAYOUT, load_texts())


@cache
def plan(worksheet: str) -> DocumentPlan:
    return plan_document(LAYOUT, worksheet)


def known_in(worksheet: str) -> dict[Subject, Value]:
    """Every answer in the filled form of a worksheet."""
    return {subject: value for subject, value in known_answers().items() if subject.worksheet == worksheet}


def planned_cell(subject: Subject) -> PlannedCell:
    """Where an answer stands in its document."""
    return _planned()[subject]


@cache
def _planned() -> Mapping[Subject, PlannedCell]:
    cells = (cell for one in LAYOUT.worksheets for cell in plan(one.id).by_tag.values())
    return {cell.subject: cell for cell in cells}


@cache
def texts_of(worksheet: str) -> Mapping[Subject, tuple[str, ...]]:
    """How each known answer stood in the filled form: its cell's text, not read by our own readers."""
    cells = _cells_by_tag(filled_document(worksheet))
    return {
        subject: (cells.get(cell.tag) or cell.text or str(known_answers()[subject]),)
        for subject, cell in ((one, planned_cell(one)) for one in known_in(worksheet))
    }


def _cells_by_tag(data: bytes) -> dict[str, str]:
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return {
        str(tag.get(f"{W}val")): paragraphs_text(next(tag.iterancestors(f"{W}tc")))
        for tag in body.iter(f"{W}tag")
    }
