"""Rows whose id did not survive, recognised by what the table names them by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import count
from typing import NamedTuple

from ruecklauf.check.records import Record
from ruecklauf.definition.models import TableSection, Worksheet
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Finding
from ruecklauf.rounds.completing.told import Answers, Question, told_by


class NewId(NamedTuple):
    """The row id under which a row of a file is kept."""

    row_id: str
    is_known: bool
    """An earlier return has the row; else another row has its number."""


Rows = Mapping[tuple[str, str], NewId]
"""By section and row id in the file."""


def rows_without_id(findings: Iterable[Finding], worksheet: str) -> tuple[tuple[str, str], ...]:
    """Section and provisional id of the rows of a worksheet that came back without an id."""
    return tuple(
        (finding.subject.section, finding.subject.row_id)
        for finding in findings
        # what was found is the number that somebody gave the row
        if finding.code == "row_added" and not finding.found and finding.subject.worksheet == worksheet
    )


def recognise_rows(
    worksheet: Worksheet, new: Iterable[tuple[str, str]], *, records: Iterable[Record], earlier: Answers
) -> dict[tuple[str, str], NewId]:
    """The rows without id that bear exactly the name of one earlier row which is not there by its id.

    `records` are the file's. A name counts in the spelling-tolerant form in which choices are compared, and
    only where it is the only one on both sides. Other rows without id that had been given such a known id get
    the next free one.
    """
    of_worksheet = [record for record in records if record.worksheet == worksheet.id]
    newer = told_by(of_worksheet, worksheet, "")
    without = frozenset(new)
    found: dict[tuple[str, str], NewId] = {}
    for section in worksheet.sections:
        if not isinstance(section, TableSection) or section.label_field is None:
            continue
        rows = {record.row_id for record in of_worksheet if record.section == section.id}
        provisional = {row_id for row_id in rows if (section.id, row_id) in without}
        now = _by_name(newer, section.id, section.label_field)
        before = _by_name(earlier, section.id, section.label_field)
        known = {
            row_id: before[name]
            for name, row_id in now.items()
            if row_id in provisional and name in before and before[name] not in rows - provisional
        }
        taken = rows - known.keys()
        taken |= {question.row_id for question in earlier if question.section == section.id}
        ids = _new_ids(section.prefix, provisional, known=known, taken=taken)
        found |= {(section.id, row_id): new_id for row_id, new_id in ids.items()}
    return found


def _new_ids(
    prefix: str, provisional: Collection[str], *, known: Mapping[str, str], taken: Collection[str]
) -> dict[str, NewId]:
    """New ids by provisional ones, where they change."""
    given = {old: NewId(new, True) for old, new in known.items() if old != new}
    clashing = sorted(set(provisional) & set(known.values()) - known.keys())
    # from the first one on, as those before it are the form's, blank or not
    numbers = count(min((int(row_id[2:]) for row_id in provisional), default=0))
    free = (row_id for number in numbers if (row_id := f"{prefix}{number:03}") not in taken)
    return given | {old: NewId(next(free), False) for old in clashing}


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
    """The answers with rows under the ids by which they are kept."""
    if not rows:
        return answers
    return {_renamed(question, rows): told for question, told in answers.items()}


def _renamed(question: Question, rows: Rows) -> Question:
    new = rows.get((question.section, question.row_id))
    return question._replace(row_id=new.row_id) if new else question
