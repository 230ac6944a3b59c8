"""What every field type promises: examples and any other value come back from a cell and from a text."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from fieldtypes.generating import values
from fieldtypes.typed import LISTS, TEXTS
from ruecklauf.cells import BLANK, CellKind, Raw, text_cell
from ruecklauf.fieldtypes import FIELD_TYPES, AnyField
from ruecklauf.fieldtypes.base import CellContent, FieldBase, Parsed
from ruecklauf.fieldtypes.tick import boxes_text
from ruecklauf.layout.inputs import shown_text
from ruecklauf.values import Missing, Value, canonical_text

_ADAPTER: TypeAdapter[FieldBase] = TypeAdapter(AnyField)
_KEYS: dict[str, list[dict[str, Any]]] = {
    "text": [{}, {"max_length": 3}, {"missing": ["unknown"]}],
    "longtext": [{}, {"personal": True}],
    "integer": [{}, {"min": 1, "max": 10}, {"min": -3, "missing": ["unknown", "not_applicable"]}],
    "decimal": [{}, {"min": 0, "max": 10, "unit": "VZÄ"}, {"missing": ["unknown"]}],
    "percent": [{}, {"min": -50, "max": 250}, {"missing": ["not_applicable"]}],
    "date": [{}, {"min": "2010-01-01", "max": "2049-12-31", "missing": ["not_applicable", "unknown"]}],
    "choice": [{"list": "stellen"}],
    "multichoice": [{"list": "stellen", "codes": ["abh", "ki", "freier_traeger", "strassen"]}],
    "scale": [{}, {"min": 1, "max": 5, "labels": {"1": "nie", "5": "immer"}, "missing": ["unknown"]}],
    "ags": [{}, {"several": True}],
    "reference": [{"to": "akteure"}],
}
"""Declarations that are worth a try of their own, and those of types with keys that must be given."""


def name_of(kind: type[FieldBase]) -> str:
    """The `type` that a declaration gives."""
    (name,) = get_args(kind.model_fields["type"].annotation)
    return str(name)


FIELDS = [
    _ADAPTER.validate_python({"id": "feld", "label": "Feld", "type": name, **keys})
    for name in map(name_of, FIELD_TYPES)
    for keys in _KEYS.get(name, [{}])
]

each_field = pytest.mark.parametrize("field", FIELDS, ids=lambda field: type(field).__name__)


def as_returned(content: CellContent, field: FieldBase) -> Raw:
    """The cell as a spreadsheet program hands it back: numbers are doubles, written with 17 digits."""
    match content:
        case None:
            return BLANK
        case str():
            return text_cell(content)
        case date():
            return Raw(CellKind.DATE, "1", field.number_format, datetime.combine(content, time()))
        case number:
            return Raw(CellKind.NUMBER, format(float(number), ".17g"), field.number_format)


def from_cell(value: Value, field: FieldBase) -> Parsed:
    return field.parse(as_returned(field.render(value, LISTS, TEXTS), field), LISTS, TEXTS)


def test_every_type_is_tried_here() -> None:
    assert tuple(dict.fromkeys(type(field) for field in FIELDS)) == FIELD_TYPES
    assert set(_KEYS) <= set(map(name_of, FIELD_TYPES))


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
