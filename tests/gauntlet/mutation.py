"""What is done to a returned form, and what has to come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruecklauf.values import Value

Answer = tuple[str, str, str, str]
"""Worksheet, section, row id and field of an answer."""


@dataclass(frozen=True)
class Expected:
    """What has to come of a mutated form."""

    outcome: str
    """accepted, refused or waiting."""
    findings: frozenset[str] = frozenset()
    """Codes that must appear."""
    changed: Mapping[Answer, Value | None] = field(default_factory=dict)
    """Answers that the mutation really changes, with their new value; None must not be taken as a value."""
    noted: bool = False
    """Answers may be missing as long as each is shown in a finding."""
    why: str = ""
    """One sentence for the table: what is expected, and why."""
    saw: str = ""
    """What a person saw in the form, where that is something else than what the file stores."""
    seen: Mapping[Answer, str] = field(default_factory=dict)
    """What the sender saw in cells that hold something else: it counts, and it is quoted."""


@dataclass(frozen=True)
class Mutation:
    """One thing that people or programs do to a form."""

    name: str
    """An English phrase, unique in the catalogue."""
    group: str
    """structure, content, notes, files, programs or sets; those of Word forms begin with Word."""
    by: str
    """The program that does it, without its version: openpyxl, raw XML, LibreOffice …"""
    act: Callable[[bytes, Path], bytes]
    """From the filled form and a scratch folder to the returned file."""
    expected: Expected
    worksheet: str = ""
    """Of a Word form the worksheet that it is for; empty for the workbook."""
    form: str = "whole"
    """Which of `filled.FORMS` it is done to; a smaller one if it is done to cells of few worksheets."""
