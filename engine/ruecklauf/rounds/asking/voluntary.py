"""Worksheets that stay with the municipality: returning them is voluntary, and nobody is reminded of them."""

from __future__ import annotations

from ruecklauf.definition.models import Worksheet
from ruecklauf.store import Snapshot


def is_voluntary(worksheet: Worksheet) -> bool:
    """Whether all of it stays with the municipality, the remarks apart."""
    return all(section.local or section.is_remarks for section in worksheet.sections)


def voluntary_worksheets(state: Snapshot, wave: str) -> frozenset[str]:
    """The ids of those that were asked for in a wave's forms."""
    hashes = {content_hash for form in state.issued(wave) for content_hash in form.declarations}
    declared = [state.declaration(content_hash) for content_hash in hashes]
    return frozenset(worksheet.id for worksheet in declared if worksheet and is_voluntary(worksheet))
