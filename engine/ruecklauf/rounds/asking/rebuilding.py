"""Answers and contacts made anew: originals are read from the archive, and what was decided is repeated."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from ruecklauf.errors import StoreError
from ruecklauf.project import Project
from ruecklauf.project.database import SQLITE_ENDINGS, database_file, database_url
from ruecklauf.rounds.asking.decisions import carry_out, put_right
from ruecklauf.rounds.asking.passages import asks_about_text, read_again
from ruecklauf.rounds.asking.preferring import carry_out_preference
from ruecklauf.rounds.asking.withdrawing import take_back
from ruecklauf.rounds.desk import Desk, lay_out
from ruecklauf.rounds.evaluating.snapshots.removing import remove_snapshot
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.taking_in.archived import letter_of
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workers import Readers, Workers, jobs_for
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import (
    Assignment,
    Correction,
    IssuedForm,
    Preference,
    Receipt,
    SameRow,
    Settlement,
    Snapshot,
    Store,
    WaveDecision,
    Withdrawal,
    open_store,
)

ReadersFor = Callable[[Desk, int], AbstractContextManager[Readers]]
"""What reads so many files for a desk."""
BEFORE = ".before-rebuild"
"""Behind the name of a database that was replaced."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    files: int
    decisions: int
    kept: tuple[Path, ...]
    """The databases as they were, where they are files."""


def _in_workers(desk: Desk, files: int) -> Workers:
    return Workers(desk, jobs=jobs_for(files))


def rebuild(project: Project, reading: ReadersFor = _in_workers) -> Rebuilt:
    """Replay all that was recorded, by the settings and alliances of today, and replace the databases.

    Forms, receipts, assignments and corrections are repeated in the order in which they were recorded. A lost
    database of contacts is made anew; with it the corrections of contacts are lost. StoreError, and nothing
    has changed, where originals are missing, or where something was taken in meanwhile.
    """
    urls = (project.database_url, project.contacts_url)
    files = tuple(file for file in map(database_file, urls) if file is not None)
    lost = [file for file in files[1:] if not file.exists()]
    folder = Path(tempfile.mkdtemp(prefix=".rebuild-", dir=project.root))
    try:
        with open_store(*urls, make=False, contacts_anew=True) as store:
            steps = _replay(store, project, folder, reading)
            if len(files) < len(urls):
                with _new_store(folder, store.pair) as made:
                    store.take_content(made)
        kept = _exchange(folder, files) if len(files) == len(urls) else ()
        remove_snapshot(project)
    except BaseException:
        for file in lost:
            file.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    decided = sum(isinstance(step, _Decided) for step in steps)
    return Rebuilt(sum(len(step.receipts) for step in steps if isinstance(step, _Run)), decided, kept)


def _replay(store: Store, project: Project, folder: Path, reading: ReadersFor) -> tuple[_Step, ...]:
    """Make new databases in the folder from what is recorded in the store."""
    erased = Workspace(project, opened=store).archive.erased()
    with store.snapshot() as state:
        carried = to_carry(state, erased)
        _refuse_short(state, carried)
        steps, handed_in = tuple(_steps(state, carried)), len(state.receipts())
    with _new_store(folder, store.pair) as made:
        store.copy_declared(made)
        store.carry(carried, made)
        workspace = Workspace(project, opened=made)
        for step in steps:
            _take(step, workspace, reading)
    with store.snapshot() as state:
        if len(state.receipts()) != handed_in:
            raise StoreError("something was taken in meanwhile.", remedy="Nothing was changed; try again.")
    return steps


@dataclass(frozen=True, slots=True)
class _Run:
    """Files that were handed in together."""

    receipts: tuple[Receipt, ...]

    @property
    def moment(self) -> datetime:
        return self.receipts[0].received_at


@dataclass(frozen=True, slots=True)
class _Issue:
    """Forms that were made together."""

    forms: tuple[IssuedForm, ...]


@dataclass(frozen=True, slots=True)
class _Decision:
    """Whose return a file is, and the name under which it was handed in with the decision, if it was."""

    assignment: Assignment
    name: str


@dataclass(frozen=True, slots=True)
class _Settled:
    """Findings that were settled together."""

    settlements: tuple[Settlement, ...]


@dataclass(frozen=True, slots=True)
class _Corrected:
    """Answers that were put right together."""

    corrections: tuple[Correction, ...]


_Decided = _Decision | _Corrected | _Settled | Withdrawal | Preference | WaveDecision | SameRow
_Step = _Issue | _Run | _Decided


def to_carry(state: Snapshot, erased: Collection[str]) -> frozenset[str]:
    """Files that cannot be read again as they were, as an original was deleted on purpose: all of every
    alliance of which one is, with the messages they came in and what else came in these."""
    receipts = state.receipts()
    within = {(receipt.sha256, receipt.container) for receipt in receipts if receipt.container}
    owners = {
        (submission.sha256, submission.alliance) for submission in state.submissions() if submission.alliance
    }
    found, before = set(erased), set[str]()
    while found != before:
        before = set(found)
        alliances = {alliance for sha256, alliance in owners if sha256 in found}
        found |= {sha256 for sha256, alliance in owners if alliance in alliances}
        for sha256, container in within:
            found |= {sha256, container} if found & {sha256, container} else set()
    return frozenset(found)


