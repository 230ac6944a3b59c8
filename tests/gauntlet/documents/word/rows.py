"""What people do to the rows of a Word form's tables: copied, moved, sorted, deleted, renumbered, added."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from gauntlet.documents.counting import paragraphs_text
from gauntlet.documents.editing import IN_FIRST_PART, NAME, Form, answers_of, body, value_of
from gauntlet.documents.making import PYTHON_DOCX, accepted, changed
from gauntlet.documents.xml import W, cells, copied, emptied, overwritten, taken_out
from gauntlet.mutation import Answer
from gauntlet.places import gone
from ruecklauf.values import Value

_CODES = "The code in the row leads, wherever the row stands."


NEW = "GR121"


"""The first number behind the form's."""


COPIED_DAY: Answer = ("zielgruppe", "zielgruppe", "ZG001", "n_gesamt")


_rows = partial(changed, "rows")


def _pasted_below(form: Form) -> None:
    """A row copied whole and pasted below itself, nothing in it changed."""
    row = form.row("GR102")
    row.addnext(copied(row))


def _pasted_and_edited(form: Form) -> None:
    """A row copied as the beginning of another one, whose code stayed."""
    for row in form.rows("GR102"):
        row.addnext(copied(row))
    copy = form.rows("GR102")[1]
    overwritten(cells(copy)[1], "Runder Tisch Bildung")


def _pasted_and_renumbered(form: Form) -> None:
    for row in form.rows("GR102"):
        copy = copied(row)
        row.addnext(copy)
        overwritten(cells(copy)[0], "GR108a")
    overwritten(cells(form.rows("GR108a")[0])[1], "Runder Tisch Bildung")


def _deleted(code: str, *parts: int) -> Callable[[Form], None]:
    def change(form: Form) -> None:
        rows = form.rows(code)
        for part in parts or range(len(rows)):
            taken_out(rows[part])

    return change


def _unused_deleted(form: Form) -> None:
    for number in range(10, 21):
        _deleted(f"GR1{number}")(form)


def _moved_up(form: Form) -> None:
    """Rows cut and pasted below the heads, in the first part only."""
    first = form.row("GR101")
    for code in ("GR106", "GR105"):
        first.addprevious(form.row(code))


def _sorted_by_name(form: Form) -> None:
    """The rows sorted as wholes by what stands in the second column."""
    table = form.table("GR101")
    rows = [form.row(f"GR1{number:02}") for number in range(1, 21)]
    for row in sorted(rows, key=lambda row: paragraphs_text(cells(row)[1])):
        table.append(row)


def _added(*, code: str = "", between: bool = False) -> Callable[[Form], None]:
    """A row of somebody's own in the first part of the table, below it or behind its third row."""

    def change(form: Form) -> None:
        row = emptied(copied(form.row("GR120")))
        for cell, text in zip(
            cells(row), (code, "Runder Tisch Bildung", "Runder Tisch", "aktiv"), strict=False
        ):
            overwritten(cell, text)
        form.row("GR103" if between else "GR120").addnext(row)

    return change


def _added_in_both(form: Form) -> None:
    """A row below all parts of the table, without a code; a later part begins with the name."""
    for part, texts in enumerate((("Runder Tisch Bildung", "Runder Tisch", "aktiv"), (), ("", "ja"))):
        row = emptied(copied(form.row("GR120", part)))
        for cell, text in zip(cells(row)[1:], texts, strict=False):
            overwritten(cell, text)
        form.row("GR120", part).addnext(row)


def _added_by_python_docx(form: Form) -> None:
    """A row added as python-docx does it."""
    table = next(one for one in form.document.tables if "ZG001" in (row.cells[0].text for row in one.rows))
    for cell, text in zip(table.add_row().cells, ("", "", "12", "7"), strict=False):
        cell.text = text


def _copied_content(form: Form) -> None:
    """A control copied with its tag into the next row's cell, over the control there."""
    target = form.cell(body("GR102", "name"))
    for child in [one for one in target.findall(f"{W}p")[0] if one.tag != f"{W}pPr"]:
        taken_out(child)
    target.findall(f"{W}p")[0].append(copied(form.control(NAME)))


def _swapped_names(form: Form) -> None:
    """Two controls changed places by cut and paste: what is seen counts."""
    one_, other = form.control(NAME), form.control(body("GR102", "name"))
    cell = form.cell(body("GR102", "name")).findall(f"{W}p")[0]
    form.cell(NAME).findall(f"{W}p")[0].append(other)
    cell.append(one_)


