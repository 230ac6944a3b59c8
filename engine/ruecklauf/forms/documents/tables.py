"""The tables of a Word form: row ids, locked cells, and places for answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ruecklauf.forms.documents.widths import ColumnNeed, column_widths
from ruecklauf.forms.documents.xml import attribute, run, token
from ruecklauf.layout.pages.plan import LABEL_WIDTH, ROW_WIDTH, PlannedCell, PlannedLine, PlannedTable
from ruecklauf.texts import Texts

GIVEN_FILL = "EDEDED"
"""Behind what the form prints; black on it has a contrast of 18:1."""
BORDER = "7F7F7F"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{BORDER}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True, slots=True)
class TableLooks:
    """What a template lends to tables: ids of its styles, and the space between its margins in twips."""

    text_width: int
    table: str
    head: str
    cell: str
    code: str
    given: str
    example: str


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Makes the XML of planned tables, with a token for every answer."""

    looks: TableLooks
    texts: Texts

    def xml(self, table: PlannedTable, caption: str) -> str:
        """The table; programs that read aloud get `caption` as its title."""
        heads = self._beside(table, self.texts("document.row"), table.label_head)
        heads += [column.head for column in table.columns]
        widths = self._widths(table, heads)
        rows = "".join(self._rows(table, heads, widths))
        return table_of(rows, widths, style=self.looks.table, caption=caption)

    @staticmethod
    def _beside(table: PlannedTable, code: str, label: str) -> list[str]:
        """What stands in a row before the columns."""
        return [code, label] if table.label_head else [code]

    def _widths(self, table: PlannedTable, heads: list[str]) -> list[int]:
        shares = [ROW_WIDTH, *([LABEL_WIDTH] if table.label_head else [])]
        shares += [column.width for column in table.columns]
        codes = [table.lines[-1].code, self.texts("document.example")]
        labels = [[line.label for line in table.lines]] if table.label_head else []
        shown = [codes, *labels, *(_texts_in(table, number) for number in range(len(table.columns)))]
        needs = map(ColumnNeed, shares, heads, shown)
        return column_widths(tuple(needs), self.looks.text_width)

    def _rows(self, table: PlannedTable, heads: list[str], widths: list[int]) -> Iterator[str]:
        looks = self.looks
        yield row_of(
            [cell_of(width, run(head), looks.head) for width, head in zip(widths, heads, strict=True)],
            is_head=True,
        )
        if any(table.example):
            shown = [*self._beside(table, self.texts("document.example"), ""), *table.example]
            cells = zip(widths, shown, strict=True)
            yield row_of([cell_of(width, run(text) if text else "", looks.example) for width, text in cells])
        for line in table.lines:
            yield row_of(list(self._line(table, line, widths)))

    def _line(self, table: PlannedTable, line: PlannedLine, widths: list[int]) -> Iterator[str]:
        looks, rest = self.looks, iter(widths)
        yield cell_of(next(rest), run(line.code, looks.code), looks.cell, GIVEN_FILL)
        if table.label_head:
            text = run(line.label, looks.given) if line.label else ""
            yield cell_of(next(rest), text, looks.cell, GIVEN_FILL)
        for cell in line.cells:
            yield cell_of(next(rest), token(cell.tag), looks.cell, GIVEN_FILL if cell.locked else "")


def table_of(rows: str, widths: list[int], *, style: str, caption: str) -> str:
    """A table of rows with columns of these widths in twips; programs that read aloud get the caption."""
    named = f'<w:tblStyle w:val="{style}"/>' if style else ""
    borders = "" if style else f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{named}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={attribute(caption)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _texts_in(table: PlannedTable, number: int) -> set[str]:
    """All that the form itself shows in a column, and what can be chosen in it."""
    cells = [line.cells[number] for line in table.lines]
    entries = {entry for cell in cells if cell.control.kind == "list" for entry in cell.control.entries}
    return {
        *(cell.text if cell.locked else _prompt(cell) for cell in cells),
        *entries,
        *table.example[number:][:1],
    }


def _prompt(cell: PlannedCell) -> str:
    """What an empty answer shows; the two boxes stay on one line with their words."""
    shown = cell.control.placeholder
    return shown.replace(" ", "\u00a0") if cell.control.kind == "boxes" else shown


def row_of(cells: list[str], *, is_head: bool = False) -> str:
    """A row that stays on one page; a head is repeated on every one."""
    repeated = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def cell_of(width: int, content: str, style: str, fill: str = "", *, span: int = 1) -> str:
    """A cell with one paragraph, as wide as `span` columns."""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shaded}</w:tcPr>'
        f"<w:p>{styled}{content}</w:p></w:tc>"
    )
