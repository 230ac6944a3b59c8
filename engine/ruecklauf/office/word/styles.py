"""What a Word document's styles say that matters for its text: headings, struck and hidden text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.hardened_xml import StartHandler, Starts
from ruecklauf.office.ooxml.names import roots
from ruecklauf.office.word.lean import lean
from ruecklauf.office.word.names import (
    WORD,
    attribute,
    colour_of,
    font_of,
    ground_of,
    is_on,
    is_shade,
    number,
    value,
)
from ruecklauf.office.word.symbols import is_symbol_font
from ruecklauf.office.word.text_fill import TextFills

_HEADING = re.compile(r"(?:heading|überschrift|berschrift) ?([1-9])", re.IGNORECASE)
"""A style's name, or its id as Word derives it from the name."""
_BODY_LEVEL = 9
_MOST_ANCESTORS = 50

_SEEN = 3
"""Half points by which text is raised or lowered so that people see it."""

TOGGLES = ("strike", "dstrike", "vanish")
MARKS = ("b", "u", "bdr", "em")
"""What sets a run off; an element without a value switches it on."""


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    font: str = ""
    toggles: dict[str, bool] = field(default_factory=dict)
    colour: str | None = None
    """Of its letters, as `colour_of`."""
    ground: str | None = None
    """As `ground_of`."""
    shift: int | None = None
    """As `shift_of`."""
    marks: dict[str, bool] = field(default_factory=dict)
    """Which of `MARKS` it switches on or off, and whether it puts a colour behind letters."""


@dataclass(frozen=True)
class Said:
    """What a paragraph's and a character's style say of text."""

    toggles: dict[str, bool]
    """Which of `TOGGLES` they switch on, if nothing is said beside them.

    Of strike and vanish that both switch on nothing is left (ECMA-376 part 1, 17.7.3).
    """
    colour: str
    """As `colour_of`."""
    ground: str
    """As `ground_of`."""
    shift: int
    """As `shift_of`."""
    font: str
    """Empty if they name none."""
    marked: bool
    """The character's style sets text off from that around it."""

    @cached_property
    def look(self) -> tuple[bool, bool, bool]:
        """Whether text is struck, hidden and set off of which nothing else is said, and no colour."""
        return self.toggles["strike"] or self.toggles["dstrike"], self.toggles["vanish"], self.marked


class WordStyles:
    """The styles of one document; every style may be missing, as whole parts may."""

    def __init__(self, styles: Mapping[str, _Style] | None = None, default: str = "") -> None:
        self._styles = styles or {}
        self._default = default
        self.has_signs = any(is_symbol_font(style.font) for style in self._styles.values())
        """In one of them letters are signs."""
        self.is_plain = not self.has_signs and not any(style.shift for style in self._styles.values())
        """Letters are what they are, and none is raised or lowered."""
        self._headings: dict[str, int] = {}
        self._said: dict[tuple[str, str], Said] = {}
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

    def said(self, paragraph: str, character: str) -> Said:
        """What the two styles say of text, the character's first."""
        key = (paragraph, character)
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = self._find_said(paragraph or self._default, character)
        return found

    def _find_said(self, paragraph: str, character: str) -> Said:
        around, within = self._own_toggles(paragraph), self._own_toggles(character)
        chain = (*self._ancestry(character), *self._ancestry(paragraph))
        return Said(
            {name: around.get(name, False) != within.get(name, False) for name in TOGGLES},
            next((style.colour for style in chain if style.colour is not None), ""),
            next((style.ground for style in chain if style.ground is not None), ""),
            next((style.shift for style in chain if style.shift is not None), 0),
            next((style.font for style in chain if style.font), ""),
            any(self._marks(character).values()),
        )

    def _find_heading(self, style_id: str) -> int:
        chain = self._ancestry(style_id or self._default)
        outline = next((style.outline for style in chain if style.outline is not None), None)
        if outline is not None:
            return _level(outline)
        names = [style.name for style in chain] or [style_id]
        named = next(filter(None, map(_HEADING.fullmatch, names)), None)
        return int(named[1]) if named else 0

    def _own_toggles(self, style_id: str) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for style in self._ancestry(style_id):
            found = {**style.toggles, **found}
        return found

    def _marks(self, style_id: str) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for style in self._ancestry(style_id):
            found = {**style.marks, **found}
        return found

    def _ancestry(self, style_id: str) -> list[_Style]:
        """The style and those that it is based on."""
        found: list[_Style] = []
        while style_id in self._styles and len(found) < _MOST_ANCESTORS:
            found.append(self._styles[style_id])
            style_id = found[-1].based_on
        return found


