"""Formulas over the rows of everyone at once give what they give for each alliance by itself."""

from __future__ import annotations

from datetime import date
from random import Random

import pandas as pd
import pytest

from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.indicators import columns
from ruecklauf.indicators.columns import ColumnReader
from ruecklauf.indicators.formulas import bind_formula, measure_formulas
from ruecklauf.indicators.frames import Frames
from ruecklauf.rules.rows import Env
from rules.generate import random_formula
from rules.world import AKTEURE, GREMIEN, LISTS, SHEET_SCOPE

DAYS = {"1": date(2026, 6, 15), "2": date(2026, 6, 30)}
WHO = pd.MultiIndex.from_product([["A", "D"], [*DAYS, "3"]], names=["alliance", "wave"])
TEXTS = {
    Kind.NUMBER: ("0", "1", "2", "2.5", "-3", "0.1"),
    Kind.DATE: ("2026-06-01", "2026-06-15", "2026-06-30"),
    Kind.TEXT: ("Rat", "rat", "Runder  Tisch", "A", "7"),
    Kind.TICK: ("true", "false"),
    Kind.MULTI: ("", "aus", "aus;abs"),
    Kind.REFERENCE: ("GR001", "GR002", "GR999"),
}
REASONS = ("unknown", "not_applicable", "unreadable", "no_answer")


def drawn_frames(chance: Random) -> Frames:
    """Both tables of everyone, but for one who did not return the second."""
    tables, kinds = {}, {}
    for symbol in (GREMIEN, AKTEURE):
        keys = [(*key, f"GR{row:03}") for key in WHO for row in range(chance.randint(0, 7))]
        keys = [key for key in keys if symbol is GREMIEN or key[0] != "D"]
        frame = pd.DataFrame(keys, columns=["alliance", "wave", "row_id"], dtype=object)
        cells = {
            name: [drawn_cell(of.field, chance) for _ in keys]
            for name, of in symbol.fields.items()
            if name != "kurz"
        }
        tables[symbol.name] = frame.assign(**{name: [text for text, _ in own] for name, own in cells.items()})
        kinds[symbol.name] = frame.assign(**{name: [why for _, why in own] for name, own in cells.items()})
    return Frames(tables, kinds, tuple(DAYS))


def drawn_cell(field: FieldBase, chance: Random) -> tuple[object, object]:
    """A text or why there is none."""
    if chance.random() < 0.15:
        return pd.NA, chance.choice((*REASONS, pd.NA))
    if field.kind is Kind.CHOICE:
        return chance.choice(LISTS[field.list_id or ""].codes).code, pd.NA
    return chance.choice((*TEXTS[field.kind], "?") if field.kind is Kind.NUMBER else TEXTS[field.kind]), pd.NA


@pytest.mark.parametrize("wide", [columns._WIDE, 2])
def test_formulas_give_for_everyone_what_they_give_for_each(
    wide: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "_WIDE", wide)
    chance = Random(23)
    seen = apart = 0
    for _ in range(4):
        reader = ColumnReader(drawn_frames(chance), [GREMIEN, AKTEURE], DAYS)
        for _ in range(15):
            text = random_formula(chance)
            formula = bind_formula(text, SHEET_SCOPE)
            found = measure_formulas({"value": formula, "n": formula, "part": formula}, reader, WHO, DAYS)
            able = [key for key in WHO if all(reader.rows.has(key, name) for name in formula.tables)]
            assert list(found.index) == able, text
            for key, got in zip(able, found["part"].tolist(), strict=True):
                alone = formula.compute(Env(DAYS.get(key[1], date.min), tables=reader.rows.tables(key)))
                assert (None if pd.isna(got) else got) == (None if alone is None else float(alone)), text
                seen += 1
            apart += formula.parted is not None
    assert 20 < apart < 60 and seen > 150, "rows that refer to one another are among them, too"


def test_a_table_that_nobody_returned_gives_nobody() -> None:
    chance = Random(1)
    frames = drawn_frames(chance)
    tables = {GREMIEN.name: frames.tables[GREMIEN.name]}
    reader = ColumnReader(Frames(tables, frames.kinds, tuple(DAYS)), [GREMIEN, AKTEURE], DAYS)
    formula = bind_formula("count(akteure)", SHEET_SCOPE)
    assert measure_formulas({"value": formula, "n": formula}, reader, WHO, DAYS).empty
    formula = bind_formula("count(gremien)", SHEET_SCOPE)
    found = measure_formulas({"value": formula, "n": formula}, reader, WHO, DAYS)
    assert found["n"].sum() == len(tables[GREMIEN.name])
