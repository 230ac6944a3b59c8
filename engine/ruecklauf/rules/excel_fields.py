"""Single fields in Excel formulas: is there a value, and which one."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.fieldtypes.tick import answered_formula, ticked_formula
from ruecklauf.rules.places import Places
from ruecklauf.rules.scope import Scope
from ruecklauf.rules.terms import TREE_LEVELS, Item
from ruecklauf.values import Missing

_LITERAL_LIMIT = 255
"""Excel takes no longer text in a formula."""


def quoted(text: str) -> str:
    """A text as it stands in a formula; a long one in pieces."""
    pieces = [text[start : start + _LITERAL_LIMIT] for start in range(0, len(text), _LITERAL_LIMIT)] or [""]
    joined = "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
    return f"({joined})" if len(pieces) > 1 else joined


def safe(test: str) -> str:
    """TRUE where the test is 1 or TRUE, FALSE where it is 0, FALSE or an error; cell by cell in arrays."""
    return f"ISNUMBER(1/({test}))"


@dataclass(frozen=True, slots=True)
class Cells:
    """The formulas for single fields of one form."""

    places: Places
    scope: Scope

    def address(self, item: Item) -> str:
        """The item's cell, or its column where an aggregate goes through the rows."""
        field = item.symbol.field.id
        if item.inner:
            return self.places.column(item.table.name, field)
        if item.via is None:
            return self.places.cell(field)
        return self._followed(item, self.places.column(item.table.name, field))

    def part(self, item: Item, code: str) -> str:
        """The cell (or column) of one code of a multiple choice."""
        field = item.symbol.field.id
        if item.inner:
            return self.places.part_column(item.table.name, field, code)
        if item.via is None:
            return self.places.part(field, code)
        return self._followed(item, self.places.part_column(item.table.name, field, code))

    def _followed(self, item: Item, column: str) -> str:
        assert item.via is not None
        cell = self.address(item.via)
        # a blank cell looks for "#", for the reason in `known`; arrays with errors cannot be joined so
        return f'INDEX({column},MATCH({cell}&REPT("#",{cell}=""),{self._offered(item.via)},0))'

    def highest(self, item: Item, column: str) -> str:
        """Where going up by a reference ends: nothing or 0 above a root, else the text of a row."""
        found, labels = f'IFERROR({self.address(item)}&"","")', self._offered(item)
        for _ in range(TREE_LEVELS):
            found = f'IFERROR(INDEX({column},MATCH({found},{labels},0)),"")'
        return found

    def parts(self, item: Item) -> tuple[str, ...]:
        return tuple(self.part(item, code) for code in item.symbol.field.parts)

    def value(self, item: Item) -> str:
        """What the item is compared by; only of use together with `known`."""
        value = item.symbol.field.excel_value(self.address(item), language=self.places.language)
        return f"TRIM({value})" if item.kind is Kind.TEXT else value

    def known(self, item: Item) -> tuple[str, ...]:
        """Factors, each 1 (or TRUE) where the item has a value; to be multiplied inside `safe`."""
        if item.kind is Kind.MULTI:
            return (*self.readable(item), self._any_entry(item))
        cell = self.address(item)
        match item.kind:
            case Kind.CHOICE:
                return (self._known(item, self.places.answers(item.symbol.field.list_id or "")),)
            case Kind.REFERENCE:
                # unused rows may offer "", which LibreOffice finds for a blank cell
                return (f'({cell}<>"")', self._known(item, self._offered(item)))
            case Kind.TEXT:
                words = self.missing_words(item)
                return (self._known(item), *(f"({cell}<>{quoted(word)})" for word in words))
        return (self._known(item),)

    def _known(self, item: Item, among: str = "") -> str:
        return item.symbol.field.excel_known(self.address(item), among, language=self.places.language)

    def readable(self, item: Item) -> tuple[str, ...]:
        """Factors, each 1 where one of a multiple choice's cells holds a tick, a no, or nothing."""
        language = self.places.language
        return tuple(f'((TRIM({part})="")+{answered_formula(part, language)})' for part in self.parts(item))

    def _any_entry(self, item: Item) -> str:
        entries = (f'(TRIM({part})<>"")' for part in self.parts(item))
        return f"({'+'.join(entries)}>0)"

    def blank(self, item: Item) -> str:
        """TRUE where nothing was entered at all."""
        cells = self.parts(item) or (self.address(item),)
        return safe("*".join(f'(TRIM({cell})="")' for cell in cells))

    def ticked(self, item: Item) -> str:
        return safe(item.symbol.field.excel_value(self.address(item), language=self.places.language))

    def contains(self, item: Item, code: str) -> str:
        """TRUE where the code is ticked and none of the multiple choice's cells is unreadable."""
        ticked = ticked_formula(self.part(item, code), self.places.language)
        return safe("*".join((*self.readable(item), ticked)))

    def tick_count(self, item: Item) -> str:
        """The number of ticks; 0 where a multiple choice is unreadable."""
        if item.kind is Kind.TICK:
            return f"{self.ticked(item)}*1"
        ticked = "+".join(safe(ticked_formula(part, self.places.language)) for part in self.parts(item))
        return f"{safe('*'.join(self.readable(item)))}*({ticked})"

    def says(self, item: Item, *kinds: Missing) -> str:
        """TRUE where one of the labelled missing kinds was entered; there must be a word for one of them."""
        cell = self.address(item)
        return safe("+".join(f"({cell}={quoted(word)})" for word in self.missing_words(item, *kinds)))

    def missing_words(self, item: Item, *kinds: Missing) -> tuple[str, ...]:
        """The words for labelled missing kinds, for all kinds if none is named."""
        if item.kind is Kind.MULTI:
            return ()
        symbol, wanted = item.symbol, kinds or tuple(Missing)
        words = [
            self.places.missing_label(symbol.field, Missing(kind))
            for kind in symbol.field.missing
            if kind in wanted
        ]
        for code in symbol.codes.codes if symbol.codes else ():
            if code.missing in wanted:
                words.append(self.places.label(symbol.field.list_id or "", code.code))
        return tuple(dict.fromkeys(words))

    def _offered(self, reference: Item) -> str:
        target = self.scope.target(reference.symbol)
        return self.places.reference_labels(target.name if target else "")
