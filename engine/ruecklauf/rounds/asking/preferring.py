"""Returns that people let count rather than newer ones."""

from __future__ import annotations

from datetime import datetime

from ruecklauf.errors import ProjectError
from ruecklauf.rounds.asking.decisions import find_handed_in, refuse_containers
from ruecklauf.rounds.desk import lay_out
from ruecklauf.rounds.taking_in.archived import letter_of
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workers import Readers, Workers
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import PREFERRED, Outcome, Preference, Snapshot

UNDONE = "open"
_TAKEN = (Outcome.ACCEPTED, Outcome.QUARANTINED)


def prefer(
    workspace: Workspace, file: str, *, undo: bool = False, person: str, reason: str, now: datetime
) -> tuple[Received, ...]:
    """Let a return count rather than all that came for its alliance and wave so far, however new they are.

    `file` is named as for `assign`. With `undo` the dates decide again. What comes later counts where it was
    saved and sent later than all of these; else it waits. Gives what became of the file, and of other returns
    that say something else beside it. ProjectError where the file is no return, or was not preferred.
    """
    with workspace.store.snapshot() as state:
        _, sha256 = find_handed_in(workspace, state, file)
        _refuse(state, sha256, file, undo=undo)
    state_given = UNDONE if undo else PREFERRED
    made = Preference(sha256=sha256, state=state_given, person=person, reason=reason, recorded_at=now)
    with Workers(lay_out(workspace), jobs=1) as workers:
        return carry_out_preference(workspace, made, workers)


def carry_out_preference(workspace: Workspace, made: Preference, readers: Readers) -> tuple[Received, ...]:
    """Record a preference together with what it makes of the file."""
    with workspace.store.snapshot() as state:
        letter = letter_of(state, made.sha256)
    receiver = Receiver(workspace, readers=readers)
    return tuple(receiver.receive_again(made.sha256, letter, now=made.recorded_at, decisions=[made]))


def _refuse(state: Snapshot, sha256: str, file: str, *, undo: bool) -> None:
    refuse_containers(state, sha256)
    imports = [imported for imported in state.submissions() if imported.sha256 == sha256]
    if not imports or imports[-1].outcome not in _TAKEN or not imports[-1].alliance:
        raise ProjectError(
            "is nobody's return so far", where=file, remedy="Say whose it is with `ruecklauf assign`."
        )
    if imports[-1].inquiry:
        raise ProjectError(
            "answers an inquiry", where=file, remedy="Put answers right with `ruecklauf correct`."
        )
    if undo and all(made.sha256 != sha256 for made in state.preferred()):
        raise ProjectError("was not preferred, so there is nothing to undo", where=file)