def _new(row_id: str, **values: Value) -> dict[Answer, Value | None]:
    return {body(row_id, field): value for field, value in values.items()}


_TISCH = {"name": "Runder Tisch Bildung", "art": "runder_tisch", "status": "aktiv"}


COPIES = (
    _rows(
        "row copied whole and pasted below itself",
        "gremien",
        _pasted_below,
        accepted("rows_repeated", why="Every answer the same: the copies do not contradict each other."),
    ),
    _rows(
        "row copied for a further entry, its code kept",
        "gremien",
        _pasted_and_edited,
        accepted(
            "anchors_disagree",
            changed={body("GR102", "name"): None},
            noted=True,
            why="Two rows with one code and two names: the names are shown, neither is taken.",
        ),
    ),
    _rows(
        "row copied for a further entry, with a number of its own",
        "gremien",
        _pasted_and_renumbered,
        accepted(
            "row_added",
            changed=_new(
                NEW,
                **_TISCH | {"art": "gremium"},
                koop_feld_2=True,
                koop_feld_4=True,
                turnus="monatlich",
                federfuehrung="AK107",
                thema_eingebunden="ja",
                schriftlich=False,
                herkunft="Runder Tisch Zuwanderung Ahornstadt 02",
            ),
            why="A further row under the next number; that its controls are another row's is told.",
        ),
    ),
    _rows(
        "control copied into the next row, over the one there",
        "gremien",
        _copied_content,
        accepted(
            "tags_differ",
            "rule",
            changed={body("GR102", "name"): value_of(NAME)},
            why="What is seen counts; that the control is another row's is told.",
        ),
    ),
    _rows(
        "two controls that changed places",
        "gremien",
        _swapped_names,
        accepted(
            "tags_differ",
            changed={NAME: value_of(body("GR102", "name")), body("GR102", "name"): value_of(NAME)},
            why="What is seen counts; that the controls are other rows' is told.",
        ),
    ),
)


DELETED = (
    _rows(
        "printed row deleted",
        "entwicklungsbedarf",
        _deleted("EN006"),
        accepted(
            "row_missing",
            changed=gone("entwicklungsbedarf", row_id="EN006"),
            why="The row is gone with its answers, and its absence is told.",
        ),
    ),
    _rows(
        "row deleted in one of the parts of its table",
        "gremien",
        _deleted("GR103", 0),
        accepted(
            "row_missing",
            changed=dict.fromkeys(answers_of("gremien", "GR103", IN_FIRST_PART)),
            why="What the other part says of the row is taken; that a part is gone is told.",
        ),
    ),
    _rows(
        "unused rows deleted",
        "gremien",
        _unused_deleted,
        accepted(why="Every answer the same: nothing stood in them."),
        by=PYTHON_DOCX,
    ),
)


ORDER = (
    _rows("rows cut and pasted below the heads", "gremien", _moved_up, accepted(why=_CODES)),
    _rows("rows sorted as wholes", "gremien", _sorted_by_name, accepted(why=_CODES), by=PYTHON_DOCX),
)


ADDED = (
    _rows(
        "row with a number of its own below the table",
        "gremien",
        _added(code="GR121"),
        accepted("row_added", changed=_new(NEW, **_TISCH), why="A further row."),
    ),
    _rows(
        "row without a number below the table",
        "gremien",
        _added(),
        accepted("row_added", changed=_new(NEW, **_TISCH), why="A further row."),
    ),
    _rows(
        "row without a number between others",
        "gremien",
        _added(between=True),
        accepted("row_added", changed=_new(NEW, **_TISCH), why="A further row."),
    ),
    _rows(
        "rows without a number below both parts of the table",
        "gremien",
        _added_in_both,
        accepted(
            "row_added",
            "rows_joined",
            changed=_new(NEW, **_TISCH, thema_eingebunden="ja"),
            why="Taken as one row, and asked about.",
        ),
    ),
    _rows(
        "row added to a table of printed rows",
        "zielgruppe",
        _added_by_python_docx,
        accepted(
            "row_added",
            "required_missing",
            changed={
                ("zielgruppe", "zielgruppe", "ZG201", field): value
                for field, value in (("n_gesamt", 12), ("n_weiblich", 7))
            },
            why="A further row; what it is for is asked back.",
        ),
        by=PYTHON_DOCX,
    ),
)


MUTATIONS = (*COPIES, *DELETED, *ORDER, *ADDED)
