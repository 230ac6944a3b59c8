"""The XML of a template's sheet: where cells can be filled, and the same with content put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from xml.sax.saxutils import escape

from ruecklauf.fieldtypes.base import CellContent

_BLANK_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"/>')
_FORMULA_CELL = re.compile(
    r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"(?: t="str")?>'
    r"(<f(?:>| [^>]*[^/]>)[^<]*</f>|<f [^>]*/>)<v>[^<]*</v></c>"
)
_ROW = re.compile(r'<row r="([0-9]+)"([^>]*?)(?: ht="([0-9.]+)")?(/?)>')
_ORDINARY = 15.0
"""Points of a row whose height is not said."""
Result = str | int | Decimal
"""What a formula gives."""
_EXCEL_EPOCH = date(1899, 12, 30)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class SheetXml:
    """A sheet as XlsxWriter wrote it."""

    xml: str

    @cached_property
    def _blanks(self) -> dict[str, re.Match[str]]:
        return {match[1]: match for match in _BLANK_CELL.finditer(self.xml)}

    @cached_property
    def _formulas(self) -> dict[str, re.Match[str]]:
        return {match[1]: match for match in _FORMULA_CELL.finditer(self.xml)}

    def can_fill(self, address: str) -> bool:
        """Whether the cell is there and empty."""
        return address in self._blanks

    def fill(
        self,
        cells: Mapping[str, CellContent],
        results: Mapping[str, Result] | None = None,
        tokens: Mapping[str, str] | None = None,
        heights: Mapping[int, float] | None = None,
    ) -> str:
        """The XML with empty cells filled, stored results of formulas replaced, and tokens replaced by text.

        `heights` gives rows another height, if it is larger than their own.

        KeyError for a cell that the template does not have.
        """
        new = [
            (self._blanks[address], _cell(self._blanks[address], content))
            for address, content in cells.items()
        ]
        new += [
            (self._formulas[address], _result(self._formulas[address], result))
            for address, result in (results or {}).items()
        ]
        chunks: list[str] = []
        position = 0
        for match, text in sorted(new, key=lambda pair: pair[0].start()):
            chunks += (self.xml[position : match.start()], text)
            position = match.end()
        xml = "".join((*chunks, self.xml[position:]))
        for token, text in (tokens or {}).items():
            xml = xml.replace(token, escape(text))
        return _ROW.sub(lambda row: _higher(row, heights), xml) if heights else xml


_SPANS = re.compile(r' spans="[0-9]+:[0-9]+"')


def _higher(row: re.Match[str], heights: Mapping[int, float]) -> str:
    own = float(row[3] or _ORDINARY)
    height = max(own, heights.get(int(row[1]), 0))
    said = f' ht="{height:g}"' if row[3] or height > own else ""
    return f'<row r="{row[1]}"{row[2]}{said}{row[4]}>'


def _cell(blank: re.Match[str], content: CellContent) -> str:
    head = f'<c r="{blank[1]}" s="{blank[2]}"'
    match content:
        case str():
            return f'{head} t="inlineStr"><is><t xml:space="preserve">{xml_text(content)}</t></is></c>'
        case date():
            return f"{head}><v>{(content - _EXCEL_EPOCH).days}</v></c>"
        case int() | Decimal():
            return f"{head}><v>{content:f}</v></c>"
        case None:
            return blank[0]


def _result(formula: re.Match[str], result: Result) -> str:
    kind = ' t="str"' if isinstance(result, str) else ""
    value = xml_text(result) if isinstance(result, str) else f"{result:f}"
    return f'<c r="{formula[1]}" s="{formula[2]}"{kind}>{formula[3]}<v>{value}</v></c>'


def xml_text(text: str) -> str:
    """Text for a cell's XML: markup escaped, what XML forbids made visible, `_x0041_` kept as typed."""
    return escape(_ESCAPE_LIKE.sub("_x005F_", _ILLEGAL.sub("\ufffd", text)))


def without_spans(xml: str) -> str:
    """A sheet's XML without the columns of each row, which may be left out (ECMA-376, 18.3.1.73)."""
    return _SPANS.sub("", xml)


def let_rows_grow(xml: str) -> str:
    """Row heights as a beginning only: rows that XlsxWriter gave a height would never adapt to their text."""
    return xml.replace(' customHeight="1"', "")
