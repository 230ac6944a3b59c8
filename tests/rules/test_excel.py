from __future__ import annotations

import re

import pytest

from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.excel import holds, violated
from ruecklauf.rules.excel_fields import quoted
from rules.workbook import RowPlaces, SheetRow, World
from rules.world import LISTS, rule

WORLD = World(
    "1",
    {
        "plan.akteure": [SheetRow("AK001", {}), SheetRow("AK002", {})],
        "plan.gremien": [SheetRow("GR001", {}), SheetRow("GR002", {})],
    },
)
PLACES = RowPlaces(WORLD)
EXCEL_2007 = {"AND", "OR", "NOT", "ISNUMBER", "MATCH", "INDEX", "SUMPRODUCT", "TRIM", "LEN", "EXACT", "ROUND"}
EXCEL_2007 |= {"REPT", "ROW", "DATE", "INT", "FIND", "LOWER", "MID"}


def whole(cell: str) -> str:
    """What tells that a cell holds a whole number."""
    return f"ISNUMBER(1/(ISNUMBER({cell})*(INT({cell})={cell})))"


def ticked(cell: str) -> str:
    """What tells that a cell is ticked, however people tick."""
    words = "¦1¦j¦ja¦true¦wahr¦x¦☑¦☒¦✓¦✔¦"
    return f'ISNUMBER(1/(ISNUMBER(FIND("¦"&LOWER(TRIM({cell}))&"¦","{words}"))))'


def shortened(formula: str) -> str:
    """The formula with the sheets' names as single letters."""
    return formula.replace("'Akteure 1'!", "A!").replace("'Gremien 1'!", "G!")


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (
            "plaetze >= 3",
            f"ISNUMBER(1/({whole('A!$J3')}*(A!$J3>=3)))",
            f"ISNUMBER(1/({whole('A!$J3')}*(A!$J3<3)))",
        ),
        (
            'koop = "ja" implies eins',
            f'OR(ISNUMBER(1/(ISNUMBER(MATCH(A!$H3,Listen!$A$1:$A$2,0))*(A!$H3<>"ja"))),{ticked("A!$Q3")})',
            f'AND(ISNUMBER(1/((A!$H3="ja"))),NOT({ticked("A!$Q3")}))',
        ),
        (
            'bereich = "aw"',
            'ISNUMBER(1/((A!$E3="Arbeit, ""Wirtschaft""")))',
            'ISNUMBER(1/(ISNUMBER(MATCH(A!$E3,Listen!$B$1:$B$4,0))*(A!$E3<>"Arbeit, ""Wirtschaft""")))',
        ),
        (
            "count(gremien where fest and mitglieder > 2) = 1",
            f'(SUMPRODUCT((G!$A$3:$A$4<>"")*({ticked("G!$J$3:$J$4")}'
            f"*ISNUMBER(1/({whole('G!$F$3:$F$4')}*(G!$F$3:$F$4>2)))))=1)",
            f'(SUMPRODUCT((G!$A$3:$A$4<>"")*({ticked("G!$J$3:$J$4")}'
            f"*ISNUMBER(1/({whole('G!$F$3:$F$4')}*(G!$F$3:$F$4>2)))))<>1)",
        ),
        (
            "beginn <= 2026-06-30",
            "ISNUMBER(1/(ISNUMBER(A!$O3)*(INT(A!$O3)<=DATE(2026,6,30))))",
            "ISNUMBER(1/(ISNUMBER(A!$O3)*(INT(A!$O3)>DATE(2026,6,30))))",
        ),
    ],
)
def test_formulas(text: str, true: str, false: str) -> None:
    resolved = rule(text)
    assert (shortened(holds(resolved, PLACES)), shortened(violated(resolved, PLACES))) == (true, false)


def test_only_old_functions_are_used() -> None:
    texts = (
        "unique(name) and leitung.kosten * 2 > length(name) and beginn < 2026-06-30",
        'matches(kurz, "9-9")',
        'distinct(gremien.thema where length(titel) > 2 and titel <> "x") > 1 or resolves(leitung)',
        "sum(gremien.kosten where fest or not resolves(ober)) > 1 or unknown(belegt) or ticks(felder) = 1",
    )
    formulas = [reading(rule(text), PLACES) for text in texts for reading in (holds, violated)]
    assert {name for formula in formulas for name in re.findall(r"([A-Z]+)\(", formula)} == EXCEL_2007


def test_long_text_is_cut_into_pieces() -> None:
    assert quoted('"' * 256) == '("' + '""' * 255 + '"&"""")'


def test_formula_that_is_too_long_is_the_authors_mistake() -> None:
    codes = ", ".join(f'"{code.code}"' for code in LISTS["bereich"].codes)
    text = " or ".join([f"bereich not in ({codes})"] * 40)
    with pytest.raises(RuleError, match="characters, Excel takes 8192"):
        holds(rule(text), PLACES)


def test_formula_that_is_nested_too_deeply_is_the_authors_mistake() -> None:
    text = "eins"
    for number in range(70):
        text = f"({text} {('and', 'or')[number % 2]} zwei)"
    with pytest.raises(RuleError, match="nested deeper"):
        holds(rule(f"not ({text})"), PLACES)
