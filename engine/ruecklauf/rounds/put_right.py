"""Answers that people corrected, in the newest terms: forms made before still show what stood there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from ruecklauf.check.carried import Carried, Said, said_in_store
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Subject
from ruecklauf.revisions.together import carry_all
from ruecklauf.store import Correction, IssuedForm, Snapshot


class PutRight(NamedTuple):
    """A correction that holds; none of personal answers."""

    alliance: str
    wave: str
    subject: Subject
    said: Said
    recorded_at: datetime

    def concerns(self, form: IssuedForm, carried: Carried) -> bool:
        """Whether a form carried the answer on as it was before."""
        same = (self.alliance, self.wave) == (form.alliance, carried.wave)
        return same and self.recorded_at > form.created_at and self.subject in carried.answers


class _AsAnswer(NamedTuple):
    """A correction as answers are carried."""

    submission_id: int
    alliance: str
    wave: str
    subject: Subject
    value: str | None
    missing: str | None
    recorded_at: datetime


def put_right_in(state: Snapshot, library: Mapping[str, Worksheet]) -> Iterator[PutRight]:
    """All corrections that hold, in the newest terms; those that have no place there are left out."""
    made = [
        correction for correction in state.corrections() if correction.applies and not correction.personal
    ]
    if not made:
        return
    kept = state.declarations()
    current = {(return_.alliance, return_.wave, return_.worksheet): return_ for return_ in state.current()}
    declared = {
        (return_.submission_id, return_.worksheet): kept[return_.declaration_hash]
        for return_ in current.values()
    }
    answers = [
        _as_answer(
            correction, current[correction.alliance, correction.wave, correction.worksheet].submission_id
        )
        for correction in made
    ]
    for correction, now in carry_all(answers, declared, library):
        if now.stands:
            said = said_in_store(now.value, now.missing)
            yield PutRight(correction.alliance, correction.wave, now.subject, said, correction.recorded_at)


def _as_answer(correction: Correction, submission_id: int) -> _AsAnswer:
    return _AsAnswer(
        submission_id,
        correction.alliance,
        correction.wave,
        correction.subject,
        correction.value,
        correction.missing,
        correction.recorded_at,
    )
