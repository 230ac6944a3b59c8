"""What people do to the tables of a Word form: split, joined, widened, cells merged, heads changed."""

from __future__ import annotations

from functools import partial

from docx.shared import Cm

from gauntlet.documents.counting import paragraphs_text
from gauntlet.documents.editing import NAME, Form, body
from gauntlet.documents.filled import texts_of
from gauntlet.documents.making import PYTHON_DOCX, accepted, changed
from gauntlet.documents.xml import (
    Element,
    W,
    behind,
    cells,
    copied,
    made,
    one,
    overwritten,
    paragraph,
    taken_out,
)
from gauntlet.mutation import Answer
from gauntlet.places import gone
from ruecklauf.findings import Subject
from ruecklauf.values import Value

_SAME = "Every answer the same"


_table = partial(changed, "tables")


def _split(form: Form, code: str, *, heads: bool, text: str = "") -> None:
    """The table cut into two before a row, with a paragraph between them."""
    row = form.row(code)
    table = form.table(code)
    rest = made("<w:tbl/>")
    for name in ("tblPr", "tblGrid"):
        rest.append(copied(one(table, name)))
    if heads:
        rest.append(copied(form.heads(code)))
    for each in [row, *row.itersiblings(f"{W}tr")]:
        rest.append(each)
    table.addnext(rest)
    table.addnext(paragraph(text))


def _joined(form: Form) -> None:
    """The paragraphs between the two parts of a table deleted, so that Word makes one of them."""
    first, second = form.table("GR101", 0), form.table("GR101", 1)
    for row in second.findall(f"{W}tr"):
        first.append(row)
    for between in list(first.itersiblings(f"{W}p")):
        if between.getnext() is second:
            taken_out(between)
    taken_out(second)


def _page_break(form: Form) -> None:
    """A page break typed into a cell, as people do to begin a table on a new page."""
    behind(form.cell(NAME), made("<w:r><w:br w:type='page'/></w:r>"))


def _head(form: Form, text: str) -> Element:
    rows = (form.heads("GR101", part) for part in range(2))
    return next(cell for row in rows for cell in cells(row) if paragraphs_text(cell).startswith(text))


def _moved_column(form: Form) -> None:
    """A column cut and pasted two places further right, its head with it."""
    for row in form.table("GR101").findall(f"{W}tr"):
        cell = cells(row)[2]
        cells(row)[4].addnext(cell)


def _swapped_heads(form: Form) -> None:
    """The words of two heads swapped, all else left."""
    first, second = cells(form.heads("GR101"))[1:3]
    texts = paragraphs_text(first), paragraphs_text(second)
    overwritten(first, texts[1])
    overwritten(second, texts[0])


def _new_column(form: Form) -> None:
    """A column of somebody's own behind the names."""
    for row in form.table("GR101").findall(f"{W}tr"):
        cell = copied(cells(row)[1])
        overwritten(cell, "Seit" if row is form.heads("GR101") else "")
        cells(row)[1].addnext(cell)
    overwritten(cells(form.row("GR102"))[2], "seit 2019")


def _deleted_column(form: Form) -> None:
    for row in form.table("GR101").findall(f"{W}tr"):
        taken_out(cells(row)[3])


def _columns_by_python_docx(form: Form) -> None:
    """A column behind the last one, as python-docx adds it."""
    table = next(one for one in form.document.tables if one._tbl is form.table("GR101"))
    column = table.add_column(Cm(2))
    column.cells[0].text = "Anmerkung"
    column.cells[3].text = "ruht seit Mai"


def _into_a_cell(form: Form) -> None:
    """The whole second part of the table dragged into a cell of the first one."""
    second = form.table("GR101", 1)
    cell = cells(form.row("GR120"))[1]
    cell.append(second)
    cell.append(made("<w:p/>"))


def _twice(form: Form, *, name: str = "") -> None:
    """A table copied and pasted below itself."""
    table = form.table("GR101")
    copy = copied(table)
    if name:
        row = next(row for row in copy.findall(f"{W}tr") if paragraphs_text(cells(row)[0]) == "GR101")
        overwritten(cells(row)[1], name)
    table.addnext(copy)
    table.addnext(paragraph(""))


def _own_table(form: Form) -> None:
    """A table of somebody's own below the form's."""
    table = form.document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Gremium", "Sitzungen", "Lenkungskreis", "4"), strict=True):
        cell.text = text


