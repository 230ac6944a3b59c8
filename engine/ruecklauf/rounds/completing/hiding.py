"""What is said about returns beside each other, without names of people."""

from __future__ import annotations

from dataclasses import replace

from ruecklauf.check.quoting import without_sheet_names
from ruecklauf.store import SubmissionEntry
from ruecklauf.texts import Texts


def hiding_sheet_names(entry: SubmissionEntry, texts: Texts) -> SubmissionEntry:
    """The entry with findings that name no sheet which seems to be called like a person."""
    return replace(entry, findings=tuple(without_sheet_names(entry.findings, texts)))
