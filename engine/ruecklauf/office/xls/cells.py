"""The cells of an .xls sheet as xlrd gives them, with their number formats and struck fonts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import pairwise, starmap

from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    XL_CELL_TEXT,
    error_text_from_code,
)
from xlrd.book import Book
from xlrd.sheet import Sheet as XlrdSheet

from ruecklauf.cells import CellKind, Raw
from ruecklauf.office.conditional import Colours
from ruecklauf.office.rich_text import RichText, with_strikes
from ruecklauf.office.room import DIGITS_OF_INDENT, Laid
from ruecklauf.office.workbook import SheetCell
from ruecklauf.office.xls.conditional import Surroundings
from ruecklauf.shown.apparent import as_coloured, repeated, with_words
from ruecklauf.shown.cell_fonts import in_font
from ruecklauf.shown.colours import NOWHERE_SEEN
from ruecklauf.shown.number_formats import moment_of, shows_date
from ruecklauf.shown.raised import shifted
from ruecklauf.shown.symbol_fonts import SYMBOL_CHARSET, is_symbol_font, shown_in

Places = frozenset[int]

_SHIFTS = {1: 1, 2: -1}
"""What xlrd calls superscript and subscript."""
_NO_PATTERN, _SOLID = 0, 1
_PATTERNED = "pattern"
"""The colour of a ground that has several."""
_FILLED = 4
"""The content is repeated until the cell is full."""
_FROM_RIGHT = 2
_WITH_INDENT = (0, 1, 3, 7)
"""Contents as usual, at the left, at the right, and distributed."""
_SEEN = 50
"""Twentieths of a point: smaller letters are dots."""
_USUAL = 200
_BLANK = (XL_CELL_EMPTY, XL_CELL_BLANK)


class CellReader:
    """Reads the cells of one book; formats and fonts are looked up there."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._date1904 = bool(book.datemode)
        self._formats: dict[int, str] = {}
        fonts = enumerate(book.font_list)
        self._symbols = {
            number: font.name or "?"
            for number, font in fonts
            if is_symbol_font(font.name, symbols=font.character_set == SYMBOL_CHARSET)
        }
        """Fonts that have signs for letters."""
        self.any_small = any(
            style.alignment.shrink_to_fit or 0 < book.font_list[style.font_index].height < _USUAL
            for style in book.xf_list
            if not style.is_style and style.font_index < len(book.font_list)
        )
        """More fits into some cells than usual, for their letters are small, or shrink until it does."""

    @property
    def surroundings(self) -> Surroundings:
        """What conditional formats refer to."""
        names = [name.name or "" for name in self._book.name_obj_list]
        return Surroundings(names, self._colour, self._format_code)

    @cached_property
    def colours(self) -> tuple[frozenset[str], frozenset[str]]:
        """All colours of letters, and all behind them."""
        styles = range(len(self._book.xf_list))
        return (
            frozenset(map(self._letters, range(len(self._book.font_list)))),
            frozenset(map(self._ground, styles)),
        )

    def colours_at(self, sheet: XlrdSheet, place: tuple[int, int]) -> Colours:
        """Of a cell's letters and of what is behind them."""
        style = sheet.cell_xf_index(place[0] - 1, place[1] - 1)
        return self._letters(self._font(style)), self._ground(style)

    def laid(
        self, sheet: XlrdSheet, places: Iterable[tuple[int, int]]
    ) -> Iterator[tuple[tuple[int, int], Laid]]:
        """Of the cells that may lie out of sight how they do."""
        for row, column in places if self._any_laid else ():
            how = self._laid(sheet.cell_xf_index(row - 1, column - 1))
            if how.may_hide:
                yield (row, column), how

    @cached_property
    def _any_laid(self) -> bool:
        return any(self._laid(style).may_hide for style in range(len(self._book.xf_list)))

    def _laid(self, style: int) -> Laid:
        how = self._book.xf_list[style].alignment
        steps = how.indent_level if how.hor_align in _WITH_INDENT else 0
        shrinks = bool(how.shrink_to_fit and not how.text_wrapped)
        return Laid(steps * DIGITS_OF_INDENT, shrinks, from_right=how.text_direction == _FROM_RIGHT)

    def cells(
        self,
        sheet: XlrdSheet,
        formulas: dict[tuple[int, int], bool],
        *,
        hidden_rows: Places,
        hidden_columns: Places,
    ) -> Iterator[SheetCell]:
        """All cells with a value or a formula, row by row; formulas by place, False for one without value."""
        for row in range(sheet.nrows):
            kinds, values = sheet.row_types(row), sheet.row_values(row)
            for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
                place = row + 1, column + 1
                if kind in _BLANK and place not in formulas:
                    continue
                style = sheet.cell_xf_index(row, column)
                raw = self._raw(kind, value, style, formula="" if place in formulas else None)
                if not formulas.get(place, True):
                    raw = Raw(CellKind.BLANK, "", raw.number_format, None, raw.formula)
                raw = with_words(raw) if raw.is_blank else raw
                if not raw.is_blank:
                    hidden = place[0] in hidden_rows or place[1] in hidden_columns
                    yield SheetCell(*place, *self._dressed(sheet, (row, column), style, raw), hidden)

    def _dressed(self, sheet: XlrdSheet, place: tuple[int, int], style: int, raw: Raw) -> tuple[Raw, bool]:
        """A cell as its fonts and colours let it be seen, and whether it is struck through."""
        rich = self._rich(sheet, place, style, raw.text)
        if rich.text is not raw.text:
            raw = replace(raw, text=rich.text)
        elif self._symbols and (font := self._symbols.get(self._font(style))):
            raw = in_font(raw, font)
        if self._book.xf_list[style].alignment.hor_align == _FILLED:
            raw = repeated(raw)
        letters = self._letters(self._font(style))
        return as_coloured(raw, letters, self._ground(style), rich.colours), bool(rich.struck)

    def _raw(self, kind: int, value: object, style: int, *, formula: str | None) -> Raw:
        number_format = self._format(style)
        if isinstance(value, str) and kind == XL_CELL_TEXT:
            filled = value or formula is not None
            return Raw(CellKind.TEXT if filled else CellKind.BLANK, value, number_format, None, formula)
        if isinstance(value, float) and kind in (XL_CELL_NUMBER, XL_CELL_DATE):
            return self._number(value, number_format, formula)
        if kind == XL_CELL_BOOLEAN:
            return Raw(CellKind.BOOL, "1" if value else "0", number_format, None, formula)
        if isinstance(value, int) and kind == XL_CELL_ERROR:
            text = error_text_from_code.get(value, f"#FEHLER {value}")
            return Raw(CellKind.ERROR, text, number_format, None, formula)
        return Raw(CellKind.BLANK, "", number_format, None, formula)

    def _number(self, value: float, number_format: str, formula: str | None) -> Raw:
        if not math.isfinite(value):
            return Raw(CellKind.ERROR, "#NUM!", number_format, None, formula)
        literal = repr(value).removesuffix(".0")
        if shows_date(number_format):
            moment = moment_of(value, date1904=self._date1904)
            return Raw(CellKind.DATE, literal, number_format, moment, formula)
        return Raw(CellKind.NUMBER, literal, number_format, None, formula)

    def _format(self, style: int) -> str:
        if style not in self._formats:
            self._formats[style] = self._format_code(self._book.xf_list[style].format_key)
        return self._formats[style]

    def _format_code(self, key: int) -> str:
        found = self._book.format_map.get(key)
        return (found.format_str if found else "") or "General"

    def _ground(self, style: int) -> str:
        """The colour behind letters, see `is_lost`."""
        ground = self._book.xf_list[style].background
        if ground.fill_pattern not in (_NO_PATTERN, _SOLID):
            return _PATTERNED
        return self._colour(ground.pattern_colour_index) if ground.fill_pattern else ""

    def _letters(self, font: int) -> str:
        """Their colour."""
        found = self._book.font_list[font]
        return NOWHERE_SEEN if 0 < found.height < _SEEN else self._colour(found.colour_index)

    def _colour(self, number: int) -> str:
        rgb = self._book.colour_map.get(number)
        return "".join(f"{part:02X}" for part in rgb) if rgb else ""

    def _font(self, style: int) -> int:
        number: int = self._book.xf_list[style].font_index
        return number

    def _piece_seen(self, piece: str, font: int) -> str:
        signs = shown_in(self._symbols[font], piece) if font in self._symbols else piece
        return shifted(signs, _SHIFTS.get(self._book.font_list[font].escapement))

    def _rich(self, sheet: XlrdSheet, place: tuple[int, int], style: int, text: str) -> RichText:
        """A text with what its runs say, or the cell's font where it has none."""
        own = self._font(style)
        found = sheet.rich_text_runlist_map.get(place)
        if not found:
            return RichText(text, bool(self._book.font_list[own].struck_out))
        runs = [(0, own), *found, (len(text), own)]
        pieces = [(text[start:end], font) for (start, font), (end, _) in pairwise(runs)]
        shown = "".join(starmap(self._piece_seen, pieces))
        strikes = [bool(self._book.font_list[font].struck_out) for piece, font in pieces if piece.strip()]
        colours = {self._letters(font) for piece, font in pieces if font != own and piece.strip()}
        return replace(with_strikes(shown, strikes), colours=frozenset(colours))
