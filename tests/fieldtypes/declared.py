"""Fields of every registered type, declared as authors declare them."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import TypeAdapter

from ruecklauf.fieldtypes import FIELD_TYPES, AnyField
from ruecklauf.fieldtypes.base import FieldBase

_ADAPTER: TypeAdapter[FieldBase] = TypeAdapter(AnyField)
KEYS: dict[str, list[dict[str, Any]]] = {
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
    for keys in KEYS.get(name, [{}])
]
