"""Inquiries that come back: answers in their places with their whole way, and nothing left unsaid."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from rounds.playing import Game, codes, message
from rounds.test_deciding import ANSWERS, ROW, put_right
from rounds.test_inquiries import PERSON, again, asked
from ruecklauf.layout.inquiries import AskedRow, Inquiry
from ruecklauf.rounds.asking.inquiring import WrittenInquiry
from ruecklauf.rounds.asking.listing import finding_rows, settle
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.asking.traces import trace
from ruecklauf.rounds.asking.withdrawing import withdraw
from ruecklauf.rounds.clerk import Clerk
from ruecklauf.rounds.desk import lay_out
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workers import ThisProcess

KOOP = ("AAAAAA", *ROW, "koop")
Filled = Mapping[str, object]
"""What is entered, by row id; before `=` in the column of explanations."""


def row_of(inquiry: Inquiry, field: str = "koop", row_id: str = "AK001") -> AskedRow:
    return next(row for row in inquiry.rows if (row.subject.row_id, row.subject.field) == (row_id, field))


def line_of(book: Workbook, row_id: str) -> int:
    return next(cell.row for cell in book["Rückfragen"]["A"] if cell.value == row_id)


def filled(
    written: WrittenInquiry,
    answers: Mapping[str, object],
    explanations: Mapping[str, str] = {},
    damage: Callable[[Workbook], None] = lambda book: None,
) -> bytes:
    """The inquiry as it comes back, with answers and explanations by the ids of rows."""
    book = openpyxl.load_workbook(io.BytesIO(written.content))
    for row_id, answer in answers.items():
        book["Rückfragen"].cell(line_of(book, row_id), 6).value = answer
    for row_id, text in explanations.items():
        book["Rückfragen"].cell(line_of(book, row_id), 7).value = text
    damage(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def state_of(game: Game, row: AskedRow) -> set[str]:
    """The states of the findings that a row asks about."""
    found = finding_rows(game.workspace, everything=True)
    return {each["state"] for each in found if each["finding"] in row.findings}


def test_an_answer_replaces_what_stood_there_and_mends_its_finding(game: Game) -> None:
    written = asked(game)
    row = row_of(written.inquiry)
    before = game.answers()
    received = game.hand_in(filled(written, {row.id: "nein"}), "antwort.xlsx")
    assert (received.outcome, received.alliance) == ("accepted_with_findings", "AAAAAA")
    assert game.answers() == {**before, KOOP: "nein"}
    assert state_of(game, row) == {"mended"}


def test_its_whole_way_can_be_traced(game: Game) -> None:
    written = asked(game)
    row = row_of(written.inquiry)
    received = game.hand_in(filled(written, {row.id: "nein"}), "antwort.xlsx")
    steps = trace(game.workspace, game.alliance("Kleve"), game.wave("2026-1"), "koop", row="AK001").steps
    assert [(step.kind, step.value) for step in steps] == [
        ("superseded", "(unreadable)"),
        ("current", "nein"),
    ]
    newest = steps[-1]
    assert (newest.file, newest.sha256, newest.raw) == ("antwort.xlsx", received.sha256, "nein")
    assert newest.place.startswith("Rückfragen!F")


def test_the_message_it_came_in_is_part_of_its_way(game: Game) -> None:
    written = asked(game)
    answer = filled(written, {row_of(written.inquiry).id: "nein"})
    game.hand_in(message("a@kleve.example", game.now(), {"antwort.xlsx": answer}), "mail.eml")
    steps = trace(game.workspace, game.alliance("Kleve"), game.wave("2026-1"), "koop", row="AK001").steps
    assert (steps[-1].message, steps[-1].file, steps[-1].value) == ("mail.eml", "antwort.xlsx", "nein")


def test_a_correction_of_an_answer_closes_what_rules_found_elsewhere(game: Game) -> None:
    """Whether the actor exists decides whether the core group is asked about; both stand in other files."""
    written = asked(game)
    row = row_of(written.inquiry)
    game.hand_in(filled(written, {row.id: "ja"}))

    def found() -> set[str]:
        rows = finding_rows(game.workspace, kind="question")
        return {each["field"] for each in rows if each["row_id"] == "AK001"}

    assert "kerngruppe" in found()
    put_right(game, "akteure.vorhanden", value="nein")
    assert "kerngruppe" not in found()
    assert game.answers()[KOOP] == "ja"


def test_an_explanation_waits_for_the_teams_word(game: Game) -> None:
    written = asked(game)
    row = row_of(written.inquiry)
    received = game.hand_in(filled(written, {}, {row.id: "wird gerade verhandelt"}))
    assert codes(received) == ["inquiry_explained"]
    assert "wird gerade verhandelt" in received.findings[0].message
    assert state_of(game, row) == {"explained"}
    (open_,) = [each for each in finding_rows(game.workspace) if each["finding"] in row.findings]
    assert (open_["reason"][:12], open_["explanation"]) == ("Rückfragen!G", "wird gerade verhandelt")
    point = next(each["point"] for each in finding_rows(game.workspace) if each["finding"] in row.findings)
    settle(game.workspace, [point], State.ACCEPTED, person="Kim", reason="stimmt", now=game.later())
    assert state_of(game, row) == {"accepted"}
    assert "inquiry_explained" not in {each["code"] for each in finding_rows(game.workspace)}


def test_an_answer_that_is_wrong_too_is_asked_about_again(game: Game) -> None:
    written = asked(game)
    row = row_of(written.inquiry)
    received = game.hand_in(filled(written, {row.id: "eventuell"}))
    assert game.answers()[KOOP] is None
    assert "not_on_list" in {code.partition("_did")[0] for code in codes(received)}
    assert {
        row.stands for row in again(game).inquiry.rows if row.subject == row_of(written.inquiry).subject
    } == {"eventuell"}


def test_rules_are_judged_with_the_answer(game: Game) -> None:
    written = asked(game)
    row = row_of(written.inquiry)
    missing = row_of(written.inquiry, "vorhanden", "AK002")
    received = game.hand_in(filled(written, {row.id: "ja", missing.id: "ja"}))
    now = {(each["row_id"], each["field"]) for each in finding_rows(game.workspace, kind="question")}
    assert ("AK002", "vorhanden") not in now
    # a place that is there must be named
    named = [found for found in received.findings if found.subject[2:] == ("AK002", "institution")]
    assert [(found.code, str(found.place)) for found in named] == [("required_missing", "Akteure!F10")]
    assert named[0].message.startswith("Akteure!F10: ")


def test_what_is_left_blank_stays_as_it_is(game: Game) -> None:
    written = asked(game)
    before, found = game.answers(), finding_rows(game.workspace)
    received = game.hand_in(written.content)
    assert (codes(received), received.outcome) == (["inquiry_blank"], "accepted_with_findings")
    assert game.answers() == before
    assert [each for each in finding_rows(game.workspace) if each["code"] != "inquiry_blank"] == found


def test_personal_answers_go_to_the_contacts_alone(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {**ANSWERS, PERSON: "niemand(at)kleve.example"}))
    written = again(game)
    row = next(row for row in written.inquiry.rows if row.subject == PERSON)
    game.hand_in(filled(written, {row.id: "amt@kleve.example"}, {row.id: "Frau Sonnenschein"}))
    assert game.answers()["AAAAAA", *PERSON] == "amt@kleve.example"
    with game.workspace.store.snapshot() as state:
        assert "amt@kleve.example" not in {answer.raw for answer in state.values()}
        said = str([stored.finding for stored in state.findings(current_only=False)])
    assert "amt@kleve" not in said and "Sonnenschein" not in said


def test_a_closed_question_takes_no_answer_and_says_so(game: Game) -> None:
    written = asked(game)
    row = row_of(written.inquiry)
    point = next(each["point"] for each in finding_rows(game.workspace) if each["finding"] in row.findings)
    settle(game.workspace, [point], State.ACCEPTED, person="Kim", reason="Anruf", now=game.later())
    before = game.answers()
    received = game.hand_in(filled(written, {row.id: "nein"}))
    assert "inquiry_closed" in codes(received) and game.answers() == before
    assert "„nein“" in next(found.message for found in received.findings if found.code == "inquiry_closed")


def test_an_answer_that_a_newer_return_has_changed_is_not_taken(game: Game) -> None:
    written = asked(game)
    row = row_of(written.inquiry)
    game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "koop"): "unbekannt"}))
    before = game.answers()
    received = game.hand_in(filled(written, {row.id: "nein"}))
    assert "inquiry_outdated" in codes(received) and game.answers() == before


def test_an_old_inquiry_after_a_newer_one_changes_nothing_unsaid(game: Game) -> None:
    first = asked(game)
    row = row_of(first.inquiry)
    other = row_of(first.inquiry, "vorhanden", "AK002")
    game.hand_in(filled(first, {other.id: "nein"}))
    second = again(game)
    assert second.inquiry.number == 2
    game.hand_in(filled(second, {row_of(second.inquiry).id: "ja"}))
    late = filled(first, {other.id: "nein", row.id: "nein"})
    received = game.hand_in(late)
    assert {"inquiry_older", "inquiry_outdated"} <= set(codes(received))
    assert game.answers()[KOOP] == "ja"


def test_the_same_inquiry_again_with_another_answer_counts_and_is_told(game: Game) -> None:
    written = asked(game)
    row = row_of(written.inquiry)
    game.hand_in(filled(written, {row.id: "nein"}))
    received = game.hand_in(filled(written, {row.id: "ja"}))
    assert ("inquiry_changed" in codes(received), game.answers()[KOOP]) == (True, "ja")


def test_an_inquiry_that_is_taken_back_has_changed_nothing(game: Game) -> None:
    written = asked(game)
    row = row_of(written.inquiry)
    before, keys = game.answers(), {each["finding"] for each in finding_rows(game.workspace)}
    game.hand_in(
        filled(written, {row.id: "nein"}, {row_of(written.inquiry, "vorhanden", "AK002").id: "so"}), "a.xlsx"
    )
    withdraw(game.workspace, "a.xlsx", person="Kim", reason="Entwurf", now=game.later())
    assert game.answers() == before
    now = finding_rows(game.workspace)
    assert {each["finding"] for each in now if each["code"] != "withdrawn"} == keys
    assert {each["state"] for each in now} == {"open"}


def test_a_form_that_comes_later_is_compared_with_the_answer(game: Game) -> None:
    written = asked(game)
    game.hand_in(filled(written, {row_of(written.inquiry).id: "nein"}))
    received = game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "koop"): "ja"}))
    assert game.answers()[KOOP] == "ja"
    assert any("koop" in found.subject or "nein" in found.message for found in received.findings)


def test_what_the_return_said_besides_is_still_to_be_seen(game: Game) -> None:
    written = asked(game)
    before = {each["finding"] for each in finding_rows(game.workspace)}
    row = row_of(written.inquiry)
    game.hand_in(filled(written, {row.id: "nein"}))
    now = {each["finding"] for each in finding_rows(game.workspace)}
    assert before - now == set(row.findings)


@pytest.mark.parametrize("name", ["Köln_2026-1_BBBBBB_Rueckfragen-1.xlsx"])
def test_an_inquiry_of_another_alliance_is_never_taken_as_the_senders(game: Game, name: str) -> None:
    written = asked(game)
    received = game.hand_in(filled(written, {row_of(written.inquiry).id: "nein"}), name)
    assert received.alliance == "AAAAAA" and "file_of_other" in codes(received)


def without_date(data: bytes) -> bytes:
    """The workbook as openpyxl cannot read it: nobody can say when it was made."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:created[^>]*>)[^<]*", rb"\1gestern", content)
            after.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("changed", "noted"), [(lambda data: data, set()), (without_date, {"second_reader_failed"})]
)
def test_a_second_reader_reads_inquiries_too(
    game: Game, changed: Callable[[bytes], bytes], noted: set[str]
) -> None:
    written = asked(game)
    returned = game.saved(changed(filled(written, {row_of(written.inquiry).id: "nein"})), "antwort.xlsx")
    readers = ThisProcess(Clerk(lay_out(game.workspace), verify=True))
    (received,) = Receiver(game.workspace, readers=readers).receive_all([returned], now=game.later())
    assert set(codes(received)) & {"readers_disagree", "second_reader_failed"} == noted
    assert game.answers()[KOOP] == "nein"
