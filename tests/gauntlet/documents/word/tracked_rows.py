"""Rows and columns of a Word form inserted, deleted and moved with changes tracked."""

from __future__ import annotations

from functools import partial

from gauntlet.documents.counting import paragraphs_text
from gauntlet.documents.editing import Form, body
from gauntlet.documents.making import accepted, changed
from gauntlet.documents.word.changes import BY_MAIER, inserted
from gauntlet.documents.xml import (
    Element,
    W,
    behind,
    cells,
    copied,
    emptied,
    made,
    one,
    overwritten,
)
from gauntlet.places import gone

_change = partial(changed, "changes")


def _marked(row: Element, kind: str, who: str = BY_MAIER) -> None:
    """A row as a tracked insertion or deletion, with its contents."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        properties = made("<w:trPr/>")
        row.insert(0, properties)
    properties.append(made(f"<w:{kind} {who}/>"))
    for each in list(row.iter(f"{W}r")):
        around = made(f"<w:{kind} {who}/>")
        each.addprevious(around)
        around.append(each)
        for text in each.findall(f"{W}t") if kind == "del" else []:
            text.tag = f"{W}delText"


def _row_inserted(form: Form) -> None:
    row = emptied(copied(form.row("GR120")))
    for cell, text in zip(cells(row)[1:], ("Runder Tisch Bildung", "Runder Tisch", "aktiv"), strict=False):
        overwritten(cell, text)
    form.row("GR107").addnext(row)
    _marked(row, "ins")


def _row_deleted(form: Form) -> None:
    for row in form.rows("GR103"):
        _marked(row, "del")


def _printed_row_deleted(form: Form) -> None:
    _marked(form.row("EN006"), "del")


def _row_moved(form: Form) -> None:
    """A row dragged to another place with tracking on: Word deletes it here and inserts it there."""
    row = form.row("GR101")
    form.row("GR104").addnext(copied(row))
    _marked(form.rows("GR101")[1], "ins")
    _marked(row, "del")


def _cell_inserted(form: Form) -> None:
    """A column inserted with tracking on."""
    for row in form.table("ZG001").findall(f"{W}tr"):
        cell = copied(cells(row)[2])
        overwritten(cell, "")
        one(cell, "tcPr").append(made(f"<w:cellIns {BY_MAIER}/>"))
        if paragraphs_text(cells(row)[0]) == "ZG001":
            behind(cell, inserted("vorläufig"))
        cells(row)[2].addnext(cell)


MUTATIONS = (
    _change(
        "row inserted with tracking",
        "gremien",
        _row_inserted,
        accepted(
            "row_added",
            changed={
                body("GR121", f): v
                for f, v in (("name", "Runder Tisch Bildung"), ("art", "runder_tisch"), ("status", "aktiv"))
            },
            why="A further row, as it reads after the change.",
        ),
    ),
    _change(
        "row deleted with tracking",
        "gremien",
        _row_deleted,
        accepted(
            "row_deleted_tracked",
            changed=gone("gremien", row_id="GR103"),
            why="Nothing of it is taken, and what stood there is shown.",
        ),
    ),
    _change(
        "printed row deleted with tracking",
        "entwicklungsbedarf",
        _printed_row_deleted,
        accepted(
            "row_deleted_tracked",
            changed=gone("entwicklungsbedarf", row_id="EN006"),
            why="Nothing of it is taken, and what stood there is shown.",
        ),
    ),
    _change(
        "row moved with tracking",
        "gremien",
        _row_moved,
        accepted("row_deleted_tracked", why="Every answer the same: read where it stands after the change."),
    ),
    _change(
        "column inserted with tracking",
        "zielgruppe",
        _cell_inserted,
        accepted("change_tracked", why="Every answer the same: the heads lead; the new column is told."),
    ),
)
