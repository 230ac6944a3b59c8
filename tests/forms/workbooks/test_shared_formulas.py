"""Formulas that read alike are written once, and mean the same."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from forms.making import FROZEN, RECIPIENT, with_referred, writer
from forms.package import opened
from ruecklauf.cells import a1
from ruecklauf.forms.workbooks.shared_formulas import share_formulas


def cell(address: str, formula: str) -> str:
    return f'<c r="{address}" s="1"><f>{formula}</f><v>0</v></c>'


def shared(xml: str) -> list[str]:
    """The ranges of the groups."""
    return re.findall(r'ref="([^"]+)"', share_formulas(xml))


@pytest.mark.parametrize(
    ("formulas", "groups"),
    [
        ({"A1": "B1+1", "A2": "B2+1", "A3": "B3+1"}, ["A1:A3"]),
        ({"A1": "B$1+1", "B1": "C$1+1", "C1": "D$1+1"}, ["A1:C1"]),
        ({"A1": "INDEX(rl.f.ak1,B1)", "A2": "INDEX(rl.f.ak1,B2)", "A3": "INDEX(rl.f.ak1,B3)"}, ["A1:A3"]),
        ({"A1": 'B1&"B1!"', "A2": 'B2&"B1!"', "A3": 'B3&"B1!"'}, ["A1:A3"]),
        ({"A1": 'B1&"B1"', "A2": 'B2&"B2"', "A3": 'B3&"B3"'}, []),
        ({"A1": "B1+1", "A2": "B2+1"}, []),
        ({"A1": "B1+1", "A2": "B2+1", "A4": "B4+1", "A5": "B5+1"}, []),
        ({"A1": "B1+1", "A2": "B1+1", "A3": "B1+1"}, []),
        ({"A1": "'X'!B1+1", "A2": "'X'!B2+1", "A3": "'X'!B3+1"}, []),
    ],
    ids=["down", "along", "names", "texts", "other texts", "too few", "gap", "same text", "other sheet"],
)
def test_runs_of_formulas_that_read_alike_are_shared(formulas: dict[str, str], groups: list[str]) -> None:
    assert shared("".join(cell(*item) for item in formulas.items())) == groups


def test_openpyxl_reads_every_formula_of_a_form_as_it_was_planned() -> None:
    maker = writer(with_referred(*FROZEN))
    book = openpyxl.load_workbook(io.BytesIO(maker.write(RECIPIENT)))
    for plan in maker.layout.sheets:
        read = {place: book[plan.name].cell(*place).value for place in plan.formulas}
        assert read == {place: f"={planned.formula}" for place, planned in plan.formulas.items()}


def test_formulas_over_other_sheets_are_never_shared() -> None:
    """Excel does not move their references: it would show every row the first one's."""
    form = opened(writer(with_referred(*FROZEN)).write(RECIPIENT))
    masters = [
        formula.text or ""
        for tab in form.tabs
        for formula in tab.all("f")
        if formula.get("t") == "shared" and formula.get("ref")
    ]
    assert len(masters) > 100
    assert [text for text in masters if "!" in re.sub(r'"[^"]*"', "", text)] == []


def test_shared_cells_are_where_their_group_is() -> None:
    xml = share_formulas("".join(cell(a1(row, 1), f"B{row}*2") for row in range(1, 6)))
    assert xml.count('si="0"') == 5
    assert '<c r="A3" s="1"><f t="shared" si="0"/><v>0</v></c>' in xml
