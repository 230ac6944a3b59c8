"""What is kept no longer, by the months that the project's settings give."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from ruecklauf.project import Project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store.privacy.erasing import Expired


def kept_until(wave: Wave, months: int | None) -> date | None:
    """The last day on which something of a wave is kept; None where that is for ever."""
    if months is None:
        return None
    year, month = divmod(wave.deadline.year * 12 + wave.deadline.month - 1 + months, 12)
    return date(year, month + 1, min(wave.deadline.day, monthrange(year, month + 1)[1]))


def expired(workspace: Workspace, today: date) -> Expired:
    """The waves whose contacts or messages are kept no longer, with the files that came in them."""
    retention = workspace.project.settings.retention
    contacts = _over(workspace.project, retention.contacts_months, today)
    messages = _over(workspace.project, retention.messages_months, today)
    files = _files_of(workspace, contacts)
    return Expired(contacts, files, messages, _files_of(workspace, messages))


def _over(project: Project, months: int | None, today: date) -> tuple[str, ...]:
    ends = {wave.id: kept_until(wave, months) for wave in project.settings.waves}
    return tuple(wave for wave, last in ends.items() if last is not None and last < today)


def _files_of(workspace: Workspace, waves: Collection[str]) -> tuple[str, ...]:
    """Files of these waves and messages in which nothing of another wave came."""
    with workspace.store.snapshot() as state:
        receipts, imports = state.receipts(), state.submissions()
    wave_of = {submission.sha256: submission.wave for submission in imports if submission.wave}
    held: dict[str, set[str]] = {}
    for receipt in receipts:
        held.setdefault(receipt.container, set()).add(receipt.sha256)
    found = {sha256 for sha256, wave in wave_of.items() if wave in waves}
    for container, members in held.items():
        known = {wave_of[member] for member in members if member in wave_of}
        if container and known and known <= set(waves):
            found |= {container, *members}
    return tuple(sorted(found))
