"""Answers typed into Word forms in LibreOffice Writer, crossed out, and changed with changes recorded."""

from __future__ import annotations

from gauntlet.documents.editing import (
    DEPARTMENT,
    IN_FIRST_PART,
    NAME,
    OPEN,
    REMARKS,
    TOTAL,
    answers_of,
    body,
    value_of,
)
from gauntlet.documents.making import accepted
from gauntlet.documents.writer.edits import ANSWER, TOTALS, UNPROTECT, edited, in_both_formats
from gauntlet.office_edits import step

TYPED = (
    *in_both_formats(
        "answer typed into an empty control",
        "stammblatt",
        step("enter", "SF01", ANSWER, "Jugendamt und Jobcenter"),
        expected=accepted(changed={OPEN: "Jugendamt und Jobcenter"}, why="As typed."),
        group="content",
    ),
    *in_both_formats(
        "prompt typed over by keys",
        "stammblatt",
        step("enter", "SF01", ANSWER, "Jugendamt", "keyed"),
        expected=accepted(changed={OPEN: "Jugendamt"}, why="Taken, whatever the program says of the prompt."),
        group="content",
    ),
    *in_both_formats(
        "text typed behind a control",
        "stammblatt",
        UNPROTECT,
        step("enter", "ST18", ANSWER, " Mehr folgt.", "behind"),
        expected=accepted(
            changed={REMARKS: f"{value_of(REMARKS)} Mehr folgt."}, why="The whole cell is the answer."
        ),
        group="content",
    ),
    edited(
        "everything in a cell typed over",
        "stammblatt",
        UNPROTECT,
        step("enter", "ST04", ANSWER, "Dezernat II", "whole"),
        expected=accepted(changed={DEPARTMENT: "Dezernat II"}, why="The code of the row leads."),
        kinds=("odt",),
        group="content",
    ),
    edited(
        "box ticked",
        "gremien",
        step("enter", "GR101", "Abstimmung von Angeboten", "", "clicked", 0),
        expected=accepted(changed={body("GR101", "koop_feld_2"): True}, why="As ticked."),
        group="content",
    ),
    edited(
        "answer crossed out",
        "stammblatt",
        UNPROTECT,
        step("cross_out", "ST04", ANSWER),
        expected=accepted("struck_answer", why="Taken, and asked about."),
        kinds=("odt",),
        group="content",
    ),
    *in_both_formats(
        "number with a raised mark behind it",
        "zielgruppe",
        UNPROTECT,
        step("raise_behind", "ZG001", TOTALS, "1"),
        expected=accepted(
            "no_number", changed={TOTAL: None}, why="380 with a mark or 3801: nothing is guessed."
        ),
        group="content",
    ),
    edited(
        "name corrected by search and replace",
        "gremien",
        UNPROTECT,
        step("replace_all", "Patenprojekt", "Patenprogramm"),
        expected=accepted(changed={NAME: "Patenprogramm Ahornstadt 01"}, why="As it reads."),
        group="content",
    ),
)


CHANGES = (
    *in_both_formats(
        "answers typed with changes recorded",
        "stammblatt",
        UNPROTECT,
        step("track", True),
        step("enter", "ST18", ANSWER, " Mehr folgt.", "behind"),
        step("enter", "ST04", ANSWER, "Dezernat II", "whole"),
        expected=accepted(
            "change_tracked",
            changed={REMARKS: f"{value_of(REMARKS)} Mehr folgt.", DEPARTMENT: "Dezernat II"},
            why="What stands there after the change is taken, and both texts are shown.",
        ),
        group="changes",
    ),
    edited(
        "recorded changes accepted",
        "stammblatt",
        UNPROTECT,
        step("track", True),
        step("enter", "ST04", ANSWER, "Dezernat II", "whole"),
        step("accept_all"),
        expected=accepted(
            changed={DEPARTMENT: "Dezernat II"}, why="As it reads; nothing is recorded any more."
        ),
        kinds=("odt",),
        group="changes",
    ),
    *in_both_formats(
        "row deleted with changes recorded",
        "gremien",
        UNPROTECT,
        step("track", True),
        step("delete_row", "GR103"),
        expected=accepted(
            "row_deleted_tracked",
            changed=dict.fromkeys(answers_of("gremien", "GR103", IN_FIRST_PART)),
            why="What was deleted in one part of the table is shown, and none of it taken.",
        ),
        group="changes",
    ),
    *in_both_formats(
        "comment on an answer",
        "zielgruppe",
        step("comment", "ZG001", TOTALS, "gilt nur für die Kreisstadt"),
        expected=accepted("note_found", why="Every answer the same; the comment is told."),
        group="changes",
    ),
)


CASES = (*TYPED, *CHANGES)
