"""What people do to rows, columns, cells and sheets of a form in LibreOffice."""

from __future__ import annotations

from gauntlet.filled import LAYOUT, block_of
from gauntlet.mutation import Expected
from gauntlet.office_edits import Case, Edit, step
from gauntlet.places import area, contents, gone, question, row_of, whole, with_head

SHEETS = tuple(dict.fromkeys(block.sheet for block in LAYOUT.blocks))
AKTEURE, BEDARF, GREMIEN, ZIELGRUPPE = (
    block_of(name).sheet for name in ("akteure", "bedarf", "gremien", "zielgruppe")
)
ENTWICKLUNG = block_of("entwicklungsbedarf").sheet
SAME = "Every answer the same"


def _case(name: str, *steps: tuple[str, tuple[str | int, ...]], expected: Expected) -> Case:
    return Case(Edit(name, steps), "structure", expected)


def _same(*findings: str, why: str) -> Expected:
    return Expected("accepted", frozenset(findings), why=f"{SAME}: {why}")


def _unprotected(sheet: str) -> tuple[str, tuple[str, ...]]:
    return "unprotect", (sheet,)


def _at(worksheet: str, row_id: str, *, further: int = 0) -> tuple[str, str]:
    """A printed or free row of a table, or some rows, as a range in column A."""
    first = row_of(worksheet, row_id)
    return block_of(worksheet).sheet, f"A{first}:A{first + further}"


