"""Columns of the tables about the round say what they are, in every language."""

from __future__ import annotations

import pytest

from ruecklauf.indicators.control import QUALITY_COLUMNS, RETURN_COLUMNS
from ruecklauf.indicators.measuring import COLUMNS
from ruecklauf.texts import languages, load_texts


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("column", sorted({*RETURN_COLUMNS, *QUALITY_COLUMNS, *COLUMNS}))
def test_every_column_has_a_label(column: str, language: str) -> None:
    assert load_texts(language)(f"evaluation.columns.{column}")
