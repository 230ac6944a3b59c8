"""What people write beside the cells for answers: notes, texts far away, further tables, rows, sheets."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from forms.making import ROUND
from gauntlet.editing import NAME, SOURCE, TOTAL, Change, cell_in, in_openpyxl
from gauntlet.filled import LAYOUT, block_of
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.places import column_of, row_of
from gauntlet.workbooks.by_openpyxl.sheets import follow_sheet
from ruecklauf.formcode import make_form_code
from ruecklauf.values import Value

_SHOWN = "It is no answer of this form; it is shown with its place."


def comment_answers(book: Workbook) -> None:
    cell_in(book, TOTAL).comment = Comment("Stand 31.03., bitte mit Vorsicht", "Amt 50")
    cell_in(book, NAME).comment = Comment("heißt jetzt Fachbereich 33", "Amt 50")
    book["Start"]["B2"].comment = Comment("Wer ist bei Ihnen zuständig?", "Amt 50")


def answer_in_a_comment(book: Workbook) -> None:
    cell_in(book, TOTAL).value = None
    cell_in(book, TOTAL).comment = Comment("380", "Amt 50")


def answer_beside(book: Workbook) -> None:
    """The number stands where the source belongs."""
    cell_in(book, TOTAL).value = None
    cell_in(book, SOURCE).value = 380


def answer_in_the_status(book: Workbook) -> None:
    book["Zielgruppe"].cell(row_of("zielgruppe", "ZG001"), 2).value = "Zahl folgt im Mai"


def number_in_the_status(book: Workbook) -> None:
    """The number stands one column too far to the left, where the form counts open points."""
    cell_in(book, TOTAL).value = None
    book["Zielgruppe"].cell(row_of("zielgruppe", "ZG001"), 2).value = 380
    book["Zielgruppe"].cell(row_of("zielgruppe", "ZG003"), 2).value = "ja"


def write_far_away(book: Workbook) -> None:
    book["Zielgruppe"]["AA200"] = "Zahlen ohne die Stadt Beispielhausen"
    book["Akteure"]["XFD1"] = "hier auch"
    book["Stammblatt"]["H12"] = 4711
    book["Gremien"]["Z5"] = "ja"


def write_at_the_side(book: Workbook) -> None:
    for row_id in ("AK001", "AK002", "AK003"):
        book["Akteure"].cell(row_of("akteure", row_id), 27).value = f"siehe Anlage zu {row_id}"


def write_below(book: Workbook) -> None:
    """Rows below the table, with a gap: neither numbered nor named."""
    sheet, last = book["Prioritäten"], block_of("prioritaeten").last_row
    sheet.cell(last + 12, 3).value = "Noch eine Priorität"
    sheet.cell(last + 12, 5).value = 7


def add_a_row(book: Workbook) -> None:
    """The row right below the table is used like the others."""
    sheet, last = book["Prioritäten"], block_of("prioritaeten").last_row
    sheet.cell(last + 1, 3).value = "Elfte Priorität"
    sheet.cell(last + 1, 5).value = 11


def second_table(book: Workbook) -> None:
    sheet, block = book["Zielgruppe"], block_of("zielgruppe")
    for row in range(block.header_row, block.last_row + 1):
        for column in range(1, 8):
            sheet.cell(row, column + 9).value = sheet.cell(row, column).value
    sheet.cell(block.header_row - 1, 10).value = "Stand Vorjahr"
    sheet.cell(block.first_row, 13).value = 355


def new_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("Anlage")
    for row in (["Träger", "Plätze"], ["AWO", 12], ["Caritas", 8]):
        sheet.append(row)


def new_hidden_sheet(book: Workbook) -> None:
    new_sheet(book)
    book["Anlage"].sheet_state = "hidden"


def copy_with_other_values(book: Workbook) -> None:
    """Two versions of one sheet; nobody says which one counts."""
    copy = book.copy_worksheet(book["Zielgruppe"])
    copy.title = "Zielgruppe (2)"
    copy.cell(row_of("zielgruppe", "ZG001"), column_of("zielgruppe", "n_gesamt")).value = 399


def copy_of_another_year(book: Workbook) -> None:
    """The copy has taken the sheet's name, the original is called old."""
    copy_with_other_values(book)
    follow_sheet(book, "Zielgruppe", "Zielgruppe alt")
    book["Zielgruppe (2)"].title = "Zielgruppe"


def overwrite_labels(book: Workbook) -> None:
    sheet = book["Stammblatt"]
    sheet["B12"] = "Dezernat, das die Arbeit macht"
    sheet["A1"] = "Stammblatt von uns ergänzt"


