"""Ticks, however they are made; an empty cell is no answer and never a no."""

from __future__ import annotations

import pytest

from fieldtypes.typed import (
    NO_ANSWER,
    SAME_FOR_ALL,
    TEXTS,
    UNREADABLE,
    Cell,
    boolean,
    formula,
    moment,
    number,
    read,
)
from ruecklauf.cells import Raw, text_cell
from ruecklauf.fieldtypes.choice import MultiChoiceField
from ruecklauf.fieldtypes.tick import TickField, tick_words
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

TICK = TickField.model_validate({"type": "tick", "id": "t", "label": "Trifft zu"})
PART = MultiChoiceField.model_validate({"type": "multichoice", "id": "t", "label": "t", "list": "stellen"})

YES = [
    "x",
    "X",
    " x ",
    "ja",
    "Ja",
    "j",
    "✓",
    "✔",
    "☒",
    "☑",
    "1",
    "WAHR",
    "true",
    number("1"),
    number("1.0"),
    boolean("1"),
    "ja\u200b",
    "\ufeffja",
    "✓\ufe0f",
    "☑\ufe0f",
    "\u2060x\u2060",
]
NO = ["nein", "Nein", "n", "0", "FALSCH", "-", "–", number("0"), "nein\u200b", "ne\u00adin"]
NEITHER = [
    "ja (seit 2019)",
    "?",
    "k. A.",
    "xx",
    "unbekannt",
    "✗",
    "j\u0430",
    "\u202eaj",
    number("2"),
    moment(2026, 6, 30),
]

BOXES: list[tuple[Cell, Value, list[str]]] = [
    ("☐ ja ☐ nein", NO_ANSWER, []),
    ("☐\ufe0f ja ☐\ufe0f nein", NO_ANSWER, []),
    ("☒\ufe0f ja ☐\ufe0f nein\u200b", True, []),
    ("☒ ja ☐ nein", True, []),
    ("☐ ja ☒ nein", False, []),
    ("☑ja  ☐nein", True, []),
    ("x ja ☐ nein", True, []),
    *((f"☐ ja ☐ nein {mark}", UNREADABLE, ["no_tick"]) for mark in ("x", "X", "✓", "✔", "1", "-", "■", "☒")),
    *((f"{mark} ☐ ja ☐ nein", UNREADABLE, ["no_tick"]) for mark in ("x", "✓", "-")),
    ("☐ ja ☐ nein nein", False, []),
    ("☐ ja ☐ nein: Ja.", UNREADABLE, ["no_tick"]),
    ("nein ☐ ja ☐ nein", False, []),
    ("☒ ja ☒ nein", UNREADABLE, ["both_boxes"]),
    ("☒ ja ☐ nein (ab 2027)", UNREADABLE, ["no_tick"]),
    ("☐ ja ☐ nein teils", UNREADABLE, ["no_tick"]),
    ("☐ ja ☐ nein (durchgestrichen: nein)", UNREADABLE, ["boxes_struck"]),
    ("☐ ja ☐ nein (hervorgehoben: nein)", UNREADABLE, ["boxes_marked"]),
    ("✓ ja", True, []),
    ("☑ja", True, []),
    ("☒ ja", True, []),
    ("x ja", True, []),
    ("[x] ja", True, []),
    ("☒ nein", False, []),
    ("■ nein", False, []),
    ("[X] nein", False, []),
    ("[x] ja [ ] nein", True, []),
    ("[ ] ja [x] nein", False, []),
    ("[ ] ja [ ] nein", NO_ANSWER, []),
    ("□ ja ■ nein", False, []),
    ("■ ja □ nein", True, []),
    ("■ ja ■ nein", UNREADABLE, ["both_boxes"]),
    ("Ja.", True, []),
    ("Ja!", True, []),
    ("Nein!", False, []),
    ("nein.", False, []),
    ("ja?", UNREADABLE, ["no_tick"]),
    (".", UNREADABLE, ["no_tick"]),
    ("ja X nein", UNREADABLE, ["no_tick"]),
    ("ja ☒ nein", UNREADABLE, ["no_tick"]),
    ("ja nein", UNREADABLE, ["no_tick"]),
    ("ja / nein", UNREADABLE, ["no_tick"]),
    ("☐ ja", UNREADABLE, ["no_tick"]),
    ("☐ nein", UNREADABLE, ["no_tick"]),
    ("[ ] nein", UNREADABLE, ["no_tick"]),
    ("☒ ja (ab 2027)", UNREADABLE, ["no_tick"]),
    ("☒ ja ☒", UNREADABLE, ["no_tick"]),
]
TICKS: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    *((cell, True, []) for cell in YES),
    *((cell, False, []) for cell in NO),
    *((cell, UNREADABLE, ["no_tick"]) for cell in NEITHER),
    *((cell, NO_ANSWER, ["unticked_boxes"]) for cell in (boolean("0"), formula("FALSE()", boolean("0")))),
    (formula("TRUE()", boolean("1")), True, []),
    (formula("A1>5", boolean("0")), NO_ANSWER, ["unticked_boxes", "formula_for_value"]),
    *BOXES,
]


@pytest.mark.parametrize(("cell", "value", "codes"), TICKS)
def test_ticks_are_read_however_they_are_made(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(TICK, cell) == (value, codes)


@pytest.mark.parametrize(("cell", "value", "codes"), TICKS)
def test_cell_of_one_code_is_read_like_a_tick(cell: Cell, value: Value, codes: list[str]) -> None:
    raw = cell if isinstance(cell, Raw) else text_cell(cell)
    parsed = PART.parse_part(raw, TEXTS)
    assert (parsed.value, [noted.code for noted in parsed.remarks]) == (value, codes)


IN_ENGLISH: tuple[tuple[str, Value], ...] = (
    ("x", True),
    ("yes", True),
    ("Y", True),
    ("ja", True),
    ("no", False),
    ("nein", False),
    ("☒ yes ☐ no", True),
    ("☐ yes ☒ no", False),
    ("☐ yes ☐ no", Missing.NO_ANSWER),
    ("☐ yes ☐ no (struck through: yes)", Missing.UNREADABLE),
    ("maybe", Missing.UNREADABLE),
)


@pytest.mark.parametrize(("typed", "value"), IN_ENGLISH)
def test_english_form_takes_english_words(typed: str, value: Value) -> None:
    assert TICK.parse(text_cell(typed), {}, load_texts("en")).value == value


@pytest.mark.parametrize("typed", ["yes", "no"])
def test_german_form_takes_no_english_words(typed: str) -> None:
    assert TICK.parse(text_cell(typed), {}, TEXTS).value is Missing.UNREADABLE


def test_cell_offers_the_words_of_its_language() -> None:
    assert [tick_words(load_texts(language)) for language in ("de", "en")] == [("x", "nein"), ("x", "no")]
