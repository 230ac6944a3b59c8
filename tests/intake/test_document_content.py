"""What is taken from a cell, however it was entered, and what is told about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from intake.documents import Cell, Form, Returned, Row, Table, form_of, returned
from ruecklauf.findings import Subject
from ruecklauf.intake.document import Change, Control, ControlKind, Piece, TextDocument
from ruecklauf.intake.document_content import prompts_of
from ruecklauf.intake.document_grid import make_grid
from ruecklauf.texts import load_texts

Entry = Callable[[Cell], None]
NAME, KIND, TICK, PERSON = "GR101.name", "GR101.art", "GR101.koop_feld_1", "AK001.ap_name"


def value_of(form: Form, tag: str) -> object:
    """What is in the dataset for a tag of the table."""
    row, _, field = tag.partition(".")
    section = "gremien" if row.startswith("GR") else "akteure"
    return returned(form).values.get(Subject(section, section, row, field))


def entered(entry: Entry, tag: str = NAME) -> Returned:
    form = form_of("gremien")
    entry(form.tags[tag])
    return returned(form)


def value(back: Returned, tag: str = NAME) -> object:
    row, _, field = tag.partition(".")
    return back.values.get(Subject("gremien", "gremien", row, field))


def beside_the_prompt(cell: Cell) -> None:
    cell.add(" Arbeitskreis")


def before_the_prompt(cell: Cell) -> None:
    cell.paragraphs[0].insert(0, Piece("Arbeitskreis "))


def with_the_prompt_as_text(cell: Cell) -> None:
    cell.retype("[Text] Arbeitskreis")


def with_the_prompt_in_pieces(cell: Cell) -> None:
    cell.paragraphs = [[Piece("[Te"), Piece("xt]"), Piece("Arbeits"), Piece("kreis")]]


def below_the_prompt(cell: Cell) -> None:
    cell.add_paragraph("Arbeitskreis")


def in_a_table_of_its_own(cell: Cell) -> None:
    cell.inside.append(Table([Row([Cell([[Piece("Arbeitskreis")]])])]))


def with_empty_paragraphs(cell: Cell) -> None:
    cell.write("Arbeitskreis")
    cell.paragraphs = [[], *cell.paragraphs, [Piece(" ")], []]


def without_control(cell: Cell) -> None:
    cell.retype("Arbeitskreis")


def marked_as_prompt(cell: Cell) -> None:
    control = cell.paragraphs[0][0].control
    cell.paragraphs = [[Piece("Arbeitskreis", control)]]


ENTRIES: dict[str, tuple[Entry, set[str]]] = {
    "into the control": (lambda cell: cell.write("Arbeitskreis"), set()),
    "beside the prompt": (beside_the_prompt, set()),
    "before the prompt": (before_the_prompt, set()),
    "beside a prompt that became text": (with_the_prompt_as_text, set()),
    "beside a prompt in pieces": (with_the_prompt_in_pieces, set()),
    "below the prompt": (below_the_prompt, set()),
    "in a nested table": (in_a_table_of_its_own, set()),
    "with empty paragraphs": (with_empty_paragraphs, set()),
    "control deleted": (without_control, set()),
    "still marked as a prompt": (marked_as_prompt, {"prompt_kept"}),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_answer_is_the_same_however_it_was_entered(name: str) -> None:
    entry, expected = ENTRIES[name]
    back = entered(entry)
    assert value(back) == "Arbeitskreis"
    assert back.codes == expected


def test_paragraphs_are_lines() -> None:
    back = entered(lambda cell: cell.retype("Arbeitskreis\nÜbergang\nSchule"))
    assert value(back) == "Arbeitskreis\nÜbergang\nSchule"


@pytest.mark.parametrize(
    "prompt",
    [
        "Klicken oder tippen Sie hier, um Text einzugeben.",
        "Wählen Sie ein Element aus.",
        "Click or tap to enter a date.",
        "[TT.MM.JJJJ]",
    ],
)
@pytest.mark.parametrize("marked", [True, False])
def test_prompts_are_no_answers_marked_or_not(prompt: str, marked: bool) -> None:
    def show(cell: Cell) -> None:
        control = cell.paragraphs[0][0].control
        cell.paragraphs = [[Piece(prompt, control if marked else None)]]

    back = entered(show)
    assert value(back) is None
    assert back.codes == set()


def test_prompt_in_another_language_is_no_answer_and_told_once() -> None:
    form = form_of("gremien")
    for row in range(101, 106):
        cell = form.tags[f"GR{row}.name"]
        cell.paragraphs = [[Piece("Metin girmek için buraya tıklayın.", cell.paragraphs[0][0].control)]]
    back = returned(form)
    assert back.values == {}
    assert back.found("prompts_unknown") == ["Metin girmek için buraya tıklayın."]
    assert back.codes == {"prompts_unknown"}


# Boxes


def both_ticked(cell: Cell) -> None:
    cell.retype("☒ ja ☒ nein")


TICKS: dict[str, tuple[Entry, object]] = {
    "untouched": (lambda cell: None, None),
    "yes": (lambda cell: cell.tick(yes=True), True),
    "no": (lambda cell: cell.tick(yes=False), False),
    "untouched without controls": (Cell.flatten, None),
    "x beside the boxes": (lambda cell: cell.add(" x"), True),
    "word instead of the boxes": (lambda cell: cell.retype("nein"), False),
    "x for a box": (lambda cell: cell.retype("x ja ☐ nein"), True),
}


@pytest.mark.parametrize("name", TICKS)
def test_ticks_are_read_however_they_were_made(name: str) -> None:
    entry, expected = TICKS[name]
    back = entered(entry, TICK)
    assert value(back, TICK) is expected
    assert back.codes == set()


def test_two_ticks_are_none() -> None:
    back = entered(both_ticked, TICK)
    assert "both_boxes" in {finding.code for finding in back.checked.findings}


def test_box_that_shows_something_else_than_it_says_is_told_and_what_is_shown_counts() -> None:
    def contradict(cell: Cell) -> None:
        cell.tick(yes=True)
        first = cell.paragraphs[0][0]
        assert first.control is not None
        cell.paragraphs[0][0] = replace(first, control=replace(first.control, checked=False))

    back = entered(contradict, TICK)
    assert back.codes == {"box_differs"}
    assert value(back, TICK) is True


# Changes, strikes, hidden text


def changed(before: str, after: str) -> Entry:
    def change(cell: Cell) -> None:
        pieces = ((before, Change.DELETED), (after, Change.INSERTED))
        cell.paragraphs = [[Piece(text, change=kind) for text, kind in pieces if text]]

    return change


def test_of_a_tracked_change_the_new_text_counts_and_both_are_told() -> None:
    back = entered(changed("Runder Tisch", "Arbeitskreis"))
    assert value(back) == "Arbeitskreis"
    assert back.found("change_tracked") == ["Runder Tisch → Arbeitskreis"]
    assert back.codes == {"change_tracked"}


def test_answer_deleted_with_changes_tracked_is_none_but_told() -> None:
    back = entered(changed("Runder Tisch", ""))
    assert value(back) is None
    assert back.found("change_tracked") == ["Runder Tisch → "]


def test_answers_entered_with_changes_tracked_are_told_once() -> None:
    form = form_of("gremien")
    for row in range(101, 106):
        cell = form.tags[f"GR{row}.name"]
        cell.paragraphs = [
            [replace(cell.paragraphs[0][0], change=Change.DELETED), Piece("AK", change=Change.INSERTED)]
        ]
    back = returned(form)
    assert len(back.found("entered_tracked")) == 1
    assert back.codes == {"entered_tracked"}
    assert len(back.values) == 5


def test_row_deleted_with_changes_tracked_is_not_taken_but_told() -> None:
    form = form_of("gremien")
    form.write(NAME, "Arbeitskreis")
    form.tables[0].row("GR101").change = Change.DELETED
    back = returned(form)
    assert back.values == {}
    assert back.found("row_deleted_tracked") == ["GR101 | Arbeitskreis"]
    assert back.codes == {"row_deleted_tracked"}


def test_row_inserted_with_changes_tracked_is_a_new_row() -> None:
    form = form_of("gremien")
    row = Row([Cell([[]]) for _ in form.tables[0].rows[0].cells], Change.INSERTED)
    row.cells[1].paragraphs = [[Piece("Arbeitskreis", change=Change.INSERTED)]]
    form.tables[0].rows.append(row)
    back = returned(form)
    assert back.codes == {"row_added", "entered_tracked"}
    assert list(back.values.values()) == ["Arbeitskreis"]


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ([Piece("Arbeitskreis", struck=True)], "struck_answer"),
        ([Piece("Arbeits", struck=True), Piece("kreis")], "partly_struck_answer"),
        ([Piece("Arbeitskreis", hidden=True)], "hidden_text"),
    ],
)
def test_struck_and_hidden_answers_are_taken_and_told(pieces: list[Piece], code: str) -> None:
    def put(cell: Cell) -> None:
        cell.paragraphs = [pieces]

    back = entered(put)
    assert value(back) == "Arbeitskreis"
    assert back.codes == {code}


def test_personal_answers_are_not_quoted() -> None:
    form = form_of("akteure")
    form.tags[PERSON].paragraphs = [
        [Piece("Erika Alt", change=Change.DELETED), Piece("Erika Neu", struck=True)]
    ]
    back = returned(form)
    assert back.codes == {"change_tracked", "struck_answer"}
    assert not any("Erika" in finding.message + finding.found for finding in back.checked.findings)


def test_texts_beside_an_answer_in_other_controls_count() -> None:
    def put(cell: Cell) -> None:
        other = Control(9_999, ControlKind.TEXT, "irgendwas")
        cell.write("Arbeitskreis")
        cell.paragraphs[0].append(Piece(" Süd", other))

    assert value(entered(put)) == "Arbeitskreis Süd"


def test_dropdown_entry_is_read_as_in_a_workbook() -> None:
    assert value(entered(lambda cell: cell.write("Arbeitskreis"), KIND), KIND) == "arbeitskreis"


def test_every_prompt_is_cut_out_of_a_text() -> None:
    shown = load_texts()
    own = [shown(f"document.placeholder.{kind}") for kind in ("text", "number", "date", "list", "reference")]
    prompts = prompts_of(shown, make_grid(TextDocument(()), lambda _: False))
    for prompt in (*own, "Wählen Sie ein Element aus.", "Click or tap here to enter text."):
        assert prompts.cut(f"{prompt} Jugendamt") == "Jugendamt"
        assert prompts.is_prompt(prompt)
