"""A format code taken apart: its sections with their conditions, and the pieces of each."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from ruecklauf.shown.number_formats.brackets import calendar_of, colour_named
from ruecklauf.shown.number_formats.languages import language_of_locale


class Part(Enum):
    """What a piece of a code stands for."""

    LITERAL = auto()
    FILLER = auto()
    """A character that is repeated until the cell is full."""
    DIGIT = auto()
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    EXPONENT = auto()
    SLASH = auto()
    TEXT = auto()
    GENERAL = auto()
    DATE = auto()
    """Part of a date or a time: `yyyy`, `mm`, `[h]`, `AM/PM`."""
    SUBSECOND = auto()


class Piece(NamedTuple):
    """One piece of a section, with its characters."""

    part: Part
    text: str


Condition = tuple[Callable[[Decimal, Decimal], bool], Decimal]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the formats that a code has for different numbers."""

    pieces: tuple[Piece, ...]
    condition: Condition | None = None
    language: str | None = None
    """The language the code itself asks for."""
    calendar: int = 0
    """Another calendar that it asks for."""
    colour: str | None = None
    """Of what it shows, as six hexadecimal digits; None if the cell's font says."""

    def has(self, part: Part) -> bool:
        return any(piece.part is part for piece in self.pieces)

    @property
    def shows_date(self) -> bool:
        """A section with places for digits is a number, even if its unit was left unquoted (`0 Std`)."""
        return self.has(Part.DATE) and not self.has(Part.DIGIT)

    def holds(self, number: Decimal) -> bool:
        """Whether the section's condition takes the number; without one it takes all."""
        return self.condition is None or self.condition[0](number, self.condition[1])


@dataclass(frozen=True, slots=True)
class Format:
    """A code with its sections apart."""

    numbers: tuple[Section, ...]
    text: Section | None
    """How texts are shown; as they are where there is none."""


LONGEST = 1_000
"""Characters of a code; Excel takes 255."""


@lru_cache(maxsize=2_000)
def read_code(code: str) -> Format:
    """The sections of a code. Never fails: what no program understands stands there as text.

    A code that is too long has no section for any number.
    """
    code = code or "General"
    if len(code) > LONGEST:
        return Format((), Section(()))
    sections = [_section(part) for part in _split(code)]
    is_text = len(sections) == 4 or (sections[-1].has(Part.TEXT) and not sections[-1].has(Part.DIGIT))
    text = sections.pop() if is_text else None
    return Format(tuple(sections[:3]), text)


_PIECE = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | \\(?P<escaped>.?)
    | _(?P<gap>.?)
    | \*(?P<filler>.?)
    | \[(?P<bracket>[^\]]*)\]?
    | (?P<end>;)
    | (?P<general>General|Standard)
    | (?P<half_day>AM/PM|A/P)
    | (?P<exponent>E[+-])
    | (?P<subsecond>(?:(?<=s)|(?<=s\]))[.,]0{1,3})
    | (?P<date>y+|j+|m+|d+|t+|h+|s+)
    | (?P<digit>[0#?])
    | (?P<point>\.)
    | (?P<comma>,)
    | (?P<percent>%)
    | (?P<slash>/)
    | (?P<text>@)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PARTS = {
    "quoted": Part.LITERAL,
    "escaped": Part.LITERAL,
    "filler": Part.FILLER,
    "general": Part.GENERAL,
    "half_day": Part.DATE,
    "exponent": Part.EXPONENT,
    "subsecond": Part.SUBSECOND,
    "date": Part.DATE,
    "digit": Part.DIGIT,
    "point": Part.POINT,
    "comma": Part.COMMA,
    "percent": Part.PERCENT,
    "slash": Part.SLASH,
    "text": Part.TEXT,
    "other": Part.LITERAL,
}
_GERMAN_LETTERS = str.maketrans({"j": "y", "t": "d"})
"""Some programs write the codes of a German menu into the file: TT.MM.JJJJ."""

_Found = tuple[str, str]


def _split(code: str) -> Iterator[list[_Found]]:
    """The pieces of each section, by the name that the pattern gives them."""
    section: list[_Found] = []
    for match in _PIECE.finditer(code):
        name = match.lastgroup or "quoted"
        if name == "end":
            yield section
            section = []
        else:
            section.append((name, match[name]))
    yield section


def _section(found: list[_Found]) -> Section:
    pieces: list[Piece] = []
    condition, language, colour, calendar = None, None, None, 0
    for name, text in found:
        if name == "bracket":
            condition = _condition(text) or condition
            language = _language(text) or language
            colour = colour_named(text) or colour
            calendar = calendar_of(text) or calendar
            pieces += _shown_of_bracket(text)
        elif name == "gap":
            pieces.append(Piece(Part.LITERAL, " "))
        elif name == "date":
            pieces.append(Piece(Part.DATE, text.lower().translate(_GERMAN_LETTERS)))
        else:
            pieces.append(Piece(_PARTS[name], text))
    return Section(tuple(pieces), condition, language, calendar, colour)


_CONDITION = re.compile(
    r"\s*(<=|>=|<>|<|>|=)\s*([+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:E[+-]?[0-9]{1,3})?)\s*", re.IGNORECASE
)
_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


def _condition(bracket: str) -> Condition | None:
    match = _CONDITION.fullmatch(bracket)
    return (_COMPARISONS[match[1]], Decimal(match[2])) if match else None


def _language(bracket: str) -> str | None:
    """The language in `[$-407]`; with a currency (`[$€-407]`) it says nothing of what follows."""
    return language_of_locale(bracket[2:].partition(",")[0]) if bracket.startswith("$-") else None


def _shown_of_bracket(bracket: str) -> Iterator[Piece]:
    """A currency or a duration; nothing for colours, conditions and digits of other scripts."""
    lowered = bracket.lower().translate(_GERMAN_LETTERS)
    if re.fullmatch(r"h+|m+|s+", lowered):
        yield Piece(Part.DATE, f"[{lowered}]")
    elif bracket.startswith("$"):
        currency = bracket[1:].partition("-")[0]
        if currency:
            yield Piece(Part.LITERAL, currency)
