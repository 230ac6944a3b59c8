"""What a deposit holds beside the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ruecklauf.release.anonymous import Release


@dataclass(frozen=True, slots=True)
class WaveFigures:
    """One wave, as the method report tells it."""

    wave: str
    title: str
    reference_date: str
    deadline: str
    population: int
    """Alliances that the project lists."""
    forms: int
    """Alliances for which a form was made."""
    mailed: int
    """Alliances to which the program sent a message, as far as it sent them."""
    returned: int
    by_state: Mapping[str, int]
    by_area: Mapping[str, tuple[str, str]]
    """By area type and size class: with a form, returned; `x` for fewer than k."""
    first_pass: float | None
    findings: Mapping[str, int]
    """By severity, about the returns that count."""
    first_return: str
    last_return: str
    """Periods as coarse as the release's."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A version of a worksheet that was sent."""

    worksheet: str
    version: str
    title: str
    declaration: str
    """Its content hash."""
    forms: Mapping[str, bytes]
    """By ending, blank; none where its texts name a place."""
    changes: tuple[str, ...]
    """What is different from the version before it, in German."""


@dataclass(frozen=True)
class Deposit:
    """All of it."""

    title: str
    release: Release
    waves: tuple[WaveFigures, ...]
    instruments: tuple[Instrument, ...]
    licence: str
    authors: tuple[str, ...]
    sender: str
    """Who made the survey."""
