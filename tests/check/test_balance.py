"""Every cell taken arrives in a record or in a finding; whatever loses one is caught."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

import openpyxl
import pytest

from forms.making import FROZEN, RECIPIENT, ROUND, all_types, with_referred, writer
from ruecklauf.check.balance import unaccounted
from ruecklauf.check.check import check
from ruecklauf.check.records import Checked
from ruecklauf.definition.models import Worksheet
from ruecklauf.demo.respondent import Respondent
from ruecklauf.findings import Finding, Subject
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.intake.submission import Submission
from ruecklauf.layout.build import build_layout

PROBE = (all_types(),)
LAYOUT = build_layout(PROBE)
TOLD = {
    ("angaben", "AN", "name"): "Amt",
    ("angaben", "AN", "telefon"): "0211 1234567",
    ("stellen", "ST101", "name"): "Jugendamt",
    ("stellen", "ST101", "anzahl"): 380,
    ("stellen", "ST102", "name"): "Jugendamt",
}
Cells = Mapping[tuple[str, str, str], object]


def returned(cells: Cells, parts: Mapping[str, object] | None = None) -> Submission:
    """The form with these answers; `parts` are ticks of the multiple choice in the first free row."""
    book = openpyxl.load_workbook(io.BytesIO(writer(PROBE).write(RECIPIENT)))
    for sheet in LAYOUT.sheets:
        for cell in sheet.inputs():
            subject = cell.subject
            value = cells.get((subject.section, subject.row_id, subject.field))
            if subject == Subject("probe", "stellen", "ST101", "wege"):
                value = (parts or {}).get(cell.part)
            if value is not None:
                book[sheet.name].cell(cell.row, cell.column).value = value
    file = io.BytesIO()
    book.save(file)
    return read_submission(open_return(file.getvalue()), PROBE)


def checked(submission: Submission) -> Checked:
    return check(submission, wave_date=ROUND.reference_date)


def found(submission: Submission, told: Checked | None = None) -> list[tuple[str, str, str]]:
    """Code, field and quoted text of each finding."""
    findings: tuple[Finding, ...] = unaccounted(submission, told or checked(submission))
    return [(one.code, one.subject.field, one.found) for one in findings]


def test_a_whole_form_is_accounted_for() -> None:
    worksheets: tuple[Worksheet, ...] = with_referred(*FROZEN)
    answers = Respondent(build_layout(worksheets), "Ahornstadt", Random(7), ROUND.reference_date).answer()
    submission = read_submission(open_return(writer(worksheets).write(RECIPIENT, answers)), worksheets)
    assert len(submission.answers) > 1000
    assert found(submission) == []


@pytest.mark.parametrize(
    ("cells", "parts"),
    [
        (TOLD, {}),
        ({("stellen", "ST101", "name"): "  ", ("stellen", "ST101", "anzahl"): "ca. 380"}, {}),
        ({("stellen", "ST101", "name"): "a | b"}, {"post": "x", "mail": "nein", "bote": "vielleicht"}),
        ({}, {"post": "\u00a0", "mail": "x"}),
        ({("stellen", "ST101", "name"): "=1/0", ("stellen", "ST101", "anzahl"): "=1+1"}, {}),
        ({("stellen", "ST001", "art"): "ganz anders", ("stellen", "ST001", "name"): "Amt"}, {}),
    ],
)
def test_what_people_write_is_accounted_for(cells: Cells, parts: Mapping[str, object]) -> None:
    assert found(returned(cells, parts)) == []


def test_an_answer_that_no_record_has_is_told() -> None:
    submission = returned(TOLD)
    told = checked(submission)
    without = tuple(
        replace(one, entries={name: entry for name, entry in one.entries.items() if name != "anzahl"})
        for one in told.records
    )
    assert found(submission, replace(told, records=without)) == [("cell_unaccounted", "anzahl", "380")]


def test_a_personal_answer_that_was_lost_is_not_quoted() -> None:
    submission = returned(TOLD)
    told = checked(submission)
    without = replace(told, records=tuple(replace(one, contacts={}) for one in told.records))
    assert found(submission, without) == [("cell_unaccounted", "telefon", "(personenbezogene Angabe)")]


def test_lost_records_are_told_cell_by_cell() -> None:
    submission = returned(TOLD)
    findings = found(submission, replace(checked(submission), records=()))
    lost = {text for code, _, text in findings if code == "cell_unaccounted"}
    assert {"Amt", "Jugendamt", "380"} <= lost
    assert len(findings) == sum(not answer.raw.is_blank for answer in submission.answers) - len(PRINTED)


PRINTED = [field for block in LAYOUT.blocks for row in block.rows for field in row.given]
"""What the form prints is no answer where its row has no record."""


def test_a_lost_tick_among_others_is_told() -> None:
    submission = returned({("stellen", "ST101", "name"): "Amt"}, {"post": "x", "mail": "nein", "bote": "x"})
    told = checked(submission)
    shortened = tuple(
        replace(
            one,
            entries={
                name: replace(entry, raw="x | nein") if name == "wege" else entry
                for name, entry in one.entries.items()
            },
        )
        for one in told.records
    )
    assert found(submission, replace(told, records=shortened)) == [("cell_unaccounted", "wege", "x")]


def test_a_changed_print_in_a_row_without_a_record_is_told() -> None:
    """In a local table that nobody began, printed rows have no records."""
    submission = returned({("raster", "RA0101", "bereich"): "etwas anderes"})
    told = checked(submission)
    assert found(submission, told) == []
    assert [one.found for one in told.findings if one.code == "printed_changed"] == ["etwas anderes"]


def twice(submission: Submission) -> Submission:
    """The name of the first free row is taken for the second one's too."""
    source = next(one for one in submission.answers if one.subject.row_id == "ST101" and one.raw.text)
    answers = tuple(
        replace(one, raw=source.raw, place=source.place)
        if one.subject == Subject("probe", "stellen", "ST102", "name")
        else one
        for one in submission.answers
    )
    return replace(submission, answers=answers)


def doubled(submission: Submission) -> Submission:
    """All answers of a section come twice."""
    again = tuple(one for one in submission.answers if one.subject.section == "stellen")
    return replace(submission, answers=(*submission.answers, *again))


def dropped(submission: Submission) -> Submission:
    return replace(
        submission, answers=tuple(one for one in submission.answers if one.subject.section != "stellen")
    )


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (twice, {"cell_taken_twice"}),
        (doubled, {"cell_taken_twice", "cell_unaccounted", "cells_unbalanced"}),
        (dropped, {"cells_unbalanced"}),
    ],
)
def test_cells_lost_or_doubled_before_the_check_are_caught(
    damage: Callable[[Submission], Submission], expected: set[str]
) -> None:
    assert {code for code, _, _ in found(damage(returned(TOLD)))} == expected


def test_a_cell_taken_twice_names_both_answers() -> None:
    submission = twice(returned(TOLD))
    [finding] = unaccounted(submission, checked(submission))
    assert "ST101" in finding.message
    assert "ST102" in finding.message
    assert finding.found == "Jugendamt"