def read_word_styles(data: bytes, part: str) -> WordStyles:
    """The styles of a styles part."""
    reader = _StylesReader()
    reader.dispatch.parse(lean(data), part=part, roots=roots("styles", namespaces=WORD))
    return WordStyles(reader.styles, reader.default)


def shift_of(alignment: str) -> int:
    """Whether `w:vertAlign` raises (1) or lowers (-1) text."""
    return {"superscript": 1, "subscript": -1}.get(alignment, 0)


def shift_by(position: str) -> int:
    """The same of `w:position`, in half points; what nobody sees is none."""
    height = int(position) if re.fullmatch(r"[+-]?[0-9]{1,5}", position.strip()) else 0
    return 0 if abs(height) < _SEEN else 1 if height > 0 else -1


def is_emphasis(attributes: dict[str, str]) -> bool:
    """Whether one of `MARKS` is switched on."""
    return value(attributes).strip().lower() not in ("none", "nil", "0", "false", "off")


def _level(outline: int) -> int:
    return outline + 1 if outline < _BODY_LEVEL else 0


class _StylesReader:
    def __init__(self) -> None:
        self.styles: dict[str, _Style] = {}
        self.default = ""
        self._style = _Style()
        starts: Starts = {
            "style": self._start_style,
            # Of parts of a table, the last that its style says.
            "tblStylePr": lambda _: self._end_style(),
            "name": self._note_name,
            "basedOn": self._note_base,
            "outlineLvl": self._note_outline,
            "numId": lambda attributes: setattr(self._style, "list_id", value(attributes)),
            "ilvl": self._note_level,
            "vertAlign": self._note_shift,
            "position": self._note_position,
            "rFonts": self._note_font,
            "color": self._note_colour,
            **dict.fromkeys(("shd", "highlight"), self._note_shade),
            **{name: self._mark(name) for name in MARKS},
            **{name: self._toggle(name) for name in TOGGLES},
        }
        self.dispatch = Dispatch()
        self.dispatch.add(WORD, starts, {"style": self._end_style})
        TextFills(self.dispatch, lambda colour: setattr(self._style, "colour", colour))
        self.dispatch.pass_over(WORD, "rPrChange", "pPrChange")

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = style = _Style()
        style_id = attribute(attributes, "styleId")
        self.styles.setdefault(style_id, style)
        preferred = attribute(attributes, "default").strip().lower() in ("1", "true", "on")
        if preferred and attribute(attributes, "type") == "paragraph":
            self.default = style_id

    def _end_style(self) -> None:
        self._style = _Style()

    def _note_name(self, attributes: dict[str, str]) -> None:
        self._style.name = value(attributes).strip()

    def _note_base(self, attributes: dict[str, str]) -> None:
        self._style.based_on = value(attributes)

    def _note_outline(self, attributes: dict[str, str]) -> None:
        self._style.outline = number(value(attributes), most=_BODY_LEVEL)

    def _note_level(self, attributes: dict[str, str]) -> None:
        self._style.list_level = number(value(attributes), most=_BODY_LEVEL)

    def _note_shift(self, attributes: dict[str, str]) -> None:
        self._style.shift = shift_of(value(attributes))

    def _note_colour(self, attributes: dict[str, str]) -> None:
        self._style.colour = colour_of(attributes)

    def _note_shade(self, attributes: dict[str, str]) -> None:
        self._style.ground = ground_of(attributes)
        self._style.marks["ground"] = is_shade(self._style.ground)

    def _note_position(self, attributes: dict[str, str]) -> None:
        if not self._style.shift:
            self._style.shift = shift_by(value(attributes))

    def _note_font(self, attributes: dict[str, str]) -> None:
        self._style.font = font_of(attributes)

    def _mark(self, name: str) -> StartHandler:
        def note(attributes: dict[str, str]) -> None:
            self._style.marks[name] = is_emphasis(attributes)

        return note

    def _toggle(self, name: str) -> StartHandler:
        def note(attributes: dict[str, str]) -> None:
            self._style.toggles[name] = is_on(attributes)

        return note
