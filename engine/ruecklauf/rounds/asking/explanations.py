"""What municipalities say in their forms of why something is so that rules warn of."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from ruecklauf.check.privacy import personal_data_in
from ruecklauf.fieldtypes.companion import explains
from ruecklauf.findings import Severity
from ruecklauf.store import Snapshot, StoredFinding
from ruecklauf.texts import load_texts

_RULE = "rule."
"""Begins the codes of broken rules."""


class Explanation(NamedTuple):
    """What was said, and when it was handed in."""

    text: str
    """Hidden where it seems to be personal."""
    received_at: datetime


class Explanations:
    """The explanations in the current returns."""

    def __init__(self, state: Snapshot) -> None:
        received = {imported.id: imported.received_at for imported in state.submissions()}
        self._found = {
            (answer.alliance, answer.wave, answer.subject): Explanation(
                _shown(answer.text), received[answer.origin or answer.submission_id]
            )
            for answer in state.explanations()
        }
        self._first_fields = _first_fields(state) if self._found else {}

    def of(self, stored: StoredFinding) -> Explanation | None:
        """What was said of the row or question that a rule has doubts about; None for all other findings."""
        finding = stored.finding
        if finding.severity is Severity.ERROR or not finding.code.startswith(_RULE):
            return None
        about = finding.subject
        first = {about.field} if about.field else self._first_fields.get(about[:2], set())
        for field in (explains(), *map(explains, sorted(first))):
            found = self._found.get((stored.alliance, stored.wave, about._replace(field=field)))
            if found is not None:
                return found
        return None


def _first_fields(state: Snapshot) -> dict[tuple[str, ...], set[str]]:
    """The first fields of sections: warnings of a whole record stand there in the form."""
    first: dict[tuple[str, ...], set[str]] = {}
    for worksheet in state.declarations().values():
        for section in worksheet.sections:
            first.setdefault((worksheet.id, section.id), set()).add(section.fields[0].id)
    return first


def _shown(text: str) -> str:
    return load_texts()("words.personal") if personal_data_in(text) else text
