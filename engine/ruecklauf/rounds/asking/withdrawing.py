"""Returns that people take back."""

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
from ruecklauf.store import Outcome, Withdrawal


def withdraw(
    workspace: Workspace, file: str, *, person: str, reason: str, now: datetime
) -> tuple[Received, ...]:
    """Take a return back, so that all is as if it had not come; what it had superseded counts again.

    `file` is named as for `assign`. Gives what became of the file, and of other returns that say something
    else without it. ProjectError where it does not count, or is none.
    """
    with workspace.store.snapshot() as state:
        _, sha256 = find_handed_in(workspace, state, file)
        refuse_containers(state, sha256)
        imports = [imported for imported in state.submissions() if imported.sha256 == sha256]
    if imports and imports[-1].outcome is Outcome.WITHDRAWN:
        # it may have ended in the middle
        with Workers(lay_out(workspace), jobs=1) as workers:
            finished = tuple(Receiver(workspace, readers=workers).finish_withdrawal(sha256, now=now))
        if finished:
            return finished
    if not imports or imports[-1].outcome not in (Outcome.ACCEPTED, Outcome.QUARANTINED):
        raise ProjectError("counts nowhere", where=file, remedy="See `ruecklauf findings` and `status`.")
    made = Withdrawal(sha256=sha256, person=person, reason=reason, recorded_at=now)
    with Workers(lay_out(workspace), jobs=1) as workers:
        return take_back(workspace, made, workers)


def take_back(workspace: Workspace, made: Withdrawal, readers: Readers) -> tuple[Received, ...]:
    """Record a withdrawal and carry it out."""
    with workspace.store.snapshot() as state:
        letter = letter_of(state, made.sha256)
    return tuple(Receiver(workspace, readers=readers).take_back(made, letter))
