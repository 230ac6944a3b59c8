"""Patterns of text in words: `2 Großbuchstaben, einem Leerzeichen und 3 Ziffern (wie „AB 123“)`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ruecklauf.rules.patterns.pattern import CLASSES, Pattern, Run
from ruecklauf.rules.phrases import Phrases

_KINDS = (
    (CLASSES["A"] + CLASSES["a"], "letters"),
    (CLASSES["A"], "capitals"),
    (CLASSES["a"], "smalls"),
    (CLASSES["9"], "digits"),
)


def pattern_words(patterns: tuple[Pattern, ...], phrases: Phrases) -> str:
    """What the text consists of, after "aus"; several patterns joined by "oder aus"."""
    said = (
        phrases("nouns", "pattern", a=_sequence(pattern, phrases), b=phrases.quote(pattern.example))
        for pattern in patterns
    )
    return phrases("nouns", "other_pattern").join(said)


def _sequence(pattern: Pattern, phrases: Phrases) -> str:
    parts: list[str] = []
    for group, runs in groupby(pattern.runs, lambda run: run.group):
        said = tuple(_runs(list(runs), phrases))
        if group:
            inner = phrases.listing(said, "and")
            together = phrases("words", "group", a=inner) if len(said) > 1 else inner
            said = (phrases("nouns", "optional", a=together),)
        parts += said
    return phrases.listing(tuple(parts), "and")


def _runs(runs: list[Run], phrases: Phrases) -> Iterator[str]:
    for is_fixed, among in groupby(runs, lambda run: run.is_literal and run.low == run.high):
        if not is_fixed:
            yield from (_run(run, phrases) for run in among)
            continue
        literal = "".join(run.among * run.high for run in among)
        for is_space, signs in groupby(literal, lambda sign: sign == " "):
            yield phrases("nouns", "space") if is_space else phrases.quote("".join(signs))


def _run(run: Run, phrases: Phrases) -> str:
    kinds = tuple(_kinds(run.among, phrases))
    only = next((name for members, name in _KINDS if set(run.among) == set(members)), "signs")
    which = phrases.listing(kinds, "or")
    if (run.low, run.high) == (1, 1):
        return phrases("nouns", f"one_of_{only}", b=which)
    return phrases("nouns", only, a=_number(run, phrases), b=which)


def _number(run: Run, phrases: Phrases) -> str:
    if run.low == run.high:
        return str(run.high)
    word = "number_range" if run.low else "number_limit"
    return phrases("nouns", word, a=str(run.low), b=str(run.high))


def _kinds(among: str, phrases: Phrases) -> Iterator[str]:
    """What a set consists of: classes by their names, else the characters themselves."""
    for members, name in _KINDS:
        if set(members) <= set(among):
            yield phrases("nouns", f"kind_{name}")
            among = "".join(sign for sign in among if sign not in members)
    yield from map(phrases.quote, among)
