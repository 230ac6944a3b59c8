"""Inquiries as Word documents: they come back like the workbooks, whatever was done to them."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from office.programs import converted
from rounds.playing import Game, codes
from rounds.test_answered_inquiries import KOOP, filled, row_of, state_of
from rounds.test_inquiries import asked
from ruecklauf.layout.inquiries import AskedRow
from ruecklauf.rounds.asking.inquiring import WrittenInquiry, inquiries_of
from ruecklauf.rounds.asking.traces import trace
from ruecklauf.rounds.desk import Desk, lay_out
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.judged import Judged
from ruecklauf.rounds.judgement import judge
from ruecklauf.rounds.letters import Letter
from ruecklauf.store import Outcome

SAID = "wird gerade verhandelt"
ANSWER, EXPLANATION = 5, 6


def as_document(game: Game) -> tuple[WrittenInquiry, WrittenInquiry]:
    """The inquiry of an alliance as workbook and as document."""
    book = asked(game)
    both = tuple(FormFormat)
    kleve, wave = [game.alliance("Kleve")], game.wave("2026-1")
    made = tuple(inquiries_of(game.workspace, wave, kleve, now=game.now(), formats=both))
    assert [one.inquiry.code for one in made] == [book.inquiry.code] * 2
    return made[0], made[1]


Damage = Callable[[Any], None]


def document(
    written: WrittenInquiry,
    answers: Mapping[str, str],
    explanations: Mapping[str, str] = {},
    damage: Damage = lambda opened: None,
) -> bytes:
    """The document as it comes back, with answers and explanations by the ids of rows."""
    opened = docx.Document(io.BytesIO(written.content))
    for column, given in ((ANSWER, answers), (EXPLANATION, explanations)):
        for row_id, text in given.items():
            fill(line_of(opened, row_id)[column], text)
    damage(opened)
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()


def line_of(opened: Any, row_id: str) -> list[Any]:
    """The cells of a row."""
    (line,) = [row for row in opened.tables[0]._tbl.tr_lst if texts_of(row)[0] == row_id]
    return list(line.tc_lst)


def texts_of(line: Any) -> list[str]:
    return ["".join(part.text or "" for part in cell.iter(qn("w:t"))) for cell in line.tc_lst]


def fill(cell: Any, text: str) -> None:
    """What Word does when somebody writes in a control."""
    control = next(cell.iter(qn("w:sdt")))
    for prompt in list(control.iter(qn("w:showingPlcHdr"))):
        prompt.getparent().remove(prompt)
    for part in control.iter(qn("w:t")):
        part.text = text


def test_an_answer_in_a_document_replaces_what_stood_there_and_is_traced(game: Game) -> None:
    _, written = as_document(game)
    row, before = row_of(written.inquiry), game.answers()
    received = game.hand_in(document(written, {row.id: "nein"}), "antwort.docx")
    assert (received.outcome, received.alliance) == ("accepted_with_findings", "AAAAAA")
    assert (game.answers(), state_of(game, row)) == ({**before, KOOP: "nein"}, {"mended"})
    steps = trace(game.workspace, game.alliance("Kleve"), game.wave("2026-1"), "koop", row="AK001").steps
    assert (steps[-1].file, steps[-1].raw, steps[-1].place) == (
        "antwort.docx",
        "nein",
        f"Rückfragen!{row.id} Ihre Angabe",
    )


def test_an_explanation_in_a_document_waits_for_the_team(game: Game) -> None:
    _, written = as_document(game)
    row = row_of(written.inquiry)
    received = game.hand_in(document(written, {}, {row.id: SAID}))
    assert "inquiry_explained" in codes(received)
    assert state_of(game, row) == {"explained"}


def test_workbook_and_document_of_one_inquiry_may_both_come(game: Game) -> None:
    book, written = as_document(game)
    row = row_of(written.inquiry)
    game.hand_in(filled(book, {row.id: "nein"}), "antwort.xlsx")
    again = game.hand_in(document(written, {row.id: "ja"}), "antwort.docx")
    assert ("inquiry_changed" in codes(again), game.answers()[KOOP]) == (True, "ja")


def test_a_document_is_the_same_bytes_each_time_and_offers_the_fields_own_list(game: Game) -> None:
    _, written = as_document(game)
    kleve, wave = [game.alliance("Kleve")], game.wave("2026-1")
    (again,) = inquiries_of(game.workspace, wave, kleve, now=game.now(), formats=[FormFormat.DOCX])
    assert (again.content, Path(again.name).suffix) == (written.content, ".docx")
    cell = line_of(docx.Document(io.BytesIO(written.content)), row_of(written.inquiry).id)[ANSWER]
    assert [item.get(qn("w:value")) for item in cell.iter(qn("w:listItem"))] == ["ja", "nein", "unbekannt"]


@dataclass(frozen=True)
class Asked:
    written: WrittenInquiry
    desk: Desk
    row: AskedRow
    other: AskedRow

    def judged(self, answers: Mapping[str, str], damage: Damage = lambda opened: None) -> Judged:
        data = document(self.written, answers, {self.other.id: SAID} if answers else {}, damage)
        return judge(data, Letter("antwort.docx"), self.desk)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    game = Game(tmp_path_factory.mktemp("runde") / "projekt")
    _, written = as_document(game)
    row = row_of(written.inquiry)
    other = next(each for each in written.inquiry.rows if each.is_answerable and each is not row)
    yield Asked(written, lay_out(game.workspace), row, other)
    game.close()


def given(judged: Judged) -> dict[str, str]:
    """What was taken, by field."""
    return {
        name: entry.raw
        for record in judged.records
        for entries in (record.entries, record.contacts)
        for name, entry in entries.items()
    }


def told(judged: Judged) -> str:
    """All that findings quote."""
    return "\n".join(f"{finding.found} {finding.message} {finding.hidden}" for finding in judged.findings)


def test_the_untouched_document_says_nothing_but_that(one: Asked) -> None:
    judged = one.judged({})
    assert [finding.code for finding in judged.findings] == ["inquiry_blank"]
    assert (judged.outcome, judged.records, judged.confidence.value) == (Outcome.ACCEPTED, (), "certain")


def xml(text: str) -> Any:
    return docx.oxml.parse_xml(text.replace("<w:p>", f'<w:p xmlns:w="{docx.oxml.ns.nsmap["w"]}">', 1))


def lines(opened: Any) -> list[Any]:
    return list(opened.tables[0]._tbl.tr_lst)


def line(opened: Any, one: Asked) -> list[Any]:
    return line_of(opened, one.row.id)


def blank(cell: Any) -> None:
    for part in cell.iter(qn("w:t")):
        part.text = ""


def delete_left_id(opened: Any, one: Asked) -> None:
    blank(line(opened, one)[0])


def overwrite_question(opened: Any, one: Asked) -> None:
    blank(line(opened, one)[2])


def sort_rows(opened: Any, one: Asked) -> None:
    rows = lines(opened)
    for row in reversed(rows[1:]):
        rows[0].addnext(row)
        rows[0].getparent().append(row)


def delete_heads(opened: Any, one: Asked) -> None:
    lines(opened)[0].getparent().remove(lines(opened)[0])


def control_lost(opened: Any, one: Asked) -> None:
    for control in list(opened.element.body.iter(qn("w:sdt"))):
        content = control.find(qn("w:sdtContent"))
        for child in list(content):
            control.addprevious(child)
        control.getparent().remove(control)


def write_below(opened: Any, one: Asked) -> None:
    opened.add_paragraph("Bitte rufen Sie uns an")


def write_in_grey_cell(opened: Any, one: Asked) -> None:
    line(opened, one)[3].append(xml("<w:p><w:r><w:t>Bitte rufen Sie uns an</w:t></w:r></w:p>"))


def write_in_footer(opened: Any, one: Asked) -> None:
    opened.sections[0].footer.add_paragraph("Bitte rufen Sie uns an")


def comment(opened: Any, one: Asked) -> None:
    opened.add_comment(opened.paragraphs[1].runs, "Bitte rufen Sie uns an")


def another_column(opened: Any, one: Asked) -> None:
    line(opened, one)[7].append(xml("<w:p><w:r><w:t>Bitte rufen Sie uns an</w:t></w:r></w:p>"))


def new_table(opened: Any, one: Asked) -> None:
    opened.add_table(1, 2).rows[0].cells[1].text = "Bitte rufen Sie uns an"


def copied_row(opened: Any, one: Asked) -> None:
    row = line(opened, one)[0].getparent()
    row.addnext(copy.deepcopy(row))


def contradicting_copy(opened: Any, one: Asked) -> None:
    row = line(opened, one)[0].getparent()
    twin = copy.deepcopy(row)
    row.addnext(twin)
    fill(twin.tc_lst[ANSWER], "ja")


def tracked(opened: Any, one: Asked) -> None:
    control = next(line(opened, one)[ANSWER].iter(qn("w:sdtContent")))
    old = xml('<w:p><w:del w:id="900" w:author="x"><w:r><w:delText>unbekannt</w:delText></w:r></w:del></w:p>')
    control.insert(0, old[0])


def struck(opened: Any, one: Asked) -> None:
    for run in line(opened, one)[ANSWER].iter(qn("w:r")):
        run.get_or_add_rPr().append(docx.oxml.OxmlElement("w:strike"))


def delete_row(opened: Any, one: Asked) -> None:
    row = line(opened, one)[0].getparent()
    row.getparent().remove(row)


def both_ids_and_question_gone(opened: Any, one: Asked) -> None:
    cells = line(opened, one)
    for number in (0, 2, 7):
        blank(cells[number])


def ids_of_two_rows(opened: Any, one: Asked) -> None:
    cell = line(opened, one)[7]
    blank(cell)
    next(cell.iter(qn("w:t"))).text = one.other.id


TAKEN = {"koop": "nein"}
CALLED = "Bitte rufen Sie uns an"


@pytest.mark.parametrize(
    ("damage", "taken", "said"),
    [
        (delete_left_id, True, ""),
        (overwrite_question, True, ""),
        (sort_rows, True, ""),
        (control_lost, True, ""),
        (write_below, True, CALLED),
        (write_in_grey_cell, True, CALLED),
        (write_in_footer, True, CALLED),
        (comment, True, CALLED),
        (another_column, True, CALLED),
        (new_table, True, CALLED),
        (copied_row, True, "nein"),
        (tracked, True, "unbekannt"),
        (struck, True, "durchgestrichen"),
        (contradicting_copy, False, "nein"),
        (both_ids_and_question_gone, False, "nein"),
        (ids_of_two_rows, False, "nein"),
        (delete_heads, False, "nein"),
        (delete_row, False, ""),
    ],
)
def test_of_a_damaged_document_nothing_is_lost_and_nothing_taken_wrongly(
    one: Asked, damage: Callable[[Any, Asked], None], taken: bool, said: str
) -> None:
    judged = one.judged({one.row.id: "nein"}, lambda opened: damage(opened, one))
    assert judged.outcome is Outcome.ACCEPTED
    assert given(judged) == (TAKEN if taken else {})
    assert said in told(judged)
    explained = {finding.found for finding in judged.findings if finding.code == "inquiry_explained"}
    assert SAID in explained or SAID in told(judged)
    assert judged.counts is not None
    counts = judged.counts
    assert counts.answers + counts.template + counts.findings == counts.total


@pytest.mark.parametrize(("program", "ending"), [("soffice", "odt"), ("soffice", "docx")])
def test_what_libreoffice_saved_says_the_same(one: Asked, tmp_path: Path, program: str, ending: str) -> None:
    typed = document(one.written, {one.row.id: "nein"}, {one.other.id: SAID})
    saved = converted(typed, tmp_path, program, ending, source_ending="docx")
    judged = judge(saved, Letter(f"antwort.{ending}"), one.desk)
    assert (judged.outcome, given(judged)) == (Outcome.ACCEPTED, TAKEN)
    assert {finding.code for finding in judged.findings} == {"inquiry_explained"}
