"""The reference of the language says what the program takes."""

from __future__ import annotations

from pathlib import Path

from ruecklauf.authoring.reference import reference
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes import FIELD_TYPES

PAGE = Path(__file__).parents[2] / "docs" / "declaring.md"


def test_the_page_is_as_the_program_makes_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: make schemas"


def test_it_has_every_key_and_every_type() -> None:
    text = reference()
    keys = {*Worksheet.model_fields, *(key for one in FIELD_TYPES for key in one.model_fields)}
    assert [key for key in keys - {"type", "codes"} if f"| `{key}` |" not in text] == []
    assert "tree(ref)" in text
