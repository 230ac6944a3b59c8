"""From what stands in a `c` element to the cell's content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from types import MappingProxyType

from ruecklauf.cells import CellKind, Raw
from ruecklauf.office.conditional import Colours, Look
from ruecklauf.office.excel.remembered import pieces_for
from ruecklauf.office.excel.styles import CellStyle
from ruecklauf.office.excel.tables import NO_TABLE_STYLES, TableStyles
from ruecklauf.office.ooxml.names import unescape
from ruecklauf.office.rich_text import RichText
from ruecklauf.shown.apparent import as_coloured, repeated
from ruecklauf.shown.cell_fonts import in_font
from ruecklauf.shown.number_formats import moment_of

# Members of an enumeration are looked up slowly.
_BLANK, _TEXT, _NUMBER, _DATE = CellKind.BLANK, CellKind.TEXT, CellKind.NUMBER, CellKind.DATE
_is_number = re.compile(r"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?").fullmatch
_ATTRIBUTE = re.compile(r'([st])="([^"]*)"')
_PLAIN = CellStyle()
_NO_DATE = date(1899, 12, 31)

TypedText = tuple[CellKind, str, datetime | None]
"""Kind, text and moment, as in Raw."""


class CellContents:
    """What cells of one workbook hold, by the type, value and style that their XML has."""

    def __init__(
        self,
        strings: Sequence[RichText],
        styles: Sequence[CellStyle],
        *,
        date1904: bool,
        looks: Sequence[Look] = (),
        table_styles: TableStyles = NO_TABLE_STYLES,
        rich_values: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.strings = strings
        self.rich_values = rich_values
        """What is seen of linked data by the `vm` of cells, which hold an error."""
        self.looks = looks
        """Those of conditional formats."""
        self.table_styles = table_styles
        self.colours = (
            frozenset(style.letters for style in styles),
            frozenset(style.ground for style in styles),
        )
        """All colours of letters, and all behind them."""
        self.pieces = pieces_for((tuple(styles), date1904))
        self._known: dict[str, tuple[str | None, CellStyle]] = {}
        self._styles: dict[str | None, CellStyle] = {
            str(number): style for number, style in enumerate(styles)
        }
        self._styles[None] = styles[0] if styles else _PLAIN
        self._date1904 = date1904

    def content(
        self, cell_type: str | None, value: str, style: CellStyle, formula: str | None = None
    ) -> tuple[Raw, bool]:
        """Part and strike-through of a cell; ValueError for a value that its type does not allow."""
        struck = style.struck
        if cell_type == "s":
            rich = self._shared(value)
            if style.symbols:
                rich = rich.in_font(style.symbols)
            text = rich.text
            if rich.struck is not None:
                struck = rich.struck
            raw = Raw(_TEXT if text else _BLANK, text, style.number_format, None, formula)
            return (looked_at(raw, style, rich) if style.coloured or rich.colours else raw), struck
        if cell_type is None and not style.shows_date and _is_number(value):
            kind, text, moment = _NUMBER, value, None
        else:
            kind, text, moment = self._read(cell_type or "n", value, style)
        raw = Raw(kind, text, style.number_format, moment, formula)
        raw = in_font(raw, style.symbols) if style.symbols else raw
        return (looked_at(raw, style) if style.coloured else raw), struck

    def style(self, style_id: str | None) -> CellStyle:
        """The style of that number; the plain one if the workbook has no such style."""
        number = None if style_id is None else str(int(style_id))
        return self._styles.get(number, _PLAIN)

    @property
    def any_small(self) -> bool:
        """Whether a style lets more fit into a cell than usual."""
        return any(style.small for style in self._styles.values())

    @property
    def any_laid(self) -> bool:
        """Whether a style may move or shrink contents out of sight."""
        return any(style.laid.may_hide for style in self._styles.values())

    def colours_of(self, style_id: str | None) -> Colours:
        """Of letters and of what is behind them in that style."""
        style = self.style(style_id)
        return style.letters, style.ground

    def own_colours(self, style_id: str | None) -> Colours:
        """The same; without those of letters that nobody chose."""
        letters, ground = self.colours_of(style_id)
        return "" if letters == self.style(None).letters else letters, ground

    def kind_and_style(self, attributes: str) -> tuple[str | None, CellStyle]:
        """The type and the style in the text of a cell's attributes (` s="1" t="s"`)."""
        known = self._known.get(attributes)
        if known is None:
            named = dict(_ATTRIBUTE.findall(attributes))
            known = self._known[attributes] = named.get("t"), self.style(named.get("s"))
        return known

    def _shared(self, value: str) -> RichText:
        digits = value.strip()
        if not digits:
            return RichText("")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            raise ValueError(f"{value[:40]!r} ist keine Nummer eines Textes")
        number = int(digits)
        if number >= len(self.strings):
            raise ValueError(f"Text Nummer {number} gibt es nicht")
        return self.strings[number]

    def _read(self, cell_type: str, value: str, style: CellStyle) -> TypedText:
        if cell_type in ("str", "inlineStr"):
            return _TEXT, unescape(value), None
        literal = value.strip()
        if not literal:
            return _BLANK, "", None
        match cell_type:
            case "n":
                return self._number(literal, style)
            case "b":
                return CellKind.BOOL, _boolean(literal), None
            case "e":
                return CellKind.ERROR, literal, None
            case "d":
                return _DATE, literal, _iso_moment(literal)
        raise ValueError(f"unbekannte Zellart {cell_type}")

    def _number(self, literal: str, style: CellStyle) -> TypedText:
        if not _is_number(literal):
            raise ValueError(f"{literal[:40]!r} ist keine Zahl")
        if style.shows_date:
            return _DATE, literal, moment_of(float(literal), date1904=self._date1904)
        return _NUMBER, literal, None


_PLAIN_TEXT = RichText("")


def looked_at(raw: Raw, style: CellStyle, rich: RichText = _PLAIN_TEXT) -> Raw:
    """A cell as its colours, and how it is filled, let it be seen."""
    return as_coloured(repeated(raw) if style.fills else raw, style.letters, style.ground, rich.colours)


def _boolean(literal: str) -> str:
    match literal.lower():
        case "1" | "true":
            return "1"
        case "0" | "false":
            return "0"
    raise ValueError(f"{literal[:40]!r} ist kein Wahrheitswert")


def _iso_moment(literal: str) -> datetime:
    """A date, time or both in ISO 8601, without its time zone; a time alone falls on 1899-12-31."""
    if ":" in literal and "-" not in literal:
        return datetime.combine(_NO_DATE, time.fromisoformat(literal).replace(tzinfo=None))
    return datetime.fromisoformat(literal).replace(tzinfo=None)
