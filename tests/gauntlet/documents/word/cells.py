"""What people do to single cells of a Word form: merged, deleted, inserted, tables put into them."""

from __future__ import annotations

from functools import partial

from gauntlet.documents.counting import paragraphs_text
from gauntlet.documents.editing import NAME, REMARKS, Form, body, value_of
from gauntlet.documents.making import PYTHON_DOCX, accepted, changed
from gauntlet.documents.xml import W, cells, copied, made, one, overwritten, taken_out

_SAME = "Every answer the same"


_table = partial(changed, "tables")


def _merged_across(form: Form) -> None:
    """Two cells of a row merged: Word puts what stood in the second below the first."""
    first, second = cells(form.row("GR101"))[1:3]
    for each in second.findall(f"{W}p"):
        first.append(each)
    one(first, "tcPr").append(made("<w:gridSpan w:val='2'/>"))
    taken_out(second)


def _merged_down(form: Form) -> None:
    """The names of two rows merged into one cell."""
    first, second = cells(form.row("GR101"))[1], cells(form.row("GR102"))[1]
    for each in second.findall(f"{W}p"):
        first.append(each)
    second.append(made("<w:p/>"))
    one(first, "tcPr").append(made("<w:vMerge w:val='restart'/>"))
    one(second, "tcPr").append(made("<w:vMerge/>"))


def _merged_by_python_docx(form: Form) -> None:
    """Two answers of different rows merged by python-docx."""
    table = next(one for one in form.document.tables if one._tbl is form.table("ZG001"))
    rows = [paragraphs_text(cells(row)[0]) for row in table._tbl.findall(f"{W}tr")]
    at = rows.index("ZG001")
    table.cell(at, 4).merge(table.cell(at + 1, 4))


def _cell_deleted(form: Form) -> None:
    """A single cell deleted, the others of its row moved left."""
    taken_out(cells(form.row("GR101"))[2])


def _cell_inserted(form: Form) -> None:
    cell = cells(form.row("GR101"))[2]
    new = copied(cell)
    overwritten(new, "neu")
    cell.addprevious(new)


def _nested(form: Form) -> None:
    """A small table inside an answer."""
    grid = "<w:tblPr/><w:tblGrid><w:gridCol w:w='900'/><w:gridCol w:w='900'/></w:tblGrid>"
    cell_ = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    pairs = (("Leitung", "0,5"), ("Sachbearbeitung", "1,25"))
    rows = "".join(f"<w:tr>{''.join(map(cell_.format, pair))}</w:tr>" for pair in pairs)
    cell = form.cell(REMARKS)
    cell.append(made(f"<w:tbl>{grid}{rows}</w:tbl>"))
    cell.append(made("<w:p/>"))


MUTATIONS = (
    _table(
        "two answers of a row merged",
        "gremien",
        _merged_across,
        accepted(
            "merged_answer",
            changed={NAME: "Patenprojekt Ahornstadt 01\nGremium", body("GR101", "art"): None},
            why="What stands in the joined cell is taken as the first answer, and asked about.",
        ),
    ),
    _table(
        "names of two rows merged",
        "gremien",
        _merged_down,
        accepted(
            "merged_answer",
            changed={NAME: None, body("GR102", "name"): None},
            noted=True,
            why="What stands in the joined cell is shown, and asked about.",
        ),
    ),
    _table(
        "days of two rows merged by a program that leaves the second one in the file",
        "zielgruppe",
        _merged_by_python_docx,
        accepted(
            "stray_text",
            changed={("zielgruppe", "zielgruppe", "ZG002", "stichtag"): None},
            why="What Word does not show is not taken, but told.",
        ),
        by=PYTHON_DOCX,
    ),
    _table(
        "single cell deleted",
        "gremien",
        _cell_deleted,
        accepted(
            changed={body("GR101", "art"): None},
            noted=True,
            why="Controls tell which columns the others are; what none tells is shown.",
        ),
    ),
    _table(
        "single cell inserted",
        "gremien",
        _cell_inserted,
        accepted(
            "stray_text", noted=True, why="Controls tell which columns the others are; the new one is told."
        ),
    ),
    _table(
        "table inside an answer",
        "stammblatt",
        _nested,
        accepted(
            changed={REMARKS: f"{value_of(REMARKS)}\nLeitung\n0,5\nSachbearbeitung\n1,25"},
            why="All that stands in the cell is the answer.",
        ),
    ),
)
