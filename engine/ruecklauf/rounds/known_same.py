"""What people decided about rows that are the same over waves: for the panel, and for findings about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ruecklauf.definition.changes import version_key
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Subject
from ruecklauf.revisions.steps import route
from ruecklauf.store import SameRow, Settlement, Snapshot, StoredFinding

SAME, DIFFERENT, OPEN = "same", "different", "open"
ASKS = "row_typed_anew"
"""The finding that such a decision settles."""


class Pair(NamedTuple):
    """Two rows of an alliance, in today's terms."""

    alliance: str
    table: str
    row_id: str
    """The later row."""
    same_as: str


def decided(state: Snapshot, library: Mapping[str, Worksheet]) -> dict[Pair, SameRow]:
    """The newest decision about each pair."""
    return {
        _pair(made.alliance, (made.row_id, made.same_as), Subject(made.worksheet, made.section), made.version,
              library): made
        for made in state.same_rows()
    }  # fmt: skip


def _pair(
    alliance: str, rows: tuple[str, str], section: Subject, version: str, library: Mapping[str, Worksheet]
) -> Pair:
    place = route(section, version, library).place
    worksheet = library.get(place.worksheet)
    named = [declared for declared in worksheet.sections if declared.id == place.section] if worksheet else []
    later, before = (f"{named[0].prefix if named else row[:2]}{row[2:]}" for row in rows)
    return Pair(alliance, f"{place.worksheet}.{place.section}", later, before)


class SameRows:
    """Which findings about rows that were typed anew are settled."""

    def __init__(self, state: Snapshot) -> None:
        self._newest: dict[str, Worksheet] = {}
        self._decided: dict[Pair, SameRow] = {}
        self._versions: dict[tuple[int, str], str] = {}
        if state.same_rows():
            kept = state.declarations()
            in_order = sorted(kept.values(), key=lambda worksheet: version_key(worksheet.version))
            self._newest = {worksheet.id: worksheet for worksheet in in_order}
            self._decided = decided(state, self._newest)
            self._versions = {read: kept[hashed].version for read, hashed in state.declared_by().items()}

    def settled(self, stored: StoredFinding, key: str) -> Settlement | None:
        """The decision as a settlement of this finding; None where there is none, or it was taken back."""
        finding = stored.finding
        if finding.code != ASKS or not self._decided:
            return None
        subject = finding.subject
        version = self._versions.get((stored.submission_id, subject.worksheet), "")
        rows = subject.row_id, finding.found
        made = self._decided.get(_pair(stored.alliance, rows, subject.column, version, self._newest))
        if made is None or made.state == OPEN:
            return None
        return Settlement(
            alliance=stored.alliance, wave=stored.wave, finding_key=key, code=finding.code, state="settled",
            person=made.person, reason=made.reason, recorded_at=made.recorded_at,
        )  # fmt: skip
