"""Returned files taken in: archived first, then read and checked, then stored, each in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ruecklauf.errors import StoreError
from ruecklauf.findings import Remark, make_finding, remark
from ruecklauf.office.refusal import Refusal
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.clerk import Clerk, Contents, Enclosed
from ruecklauf.rounds.completing.completion import Completion
from ruecklauf.rounds.completing.copies import Copies
from ruecklauf.rounds.desk import lay_out
from ruecklauf.rounds.executors import Elsewhere, readers_for
from ruecklauf.rounds.judged import Judged, owner_of, refused
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.taking_in.consequences import having_to_do_with
from ruecklauf.rounds.taking_in.correspondence import note_correspondence
from ruecklauf.rounds.taking_in.handed_in import HandedIn, is_passing, received
from ruecklauf.rounds.taking_in.quantity import Quantity
from ruecklauf.rounds.taking_in.receipts import CHECKED_AGAIN, WITHIN, Received
from ruecklauf.rounds.taking_in.rereading import Rereading
from ruecklauf.rounds.taking_in.sources import UnreadableError, pieces_of
from ruecklauf.rounds.workers import Done, Readers, ThisProcess, jobs_for
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Correction, Decision, Outcome, Receipt, StoredOutcome, SubmissionEntry, Withdrawal

IMPORTER_VERSION = "2"
"""Raised when returns would be read differently: the same bytes are then imported once more."""
DEEPEST = 3
"""How many messages or zips may lie within each other."""
AHEAD = 16
"""Files that are archived and begun before the first of them is stored."""
AHEAD_WITHIN = 8
"""The same of files in one message or zip, which may hold others."""


class Receiver:
    """Takes in returned files for a project.

    Files are read by `readers`; by default in this process, which suits files that are one's own. For what
    others send use `receive_files`. `quantity` is what may come out of messages and zips, in all.
    """

    def __init__(
        self,
        workspace: Workspace,
        expected: Wave | None = None,
        *,
        readers: Readers | None = None,
        quantity: Quantity | None = None,
    ) -> None:
        self._workspace = workspace
        self._desk = lay_out(workspace, expected)
        self._readers = readers or ThisProcess(Clerk(self._desk))
        self._quantity = quantity or Quantity.of_import()
        self._complete = Completion(self._desk, Copies(self._desk))
        self._rereading = Rereading(
            workspace.store, self._desk, self._complete, lambda sha256: self._known(sha256)[1]
        )

    def receive(self, path: Path, *, now: datetime) -> Received:
        """Take one file in. Whatever is in it, this gives an outcome; only a broken project raises.

        What a message or zip holds is taken in too; the outcome is that of the message itself.
        """
        return next(iter(tuple(self.receive_all([path], now=now))))

    def receive_all(self, files: Iterable[Path | Receipt], *, now: datetime) -> Iterator[Received]:
        """Take files in, in this order; each is stored when it is given out. A receipt stands for a file that
        is in the archive.

        What alliances returned before is checked again with it in the end.
        """
        touched: dict[tuple[str, str], None] = {}
        yield from self._finish_withdrawals(now)
        for became in self._take_in(files, now):
            touched[became.alliance, became.wave] = None
            yield became
        for alliance, wave in touched:
            yield from self.checked_again(alliance, wave, now)

    def _take_in(self, files: Iterable[Path | Receipt], now: datetime) -> Iterator[Received]:
        begun: deque[HandedIn | Received] = deque()
        for file in files:
            begun.append(self._hand_in_again(file) if isinstance(file, Receipt) else self._hand_in(file))
            if len(begun) > AHEAD:
                yield from self._end(begun.popleft(), now)
        while begun:
            yield from self._end(begun.popleft(), now)

    def receive_again(
        self, sha256: str, letter: Letter, *, now: datetime, decisions: Sequence[Decision] = ()
    ) -> Iterator[Received]:
        """Judge an archived file anew, whatever became of it before: something about it has been decided.

        `decisions` are recorded with it: without it neither.
        """
        size = len(self._workspace.archive.read(sha256))
        before, _ = self._known(sha256)
        part = self._quantity.of_file()
        begun = self._begin(letter.file_name, sha256, size, letter, depth=0, quantity=part, anew=True)
        owners: dict[tuple[str, str], None] = {}
        for became in self._end(begun, now, anew=decisions):
            owners[became.alliance, became.wave] = None
            yield became
        if before is not None:
            owners[before.alliance, before.wave] = None
        for alliance, wave in owners:
            # whoever had the file has it no longer
            yield from self.checked_again(alliance, wave, now, everything=True)

    def take_back(self, withdrawal: Withdrawal, letter: Letter) -> Iterator[Received]:
        """Let an archived return count no longer, and judge anew all that had to do with it."""
        sha256, now = withdrawal.sha256, withdrawal.recorded_at
        known, version = self._known(sha256)
        if known is None:
            raise StoreError(f"{sha256} was never taken in.")
        found = make_finding(remark("withdrawn", why=withdrawal.reason), texts=self._desk.texts)
        handed = HandedIn(letter.file_name, sha256, 0, letter, 0, None, self._quantity.of_file())
        entry = handed.entry(Outcome.WITHDRAWN, (found,), version=version, now=now)
        entry = replace(entry, alliance=known.alliance, wave=known.wave)
        self._workspace.store.save_submission(entry, handed_in=False, decisions=[withdrawal])
        yield handed.stored(entry)
        yield from self.finish_withdrawal(sha256, now=now)
        yield from self.checked_again(known.alliance, known.wave, now, everything=True)

    def finish_withdrawal(self, sha256: str, *, now: datetime) -> Iterator[Received]:
        """Judge anew what has to do with a file that was taken back; nothing if that was done."""
        known, _ = self._known(sha256)
        if known is None or known.outcome is not Outcome.WITHDRAWN:
            return
        with self._workspace.store.snapshot() as state:
            others = having_to_do_with(state, sha256, known)
        for other, its_letter in others:
            yield from self.receive_again(other, its_letter, now=now)

    def _finish_withdrawals(self, now: datetime) -> Iterator[Received]:
        """The same for all withdrawals: one of them may have ended in the middle."""
        with self._workspace.store.snapshot() as state:
            taken_back = dict.fromkeys(made.sha256 for made in state.withdrawals())
        for sha256 in taken_back:
            for became in self.finish_withdrawal(sha256, now=now):
                yield replace(became, outcome=CHECKED_AGAIN)

    def check_put_right(self, made: Sequence[Correction], *, now: datetime) -> Iterator[Received]:
        """Judge anew in which files something was put right, and what looks at them."""
        for alliance, wave in dict.fromkeys((each.alliance, each.wave) for each in made):
            files = {each.sha256 for each in made if (each.alliance, each.wave) == (alliance, wave)}
            yield from self.checked_again(alliance, wave, now, everything=True, put_right=files)

    def checked_again(
        self,
        alliance: str,
        wave: str,
        now: datetime,
        *,
        everything: bool = False,
        put_right: Collection[str] = (),
    ) -> Iterator[Received]:
        """Returns of an alliance that say something else, or are judged otherwise, beside what came in."""
        if alliance and wave:
            settle = self._rereading.settle
            for name, entry in settle(alliance, wave, now=now, everything=everything, put_right=put_right):
                yield received(name, entry, CHECKED_AGAIN)

    def _hand_in(self, path: Path) -> HandedIn | Received:
        try:
            kept = self._workspace.archive.keep_pieces(pieces_of(path, self._desk.texts))
        except UnreadableError as error:
            return self._not_taken(path, remark("unreadable_file", why=str(error)))
        except StoreError as error:
            return self._not_taken(path, remark("not_archived", why=error.what.rstrip(".")))
        letter, part = Letter(path.name), self._quantity.of_file()
        return self._begin(str(path), kept.sha256, kept.size, letter, depth=0, quantity=part)

    def _hand_in_again(self, receipt: Receipt) -> HandedIn:
        name, part = receipt.file_name, self._quantity.of_file()
        size = len(self._workspace.archive.read(receipt.sha256))
        return self._begin(name, receipt.sha256, size, Letter(name), depth=0, quantity=part)

    def _not_taken(self, path: Path, why: Remark) -> Received:
        return Received(str(path), "", "refused", findings=(make_finding(why, texts=self._desk.texts),))

    def _begin(
        self,
        shown: str,
        sha256: str,
        size: int,
        letter: Letter,
        *,
        depth: int,
        quantity: Quantity,
        anew: bool = False,
    ) -> HandedIn:
        known, _ = self._known(sha256)
        if known is not None and known.outcome in _DECIDED and not anew:
            return HandedIn(shown, sha256, size, letter, depth, None, quantity)
        with self._workspace.store.snapshot() as state:
            owner = owner_of(state.assignment_of(sha256))
        work = self._readers.begin(sha256, letter, owner)
        return HandedIn(shown, sha256, size, letter, depth, work, quantity)

    def _end(
        self, handed: HandedIn | Received, now: datetime, *, anew: Sequence[Decision] | None = None
    ) -> Iterator[Received]:
        if isinstance(handed, Received):
            yield handed
            return
        found = handed.work.result() if handed.work else None
        if found is None:
            yield self._duplicate(handed, now)
        elif isinstance(found, Contents):
            yield from self._store_contents(handed, found, now)
        else:
            yield self._store(handed, found, now, anew=anew)

    def _store_contents(self, handed: HandedIn, contents: Contents, now: datetime) -> Iterator[Received]:
        store, texts = self._workspace.store, self._desk.texts
        reported = note_correspondence(store, handed.sha256, contents, texts, now=now)
        findings = contents.findings + reported.findings
        too_deep = handed.depth >= DEEPEST and bool(contents.enclosed)
        if too_deep:
            findings += (make_finding(remark("nested_too_deep"), texts=texts),)
        letter = Letter(handed.letter.file_name, contents.sender, contents.sent_at, handed.letter.container)
        known, version = self._known(handed.sha256)
        if known is None or known.outcome is not Outcome.UNPACKED:
            entry = handed.entry(Outcome.UNPACKED, findings, version=version, now=now, letter=letter)
            store.save_submission(self._noted(entry))
        else:
            self._receipt(handed, now, letter=letter)
        enclosed = () if too_deep or reported.sends_back else contents.enclosed
        yield Received(handed.shown, handed.sha256, "unpacked", findings=findings, enclosed=len(enclosed))
        handed.quantity.take_out(enclosed)
        yield from self._take_enclosed(handed, contents, enclosed, now)

    def _take_enclosed(
        self, handed: HandedIn, contents: Contents, enclosed: Sequence[Enclosed], now: datetime
    ) -> Iterator[Received]:
        """Take in what a message or zip held, until too much has come out of the file that was handed in."""
        begun: deque[HandedIn] = deque()
        for number, member in enumerate(enclosed):
            left = len(enclosed) - number if handed.quantity.is_used_up else 0
            begun.append(self._begin_enclosed(handed, contents, member, left))
            if left:
                break
            if len(begun) > AHEAD_WITHIN:
                yield from self._end(begun.popleft(), now)
        while begun:
            yield from self._end(begun.popleft(), now)

    def _begin_enclosed(self, handed: HandedIn, contents: Contents, member: Enclosed, left: int) -> HandedIn:
        """A file in another one; where nothing more is read, it stands for all that are `left`."""
        sender = contents.sender or handed.letter.sender
        letter = Letter(member.name, sender, contents.sent_at or handed.letter.sent_at, handed.sha256)
        shown = f"{handed.shown}{WITHIN}{member.name}"
        depth, quantity = handed.depth + 1, handed.quantity
        if left:
            refusal = refused(Refusal("too_much_enclosed", count=str(left)), self._desk)
            return HandedIn(shown, member.sha256, member.size, letter, depth, Done(refusal), quantity)
        quantity.take_file()
        return self._begin(shown, member.sha256, member.size, letter, depth=depth, quantity=quantity)

    def _store(
        self, handed: HandedIn, judged: Judged, now: datetime, *, anew: Sequence[Decision] | None
    ) -> Received:
        """`anew` is what was decided about a file that is judged anew, and recorded with it."""
        known, version = self._known(handed.sha256)
        accepted = known is not None and known.outcome is Outcome.ACCEPTED
        if accepted and anew is None:
            return self._duplicate(handed, now)
        if accepted and is_passing(judged):
            return handed.not_stored(judged)
        if known is not None and self._is_said(known, judged) and not anew:
            self._receipt(handed, now)
            return handed.not_stored(judged)
        entry = self._noted(handed.judged_entry(judged, version=version, now=now))
        saved = self._workspace.store.save_submission(entry, self._complete, decisions=anew or ())
        if saved.duplicate:
            return Received(handed.shown, handed.sha256, "duplicate", entry.alliance, entry.wave)
        return handed.stored(saved.entry)

    def _is_said(self, known: StoredOutcome, judged: Judged) -> bool:
        """Whether a file that is not taken in is not taken in for the same reasons as before."""
        if judged.outcome is Outcome.ACCEPTED or known.outcome is not judged.outcome:
            return False
        with self._workspace.store.snapshot() as state:
            said = [(finding.code, finding.message) for finding in state.findings_of(known.submission_id)]
        return said == [(finding.code, finding.message) for finding in judged.findings]

    def _duplicate(self, handed: HandedIn, now: datetime) -> Received:
        """The same bytes again: only that they were handed in is noted."""
        known, _ = self._known(handed.sha256)
        self._receipt(handed, now)
        whose = (known.alliance, known.wave) if known else ("", "")
        is_withdrawn = known is not None and known.outcome is Outcome.WITHDRAWN
        return Received(handed.shown, handed.sha256, "withdrawn" if is_withdrawn else "duplicate", *whose)

    def _known(self, sha256: str) -> tuple[StoredOutcome | None, str]:
        """The last outcome of these bytes, and the version under which a further one is stored.

        What was refused is judged again: the list of alliances or the waves may have been put right since.
        """
        known, version, attempt = None, IMPORTER_VERSION, 1
        with self._workspace.store.snapshot() as state:
            while (found := state.knows(sha256, version)) is not None:
                known, version = found, f"{IMPORTER_VERSION}.{attempt}"
                attempt += 1
        return known, version

    def _receipt(self, handed: HandedIn, now: datetime, *, letter: Letter | None = None) -> None:
        entry = handed.entry(Outcome.UNPACKED, version=IMPORTER_VERSION, now=now, letter=letter)
        self._workspace.store.record_receipt(self._noted(entry))

    def _noted(self, entry: SubmissionEntry) -> SubmissionEntry:
        """The entry with the wave that was expected when the file came."""
        return replace(entry, expected=self._desk.expected.id if self._desk.expected else "")


_DECIDED = {Outcome.ACCEPTED, Outcome.WITHDRAWN}
"""What became of files that are not read again when they are handed in again."""


def receive_files(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    now: datetime,
    expected: Wave | None = None,
    jobs: int | None = None,
    verify: bool = False,
    elsewhere: Elsewhere | None = None,
) -> Iterator[Received]:
    """Take files in, each read in a worker process that is ended at its limits.

    `expected` is the wave that returns are expected of; others are taken in with a warning. `jobs` is how
    many are read at once, by default one for each processor. `verify` reads workbooks of Excel twice.
    `elsewhere` is an executor whose workers start these processes, in place of this computer.
    """
    if not files:
        return
    workspace.archive.clear()
    desk, jobs = lay_out(workspace, expected), jobs or jobs_for(len(files))
    with readers_for(desk, workspace.archive, jobs=jobs, verify=verify, elsewhere=elsewhere) as workers:
        yield from Receiver(workspace, expected, readers=workers).receive_all(files, now=now)
