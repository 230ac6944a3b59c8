"""What a cell's style tells about its content: its number format, and what its font does to texts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from ruecklauf.office.excel.colours import colour_of, is_small, is_tiny, whole
from ruecklauf.office.hardened_xml import Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import MAIN, is_true, roots
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.room import DIGITS_OF_INDENT, Laid
from ruecklauf.shown.colours import NOWHERE_SEEN, is_lost
from ruecklauf.shown.number_formats import BUILTIN_FORMATS, shows_date
from ruecklauf.shown.symbol_fonts import SYMBOL_CHARSET, is_symbol_font

_IDS = 1 << 32
_AS_USUAL = Laid()
_GROUPS = ("numFmts", "fonts", "fills", "cellXfs")
_PARTS = ("numFmt", "font", "fill")
_PATTERNED = "pattern"
"""The colour of a ground that has several."""
_WITHOUT_INDENT = ("center", "centerContinuous", "fill", "justify")
_FROM_RIGHT = "2"
_MOST_STEPS = 250
"""By which Excel moves a content into its cell."""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """The part of a style that matters for reading."""

    number_format: str = "General"
    struck: bool = False
    shows_date: bool = False
    symbols: str = ""
    """The font, if it has signs for letters."""
    letters: str = ""
    """Their colour, see `is_lost`."""
    ground: str = ""
    """The colour behind them."""
    coloured: bool = False
    """What is seen hangs on them, on those of its number format, or on `fills`."""
    fills: bool = False
    """The content is repeated until the cell is full."""
    small: bool = False
    """More fits into a cell than usual, for its letters are small, or shrink until it does."""
    laid: Laid = _AS_USUAL


@dataclass(slots=True)
class _Font:
    struck: bool = False
    name: str = ""
    symbols: bool = False
    """The file says that it has signs for letters."""
    colour: str = ""
    tiny: bool = False
    small: bool = False

    @property
    def signs(self) -> str:
        return (self.name or "?") if is_symbol_font(self.name, symbols=self.symbols) else ""


def read_styles(data: bytes, part: str) -> tuple[CellStyle, ...]:
    """The cell styles (`cellXfs`), in the order cells refer to them."""
    reader = _StylesReader()
    parse_xml(data, reader.handlers(), part=part)
    return reader.styles()


def styles_before_damage(data: bytes, part: str) -> tuple[CellStyle, ...]:
    """The cell styles of a damaged part, as far as it goes; fewer than cells refer to, perhaps."""
    reader = _StylesReader()
    with suppress(Refusal):
        parse_xml(data, reader.handlers(), part=part)
    return reader.styles()


class _StylesReader:
    """Remembers in which group it is: differential styles (`dxfs`) have fonts and formats of their own."""

    def __init__(self) -> None:
        self._group = ""
        self._number_formats = dict(BUILTIN_FORMATS)
        self._fonts: list[_Font] = []
        self._grounds: list[str] = []
        """Of each fill the colour, if it is of one colour only."""
        self._formats: list[tuple[int, int, int]] = []
        """The numbers of format, font and fill of each cell style."""
        self._shrinking: set[int] = set()
        """Cell styles whose letters shrink until they fit."""
        self._filling: set[int] = set()
        """Those that repeat their content."""
        self._laid: dict[int, Laid] = {}
        self._is_solid = False

    def handlers(self) -> Handlers:
        starts: dict[str, StartHandler] = {
            "numFmt": self._start_number_format,
            "font": self._start_font,
            "strike": self._note_strike,
            "name": self._note_name,
            "charset": self._note_charset,
            "color": self._note_colour,
            "sz": self._note_size,
            "gradientFill": self._note_gradient,
            "fill": self._start_fill,
            "patternFill": self._note_pattern,
            "fgColor": self._note_ground,
            "xf": self._start_format,
            "alignment": self._note_alignment,
        }
        starts |= {group: partial(self._enter, group) for group in _GROUPS}
        ends = {group: partial(self._enter, "") for group in _GROUPS}
        return Handlers(qualify(MAIN, starts), qualify(MAIN, ends), roots=roots("styleSheet"))

    def _enter(self, group: str, _attributes: dict[str, str] | None = None) -> None:
        self._group = group

    def _start_number_format(self, attributes: dict[str, str]) -> None:
        if self._group == "numFmts":
            number = _id(attributes.get("numFmtId", "0"))
            self._number_formats[number] = attributes.get("formatCode", "General")

    def _start_font(self, _attributes: dict[str, str]) -> None:
        if self._group == "fonts":
            self._fonts.append(_Font())

    def _font(self) -> _Font | None:
        """The font that is open."""
        return self._fonts[-1] if self._group == "fonts" and self._fonts else None

    def _note_strike(self, attributes: dict[str, str]) -> None:
        if font := self._font():
            font.struck = is_true(attributes.get("val", "1"))

    def _note_name(self, attributes: dict[str, str]) -> None:
        if font := self._font():
            font.name = attributes.get("val", "")

    def _note_charset(self, attributes: dict[str, str]) -> None:
        if font := self._font():
            font.symbols = attributes.get("val") == str(SYMBOL_CHARSET)

    def _note_colour(self, attributes: dict[str, str]) -> None:
        if font := self._font():
            font.colour = colour_of(attributes)

    def _note_size(self, attributes: dict[str, str]) -> None:
        if font := self._font():
            font.tiny, font.small = is_tiny(attributes), is_small(attributes)

    def _start_fill(self, _attributes: dict[str, str]) -> None:
        if self._group == "fills":
            self._grounds.append("")

    def _note_pattern(self, attributes: dict[str, str]) -> None:
        pattern = attributes.get("patternType", "none")
        self._is_solid = pattern == "solid"
        if self._group == "fills" and self._grounds and not self._is_solid:
            self._grounds[-1] = "" if pattern == "none" else _PATTERNED

    def _note_gradient(self, _attributes: dict[str, str]) -> None:
        if self._group == "fills" and self._grounds:
            self._grounds[-1] = _PATTERNED

    def _note_ground(self, attributes: dict[str, str]) -> None:
        if self._group == "fills" and self._grounds and self._is_solid:
            self._grounds[-1] = colour_of(attributes)

    def _start_format(self, attributes: dict[str, str]) -> None:
        if self._group == "cellXfs":
            number_format, font, fill = (_id(attributes.get(f"{key}Id", "0")) for key in _PARTS)
            self._formats.append((number_format, font, fill))

    def _note_alignment(self, attributes: dict[str, str]) -> None:
        if self._group != "cellXfs":
            return
        if is_true(attributes.get("shrinkToFit")):
            self._shrinking.add(len(self._formats) - 1)
        across = attributes.get("horizontal")
        if across == "fill":
            self._filling.add(len(self._formats) - 1)
        steps = 0 if across in _WITHOUT_INDENT else whole(attributes.get("indent", ""), most=_MOST_STEPS)
        shrinks = is_true(attributes.get("shrinkToFit")) and not is_true(attributes.get("wrapText"))
        how = Laid(
            steps * DIGITS_OF_INDENT, shrinks, from_right=attributes.get("readingOrder") == _FROM_RIGHT
        )
        if how.may_hide:
            self._laid[len(self._formats) - 1] = how

    def styles(self) -> tuple[CellStyle, ...]:
        return tuple(self._style(number, *ids) for number, ids in enumerate(self._formats))

    def _style(self, number: int, format_id: int, font_id: int, fill_id: int) -> CellStyle:
        code = self._number_formats.get(format_id, "General")
        font = self._fonts[font_id] if font_id < len(self._fonts) else _Font()
        ground = self._grounds[fill_id] if fill_id < len(self._grounds) else ""
        letters = NOWHERE_SEEN if font.tiny else font.colour
        fills = number in self._filling
        return CellStyle(
            number_format=code,
            struck=font.struck,
            shows_date=shows_date(code),
            symbols=font.signs,
            letters=letters,
            ground=ground,
            coloured=fills or is_lost(letters, ground) or "[" in code,
            fills=fills,
            small=number in self._shrinking or font.small,
            laid=self._laid.get(number, _AS_USUAL),
        )


def _id(text: str) -> int:
    """A number that refers to something, or ValueError.

    Great numbers are chosen so that a dict finds them all in one place.
    """
    number = int(text)
    if not 0 <= number < _IDS:
        raise ValueError(f"{text[:40]} ist keine Nummer")
    return number
