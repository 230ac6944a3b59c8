"""Returned files taken in: archived first, then read and checked, then stored, each in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ruecklauf.findings import Finding, make_finding, remark
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.clerk import Clerk, Contents, Enclosed
from ruecklauf.rounds.completing.completion import Completion
from ruecklauf.rounds.completing.copies import Copies
from ruecklauf.rounds.desk import lay_out
from ruecklauf.rounds.judgement import Judged, Owner
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.taking_in.receipts import CHECKED_AGAIN, WITHIN, Received
from ruecklauf.rounds.taking_in.rereading import Rereading
from ruecklauf.rounds.workers import Readers, ThisProcess, Work, Workers, jobs_for
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Outcome, StoredOutcome, SubmissionEntry

IMPORTER_VERSION = "1"
"""Raised when returns would be read differently: the same bytes are then imported once more."""
DEEPEST = 3
"""How many messages or zips may lie within each other."""
AHEAD = 16
"""Files that are archived and begun before the first of them is stored."""


@dataclass(frozen=True, slots=True)
class _HandedIn:
    """A file in the archive that is being read."""

    shown: str
    """How it is named to the person: its path, or message and attachment."""
    sha256: str
    size: int
    letter: Letter
    depth: int
    work: Work | None
    """None where these bytes were accepted before: they need not be read."""


class Receiver:
    """Takes in returned files for a project.

    Files are read by `readers`; by default in this process, which suits files that are one's own. For what
    others send use `receive_files`.
    """

    def __init__(
        self, workspace: Workspace, expected: Wave | None = None, *, readers: Readers | None = None
    ) -> None:
        self._workspace = workspace
        self._desk = lay_out(workspace, expected)
        self._readers = readers or ThisProcess(Clerk(self._desk))
        self._complete = Completion(self._desk, Copies(self._desk))
        self._rereading = Rereading(
            workspace.store, self._desk, self._complete, lambda sha256: self._known(sha256)[1]
        )

    def receive(self, path: Path, *, now: datetime) -> Received:
        """Take one file in. Whatever is in it, this gives an outcome; only a broken project raises.

        What a message or zip holds is taken in too; the outcome is that of the message itself.
        """
        return next(iter(tuple(self.receive_all([path], now=now))))

    def receive_all(self, files: Iterable[Path], *, now: datetime) -> Iterator[Received]:
        """Take files in, in this order; each is stored when it is given out.

        What alliances returned before is checked again with it in the end.
        """
        touched: dict[tuple[str, str], None] = {}
        for one in self._take_in(files, now):
            touched[one.alliance, one.wave] = None
            yield one
        for alliance, wave in touched:
            yield from self._checked_again(alliance, wave, now)

    def _take_in(self, files: Iterable[Path], now: datetime) -> Iterator[Received]:
        begun: deque[_HandedIn | Received] = deque()
        for path in files:
            begun.append(self._hand_in(path))
            if len(begun) > AHEAD:
                yield from self._end(begun.popleft(), now)
        while begun:
            yield from self._end(begun.popleft(), now)

    def receive_again(self, sha256: str, letter: Letter, *, now: datetime) -> Iterator[Received]:
        """Judge an archived file anew, whatever became of it before: its owner has been decided."""
        size = len(self._workspace.archive.read(sha256))
        before, _ = self._known(sha256)
        begun = self._begin(letter.file_name, sha256, size, letter, depth=0, anew=True)
        owners: dict[tuple[str, str], None] = {}
        for one in self._end(begun, now, anew=True):
            owners[one.alliance, one.wave] = None
            yield one
        if before is not None:
            owners[before.alliance, before.wave] = None
        for alliance, wave in owners:
            # whoever had the file has it no longer
            yield from self._checked_again(alliance, wave, now, everything=True)

    def _checked_again(
        self, alliance: str, wave: str, now: datetime, *, everything: bool = False
    ) -> Iterator[Received]:
        """Returns of an alliance that say something else, or are judged otherwise, beside what came in."""
        if alliance and wave:
            found = self._rereading.settle(alliance, wave, now=now, everything=everything)
            for name, entry in found:
                yield _told_of(name, entry, CHECKED_AGAIN)

    def _hand_in(self, path: Path) -> _HandedIn | Received:
        try:
            data = path.read_bytes() if path.is_file() else None
        except OSError as error:
            return self._unreadable(path, error.strerror or str(error))
        if data is None:
            return self._unreadable(path, self._desk.texts("words.no_file"))
        sha256 = self._workspace.archive.keep(data)
        saved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return self._begin(str(path), sha256, len(data), Letter(path.name, saved_at=saved_at), depth=0)

    def _unreadable(self, path: Path, why: str) -> Received:
        finding = make_finding(remark("unreadable_file", why=why), texts=self._desk.texts)
        return Received(str(path), "", "refused", findings=(finding,))

    def _begin(
        self, shown: str, sha256: str, size: int, letter: Letter, *, depth: int, anew: bool = False
    ) -> _HandedIn:
        known, _ = self._known(sha256)
        if known is not None and known.outcome is Outcome.ACCEPTED and not anew:
            return _HandedIn(shown, sha256, size, letter, depth, None)
        decided = self._workspace.store.assignment_of(sha256)
        owner = Owner(decided.alliance, decided.wave) if decided else None
        return _HandedIn(shown, sha256, size, letter, depth, self._readers.begin(sha256, letter, owner))

    def _end(self, handed: _HandedIn | Received, now: datetime, *, anew: bool = False) -> Iterator[Received]:
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

    def _store_contents(self, handed: _HandedIn, contents: Contents, now: datetime) -> Iterator[Received]:
        too_deep = handed.depth >= DEEPEST and bool(contents.enclosed)
        findings = contents.findings
        if too_deep:
            findings += (make_finding(remark("nested_too_deep"), texts=self._desk.texts),)
        letter = Letter(handed.letter.file_name, contents.sender, contents.sent_at, handed.letter.container)
        known, version = self._known(handed.sha256)
        if known is None or known.outcome is not Outcome.UNPACKED:
            entry = self._entry(handed, letter, version, now, Outcome.UNPACKED, findings)
            self._workspace.store.save_submission(entry)
        else:
            self._receipt(handed, letter, now)
        enclosed = () if too_deep else contents.enclosed
        yield Received(handed.shown, handed.sha256, "unpacked", findings=findings, enclosed=len(enclosed))
        within = [self._begin_enclosed(handed, contents, one) for one in enclosed]
        for one in within:
            yield from self._end(one, now)

    def _begin_enclosed(self, handed: _HandedIn, contents: Contents, one: Enclosed) -> _HandedIn:
        sender = contents.sender or handed.letter.sender
        letter = Letter(one.name, sender, contents.sent_at or handed.letter.sent_at, handed.sha256)
        shown = f"{handed.shown}{WITHIN}{one.name}"
        return self._begin(shown, one.sha256, one.size, letter, depth=handed.depth + 1)

    def _store(self, handed: _HandedIn, judged: Judged, now: datetime, *, anew: bool) -> Received:
        known, version = self._known(handed.sha256)
        accepted = known is not None and known.outcome is Outcome.ACCEPTED
        if accepted and not anew:
            return self._duplicate(handed, now)
        if accepted and _is_passing(judged):
            return self._told_only(handed, judged)
        if known is not None and self._is_said(known, judged):
            self._receipt(handed, handed.letter, now)
            return self._told_only(handed, judged)
        entry = self._judged_entry(handed, judged, version, now)
        saved = self._workspace.store.save_submission(entry, self._complete)
        if saved.duplicate:
            return Received(handed.shown, handed.sha256, "duplicate", entry.alliance, entry.wave)
        return _received(handed, saved.entry)

    def _told_only(self, handed: _HandedIn, judged: Judged) -> Received:
        outcome = _OUTCOMES[judged.outcome]
        return Received(handed.shown, handed.sha256, outcome, findings=judged.findings)

    def _is_said(self, known: StoredOutcome, judged: Judged) -> bool:
        """Whether a file that is not taken in is not taken in for the same reasons as before."""
        if judged.outcome is Outcome.ACCEPTED or known.outcome is not judged.outcome:
            return False
        with self._workspace.store.snapshot() as state:
            said = [(one.code, one.message) for one in state.findings_of(known.submission_id)]
        return said == [(one.code, one.message) for one in judged.findings]

    def _duplicate(self, handed: _HandedIn, now: datetime) -> Received:
        """The same bytes again: only that they were handed in is noted."""
        known, _ = self._known(handed.sha256)
        self._receipt(handed, handed.letter, now)
        whose = (known.alliance, known.wave) if known else ("", "")
        return Received(handed.shown, handed.sha256, "duplicate", *whose)

    def _known(self, sha256: str) -> tuple[StoredOutcome | None, str]:
        """The last outcome of these bytes, and the version under which a further one is stored.

        What was refused is judged again: the list of alliances or the waves may have been put right since.
        """
        known, version, attempt = None, IMPORTER_VERSION, 1
        while (found := self._workspace.store.knows(sha256, version)) is not None:
            known, version = found, f"{IMPORTER_VERSION}.{attempt}"
            attempt += 1
        return known, version

    def _receipt(self, handed: _HandedIn, letter: Letter, now: datetime) -> None:
        self._workspace.store.record_receipt(
            handed.sha256,
            size=handed.size,
            file_name=letter.file_name,
            received_at=now,
            container=letter.container,
            sent_at=letter.sent_at,
            sender=letter.sender,
        )

    def _judged_entry(
        self, handed: _HandedIn, judged: Judged, version: str, now: datetime
    ) -> SubmissionEntry:
        entry = self._entry(handed, handed.letter, version, now, judged.outcome, judged.findings)
        return replace(
            entry,
            alliance=judged.alliance,
            wave=judged.wave,
            confidence=judged.confidence,
            worksheets=judged.worksheets,
            records=judged.records,
            counts=judged.counts,
            condition=judged.condition,
        )

    def _entry(
        self,
        handed: _HandedIn,
        letter: Letter,
        version: str,
        now: datetime,
        outcome: Outcome,
        findings: tuple[Finding, ...],
    ) -> SubmissionEntry:
        return SubmissionEntry(
            sha256=handed.sha256,
            size=handed.size,
            file_name=letter.file_name,
            received_at=now,
            importer_version=version,
            imported_at=now,
            outcome=outcome,
            findings=findings,
            container=letter.container,
            sent_at=letter.sent_at,
            sender=letter.sender,
            dated_at=letter.dated_at(now),
        )


def receive_files(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    now: datetime,
    expected: Wave | None = None,
    jobs: int | None = None,
    verify: bool = False,
) -> Iterator[Received]:
    """Take files in, each read in a worker process that is ended at its limits.

    `expected` is the wave that returns are expected of; others are taken in with a warning. `jobs` is how
    many are read at once, by default one for each processor. `verify` reads workbooks of Excel twice.
    """
    if not files:
        return
    desk = lay_out(workspace, expected)
    with Workers(desk, jobs=jobs or jobs_for(len(files)), verify=verify) as workers:
        yield from Receiver(workspace, expected, readers=workers).receive_all(files, now=now)


def _is_passing(judged: Judged) -> bool:
    """Whether a file could not be read this time, for reasons that may not be the file's."""
    codes = {finding.code for finding in judged.findings}
    return judged.outcome is Outcome.REFUSED and bool(codes & _PASSING)


_PASSING = frozenset({"too_slow", "too_much_memory", "reader_crashed", "reader_failed"})


_OUTCOMES = {
    Outcome.ACCEPTED: "accepted",
    Outcome.QUARANTINED: "waiting",
    Outcome.REFUSED: "refused",
    Outcome.UNPACKED: "unpacked",
}
"""How outcomes are called where they are shown."""


def _received(handed: _HandedIn, entry: SubmissionEntry) -> Received:
    with_findings = "_with_findings" if entry.outcome is Outcome.ACCEPTED and entry.findings else ""
    return _told_of(handed.shown, entry, _OUTCOMES[entry.outcome] + with_findings)


def _told_of(shown: str, entry: SubmissionEntry, outcome: str) -> Received:
    return Received(
        shown,
        entry.sha256,
        outcome,
        entry.alliance,
        entry.wave,
        entry.confidence.value,
        entry.worksheets,
        entry.findings,
        entry.counts,
    )
