"""Word documents that are hostile in what they say, not in how they are packed."""

from __future__ import annotations

from collections.abc import Iterator

from fuzz.measuring import Case
from fuzz.text_cases import cases
from fuzz.word_entries import answers, controls, encodings, fields, lines
from fuzz.word_shapes import changed, masses, nested, spread


def hostile_word(*, heavy: bool) -> Iterator[Case]:
    """Each is the small form, with something hostile in it."""
    groups = (nested, spread, masses, changed, controls, fields, lines, answers, encodings)
    yield from cases(groups, with_heavy=heavy)
