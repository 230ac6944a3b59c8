"""Raw answers gathered into rows, each read by its field's type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.cells import BLANK, CellKind, Raw
from ruecklauf.check.records import Entry, Record
from ruecklauf.definition.models import CrossSection, SectionBase, Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.choice import MultiChoiceField
from ruecklauf.fieldtypes.seen import seen_text
from ruecklauf.findings import Place, Remark
from ruecklauf.intake.submission import RawAnswer, Submission
from ruecklauf.texts import Texts
from ruecklauf.values import Missing, Value

BETWEEN_PARTS = " | "
"""Between the texts of the several cells that a multiple choice has."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a row, read."""

    field: FieldBase
    value: Value
    remarks: tuple[Remark, ...]
    raw: str
    """What is kept beside the value: what the file has; what it shows, if that cannot be read."""
    place: Place
    seen: str
    """What a person saw, for findings to quote."""
    locked: bool = False

    @property
    def is_blank(self) -> bool:
        return self.value is Missing.NO_ANSWER

    @property
    def counts(self) -> bool:
        """Whether something was entered that is not computed from other answers."""
        return not self.is_blank and self.field.computed is None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a table, or a record, with all its fields."""

    row_id: str
    position: int
    printed: bool
    answers: Mapping[str, Answer]
    started: bool
    """Anything stands in a cell that the form left open."""

    def values(self) -> dict[str, Value]:
        """The values by field, without blanks and what is computed, as rules see them."""
        return {name: answer.value for name, answer in self.answers.items() if answer.counts}


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A section with the rows that were found of it."""

    worksheet: Worksheet
    section: SectionBase
    rows: tuple[ReadRow, ...]
    """Free rows in which nothing stands are left out."""

    @property
    def name(self) -> str:
        return f"{self.worksheet.id}.{self.section.id}"

    @property
    def present(self) -> tuple[ReadRow, ...]:
        """The rows that count: printed ones and those begun; of local sections only those begun."""
        return tuple(row for row in self.rows if row.started or (row.printed and self.is_due))

    @property
    def is_due(self) -> bool:
        """Whether printed rows count without an answer: not in local sections, not for remarks."""
        return not self.section.local and not self.section.is_remarks


_BySection = defaultdict[tuple[str, str], defaultdict[str, list[RawAnswer]]]


def read_rows(submission: Submission, texts: Texts) -> tuple[ReadTable, ...]:
    """Every section of the submission's worksheets with its rows, in the order of the form."""
    by_section: _BySection = defaultdict(lambda: defaultdict(list))
    for answer in submission.answers:
        subject = answer.subject
        by_section[subject.worksheet, subject.section][subject.row_id].append(answer)
    return tuple(
        ReadTable(
            worksheet, section, tuple(_rows(worksheet, section, by_section[worksheet.id, section.id], texts))
        )
        for worksheet in submission.worksheets
        for section in worksheet.sections
        if (worksheet.id, section.id) in by_section
    )


def _rows(
    worksheet: Worksheet, section: SectionBase, rows: Mapping[str, list[RawAnswer]], texts: Texts
) -> Iterator[ReadRow]:
    for position, (row_id, answers) in enumerate(rows.items(), start=1):
        # Most cells of most rows are this one object.
        if not answers[0].printed and all(answer.raw is BLANK or answer.raw.is_blank for answer in answers):
            continue
        read = dict(_read_fields(worksheet, section, answers, texts))
        if isinstance(section, CrossSection):
            read |= _ends(section, row_id, answers[0])
        started = any(not answer.locked and not answer.is_blank for answer in read.values())
        yield ReadRow(row_id, position, answers[0].printed, read, started)


def _read_fields(
    worksheet: Worksheet, section: SectionBase, answers: list[RawAnswer], texts: Texts
) -> Iterator[tuple[str, Answer]]:
    by_field: defaultdict[str, list[RawAnswer]] = defaultdict(list)
    for answer in answers:
        by_field[answer.subject.field].append(answer)
    for field in section.fields:
        found = by_field.get(field.id)
        if found and isinstance(field, MultiChoiceField):
            yield field.id, _read_parts(field, found, texts)
        elif found:
            yield field.id, _read_one(worksheet, field, found[0], texts)


def _read_one(worksheet: Worksheet, field: FieldBase, answer: RawAnswer, texts: Texts) -> Answer:
    parsed = field.parse(answer.raw, worksheet.lists, texts)
    seen = seen_text(answer.raw)
    raw = seen if parsed.value is Missing.UNREADABLE else raw_text(answer.raw)
    return Answer(field, parsed.value, parsed.remarks, raw, answer.place, seen, locked=answer.locked)


def _read_parts(field: MultiChoiceField, answers: list[RawAnswer], texts: Texts) -> Answer:
    parsed = {answer.part: field.parse_part(answer.raw, texts) for answer in answers}
    value = field.combine({part: read.value for part, read in parsed.items()})
    remarks = tuple(noted for read in parsed.values() for noted in read.remarks)
    filled = [answer for answer in answers if not answer.raw.is_blank] or answers
    seen = BETWEEN_PARTS.join(seen_text(answer.raw) for answer in filled)
    stored = BETWEEN_PARTS.join(raw_text(answer.raw) for answer in filled)
    raw = seen if value is Missing.UNREADABLE else stored
    return Answer(field, value, remarks, raw, filled[0].place, seen, locked=answers[0].locked)


def _ends(section: CrossSection, row_id: str, answer: RawAnswer) -> dict[str, Answer]:
    """The two references that a cell of a cross table stands for; they are the form's, so they are locked."""
    down, across = row_id.split("-", 1)
    return {
        name: Answer(section.field(name), end, (), end, answer.place, end, locked=True)
        for name, end in ((section.down, down), (section.across, across))
    }


def raw_text(raw: Raw) -> str:
    """What the file has in the cell: its characters; of a date the number that stands for it."""
    if raw.kind is CellKind.BLANK and raw.formula is not None:
        return f"={raw.formula}"
    return raw.text


def records_of(table: ReadTable) -> Iterator[Record]:
    """A record for each row that counts."""
    for row in table.present:
        entries = {
            name: Entry(answer.value, answer.raw, answer.place)
            for name, answer in row.answers.items()
            if answer.counts
        }
        fields: Mapping[str, FieldBase] = {name: answer.field for name, answer in row.answers.items()}
        yield Record(
            worksheet=table.worksheet.id,
            version=table.worksheet.version,
            section=table.section.id,
            row_id=row.row_id,
            position=row.position,
            printed=row.printed,
            entries={name: entry for name, entry in entries.items() if not fields[name].personal},
            contacts={name: entry for name, entry in entries.items() if fields[name].personal},
            answered=row.started,
        )
