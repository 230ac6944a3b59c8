"""Excel formulas against evaluation: LibreOffice is the judge."""

from __future__ import annotations

import random
from datetime import datetime, time
from pathlib import Path

from ruecklauf.cells import text_cell
from ruecklauf.rules.evaluate import evaluate
from ruecklauf.rules.excel import holds, violated
from ruecklauf.rules.rows import Env
from rules.generate import ERROR, number_cell, random_rule, random_world
from rules.workbook import RowPlaces, SheetRow, World, recalculated, write_workbook
from rules.world import TABLES, WAVE_DATE, rule

SEED = 20260630
RULES = 240
WORLDS = 4


def _recalculate(worlds: list[World], formulas: list[str], folder: Path) -> list[object]:
    path = folder / "regeln.xlsx"
    write_workbook(path, worlds, formulas, wave_date=datetime.combine(WAVE_DATE, time()))
    return recalculated(path, folder)


def _present(world: World) -> list[tuple[int, SheetRow]]:
    return [(number, row) for number, row in enumerate(world.rows["plan.akteure"]) if row.row_id]


def test_excel_and_evaluation_agree(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    worlds = [random_world(str(number), chance) for number in range(WORLDS)]
    formulas: list[str] = []
    expected: list[bool] = []
    about: list[str] = []
    for number in range(RULES):
        text = random_rule(chance)
        resolved = rule(text)
        world = worlds[number % WORLDS]
        tables = world.table_rows()
        for position, (row_number, row) in enumerate(_present(world)):
            env = Env(WAVE_DATE, row.values(TABLES["plan.akteure"]), tables, position)
            verdict = evaluate(resolved, env)
            places = RowPlaces(world, row_number)
            formulas += [holds(resolved, places), violated(resolved, places)]
            expected += [verdict is True, verdict is False]
            about += [
                f"{reading}: {text} in {row.row_id} of {world.name}" for reading in ("holds", "violated")
            ]
    found = _recalculate(worlds, formulas, tmp_path)
    wrong = [
        f"{told} is {got!r}, expected {wanted}\n  ={formula}"
        for told, got, wanted, formula in zip(about, found, expected, formulas, strict=True)
        if got is not wanted
    ]
    assert not wrong, f"{len(wrong)} of {len(formulas)} differ\n" + "\n".join(wrong[:10])


TEXTS = (
    *("52062", "D-52062", "d-52062", "D52062", "AB 12", "AB  123", "A B 12", "AB", "AB 1234", "Abcde", "Äbc"),
    *("51.2-0815/26", "51.2-0815", "51.2-0815/", "51x2-0815", "?*~", "at", "ät", "ÄT", "A-12345", "-", "1.2"),
    *("12.+34/5", "123.-", "9", "a" * 60, "🙂🙂", "ｱ9", "99"),
)
PATTERNS = (
    *("99999", "D-99999", "AA 9{1,3}", "AA( 99)", "99.9-9{4}(/99)", "Aa{1,20}", "[Aaä]{0,2}t", "a{60}"),
    *("[Aa9*?~-]{1,6}", r"[D\A]-9{0,5}", "9{1,3}.[-+](9)[9/]{0,9}", '99.9-9{4}", "?[*]~', r"\99", "[Ä-](9)"),
)


def test_texts_are_as_patterns_say_in_both(tmp_path: Path) -> None:
    rows = [
        SheetRow(f"AK{number:03}", {("name", ""): text_cell(text)}) for number, text in enumerate(TEXTS, 1)
    ]
    world = World("1", {"plan.gremien": [SheetRow("GR001", {})], "plan.akteure": rows})
    formulas, expected, about = [], [], []
    for pattern in PATTERNS:
        resolved = rule(f'matches(name, "{pattern}")')
        verdicts = [evaluate(resolved, Env(WAVE_DATE, row.values(TABLES["plan.akteure"]))) for row in rows]
        assert {True, False} == set(verdicts), pattern
        for number, verdict in enumerate(verdicts):
            places = RowPlaces(world, number)
            formulas += [holds(resolved, places), violated(resolved, places)]
            expected += [verdict is True, verdict is False]
            about += [f"{TEXTS[number]!r} as {pattern}"] * 2
    found = zip(about, _recalculate([world], formulas, tmp_path), expected, strict=True)
    assert [one for one, got, wanted in found if got is not wanted] == []


def test_trees_end_at_the_same_height_in_both(tmp_path: Path) -> None:
    """A chain of 15 rows, beside it a second root and a circle of two."""
    above: list[int] = [0, *range(1, 15), 0, 18, 17]
    rows = [
        SheetRow(f"AK{number:03}", {("partner", ""): text_cell(f"AK{up:03} · Zeile AK{up:03}")} if up else {})
        for number, up in enumerate(above, start=1)
    ]
    world = World("1", {"plan.gremien": [SheetRow("GR001", {})], "plan.akteure": rows})
    resolved = rule("tree(partner)")
    tables = world.table_rows()
    expected = [
        evaluate(resolved, Env(WAVE_DATE, row.values(TABLES["plan.akteure"]), tables, number))
        for number, row in enumerate(rows)
    ]
    formulas = [holds(resolved, RowPlaces(world, number)) for number in range(len(rows))]
    assert expected == [True] * 13 + [False] * 5
    assert _recalculate([world], formulas, tmp_path) == expected


def test_error_value_in_a_summed_column_leaves_the_rule_open(tmp_path: Path) -> None:
    row = SheetRow("GR001", {("mitglieder", ""): ERROR, ("kosten", ""): number_cell("1")})
    world = World("1", {"plan.gremien": [row], "plan.akteure": [SheetRow("AK001", {})]})
    resolved = rule("sum(gremien.mitglieder) >= 0")
    formulas = [reading(resolved, RowPlaces(world)) for reading in (holds, violated)]
    assert _recalculate([world], formulas, tmp_path) == [False, False]
