"""The text of cells, notes and shapes: paragraphs with spaces, tabs and breaks as elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ruecklauf.office.hardened_xml import Ends, Starts, qualify
from ruecklauf.office.limits import MAX_SPACES, Budget, count
from ruecklauf.office.opendocument.names import TEXT
from ruecklauf.office.rich_text import RichText, with_strikes
from ruecklauf.shown.raised import shifted
from ruecklauf.shown.symbol_fonts import shown_in

_WRAPPED = re.compile(r"[\t\n\r]+")
_NOTHING = RichText("")


@dataclass(slots=True)
class _Text:
    """One text while it is collected."""

    pieces: list[tuple[str, bool | None]] = field(default_factory=list)
    paragraphs: int = 0
    open: bool = False
    font: str = ""
    """Of the cell, if it has signs for letters."""
    has_signs: bool = False
    colours: set[str] = field(default_factory=set)
    """As `RichText.colours`."""


class Paragraphs:
    """Collects paragraphs, one text within another: a note within a cell.

    Paragraphs outside of any text, such as those of validations, are passed over.
    """

    def __init__(
        self,
        texts: list[str],
        struck_by: Callable[[str | None], bool | None],
        shift_by: Callable[[str | None], int | None] = lambda _: None,
        font_by: Callable[[str | None], str | None] = lambda _: None,
        colour_by: Callable[[str | None], str | None] = lambda _: None,
    ) -> None:
        self._texts = texts
        self._struck_by = struck_by
        self._shift_by = shift_by
        self._font_by = font_by
        self._colour_by = colour_by
        self._colours: list[str | None] = []
        self._shifts: list[int | None] = []
        self._fonts: list[str | None] = []
        self._open: list[_Text] = []
        self._asides: list[str] = []
        self._strikes: list[bool | None] = []
        self._spaces = Budget(MAX_SPACES, "ein Text enthält zu viele Leerzeichen")

    def handlers(self) -> tuple[Starts, Ends]:
        starts: Starts = {
            "p": self._start_paragraph,
            "h": self._start_paragraph,
            "span": self._start_span,
            "s": self._note_spaces,
            "tab": lambda _: self.add("\t"),
            "line-break": lambda _: self.add("\n"),
            "ruby-text": self._start_aside,
        }
        ends: Ends = {"p": self._end_paragraph, "h": self._end_paragraph, "span": self._end_span}
        ends["ruby-text"] = self._end_aside
        return qualify((TEXT,), starts), qualify((TEXT,), ends)

    def begin(self, font: str = "") -> None:
        """Begin a text, in a font that has signs for letters if one is named.

        The text before goes on where this ends.
        """
        self._flush()
        self._open.append(_Text(font=font))

    def end(self) -> RichText:
        """The text just finished, its paragraphs separated by newlines."""
        self._flush()
        ended = self._open.pop()
        pieces = ended.pieces
        if ended.colours:
            return replace(self._rich(pieces), colours=frozenset(ended.colours))
        return self._rich(pieces)

    def _rich(self, pieces: Sequence[tuple[str, bool | None]]) -> RichText:
        if not pieces:
            return _NOTHING
        if len(pieces) == 1 and pieces[0][1] is None:
            return RichText(pieces[0][0])
        strikes = [struck for piece, struck in pieces if piece and not piece.isspace()]
        return with_strikes("".join(piece for piece, _ in pieces), strikes)

    @property
    def is_blank_line(self) -> bool:
        """Whether the text that is open has a paragraph, if nothing in it."""
        return bool(self._open and self._open[-1].paragraphs and not self._open[-1].pieces)

    @property
    def has_signs(self) -> bool:
        """Whether the text that is open has letters of a font that has signs for them."""
        return bool(self._open and self._open[-1].has_signs)

    def take_asides(self) -> Sequence[str]:
        """What stands above words to say how they are read, since the last time."""
        if not self._asides:
            return ()
        found, self._asides = self._asides, []
        return found

    def add(self, piece: str) -> None:
        """A piece of the text that is open, as it stands."""
        self._flush()
        if self._open and self._open[-1].open:
            self._open[-1].pieces.append((piece, self._strikes[-1] if self._strikes else None))

    def _flush(self) -> None:
        if not self._texts:
            return
        piece = "".join(self._texts)
        self._texts.clear()
        if piece and self._open and self._open[-1].open:
            struck = self._strikes[-1] if self._strikes else None
            text = shifted(_WRAPPED.sub(" ", piece), self._shifts[-1] if self._shifts else None)
            self._open[-1].pieces.append((self._in_font(text), struck))
            if self._colours and (colour := self._colours[-1]) and text.strip():
                self._open[-1].colours.add(colour)

    def _in_font(self, text: str) -> str:
        """A piece of the text that is open as its span's font shows it, or its cell's."""
        current = self._open[-1]
        own = self._fonts[-1] if self._fonts else None
        font = current.font if own is None else own
        if not font:
            return text
        current.has_signs = True
        return shown_in(font, text)

    def _start_paragraph(self, _attributes: dict[str, str]) -> None:
        self._flush()
        if self._open:
            current = self._open[-1]
            if current.paragraphs:
                current.pieces.append(("\n", None))
            current.paragraphs += 1
            current.open = True

    def _end_paragraph(self) -> None:
        self._flush()
        if self._open:
            self._open[-1].open = False

    def _start_aside(self, _attributes: dict[str, str]) -> None:
        is_read = bool(self._open)
        self.begin()
        self._open[-1].open = is_read

    def _end_aside(self) -> None:
        if (text := self.end().text).strip():
            self._asides.append(text)

    def _start_span(self, attributes: dict[str, str]) -> None:
        self._flush()
        struck = self._struck_by(attributes.get(f"{TEXT} style-name"))
        self._strikes.append(self._strikes[-1] if struck is None and self._strikes else struck)
        shift = self._shift_by(attributes.get(f"{TEXT} style-name"))
        self._shifts.append(self._shifts[-1] if shift is None and self._shifts else shift)
        font = self._font_by(attributes.get(f"{TEXT} style-name"))
        self._fonts.append(self._fonts[-1] if font is None and self._fonts else font)
        colour = self._colour_by(attributes.get(f"{TEXT} style-name"))
        self._colours.append(self._colours[-1] if colour is None and self._colours else colour)

    def _end_span(self) -> None:
        self._flush()
        self._strikes.pop()
        self._shifts.pop()
        self._fonts.pop()
        self._colours.pop()

    def _note_spaces(self, attributes: dict[str, str]) -> None:
        number = count(attributes.get(f"{TEXT} c"))
        self._spaces.spend(number)
        self.add(" " * number)
