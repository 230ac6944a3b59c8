"""What a Word document's styles say that matters for its text: headings, struck and hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ruecklauf.office.word.sizes import Sizes
from ruecklauf.office.word.style import BODY_LEVEL, TOGGLES, Style
from ruecklauf.office.word.symbols import is_symbol_font
from ruecklauf.shown.colours import is_lost

_HEADING = re.compile(r"(?:heading|überschrift|berschrift) ?([1-9])", re.IGNORECASE)
"""A style's name, or its id as Word derives it from the name."""
_MOST_ANCESTORS = 50


@dataclass(frozen=True)
class Said:
    """What the styles of a character, a paragraph and a table say of text."""

    toggles: dict[str, bool]
    """Which of `TOGGLES` they switch on, if nothing is said beside them.

    Of strike and vanish that two of them switch on nothing is left, and what the document's defaults switch
    on stays so (ECMA-376 part 1, 17.7.3).
    """
    colour: str
    """As `colour_of`."""
    ground: str
    """As `ground_of`."""
    table_ground: str
    """The same, as the table's style says it."""
    shift: int
    """As `shift_of`."""
    sizes: Sizes
    font: str
    """Empty if they name none."""
    marked: bool
    """The character's style sets text off from that around it."""

    @cached_property
    def look(self) -> tuple[bool, bool, bool]:
        """Whether text is struck, hidden and set off of which nothing else is said, and no colour."""
        hidden = self.toggles["vanish"] or any(self.sizes.values())
        return self.toggles["strike"] or self.toggles["dstrike"], hidden, self.marked


class Part(NamedTuple):
    """What a table's style does to the text of a part of it."""

    struck: bool
    unseen: bool


class WordStyles:
    """The styles of one document; every style may be missing, as whole parts may."""

    def __init__(
        self,
        styles: Mapping[str, Style] | None = None,
        default: str = "",
        default_table: str = "",
        defaults: Style | None = None,
    ) -> None:
        self._styles = styles or {}
        self._default = default
        self._default_table = default_table
        self._defaults = defaults or Style()
        """What holds where no style says otherwise."""
        self.has_sizes = any(any(style.sizes.values()) for style in self._all())
        """One of them makes letters too small to be seen, or the like."""
        self.has_signs = any(is_symbol_font(style.font) for style in self._all())
        """In one of them letters are signs."""
        self.is_plain = not self.has_signs and not any(style.shift for style in self._all())
        """Letters are what they are, and none is raised or lowered."""
        self._headings: dict[str, int] = {}
        self._said: dict[tuple[str, str, str], Said] = {}
        self._lists: dict[str, tuple[str, int]] = {}

    def heading(self, style: str, outline: int | None) -> int:
        """The level of a heading, 0 if it is none; `outline` is what the paragraph says itself, from 0."""
        if outline is not None:
            return _level(outline)
        found = self._headings.get(style)
        if found is None:
            found = self._headings[style] = self._find_heading(style)
        return found

    def list_of(self, style: str) -> tuple[str, int]:
        """The list and level that a paragraph's style puts it into; an empty one for none."""
        found = self._lists.get(style)
        if found is None:
            chain = self._ancestry(style or self._default)
            ids = (each.list_id for each in chain if each.list_id is not None)
            levels = (each.list_level for each in chain if each.list_level is not None)
            found = self._lists[style] = next(ids, ""), next(levels, 0)
        return found

    def said(self, table: str, paragraph: str, character: str) -> Said:
        """What the three styles say of text, the character's first; the table's is empty outside of any."""
        key = (table, paragraph, character)
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = self._find_said(table, paragraph or self._default, character)
        return found

    def table_style(self, named: str) -> str:
        """The style of a table that names this one, or none."""
        return named or self._default_table

    def parts_of(self, table: str) -> Mapping[str, Part]:
        """What a table's style does to text in parts of it, by their names; those that do nothing are out."""
        chain = self._ancestry(table)
        names = dict.fromkeys(name for style in chain for name in style.parts)
        parts = {name: self._part([style.parts.get(name, Style()) for style in chain]) for name in names}
        return {name: part for name, part in parts.items() if any(part)}

    def _part(self, chain: list[Style]) -> Part:
        colour = next((style.colour for style in chain if style.colour is not None), "")
        ground = next((style.ground for style in chain if style.ground is not None), "")
        toggles = _first_said([style.toggles for style in chain])
        signs = any(is_symbol_font(style.font) for style in chain)
        small = any(_first_said([style.sizes for style in chain]).values())
        unseen = toggles.get("vanish", False) or small or signs or is_lost(colour, ground)
        return Part(toggles.get("strike", False) or toggles.get("dstrike", False), unseen)

    def _find_said(self, table: str, paragraph: str, character: str) -> Said:
        levels = [self._ancestry(each) for each in (character, paragraph, table)]
        toggled = [_first_said([style.toggles for style in level]) for level in levels]
        near = (*levels[0], *levels[1])
        chain = (*near, *levels[2], self._defaults)
        own = self._defaults.toggles
        times = {name: sum(each.get(name, False) for each in toggled) for name in TOGGLES}
        return Said(
            {name: own.get(name, False) or times[name] % 2 == 1 for name in TOGGLES},
            next((style.colour for style in chain if style.colour is not None), ""),
            next((style.ground for style in near if style.ground is not None), ""),
            next((style.ground for style in levels[2] if style.ground is not None), ""),
            next((style.shift for style in near if style.shift is not None), 0),
            _first_said([style.sizes for style in chain]),
            next((style.font for style in chain if style.font), ""),
            any(_first_said([style.marks for style in levels[0]]).values()),
        )

    def _all(self) -> Iterator[Style]:
        yield self._defaults
        for style in self._styles.values():
            yield style
            yield from style.parts.values()

    def _find_heading(self, style_id: str) -> int:
        chain = self._ancestry(style_id or self._default)
        outline = next((style.outline for style in chain if style.outline is not None), None)
        if outline is not None:
            return _level(outline)
        names = [style.name for style in chain] or [style_id]
        named = next(filter(None, map(_HEADING.fullmatch, names)), None)
        return int(named[1]) if named else 0

    def _ancestry(self, style_id: str) -> list[Style]:
        """The style and those that it is based on."""
        found: list[Style] = []
        while style_id in self._styles and len(found) < _MOST_ANCESTORS:
            found.append(self._styles[style_id])
            style_id = found[-1].based_on
        return found


def _first_said(said: Iterable[dict[str, bool]]) -> dict[str, bool]:
    """Of each name what is said first."""
    found: dict[str, bool] = {}
    for each in said:
        found = {**each, **found}
    return found


def _level(outline: int) -> int:
    return outline + 1 if outline < BODY_LEVEL else 0
