"""What is taken from a cell, however it was entered, and what is told about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from intake.pages.documents import LAYOUT, TEXTS, Cell, Form, Returned, Row, Table, form_of, returned
from ruecklauf.findings import Subject
from ruecklauf.intake.pages.content import prompts_of
from ruecklauf.intake.pages.grid import make_grid
from ruecklauf.layout.pages.plan import plan_document
from ruecklauf.office.document import Change, Control, ControlKind, Piece, TextDocument
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing

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


FOREIGN = "Metin girmek için buraya tıklayın."


def show_as_prompt(form: Form, text: str, tags: Iterable[str]) -> None:
    """Let controls show a text that is marked as a prompt."""
    for tag in tags:
        cell = form.tags[tag]
        cell.paragraphs = [[Piece(text, cell.paragraphs[0][0].control)]]


def prompted(form: Form) -> list[str]:
    """The tags of the cells that show a prompt."""
    first = {tag: cell.paragraphs[0][0].control for tag, cell in form.tags.items() if cell.paragraphs[0]}
    return [tag for tag, control in first.items() if control and control.placeholder]


def test_prompt_in_another_language_is_no_answer_and_told_once() -> None:
    form = form_of("gremien")
    show_as_prompt(form, FOREIGN, prompted(form))
    back = returned(form)
    assert back.values == {}
    assert back.found("prompts_unknown") == [FOREIGN]
    assert back.codes == {"prompts_unknown"}


def test_text_that_a_few_cells_mark_as_a_prompt_is_an_answer() -> None:
    form = form_of("gremien")
    show_as_prompt(form, "Runder Tisch im Rathaus", (f"GR{row}.name" for row in range(101, 106)))
    back = returned(form)
    assert list(back.values.values()) == ["Runder Tisch im Rathaus"] * 5
    assert back.codes == {"prompt_kept"}


def test_text_that_only_text_fields_mark_as_a_prompt_is_an_answer() -> None:
    form = form_of("gremien")
    shown = [tag for tag in prompted(form) if tag.endswith(".name")]
    for tag in set(prompted(form)) - set(shown):
        form.tags[tag].paragraphs = [[]]
    show_as_prompt(form, "Siehe beigefügtes Konzept", shown)
    back = returned(form)
    assert list(back.values.values()) == ["Siehe beigefügtes Konzept"] * len(shown)
    assert back.codes == {"prompt_kept"}


def test_entry_of_a_list_is_an_answer_however_often_it_is_marked_as_a_prompt() -> None:
    form = form_of("gremien")
    shown = prompted(form)
    entry = entries_of("federfuehrung")[1]
    show_as_prompt(form, entry, shown)
    leads = [tag for tag in shown if tag.endswith(".federfuehrung")]
    back = returned(form)
    assert len([one for one in back.values if one.field == "federfuehrung"]) == len(leads)
    assert back.codes == {"prompt_kept"}


def entries_of(key: str) -> tuple[str, ...]:
    tables = plan_document(LAYOUT, "gremien").sections[0].tables
    cells = [cell for table in tables for cell in table.lines[0].cells]
    return next(cell.control.entries for cell in cells if cell.tag.endswith(f".{key}"))


@pytest.mark.parametrize(
    "program", ["LibreOffice/24.8.2 (X86_64)", "Collabora_OfficeDev/24.04.9.2 LibreOffice/24.04"]
)
def test_marks_that_the_program_leaves_behind_do_not_count(program: str) -> None:
    form = form_of("gremien")
    show_as_prompt(form, "Runder Tisch im Rathaus", prompted(form))
    document = replace(form.made(), program=program)
    shown = prompts_of(TEXTS, make_grid(document, lambda _: False), program=program)
    assert shown.repeated == {}
    assert not shown.marks_count


# Boxes


def both_ticked(cell: Cell) -> None:
    cell.retype("☒ ja ☒ nein")


TICKS: dict[str, tuple[Entry, object]] = {
    "untouched": (lambda cell: None, None),
    "yes": (lambda cell: cell.tick(yes=True), True),
    "no": (lambda cell: cell.tick(yes=False), False),
    "untouched without controls": (Cell.flatten, None),
    "word beside the boxes": (lambda cell: cell.add(" nein"), False),
    "word instead of the boxes": (lambda cell: cell.retype("nein"), False),
    "x for a box": (lambda cell: cell.retype("x ja ☐ nein"), True),
}


@pytest.mark.parametrize("mark", ["x", "✓", "■", "1"])
def test_mark_behind_the_boxes_is_taken_for_neither(mark: str) -> None:
    back = entered(lambda cell: cell.add(f" {mark}"), TICK)
    assert value(back, TICK) is Missing.UNREADABLE
    assert back.codes == set()


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
        cell.paragraphs[0][0] = first._replace(control=replace(first.control, checked=False))

    back = entered(contradict, TICK)
    assert back.codes == {"box_differs"}
    assert value(back, TICK) is True


@pytest.mark.parametrize(("yes", "codes"), [(None, ["boxes_marked"]), (True, []), (False, [])])
def test_shape_on_boxes_is_asked_about_where_none_is_ticked(yes: bool | None, codes: list[str]) -> None:
    def draw(cell: Cell) -> None:
        cell.drawn = True
        if yes is not None:
            cell.tick(yes=yes)

    back = entered(draw, TICK)
    assert [one.code for one in back.checked.findings if one.code == "boxes_marked"] == codes
    assert value(back, TICK) is (Missing.UNREADABLE if yes is None else yes)


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
            [cell.paragraphs[0][0]._replace(change=Change.DELETED), Piece("AK", change=Change.INSERTED)]
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


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Bei [Auswahl] fehlt das Jugendamt", "Bei [Auswahl] fehlt das Jugendamt"),
        ("Bei [Text] fehlt das Jugendamt", "Bei [Text] fehlt das Jugendamt"),
        ("[Auswahl] fehlt", "[Auswahl] fehlt"),
        ("Es fehlt [Zahl]", "Es fehlt [Zahl]"),
        ("[Text]Jugendamt[Text]", "Jugendamt"),
        ("Jugendamt\n[Text]", "Jugendamt"),
        ("Choose an item. Jugendamt", "Jugendamt"),
        ("Dort steht: Choose an item. Das fehlt.", "Dort steht: Choose an item. Das fehlt."),
        ("[Text] [Auswahl]\n[Zahl]", None),
    ],
)
def test_words_that_look_like_prompts_stay_unless_they_are_the_cells_own(
    typed: str, expected: str | None
) -> None:
    back = entered(lambda cell: cell.retype(typed))
    assert value(back) == expected
    assert back.codes == set()


def test_prompt_in_its_control_amid_a_text_is_none_of_it() -> None:
    def put(cell: Cell) -> None:
        cell.paragraphs[0].insert(0, Piece("Runder "))
        cell.add("Tisch")

    assert value(entered(put)) == "Runder Tisch"


# Strokes through boxes


def strike(word: str, *, yes: bool | None = None) -> Entry:
    """Strike a word beside the boxes, or one of these; `yes` ticks one of them first."""

    def put(cell: Cell) -> None:
        if yes is not None:
            cell.tick(yes=yes)
        cell.paragraphs = [
            [piece._replace(struck=piece.text.strip() in word.split()) for piece in one]
            for one in cell.paragraphs
        ]

    return put


STROKES: dict[str, tuple[Entry, str]] = {
    "no": (strike("nein"), "☐ ja ☐ nein (durchgestrichen: nein)"),
    "yes": (strike("ja"), "☐ ja ☐ nein (durchgestrichen: ja)"),
    "both": (strike("ja nein"), "☐ ja ☐ nein (durchgestrichen: ja nein)"),
    "everything": (strike("☐ ja nein"), "☐ ja ☐ nein (durchgestrichen: ☐ ja ☐ nein)"),
}


@pytest.mark.parametrize("name", STROKES)
@pytest.mark.parametrize("flat", [False, True])
def test_stroke_through_yes_or_no_is_asked_about_and_nothing_is_guessed(name: str, flat: bool) -> None:
    entry, expected = STROKES[name]
    form = form_of("gremien")
    entry(form.tags[TICK])
    back = returned(form.flatten() if flat else form)
    findings = [one for one in back.checked.findings if one.code == "boxes_struck"]
    assert [one.found for one in findings] == [expected]
    assert value(back, TICK) is not True
    assert value(back, TICK) is not False
    assert back.codes == set()
    assert "no_tick" not in {one.code for one in back.checked.findings}


@pytest.mark.parametrize(("word", "yes"), [("nein", True), ("ja", False)])
def test_tick_counts_where_the_other_word_is_struck(word: str, yes: bool) -> None:
    back = entered(strike(word, yes=yes), TICK)
    assert value(back, TICK) is yes
    assert back.codes == set()


def test_tick_that_is_struck_itself_is_told() -> None:
    back = entered(strike("ja", yes=True), TICK)
    assert value(back, TICK) is True
    assert back.codes == {"partly_struck_answer"}
