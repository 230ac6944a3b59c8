"""Tables of a Word document, with the tables in their cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import Change, DocumentCell, DocumentRow, DocumentTable, unseen_cell
from ruecklauf.office.hardened_xml import Ends, StartHandler, Starts
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.running_text import Story
from ruecklauf.office.word.flow import WordFlow
from ruecklauf.office.word.names import WORD, attribute, ground_of, is_on, number, shortened, value
from ruecklauf.office.word.sizes import is_flat
from ruecklauf.office.word.table_parts import as_styled

MAX_NESTED = 20
"""Tables in tables; programs that walk through them call themselves for each."""
_MOST_COLUMNS = 1_000
"""Word has 63."""


@dataclass(slots=True)
class _Row:
    cells: list[DocumentCell] = field(default_factory=list)
    before: int = 0
    """Columns that are left out at its beginning."""
    change: Change = Change.NONE
    author: str = ""
    heads: bool = False
    hidden: bool = False


@dataclass(slots=True, eq=False)
class _SpannedCell:
    span: int = 1
    continues: bool = False


@dataclass(slots=True)
class _Table:
    story: Story
    outer_style: str
    """Of the table around it."""
    look: dict[str, str] = field(default_factory=dict)
    """Which parts of it are styled."""
    rows: list[DocumentRow] = field(default_factory=list)
    row: _Row | None = None
    cell: _SpannedCell | None = None


class Tables:
    """Builds the tables of the flow's stories; rows and cells outside of one are ValueErrors."""

    def __init__(self, flow: WordFlow) -> None:
        self._flow = flow
        self._open: list[_Table] = []
        self._in_cell_properties = False

    def register(self, dispatch: Dispatch) -> None:
        starts: Starts = {
            "tbl": self._start_table,
            "tblStyle": self._note_style,
            "tblLook": self._note_look,
            "trHeight": self._note_height,
            "tr": self._start_row,
            "trPr": self._start_row_properties,
            "gridBefore": self._note_columns_before,
            "tblHeader": self._note_heads,
            "hidden": self._note_hidden,
            "tc": self._start_cell,
            "tcPr": self._start_cell_properties,
            "shd": self._note_shade,
            "gridSpan": self._note_span,
            "vMerge": self._note_merge,
            "cellIns": self._cell_change(Change.INSERTED),
            "cellDel": self._cell_change(Change.DELETED),
        }
        ends: Ends = {
            "tbl": self._end_table,
            "tr": self._end_row,
            "trPr": self._end_row_properties,
            "tc": self._end_cell,
            "tcPr": self._end_cell_properties,
        }
        dispatch.add(WORD, starts, ends)
        dispatch.pass_over(WORD, "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "tblGridChange")

    # Tables

    def _start_table(self, _attributes: dict[str, str]) -> None:
        if len(self._open) == MAX_NESTED:
            raise Refusal("too_large", why="im Dokument stehen zu viele Tabellen ineinander")
        self._flow.close()
        self._open.append(_Table(self._flow.story, self._flow.table_style))
        self._flow.table_style = self._flow.styles.table_style("")

    def _end_table(self) -> None:
        table, style = self._open.pop(), self._flow.table_style
        self._flow.table_style = table.outer_style
        rows = as_styled(table.rows, self._flow.styles.parts_of(style), table.look)
        self._flow.add_blocks(DocumentTable(tuple(rows)))
        self._flow.allowance.cells.spend()

    def _table(self) -> _Table:
        """The innermost one, unless a text box in one of its cells is being read."""
        if not self._open or self._open[-1].story is not self._flow.story:
            raise ValueError("eine Zeile oder Zelle steht in keiner Tabelle")
        return self._open[-1]

    def _note_style(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._flow.table_style = self._flow.styles.table_style(value(attributes))

    def _note_look(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._open[-1].look = attributes

    # Rows

    def _start_row(self, _attributes: dict[str, str]) -> None:
        table = self._table()
        if table.row:
            raise ValueError("eine Zeile steht in einer anderen")
        table.row = _Row()

    def _end_row(self) -> None:
        table = self._table()
        row, table.row = table.row, None
        if row:
            before = [DocumentCell(span=row.before)] if row.before else []
            cells = map(unseen_cell, row.cells) if row.hidden else row.cells
            table.rows.append(DocumentRow((*before, *cells), row.change, row.author, row.heads))
            self._flow.allowance.cells.spend(1 + row.before)

    def _row(self) -> _Row:
        row = self._table().row
        if row is None:
            raise ValueError("eine Zelle steht in keiner Zeile")
        return row

    def _start_row_properties(self, _attributes: dict[str, str]) -> None:
        self._flow.concerned = self._mark_row

    def _end_row_properties(self) -> None:
        self._flow.concerned = None

    def _mark_row(self, change: Change, author: str) -> None:
        row = self._row()
        if row.change is not Change.DELETED:
            row.change, row.author = change, author

    def _note_columns_before(self, attributes: dict[str, str]) -> None:
        self._row().before = number(value(attributes), most=_MOST_COLUMNS)

    def _note_heads(self, attributes: dict[str, str]) -> None:
        self._row().heads = is_on(attributes)

    def _note_height(self, attributes: dict[str, str]) -> None:
        row = self._row()
        row.hidden = row.hidden or is_flat(value(attributes), attribute(attributes, "hRule"))

    def _note_hidden(self, attributes: dict[str, str]) -> None:
        row = self._row()
        row.hidden = row.hidden or is_on(attributes)

    # Cells

    def _start_cell(self, _attributes: dict[str, str]) -> None:
        self._row()
        table = self._table()
        if table.cell:
            raise ValueError("eine Zelle steht in einer anderen")
        table.cell = _SpannedCell()
        self._flow.begin()
        self._flow.grounds.append("")

    def _end_cell(self) -> None:
        table = self._table()
        cell, table.cell = table.cell, None
        if cell is not None:
            self._row().cells.append(DocumentCell(self._flow.end(), cell.span, cell.continues))
            self._flow.allowance.cells.spend(cell.span)
            self._flow.end_change(cell)
            self._flow.grounds.pop()

    def _cell(self) -> _SpannedCell:
        cell = self._table().cell
        if cell is None:
            raise ValueError("die Eigenschaften einer Zelle stehen in keiner")
        return cell

    def _start_cell_properties(self, _attributes: dict[str, str]) -> None:
        self._in_cell_properties = True

    def _end_cell_properties(self) -> None:
        self._in_cell_properties = False

    def _note_shade(self, attributes: dict[str, str]) -> None:
        if self._in_cell_properties:
            self._flow.grounds[-1:] = [ground_of(attributes)]

    def _note_span(self, attributes: dict[str, str]) -> None:
        self._cell().span = max(number(value(attributes), most=_MOST_COLUMNS), 1)

    def _note_merge(self, attributes: dict[str, str]) -> None:
        # In the first row there is nothing above.
        self._cell().continues = value(attributes) != "restart" and bool(self._table().rows)

    def _cell_change(self, change: Change) -> StartHandler:
        def note(attributes: dict[str, str]) -> None:
            author = shortened(attribute(attributes, "author"))
            self._flow.begin_change(self._cell(), change, author)

        return note
