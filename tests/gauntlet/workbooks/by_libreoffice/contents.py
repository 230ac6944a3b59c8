"""What people do to the answers of a form in LibreOffice, and what they put beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from gauntlet.editing import value_of
from gauntlet.filled import block_of, cell_of
from gauntlet.mutation import Answer, Expected
from gauntlet.office_edits import Case, Edit, step
from gauntlet.places import area, column_of, contents, gone, row_of
from ruecklauf.cells import a1
from ruecklauf.values import Value

SAME = "Every answer the same"
Step = tuple[str, tuple[str | int, ...]]


def _content(name: str, *steps: Step, expected: Expected) -> Case:
    return Case(Edit(name, steps), "content", expected)


def _note(name: str, *steps: Step, expected: Expected) -> Case:
    return Case(Edit(name, steps), "notes", expected)


def _same(*findings: str, why: str) -> Expected:
    return Expected("accepted", frozenset(findings), why=f"{SAME}: {why}")


def _changed(changed: Mapping[Answer, Value | None], *findings: str, why: str) -> Expected:
    return Expected("accepted", frozenset(findings), changed, why=why)


def _cell(worksheet: str, row_id: str, field: str) -> tuple[str, str]:
    return cell_of(worksheet, worksheet, row_id, field)


def _column(worksheet: str, field: str) -> tuple[str, str]:
    """Sheet and range of a field's cells in all rows."""
    rows = block_of(worksheet).rows
    return area(worksheet, (rows[0].row_id, rows[-1].row_id), (field, field))


def _women(value: Value | None) -> dict[Answer, Value | None]:
    return {("zielgruppe", "zielgruppe", "ZG001", "n_weiblich"): value}


def _status_copied_down() -> dict[Answer, Value | None]:
    """Every grade of GR102 to GR105 becomes that of GR101."""
    return {("gremien", "gremien", f"GR10{number}", "status"): "aktiv" for number in range(2, 6)}


