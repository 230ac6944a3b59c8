"""SheetJS (npm package `xlsx`): what scripts with it do, and its formats."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from gauntlet.filled import block_of, cell_of, known_answers
from gauntlet.mutation import Expected, Mutation
from gauntlet.places import column_of, gone
from gauntlet.programs import SCRIPTS, run_script

SCRIPT = SCRIPTS / "sheetjs.js"
FORMATTED = {"cellStyles": True, "cellNF": True}
SAME = "Every answer the same"
NOT_A_WORKBOOK = Expected("refused", frozenset({"not_a_workbook"}), why="A format that is not read.")
WOMEN = ("zielgruppe", "zielgruppe", "ZG001", "n_weiblich")
SHEET, CELL = cell_of(*WOMEN)


def _act(act: str, told: dict[str, Any], ending: str = "xlsx") -> Callable[[bytes, Path], bytes]:
    def run(form: bytes, folder: Path) -> bytes:
        source, back = folder / "Formular.xlsx", folder / f"Rückgabe.{ending}"
        source.write_bytes(form)
        run_script(SCRIPT, "xlsx", act, str(source), str(back), json.dumps(told), folder=folder)
        return back.read_bytes()

    return run


def _saved(name: str, ending: str, expected: Expected, /, **options: Any) -> Mutation:
    group = "programs" if expected.outcome == "accepted" else "files"
    return Mutation(f"read and written as {name}", group, "SheetJS", _act("save", options, ending), expected)


def _done(name: str, group: str, act: str, expected: Expected, /, **told: Any) -> Mutation:
    return Mutation(name, group, "SheetJS", _act(act, told), expected)


def _same(*findings: str, why: str) -> Expected:
    return Expected("accepted", frozenset(findings), why=f"{SAME}: {why}")


DAYS = {
    (one.worksheet, one.section, one.row_id, one.field): None
    for one, value in known_answers().items()
    if isinstance(value, date)
}
"""Unless told to keep formats, SheetJS leaves bare numbers where days were."""
ROUND_TRIP = _same(why="reading and writing changes nothing.")
BARE = Expected(
    "accepted",
    frozenset({"number_for_date"}),
    DAYS,
    why="Of days only bare numbers are left, which are shown; every other answer the same.",
)
FORMATS = (
    _saved("xlsx", "xlsx", BARE),
    _saved("xlsx with dates as such", "xlsx", ROUND_TRIP, reading={"cellDates": True}),
    _saved("xlsx with formats", "xlsx", ROUND_TRIP, reading=FORMATTED),
    _saved(
        "xlsx with shared strings",
        "xlsx",
        ROUND_TRIP,
        reading=FORMATTED,
        writing={"bookSST": True, "compression": True},
    ),
    _saved("xlsm", "xlsm", ROUND_TRIP, reading=FORMATTED),
    _saved("xls", "xls", ROUND_TRIP, reading=FORMATTED, writing={"bookType": "biff8"}),
    _saved("ods", "ods", BARE),
    _saved("ods with dates as such", "ods", ROUND_TRIP, reading={"cellDates": True}),
    _saved("fods with dates as such", "fods", ROUND_TRIP, reading={"cellDates": True}),
    _saved("xlsb", "xlsb", NOT_A_WORKBOOK),
    _saved("XML of Excel 2003", "xml", NOT_A_WORKBOOK, writing={"bookType": "xlml"}),
    _saved("HTML", "html", NOT_A_WORKBOOK),
    _saved("text of one sheet", "txt", NOT_A_WORKBOOK),
)
CHANGES = (
    _done(
        "values set by a script with SheetJS",
        "content",
        "set",
        Expected(
            "accepted",
            changed={WOMEN: 150, ("gremien", "gremien", "GR108", "name"): "Beirat Übergang"},
            why="The cells say so now.",
        ),
        cells=[
            {"sheet": SHEET, "cell": CELL, "value": 150},
            {
                "sheet": block_of("gremien").sheet,
                "cell": cell_of("gremien", "gremien", "GR108", "name")[1],
                "value": "Beirat Übergang",
            },
        ],
    ),
    _done(
        "sheet deleted by a script with SheetJS",
        "structure",
        "remove",
        Expected(
            "accepted",
            frozenset({"section_missing"}),
            gone("gremien"),
            why="The sheet is gone, and that is told.",
        ),
        sheet=block_of("gremien").sheet,
    ),
    _done(
        "visible sheets turned into rows of values and back",
        "structure",
        "rows",
        _same("names_lost", why="ids and heads say enough."),
        raw=True,
    ),
    _done(
        "rows appended below everything on a sheet",
        "structure",
        "append",
        _same("stray_text", why="a text far below a table is shown, not taken."),
        sheet=block_of("gremien").sheet,
        rows=[[], [None] * (column_of("gremien", "name") - 1) + ["Beirat Übergang"]],
    ),
    _done(
        "note set by a script with SheetJS",
        "notes",
        "note",
        _same("note_found", why="the note is shown."),
        sheet=SHEET,
        cell=CELL,
        text="Zahl vom Jugendamt",
    ),
    _done(
        "formula without a result set by a script",
        "content",
        "formula",
        Expected(
            "accepted",
            frozenset({"formula_without_value"}),
            {WOMEN: None},
            why="Nobody has calculated it: its text is shown.",
        ),
        sheet=SHEET,
        cell=CELL,
        formula="100+42",
    ),
    _done(
        "error value set by a script",
        "content",
        "error",
        Expected("accepted", frozenset({"error_value"}), {WOMEN: None}, why="An error is no number."),
        sheet=SHEET,
        cell=CELL,
    ),
)
MUTATIONS = (*FORMATS, *CHANGES)
