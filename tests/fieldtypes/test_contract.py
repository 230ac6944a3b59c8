"""What every field type promises: examples and any other value come back from a cell and from a text."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtypes.declared import FIELDS, KEYS, name_of
from fieldtypes.generating import values
from fieldtypes.typed import LISTS, TEXTS, as_returned
from ruecklauf.cells import CellKind, Raw, text_cell
from ruecklauf.fieldtypes import FIELD_TYPES
from ruecklauf.fieldtypes.base import FieldBase, Parsed
from ruecklauf.fieldtypes.choice import MultiChoiceField
from ruecklauf.fieldtypes.tick import boxes_text
from ruecklauf.layout.inputs import shown_text
from ruecklauf.values import Missing, Value, canonical_text

each_field = pytest.mark.parametrize("field", FIELDS, ids=lambda field: type(field).__name__)


def from_cell(value: Value, field: FieldBase) -> Parsed:
    return field.parse(as_returned(field.render(value, LISTS, TEXTS), field), LISTS, TEXTS)


def test_every_type_is_tried_here() -> None:
    assert tuple(dict.fromkeys(type(field) for field in FIELDS)) == FIELD_TYPES
    assert set(KEYS) <= set(map(name_of, FIELD_TYPES))


@each_field
def test_examples_come_back_from_a_cell_without_a_remark(field: FieldBase) -> None:
    examples = field.examples(LISTS)
    assert examples
    assert [from_cell(value, field) for value in examples] == [Parsed(value) for value in examples]


@each_field
def test_examples_come_back_from_their_text(field: FieldBase) -> None:
    for value in field.examples(LISTS):
        text = canonical_text(value)
        assert (value if text is None else field.from_text(text)) == value


@each_field
def test_counterexamples_are_remarked_on(field: FieldBase) -> None:
    contents = field.counterexamples(LISTS)
    assert contents or field.validation(LISTS, TEXTS) is None
    read = (
        partial(field.parse_part, texts=TEXTS)
        if isinstance(field, MultiChoiceField)
        else partial(field.parse, lists=LISTS, texts=TEXTS)
    )
    taken = [content for content in contents if not read(as_returned(content, field)).remarks]
    assert taken == []


@each_field
@given(data=st.data())
def test_any_value_comes_back_from_a_cell(field: FieldBase, data: st.DataObject) -> None:
    value = data.draw(values(field, LISTS, TEXTS).filter(lambda value: value != ()))
    assert from_cell(value, field).value == value


def in_document(value: Value, field: FieldBase) -> Parsed:
    """What comes back of a value that stands in a text document: of ticks, one of two boxes."""
    content = field.render(value, LISTS, TEXTS)
    if field.control(LISTS, TEXTS).kind == "boxes" and not field.parts:
        return field.parse(text_cell(boxes_text(str(content or ""), TEXTS)), LISTS, TEXTS)
    return field.parse(text_cell(shown_text(content, field, TEXTS)), LISTS, TEXTS)


@each_field
@given(data=st.data())
def test_any_value_comes_back_from_a_document(field: FieldBase, data: st.DataObject) -> None:
    value = data.draw(values(field, LISTS, TEXTS).filter(lambda value: value != ()))
    assert in_document(value, field).value == value


@each_field
def test_every_entry_that_a_document_offers_is_an_answer(field: FieldBase) -> None:
    control = field.control(LISTS, TEXTS)
    assert control.placeholder
    assert len(set(control.entries)) == len(control.entries)
    parsed = [field.parse(text_cell(entry), LISTS, TEXTS) for entry in control.entries]
    assert not any(reading.remarks for reading in parsed)


@each_field
@given(data=st.data())
def test_any_value_comes_back_from_its_text(field: FieldBase, data: st.DataObject) -> None:
    value = data.draw(values(field, LISTS, TEXTS))
    text = canonical_text(value)
    assert text is None if isinstance(value, Missing) else field.from_text(str(text)) == value


_LITERALS = st.from_regex(
    r"[+-]?([0-9]{1,20}\.?[0-9]{0,20}|\.[0-9]{1,5})([eE][+-]?[0-9]{1,3})?", fullmatch=True
)
_CELLS = st.one_of(
    st.builds(Raw, st.just(CellKind.TEXT), st.text()),
    st.builds(Raw, st.just(CellKind.NUMBER), _LITERALS, st.sampled_from(["General", "0%", "@"])),
    st.builds(Raw, st.just(CellKind.DATE), _LITERALS, moment=st.none() | st.datetimes()),
    st.builds(Raw, st.just(CellKind.BOOL), st.sampled_from("01")),
    st.builds(Raw, st.just(CellKind.ERROR), st.just("#NAME?")),
    st.builds(Raw, st.just(CellKind.BLANK), formula=st.none() | st.text()),
)


@each_field
@given(raw=_CELLS)
def test_nothing_that_is_typed_raises(field: FieldBase, raw: Raw) -> None:
    parsed = field.parse(raw, LISTS, TEXTS)
    assert bool(parsed.remarks) >= (parsed.value is Missing.UNREADABLE)


@each_field
def test_form_can_say_what_is_expected(field: FieldBase) -> None:
    assert 0 < len(field.expectation(LISTS, TEXTS)) <= 255


@each_field
def test_column_type_is_one_that_pandas_has(field: FieldBase) -> None:
    assert str(pd.Series([], dtype=field.dtype).dtype) in {  # type: ignore[call-overload]
        "string", "str", "Int64", "Float64", "boolean", "category", "datetime64[s]",
    }  # fmt: skip
