"""A file that was handed in: what is stored of it, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from ruecklauf.findings import Finding
from ruecklauf.rounds.judged import Judged
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.moments import Moments, possible
from ruecklauf.rounds.taking_in.quantity import Quantity
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.workers import Work
from ruecklauf.store import Outcome, SubmissionEntry

_CALLED = {
    Outcome.ACCEPTED: "accepted",
    Outcome.QUARANTINED: "waiting",
    Outcome.REFUSED: "refused",
    Outcome.UNPACKED: "unpacked",
    Outcome.WITHDRAWN: "withdrawn",
}
"""How outcomes are called where they are shown."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file in the archive that is being read."""

    shown: str
    """How it is named to the person: its path, or message and attachment."""
    sha256: str
    size: int
    letter: Letter
    depth: int
    work: Work | None
    """None where these bytes were accepted before: they need not be read."""
    quantity: Quantity
    """What may still come out of the file that was handed in."""

    def entry(
        self,
        outcome: Outcome,
        findings: tuple[Finding, ...] = (),
        *,
        version: str,
        now: datetime,
        letter: Letter | None = None,
    ) -> SubmissionEntry:
        """What is stored of a file that is nobody's return; `letter` where more is known of it by now."""
        came = letter or self.letter
        return SubmissionEntry(
            sha256=self.sha256,
            size=self.size,
            file_name=came.file_name,
            received_at=now,
            importer_version=version,
            imported_at=now,
            outcome=outcome,
            findings=findings,
            container=came.container,
            sent_at=came.sent_at,
            sender=came.sender,
            dated_at=possible(came.sent_at, now) or now,
        )

    def judged_entry(self, judged: Judged, *, version: str, now: datetime) -> SubmissionEntry:
        """What is stored of a file that was read."""
        said = {field.name: getattr(judged, field.name) for field in fields(judged)}
        moments = Moments(possible(self.letter.sent_at, now), possible(said.pop("saved_at"), now))
        entry = self.entry(judged.outcome, version=version, now=now)
        return replace(entry, dated_at=moments.best or now, **said)

    def not_stored(self, judged: Judged) -> Received:
        """What became of a file of which nothing new is stored."""
        return Received(self.shown, self.sha256, _CALLED[judged.outcome], findings=judged.findings)

    def stored(self, entry: SubmissionEntry) -> Received:
        """What became of a file that was stored."""
        with_findings = "_with_findings" if entry.outcome is Outcome.ACCEPTED and entry.findings else ""
        return received(self.shown, entry, _CALLED[entry.outcome] + with_findings)


def received(shown: str, entry: SubmissionEntry, outcome: str) -> Received:
    """What became of the file of an entry."""
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


def is_passing(judged: Judged) -> bool:
    """Whether a file could not be read this time, for reasons that may not be the file's."""
    codes = {finding.code for finding in judged.findings}
    return judged.outcome is Outcome.REFUSED and bool(codes & _PASSING)


_PASSING = frozenset({"not_archived", "too_slow", "too_much_memory", "reader_crashed", "reader_failed"})
