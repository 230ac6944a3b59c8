"""Written into a form and read again, every answer is what it was."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldtypes.generating import Values, values
from forms.making import (
    RECIPIENT,
    all_types,
    answers,
    printed,
    read_back,
    writer,
)
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes import FIELD_TYPES
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.findings import Finding, Subject
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.model import Layout
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

TEXTS = load_texts("de")
PROBE = (all_types(),)


def fields_to_answer(layout: Layout) -> dict[Subject, FieldBase]:
    """What a respondent can answer, cell by cell; those of a multiple choice count once."""
    return {cell.subject: cell.field for sheet in layout.sheets for cell in sheet.inputs() if not cell.locked}


def some_value(layout: Layout, subject: Subject, field: FieldBase) -> Values:
    worksheet = next(one for one in layout.worksheets if one.id == subject.worksheet)
    if field.kind is Kind.REFERENCE:
        rows = layout.block(referred(worksheet, field)).rows
        return st.sampled_from([row.row_id for row in rows])
    return values(field, worksheet.lists, TEXTS)


@st.composite
def filled_in(draw: st.DrawFn, layout: Layout) -> dict[Subject, Value]:
    """Valid values for some of the form's cells, in any section, row and field."""
    fields = fields_to_answer(layout)
    chosen = draw(st.lists(st.sampled_from(list(fields)), unique=True, max_size=60))
    return {subject: draw(some_value(layout, subject, fields[subject])) for subject in chosen}


def only_due(expected: dict[Subject, Value], worksheets: tuple[Worksheet, ...]) -> dict[Subject, Value]:
    """Without what the form printed into rows of voluntary sections that nobody began."""
    given = printed(worksheets)
    local = {(one.id, section.id) for one in worksheets for section in one.sections if section.local}
    begun = {(s.worksheet, s.section, s.row_id) for s in expected if s not in given}
    return {
        subject: value
        for subject, value in expected.items()
        if (subject.worksheet, subject.section) not in local
        or (subject.worksheet, subject.section, subject.row_id) in begun
    }


def sent_and_returned(
    worksheets: tuple[Worksheet, ...], prefill: dict[Subject, Value]
) -> tuple[dict[Subject, Value], tuple[Finding, ...]]:
    """The answers that come back, without the ends that cells of cross tables stand for; and the findings."""
    checked = read_back(writer(worksheets).write(RECIPIENT, prefill), worksheets)
    asked = {*prefill, *printed(worksheets)}
    crossing = {s for s in answers(checked) if s not in asked and "-" in s.row_id}
    return {s: v for s, v in answers(checked).items() if s not in crossing}, checked.findings


def test_probe_has_every_field_type() -> None:
    assert {type(field) for _, field in PROBE[0].all_fields()} == set(FIELD_TYPES)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_valid_answers_come_back_equal(data: st.DataObject) -> None:
    prefill = data.draw(filled_in(build_layout(PROBE)))
    returned, _ = sent_and_returned(PROBE, prefill)
    assert returned == only_due({**prefill, **printed(PROBE)}, PROBE)


@pytest.mark.parametrize("position", range(6))
def test_examples_of_every_field_come_back_equal(position: int) -> None:
    layout = build_layout(PROBE)
    prefill = {
        subject: examples[position % len(examples)]
        for subject, field in fields_to_answer(layout).items()
        if field.kind is not Kind.REFERENCE and (examples := field.examples(PROBE[0].lists))
    }
    returned, _ = sent_and_returned(PROBE, prefill)
    assert returned == {**prefill, **printed(PROBE)}


def test_explicit_none_of_a_multiple_choice_is_not_blank() -> None:
    subject = Subject("probe", "angaben", "AN", "wege")
    returned, _ = sent_and_returned(PROBE, {subject: ()})
    assert returned[subject] == ()


def test_reference_stands_in_the_form_as_its_list_offers_it() -> None:
    name = Subject("probe", "stellen", "ST101", "name")
    stelle = Subject("probe", "angaben", "AN", "stelle")
    form = writer(PROBE).write(RECIPIENT, {name: "Amt für Neues", stelle: "ST101"})
    record = next(one for one in read_back(form, PROBE).records if one.section == "angaben")
    assert (record.entries["stelle"].raw, record.entries["stelle"].value) == (
        "ST101 · Amt für Neues",
        "ST101",
    )


def test_value_without_a_cell_names_what_it_belongs_to() -> None:
    with pytest.raises(ProjectError, match=r"probe\.stellen\.ST999\.name"):
        writer(PROBE).write(RECIPIENT, {Subject("probe", "stellen", "ST999", "name"): "x"})


def test_no_answer_leaves_the_cell_empty() -> None:
    subject = Subject("probe", "angaben", "AN", "name")
    form = writer(PROBE).write(RECIPIENT, {subject: Missing.NO_ANSWER})
    assert form == writer(PROBE).write(RECIPIENT)


def test_rows_grow_with_what_they_are_prefilled_with() -> None:
    """Programs look at heights when something is typed, not when a file is opened."""
    form = writer(PROBE)
    block = next(one for one in form.layout.blocks if not (one.is_record or one.is_cross) and one.rows)
    column = next(one for one in block.columns if one.field.kind is Kind.TEXT and not one.field.personal)
    row = block.rows[-1]
    subject = Subject(block.worksheet.id, block.section.id, row.row_id, column.field.id)
    one_line, many = (
        heights(form.write(RECIPIENT, {subject: text}), block.sheet) for text in ("kurz", "lang " * 30)
    )
    assert many[row.row] >= one_line.get(row.row, 15.0) + 15
    others = one_line.keys() - {row.row}
    assert {other: many[other] for other in others} == {other: one_line[other] for other in others}


def heights(data: bytes, sheet: str) -> dict[int, float]:
    rows = openpyxl.load_workbook(io.BytesIO(data))[sheet].row_dimensions
    return {number: row.ht for number, row in rows.items() if row.ht is not None}
