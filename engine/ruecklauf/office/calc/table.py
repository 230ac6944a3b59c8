"""The tables of an OpenDocument spreadsheet: their columns, rows and cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ruecklauf.cells import CellKind
from ruecklauf.office.calc.cells import cell_content
from ruecklauf.office.calc.conditional import ConditionReader, conditioned
from ruecklauf.office.calc.drawn import DrawnTexts
from ruecklauf.office.calc.grid import RepeatedCells, Run
from ruecklauf.office.calc.notes import Notes
from ruecklauf.office.calc.page_texts import PageTexts
from ruecklauf.office.calc.text import Paragraphs
from ruecklauf.office.hardened_xml import EndHandler, Ends, StartHandler, Starts, qualify
from ruecklauf.office.limits import MAX_SHEETS, Budget, count
from ruecklauf.office.opendocument.names import DRAW, TABLE, TEXT, XLINK
from ruecklauf.office.opendocument.styles import Styles
from ruecklauf.office.rich_text import RichText
from ruecklauf.office.room import Laid, as_laid
from ruecklauf.office.workbook import Link, Sheet
from ruecklauf.shown.apparent import as_coloured, repeated, unseen

_HIDDEN = ("collapse", "filter")
_CACHED = "'#$"
"""In the names of tables in which LibreOffice keeps what it read from other files: `'file:///…'#$Blatt`."""

# Put together once: a name that is made anew for each look-up costs more than the look-up.
_STYLE, _DEFAULT_STYLE = f"{TABLE} style-name", f"{TABLE} default-cell-style-name"
_COLUMNS, _ROWS = f"{TABLE} number-columns-repeated", f"{TABLE} number-rows-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{TABLE} number-rows-spanned", f"{TABLE} number-columns-spanned"
_VALIDATION, _VISIBILITY = f"{TABLE} content-validation-name", f"{TABLE} visibility"


class TableReader:
    """Gathers the sheets.

    Left out are tables inside shapes (those of charts), links by DDE and kept parts of other files: they are
    told as embedded parts and as links.
    """

    def __init__(
        self,
        styles: Styles,
        paragraphs: Paragraphs,
        shapes: DrawnTexts,
        notes: Notes,
        page_texts: PageTexts,
    ) -> None:
        self.date1904 = False
        self.sheets: list[Sheet] = []
        self._styles = styles
        self._paragraphs = paragraphs
        self._shapes = shapes
        self._notes = notes
        self._page_texts = page_texts
        self._conditions = ConditionReader(styles)
        self._links: list[str] = []
        self._budget = Budget.of_cells()
        self._tables = Budget(MAX_SHEETS, "die Datei hat zu viele Blätter")
        self._grid: RepeatedCells | None = None
        self._in_link = False
        self._row: dict[str, str] | None = None
        self._cell: dict[str, str] | None = None
        self._style: str | None = None
        """Of the cell."""

    @property
    def current(self) -> str | None:
        """The name of the table that is open."""
        return None if self._grid is None else self._grid.name

    def handlers(self) -> tuple[Starts, Ends]:
        cell, cell_end = self._outside_shapes(self._start_cell), self._outside_shapes_end(self._end_cell)
        starts: Starts = {
            "null-date": self._note_null_date,
            "dde-link": self._enter_link,
            "table": self._outside_shapes(self._start_table),
            "table-column": self._outside_shapes(self._note_column),
            "table-row": self._outside_shapes(self._start_row),
            "table-cell": cell,
            "covered-table-cell": cell,
        }
        ends: Ends = {
            "dde-link": self._leave_link,
            "table": self._outside_shapes_end(self._end_table),
            "table-row": self._outside_shapes_end(self._end_row),
            "table-cell": cell_end,
            "covered-table-cell": cell_end,
        }
        links: Starts = {f"{TEXT} a": self._note_link, f"{DRAW} a": self._note_link}
        conditions, _ = self._conditions.handlers()
        return {**qualify((TABLE,), starts), **links, **conditions}, qualify((TABLE,), ends)

    def _outside_shapes(self, handler: Callable[[dict[str, str]], None]) -> StartHandler:
        def start(attributes: dict[str, str]) -> None:
            if not self._shapes.depth and not self._in_link:
                handler(attributes)

        return start

    def _outside_shapes_end(self, handler: Callable[[], None]) -> EndHandler:
        def end() -> None:
            if not self._shapes.depth and not self._in_link:
                handler()

        return end

    def _note_null_date(self, attributes: dict[str, str]) -> None:
        self.date1904 = attributes.get(f"{TABLE} date-value", "").startswith("1904-01-01")

    def _enter_link(self, _attributes: dict[str, str]) -> None:
        self._in_link = True

    def _leave_link(self) -> None:
        self._in_link = False

    # Tables, columns and rows

    def _start_table(self, attributes: dict[str, str]) -> None:
        if self._grid is not None:
            raise ValueError("Tabelle in einer Tabelle")
        self._tables.spend()
        self._grid = RepeatedCells(attributes.get(f"{TABLE} name", ""), self._budget)
        if self._styles.hides("table", attributes.get(_STYLE)):
            self._grid.state = "hidden"
        page = self._styles.master_page(attributes.get(_STYLE))
        self._grid.page_texts = self._page_texts.of(page)
        self._grid.protected = attributes.get(f"{TABLE} protected") == "true"

    def _end_table(self) -> None:
        grid = self._open_grid()
        grid.drawing_texts += self._shapes.take()
        formats = self._conditions.take()
        if _CACHED not in grid.name:
            sheet = as_laid(grid.sheet(), self._laid(grid))
            sheet = replace(sheet, widths=()) if self._styles.any_small else sheet
            self.sheets.append(conditioned(sheet, grid.styles, formats, self._styles))
        self._grid = None

    def _laid(self, grid: RepeatedCells) -> Iterator[tuple[tuple[int, int], Laid]]:
        """Of the cells that may lie out of sight how they do."""
        names = set(grid.styles.values())
        telling = {name: how for name in names if (how := self._styles.laid(name)).may_hide}
        return ((place, telling[name]) for place, name in grid.styles.items() if name in telling)

    def _open_grid(self) -> RepeatedCells:
        if self._grid is None:
            raise ValueError("Zeile außerhalb einer Tabelle")
        return self._grid

    def _note_column(self, attributes: dict[str, str]) -> None:
        self._open_grid().add_columns(
            count(attributes.get(_COLUMNS)),
            hidden=self._is_hidden("table-column", attributes),
            style=attributes.get(_DEFAULT_STYLE),
            width=self._styles.width(attributes.get(_STYLE)),
        )

    def _is_hidden(self, family: str, attributes: dict[str, str]) -> bool:
        if attributes.get(_VISIBILITY) in _HIDDEN:
            return True
        style = attributes.get(_STYLE)
        return self._styles.hides(family, style) or self._styles.is_low(style, family)

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self._row is not None:
            raise ValueError("Zeile in einer Zeile")
        self._row = attributes
        self._open_grid().start_row()

    def _end_row(self) -> None:
        attributes = self._row or {}
        self._row = None
        if attributes.get(_VISIBILITY) == "filter":
            self._open_grid().filtered = True
        self._open_grid().end_row(
            count(attributes.get(_ROWS)),
            hidden=self._is_hidden("table-row", attributes),
        )

    # Cells

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._cell is not None or self._row is None:
            raise ValueError("Zelle außerhalb einer Zeile")
        self._cell = attributes
        self._style = self._style_of(attributes)
        self._paragraphs.begin(self._styles.symbol_font("table-cell", self._style) or "")
        validation = attributes.get(_VALIDATION)
        if validation:
            self._open_grid().validations.add(validation)

    def _note_link(self, attributes: dict[str, str]) -> None:
        target = attributes.get(f"{XLINK} href", "")
        if self._cell is not None and not self._shapes.depth:
            self._links.append(target)
        elif self._grid is not None:
            self._grid.links.append(Link(0, 0, target))

    def _end_cell(self) -> None:
        attributes, is_blank_line = self._cell or {}, self._paragraphs.is_blank_line
        has_signs = self._paragraphs.has_signs
        rich = self._paragraphs.end()
        self._cell = None
        run = self._run(attributes, rich, has_signs=has_signs)
        if self._styles.repeats(self._style):
            run.raw = repeated(run.raw)
        if self._open_grid().protected and self._styles.conceals(self._style):
            run.raw = unseen(run.raw)
        run.raw = as_coloured(run.raw, *self._styles.cell_colours(self._style), rich.colours)
        if is_blank_line and run.raw.kind is CellKind.BLANK and run.raw.formula is not None:
            # LibreOffice says no more of a formula that gives an empty text.
            run.raw = replace(run.raw, kind=CellKind.TEXT)
        self._open_grid().add(run)

    def _run(self, attributes: dict[str, str], rich: RichText, *, has_signs: bool) -> Run:
        style = self._style
        struck = rich.struck
        return Run(
            count(attributes.get(_COLUMNS)),
            cell_content(
                attributes,
                rich.text,
                style_format=self._styles.number_format(style),
                date1904=self.date1904,
                has_signs=has_signs,
            ),
            bool(self._styles.struck("table-cell", style) if struck is None else struck),
            (
                count(attributes.get(_ROWS_SPANNED)),
                count(attributes.get(_COLUMNS_SPANNED)),
            ),
            self._taken_notes(),
            self._taken_links(),
            validated=bool(attributes.get(_VALIDATION)),
            style=style,
        )

    def _taken_notes(self) -> Sequence[tuple[str, str]]:
        """Text and author; what stands above words has none."""
        notes, asides = self._notes.take(), self._paragraphs.take_asides()
        return [*notes, *((text, "") for text in asides)] if asides else notes

    def _taken_links(self) -> Sequence[str]:
        if not self._links:
            return ()
        taken, self._links = self._links, []
        return taken

    def _style_of(self, attributes: dict[str, str]) -> str | None:
        """The style of a cell: its own, else its row's or its column's."""
        own = attributes.get(_STYLE)
        if own is not None:
            return own
        of_row = (self._row or {}).get(_DEFAULT_STYLE)
        return of_row or self._open_grid().column_style()
