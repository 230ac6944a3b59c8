"""How fast Word forms are written: `make benchmarks`.

Each group is one worksheet; the figures in brackets are ratios to the fastest. The yardstick is docxtpl
alone: it renders the same template with the same texts, tables and controls for every alliance anew. That
tables and controls are XML already, and that nothing else is written into the file, is in its favour.
"""

from __future__ import annotations

import io
import re
from functools import cache
from random import Random

import pytest
from docxtpl import DocxTemplate
from lxml import etree
from pytest_benchmark.fixture import BenchmarkFixture

from forms.documents.wordprocessing import Element, W, rows_of, shown, word_file
from forms.making import FROZEN, RECIPIENT, ROUND, with_referred
from ruecklauf.demo.respondent import Respondent
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.general_template import general_template
from ruecklauf.forms.documents.tags import make_environment
from ruecklauf.forms.documents.views import Answer, Table, context, table_caption
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.documents.xml import inner_text
from ruecklauf.forms.slots import document_slots
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.pages.plan import plan_document
from ruecklauf.texts import load_texts
from ruecklauf.values import Value

WORKSHEETS = ("stammblatt", "gremien", "akteure")


@cache
def writer() -> DocumentWriter:
    return DocumentWriter(build_layout(with_referred(*FROZEN)), ROUND)


@cache
def answers() -> dict[Subject, Value]:
    """The answers of an earlier wave."""
    return Respondent(writer().layout, "Ahornstadt", Random(1), ROUND.reference_date).answer()


def with_ruecklauf(worksheet_id: str, *, filled: bool) -> bytes:
    return writer().write(RECIPIENT, worksheet_id, answers() if filled else None)


def with_docxtpl(worksheet_id: str, *, filled: bool) -> bytes:
    template = DocxTemplate(io.BytesIO(general_template_kept()))
    template.render(told_docxtpl(worksheet_id, filled=filled), make_environment())
    saved = io.BytesIO()
    template.save(saved)
    return saved.getvalue()


@cache
def general_template_kept() -> bytes:
    return general_template()


@cache
def told_docxtpl(worksheet_id: str, *, filled: bool) -> dict[str, object]:
    """What templates see, with the tables and controls of a written form instead of places for them."""
    layout, texts = writer().layout, load_texts("de")
    plan = plan_document(layout, worksheet_id)
    told = context(plan, document_slots(RECIPIENT, ROUND, layout, texts), texts)
    for part in (told["alliance"], told["round"]):
        for slot in vars(part).values():
            slot.token = inner_text(slot)
    form = word_file(with_ruecklauf(worksheet_id, filled=filled))
    rows = {shown(row[0]): row for table in form.tables for row in rows_of(table) if len(row) in (3, 4)}
    tables = iter(
        [markup(table) for table in form.tables if table.find(f"{W}tblPr/{W}tblCaption") is not None]
    )
    sections = told["sections"]
    assert isinstance(sections, list)
    for section, planned in zip(sections, plan.sections, strict=True):
        for question in section.questions:
            question.answer = Answer("".join(map(markup, rows[question.code][2][1][1:])))
            if question.explanation:
                question.explanation = Answer("".join(map(markup, rows[question.code][3][1][1:])))
        section.tables = [Table(next(tables), table_caption(planned, one, texts)) for one in planned.tables]
    return told


def markup(element: Element) -> str:
    """An element's XML as it stands among others."""
    return re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(element, encoding="unicode", with_tail=False))


@pytest.mark.parametrize("write", [with_ruecklauf, with_docxtpl])
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "prefilled"])
@pytest.mark.parametrize("worksheet_id", WORKSHEETS)
def test_writing_one_document(
    benchmark: BenchmarkFixture, worksheet_id: str, filled: bool, write: object
) -> None:
    for prepare in (with_ruecklauf, with_docxtpl):
        prepare(worksheet_id, filled=filled)
    benchmark.group = f"write one {'prefilled' if filled else 'empty'} document, {worksheet_id}"
    assert callable(write)
    assert benchmark(write, worksheet_id, filled=filled)


@pytest.mark.parametrize("worksheet_id", WORKSHEETS)
def test_both_write_the_same_text(worksheet_id: str) -> None:
    """The yardstick is honest: paragraphs, controls and footers are those of the form."""
    for filled in (False, True):
        ours, theirs = (
            word_file(write(worksheet_id, filled=filled)) for write in (with_ruecklauf, with_docxtpl)
        )
        assert ours.text == theirs.text
        assert ours.footers == theirs.footers
        assert list(ours.controls) == list(theirs.controls)
