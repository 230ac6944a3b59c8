"""What a dataset is built from, as the store has it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ruecklauf.dataset.merging import newest_first
from ruecklauf.dataset.sent import (
    Asked,
    DueRow,
    Owner,
    declarations_beside,
    due_rows,
    not_returned,
    wave_dates,
)
from ruecklauf.definition.companions import with_companions
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.companion import LAST, is_said_by_form
from ruecklauf.findings import Subject
from ruecklauf.store import IssuedForm, RecordRow, Return, Snapshot, StoredAnswer

_ABSENT = frozenset({"section_missing", "section_missing_local"})
"""Findings that a sheet of the form was not in the file."""

Part = tuple[int, str, str]
"""A section of a worksheet of a submission."""


@dataclass(frozen=True)
class Stored:
    """One state of the store, of some waves."""

    waves: Collection[str] | None
    returns: tuple[Return, ...]
    records: tuple[RecordRow, ...]
    answers: tuple[StoredAnswer, ...]
    declarations: Mapping[str, Worksheet]
    issued: tuple[IssuedForm, ...]
    found: Mapping[tuple[str, str], int]
    """How many current findings there are, by worksheet and code."""
    absent: frozenset[Part]
    """Sections of which nothing came back, though others of their worksheet did."""

    @cached_property
    def asked(self) -> list[Asked]:
        """Every worksheet that was returned or sent."""
        return _asked(self.returns, self.issued, self.declarations, self.waves)

    def due(self) -> Iterator[DueRow]:
        """The rows of forms and sheets that did not come back."""
        absent: dict[tuple[int, str], set[str]] = {}
        for number, worksheet, section in self.absent:
            absent.setdefault((number, worksheet), set()).add(section)
        for asked in self.asked:
            missing = absent.get((asked.number, asked.worksheet), set())
            if missing or asked.number < 0:
                wanted = missing if asked.number > 0 else None
                yield from due_rows(asked, self.declarations[asked.declaration], wanted)

    @cached_property
    def returned(self) -> dict[Owner, list[Return]]:
        """The current returns of each alliance in each wave."""
        found: dict[Owner, list[Return]] = defaultdict(list)
        for return_ in self.returns:
            found[return_.alliance, return_.wave].append(return_)
        return dict(found)

    @property
    def files(self) -> tuple[str, ...]:
        """SHA-256 of every file in which anything stands that counts, sorted."""
        returned = {return_.sha256 for return_ in self.returns}
        return tuple(sorted(returned | {answer.sha256 for answer in self.answers}))

    @cached_property
    def hashes(self) -> dict[tuple[int, str], str]:
        """The declaration of every worksheet asked, by submission and worksheet."""
        return {(asked.number, asked.worksheet): asked.declaration for asked in self.asked}

    @cached_property
    def beside(self) -> dict[Owner, dict[str, str]]:
        """The declarations that were sent together."""
        return declarations_beside(self.issued, self.declarations)

    @cached_property
    def newest(self) -> dict[str, str]:
        """The newest declaration of every worksheet there is."""
        return {
            self.declarations[declaration].id: declaration
            for declaration in reversed(newest_first(self.declarations))
        }

    @cached_property
    def wave_dates(self) -> dict[str, date]:
        return wave_dates(self.issued)


def asked_in(state: Snapshot) -> list[Asked]:
    """Every worksheet that was returned or sent, without what was answered."""
    return _asked(state.current(), state.issued(), state.declarations(), None)


def _asked(
    returns: Collection[Return],
    issued: Iterable[IssuedForm],
    declarations: Mapping[str, Worksheet],
    waves: Collection[str] | None,
) -> list[Asked]:
    back = [
        Asked(
            return_.alliance, return_.wave, return_.worksheet, return_.declaration_hash, return_.submission_id
        )
        for return_ in returns
    ]
    return back + not_returned(issued, returns, declarations, waves)


def read_stored(state: Snapshot, waves: Collection[str] | None) -> Stored:
    """What the store has on these waves, or on all."""
    declarations = {key: with_companions(declared) for key, declared in state.declarations().items()}
    emptied = tuple(state.emptied(waves=waves))
    removed = _removed(state, waves, emptied)
    records = tuple(
        row for row in state.records(waves=waves) if (row.submission_id, row.subject) not in removed
    )
    written = {(row.submission_id, row.worksheet, row.section) for row in records}
    findings = state.findings(waves=waves)
    absent = {
        (found.submission_id, found.finding.subject.worksheet, found.finding.subject.section)
        for found in findings
        if found.finding.code in _ABSENT
    }
    return Stored(
        waves=waves,
        returns=tuple(return_ for return_ in state.current() if waves is None or return_.wave in waves),
        records=records,
        answers=tuple(
            answer
            for answer in (*state.values(waves=waves), *emptied)
            if not answer.field.startswith(LAST) and (answer.submission_id, answer.subject.row) not in removed
        ),
        declarations=declarations,
        issued=state.issued(),
        found=Counter((finding.finding.subject.worksheet, finding.finding.code) for finding in findings),
        absent=frozenset(absent - written),
    )


def _removed(
    state: Snapshot, waves: Collection[str] | None, emptied: Iterable[StoredAnswer]
) -> set[tuple[int, Subject]]:
    """Rows that no form prints and of which every answer was put right to none: nobody has written them."""
    may_be = {(answer.submission_id, answer.subject.row) for answer in emptied}
    if not may_be:
        return set()
    left = (*state.values(waves=waves), *state.contacts(waves=waves))
    may_be -= {
        (answer.submission_id, answer.subject.row) for answer in left if not is_said_by_form(answer.field)
    }
    free = {(row.submission_id, row.subject) for row in state.records(waves=waves) if not row.printed}
    sections = {
        (each.id, section.id)
        for each in state.declarations().values()
        for section in each.sections
        if section.has_rows
    }
    return {(number, row) for number, row in may_be & free if (row.worksheet, row.section) in sections}
