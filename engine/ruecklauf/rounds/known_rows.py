"""Rows whose id did not survive, recognised by what the table names them by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ruecklauf.definition.models import TableSection, Worksheet
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Finding
from ruecklauf.rounds.told import Answers, Question

Rows = Mapping[tuple[str, str], str]
"""By section and row id in the file: the row id by which the row was known."""


def rows_without_id(findings: Iterable[Finding], worksheet: str) -> tuple[tuple[str, str], ...]:
    """Section and provisional id of the rows of a worksheet that came back without an id."""
    return tuple(
        (finding.subject.section, finding.subject.row_id)
        for finding in findings
        if finding.code == "row_added" and finding.subject.worksheet == worksheet
    )


def recognise_rows(
    worksheet: Worksheet, new: Iterable[tuple[str, str]], newer: Answers, earlier: Answers
) -> dict[tuple[str, str], str]:
    """The rows without id that bear exactly the name of one earlier row which is not there by its id.

    A name counts in the spelling-tolerant form in which choices are compared, and only where it is the only
    one on both sides.
    """
    found: dict[tuple[str, str], str] = {}
    without = tuple(new)
    for section in worksheet.sections:
        if not isinstance(section, TableSection) or section.label_field is None:
            continue
        before = _by_name(earlier, section.id, section.label_field)
        now = _by_name(newer, section.id, section.label_field)
        present = {question.row_id for question in newer if question.section == section.id}
        for name, row_id in now.items():
            known = before.get(name)
            if known is not None and (section.id, row_id) in without and known not in present:
                found[section.id, row_id] = known
    return found


def _by_name(answers: Answers, section: str, label_field: str) -> dict[str, str]:
    """The row that bears each name that only one row bears."""
    named = [
        (fold(told.text), question.row_id)
        for question, told in answers.items()
        if (question.section, question.field) == (section, label_field)
    ]
    counts = Counter(name for name, _ in named)
    return {name: row_id for name, row_id in named if name and counts[name] == 1}


def renamed(answers: Answers, rows: Rows) -> Answers:
    """The answers with the recognised rows under the ids by which they were known."""
    if not rows:
        return answers
    return {
        Question(question.section, rows.get(question[:2], question.row_id), question.field): told
        for question, told in answers.items()
    }
