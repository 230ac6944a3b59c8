"""Conditions of conditional formats, told from a cell alone."""

from __future__ import annotations

import pytest

from ruecklauf.cells import CellKind, Raw, text_cell
from ruecklauf.shown.conditions import Condition, foreign_format

TRUE, FALSE, UNKNOWN = True, False, None
SIX, DAY, WORD = Raw(CellKind.NUMBER, "6"), Raw(CellKind.DATE, "46203"), text_cell("Ja, ab Mai")
ERROR, BLANK = Raw(CellKind.ERROR, "#N/A"), Raw(CellKind.BLANK, formula="A1")


def is_(operator: str, *formulas: str) -> Condition:
    return Condition("cellIs", operator, formulas)


def has(kind: str, text: str) -> Condition:
    return Condition(kind, text=text, formulas=("SEARCH(1)",))


@pytest.mark.parametrize(
    ("condition", "raw", "holds"),
    [
        (is_("equal", "6"), SIX, TRUE),
        (is_("equal", "-6.0"), SIX, FALSE),
        (is_("notEqual", '"6"'), SIX, TRUE),
        (is_("equal", '"JA, ab Mai"'), WORD, TRUE),
        (is_("lessThan", "6"), SIX, FALSE),
        (is_("lessThanOrEqual", "6"), SIX, TRUE),
        (is_("greaterThan", "5.5"), SIX, TRUE),
        (is_("greaterThanOrEqual", "7"), SIX, FALSE),
        (is_("between", "7", "5"), SIX, TRUE),
        (is_("notBetween", "5", "7"), SIX, FALSE),
        (is_("greaterThan", "46000"), DAY, TRUE),
        (is_("equal", "$A$1"), SIX, UNKNOWN),
        (is_("between", "5", "A1"), SIX, UNKNOWN),
        (is_("greaterThan", '"a"'), SIX, UNKNOWN),
        (is_("greaterThan", "5"), WORD, UNKNOWN),
        (is_("equal", "5"), ERROR, UNKNOWN),
        (is_("equal"), SIX, UNKNOWN),
        (is_("between", "5"), SIX, UNKNOWN),
        (has("containsText", "AB"), WORD, TRUE),
        (has("containsText", "6"), SIX, TRUE),
        (has("notContainsText", "ab"), WORD, FALSE),
        (has("beginsWith", "ja"), WORD, TRUE),
        (has("endsWith", "ja"), WORD, FALSE),
        (has("endsWith", ""), WORD, UNKNOWN),
        (has("containsText", "j?"), WORD, UNKNOWN),
        (has("containsText", "6"), Raw(CellKind.NUMBER, "1.6"), UNKNOWN),
        (Condition("containsErrors"), ERROR, TRUE),
        (Condition("notContainsErrors"), ERROR, FALSE),
        (Condition("containsBlanks"), SIX, FALSE),
        (Condition("notContainsBlanks"), WORD, TRUE),
        (Condition("containsBlanks"), BLANK, UNKNOWN),
        (Condition("expression", formulas=("TRUE()",)), WORD, TRUE),
        (Condition("expression", formulas=("0",)), WORD, FALSE),
        (Condition("expression", formulas=("$A1>2",)), SIX, UNKNOWN),
        *((Condition(kind), SIX, UNKNOWN) for kind in ("top10", "duplicateValues", "timePeriod", "")),
        (Condition("always"), SIX, TRUE),
        (Condition("always"), WORD, FALSE),
    ],
)
def test_a_condition_holds_for_what_the_cell_holds(
    condition: Condition, raw: Raw, holds: bool | None
) -> None:
    assert condition.holds(raw) is holds


@pytest.mark.parametrize(
    "code", ['"▲ "0;"▲ "-0;"▲ "0;"▲ "@', "▲\\ General", '[>=0]"▲ "0;"▲ "-0', '"▲ "dd.mm.yyyy', '"⚠ "General']
)
def test_a_mere_mark_before_what_is_there_is_no_format_of_others(code: str) -> None:
    assert foreign_format(code) is None


@pytest.mark.parametrize("code", ["0", '"▲ "0;-0', "0%", ";;;", "General", '"▲ "0%', "", "▲", '"▲ "0,'])
def test_any_other_number_format_is(code: str) -> None:
    assert foreign_format(code) == code
