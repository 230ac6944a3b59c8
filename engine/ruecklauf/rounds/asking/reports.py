"""What the data manager looks at: findings to ask back about, and who has returned what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ruecklauf.exports.workbook import write_list
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Outcome

FINDING_COLUMNS = (
    "alliance", "alliance_name", "wave", "file", "sha256", "severity", "code", "worksheet", "table", "row_id",
    "field", "place", "found", "message",
)  # fmt: skip
_ORDER = {"error": 0, "warning": 1, "note": 2}


def finding_rows(
    workspace: Workspace,
    *,
    wave: str | None = None,
    alliance: str | None = None,
    severity: str | None = None,
    everything: bool = False,
) -> list[dict[str, str]]:
    """Findings of current returns, of files that could not be read and of messages, by alliance and severity.

    A file that could not be read belongs to no wave and is listed with every one. With `everything` those of
    superseded returns too, and those about answers that were corrected. Keys are FINDING_COLUMNS.
    """
    store = workspace.store
    submissions = {one.id: one for one in store.submissions()}
    newest = {one.sha256: one.id for one in submissions.values()}
    counted = {(finding.submission_id, finding.seq) for finding in store.findings(current_only=True)}
    corrections = (*store.corrections(), *store.contact_corrections())
    put_right = {
        (one.alliance, one.wave, one.worksheet, one.section, one.row_id, one.field)
        for one in corrections
        if one.applies
    }
    names = {one.id: one.name for one in workspace.project.alliances}
    rows = []
    for finding in store.findings(current_only=False):
        submission = submissions[finding.submission_id]
        unread = submission.outcome is not Outcome.ACCEPTED and submission.id == newest[submission.sha256]
        about = (finding.worksheet, finding.section, finding.row_id, finding.field)
        if not everything and (finding.alliance, finding.wave, *about) in put_right:
            continue
        older = finding.code == "older_copy" and submission.id == newest[submission.sha256]
        if not (everything or unread or older or (finding.submission_id, finding.seq) in counted):
            continue
        place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
        rows.append(
            {
                "alliance": finding.alliance,
                "alliance_name": names.get(finding.alliance, ""),
                "wave": finding.wave,
                "file": submission.file_names[-1],
                "sha256": finding.sha256,
                "severity": finding.severity,
                "code": finding.code,
                "worksheet": finding.worksheet,
                "table": finding.section,
                "row_id": finding.row_id,
                "field": finding.field,
                "place": place,
                "found": finding.found,
                "message": finding.message,
            }
        )
    wanted = [
        row
        for row in rows
        if row["wave"] in ("", wave or row["wave"])
        and alliance in (None, row["alliance"])
        and severity in (None, row["severity"])
    ]
    return sorted(wanted, key=lambda row: (row["alliance_name"], row["file"], _ORDER[row["severity"]]))


def write_findings(rows: list[dict[str, str]], path: Path) -> None:
    """The findings as an Excel file. RuecklaufError where it cannot be written."""
    content = [tuple(row[name] for name in FINDING_COLUMNS) for row in rows]
    write_list(path, title="findings", heads=FINDING_COLUMNS, rows=content)


@dataclass(frozen=True, slots=True)
class AllianceStatus:
    """How far one alliance is in a wave."""

    id: str
    name: str
    sent: datetime | None
    """When its form was made."""
    received: datetime | None
    worksheets: tuple[str, ...]
    errors: int
    warnings: int
    notes: int


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
        return sum(one.sent is not None for one in self.alliances)

    @property
    def returned(self) -> int:
        return sum(one.sent is not None and bool(one.worksheets) for one in self.alliances)

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
                    "id": one.id,
                    "name": one.name,
                    "sent": one.sent.isoformat() if one.sent else None,
                    "received": one.received.isoformat() if one.received else None,
                    "worksheets": list(one.worksheets),
                    "findings": {"error": one.errors, "warning": one.warnings, "note": one.notes},
                }
                for one in self.alliances
            ],
        }


def wave_status(workspace: Workspace, wave: Wave) -> WaveStatus:
    """Every alliance of the project with what it has returned in a wave."""
    rows = workspace.store.status_rows()
    stored = {row.alliance: row for row in rows if row.wave == wave.id}
    alliances = []
    for alliance in workspace.project.alliances:
        row = stored.get(alliance.id)
        alliances.append(
            AllianceStatus(
                alliance.id,
                alliance.name,
                row.first_issued if row else None,
                row.last_received if row else None,
                row.worksheets if row else (),
                row.errors if row else 0,
                row.warnings if row else 0,
                row.notes if row else 0,
            )
        )
    return WaveStatus(
        wave.id,
        tuple(alliances),
        unreadable=sum(row.refused for row in rows if not row.alliance),
        waiting=sum(row.quarantined for row in rows),
    )
