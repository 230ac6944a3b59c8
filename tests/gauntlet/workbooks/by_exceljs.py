"""ExcelJS: what scripts with it do to a form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gauntlet.filled import block_of, cell_of
from gauntlet.mutation import Expected, Mutation
from gauntlet.places import area, column_of, gone, row_of
from gauntlet.programs import SCRIPTS, run_script

SCRIPT = SCRIPTS / "exceljs.js"
SAME = "Every answer the same"
WOMEN = ("zielgruppe", "zielgruppe", "ZG001", "n_weiblich")
TOTAL = ("zielgruppe", "zielgruppe", "ZG002", "n_gesamt")
DAY = ("zielgruppe", "zielgruppe", "ZG002", "stichtag")
SHEET, CELL = cell_of(*WOMEN)
AKTEURE, GREMIEN = (block_of(name).sheet for name in ("akteure", "gremien"))


def _done(name: str, group: str, act: str, expected: Expected, /, **told: Any) -> Mutation:
    return Mutation(name, group, "ExcelJS", _act(act, told), expected)


def _act(act: str, told: dict[str, Any]) -> Callable[[bytes, Path], bytes]:
    def run(form: bytes, folder: Path) -> bytes:
        source, back = folder / "Formular.xlsx", folder / "Rückgabe.xlsx"
        source.write_bytes(form)
        run_script(SCRIPT, "exceljs", act, str(source), str(back), json.dumps(told), folder=folder)
        return back.read_bytes()

    return run


def _same(*findings: str, why: str) -> Expected:
    return Expected("accepted", frozenset(findings), why=f"{SAME}: {why}")


MUTATIONS = (
    _done(
        "opened and saved by ExcelJS", "programs", "save", _same(why="opening and saving changes nothing.")
    ),
    _done(
        "values streamed into a new file by ExcelJS",
        "programs",
        "stream",
        _same("names_lost", why="ids and heads say enough."),
    ),
    _done(
        "values set by a script with ExcelJS",
        "content",
        "set",
        Expected("accepted", changed={WOMEN: 150}, why="The cell says so; digits in a text are a number."),
        cells=[
            {"sheet": SHEET, "cell": CELL, "value": 150},
            {"sheet": SHEET, "cell": cell_of(*TOTAL)[1], "value": "1205"},
            {"sheet": SHEET, "cell": cell_of(*DAY)[1], "value": "31.3.2026"},
        ],
    ),
    _done(
        "formula with its result set by a script",
        "content",
        "set",
        _same("formula_for_value", why="the result is stored beside the formula."),
        cells=[{"sheet": SHEET, "cell": CELL, "value": {"formula": "100+42", "result": 142}}],
    ),
    _done(
        "number written as rich text",
        "content",
        "rich",
        _same(why="digits are a number, however they look."),
        sheet=SHEET,
        cell=CELL,
        parts=["1", "42"],
    ),
    _done(
        "answer turned into a link",
        "content",
        "set",
        _same(why="the text of the link is the answer."),
        cells=[
            {
                "sheet": GREMIEN,
                "cell": cell_of("gremien", "gremien", "GR103", "name")[1],
                "value": {"text": "Lernwerkstatt Ahornstadt 03", "hyperlink": "https://gremium.example/"},
            }
        ],
    ),
    _done(
        "blank rows inserted by a script",
        "structure",
        "splice_rows",
        _same(why="ids and names move together."),
        sheet=GREMIEN,
        row=row_of("gremien", "GR103"),
        inserted=2,
        deleted=0,
    ),
    _done(
        "blank rows inserted at the top of a sheet by a script",
        "structure",
        "splice_rows",
        _same(why="ids, heads and names move together."),
        sheet=AKTEURE,
        row=1,
        inserted=2,
        deleted=0,
    ),
    _done(
        "answered row deleted by a script",
        "structure",
        "splice_rows",
        Expected(
            "accepted",
            changed=gone("gremien", row_id="GR102", section="gremien"),
            why="The free row is gone with its answers; all others are found.",
        ),
        sheet=GREMIEN,
        row=row_of("gremien", "GR102"),
        inserted=0,
        deleted=1,
    ),
    _done(
        "blank column inserted by a script",
        "structure",
        "splice_columns",
        _same(why="heads and names move together."),
        sheet=GREMIEN,
        column=column_of("gremien", "status"),
    ),
    _done(
        "sheet deleted by a script with ExcelJS",
        "structure",
        "remove",
        Expected(
            "accepted",
            frozenset({"section_missing"}),
            gone("gremien"),
            why="The sheet is gone, and that is told.",
        ),
        sheet=GREMIEN,
    ),
    _done(
        "sheet renamed by a script",
        "structure",
        "rename",
        _same("sheet_renamed", why="ids and heads say enough."),
        sheet=GREMIEN,
        name="Gremien & Runden",
    ),
    _done(
        "sheet added by a script",
        "structure",
        "add",
        _same("extra_sheet", why="what stands on it is shown."),
        name="Nachtrag",
        text="Im Januar kommt eine Stelle dazu.",
    ),
    _done(
        "note set by a script with ExcelJS",
        "notes",
        "note",
        _same("note_found", why="the note is shown."),
        sheet=SHEET,
        cell=CELL,
        text="Zahl vom Jugendamt",
    ),
    _done(
        "answers merged by a script",
        "structure",
        "merge",
        Expected(
            "accepted",
            frozenset({"merged_answer"}),
            {
                ("gremien", "gremien", "GR106", "art"): None,
                ("gremien", "gremien", "GR107", "art"): None,
            },
            noted=True,
            why="Only the upper cell keeps its text.",
        ),
        sheet=GREMIEN,
        area=area("gremien", ("GR105", "GR107"), ("art", "art"))[1],
    ),
    _done(
        "answer struck through by a script",
        "content",
        "strike",
        _same("struck_answer", why="it is taken, and the stroke is told."),
        sheet=GREMIEN,
        cell=cell_of("gremien", "gremien", "GR103", "name")[1],
    ),
)
