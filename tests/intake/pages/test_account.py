"""Whatever stands in a returned document is an answer, the form's own, or told."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest

from forms.making import with_referred
from intake.pages.documents import CODE, LAYOUT, Cell, Damage, Form, Row, Table, form_of, returned
from ruecklauf.formcode import make_form_code
from ruecklauf.intake.kinship import made_from
from ruecklauf.intake.pages.recognise import recognise_document
from ruecklauf.intake.submission import Confidence
from ruecklauf.office.document import Change, Comment, Paragraph, Piece, TextDocument

NOTE = "Bitte rufen Sie uns an"
OTHER = make_form_code("BBBBBB", "2026-1", LAYOUT.fingerprint)


def say(form: Form) -> None:
    form.say(NOTE)


def say_in_front(form: Form) -> None:
    form.say(NOTE, at=0)


def add_to_wording(form: Form) -> None:
    wording = form.blocks[1]
    assert isinstance(wording, Paragraph)
    form.blocks[1] = replace(wording, pieces=(*wording.pieces, Piece(f" {NOTE}")))


def in_code_cell(form: Form) -> None:
    form.tables[0].row("GR101").cells[0].add(f" {NOTE}")


def below_code(form: Form) -> None:
    form.tables[0].row("GR101").cells[0].add_paragraph(NOTE)


def in_head(form: Form) -> None:
    form.tables[0].rows[0].cells[3].add(NOTE)


def in_example(form: Form) -> None:
    form.tables[0].rows[1].cells[3].retype(NOTE)


def in_new_column(form: Form) -> None:
    for row in form.tables[0].rows:
        row.cells.append(Cell([[]]))
    form.tables[0].row("GR102").cells[-1].retype(NOTE)


def in_question(form: Form) -> None:
    form.tables[-1].rows[1].cells[1].add_paragraph(NOTE)


def in_row_below_questions(form: Form) -> None:
    row = deepcopy(form.tables[-1].rows[1])
    form.tables[-1].rows.append(row)
    for cell, text in zip(row.cells, ("", "", NOTE), strict=True):
        cell.retype(text)


def in_table_of_their_own(form: Form) -> None:
    table = Table([deepcopy(form.tables[0].rows[0])])
    for cell in table.rows[0].cells:
        cell.retype("")
    table.rows[0].cells[1].retype(NOTE)
    form.blocks.append(table)


def in_merged_away_cell(form: Form) -> None:
    cell = form.tables[0].row("GR103").cells[0]
    cell.add_paragraph(NOTE)


STRAYS: dict[str, Damage] = {
    "below everything": say,
    "above everything": say_in_front,
    "behind the form's wording": add_to_wording,
    "behind a code": in_code_cell,
    "below a code": below_code,
    "in a head": in_head,
    "in the example": in_example,
    "in a column of its own": in_new_column,
    "in a question": in_question,
    "in a row below the questions": in_row_below_questions,
    "in a table of its own": in_table_of_their_own,
    "in another paragraph beside a code": in_merged_away_cell,
}


@pytest.mark.parametrize("name", STRAYS)
def test_text_that_is_no_answer_is_told_as_a_whole(name: str) -> None:
    form = form_of("gremien")
    STRAYS[name](form)
    found = returned(form).found("stray_text")
    assert len(found) == 1
    assert NOTE in found[0]


@pytest.mark.parametrize("name", STRAYS)
def test_nothing_is_lost_where_it_is_not_known_what_was_sent(name: str) -> None:
    form = form_of("gremien")
    STRAYS[name](form)
    back = returned(form, known=False)
    told = [*back.found("stray_text"), *back.found("texts_unknown")]
    assert any(NOTE in found for found in told)
    assert len(back.found("texts_unknown")) == 1


def test_stray_text_is_told_with_the_nearest_heading_or_row() -> None:
    form = form_of("gremien")
    say(form)
    in_code_cell(form)
    assert returned(form).places("stray_text") == [
        "Gremien!GR101",
        "Gremien!Bemerkungen zu diesem Formular (freiwil…",
    ]


def test_text_pasted_behind_the_form_is_one_finding_with_its_size_and_first_texts() -> None:
    form = form_of("gremien")
    for number in range(150):
        form.say(f"Absatz {number} eines Berichts")
    back = returned(form)
    (noted,) = [noted for noted in back.submission.noted if noted.remark.code == "stray_text"]
    assert dict(noted.remark.params)["size"] == " an 150 Stellen"
    assert noted.whole.startswith("Absatz 0 eines Berichts / Absatz 1 eines Berichts / ")
    assert (len(noted.quotes), noted.more) == (100, 50)
    assert back.submission.counts.balanced


def test_remarks_behind_the_form_are_findings_of_their_own() -> None:
    form = form_of("gremien")
    for number in range(10):
        form.say(f"Hinweis {number}")
    assert returned(form).found("stray_text") == [f"Hinweis {number}" for number in range(10)]


def test_text_in_the_column_of_labels_is_told_unless_the_row_says_it_itself() -> None:
    form = form_of("akteure")
    form.write("AK101.institution", "Verein A")
    form.tables[1].row("AK101").cells[1].retype("Verein A")
    form.tables[1].row("AK102").cells[1].retype("Verein B")
    assert returned(form).found("stray_text") == ["Verein B"]


def test_word_of_the_form_typed_outside_its_place_is_told() -> None:
    form = form_of("gremien")
    form.say("Arbeitskreis")
    form.say("ja")
    assert returned(form).found("stray_text") == ["Arbeitskreis", "ja"]


AROUND: dict[str, tuple[Damage, str]] = {
    "footer": (lambda form: form.page_texts.append(NOTE), "page_text"),
    "footnote": (lambda form: form.notes.append(NOTE), "footnote_found"),
    "text box": (lambda form: form.drawing_texts.append(NOTE), "drawing_text"),
    "comment": (lambda form: form.comments.append(Comment(NOTE)), "note_found"),
}


@pytest.mark.parametrize("name", AROUND)
def test_what_stands_around_the_text_is_told(name: str) -> None:
    damage, code = AROUND[name]
    form = form_of("gremien")
    damage(form)
    back = returned(form)
    assert back.codes == {code}
    assert back.found(code) == [NOTE]


def test_page_numbers_are_nobodys_words() -> None:
    form = form_of("gremien")
    form.page_texts = [f"AGS 05990000 · {CODE} · Seite 2 von 12", "- 3 -"]
    assert returned(form).codes == set()


def test_comment_is_told_at_the_answer_that_it_is_about() -> None:
    form = form_of("akteure")
    form.write("AK001.ap_name", "Erika Beispiel")
    document = form.made()
    number = next(
        place for place, one in enumerate(document.body_paragraphs(), start=1) if one.text == "Erika Beispiel"
    )
    form.comments.append(Comment("Erika ist neu", paragraph=number))
    back = returned(form)
    assert back.places("note_found") == ["Akteure!AK001.ap_name"]
    assert not any("Erika" in finding.message for finding in back.checked.findings)


def test_changes_tracked_in_the_forms_own_text_are_told() -> None:
    form = form_of("gremien")
    form.blocks[1] = Paragraph(
        (Piece("Worum es", change=Change.DELETED), Piece("Was Sie wollen", change=Change.INSERTED))
    )
    assert returned(form).found("change_tracked") == ["Worum es → Was Sie wollen"]


def test_personal_texts_in_rows_that_are_not_taken_are_not_quoted() -> None:
    form = form_of("akteure").flatten()
    form.tags["AK001.ap_name"].retype("Erika Beispiel")
    del form.tables[2].row("AK001").cells[2]
    table = form.tables[2]
    first, second = table.row("AK002"), table.row("AK003")
    first.code, second.code = second.code, first.code
    form.tags["AK002.ap_name"].retype("Hanna Beispiel")
    back = returned(form)
    assert back.codes >= {"row_deformed", "anchors_disagree"}
    assert not any("Hanna" in finding.found for finding in back.checked.findings)


def without_row_and_heads(form: Form) -> None:
    """What stands around the answer of an actor, overwritten."""
    table = next(table for table in form.tables if any(said(row, "Erika") for row in table.rows))
    for row in table.rows:
        for cell in row.cells if row.code in ("Zeile", "Beispiel") else row.cells[:2] * said(row, "Erika"):
            cell.paragraphs = [[Piece("was")]]


def without_question(form: Form) -> None:
    for row in (row for table in form.tables for row in table.rows if said(row, "Erika")):
        for cell in (cell for cell in row.cells if "Erika" not in cell.text):
            cell.paragraphs = [[Piece("was")]]


def alone_in_its_row(form: Form) -> None:
    for row in (row for table in form.tables for row in table.rows if said(row, "Erika")):
        row.cells = [cell for cell in row.cells if "Erika" in cell.text]


def in_a_further_column(form: Form) -> None:
    """A column of their own before that of the names, whose head is lost."""
    table = next(table for table in form.tables if any(said(row, "Erika") for row in table.rows))
    for row in table.rows:
        row.cells.insert(4, Cell([[Piece("neu")]]))
        if row.code == "Zeile":
            row.cells[5].paragraphs = [[Piece("Wer?")]]


def with_all_heads_lost(form: Form) -> None:
    in_a_further_column(form)
    for row in (row for table in form.tables for row in table.rows if row.code == "Zeile"):
        for cell in row.cells:
            cell.paragraphs = [[]]


def said(row: Row, text: str) -> bool:
    return any(text in cell.text for cell in row.cells)


@pytest.mark.parametrize("flat", [False, True], ids=["with controls", "text only"])
@pytest.mark.parametrize(
    ("worksheet", "tag", "damage"),
    [
        ("akteure", "AK001.ap_name", without_row_and_heads),
        ("akteure", "AK001.ap_name", in_a_further_column),
        ("akteure", "AK001.ap_name", with_all_heads_lost),
        ("stammblatt", "ST15", without_question),
        ("stammblatt", "ST15", alone_in_its_row),
    ],
)
def test_personal_texts_are_not_quoted_where_nothing_says_any_more_what_they_are(
    worksheet: str, tag: str, damage: Callable[[Form], None], flat: bool
) -> None:
    form = form_of(worksheet)
    if flat:
        form.flatten()
    form.tags[tag].write("Erika Beispiel")
    damage(form)
    back = returned(form)
    taken = "Erika Beispiel" in back.values.values()
    assert taken or any(finding.found == "(personenbezogene Angabe)" for finding in back.checked.findings)
    assert not any("Erika" in finding.found + finding.message for finding in back.checked.findings)


def test_content_without_any_form_is_told() -> None:
    form = Form("gremien", [], {})
    form.say(NOTE)
    back = returned(form)
    assert NOTE in " ".join(back.found("stray_text"))
    assert back.values == {}


# Whose form it is


def test_form_is_recognised_by_its_text_and_its_properties() -> None:
    found = recognise_document(form_of("gremien").made())
    assert found.identity.alliance == "KQ7M2X"
    assert found.identity.confidence is Confidence.CERTAIN
    assert {one.kind for one in found.identity.evidence} == {
        "visible_code",
        "core_property",
        "custom_property",
    }


def test_text_of_another_alliance_in_a_form_is_unclear() -> None:
    form = form_of("gremien")
    form.blocks = [
        Paragraph((Piece(OTHER),)) if isinstance(one, Paragraph) and one.text == CODE else one
        for one in form.blocks
    ]
    assert recognise_document(form.made()).identity.confidence is Confidence.UNCLEAR


def test_code_is_found_in_a_line_with_other_words() -> None:
    document = TextDocument((), page_texts=(f"Formular-Code: {CODE.lower()} · Seite 1",))
    found = recognise_document(document)
    assert found.code is not None
    assert found.identity.confidence is Confidence.LIKELY


def test_document_is_kin_to_the_form_whose_rows_it_has() -> None:
    makes = (with_referred("stammblatt"), with_referred("gremien"), LAYOUT.worksheets)
    assert made_from(form_of("gremien").made(), makes, ["de"]) == (with_referred("gremien"), "de")
    assert made_from(TextDocument(()), makes, ["de"]) == ((), "")


def test_declarations_are_known_by_the_properties() -> None:
    document = TextDocument(
        (), custom={"ruecklauf.worksheet:gremien": "abc", "ruecklauf.worksheet": "gremien"}
    )
    assert recognise_document(document).identity.declarations == ("abc",)
