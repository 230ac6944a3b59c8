"""What the sender saw in Writer: printed answers of others, typed over in a form without protection."""

from __future__ import annotations

from gauntlet.documents.making import accepted
from gauntlet.documents.word.printed import AGS, NEIGHBOUR_AGS, TYPE
from gauntlet.documents.writer.answers import ANSWER, UNPROTECT
from gauntlet.documents.writer.edits import in_both_formats
from gauntlet.office_edits import step

CASES = (
    *in_both_formats(
        "printed AGS overwritten with a neighbour's",
        "stammblatt",
        UNPROTECT,
        step("enter", "ST01", ANSWER, NEIGHBOUR_AGS, "whole"),
        expected=accepted(
            "ags_of_other",
            why="What the form had printed is asked about, and whose form it is.",
            changed={AGS: None},
            noted=True,
        ),
        group="content",
    ),
    *in_both_formats(
        "printed kind of municipality changed",
        "stammblatt",
        UNPROTECT,
        step("enter", "ST02", ANSWER, "kreisfreie Stadt", "whole"),
        expected=accepted(
            "printed_changed",
            why="What the form had printed is asked about.",
            changed={TYPE: None},
            noted=True,
        ),
        group="content",
    ),
)
