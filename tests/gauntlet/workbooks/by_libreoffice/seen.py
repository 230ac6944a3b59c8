"""What the sender saw in LibreOffice, in every format: names beside ids, cells moved under ids that stay."""

from __future__ import annotations

from gauntlet.filled import block_of, known_answers
from gauntlet.mutation import Answer, Expected
from gauntlet.office_edits import Case, Edit, Step, step
from gauntlet.places import area, column_of, gone, question, row_of, whole
from ruecklauf.cells import a1
from ruecklauf.findings import Subject
from ruecklauf.layout.geometry import STATUS_COLUMN

KINDS = {"xlsx": "Excel workbook", "ods": "OpenDocument spreadsheet", "xls": "old Excel workbook"}
NEIGHBOUR_AGS = "05974000"
"""Of the other alliance that the project knows."""
CROSS, ACTORS, BODIES = map(block_of, ("mitgliedschaften", "akteure", "gremien"))


def _seen(name: str, *steps: Step, sheets: tuple[str, ...], expected: Expected) -> tuple[Case, ...]:
    """Something done to sheets whose protection was taken off, saved in each format."""
    unprotected = step("unprotect", *sheets)
    return tuple(
        Case(Edit(f"{name}, saved as {kind}", (unprotected, *steps), (extension,)), "structure", expected)
        for extension, kind in KINDS.items()
    )


def _expected(*codes: str, why: str, changed: dict[Answer, None] | None = None) -> Expected:
    return Expected("accepted", frozenset(codes), changed or {}, noted=True, why=why)


def _same(*codes: str, why: str) -> Expected:
    return Expected("accepted", frozenset(codes), why=f"Every answer the same: {why}")


def _name_of(worksheet: str, row_id: str, field: str) -> str:
    return str(known_answers()[Subject(worksheet, worksheet, row_id, field)])


def _head_beside(row_id: str) -> str:
    """The cell of a cross table with the name beside a row's id."""
    return a1(row_of("mitgliedschaften", row_id), STATUS_COLUMN)


def _head_above(row_id: str) -> str:
    column = next(plan.row for plan in CROSS.across if plan.row_id == row_id)
    return a1(CROSS.header_row + 1, column)


def _crossing(row_id: str, other: str) -> str:
    column = next(plan.row for plan in CROSS.across if plan.row_id == other)
    return a1(row_of("mitgliedschaften", row_id), column)


def _all_fields(worksheet: str, row_id: str) -> tuple[str, str]:
    columns = block_of(worksheet).columns
    return area(worksheet, (row_id, row_id), (columns[0].field.id, columns[-1].field.id))


STATUS = gone("zielgruppe", field="status")
"""Printed cells alone make no answered row."""
MOST = area("zielgruppe", ("ZG002", "ZG002"), ("n_gesamt", "quelle_art"))
ALL = _all_fields("prioritaeten", "PR102")
_MOVED = "The rows' names say that these columns were moved: none of their cells is taken, all are shown."
_FOLLOW = "the names beside the ids are looked up by id."
_ROLES = "The name is another row's than the id: the roles are taken for neither, and shown."

