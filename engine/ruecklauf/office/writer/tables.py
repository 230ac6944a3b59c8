"""The tables of OpenDocument texts: rows with the cells that are seen, merged ones marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import (
    Block,
    Change,
    DocumentCell,
    DocumentRow,
    DocumentTable,
    Piece,
    paragraphs_of,
    unseen,
    unseen_cell,
)
from ruecklauf.office.hardened_xml import EndHandler, Ends, Starts
from ruecklauf.office.limits import TextAllowance, count
from ruecklauf.office.open_text import Look
from ruecklauf.office.opendocument.names import TABLE
from ruecklauf.office.opendocument.styles import Styles
from ruecklauf.office.writer.flow import WriterFlow


@dataclass(slots=True)
class _OpenTable:
    """A table while its rows are read."""

    allowance: TextAllowance
    rows: list[DocumentRow] = field(default_factory=list)
    number: int = 0
    """Of the row that is open, from 0."""
    heads: bool = False
    row: dict[str, str] | None = None
    cell: dict[str, str] | None = None
    cells: list[DocumentCell] = field(default_factory=list)
    mark: Look | None = None
    """Of a tracked row."""
    column: int = 0
    """Where the row's next cell stands, from 0."""
    reach: int = 0
    """Where the cell before it ends."""
    merged: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By column: down to which row a cell reaches, and how many columns it covers."""

    def begin_row(self, attributes: dict[str, str]) -> None:
        self.row = attributes
        self.cells = []
        self.mark = None
        self.column = self.reach = 0

    def end_row(self, row: DocumentRow, times: int) -> None:
        self.rows.extend([row] * times)
        self.number += times
        self.row = None

    def add(self, blocks: tuple[Block, ...], attributes: dict[str, str]) -> None:
        """A cell that is no part of another."""
        self._pass_over()
        span = count(attributes.get(f"{TABLE} number-columns-spanned"))
        self.allowance.cells.spend(span)
        down = count(attributes.get(f"{TABLE} number-rows-spanned"))
        if down > 1:
            self.merged[self.column] = (self.number + down - 1, span)
        self._place(DocumentCell(blocks, span))

    def add_covered(self, blocks: tuple[Block, ...]) -> bool:
        """Whether a cell that is part of the one beside or above it is kept, as it holds something."""
        if self.column < self.reach:
            self.column += 1
            if not self.cells or not any(paragraph.pieces for paragraph in paragraphs_of(blocks)):
                return False
            before = self.cells[-1]
            self.cells[-1] = replace(before, blocks=before.blocks + tuple(map(unseen, blocks)))
            return True
        self.allowance.cells.spend()
        last, span = self.merged.get(self.column, (-1, 1))
        if self.number <= last:
            self._place(DocumentCell(blocks, span, continues=True))
        else:
            self._place(DocumentCell(blocks))
        return True

    def _pass_over(self) -> None:
        """Some programs leave covered cells out."""
        self.column = max(self.column, self.reach)
        while self.number <= self.merged.get(self.column, (-1, 1))[0]:
            self.add_covered(())
            self.column = self.reach

    def _place(self, cell: DocumentCell) -> None:
        self.cells.append(cell)
        self.reach = self.column + cell.span
        self.column += 1


class TableReader:
    """Puts tables into the text where they stand."""

    def __init__(self, flow: WriterFlow, styles: Styles) -> None:
        self._flow = flow
        self._styles = styles
        self._open: list[_OpenTable] = []

    def register(self, dispatch: Dispatch) -> None:
        starts: Starts = {
            "table": self._start_table,
            "table-header-rows": lambda _: self._note_heads(True),
            "table-row": self._start_row,
            "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell,
        }
        ends: Ends = {
            "table": self._end_table,
            "table-header-rows": lambda: self._note_heads(False),
            "table-row": self._end_row,
            "table-cell": self._end_of(covered=False),
            "covered-table-cell": self._end_of(covered=True),
        }
        dispatch.add((TABLE,), starts, ends)

    def _start_table(self, _attributes: dict[str, str]) -> None:
        self._open.append(_OpenTable(self._flow.allowance))

    def _end_table(self) -> None:
        if rows := self._open.pop().rows:
            self._flow.add_blocks(DocumentTable(tuple(rows)))

    def _note_heads(self, heads: bool) -> None:
        if self._open:
            self._open[-1].heads = heads

    def _start_row(self, attributes: dict[str, str]) -> None:
        if not self._open or self._open[-1].row is not None:
            raise ValueError("Zeile außerhalb einer Tabelle")
        self._open[-1].begin_row(attributes)

    def _end_row(self) -> None:
        table = self._open[-1]
        attributes = table.row or {}
        times = count(attributes.get(f"{TABLE} number-rows-repeated"))
        low = self._styles.is_low(attributes.get(f"{TABLE} style-name"))
        cells = tuple(map(unseen_cell, table.cells) if low else table.cells)
        change, author = Change.NONE, ""
        if self._styles.tracked(attributes.get(f"{TABLE} style-name")):
            change, author = _row_change(cells, table.mark)
        row = DocumentRow(cells, change, author, table.heads)
        self._flow.allowance.cells.spend()
        self._flow.repeat((DocumentTable((row,)),), times - 1)
        table.end_row(row, times)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if not self._open or self._open[-1].row is None or self._open[-1].cell is not None:
            raise ValueError("Zelle außerhalb einer Zeile")
        self._open[-1].cell = attributes
        self._flow.begin()
        ground = self._styles.ground("table-cell", attributes.get(f"{TABLE} style-name"))
        self._flow.grounds.append(ground or "")

    def _end_of(self, *, covered: bool) -> EndHandler:
        def end() -> None:
            blocks, table = self._flow.end(), self._open[-1]
            table.mark = table.mark or self._flow.take_mark()
            attributes, table.cell = table.cell or {}, None
            self._flow.grounds.pop()
            times = count(attributes.get(f"{TABLE} number-columns-repeated"))
            self._flow.repeat(blocks, times - 1)
            dropped = 0
            for _ in range(times):
                if not covered:
                    table.add(blocks, attributes)
                elif not table.add_covered(blocks):
                    dropped += 1
            self._flow.repeat(blocks, -dropped)

        return end


def _row_change(cells: tuple[DocumentCell, ...], mark: Look | None) -> tuple[Change, str]:
    """What became of a row in which more than texts was changed, as LibreOffice judges by its texts."""
    changes = [(piece.change, piece.author) for piece in _pieces(cells)]
    if mark is not None:
        changes.insert(0, (mark[1], mark[2]))
    if changes and all(change is Change.DELETED for change, _ in changes):
        return changes[0]
    return changes[0] if changes and changes[0][0] is Change.INSERTED else (Change.NONE, "")


def _pieces(cells: tuple[DocumentCell, ...]) -> Iterator[Piece]:
    for cell in cells:
        for paragraph in cell.paragraphs():
            yield from paragraph.pieces