def _months_of(answers: Iterable[Answer]) -> dict[Answer, str]:
    """What `MMM JJ` shows of dates."""
    days = {answer: value_of(answer) for answer in answers}
    names = ["Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
    return {
        answer: f"{names[day.month - 1]} {day:%y}" for answer, day in days.items() if isinstance(day, date)
    }


WOMEN = _cell("zielgruppe", "ZG001", "n_weiblich")
TOTAL = _cell("zielgruppe", "ZG001", "n_gesamt")
TYPED = (
    _content(
        "answer deleted with the delete key",
        step("clear", *_cell("gremien", "GR103", "herkunft")),
        expected=_changed(
            gone("gremien", row_id="GR103", field="herkunft"), why="An empty cell is no answer."
        ),
    ),
    _content(
        "answer filled down over the rows below",
        step("fill_down", *area("gremien", ("GR101", "GR105"), ("status", "status"))),
        expected=_changed(_status_copied_down(), why="The rows below now say the same."),
    ),
    _content(
        "all ja replaced by Ja and all nein by NEIN",
        step("unprotect", block_of("akteure").sheet),
        step("replace", *contents("akteure"), "ja", "Ja"),
        step("replace", *contents("akteure"), "nein", "NEIN"),
        expected=_same(why="upper case means the same."),
    ),
    _content(
        "labels of a list in upper case",
        step("upper_case", *_column("bedarf", "ursache")),
        expected=_same(why="upper case means the same."),
    ),
    _content(
        "numbers typed into cells formatted as text",
        step("format_as", *_column("zielgruppe", "n_gesamt"), "@"),
        step("enter", *TOTAL, "380"),
        step("enter", *_cell("zielgruppe", "ZG002", "n_gesamt"), "1205"),
        expected=_same(why="digits are a number."),
    ),
    _content(
        "number with the mark of the thousands typed as text",
        step("enter", *_cell("zielgruppe", "ZG002", "n_gesamt"), "'1.205"),
        expected=_changed(
            {("zielgruppe", "zielgruppe", "ZG002", "n_gesamt"): None},
            "ambiguous_number",
            why="The point may be meant as a decimal mark.",
        ),
    ),
    _content(
        "numbers and dates given other formats",
        step("format_as", *_column("zielgruppe", "n_gesamt"), "#.##0,00 €"),
        step("format_as", *_column("zielgruppe", "stichtag"), "TTTT, T. MMMM JJJJ"),
        step("format_as", *_column("angebote", "laufzeit_bis"), "JJJJ-MM-TT"),
        step("format_as", *_column("prioritaeten", "beginn"), "MMM JJ"),
        expected=replace(
            _changed(
                gone("prioritaeten", field="beginn"),
                "date_incomplete",
                why="A day in another order is the same day; a month shown is no day.",
            ),
            seen=_months_of(gone("prioritaeten", field="beginn")),
        ),
    ),
    _content(
        "number formatted as a date",
        step("format_as", *TOTAL, "TT.MM.JJJJ"),
        expected=_changed(
            {("zielgruppe", "zielgruppe", "ZG001", "n_gesamt"): None},
            "date_for_number",
            why="380 shows as a day of 1901: whether it is a number only the sender knows.",
        ),
    ),
    _content(
        "date formatted as a number",
        step("format_as", *_cell("zielgruppe", "ZG001", "stichtag"), "0"),
        expected=_changed(
            {("zielgruppe", "zielgruppe", "ZG001", "stichtag"): None},
            "number_for_date",
            why="46112 is no day.",
        ),
    ),
    _content(
        "sum typed instead of its result",
        step("enter", *WOMEN, "=100+42"),
        expected=_same("formula_for_value", why="the result is stored beside the formula."),
    ),
    _content(
        "formula that ends in an error",
        step("enter", *WOMEN, "=1/0"),
        expected=_changed(_women(None), "error_value", why="An error is no number."),
    ),
    _content(
        "formula that links to another file",
        step("link", *WOMEN, *_cell("zielgruppe", "ZG003", "n_gesamt")),
        expected=_changed(_women(23), "external_links", why="The result is stored beside the formula."),
    ),
    _content(
        "answer pasted into the column beside its own",
        step("cut", *_cell("gremien", "GR102", "turnus")),
        step("paste", *_cell("gremien", "GR102", "traegt_kerngruppe")),
        expected=_changed(
            {
                **gone("gremien", row_id="GR102", field="turnus"),
                ("gremien", "gremien", "GR102", "traegt_kerngruppe"): None,
            },
            "no_tick",
            why="Monatlich is no answer to that question, and is shown.",
        ),
    ),
    _content(
        "answer cut and pasted right of the table",
        step("unprotect", block_of("gremien").sheet),
        step("cut", *_cell("gremien", "GR103", "herkunft")),
        step(
            "paste",
            block_of("gremien").sheet,
            a1(row_of("gremien", "GR103"), column_of("gremien", "herkunft") + 2),
        ),
        expected=_changed(
            gone("gremien", row_id="GR103", field="herkunft"),
            "stray_text",
            why="It stands where no answer belongs, and is shown.",
        ),
    ),
    _content(
        "table pasted transposed beside itself",
        step("unprotect", block_of("zielgruppe").sheet),
        step("copy", *area("zielgruppe", ("ZG001", "ZG004"), ("n_gesamt", "stichtag"))),
        step("paste_transposed", block_of("zielgruppe").sheet, "K9"),
        expected=_same("stray_text", why="the second table is shown and not taken."),
    ),
    _content(
        "sheet pasted over itself as values",
        step("unprotect", block_of("akteure").sheet),
        step("copy", block_of("akteure").sheet, "A1:Z74"),
        step("paste_values", block_of("akteure").sheet, "A1"),
        expected=_same(why="what was calculated is the form's own, whatever it says now."),
    ),
    _content(
        "one letter of an answer made bold",
        step("embolden_first_letter", *_cell("gremien", "GR103", "herkunft")),
        expected=_same(why="rich text is text."),
    ),
    _content(
        "answer struck through",
        step("strike", *_cell("gremien", "GR103", "herkunft")),
        expected=_same("struck_answer", why="it is taken, and the stroke is told."),
    ),
    _content(
        "further row typed below the last free one",
        step("unprotect", block_of("prioritaeten").sheet),
        step(
            "enter",
            block_of("prioritaeten").sheet,
            a1(block_of("prioritaeten").last_row + 1, column_of("prioritaeten", "titel")),
            "Zwölftes Vorhaben",
        ),
        expected=_changed(
            {("prioritaeten", "prioritaeten", "PR111", "titel"): "Zwölftes Vorhaben"},
            "row_added",
            why="A row right below the table is a new one.",
        ),
    ),
)
NOTES = (
    _note(
        "comments at an answer and at an empty cell",
        step("annotate", *WOMEN, "Zahl vom Jugendamt, bitte prüfen"),
        step("annotate", *_cell("gremien", "GR115", "name"), "Hier fehlt noch der Beirat"),
        expected=_same("note_found", why="the comments are shown."),
    ),
    _note(
        "text box and picture on a sheet",
        step("unprotect", block_of("bedarf").sheet),
        step("text_box", block_of("bedarf").sheet, "Bitte rufen Sie uns dazu an."),
        step("picture", block_of("bedarf").sheet),
        expected=_same(
            "drawing_text", "unknown_part", why="the text is shown, and what is not read is told."
        ),
    ),
    Case(
        Edit(
            "answer changed while changes are recorded",
            (step("record_changes"), step("enter", *WOMEN, "150")),
            kinds=("ods",),
        ),
        "notes",
        _changed(_women(150), why="The newest value counts."),
    ),
)
CHOSEN = tuple(
    Case(
        Edit(
            f"entry chosen in a list that a cell keeps by number, saved as {kind}",
            (
                step("unprotect", WOMEN[0]),
                step("choose_in_list", *WOMEN, "C9:C12", 2),
            ),
            kinds=(kind,),
        ),
        "content",
        _changed(_women(2), "perhaps_not_seen", why="Taken, and asked about: its entry was seen."),
    )
    for kind in ("ods", "xls")
)
CASES = (*TYPED, *NOTES, *CHOSEN)
