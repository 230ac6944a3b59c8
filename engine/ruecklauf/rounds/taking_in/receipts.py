"""What became of a returned file, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from ruecklauf.findings import Finding
from ruecklauf.intake.submission import CellCounts
from ruecklauf.store import StoredWorksheet

CHECKED_AGAIN = "checked_again"
"""The outcome of a return of an earlier import that says something else beside what came in now."""
WITHIN = " › "
"""Between the name of a message or zip and that of a file in it."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file."""

    file: str
    sha256: str
    outcome: str
    """accepted, accepted_with_findings, waiting, refused, unpacked, duplicate or withdrawn; checked_again for
    a return of an earlier import whose answers or findings have changed because of what came in now."""
    alliance: str = ""
    wave: str = ""
    confidence: str = ""
    worksheets: tuple[StoredWorksheet, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: CellCounts | None = None
    enclosed: int = 0
    """Files that came in this message or zip; they follow."""

    @property
    def is_enclosed(self) -> bool:
        """It came in a message or zip."""
        return WITHIN in self.file

    @property
    def name(self) -> str:
        """The file's name, after that of the message or zip it came in."""
        return WITHIN.join(PurePath(part).name for part in self.file.split(WITHIN))

    def as_json(self) -> dict[str, object]:
        """The object that `import --json` prints for a file."""
        counts = self.counts or CellCounts(0, 0, 0)
        return {
            "file": self.file,
            "sha256": self.sha256,
            "outcome": self.outcome,
            "alliance": self.alliance,
            "wave": self.wave,
            "confidence": self.confidence,
            "worksheets": [
                {"worksheet": stored.worksheet, "version": stored.version, "rows": stored.rows}
                for stored in self.worksheets
            ],
            "findings": [finding_json(finding) for finding in self.findings],
            "cells": {
                "answers": counts.answers,
                "template": counts.template,
                "findings": counts.findings,
                "total": counts.total,
            },
        }


def finding_json(finding: Finding) -> dict[str, str]:
    """A finding for programs."""
    subject = finding.subject
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": str(finding.place),
        "worksheet": subject.worksheet,
        "table": subject.section,
        "row_id": subject.row_id,
        "field": subject.field,
        "found": finding.found,
        "message": finding.message,
    }
