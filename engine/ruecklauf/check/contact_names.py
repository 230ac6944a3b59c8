"""Names of contacts: the people whom an alliance names, known again in what it writes freely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

Names = frozenset[str]
"""Names as a person is called: `Kim Beispiel`."""
NOBODY: Names = frozenset()
SHORTEST_SURNAME = 4
"""Letters that a surname must have to be known alone: shorter ones are words, too."""
NO_INSTITUTION = (
    r"(?![\s-]+(?:[A-ZÀ-ÖØ-Þ]\w+\s+)?(?:e\.\s?V|Stiftung|g?GmbH|Schule|Haus|Heim|Kita|Verein|Zentrum))"
)
"""Behind a name: it is not that of an institution named after somebody."""
_KNOWN: ContextVar[Names] = ContextVar("names of contacts", default=NOBODY)
_TITLE = re.compile(
    r"\b(?:Frau|Herrn?|Fr\.|Hr\.|Prof\.|Dr\.|Dipl\.-?|Mag\.|M\.\s?A\.|B\.\s?A\.|med\.|jur\.|phil\.)(?:-?\w{2,8}\.)?\s*"
)
_SEVERAL = re.compile(r"[;/\n]|\bund\b|&|\bbzw\.")
_OFFICE = re.compile(
    r"(?i)amt\b|team|büro|stelle|bereich|dienst|referat|sekretariat|leitung|zentrum|verein|schule|stadt\b|kreis\b"
    r"|\b(?:siehe|wie|unbekannt|oben|keine?r?)\b"
)
_FIRM = re.compile(r"\b(?:e\.\s?V\.?|g?GmbH|mbH|KG|OHG|AG|UG|Co\.|Stiftung|Genossenschaft|eG)(?!\w)")
_WORD = re.compile(r"[^\W\d_]{2}")
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,4}")


def names_among(contacts: Iterable[tuple[str, str]]) -> Names:
    """The people named in personal answers, each given as the id of its field and its text.

    Only fields whose id says that they ask for a name, and what has a title; offices are no people.
    """
    return frozenset(name for field, text in contacts for name in _people(field, text))


def _people(field: str, text: str) -> Iterator[str]:
    for part in _SEVERAL.split(text.strip()):
        bare = " ".join(_TITLE.sub("", part).split())
        asked = "name" in field.split("_")
        if (asked or bare != " ".join(part.split())) and not _OFFICE.search(bare):
            last, comma, first = bare.partition(", ")
            name = f"{first} {last}" if comma else bare
            if _PERSON.fullmatch(name) and _WORD.search(surname(name)):
                yield name


def surname(name: str) -> str:
    """The last word of a name."""
    return name.split()[-1]


@contextmanager
def knowing(names: Names) -> Iterator[None]:
    """While this lasts these names are known, too, wherever texts are looked at."""
    token = _KNOWN.set(_KNOWN.get() | names)
    try:
        yield
    finally:
        _KNOWN.reset(token)


def seen_name(text: str) -> bool:
    """Whether a text names a contact that is known: by first name and surname, or by the surname alone."""
    names = _KNOWN.get()
    return bool(names) and any(_is_person(found[0], text) for found in _pattern(names).finditer(text))


def _is_person(called: str, text: str) -> bool:
    """Whether somebody is called so there: a surname alone is part of many a firm's name."""
    return not called.isalpha() or _FIRM.search(text) is None


def pattern_of(names: Names) -> re.Pattern[str]:
    """What finds these people in a text, however their names are written."""
    return _pattern(names)


@lru_cache(maxsize=512)
def _pattern(names: Names) -> re.Pattern[str]:
    ways = sorted({way for name in names for way in _ways(name)}, key=lambda way: (-len(way), way))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways) or '(?!)'})(?:s|’s|')?(?!\w){NO_INSTITUTION}")


def _ways(name: str) -> Iterator[str]:
    """How a name is written in texts: in full, the other way round, shortened, the surname alone."""
    *first, last = name.split()
    for written in {last, last.upper(), _without_umlauts(last)}:
        word = re.escape(written)
        if first:
            given = r"\s+".join(re.escape(part) for part in first)
            yield from (rf"{given}\s+{word}", rf"{word},\s*{given}", rf"{re.escape(first[0][0])}\.\s?{word}")
        if len(last) >= SHORTEST_SURNAME and last[0].isupper():
            yield word


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def _without_umlauts(word: str) -> str:
    return word.translate(_UMLAUTS)
