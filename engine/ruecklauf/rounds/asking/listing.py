"""Findings as rows for people and programs, with the states of their points."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from ruecklauf import findings
from ruecklauf.exports.workbook import write_list
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.points import (
    UNSETTLED,
    PutRight,
    Standing,
    Standings,
    State,
    chosen,
    point_id,
)
from ruecklauf.rounds.asking.together import said_by, said_once
from ruecklauf.rounds.finding_keys import key_of
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Outcome, Settlement, Snapshot, StoredFinding, StoredSubmission

FINDING_COLUMNS = (
    *findings.COLUMNS,
    *("kind", "state", "since", "explanation", "reason", "point", "finding"),
)
_LONGEST = 4_000
"""Characters of a text in an Excel file; JSON and CSV have all of it."""
_ORDER = {"error": 0, "warning": 1, "note": 2}


def finding_rows(
    workspace: Workspace,
    *,
    wave: str | None = None,
    alliance: str | None = None,
    severity: str | None = None,
    states: Collection[str] = UNSETTLED,
    kind: str | None = None,
    older_than: datetime | None = None,
    everything: bool = False,
    personal: bool = False,
) -> list[dict[str, str]]:
    """Findings in one of these states, by alliance and severity.

    Those of current returns, of files that could not be read and of messages; a file is listed with the wave
    in which it came. `older_than` is when they came up at the latest. With `everything` those that a newer
    return or a correction has mended too, in every state. Keys are FINDING_COLUMNS. With `personal` only
    those that leave out what seems to be personal, which then stands under `found`.
    """
    with workspace.store.snapshot() as state:
        current = list(_findings_to_see(state))
        mended = _mended(state, current) if everything or State.MENDED in states else []
        standings = Standings(state, mended=(stored for stored, _ in mended))
        came_in = _waves_of_files(state, workspace.project.settings.waves) if wave else {}
        wanted = [
            (stored, imported)
            for stored, imported in (*current, *mended)
            if wave in (None, stored.wave or came_in.get(stored.sha256))
            and alliance in (None, stored.alliance)
            and severity in (None, stored.finding.severity)
        ]
        hidden = state.hidden_texts() if personal else {}
    names = {known.id: known.name for known in workspace.project.alliances}
    rows = []
    for stored, imported in wanted:
        standing = standings.of(stored)
        is_in_state = everything or standing.state in states
        is_of_age = older_than is None or standing.since <= older_than
        if is_in_state and is_of_age and kind in (None, standing.kind):
            row = _finding_row(stored, imported, names, standing)
            left_out = hidden.get((stored.submission_id, stored.seq), "")
            rows += [{**row, "found": left_out or row["found"]}] if left_out or not personal else []
    return sorted(rows, key=lambda row: (row["alliance_name"], row["file"], _ORDER[row["severity"]]))


_About = tuple[StoredFinding, StoredSubmission]
"""A finding and the import of the file that it is about."""


def _all_findings(state: Snapshot) -> Iterator[_About]:
    imports = {imported.id: imported for imported in state.submissions()}
    for stored in state.findings(current_only=False):
        yield stored, imports[stored.submission_id]


def _findings_to_see(state: Snapshot) -> Iterator[_About]:
    """Those of current returns that nobody put right, and those of files that do not count."""
    newest = {imported.sha256: imported.id for imported in state.submissions()}
    current = {(stored.submission_id, stored.seq) for stored in state.findings(current_only=True)}
    put_right = PutRight(state)
    for stored, imported in _all_findings(state):
        unread = imported.outcome is not Outcome.ACCEPTED or stored.finding.code == "older_copy"
        is_seen = (stored.submission_id, stored.seq) in current
        is_seen |= unread and imported.id == newest[imported.sha256]
        if is_seen and not put_right.has(stored):
            yield stored, imported


def _mended(state: Snapshot, current: Iterable[_About]) -> list[_About]:
    """Every other finding, of those that are the same the newest."""
    standing = {key_of(stored) for stored, _ in current}
    others = {key_of(stored): (stored, imported) for stored, imported in _all_findings(state)}
    return [about for key, about in others.items() if key not in standing]


def _waves_of_files(state: Snapshot, waves: Iterable[Wave]) -> dict[str, str]:
    """The wave in which each file came: its own, that of what was in it, or that which was under way."""
    issued = state.issued()
    begun = {form.wave: form.created_at for form in reversed(issued)}
    found: dict[str, str] = {}
    for receipt in state.receipts():
        under_way = [wave.id for wave in waves if wave.id in begun and begun[wave.id] <= receipt.received_at]
        found.setdefault(receipt.sha256, receipt.expected or next(reversed(under_way), ""))
    containers = {receipt.sha256: receipt.container for receipt in state.receipts()}
    for imported in state.submissions():
        if imported.wave:
            found[imported.sha256] = imported.wave
            outer = containers[imported.sha256]
            while outer and outer in containers:
                found[outer], outer = imported.wave, containers[outer]
    return found


def _finding_row(
    stored: StoredFinding, imported: StoredSubmission, names: Mapping[str, str], standing: Standing
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
        standing.kind.value,
        standing.state.value,
        standing.since.date().isoformat(),
        standing.explanation,
        standing.reason,
        "",
        standing.key,
    )
    row = dict(zip(FINDING_COLUMNS, cells, strict=True))
    return {**row, "point": point_id(said_by(row))}


def settle(
    workspace: Workspace, points: Iterable[str], state: State, *, person: str, reason: str, now: datetime
) -> list[dict[str, str]]:
    """Give the findings of points a state, and give their rows as they were; see `points.chosen`."""
    current = finding_rows(workspace, states=[*State])
    rows = chosen([row for row in current if row["state"] != State.MENDED], points)
    workspace.store.record_decisions(
        Settlement(
            alliance=row["alliance"],
            wave=row["wave"],
            finding_key=row["finding"],
            code=row["code"],
            state=state,
            person=person,
            reason=reason,
            recorded_at=now,
        )
        for row in rows
    )
    return rows


def write_findings(rows: list[dict[str, str]], path: Path) -> None:
    """The findings as an Excel file, those alike as one, with columns to fill in: `correct --from` reads it.

    RuecklaufError where it cannot be written.
    """
    heads = FINDING_COLUMNS[:-1]
    content = [(*(_fitting(row[name]) for name in heads), "", "") for row in said_once(rows)]
    write_list(path, title="findings", heads=(*heads, "value", "missing"), rows=content)


def _fitting(text: str) -> str:
    """As much of a text as a cell of Excel takes: control characters are written as seven there."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
