"""Paragraphs and runs of a Word document: text, breaks, symbols, their look, and tracked changes."""

from __future__ import annotations

import re

from ruecklauf.directions import from_right
from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import Change, text_of
from ruecklauf.office.hardened_xml import Ends, StartHandler, Starts
from ruecklauf.office.word.flow import WordFlow, WordParagraph
from ruecklauf.office.word.names import (
    MATH,
    WORD,
    attribute,
    colour_of,
    font_of,
    ground_of,
    is_on,
    number,
    shortened,
    value,
)
from ruecklauf.office.word.sizes import MOST_TWIPS, OF_PARAGRAPHS, OF_RUNS, is_pressed, sizes_said
from ruecklauf.office.word.style import MARKS, TOGGLES, is_emphasis, shift_by, shift_of
from ruecklauf.office.word.symbols import in_font, is_symbol_font, symbol
from ruecklauf.office.word.text_fill import TextFills
from ruecklauf.shown.raised import shifted
from ruecklauf.shown.symbol_fonts import UNKNOWN

_WRAPPED = re.compile(r"[\n\r]+")
_SPACE = "http://www.w3.org/XML/1998/namespace space"
_DAYS = ("dayShort", "monthShort", "yearShort", "dayLong", "monthLong", "yearLong", "pgNum")
"""What a program puts in when it shows the text: of which day or page, the file does not say."""
_SIGNS = {
    "br": "\n",
    "cr": "\n",
    "ptab": "\t",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
    **dict.fromkeys(_DAYS, UNKNOWN),
}
_LARGE_LETTERS = ("drop", "margin")
"""Frames with the first letters of the paragraph that follows."""
_INSERTIONS, _DELETIONS = ("ins", "moveTo"), ("del", "moveFrom")