CELLS = (
    *_seen(
        "most cells of a row deleted and those below moved up",
        step("delete_cells_up", *MOST),
        sheets=(MOST[0],),
        expected=_expected(
            "column_shifted", why=_MOVED, changed={**STATUS, **gone("zielgruppe", row_id="ZG002")}
        ),
    ),
    *_seen(
        "cells inserted into most columns and those below moved down",
        step("insert_cells_down", *MOST),
        sheets=(MOST[0],),
        expected=_expected("column_shifted", why=_MOVED, changed=STATUS),
    ),
    *_seen(
        "all answers of a row deleted and those below moved up",
        step("delete_cells_up", *ALL),
        sheets=(ALL[0],),
        expected=_expected("column_shifted", why=_MOVED, changed=gone("prioritaeten", row_id="PR102")),
    ),
    *_seen(
        "cells inserted into all columns but the ids'",
        step("insert_cells_down", *ALL),
        sheets=(ALL[0],),
        expected=_expected(why=_MOVED),
    ),
    *_seen(
        "cell of a cross table deleted and those below moved up",
        step("delete_cells_up", CROSS.sheet, _crossing("AK002", "GR103")),
        sheets=(CROSS.sheet,),
        expected=_expected("column_shifted", why=_MOVED),
    ),
    *_seen(
        "cell inserted into a cross table and those below moved down",
        step("insert_cells_down", CROSS.sheet, _crossing("AK002", "GR104")),
        sheets=(CROSS.sheet,),
        expected=_expected("column_shifted", why=_MOVED),
    ),
)
HEADS = (
    *_seen(
        "cross table sorted by its ids",
        step(
            "sort",
            CROSS.sheet,
            f"{a1(CROSS.first_row, 1)}:{a1(CROSS.last_row, CROSS.across[-1].row)}",
            0,
            "descending",
        ),
        sheets=(CROSS.sheet,),
        expected=_same("rows_moved", why="the ids went along."),
    ),
    *_seen(
        "actors sorted by name with their ids before the cross table",
        step("sort", *whole("akteure"), column_of("akteure", "institution") - 1, "ascending"),
        sheets=(ACTORS.sheet,),
        expected=_same("rows_moved", why=_FOLLOW),
    ),
    *_seen(
        "another actor's name typed over one in the cross table",
        step("enter", CROSS.sheet, _head_beside("AK006"), _name_of("akteure", "AK001", "institution")),
        sheets=(CROSS.sheet,),
        expected=_expected("head_of_other", why=_ROLES),
    ),
    *_seen(
        "another body's name typed over one in the cross table",
        step("enter", CROSS.sheet, _head_above("GR103"), _name_of("gremien", "GR101", "name")),
        sheets=(CROSS.sheet,),
        expected=_expected("head_of_other", why=_ROLES),
    ),
    *_seen(
        "unknown name typed over one in the cross table",
        step("enter", CROSS.sheet, _head_beside("AK006"), "Caritasverband im Kreis"),
        sheets=(CROSS.sheet,),
        expected=_same("stray_text", why="the name belongs to no other row, and is shown."),
    ),
)
AGS: Answer = ("stammblatt", "stammblatt", "ST", "ags_liste")
TYPE: Answer = ("stammblatt", "stammblatt", "ST", "gebietstyp")
PRINTED = (
    *_seen(
        "printed AGS overwritten with a neighbour's",
        step("enter", *question("stammblatt", "ags_liste"), NEIGHBOUR_AGS),
        sheets=(question("stammblatt", "ags_liste")[0],),
        expected=_expected("ags_of_other", why="It is asked whose form that is.", changed={AGS: None}),
    ),
    *_seen(
        "printed kind of municipality changed",
        step("enter", *question("stammblatt", "gebietstyp"), "kreisfreie Stadt"),
        sheets=(question("stammblatt", "gebietstyp")[0],),
        expected=_expected(
            "printed_changed", why="What the form had printed is asked about.", changed={TYPE: None}
        ),
    ),
)
OFFERS = block_of("angebote")
LAST_HEAD = a1(OFFERS.header_row, OFFERS.columns[-1].index)
FREE = "AN160"
COPIES = (
    *_seen(
        "sheet copied, the copy filled in and the original left blank",
        step("copy_sheet", OFFERS.sheet, "Angebote neu"),
        step("clear", *area("angebote", ("AN101", "AN180"), ("name", "belegt"))),
        sheets=(OFFERS.sheet,),
        expected=_same("copy_read", why="only the copy says anything."),
    ),
    *_seen(
        "head row copied over a free row",
        step("copy", OFFERS.sheet, f"A{OFFERS.header_row}:{LAST_HEAD}"),
        step("paste", OFFERS.sheet, a1(row_of("angebote", FREE), 1)),
        sheets=(OFFERS.sheet,),
        expected=_same("head_copied", why="a row of heads is the form's own, wherever it stands."),
    ),
    *_seen(
        "heads copied into the cells of a free row",
        step(
            "copy",
            OFFERS.sheet,
            f"{a1(OFFERS.header_row, OFFERS.columns[0].index)}:{LAST_HEAD}",
        ),
        step("paste", OFFERS.sheet, a1(row_of("angebote", FREE), OFFERS.columns[0].index)),
        sheets=(OFFERS.sheet,),
        expected=_same("head_copied", why="heads are no answers."),
    ),
)
CASES = (*CELLS, *HEADS, *PRINTED, *COPIES)
