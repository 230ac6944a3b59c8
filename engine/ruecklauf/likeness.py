"""What somebody may have meant: for messages only. Likeness never decides anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable

SAME_ROW = 75
"""From this likeness (0 to 100) on, people look whether a row was deleted and typed anew."""


def nearest(
    typed: str,
    options: Iterable[str],
    *,
    at_least: int,
    parts: bool = False,
    compared_as: Callable[[str], str] = str.casefold,
) -> str | None:
    """The option most like what was typed, if it is at least so like it (0 to 100); else None.

    With `parts` an option also counts as like a text that contains it. Texts are compared as `compared_as`
    gives them.
    """
    # loaded when it is needed: a suggestion is rare, and `ruecklauf --help` shall be quick
    from rapidfuzz import fuzz, process

    scorer = fuzz.WRatio if parts else fuzz.ratio
    best = process.extractOne(
        typed, list(options), scorer=scorer, processor=compared_as, score_cutoff=at_least
    )
    return best[0] if best else None


def likeness(first: str, other: str) -> float:
    """How like two texts are, from 0 to 100, whatever the order of their words."""
    from rapidfuzz import fuzz, utils

    return fuzz.token_sort_ratio(first, other, processor=utils.default_process)