class Runs:
    """Reads paragraphs into the flow."""

    def __init__(self, flow: WordFlow) -> None:
        self._flow = flow
        self._texts: list[str] = []
        self._text_attributes: dict[str, str] = {}
        self._font: str | None = None
        """None where the run says none."""
        self._shift: int | None = None
        """Raised (1), lowered (-1), neither (0), or as the styles say."""
        self._fit: tuple[str, int] | None = None
        """Into which width the run is pressed, with others of that number."""
        self._pressed: dict[str, int] = {}
        """How many letters each of these has so far."""
        self._from_right = False
        """The run says so."""
        self._directions: list[bool] = []
        """Whether text goes from right to left, of each such stretch that is open."""
        self._overrides: list[str] = []
        self._readings: list[str] = []
        """Over the letters that come, see `_end_ruby`."""
        self._in_paragraph_properties = False
        self._in_run_properties = False
        self._open_changes = 0
        """Tracked ones that are open."""

    def register(self, dispatch: Dispatch) -> None:
        self._texts = dispatch.texts
        dispatch.add(WORD, *self._paragraphs())
        dispatch.add(WORD, *self._properties())
        TextFills(dispatch, self._note_fill)
        dispatch.add(WORD, *self._contents())
        dispatch.add(WORD, *self._changes())
        dispatch.add(MATH, {"r": self._start_run, "t": self._start_text}, {"t": self._end_text})
        # What properties were before a change.
        dispatch.pass_over(WORD, "rPrChange", "pPrChange")

    def _paragraphs(self) -> tuple[Starts, Ends]:
        starts: Starts = {
            "p": self._start_paragraph,
            "pPr": self._start_paragraph_properties,
            "pStyle": self._note_style,
            "outlineLvl": self._note_outline,
            "numId": self._note_list,
            "ilvl": self._note_level,
        }
        return starts, {"p": self._flow.end_paragraph, "pPr": self._end_paragraph_properties}

    def _properties(self) -> tuple[Starts, Ends]:
        starts: Starts = {
            "r": self._start_run,
            "rPr": self._start_run_properties,
            "rStyle": self._note_run_style,
            "rFonts": self._note_font,
            **dict.fromkeys(MARKS, self._note_emphasis),
            "vertAlign": self._note_shift,
            "fitText": self._note_fit,
            "rtl": self._note_direction,
            "color": self._note_colour,
            **{name: self._size(name) for name in {**OF_RUNS, **OF_PARAGRAPHS}},
            **dict.fromkeys(("shd", "highlight"), self._note_shade),
            "position": self._note_position,
            **dict.fromkeys(("footnoteReference", "endnoteReference"), self._note_mark),
            **{name: self._toggle(name) for name in TOGGLES},
        }
        return starts, {"rPr": self._end_run_properties}

    def _contents(self) -> tuple[Starts, Ends]:
        starts: Starts = {
            "t": self._start_text,
            "delText": self._start_text,
            "tab": self._note_tab,
            "sym": self._note_symbol,
            **{name: self._sign(text) for name, text in _SIGNS.items()},
            "rt": self._start_reading,
            "bdo": self._start_override,
            "dir": self._start_direction,
        }
        ends: Ends = {"t": self._end_text, "delText": self._end_deleted_text}
        ends |= {"bdo": self._end_override, "dir": self._end_direction}
        return starts, {**ends, "rt": self._end_reading, "ruby": self._end_ruby}

    def _changes(self) -> tuple[Starts, Ends]:
        starts: Starts = {
            **dict.fromkeys(_INSERTIONS, self._change(Change.INSERTED)),
            **dict.fromkeys(_DELETIONS, self._change(Change.DELETED)),
        }
        return starts, dict.fromkeys((*_INSERTIONS, *_DELETIONS), self._end_change)

    # Paragraphs

    def _start_paragraph(self, _attributes: dict[str, str]) -> None:
        if self._flow.paragraph is not None:
            self._flow.end_paragraph()
        self._flow.open_paragraph(WordParagraph())

    def _start_paragraph_properties(self, _attributes: dict[str, str]) -> None:
        self._in_paragraph_properties = True
        self._flow.concerned = self._flow.mark_paragraph

    def _end_paragraph_properties(self) -> None:
        self._in_paragraph_properties = False
        self._flow.concerned = None

    def _note_style(self, attributes: dict[str, str]) -> None:
        self._flow.changed().style = value(attributes)

    def _note_outline(self, attributes: dict[str, str]) -> None:
        self._flow.current.outline = number(value(attributes), most=9)

    def _note_list(self, attributes: dict[str, str]) -> None:
        self._flow.current.list_id = value(attributes)

    def _note_level(self, attributes: dict[str, str]) -> None:
        self._flow.current.list_level = number(value(attributes), most=9)

    # Runs

    def _start_run(self, _attributes: dict[str, str]) -> None:
        self._font = None
        self._shift = None
        self._fit = None
        self._from_right = False
        run = self._flow.paragraph
        if run is not None and run.dressed:
            run.undress()
            self._flow.changed()

    def _start_run_properties(self, _attributes: dict[str, str]) -> None:
        self._in_run_properties = True

    def _end_run_properties(self) -> None:
        self._in_run_properties = False

    def _note_run_style(self, attributes: dict[str, str]) -> None:
        if not self._in_paragraph_properties:
            self._flow.dressed().run_style = value(attributes)

    def _note_font(self, attributes: dict[str, str]) -> None:
        font = font_of(attributes)
        if font and not self._in_paragraph_properties:
            self._font = font

    def _note_shift(self, attributes: dict[str, str]) -> None:
        if not self._in_paragraph_properties:
            self._shift = shift_of(value(attributes))

    def _note_colour(self, attributes: dict[str, str]) -> None:
        if not self._in_paragraph_properties:
            self._flow.dressed().colour = colour_of(attributes)

    def _note_fill(self, colour: str) -> None:
        if not self._in_paragraph_properties:
            self._flow.dressed().colour = colour

    def _size(self, name: str) -> StartHandler:
        def note(attributes: dict[str, str]) -> None:
            if not self._in_paragraph_properties:
                self._flow.dressed().sizes |= sizes_said(name, attributes, of_paragraph=False)
            elif not self._in_run_properties:
                paragraph = self._flow.changed()
                paragraph.own_sizes |= sizes_said(name, attributes, of_paragraph=True)
                paragraph.runs_on |= name == "framePr" and attribute(attributes, "dropCap") in _LARGE_LETTERS

        return note

    def _note_shade(self, attributes: dict[str, str]) -> None:
        ground = ground_of(attributes)
        if self._in_paragraph_properties:
            self._flow.changed().shaded = ground
        elif ground:
            self._flow.dressed().ground = ground

    def _note_position(self, attributes: dict[str, str]) -> None:
        if not self._in_paragraph_properties and not self._shift:
            self._shift = shift_by(value(attributes))

    def _note_mark(self, attributes: dict[str, str]) -> None:
        """A note's own mark is the text that follows in the run."""
        if attribute(attributes, "customMarkFollows").strip().lower() in ("1", "true", "on"):
            self._shift = 1

    def _note_fit(self, attributes: dict[str, str]) -> None:
        if not self._in_paragraph_properties:
            width = number(value(attributes), most=MOST_TWIPS)
            self._fit = attribute(attributes, "id"), width

    def _press(self, text: str, id_: str, width: int) -> None:
        """Letters pressed into a width that leaves nothing of them are not seen."""
        letters = (self._pressed.get(id_, 0) if id_ else 0) + len(text)
        self._pressed[id_] = letters
        self._flow.dressed().sizes |= {"fitText": is_pressed(letters, width)}

    def _note_direction(self, attributes: dict[str, str]) -> None:
        if not self._in_paragraph_properties:
            self._from_right = is_on(attributes)

    def _note_emphasis(self, attributes: dict[str, str]) -> None:
        if not self._in_paragraph_properties and is_emphasis(attributes):
            self._flow.dressed().marked = True

    def _toggle(self, name: str) -> StartHandler:
        def note(attributes: dict[str, str]) -> None:
            if not self._in_paragraph_properties:
                run = self._flow.dressed()
                run.toggles = {**(run.toggles or {}), name: is_on(attributes)}
            elif self._in_run_properties and name == "vanish":
                self._flow.current.runs_on = is_on(attributes)

        return note

    # Contents

    def _start_text(self, attributes: dict[str, str]) -> None:
        self._texts.clear()
        self._text_attributes = attributes

    def _end_text(self) -> None:
        if text := self._text():
            if self._fit is not None:
                self._press(text, *self._fit)
            is_from_right = self._from_right or (self._directions and self._directions[-1])
            self._flow.add(from_right(text) if is_from_right else text)

    def _end_deleted_text(self) -> None:
        if text := self._text():
            self._flow.add_deleted(text)

    def _text(self) -> str:
        text = "".join(self._texts)
        if "\n" in text or "\r" in text:
            # Word shows line breaks in the XML as spaces; most are the work of programs that indent it.
            kept = self._text_attributes.get(_SPACE) == "preserve"
            first, *others = _WRAPPED.split(text if kept else text.strip())
            text = " ".join([first, *(line.lstrip() for line in others)])
        if self._font is None and self._shift is None and self._flow.is_plain:
            return text
        said = self._flow.said()
        font = said.font if self._font is None else self._font
        text = in_font(font, text) if font and is_symbol_font(font) else text
        return shifted(text, said.shift if self._shift is None else self._shift)

    def _sign(self, text: str) -> StartHandler:
        return lambda _: self._flow.add(text)

    def _note_tab(self, _attributes: dict[str, str]) -> None:
        # Among a paragraph's properties it is a tab stop.
        if not self._in_paragraph_properties:
            self._flow.add("\t")

    def _note_symbol(self, attributes: dict[str, str]) -> None:
        self._flow.add(symbol(attribute(attributes, "font"), attribute(attributes, "char")))

    def _start_reading(self, _attributes: dict[str, str]) -> None:
        self._flow.begin(aside=True)

    def _end_reading(self) -> None:
        self._readings.append(text_of(self._flow.end()).strip())

    def _end_ruby(self) -> None:
        """What is printed over letters stands behind them in brackets, as where it cannot be printed over."""
        if self._readings and (reading := self._readings.pop()):
            self._flow.add(f"({reading})")

    def _start_override(self, attributes: dict[str, str]) -> None:
        """Letters and digits of which each is shown before the one that stands before it here, or behind."""
        self._overrides.append("\u202e" if value(attributes) == "rtl" else "")
        if self._overrides[-1]:
            self._flow.add(self._overrides[-1])

    def _end_override(self) -> None:
        if self._overrides and self._overrides.pop():
            self._flow.add("\u202c")

    def _start_direction(self, attributes: dict[str, str]) -> None:
        self._directions.append(value(attributes) == "rtl")

    def _end_direction(self) -> None:
        if self._directions:
            self._directions.pop()

    # Tracked changes

    def _change(self, change: Change) -> StartHandler:
        def note(attributes: dict[str, str]) -> None:
            author = shortened(attribute(attributes, "author"))
            if self._flow.concerned:
                self._flow.concerned(change, author)
            else:
                self._open_changes += 1
                self._flow.begin_change(self._open_changes, change, author)

        return note

    def _end_change(self) -> None:
        if not self._flow.concerned:
            self._flow.end_change(self._open_changes)
            self._open_changes -= 1
