"""All answers of many returns carried into the newest terms, each exactly once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol, TypeVar

from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.companion import explained_question
from ruecklauf.findings import Subject
from ruecklauf.revisions.carrying import Carrier
from ruecklauf.revisions.fates import Carried, Fate
from ruecklauf.values import Missing, Value


class Carriable(Protocol):
    """An answer as it is stored."""

    @property
    def submission_id(self) -> int: ...
    @property
    def alliance(self) -> str: ...
    @property
    def wave(self) -> str: ...
    @property
    def subject(self) -> Subject: ...
    @property
    def value(self) -> str | None: ...
    @property
    def missing(self) -> str | None: ...


Answer = TypeVar("Answer", bound=Carriable)
Declared = Mapping[tuple[int, str], Worksheet]
"""The declaration that each submission's worksheet was read by."""
Owners = Mapping[tuple[int, str], tuple[str, str]]
"""Alliance and wave of each submission's worksheet."""
_Row = tuple[int, Subject]


def carry_all(
    answers: Iterable[Answer], declared: Declared, library: Mapping[str, Worksheet], day: date | None = None
) -> list[tuple[Answer, Carried]]:
    """Each answer with what becomes of it, in the order given.

    Two different answers of one return that come to one place are both asked: neither is chosen.
    """
    given = list(answers)
    owners = {
        (answer.submission_id, answer.subject.worksheet): (answer.alliance, answer.wave) for answer in given
    }
    carriers = Carriers(declared, owners, library, day)
    rows = _rows(given, declared) if _has_rules(library) else {}
    carried: list[tuple[Answer, Carried]] = []
    for answer in given:
        subject = answer.subject
        carrier = carriers.of(answer.submission_id, subject.worksheet)
        row = rows.get((answer.submission_id, subject.row))
        carried.append((answer, carrier.carry(subject, answer.value, answer.missing, row)))
    return _without_contradictions(carried)


class Carriers:
    """One carrier for all returns of the same declarations."""

    def __init__(
        self, declared: Declared, owners: Owners, library: Mapping[str, Worksheet], day: date | None = None
    ) -> None:
        self._declared = declared
        self._owners = owners
        self._library = library
        self._day = day
        self._beside: dict[tuple[str, str], dict[str, Worksheet]] = defaultdict(dict)
        for (submission, worksheet), owner in owners.items():
            self._beside[owner][worksheet] = declared[submission, worksheet]
        self._known: dict[tuple[str, ...], Carrier] = {}
        self._by_return: dict[tuple[int, str], Carrier] = {}

    def of(self, submission_id: int, worksheet: str) -> Carrier:
        """For a worksheet of a return, with what its alliance returned beside it in the wave."""
        key = submission_id, worksheet
        if key not in self._by_return:
            beside = self._beside[self._owners[key]]
            self._by_return[key] = self._made(self._declared[key], beside)
        return self._by_return[key]

    def by_declaration(self, old: Worksheet) -> Carrier:
        """For a declaration, whatever stood beside it: for sections and fields, not for references."""
        return self._made(old, {})

    def _made(self, old: Worksheet, beside: Mapping[str, Worksheet]) -> Carrier:
        key = (old.content_hash, *sorted(other.content_hash for other in beside.values()))
        if key not in self._known:
            self._known[key] = Carrier(old, self._library, self._day, beside)
        return self._known[key]


def _has_rules(library: Mapping[str, Worksheet]) -> bool:
    return any(
        part.when
        for worksheet in library.values()
        for changes in worksheet.changes
        for change in changes.codes
        for part in change.split
    )


def _rows(given: Sequence[Carriable], declared: Declared) -> dict[_Row, dict[str, Value]]:
    rows: dict[_Row, dict[str, Value]] = defaultdict(dict)
    for answer in given:
        subject = answer.subject
        if explained_question(subject.field) is not None:
            continue
        asked = (
            declared[answer.submission_id, subject.worksheet].section(subject.section).field(subject.field)
        )
        if answer.value is not None:
            rows[answer.submission_id, subject.row][subject.field] = asked.from_text(answer.value)
        elif answer.missing:
            rows[answer.submission_id, subject.row][subject.field] = Missing(answer.missing)
    return rows


def _without_contradictions(carried: list[tuple[Answer, Carried]]) -> list[tuple[Answer, Carried]]:
    said: dict[tuple[object, ...], set[tuple[str | None, str | None]]] = defaultdict(set)
    for answer, made in carried:
        if made.stands:
            said[_place(answer, made)].add((made.value, made.missing))
    why = "different answers would stand in one place now"
    return [
        (answer, replace(made, fate=Fate.ASKED, subject=answer.subject, value=None, missing=None, why=why))
        if made.stands and len(said[_place(answer, made)]) > 1
        else (answer, made)
        for answer, made in carried
    ]


def _place(answer: Carriable, made: Carried) -> tuple[object, ...]:
    return answer.alliance, answer.wave, answer.submission_id, made.subject
