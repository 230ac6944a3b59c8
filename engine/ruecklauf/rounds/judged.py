"""What is known of a file once it was read: whose it is, what it says, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ruecklauf.check.records import Record
from ruecklauf.findings import Finding, make_finding, remark
from ruecklauf.intake.submission import CellCounts, Confidence
from ruecklauf.office.refusal import Refusal
from ruecklauf.rounds.desk import Desk
from ruecklauf.store import AnsweredFinding, Assignment, Outcome, StoredWorksheet

KEPT_FINDINGS = frozenset(
    {
        "assigned",
        "other_wave",
        "file_of_other",
        "sent_by_other",
        "sender_unknown",
        "ags_of_other",
        "readers_disagree",
        "second_reader_failed",
    }
)
"""Findings that do not come from reading and checking, and stay when a file is read with another one."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a file is, as a person has decided."""

    alliance: str
    wave: str


def owner_of(decided: Assignment | None) -> Owner | None:
    """Whose a file is by this decision."""
    return Owner(decided.alliance, decided.wave) if decided else None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file says, and what became of it."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    alliance: str = ""
    wave: str = ""
    confidence: Confidence = Confidence.UNCLEAR
    worksheets: tuple[StoredWorksheet, ...] = ()
    records: tuple[Record, ...] = ()
    counts: CellCounts | None = None
    condition: Mapping[str, Any] | None = None
    """What was done to the form; see intake.condition."""
    inquiry: str = ""
    """Code of the inquiry that the file answers; empty for a form."""
    answered: tuple[AnsweredFinding, ...] = ()
    saved_at: datetime | None = None
    """When a program last saved the file, as the file says; None where that cannot be true."""


def refused(refusal: Refusal, desk: Desk) -> Judged:
    """The judgement on a file that is not read."""
    return Judged(Outcome.REFUSED, (finding_of(refusal, desk),))


def finding_of(refusal: Refusal, desk: Desk) -> Finding:
    """The finding about a file as a whole."""
    return make_finding(remark(refusal.code, None, **refusal.params), texts=desk.texts)
