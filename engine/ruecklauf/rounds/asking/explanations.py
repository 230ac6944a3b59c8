"""What municipalities say in their forms of why something is so that rules warn of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ruecklauf.check.privacy import personal_data_in
from ruecklauf.definition.companions import explained_as_whole
from ruecklauf.definition.models import CrossSection
from ruecklauf.fieldtypes.companion import explains
from ruecklauf.findings import Severity, Subject
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
                _without_persons(answer.text), received[answer.origin or answer.submission_id]
            )
            for answer in state.explanations()
        }
        self._first_fields = _first_fields(state) if self._found else {}
        self._wholes = _wholes(state) if self._found else {}

    def of(self, stored: StoredFinding) -> Explanation | None:
        """What was said of the row or question that a rule has doubts about; None for all other findings."""
        finding = stored.finding
        if finding.severity is Severity.ERROR or not finding.code.startswith(_RULE):
            return None
        for place in self._places(finding.subject):
            found = self._found.get((stored.alliance, stored.wave, place))
            if found is not None:
                return found
        return None

    def _places(self, about: Subject) -> Iterator[Subject]:
        """Where it may be explained: in the row, beside the question, or as a whole."""
        first = {about.field} if about.field else self._first_fields.get(about[:2], set())
        for field in (explains(), *map(explains, sorted(first))):
            yield about._replace(field=field)
        yield from self._wholes.get((about.worksheet, about.section, bool(about.row_id)), ())


def _first_fields(state: Snapshot) -> dict[tuple[str, ...], set[str]]:
    """The first fields of sections: warnings of a whole record stand there in the form."""
    first: dict[tuple[str, ...], set[str]] = {}
    for worksheet in state.declarations().values():
        for section in worksheet.sections:
            first.setdefault((worksheet.id, section.id), set()).add(section.fields[0].id)
    return first


def _wholes(state: Snapshot) -> dict[tuple[str, str, bool], set[Subject]]:
    """Where that is explained which is said of a section as a whole, or of a worksheet (section ''); of cross
    tables (True) also what is said of their rows."""
    found: dict[tuple[str, str, bool], set[Subject]] = {}
    for worksheet in state.declarations().values():
        crosses = [section.id for section in worksheet.sections if isinstance(section, CrossSection)]
        wholes = ("", *(section.id for section in worksheet.sections))
        for section, of_rows in (*((name, False) for name in wholes), *((name, True) for name in crosses)):
            if place := explained_as_whole(worksheet, section):
                found.setdefault((worksheet.id, section, of_rows), set()).add(place)
    return found


def _without_persons(text: str) -> str:
    return load_texts()("words.personal") if personal_data_in(text) else text
