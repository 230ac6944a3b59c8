"""Lists of a Word document: which number or bullet stands before a paragraph (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.hardened_xml import StartHandler, Starts
from ruecklauf.office.ooxml.names import roots
from ruecklauf.office.word.names import WORD, attribute, font_of, is_on, number, value
from ruecklauf.office.word.symbols import in_font, is_symbol_font
from ruecklauf.shown import list_labels

_MOST_LEVELS = 9
_MOST = 1_000_000
_LONGEST = 100
_LEVEL_SIGN = re.compile("%([1-9])")
_NO_NUMBER = ("none", "bullet")
_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": list_labels.padded,
    "lowerRoman": list_labels.roman,
    "upperRoman": list_labels.upper(list_labels.roman),
    "lowerLetter": list_labels.repeated_letter,
    "upperLetter": list_labels.upper(list_labels.repeated_letter),
    "ordinal": list_labels.ordinal,
}
"""All others, which German forms have not, as decimal numbers."""


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    font: str = ""
    legal: bool = False
    """All numbers in it are decimal."""
    restarts: int | None = None
    """After which levels it begins anew: those up to this one, all if None, none if 0."""


@dataclass(slots=True)
class _List:
    """What several lists share: their levels, and where they have come to."""

    levels: dict[int, _Level] = field(default_factory=dict)
    style: str = ""
    """It is that of a style of lists."""
    links: str = ""
    """Its levels are those of a style of lists."""
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Number:
    """One list, with what it has of its own."""

    of: str = ""
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    begun: bool = False


class Numbering:
    """All lists of a document while its paragraphs are read, one after the other."""

    def __init__(self, lists: Mapping[str, _List], numbers: Mapping[str, _Number]) -> None:
        self._lists = lists
        self._numbers = numbers
        self._by_style = {found.style: found for found in lists.values() if found.style}

    def label(self, id_: str, level: int) -> tuple[str, str]:
        """Number and bullet of the next paragraph of this list and level; one of them at most."""
        of = self._numbers.get(id_)
        shared = self._lists.get(of.of) if of else None
        if of is None or shared is None:
            return "", ""
        if shared.links and not shared.levels:
            shared = self._by_style.get(shared.links, shared)
        levels = {**shared.levels, **of.levels}
        if not of.begun:
            of.begun = True
            shared.counts.update({at: start - 1 for at, start in of.starts.items()})
        said = levels.get(level, _Level())
        _count(shared.counts, level, levels)
        if said.format == "bullet":
            sign = in_font(said.font, said.text) if is_symbol_font(said.font) else said.text
            return "", list_labels.bullet(sign)[:_LONGEST]
        shown = partial(_level_number, of=said, levels=levels, counts=shared.counts)
        return _LEVEL_SIGN.sub(shown, said.text)[:_LONGEST], ""


def _count(counts: dict[int, int], level: int, levels: Mapping[int, _Level]) -> None:
    counts[level] = counts.get(level, levels.get(level, _Level()).start - 1) + 1
    for below in [below for below in counts if below > level]:
        restarts = levels.get(below, _Level()).restarts
        if restarts is None or level < restarts:
            del counts[below]


def _level_number(
    sign: re.Match[str], *, of: _Level, levels: Mapping[int, _Level], counts: Mapping[int, int]
) -> str:
    at = int(sign[1]) - 1
    level = levels.get(at, _Level())
    if level.format in _NO_NUMBER:
        return ""
    count = counts.get(at, level.start)
    return _FORMATS.get("" if of.legal else level.format, list_labels.decimal)(count)


def read_numbering(data: bytes, part: str) -> Numbering:
    """The lists of a numbering part."""
    reader = _NumberingReader()
    reader.dispatch.parse(data, part=part, roots=roots("numbering", namespaces=WORD))
    reader.dispatch.let_go()
    return Numbering(reader.lists, reader.numbers)


class _NumberingReader:
    def __init__(self) -> None:
        self.lists: dict[str, _List] = {}
        self.numbers: dict[str, _Number] = {}
        self._levels: dict[int, _Level] = {}
        """Those of the list that is being read."""
        self._list = _List()
        self._number = _Number()
        self._at = 0
        starts: Starts = {
            "abstractNum": self._start_list,
            "num": self._start_number,
            "lvlOverride": self._note_level,
            "lvl": self._start_level,
            "abstractNumId": lambda attributes: setattr(self._number, "of", value(attributes)),
            "styleLink": lambda attributes: setattr(self._list, "style", value(attributes)),
            "numStyleLink": lambda attributes: setattr(self._list, "links", value(attributes)),
            "startOverride": self._note_own_start,
            "start": self._noting("start", _number),
            "numFmt": self._noting("format", value),
            "lvlText": self._noting("text", value),
            "isLgl": self._noting("legal", is_on),
            "lvlRestart": self._noting("restarts", _number),
            "rFonts": self._noting("font", font_of),
        }
        self.dispatch = Dispatch()
        self.dispatch.add(WORD, starts)

    def _start_list(self, attributes: dict[str, str]) -> None:
        self._list = self.lists[attribute(attributes, "abstractNumId")] = _List()
        self._levels = self._list.levels

    def _start_number(self, attributes: dict[str, str]) -> None:
        self._number = self.numbers[attribute(attributes, "numId")] = _Number()
        self._levels = self._number.levels

    def _note_level(self, attributes: dict[str, str]) -> None:
        self._at = number(attribute(attributes, "ilvl"), most=_MOST_LEVELS)

    def _start_level(self, attributes: dict[str, str]) -> None:
        self._note_level(attributes)
        self._levels[self._at] = _Level()

    def _note_own_start(self, attributes: dict[str, str]) -> None:
        self._number.starts[self._at] = _number(attributes)

    def _noting(self, name: str, read: Callable[[dict[str, str]], object]) -> StartHandler:
        def note(attributes: dict[str, str]) -> None:
            if self._at in self._levels:
                setattr(self._levels[self._at], name, read(attributes))

        return note


def _number(attributes: dict[str, str]) -> int:
    return number(value(attributes), most=_MOST)
