"""Word documents that are hostile in what they say, not in how they are packed."""

from __future__ import annotations

from collections.abc import Iterator

from fuzz.documents.cases import cases
from fuzz.documents.word_entries import answers, controls, encodings, fields, lines
from fuzz.documents.word_shapes import changed, masses, nested, spread
from fuzz.measuring import Case


def hostile_word(*, heavy: bool) -> Iterator[Case]:
    """Each is the small form, with something hostile in it."""
    groups = (nested, spread, masses, changed, controls, fields, lines, answers, encodings)
    yield from cases(groups, with_heavy=heavy)
