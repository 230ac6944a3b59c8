"""Tables of Excel (list objects), and what the style of one gives to the cells in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ruecklauf.office.conditional import Colours, Look, Place, dressed
from ruecklauf.office.excel.colours import whole
from ruecklauf.office.hardened_xml import Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import MAIN, area, is_true, roots
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Area, Sheet

_MARK = b"tableStyleElement"
_MOST = 10_000
_COLUMN_BANDS = ("firstColumnStripe", "secondColumnStripe")
_ROW_BANDS = ("firstRowStripe", "secondRowStripe")
_CORNERS = {
    "firstHeaderCell": ("headerRow", "firstColumn"),
    "lastHeaderCell": ("headerRow", "lastColumn"),
    "firstTotalCell": ("totalRow", "firstColumn"),
    "lastTotalCell": ("totalRow", "lastColumn"),
}
_ORDER = (
    "wholeTable",
    *_COLUMN_BANDS,
    *_ROW_BANDS,
    *("lastColumn", "firstColumn", "headerRow", "totalRow"),
    *_CORNERS,
)
"""Parts of a table, those that count more behind those that count less (ECMA-376 part 1, 18.18.89)."""
_DARK = {
    f"TableStyleDark{number}": {"wholeTable": Look(letters="FFFFFF", ground="dark")} for number in range(1, 8)
}
"""Of the styles that Excel brings along those whose letters are white wherever they stand."""

TableStyle = Mapping[str, Look]
"""By part of a table what it looks like."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where one is, and how much of its style it takes on."""

    area: Area
    style: str
    switches: Mapping[str, str]
    heads: int = 1
    totals: int = 0

    def parts(self, place: Place, sizes: Mapping[str, int]) -> frozenset[str]:
        """In which parts of it a cell lies; bands may be several rows or columns wide."""
        top, left, bottom, right = self.area
        row, column = place
        found = {
            "wholeTable": True,
            "headerRow": row < top + self.heads,
            "totalRow": row > bottom - self.totals,
            "firstColumn": column == left and self._shows("showFirstColumn"),
            "lastColumn": column == right and self._shows("showLastColumn"),
        }
        if not (found["headerRow"] or found["totalRow"]) and self._shows("showRowStripes"):
            found[_band(row - top - self.heads, _ROW_BANDS, sizes)] = True
        if self._shows("showColumnStripes"):
            found[_band(column - left, _COLUMN_BANDS, sizes)] = True
        found |= {name: all(found[side] for side in sides) for name, sides in _CORNERS.items()}
        return frozenset(name for name, here in found.items() if here)

    def _shows(self, switch: str) -> bool:
        return is_true(self.switches.get(switch))


def _band(at: int, bands: tuple[str, str], sizes: Mapping[str, int]) -> str:
    first, second = (max(sizes.get(band, 1), 1) for band in bands)
    return bands[0] if at % (first + second) < first else bands[1]


@dataclass(frozen=True, slots=True)
class TableStyles:
    """Those of one workbook, by name."""

    looks: Mapping[str, TableStyle]
    sizes: Mapping[str, Mapping[str, int]]
    """How wide bands are."""


NO_TABLE_STYLES = TableStyles({}, {})


def read_table_styles(data: bytes, part: str, looks: Sequence[Look]) -> TableStyles:
    """What the styles part says of tables; of a damaged one what stands before the damage."""
    found: dict[str, dict[str, Look]] = {}
    sizes: dict[str, dict[str, int]] = {}

    def begin(attributes: dict[str, str]) -> None:
        name = attributes.get("name", "")
        found[name], sizes[name] = {}, {}

    def note(attributes: dict[str, str]) -> None:
        kind, number = attributes.get("type", ""), whole(attributes.get("dxfId", "-1"), most=_MOST)
        if found and "dxfId" in attributes and number < len(looks):
            name = next(reversed(found))
            found[name][kind] = looks[number]
            sizes[name][kind] = whole(attributes.get("size", "1"), most=_MOST)

    if _MARK in data:
        starts: dict[str, StartHandler] = {"tableStyle": begin, "tableStyleElement": note}
        with suppress(Refusal):
            parse_xml(data, Handlers(qualify(MAIN, starts), {}, roots=roots("styleSheet")), part=part)
    return TableStyles({**_DARK, **found}, sizes)


def read_table(data: bytes, part: str) -> Table | None:
    """A table; None for one without a style or place."""
    said: dict[str, dict[str, str]] = {}
    starts: dict[str, StartHandler] = {
        "table": lambda attributes: said.setdefault("table", attributes) and None,
        "tableStyleInfo": lambda attributes: said.setdefault("style", attributes) and None,
    }
    parse_xml(data, Handlers(qualify(MAIN, starts), {}, roots=roots("table")), part=part)
    table, style = said.get("table", {}), said.get("style", {})
    try:
        where = area(table.get("ref", ""))
    except ValueError:
        return None
    heads, totals = (
        whole(table.get(f"{key}RowCount", usual), most=_MOST)
        for key, usual in (("header", "1"), ("totals", "0"))
    )
    return Table(where, style.get("name", ""), style, heads, totals)


def as_tabled(
    sheet: Sheet, tables: Iterable[Table], styles: TableStyles, colours: Callable[[Place], Colours]
) -> Sheet:
    """The sheet as the styles of its tables let it be seen; what a cell says itself counts before them."""
    cells = dict(sheet.cells)
    for table in tables:
        style, sizes = styles.looks.get(table.style, {}), styles.sizes.get(table.style, {})
        for place in _within(sheet, table.area) if style else ():
            look = _look(style, table.parts(place, sizes), colours(place))
            cells[place] = dressed(cells[place], look)
    return replace(sheet, cells=cells)


def _within(sheet: Sheet, where: Area) -> Iterator[Place]:
    top, left, bottom, right = where
    return (place for place in sheet.cells if top <= place[0] <= bottom and left <= place[1] <= right)


def _look(style: TableStyle, parts: frozenset[str], own: Colours) -> Look:
    """What a cell looks like that has these colours itself."""
    here = [style[part] for part in _ORDER if part in parts and part in style]
    letters = next((look.letters for look in reversed(here) if look.letters), "")
    ground = next((look.ground for look in reversed(here) if look.ground), "")
    return Look(None, any(look.struck for look in here), own[0] or letters, own[1] or ground)
