"""Formulas of conditions, worked out as far as they are simple."""

from __future__ import annotations

import pytest

from ruecklauf.cells import BLANK, CellKind, Raw, text_cell
from ruecklauf.shown.expressions import FAILED, UnknownError, Value, nowhere, worked_out

CELLS = {
    "A1": Raw(CellKind.NUMBER, "6"),
    "$B$1": text_cell("Ja, ab Mai"),
    "C1": BLANK,
    "D1": Raw(CellKind.BOOL, "1"),
    "E1": Raw(CellKind.ERROR, "#N/A"),
    "F1": Raw(CellKind.BLANK, formula="A1"),
    "G1": Raw(CellKind.DATE, "46203"),
}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1.5", 1.5),
        (' "Ja ""x""" ', 'ja "x"'),
        ("TRUE", True),
        ("FALSE()", False),
        ("-(2)", -2.0),
        ("A1", 6.0),
        ("[.A1]", 6.0),
        ("A1>5", True),
        ("A1<=5", False),
        ("A1<>6", False),
        ("-A1<+5", True),
        ("G1>46000", True),
        ('$B$1="JA, ab mai"', True),
        ('A1="6"', False),
        ("D1=1", False),
        ('C1=""', True),
        ("C1=0", True),
        ("C1=D1", False),
        ("C1<1", True),
        ("AND(A1>5,C1=0,D1)", True),
        ("OR(A1>9;NOT(D1))", False),
        ("LEN(TRIM($B$1))>0", True),
        ("LEN(A1)", 1.0),
        ("LEN(C1)", 0.0),
        ("ISBLANK(C1)", True),
        ("ISNUMBER(A1)", True),
        ("ISTEXT(A1)", False),
        ('SEARCH("AB",$B$1)', 5.0),
        ('SEARCH("nein",$B$1)', FAILED),
        ('NOT(ISERROR(SEARCH("ab",$B$1)))', True),
    ],
)
def test_simple_formulas_are_worked_out(formula: str, value: Value) -> None:
    found = worked_out(formula, lambda reference: CELLS[reference])
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "formula",
    [
        *("", "A1>", "(A1", "A1)", "A1 5", "AND(A1", "1,2", '"a', "Blatt2!A1=1", "[$Blatt2.A1]=1", "name>1"),
        *("MOD(A1,2)=0", "A1*2", "E1=1", "F1=1", '$B$1>"a"', "A1>D1", "D1>1", "AND($B$1)"),
        *('SEARCH("n*",$B$1)', 'SEARCH("a")', 'SEARCH("nein",$B$1)>0', "LEN(A1,C1)", "LEN(D1)", "$A"),
        *("(" * 30 + "1" + ")" * 30, "+".join(["1"] * 400)),
    ],
)
def test_more_is_not_known(formula: str) -> None:
    with pytest.raises(UnknownError):
        worked_out(formula, lambda reference: CELLS[reference])


def test_cells_of_a_condition_that_lies_nowhere_are_not_known() -> None:
    with pytest.raises(UnknownError):
        worked_out("A1=1", nowhere)
