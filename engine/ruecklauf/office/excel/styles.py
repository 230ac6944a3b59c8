"""What a cell's style tells about its content: its number format, and what its font does to texts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from ruecklauf.office.hardened_xml import Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import MAIN, is_true, roots
from ruecklauf.office.refusal import Refusal
from ruecklauf.shown.number_formats import BUILTIN_FORMATS, shows_date
from ruecklauf.shown.symbol_fonts import is_symbol_font

_IDS = 1 << 32
_GROUPS = ("numFmts", "fonts", "cellXfs")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """The part of a style that matters for reading."""

    number_format: str = "General"
    struck: bool = False
    shows_date: bool = False
    symbols: str = ""
    """The font, if it has signs for letters."""


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
        self._fonts_struck: list[bool] = []
        self._symbols: dict[int, str] = {}
        """Fonts of signs, by their number."""
        self._formats: list[tuple[int, int]] = []

    def handlers(self) -> Handlers:
        starts: dict[str, StartHandler] = {
            "numFmt": self._start_number_format,
            "font": self._start_font,
            "strike": self._note_strike,
            "name": self._note_font,
            "xf": self._start_format,
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
            self._fonts_struck.append(False)

    def _note_strike(self, attributes: dict[str, str]) -> None:
        if self._group == "fonts" and self._fonts_struck:
            self._fonts_struck[-1] = is_true(attributes.get("val", "1"))

    def _note_font(self, attributes: dict[str, str]) -> None:
        if self._group == "fonts" and self._fonts_struck and is_symbol_font(attributes.get("val", "")):
            self._symbols[len(self._fonts_struck) - 1] = attributes["val"]

    def _start_format(self, attributes: dict[str, str]) -> None:
        if self._group == "cellXfs":
            format_id = _id(attributes.get("numFmtId", "0"))
            self._formats.append((format_id, _id(attributes.get("fontId", "0"))))

    def styles(self) -> tuple[CellStyle, ...]:
        struck = dict(enumerate(self._fonts_struck))
        codes = [self._number_formats.get(format_id, "General") for format_id, _ in self._formats]
        return tuple(
            CellStyle(code, struck.get(font_id, False), shows_date(code), self._symbols.get(font_id, ""))
            for code, (_, font_id) in zip(codes, self._formats, strict=True)
        )


def _id(text: str) -> int:
    """A number that refers to something, or ValueError.

    Great numbers are chosen so that a dict finds them all in one place.
    """
    number = int(text)
    if not 0 <= number < _IDS:
        raise ValueError(f"{text[:40]} ist keine Nummer")
    return number
