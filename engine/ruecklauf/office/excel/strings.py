"""Texts in the XML of Excel: rich text and shared strings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from ruecklauf.office.excel.colours import colour_of, is_tiny
from ruecklauf.office.excel.plain import CutPart, NotPlain, cut_out, decode_entities
from ruecklauf.office.hardened_xml import EndHandler, Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import MAIN, is_true, roots, unescape
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.rich_text import RichText, with_strikes
from ruecklauf.shown.colours import NOWHERE_SEEN
from ruecklauf.shown.raised import shifted
from ruecklauf.shown.symbol_fonts import SYMBOL_CHARSET, is_symbol_font, shown_in

_SHIFTS = {"superscript": 1, "subscript": -1}
_SHORT = 300
"""Characters; nearly all texts of a form are shorter."""


@lru_cache(maxsize=20_000)
def _short_text(text: str) -> RichText:
    """One object for a text that comes back in every return, by which it is recognised at once."""
    return RichText(text)


class RichTextCollector:
    """Collects the `t` elements of one rich text, phonetic readings (`rPh`) left out.

    `begin` it where the rich text begins and take `result` where it ends. Spaces are kept with and without
    `xml:space`, though Excel drops outer ones without it.
    """

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._pieces: list[str] = []
        self._strikes: list[bool | None] = []
        self._strike: bool | None = None
        self._shift = 0
        self._font: str | None = None
        self._name = ""
        self._symbols = False
        self._own_fonts: list[tuple[int, int]] = []
        self._colour = ""
        self._colours: set[str] = set()
        self._letters = 0
        self._phonetic = False

    def begin(self, _attributes: dict[str, str] | None = None) -> None:
        self._pieces = []
        self._strikes = []
        self._strike = None
        self._shift = 0
        self._font = None
        self._own_fonts = []
        self._colour = ""
        self._colours = set()
        self._letters = 0
        self._phonetic = False

    def result(self) -> RichText:
        rich = with_strikes("".join(self._pieces), self._strikes)
        if not (self._own_fonts or self._colours):
            return rich
        return replace(rich, own_fonts=tuple(self._own_fonts), colours=frozenset(self._colours))

    def handlers(self) -> tuple[dict[str, StartHandler], dict[str, EndHandler]]:
        """Handlers by local name, for the start and the end of elements."""
        starts: dict[str, StartHandler] = {
            "t": self._start_text,
            "r": self._start_run,
            "rPr": self._start_properties,
            "strike": self._note_strike,
            "vertAlign": self._note_shift,
            "rFont": self._note_font,
            "charset": self._note_charset,
            "color": self._note_colour,
            "sz": self._note_size,
            "rPh": self._start_phonetic,
        }
        return starts, {"t": self._end_text, "rPh": self._end_phonetic}

    def _start_text(self, _attributes: dict[str, str]) -> None:
        self._texts.clear()

    def _end_text(self) -> None:
        if self._phonetic:
            return
        piece = unescape("".join(self._texts))
        if self._font is not None:
            self._own_fonts.append((self._letters, self._letters + len(piece)))
            piece = shown_in(self._font, piece) if self._font else piece
        self._pieces.append(shifted(piece, self._shift))
        self._letters += len(piece)
        if piece and not piece.isspace():
            self._strikes.append(self._strike)
            if self._colour:
                self._colours.add(self._colour)

    def _start_run(self, _attributes: dict[str, str]) -> None:
        self._strike = None
        self._shift = 0
        self._font = None
        self._name = ""
        self._symbols = False
        self._colour = ""

    def _start_properties(self, _attributes: dict[str, str]) -> None:
        self._strike = False

    def _note_strike(self, attributes: dict[str, str]) -> None:
        self._strike = is_true(attributes.get("val", "1"))

    def _note_shift(self, attributes: dict[str, str]) -> None:
        self._shift = _SHIFTS.get(attributes.get("val", ""), 0)

    def _note_font(self, attributes: dict[str, str]) -> None:
        self._name = attributes.get("val", "")
        self._set_font()

    def _note_charset(self, attributes: dict[str, str]) -> None:
        self._symbols = attributes.get("val") == str(SYMBOL_CHARSET)
        if self._symbols:
            self._set_font()

    def _note_colour(self, attributes: dict[str, str]) -> None:
        self._colour = self._colour if self._colour == NOWHERE_SEEN else colour_of(attributes)

    def _note_size(self, attributes: dict[str, str]) -> None:
        if is_tiny(attributes):
            self._colour = NOWHERE_SEEN

    def _set_font(self) -> None:
        # a font without a name is none that is known
        has_signs = is_symbol_font(self._name, symbols=self._symbols)
        self._font = (self._name or "?") if has_signs else ""

    def _start_phonetic(self, _attributes: dict[str, str]) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False


def read_shared_strings(data: bytes, part: str) -> list[RichText]:
    """The texts that cells refer to by number."""
    try:
        return _scan_shared_strings(cut_out(data, b"sst"), part)
    except (NotPlain, Refusal):
        return _parse_shared_strings(data, part)


_LONG_AROUND = 10_000
"""Characters around the strings, which are read again with each of those that are not plain."""
_PLAIN_STRING = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')


def _scan_shared_strings(cut: CutPart, part: str) -> list[RichText]:
    """Plain strings by regular expression; whatever stands between them goes to the parser."""
    if len(cut.head) + len(cut.tail) > _LONG_AROUND:
        raise NotPlain
    strings: list[RichText] = []
    pieces = iter(_PLAIN_STRING.split(cut.content))
    if between := next(pieces):
        strings += _parse_shared_strings(cut.around(between), part)
    for text, between in zip(pieces, pieces, strict=True):
        # Most texts have neither; one letter is found much faster than two.
        if "&" in text or "_" in text:
            text = unescape(decode_entities(text))
        strings.append(_short_text(text) if len(text) <= _SHORT else RichText(text))
        if between:
            strings += _parse_shared_strings(cut.around(between), part)
    return strings


def _parse_shared_strings(data: bytes, part: str) -> list[RichText]:
    texts: list[str] = []
    strings: list[RichText] = []
    rich = RichTextCollector(texts)
    starts, ends = rich.handlers()
    add: Callable[[RichText], None] = strings.append
    starts["si"] = rich.begin
    ends["si"] = lambda: add(rich.result())
    handlers = Handlers(qualify(MAIN, starts), qualify(MAIN, ends), texts, roots("sst"))
    parse_xml(data, handlers, part=part)
    return strings
