"""LibreOffice Writer: its formats, and what people do to Word forms in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gauntlet.documents.making import accepted, refused
from gauntlet.documents.writer import answers, seen, structure
from gauntlet.documents.writer.edits import FORMATS, Case, Edit, carried_out, edited
from gauntlet.mutation import Mutation
from gauntlet.office_edits import step

SAME = accepted(why="Every answer the same: opening and saving changes nothing.")


NOT_READ = refused("not_a_workbook", "No form that can be read back.")


LOCKED = refused("password", "Nobody can read it without its password.")


OTHERS = {
    "doc": "old Word document",
    "rtf": "rich text",
    "html": "HTML page",
    "txt": "plain text",
    "pdf": "PDF",
}


_NAMES = {**FORMATS, **OTHERS}


SAVED = (
    *(
        edited(f"opened and saved as {name}", "gremien", kinds=(kind,), expected=SAME, group="programs")
        for kind, name in FORMATS.items()
    ),
    *(
        edited(
            f"form with {what} opened and saved as {FORMATS[kind]}",
            worksheet,
            kinds=(kind,),
            expected=SAME,
            group="programs",
        )
        for worksheet, what in (("akteure", "sixty rows"), ("mitgliedschaften", "a cross table"))
        for kind in ("docx", "odt")
    ),
    *(
        edited(
            f"saved as {_NAMES[first]}, reopened and saved as {_NAMES[second]}",
            "gremien",
            kinds=(first, second),
            expected=SAME,
            group="programs",
        )
        for first, second in (("odt", "docx"), ("docx", "odt"), ("doc", "docx"), ("rtf", "docx"))
    ),
    *(
        edited(f"saved as {name}", "stammblatt", kinds=(kind,), expected=NOT_READ, group="programs")
        for kind, name in OTHERS.items()
    ),
    *(
        Case(
            Edit(f"saved as {FORMATS[kind]} with a password", "stammblatt", (), (kind,), "geheim"),
            "Word programs",
            LOCKED,
        )
        for kind in ("docx", "odt")
    ),
)


NEW_DOCUMENT = (
    edited(
        "all copied into a new document",
        "gremien",
        step("into_new_document"),
        expected=accepted(why="Every answer the same: codes and heads are there."),
        group="programs",
    ),
)


CASES = (*SAVED, *NEW_DOCUMENT, *answers.CASES, *structure.CASES, *seen.CASES)


def _act(name: str) -> Callable[[bytes, Path], bytes]:
    def act(form: bytes, folder: Path) -> bytes:
        """The file that the one run of Writer for all edits has given."""
        done = carried_out(tuple(case.edit for case in CASES))[name]
        assert isinstance(done, bytes), done
        return done

    return act


MUTATIONS = tuple(
    Mutation(
        f"Word form in Writer: {case.edit.name}",
        case.group,
        "LibreOffice Writer",
        _act(case.edit.name),
        case.expected,
        case.edit.worksheet,
    )
    for case in CASES
)