ROWS = (
    _case(
        "two rows inserted at the top of every sheet",
        step("unprotect", *SHEETS),
        *(step("insert_rows", sheet, "A1:A2") for sheet in SHEETS),
        expected=_same(why="ids, heads and names all move together."),
    ),
    _case(
        "blank rows inserted between answered rows",
        step("unprotect", AKTEURE, GREMIEN),
        step("insert_rows", *_at("akteure", "AK005", further=2)),
        step("insert_rows", *_at("gremien", "GR103")),
        expected=_same(why="a blank row without an id is none."),
    ),
    _case(
        "unused free rows deleted",
        step("unprotect", GREMIEN),
        step("delete_rows", *_at("gremien", "GR110", further=9)),
        expected=_same(why="nothing stood in them."),
    ),
    _case(
        "answered printed row deleted",
        step("unprotect", ENTWICKLUNG),
        step("delete_rows", *_at("entwicklungsbedarf", "EN006")),
        expected=Expected(
            "accepted",
            frozenset({"row_missing"}),
            gone("entwicklungsbedarf", row_id="EN006"),
            why="The row is gone with its answers, and its absence is told.",
        ),
    ),
    _case(
        "rows with their ids cut and pasted below the table's head",
        step("unprotect", GREMIEN),
        step("insert_rows", *_at("gremien", "GR101", further=1)),
        step("cut", GREMIEN, f"A{row_of('gremien', 'GR105') + 2}:XFD{row_of('gremien', 'GR106') + 2}"),
        step("paste", GREMIEN, f"A{row_of('gremien', 'GR101')}"),
        expected=_same(why="cut cells take their ids and names along."),
    ),
    _case(
        "rows with their ids cut and pasted into free rows of the table",
        step("unprotect", GREMIEN),
        step("delete_rows", *_at("gremien", "GR112", further=1)),
        step("insert_rows", *_at("gremien", "GR110", further=1)),
        step("cut", GREMIEN, f"A{row_of('gremien', 'GR103')}:XFD{row_of('gremien', 'GR104')}"),
        step("paste", GREMIEN, f"A{row_of('gremien', 'GR110')}"),
        expected=_same(why="cut cells take their ids and names along."),
    ),
    _case(
        "rows hidden, others grouped and folded, and a column hidden",
        step("unprotect", AKTEURE),
        step("group_rows", *_at("akteure", "AK021", further=8)),
        step("hide_rows", *_at("akteure", "AK005", further=10)),
        step("hide_columns", *area("akteure", ("AK001", "AK001"), ("koop", "koop"))),
        expected=_same(why="hidden cells count like others."),
    ),
    _case(
        "autofilter that shows one kind of row only",
        step("unprotect", AKTEURE),
        step("filter_rows", *with_head("akteure"), 4, "nein"),
        expected=_same(why="filtered rows count like others."),
    ),
)
SORTED = (
    _case(
        "tables sorted with their row ids",
        step("unprotect", BEDARF, GREMIEN),
        step("sort", *area("gremien", ("GR101", "GR107"), ("", "herkunft")), 2, "ascending"),
        step("sort", *whole("bedarf"), 4, "descending"),
        expected=_same("rows_moved", why="the ids moved with their rows."),
    ),
    _case(
        "printed rows sorted without their ids",
        step("unprotect", BEDARF),
        step("sort", *contents("bedarf"), 4, "descending"),
        expected=_same("rows_by_print", why="every row still shows what was printed into it."),
    ),
    _case(
        "one cell selected and the sort button pressed",
        step("unprotect", AKTEURE),
        step("sort_button", *area("akteure", ("AK003", "AK003"), ("institution", "institution"))),
        expected=Expected(
            "accepted", noted=True, why="Whatever area the program guesses, nothing is guessed."
        ),
    ),
)
COLUMNS = (
    _case(
        "columns inserted at the left and between fields",
        step("unprotect", AKTEURE),
        step("insert_columns", *area("akteure", ("AK001", "AK001"), ("koop", "koop"))),
        step("insert_columns", AKTEURE, "A1"),
        expected=_same(why="ids, heads and names all move together."),
    ),
    _case(
        "answered column deleted",
        step("unprotect", GREMIEN),
        step("delete_columns", *area("gremien", ("GR101", "GR101"), ("status", "status"))),
        expected=Expected(
            "accepted",
            frozenset({"column_missing"}),
            gone("gremien", field="status"),
            why="The column is gone with its answers, and its absence is told.",
        ),
    ),
    _case(
        "columns cut and pasted behind the table",
        step("unprotect", ZIELGRUPPE),
        step("cut", *area("zielgruppe", ("ZG001", "ZG009"), ("stichtag", "stichtag"))),
        step("paste", ZIELGRUPPE, f"N{row_of('zielgruppe', 'ZG001')}"),
        expected=Expected(
            "accepted",
            noted=True,
            why="The head stayed where it was: each date is shown, none is taken from elsewhere.",
        ),
    ),
    _case(
        "cells inserted into a single column",
        step("unprotect", AKTEURE),
        step("insert_cells_down", *area("akteure", ("AK006", "AK006"), ("institution", "institution"))),
        expected=Expected(
            "accepted",
            frozenset({"column_shifted"}),
            gone("akteure", field="institution", section="akteure"),
            noted=True,
            why="The names of institutions stand one row too low: none is taken.",
        ),
    ),
    _case(
        "cells of a single column deleted and the others moved up",
        step("unprotect", AKTEURE),
        step("delete_cells_up", *area("akteure", ("AK004", "AK004"), ("kerngruppe", "kerngruppe"))),
        expected=Expected(
            "accepted",
            frozenset({"column_shifted"}),
            gone("akteure", field="kerngruppe", section="akteure"),
            noted=True,
            why="The answers stand one row too high: none is taken.",
        ),
    ),
    _case(
        "two answers merged into one cell",
        step("unprotect", GREMIEN),
        step("merge", *area("gremien", ("GR101", "GR102"), ("herkunft", "herkunft"))),
        expected=_same("merged_answer", why="the covered cell keeps what is in it, and the merging is told."),
    ),
)
SHEET = (
    _case(
        "all sheets renamed and in another order",
        *(step("rename_sheet", sheet, f"{sheet} (fertig)") for sheet in SHEETS),
        *(step("move_sheet", f"{sheet} (fertig)", 0) for sheet in SHEETS),
        expected=_same("sheet_renamed", why="a sheet is known by what stands on it."),
    ),
    _case(
        "sheet copied and the original deleted",
        step("copy_sheet", AKTEURE, "Kopie"),
        step("delete_sheet", AKTEURE),
        expected=_same("sheet_renamed", why="the copy has all visible anchors."),
    ),
    _case(
        "sheet copied, deleted and the copy given its name",
        step("copy_sheet", BEDARF, "Kopie"),
        step("delete_sheet", BEDARF),
        step("rename_sheet", "Kopie", BEDARF),
        expected=_same(why="the copy has all visible anchors."),
    ),
    _case(
        "copy of a sheet kept, with another value",
        step("copy_sheet", ZIELGRUPPE, "Zielgruppe alt"),
        step("enter", "Zielgruppe alt", question("zielgruppe", "n_gesamt")[1], "999"),
        expected=_same(
            "extra_sheet", why="the sheet with the form's name counts; the copy's content is shown."
        ),
    ),
    _case(
        "hidden sheets deleted",
        step("delete_hidden_sheets"),
        expected=_same(why="the visible sheets say enough."),
    ),
    _case(
        "two sheets copied into a new file",
        step("into_new_file", AKTEURE, GREMIEN),
        expected=Expected(
            "accepted",
            frozenset({"section_missing"}),
            {
                answer: None
                for worksheet in LAYOUT.worksheets
                if worksheet.id not in ("akteure", "gremien")
                for answer in gone(worksheet.id)
            },
            why="What is there is read by the visible code; what is missing is told.",
        ),
    ),
)
CASES = (*ROWS, *SORTED, *COLUMNS, *SHEET)
