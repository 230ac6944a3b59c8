"""Checked answers with their provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ruecklauf.findings import Finding, Place, Subject
from ruecklauf.values import Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer: its value, the text it was read from, and where that stood."""

    value: Value
    raw: str
    """The cell's text exactly as in the file; for several cells (multiple choice) joined by ` | `."""
    place: Place


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table, or the one record of a section. Only answered fields have an entry."""

    worksheet: str
    version: str
    section: str
    row_id: str
    """Stable over edits, sorting and waves: `AK007`; of a record section its prefix; of a cross table
    `AK007-GR101`."""
    position: int
    """Order in the form, from 1."""
    printed: bool
    entries: Mapping[str, Entry]
    """By field id, without personal fields."""
    contacts: Mapping[str, Entry]
    """Personal fields, which go to the contact store."""
    answered: bool = True
    """Anything was entered in a cell that the form had left open."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of checking one submission: all records that have answers, all findings."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    computed: frozenset[Subject] = frozenset()
    """The cells in which the form's formula is gone, and stands what it gives: they are in no record."""
