"""What people do to rows and tables of Word forms in LibreOffice Writer, and write beside answers."""

from __future__ import annotations

from gauntlet.documents.editing import (
    NAME,
    body,
)
from gauntlet.documents.making import accepted
from gauntlet.documents.writer.edits import TOTALS, UNPROTECT, edited, in_both_formats
from gauntlet.mutation import Answer
from gauntlet.office_edits import step
from gauntlet.places import gone
from ruecklauf.values import Value


def _new(**values: Value) -> dict[Answer, Value | None]:
    return {body("GR121", field): value for field, value in values.items()}


STRUCTURE = (
    *in_both_formats(
        "row inserted and filled",
        "gremien",
        UNPROTECT,
        step("insert_row", "GR107", "", "Runder Tisch Bildung", "Runder Tisch", "aktiv"),
        expected=accepted(
            "row_added",
            changed=_new(name="Runder Tisch Bildung", art="runder_tisch", status="aktiv"),
            why="A further row.",
        ),
        group="rows",
    ),
    edited(
        "printed row deleted",
        "entwicklungsbedarf",
        UNPROTECT,
        step("delete_row", "EN006"),
        expected=accepted(
            "row_missing",
            changed=gone("entwicklungsbedarf", row_id="EN006"),
            why="The row is gone with its answers, and its absence is told.",
        ),
        kinds=("odt",),
        group="rows",
    ),
    edited(
        "rows sorted as wholes",
        "gremien",
        UNPROTECT,
        step("sort_by", "GR101", 2, 7),
        expected=accepted(why="The code in the row leads, wherever the row stands."),
        group="rows",
    ),
    edited(
        "column deleted",
        "gremien",
        UNPROTECT,
        step("delete_column", "GR101", 3),
        expected=accepted(
            "column_missing",
            changed=gone("gremien", field="status"),
            why="The column is gone with its answers, and its absence is told.",
        ),
        group="tables",
    ),
    edited(
        "two answers of a row merged",
        "gremien",
        UNPROTECT,
        step("merge", "GR101", "B", "C"),
        expected=accepted(
            "merged_answer",
            changed={NAME: None, body("GR101", "art"): None},
            noted=True,
            why="What stands in the joined cell is shown, and asked about.",
        ),
        kinds=("odt",),
        group="tables",
    ),
)


NOTES = (
    edited(
        "footnote on a number",
        "zielgruppe",
        UNPROTECT,
        step("footnote", "ZG001", TOTALS, "ohne Gemeinden"),
        expected=accepted("footnote_found", why="Every answer the same; the footnote is told."),
        kinds=("odt",),
        group="notes",
    ),
    edited(
        "text frame over an answer",
        "zielgruppe",
        UNPROTECT,
        step("frame", "ZG001", TOTALS, "Zahlen vom Vorjahr"),
        expected=accepted("drawing_text", why="Every answer the same; the frame is told."),
        kinds=("odt",),
        group="notes",
    ),
    edited(
        "sentence at the end",
        "stammblatt",
        UNPROTECT,
        step("write_at_end", "Der Beschluss steht noch aus."),
        expected=accepted("stray_text", why="Every answer the same; the sentence is told."),
        group="notes",
    ),
    edited(
        "text in the header",
        "stammblatt",
        step("header", "Entwurf"),
        expected=accepted("page_text", why="Every answer the same; the header is told."),
        kinds=("odt",),
        group="notes",
    ),
)


CASES = (*STRUCTURE, *NOTES)