def _refuse_short(state: Snapshot, carried: Collection[str]) -> None:
    """StoreError where what can only be carried is not whole."""
    short = [lacking for lacking in state.lacking() if lacking.sha256 in carried] if carried else []
    if short:
        raise StoreError(
            f"of a return whose original was deleted on purpose answers are lost: {short[0]}.",
            remedy="Nothing was changed. Restore the databases from a backup.",
        )


def _steps(state: Snapshot, carried: Collection[str] = ()) -> Iterator[_Step]:
    """What was recorded, in the order in which it happened, but for files that are carried."""
    steps: list[tuple[datetime, int, _Step]] = []
    for moment, forms in groupby(state.issued(), key=lambda form: form.created_at):
        steps.append((moment, 0, _Issue(tuple(forms))))
    decided = [made for made in state.assignments() if made.sha256 not in carried]
    taken_back = [made for made in state.withdrawals() if made.sha256 not in carried]
    preferred = [made for made in state.preferences() if made.sha256 not in carried]
    moments = {made.recorded_at for made in decided}
    moments |= {made.recorded_at for made in taken_back} | {made.recorded_at for made in preferred}
    # what came in a message, and what was read anew for a decision, follows from these
    handed_in = [receipt for receipt in state.receipts() if receipt.sha256 not in carried]
    came = [receipt for receipt in handed_in if not receipt.container]
    own = (receipt for receipt in came if receipt.received_at not in moments)
    for (moment, _), receipts in groupby(own, key=lambda receipt: (receipt.received_at, receipt.expected)):
        steps.append((moment, 1, _Run(tuple(receipts))))
    names = {(receipt.sha256, receipt.received_at): receipt.file_name for receipt in came}
    for decision in decided:
        name = names.get((decision.sha256, decision.recorded_at), decision.sha256)
        steps.append((decision.recorded_at, 2, _Decision(decision, name)))
    judged = (made for made in state.corrections() if made.sha256 not in carried)
    corrected = sorted(judged, key=lambda made: made.recorded_at)
    for at, same in groupby(corrected, key=lambda made: made.recorded_at):
        steps.append((at, 3, _Corrected(tuple(replace(made, applies=False) for made in same))))
    for at, settled in groupby(state.settlements(), key=lambda made: made.recorded_at):
        steps.append((at, 4, _Settled(tuple(settled))))
    steps += [(made.recorded_at, 5, made) for made in taken_back]
    steps += [(made.recorded_at, 5, made) for made in preferred]
    steps += [(made.recorded_at, 5, made) for made in state.wave_decisions()]
    steps += [(made.recorded_at, 5, made) for made in state.same_rows()]
    yield from (step for _, _, step in sorted(steps, key=lambda found: found[:2]))


def _take(step: _Step, workspace: Workspace, reading: ReadersFor) -> None:
    match step:
        case _Issue():
            workspace.store.record_forms(step.forms)
        case _Run():
            expected = step.receipts[0].expected
            wave = workspace.project.wave(expected) if expected else None
            with reading(lay_out(workspace, wave), len(step.receipts)) as readers:
                receiver = Receiver(workspace, wave, readers=readers)
                for _ in receiver.receive_all(step.receipts, now=step.moment):
                    pass
        case _Decision():
            with workspace.store.snapshot() as state:
                known = bool(state.receipts(step.assignment.sha256))
                letter = letter_of(state, step.assignment.sha256) if known else Letter(step.name)
            with reading(lay_out(workspace), 1) as readers:
                carry_out(workspace, step.assignment, letter, readers)
        case _Corrected():
            put_right(workspace, step.corrections)
        case _Settled():
            for owner in _read_for(step.settlements):
                read_again(workspace, *owner, now=step.settlements[0].recorded_at)
            workspace.store.record_decisions(step.settlements)
        case WaveDecision() | SameRow():
            workspace.store.record_decisions([step])
        case Preference():
            with reading(lay_out(workspace), 1) as readers:
                carry_out_preference(workspace, step, readers)
        case Withdrawal():
            with reading(lay_out(workspace), 1) as readers:
                take_back(workspace, step, readers)


def _read_for(settlements: Sequence[Settlement]) -> Iterable[tuple[str, str]]:
    """Alliance and wave whose returns were read again before these decisions."""
    return dict.fromkeys((made.alliance, made.wave) for made in settlements if asks_about_text(made))


def _new_store(folder: Path, pair: str) -> Store:
    return open_store(
        *(database_url(f"{kind}.sqlite", folder) for kind in ("answers", "contacts")), pair=pair
    )


def _exchange(folder: Path, files: Sequence[Path]) -> tuple[Path, ...]:
    """Put the new databases into the places of the old ones, which are kept under another name.

    All or none: a file that is open elsewhere cannot be moved on Windows.
    """
    old = [file.with_name(file.name + ending) for file in files for ending in SQLITE_ENDINGS]
    moves = [(file, file.with_name(file.name + BEFORE)) for file in old if file.exists()]
    moves += zip((folder / "answers.sqlite", folder / "contacts.sqlite"), files, strict=True)
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.replace(target)
            done.append((source, target))
    except OSError as error:
        for source, target in reversed(done):
            target.replace(source)
        remedy = "Nothing was changed. Close whatever has it open, and try again."
        what = f"the database cannot be replaced ({error.strerror or error})."
        raise StoreError(what, where=str(error.filename or files[0]), remedy=remedy) from error
    return tuple(target for _, target in done if target.name.endswith(BEFORE))
