"""Rows whose id did not survive, recognised by what the table names them by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import count
from typing import NamedTuple

from ruecklauf.check.records import Record
from ruecklauf.definition.models import TableSection, Worksheet
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Finding, Subject
from ruecklauf.rounds.completing.comparison import Answers


class NewId(NamedTuple):
    """The row id under which a row of a file is kept."""

    row_id: str
    is_known: bool
    """An earlier return has the row; else another row has its number."""


Rows = Mapping[Subject, NewId]
"""By row in the file."""


def rows_without_id(findings: Iterable[Finding], worksheet: str) -> frozenset[Subject]:
    """The rows of a worksheet that came back without an id, by their provisional ones."""
    return frozenset(
        finding.subject.row
        for finding in findings
        # what was found is the number that somebody gave the row
        if finding.code == "row_added" and not finding.found and finding.subject.worksheet == worksheet
    )


def recognise_rows(
    worksheet: Worksheet,
    without: Collection[Subject],
    *,
    records: Iterable[Record],
    newer: Answers,
    earlier: Answers,
) -> dict[Subject, NewId]:
    """The rows without id that bear exactly the name of one earlier row which is not there by its id.

    `records` and `newer` are the file's. A name counts in the spelling-tolerant form in which choices are
    compared, and only where it is the only one on both sides. Other rows without id that had been given such
    a known id get the next free one.
    """
    present = [Subject(record.worksheet, record.section, record.row_id) for record in records]
    found: dict[Subject, NewId] = {}
    for section in worksheet.sections:
        if not isinstance(section, TableSection) or section.label_field is None:
            continue
        table = Subject(worksheet.id, section.id)
        label = table._replace(field=section.label_field)
        rows = {row.row_id for row in present if row._replace(row_id="") == table}
        provisional = {row_id for row_id in rows if table._replace(row_id=row_id) in without}
        now, before = _by_name(newer, label), _by_name(earlier, label)
        known = {
            row_id: before[name]
            for name, row_id in now.items()
            if row_id in provisional and name in before and before[name] not in rows - provisional
        }
        taken = rows - known.keys()
        taken |= {question.row_id for question in earlier if question.section == section.id}
        ids = _new_ids(section.prefix, provisional, known=known, taken=taken)
        found |= {table._replace(row_id=row_id): new_id for row_id, new_id in ids.items()}
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


def _by_name(answers: Answers, label: Subject) -> dict[str, str]:
    """The row that bears each name that only one row bears."""
    named = [
        (fold(answer.text), question.row_id)
        for question, answer in answers.items()
        if question.column == label
    ]
    counts = Counter(name for name, _ in named)
    return {name: row_id for name, row_id in named if name and counts[name] == 1}


def renamed(answers: Answers, rows: Rows) -> Answers:
    """The answers with rows under the ids by which they are kept."""
    if not rows:
        return answers
    moved = (
        answer._replace(row_id=renamed_subject(answer.subject, rows).row_id) for answer in answers.values()
    )
    return {answer.subject: answer for answer in moved}


def renamed_subject(subject: Subject, rows: Rows) -> Subject:
    """The same question of the row under the id by which it is kept."""
    new = rows.get(subject.row)
    return subject._replace(row_id=new.row_id) if new else subject
