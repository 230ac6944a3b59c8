"""Closed answers: the label or the code, however it is spelt; likeness alone decides nothing."""

from __future__ import annotations

import pytest

from fieldtypes.typed import (
    LISTS,
    NO_ANSWER,
    SAME_FOR_ALL,
    TEXTS,
    UNREADABLE,
    Cell,
    boolean,
    formula,
    number,
    read,
)
from ruecklauf.cells import text_cell
from ruecklauf.fieldtypes.choice import ChoiceField, MultiChoiceField, YesNoUnknownField
from ruecklauf.values import Missing, Value

YES_NO = YesNoUnknownField.model_validate({"type": "yes_no_unknown", "id": "c", "label": "Gibt es das?"})
CHOICE = ChoiceField.model_validate({"type": "choice", "id": "c", "label": "Wo?", "list": "stellen"})
CODES = ("abh", "ki", "freier_traeger", "strassen")
MULTI = MultiChoiceField.model_validate(
    {"type": "multichoice", "id": "c", "label": "Welche?", "list": "stellen", "codes": CODES}
)

YES_NOS: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    ("ja", "ja", []),
    ("JA ", "ja", []),
    ("Nein", "nein", []),
    ("unbekannt", Missing.UNKNOWN, []),
    ("ja (seit 2019)", UNREADABLE, ["not_on_list_but_like"]),
    ("jain", UNREADABLE, ["not_on_list_but_like"]),
    ("?", UNREADABLE, ["not_on_list"]),
    ("x", UNREADABLE, ["not_on_list"]),
    (number("1"), UNREADABLE, ["not_on_list"]),
    (boolean("1"), "ja", []),
    (boolean("0"), NO_ANSWER, ["unticked_boxes"]),
]

CHOICES: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    ("Ausländerbehörde", "abh", []),
    ("ausländerbehörde", "abh", []),
    ("AUSLÄNDERBEHÖRDE", "abh", []),
    ("Auslaenderbehoerde", "abh", []),
    ("Ausla\u0308nderbeho\u0308rde", "abh", []),
    ("\u00a0Ausländerbehörde\n", "abh", []),
    ("abh", "abh", []),
    ("ABH", "abh", []),
    ("freier  Träger", "freier_traeger", []),
    ("freier_traeger", "freier_traeger", []),
    ("Strassen - Bau & Verkehr", "strassen", []),
    ("Trifft nicht zu", Missing.NOT_APPLICABLE, []),
    ("Ausländerbehörde und KI", UNREADABLE, ["not_on_list_but_like"]),
    ("Auslanderbehorde", UNREADABLE, ["not_on_list_but_like"]),
    ("Zoo", UNREADABLE, ["not_on_list"]),
    (formula("B2", text_cell("freier Träger")), "freier_traeger", ["formula_for_value"]),
]


@pytest.mark.parametrize(("cell", "value", "codes"), YES_NOS)
def test_yes_no_unknown_is_read_as_typed(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(YES_NO, cell) == (value, codes)


@pytest.mark.parametrize(("cell", "value", "codes"), CHOICES)
def test_choices_are_found_by_label_or_code(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(CHOICE, cell) == (value, codes)


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        (YES_NO, "ja (seit 2019)", "ja"),
        (CHOICE, "Auslanderbehorde", "Ausländerbehörde"),
        (CHOICE, "Integrationszentrum", "Kommunales Integrationszentrum (KI)"),
    ],
)
def test_finding_names_the_entry_that_was_probably_meant(field: ChoiceField, typed: str, meant: str) -> None:
    (noted,) = field.parse(text_cell(typed), LISTS, TEXTS).remarks
    assert dict(noted.params)["meant"] == meant


@pytest.mark.parametrize(
    ("ticks", "value"),
    [
        ({}, Missing.NO_ANSWER),
        (dict.fromkeys(CODES, Missing.NO_ANSWER), Missing.NO_ANSWER),
        ({"ki": True}, ("ki",)),
        ({"strassen": True, "abh": True, "ki": False}, ("abh", "strassen")),
        (dict.fromkeys(CODES, False), ()),
        ({"ki": True, "abh": Missing.UNREADABLE}, Missing.UNREADABLE),
    ],
)
def test_ticks_of_a_multiple_choice_are_combined(ticks: dict[str, Value], value: Value) -> None:
    assert MULTI.combine(ticks) == value


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        *SAME_FOR_ALL,
        ("Ausländerbehörde; freier Träger", ("abh", "freier_traeger"), []),
        ("freier Träger\nabh", ("abh", "freier_traeger"), []),
        ("Ausländerbehörde; Zoo", UNREADABLE, ["not_on_list"]),
    ],
)
def test_multiple_choice_in_one_cell(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(MULTI, cell) == (value, codes)
