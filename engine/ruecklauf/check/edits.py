"""Answers that came alone, without the rest of their rows: read by their fields, judged by no rule yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ruecklauf.check.check import (
    Judge,
    about_noted,
    about_pending,
    finding_about,
    subject_of,
)
from ruecklauf.check.knowing import rules_without
from ruecklauf.check.personal import about_personal
from ruecklauf.check.put_right import NOTHING_PUT_RIGHT, PutRight, as_put_right
from ruecklauf.check.records import Checked
from ruecklauf.check.references import settle_references
from ruecklauf.check.rows import ReadTable, read_rows, records_of
from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import bind_rules
from ruecklauf.findings import Finding, Subject
from ruecklauf.intake.submission import Submission
from ruecklauf.texts import Texts, load_texts


def read_edits(submission: Submission) -> Checked:
    """Records with the answers that are there, and what is to be said of each and of what else was found."""
    texts = load_texts(submission.language)
    tables = read_rows(submission, texts)
    about = (finding for table in tables for finding in _about_answers(table, texts))
    return Checked(
        tuple(record for table in tables for record in records_of(table)),
        (*about_noted(submission, texts), *about),
    )


def _about_answers(table: ReadTable, texts: Texts) -> Iterator[Finding]:
    for row in table.present:
        for name, answer in row.answers.items():
            for noted in (*answer.remarks, *about_personal(answer)):
                yield finding_about(texts, noted, answer, subject_of(table, row, name))


def judge_again(
    tables: tuple[ReadTable, ...],
    worksheets: tuple[Worksheet, ...],
    beside: tuple[ReadTable, ...],
    *,
    wave_date: date,
    language: str,
    put_right: Mapping[Subject, PutRight] = NOTHING_PUT_RIGHT,
) -> tuple[tuple[ReadTable, ...], tuple[Finding, ...]]:
    """Tables of answers that were read before, with their references as they lead now, and what rules say.

    `worksheets` are all that the tables and those `beside` them are of. What was remarked when an answer was
    read is not said again. Rules judge what a person has `put_right` instead of what the tables say.
    """
    texts = load_texts(language)
    known = {table.name for table in (*tables, *beside)}
    unknown = frozenset(bind_rules(worksheets).tables.keys() - known)
    settled = settle_references(tables, beside)
    holding = as_put_right(settled, put_right)
    judge = Judge(texts, rules_without(worksheets, unknown), holding, beside, wave_date)
    return settled, (*judge.findings(), *about_pending(worksheets, settled, known, texts))
