"""Formulas and texts that Excel does not take in one cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import RULE, changed, problems, with_rule
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import FormulaCell
from ruecklauf.library import load_library
from ruecklauf.rules.excel import LENGTH_LIMIT

NESTED = " and ".join(
    [f"(plaetze > {n} or sum(plan.plaetze where fest and plaetze > 2) < {n})" for n in range(80)]
)


def test_rule_whose_formula_is_too_long_is_named_with_its_place(tmp_path: Path) -> None:
    (found,) = problems(
        tmp_path, with_rule(f"{{id: genug, constraint: {NESTED}, message: Zu wenig., at: plaetze}}")
    )
    assert found.startswith("26:33: the rule's formula has ")
    assert found.endswith(" characters, Excel takes 8192; split the rule.")


def test_text_that_fits_into_no_cell_is_named_with_its_section(tmp_path: Path) -> None:
    text = changed(("    title: Vorhaben\n", f"    title: Vorhaben\n    instructions: {'lang ' * 7_000}\n"))
    (found,) = problems(tmp_path, text)
    assert found == "11:19: a text in a cell has 32767 characters at most, here 34999; shorten it by 2232"


@pytest.mark.parametrize(
    "field", ["type: integer, min: 0, required: true", "type: scale, max: 9"], ids=["whole numbers", "scales"]
)
def test_table_of_very_many_columns_has_formulas_that_fit(tmp_path: Path, field: str) -> None:
    many = "".join(f"      - {{id: z{n}, {field}, label: Z{n}}}\n" for n in range(120))
    assert (
        problems(tmp_path, changed((RULE, RULE), ("      - {id: mail,", f"{many}      - {{id: mail,"))) == []
    )
    worksheet = load_library(tmp_path).worksheet("plan")
    layout = build_layout((load_library().worksheet("akteure"), worksheet))
    lengths = [
        len(cell.formula) for sheet in layout.sheets for cell in sheet.cells if isinstance(cell, FormulaCell)
    ]
    assert 4_000 < max(lengths) < LENGTH_LIMIT
