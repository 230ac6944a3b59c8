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


class Told(Protocol):
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


Answer = TypeVar("Answer", bound=Told)
Declared = Mapping[tuple[int, str], Worksheet]
"""The declaration that each submission's worksheet was read by."""
_Row = tuple[int, Subject]


def carry_all(
    answers: Iterable[Answer], declared: Declared, library: Mapping[str, Worksheet], day: date | None = None
) -> list[tuple[Answer, Carried]]:
    """Each answer with what becomes of it, in the order given.

    Two different answers of one return that come to one place are both asked: neither is chosen.
    """
    given = list(answers)
    rows = _rows(given, declared) if _has_rules(library) else {}
    beside = _beside(given, declared)
    carriers: dict[tuple[str, ...], Carrier] = {}
    by_return: dict[tuple[str, str, int, str], Carrier] = {}
    carried: list[tuple[Answer, Carried]] = []
    for answer in given:
        subject = answer.subject
        returned = answer.alliance, answer.wave, answer.submission_id, subject.worksheet
        if returned not in by_return:
            old, others = declared[returned[2:]], beside[returned[:2]]
            key = (old.content_hash, *sorted(other.content_hash for other in others.values()))
            by_return[returned] = carriers.setdefault(key, Carrier(old, library, day, others))
        carrier = by_return[returned]
        row = rows.get((answer.submission_id, subject.row))
        carried.append((answer, carrier.carry(subject, answer.value, answer.missing, row)))
    return _without_contradictions(carried)


def _has_rules(library: Mapping[str, Worksheet]) -> bool:
    return any(
        part.when
        for worksheet in library.values()
        for changes in worksheet.changes
        for change in changes.codes
        for part in change.split
    )


def _rows(given: Sequence[Told], declared: Declared) -> dict[_Row, dict[str, Value]]:
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


def _beside(given: Iterable[Told], declared: Declared) -> dict[tuple[str, str], dict[str, Worksheet]]:
    """The declarations of all that an alliance returned in a wave."""
    found: dict[tuple[str, str], dict[str, Worksheet]] = defaultdict(dict)
    for answer in given:
        worksheet = answer.subject.worksheet
        found[answer.alliance, answer.wave][worksheet] = declared[answer.submission_id, worksheet]
    return found


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


def _place(answer: Told, made: Carried) -> tuple[object, ...]:
    return answer.alliance, answer.wave, answer.submission_id, made.subject