def _turned_into_text(form: Form) -> None:
    """The second part of the table turned into text with tabs."""
    table = form.table("GR101", 1)
    for row in table.findall(f"{W}tr"):
        texts = "\t".join(paragraphs_text(cell) for cell in cells(row))
        table.addprevious(paragraph(texts))
    taken_out(table)


def _names_for_kinds() -> dict[Answer, Value | None]:
    """What the names and kinds are where their heads were swapped."""
    names, kinds = gone("gremien", field="name", section="gremien"), gone("gremien", field="art")
    rows = [answer[2] for answer in names]
    return {
        **{
            body(row, "name"): texts_of("gremien").get(Subject(*body(row, "art")), (None,))[0] for row in rows
        },
        **dict.fromkeys(kinds),
    }


SPLIT = (
    _table(
        "table split with its heads repeated",
        "gremien",
        lambda form: _split(form, "GR105", heads=True),
        accepted(why=f"{_SAME}: codes and heads are there."),
    ),
    _table(
        "table split without heads",
        "gremien",
        lambda form: _split(form, "GR105", heads=False),
        accepted(why=f"{_SAME}: read by the controls."),
    ),
    _table(
        "table split with a text between",
        "gremien",
        lambda form: _split(form, "GR105", heads=True, text="Ab hier: Vereinbarungen"),
        accepted("stray_text", why=f"{_SAME}: the text between is told."),
    ),
    _table("page break in a cell", "gremien", _page_break, accepted(why=f"{_SAME}: a break is no text.")),
    _table(
        "two parts of a table joined", "gremien", _joined, accepted(why=f"{_SAME}: each part has its heads.")
    ),
    _table(
        "table pasted twice, identical",
        "gremien",
        lambda form: _twice(form),
        accepted("rows_repeated", why=f"{_SAME}: the copies do not contradict each other."),
    ),
    _table(
        "table pasted twice, with another name in the copy",
        "gremien",
        lambda form: _twice(form, name="Lenkungskreis"),
        accepted(
            "anchors_disagree",
            changed={NAME: None},
            why="Both names are shown, none is taken.",
        ),
    ),
    _table(
        "part of a table dragged into a cell of another part",
        "gremien",
        _into_a_cell,
        accepted(why=f"{_SAME}: a table in a cell is read like others."),
    ),
)


HEADS = (
    _table(
        "row of heads deleted",
        "gremien",
        lambda form: taken_out(form.heads("GR101")),
        accepted("codes_lost", why=f"{_SAME}: read by the controls, and told."),
    ),
    _table(
        "head overwritten",
        "gremien",
        lambda form: overwritten(_head(form, "Stand"), "Status 2026"),
        accepted("codes_lost", why=f"{_SAME}: read by the controls; the new head is told."),
    ),
    _table(
        "head in other words with the old one in it",
        "gremien",
        lambda form: behind(_head(form, "Stand"), made("<w:r><w:t> bitte wählen!</w:t></w:r>")),
        accepted("codes_lost", why=f"{_SAME}: read by the controls; the new head is told."),
    ),
    _table(
        "words of two heads swapped",
        "gremien",
        _swapped_heads,
        accepted(
            "tags_differ",
            changed=_names_for_kinds(),
            why="What is seen leads, and both columns are asked about.",
        ),
    ),
)


COLUMNS = (
    _table("column moved with its head", "gremien", _moved_column, accepted(why=f"{_SAME}: the heads lead.")),
    _table(
        "column inserted",
        "gremien",
        _new_column,
        accepted("stray_text", why=f"{_SAME}: the heads lead; what stands in the new column is told."),
    ),
    _table(
        "column added behind the last one",
        "gremien",
        _columns_by_python_docx,
        accepted("stray_text", why=f"{_SAME}: the heads lead; what stands in the new column is told."),
        by=PYTHON_DOCX,
    ),
    _table(
        "column deleted",
        "gremien",
        _deleted_column,
        accepted(
            "column_missing",
            changed=gone("gremien", field="status"),
            why="The column is gone with its answers, and its absence is told.",
        ),
    ),
)


OWN = (
    _table(
        "table of somebody's own",
        "gremien",
        _own_table,
        accepted("stray_text", why="No table of the form: all of it is told."),
        by=PYTHON_DOCX,
    ),
    _table(
        "part of a table turned into text with tabs",
        "gremien",
        _turned_into_text,
        accepted(
            "stray_text",
            "column_missing",
            noted=True,
            why="No table any more: every line is told, and the columns are missed.",
        ),
    ),
)


MUTATIONS = (*SPLIT, *HEADS, *COLUMNS, *OWN)
