"""Who has returned what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import StatusRow


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
