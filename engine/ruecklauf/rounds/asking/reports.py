"""What the data manager looks at: findings to ask back about, and who has returned what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ruecklauf import findings
from ruecklauf.exports.workbook import write_list
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.together import said_once
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Outcome, Snapshot, StatusRow, StoredFinding, StoredSubmission

FINDING_COLUMNS = findings.COLUMNS
_LONGEST = 4_000
"""Characters of a text in an Excel file; JSON and CSV have all of it."""
_ORDER = {"error": 0, "warning": 1, "note": 2}


def finding_rows(
    workspace: Workspace,
    *,
    wave: str | None = None,
    alliance: str | None = None,
    severity: str | None = None,
    everything: bool = False,
    personal: bool = False,
) -> list[dict[str, str]]:
    """Findings of current returns, of files that could not be read and of messages, by alliance and severity.

    A file that could not be read belongs to no wave and is listed with every one. With `everything` those of
    superseded returns too, and those about answers that were corrected. Keys are FINDING_COLUMNS. With
    `personal` only those that leave out what seems to be personal, which then stands under `found`.
    """
    with workspace.store.snapshot() as state:
        wanted = [
            (stored, imported)
            for stored, imported in (_all_findings(state) if everything else _findings_to_see(state))
            if stored.wave in ("", wave or stored.wave)
            and alliance in (None, stored.alliance)
            and severity in (None, stored.finding.severity)
        ]
        if personal:
            wanted = list(_with_hidden(state, wanted))
    names = {known.id: known.name for known in workspace.project.alliances}
    rows = [_finding_row(stored, imported, names) for stored, imported in wanted]
    return sorted(rows, key=lambda row: (row["alliance_name"], row["file"], _ORDER[row["severity"]]))


_About = tuple[StoredFinding, StoredSubmission]
"""A finding and the import of the file that it is about."""


def _with_hidden(state: Snapshot, wanted: Iterable[_About]) -> Iterator[_About]:
    """Those that leave something out, with that as what was found."""
    hidden = state.hidden_texts()
    for stored, imported in wanted:
        if text := hidden.get((stored.submission_id, stored.seq)):
            yield stored._replace(finding=replace(stored.finding, found=text)), imported


def _all_findings(state: Snapshot) -> Iterator[_About]:
    imports = {imported.id: imported for imported in state.submissions()}
    for stored in state.findings(current_only=False):
        yield stored, imports[stored.submission_id]


def _findings_to_see(state: Snapshot) -> Iterator[_About]:
    """Those of current returns that nobody put right, and those of files that do not count."""
    newest = {imported.sha256: imported.id for imported in state.submissions()}
    current = {(stored.submission_id, stored.seq) for stored in state.findings(current_only=True)}
    put_right = {
        (correction.alliance, correction.wave, correction.subject)
        for correction in state.corrections()
        if correction.applies
    }
    for stored, imported in _all_findings(state):
        unread = imported.outcome is not Outcome.ACCEPTED or stored.finding.code == "older_copy"
        is_seen = (stored.submission_id, stored.seq) in current
        is_seen |= unread and imported.id == newest[imported.sha256]
        if is_seen and (stored.alliance, stored.wave, stored.finding.subject) not in put_right:
            yield stored, imported


def _finding_row(
    stored: StoredFinding, imported: StoredSubmission, names: Mapping[str, str]
) -> dict[str, str]:
    finding, subject = stored.finding, stored.finding.subject
    cells = (
        stored.alliance,
        names.get(stored.alliance, ""),
        stored.wave,
        imported.file_names[-1],
        stored.sha256,
        finding.severity.value,
        finding.code,
        *subject,
        str(finding.place),
        finding.found,
        finding.message,
    )
    return dict(zip(FINDING_COLUMNS, cells, strict=True))


def write_findings(rows: list[dict[str, str]], path: Path) -> None:
    """The findings as an Excel file, those alike as one. RuecklaufError where it cannot be written."""
    content = [tuple(_fitting(row[name]) for name in FINDING_COLUMNS) for row in said_once(rows)]
    write_list(path, title="findings", heads=FINDING_COLUMNS, rows=content)


def _fitting(text: str) -> str:
    """As much of a text as a cell of Excel takes: control characters are written as seven there."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


@dataclass(frozen=True, slots=True)
class AllianceStatus:
    """How far one alliance is in a wave."""

    id: str
    name: str
    sent: datetime | None = None
    """When its form was made."""
    received: datetime | None = None
    worksheets: tuple[str, ...] = ()
    errors: int = 0
    warnings: int = 0
    notes: int = 0


@dataclass(frozen=True, slots=True)
class WaveStatus:
    wave: str
    alliances: tuple[AllianceStatus, ...]
    unreadable: int
    """Files that could not be read as a form of any alliance; they are in no wave."""
    waiting: int = 0
    """Files of which a person must say whose they are."""

    @property
    def sent(self) -> int:
        return sum(alliance.sent is not None for alliance in self.alliances)

    @property
    def returned(self) -> int:
        return sum(alliance.sent is not None and bool(alliance.worksheets) for alliance in self.alliances)

    @property
    def rate(self) -> float | None:
        """Valid returns by alliances that a form was made for; None where none was."""
        return self.returned / self.sent if self.sent else None

    @property
    def rate_text(self) -> str:
        if self.rate is None:
            return "No forms have been made for this wave."
        text = f"Response rate: {self.returned} of {self.sent} ({self.rate:.0%})."
        if self.unreadable:
            text += f" {self.unreadable} files could not be read."
        if self.waiting:
            text += f" {self.waiting} files wait for `ruecklauf assign`."
        return text

    def as_json(self) -> dict[str, object]:
        return {
            "wave": self.wave,
            "sent": self.sent,
            "returned": self.returned,
            "response_rate": self.rate,
            "unreadable_files": self.unreadable,
            "waiting_files": self.waiting,
            "alliances": [
                {
                    "id": alliance.id,
                    "name": alliance.name,
                    "sent": alliance.sent.isoformat() if alliance.sent else None,
                    "received": alliance.received.isoformat() if alliance.received else None,
                    "worksheets": list(alliance.worksheets),
                    "findings": {
                        "error": alliance.errors,
                        "warning": alliance.warnings,
                        "note": alliance.notes,
                    },
                }
                for alliance in self.alliances
            ],
        }


def wave_status(workspace: Workspace, wave: Wave) -> WaveStatus:
    """Every alliance of the project with what it has returned in a wave."""
    with workspace.store.snapshot() as state:
        rows = state.status_rows()
    stored = {row.alliance: row for row in rows if row.wave == wave.id}
    return WaveStatus(
        wave.id,
        tuple(
            _alliance_status(alliance, stored.get(alliance.id)) for alliance in workspace.project.alliances
        ),
        unreadable=sum(row.refused for row in rows if not row.alliance),
        waiting=sum(row.quarantined for row in rows),
    )


def _alliance_status(alliance: Alliance, row: StatusRow | None) -> AllianceStatus:
    if row is None:
        return AllianceStatus(alliance.id, alliance.name)
    counted = (row.worksheets, row.errors, row.warnings, row.notes)
    return AllianceStatus(alliance.id, alliance.name, row.first_issued, row.last_received, *counted)