def write_into_guide(book: Workbook) -> None:
    book["Anleitung"]["F10"] = "Das haben wir nicht verstanden."
    book["Start"]["F20"] = "Bitte rufen Sie uns an."


def write_over_the_cover(book: Workbook) -> None:
    """What the round itself has printed on the cover, overwritten."""
    for row in book["Start"].iter_rows(max_col=2):
        for cell in row:
            if cell.value == ROUND.privacy:
                cell.value = "Datenschutz bitte mit uns klären!"
            elif cell.value == ROUND.contact:
                cell.value = "Frau X ist nicht erreichbar"


def number_over_a_formula(book: Workbook) -> None:
    """The line that counts mandatory fields overwritten with a number of their own."""
    counted = next(cell for cell in book["Akteure"][6] if cell.data_type == "f")
    counted.value = 17


def formula_over_a_formula(book: Workbook) -> None:
    """A sum of their own in a status cell."""
    book["Zielgruppe"].cell(row_of("zielgruppe", "ZG001"), 2).value = "=D9+D10"


def formula_on_the_cover(book: Workbook) -> None:
    book["Start"]["H4"] = '="bitte"&" anrufen"'


def another_code_on_a_sheet(book: Workbook) -> None:
    """A sheet of another municipality's form put in the place of their own."""
    code = make_form_code("BTM9WY", ROUND.wave_id, LAYOUT.fingerprint)
    book["Zielgruppe"]["A2"] = f"Stadt Anderswo · AGS 05111000 · Welle 1 (Herbst 2026) · Formular-Code {code}"


def damaged_code(book: Workbook) -> None:
    for sheet in book:
        cell = sheet["A2"]
        if isinstance(cell.value, str) and "KQ7M2X-" in cell.value:
            cell.value = cell.value.replace("KQ7M2X-", "KQ7M2Y-")


def _does(
    name: str,
    change: Change,
    *codes: str,
    why: str = _SHOWN,
    changed: dict[Answer, Value | None] | None = None,
) -> Mutation:
    return Mutation(
        name,
        "notes",
        "openpyxl",
        in_openpyxl(change),
        Expected("accepted", frozenset(codes), changed or {}, why=why),
    )


def _added() -> dict[Answer, Value | None]:
    added: Answer = ("prioritaeten", "prioritaeten", "PR111", "titel")
    return {added: "Elfte Priorität", (*added[:3], "rang"): 11}


MUTATIONS = (
    _does("comments at answers and elsewhere", comment_answers, "note_found"),
    _does(
        "answer in a comment instead of the cell", answer_in_a_comment, "note_found", changed={TOTAL: None}
    ),
    _does(
        "answer in the neighbouring cell", answer_beside, "not_on_list", changed={TOTAL: None, SOURCE: None}
    ),
    _does("text in a calculated cell", answer_in_the_status, "stray_text"),
    _does("a number and a ja in calculated cells", number_in_the_status, "stray_text", changed={TOTAL: None}),
    _does("texts far away from the tables", write_far_away, "stray_text"),
    _does("remarks at the side of a table", write_at_the_side, "stray_text"),
    _does("a row below the table with a gap", write_below, "stray_text"),
    _does("a row right below the table", add_a_row, "row_added", why="It is a new row.", changed=_added()),
    _does("a second table beside the first", second_table, "stray_text"),
    _does("a new sheet", new_sheet, "extra_sheet"),
    _does("a new hidden sheet", new_hidden_sheet, "extra_sheet"),
    _does(
        "two versions of one sheet",
        copy_with_other_values,
        "extra_sheet",
        why="The form's own sheet counts, the other is shown.",
    ),
    _does(
        "two versions of one sheet, the copy under its name",
        copy_of_another_year,
        why="Neither silently wins.",
        changed={TOTAL: None},
    ),
    _does("questions and titles overwritten", overwrite_labels, "labels_overwritten"),
    _does("texts in the guide and on the cover", write_into_guide, "stray_text"),
    _does("the round's own texts on the cover overwritten", write_over_the_cover, "stray_text"),
    _does("a number over a calculated cell", number_over_a_formula, "stray_text"),
    _does("a formula of their own over a calculated cell", formula_over_a_formula, "stray_text"),
    _does("a formula of their own on the cover", formula_on_the_cover, "stray_text"),
    _does(
        "another municipality's code on one sheet",
        another_code_on_a_sheet,
        "code_differs",
        why="The other evidence agrees; this is asked about.",
    ),
    _does(
        "the visible code damaged",
        damaged_code,
        "stray_text",
        why="The hidden evidence agrees; the damaged lines are shown.",
    ),
)
