"""Forms filled in through LibreOffice, imported again, and what should have come of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from libreoffice.respondent import CAREFUL, Manner, Meant, Respondent
from libreoffice.sending import ROUND
from libreoffice.soffice import Filled, Office, Task
from ruecklauf.cells import a1
from ruecklauf.check.check import check
from ruecklauf.check.records import Checked
from ruecklauf.findings import Subject
from ruecklauf.forms.slots import Recipient
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.read import Opened, open_return, read_submission
from ruecklauf.intake.submission import Submission
from ruecklauf.layout.block import Block, RowPlan
from ruecklauf.layout.model import InputCell
from ruecklauf.values import Value

Answers = dict[Subject, tuple[Value, str]]
"""Value and sheet!cell of every answer."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One form from the respondent to the check."""

    recipient: Recipient
    meant: tuple[Meant, ...]
    filled: Filled
    opened: Opened
    submission: Submission
    checked: Checked


def fill_and_return(
    office: Office,
    writer: FormWriter,
    recipients: Sequence[Recipient],
    folder: Path,
    *,
    seed: int,
    manner: Manner = CAREFUL,
    kinds: Sequence[str] = ("xlsx",),
) -> list[Returned]:
    """Every recipient's form: filled in by a respondent of its own, saved by LibreOffice, read, checked.

    One after another in each of the formats, of one recipient after the other.
    """
    tasks: list[Task] = []
    meant: list[tuple[Meant, ...]] = []
    for number, recipient in enumerate(recipients):
        form = folder / f"{recipient.id}.xlsx"
        form.write_bytes(writer.write(recipient))
        meant.append(Respondent(writer.layout, seed + number, manner).fill_in())
        steps = [one.step for one in meant[-1]]
        backs = [(folder / f"{recipient.id}-zurück.{kind}", kind) for kind in kinds]
        tasks.append(Task(form, steps, save=backs))
    return [
        _returned(writer, recipient, answers, filled, back)
        for recipient, answers, filled, task in zip(recipients, meant, office.fill(tasks), tasks, strict=True)
        for back, _ in task.save
    ]


def _returned(
    writer: FormWriter, recipient: Recipient, meant: tuple[Meant, ...], filled: Filled, back: Path
) -> Returned:
    opened = open_return(back.read_bytes())
    submission = read_submission(opened, writer.layout.worksheets)
    return Returned(
        recipient, meant, filled, opened, submission, check(submission, wave_date=ROUND.reference_date)
    )


def imported_answers(checked: Checked) -> Answers:
    """What the dataset and the contact store get."""
    return {
        Subject(record.worksheet, record.section, record.row_id, name): (entry.value, str(entry.place))
        for record in checked.records
        for name, entry in (*record.entries.items(), *record.contacts.items())
    }


def expected_answers(writer: FormWriter, recipient: Recipient, meant: Sequence[Meant]) -> Answers:
    """What was typed and what the form itself had printed, with the cells, and nothing else."""
    typed: Answers = {}
    for one in meant:
        if one.step.text:
            typed.setdefault(one.subject, (one.value, f"{one.step.sheet}!{one.step.cell}"))
    started = {(subject.worksheet, subject.section, subject.row_id) for subject in typed}
    expected = dict(typed)
    for block in writer.layout.blocks:
        cells = {cell.subject: cell for cell in writer.layout.sheet(block.sheet).inputs()}
        for row in block.rows:
            begun = (block.worksheet.id, block.section.id, row.row_id) in started
            if block.is_cross or not (begun or _counts_unanswered(block, row)):
                continue
            expected.update(_printed(block, row.row_id, row.given, cells))
            expected.update(_from_alliance(block, row.row_id, recipient, cells))
    return {**expected, **_ends_of_crosses(writer, typed)}


def _counts_unanswered(block: Block, row: RowPlan) -> bool:
    section = block.section
    return row.printed and not section.local and not getattr(section, "remarks_of", None)


def _printed(block: Block, row_id: str, given: dict[str, str], cells: dict[Subject, InputCell]) -> Answers:
    subjects = {name: Subject(block.worksheet.id, block.section.id, row_id, name) for name in given}
    return {subjects[name]: (code, _place(block, cells[subjects[name]])) for name, code in given.items()}


def _from_alliance(
    block: Block, row_id: str, recipient: Recipient, cells: dict[Subject, InputCell]
) -> Answers:
    known = recipient.by_key()
    return {
        subject: (known[cell.field.from_alliance], _place(block, cell))
        for subject, cell in cells.items()
        if cell.field.from_alliance and cell.locked and subject.row_id == row_id
        if (subject.worksheet, subject.section) == (block.worksheet.id, block.section.id)
    }


def _place(block: Block, cell: InputCell) -> str:
    return f"{block.sheet}!{a1(cell.row, cell.column)}"


def _ends_of_crosses(writer: FormWriter, typed: Answers) -> Answers:
    """Of every cell of a cross table the two rows that it belongs to."""
    ends: Answers = {}
    for block in (block for block in writer.layout.blocks if block.is_cross):
        for subject, (_, place) in typed.items():
            if (subject.worksheet, subject.section) == (block.worksheet.id, block.section.id):
                rows = subject.row_id.split("-")
                for name, row_id in zip(("down", "across"), rows, strict=True):
                    end = getattr(block.section, name)
                    ends[Subject(subject.worksheet, subject.section, subject.row_id, end)] = (row_id, place)
    return ends
