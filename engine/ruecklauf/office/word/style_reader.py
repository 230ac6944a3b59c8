"""Reads the styles part of a Word document."""

from __future__ import annotations

import re

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.hardened_xml import Ends, StartHandler, Starts
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
from ruecklauf.office.word.sizes import OF_PARAGRAPHS, OF_RUNS, sizes_said
from ruecklauf.office.word.style import BODY_LEVEL, MARKS, TOGGLES, Style, is_emphasis, shift_by, shift_of
from ruecklauf.office.word.styles import WordStyles
from ruecklauf.office.word.text_fill import TextFills

_SMALL = re.compile(rb'<w:sz w:val="[0-4]"')


def read_word_styles(data: bytes, part: str) -> WordStyles:
    """The styles of a styles part."""
    reader = _StylesReader()
    kept = lean(data, sizes=_SMALL.search(data) is not None)
    reader.dispatch.parse(kept, part=part, roots=roots("styles", namespaces=WORD))
    reader.dispatch.let_go()
    return WordStyles(reader.styles, reader.default, reader.default_table, reader.defaults)


class _StylesReader:
    def __init__(self) -> None:
        self.styles: dict[str, Style] = {}
        self.default = self.default_table = ""
        self.defaults = Style()
        self._owner = self._style = Style()
        self._in_run = False
        starts: Starts = {
            "style": self._start_style,
            "docDefaults": lambda _: setattr(self, "_style", self.defaults),
            "tblStylePr": self._start_part,
            **dict.fromkeys(("rPr", "rPrDefault"), lambda _: setattr(self, "_in_run", True)),
            **{name: self._size(name) for name in {**OF_RUNS, **OF_PARAGRAPHS}},
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
        ends: Ends = {
            **dict.fromkeys(("style", "docDefaults", "tblStylePr"), self._end_style),
            **dict.fromkeys(("rPr", "rPrDefault"), lambda: setattr(self, "_in_run", False)),
        }
        self.dispatch.add(WORD, starts, ends)
        TextFills(self.dispatch, lambda colour: setattr(self._style, "colour", colour))
        self.dispatch.pass_over(WORD, "rPrChange", "pPrChange")

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._owner = self._style = style = Style()
        style_id = attribute(attributes, "styleId")
        self.styles.setdefault(style_id, style)
        preferred = attribute(attributes, "default").strip().lower() in ("1", "true", "on")
        if preferred and attribute(attributes, "type") == "paragraph":
            self.default = style_id
        elif preferred and attribute(attributes, "type") == "table":
            self.default_table = style_id

    def _start_part(self, attributes: dict[str, str]) -> None:
        self._style = self._owner.parts.setdefault(attribute(attributes, "type"), Style())

    def _end_style(self) -> None:
        self._style = Style()

    def _note_name(self, attributes: dict[str, str]) -> None:
        self._style.name = value(attributes).strip()

    def _note_base(self, attributes: dict[str, str]) -> None:
        self._style.based_on = value(attributes)

    def _note_outline(self, attributes: dict[str, str]) -> None:
        self._style.outline = number(value(attributes), most=BODY_LEVEL)

    def _note_level(self, attributes: dict[str, str]) -> None:
        self._style.list_level = number(value(attributes), most=BODY_LEVEL)

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

    def _size(self, name: str) -> StartHandler:
        def note(attributes: dict[str, str]) -> None:
            self._style.sizes |= sizes_said(name, attributes, of_paragraph=not self._in_run)

        return note

    def _mark(self, name: str) -> StartHandler:
        def note(attributes: dict[str, str]) -> None:
            self._style.marks[name] = is_emphasis(attributes)

        return note

    def _toggle(self, name: str) -> StartHandler:
        def note(attributes: dict[str, str]) -> None:
            self._style.toggles[name] = is_on(attributes)

        return note
