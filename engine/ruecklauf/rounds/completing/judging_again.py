"""Stored answers judged once more: what rules say after some were answered anew or corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ruecklauf.cells import a1
from ruecklauf.check.edits import judge_again
from ruecklauf.check.rows import Answer, ReadTable
from ruecklauf.check.said_once import said_once
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Finding, Place, Subject
from ruecklauf.layout.build import build_layout
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.completing.neighbours import put_right
from ruecklauf.store import Correction
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing

JUDGED = frozenset(
    {
        "rule",
        "required_missing",
        "not_asked",
        "cascade_mismatch",
        "reference_unresolved",
        "reference_pending",
    }
)
"""What is found by looking at several answers; all else was found by looking at one, and stays."""
_REFERENCE = "reference_"
_NOT_LED = frozenset({"no_reference", "label_pending"})
"""Said of a reference by name until it leads somewhere."""


@dataclass(frozen=True)
class Again:
    """What is judged: tables, all worksheets around them, and what was found before."""

    tables: tuple[ReadTable, ...]
    beside: tuple[ReadTable, ...]
    worksheets: tuple[Worksheet, ...]
    """Those of the form, in its order."""
    before: tuple[Finding, ...]
    wave: Wave
    language: str
    """That of the alliance's forms."""
    corrections: tuple[Correction, ...] = ()

    def judged(self, edited: Collection[Subject] = ()) -> tuple[tuple[ReadTable, ...], tuple[Finding, ...]]:
        """The tables with their references as they lead now; and what there is to say of them.

        Of answers that were `edited` nothing is kept that was said before. What is found again is the very
        finding of before, with its place.
        """
        tables = tuple(_with_blanks(table) for table in self.tables)
        by_hand = put_right(self.corrections, self.worksheets)
        settled, found = judge_again(
            tables,
            self.worksheets,
            self.beside,
            wave_date=self.wave.reference_date,
            language=self.language,
            put_right=by_hand,
        )
        led = set(_led(settled))
        kept = [
            finding
            for finding in self.before
            if _code(finding) not in JUDGED
            and finding.subject not in edited
            and not (finding.code in _NOT_LED and finding.subject in led)
        ]
        known = {(finding.code, finding.subject): finding for finding in self.before}
        now = []
        for finding in found:
            is_edited = finding.subject in edited
            if _code(finding) in JUDGED or (is_edited and finding.code.startswith(_REFERENCE)):
                same = None if is_edited else known.get((finding.code, finding.subject))
                now.append(same or finding)
        found = (*kept, *self._placed(now))
        return settled, said_once(found, self.worksheets, load_texts(self.language), put_right=by_hand)

    def _placed(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """The findings, those about cells that were blank with the place that the form has for them."""
        places: Mapping[Subject, Place] | None = None
        for finding in found:
            if finding.subject.field and not str(finding.place):
                places = places if places is not None else _places(self.worksheets, self.language)
                place = places.get(finding.subject, Place())
                head = f"{place}: " if str(place) else ""
                yield replace(finding, place=place, message=f"{head}{finding.message}")
            else:
                yield finding


def _code(finding: Finding) -> str:
    return finding.code.partition(".")[0]


def _with_blanks(table: ReadTable) -> ReadTable:
    """The table with an answer to every question: of blanks nothing is stored."""
    blank = {
        field.id: Answer(field, Missing.NO_ANSWER, (), "", Place(), "") for field in table.section.fields
    }
    return replace(table, rows=tuple(replace(row, answers={**blank, **row.answers}) for row in table.rows))


def _led(tables: Iterable[ReadTable]) -> Iterator[Subject]:
    """The references that lead to a row."""
    for table in tables:
        for row in table.rows:
            for name, answer in row.answers.items():
                if answer.field.refers_to and not isinstance(answer.value, Missing):
                    yield Subject(table.worksheet.id, table.section.id, row.row_id, name)


def _places(worksheets: tuple[Worksheet, ...], language: str) -> dict[Subject, Place]:
    layout = build_layout(worksheets, language=language)
    return {
        block.about(row.row_id, column.field.id): Place(block.sheet, a1(*block.position(row, column)))
        for block in layout.blocks
        for row in block.rows
        for column in reversed(block.columns)
        if not block.is_cross
    }
