"""A text document's tables as lines of cells, and its other paragraphs, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

from ruecklauf.office.document import (
    Block,
    Change,
    DocumentCell,
    DocumentRow,
    DocumentTable,
    Paragraph,
    TextDocument,
    paragraphs_of,
)

PLAIN_BULLETS = frozenset("•·●○◦▪▫■□◆◇►▸‣⁃-–—*o§")
"""They part lines and say no more."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph with its number, see `TextDocument.body_paragraphs`."""

    number: int
    paragraph: Paragraph

    @property
    def text(self) -> str:
        return self.paragraph.text.strip()

    @property
    def label(self) -> str:
        """What a list shows before its text: its number, or its bullet if that says anything."""
        bullet = self.paragraph.bullet.strip()
        return self.paragraph.number.strip() or ("" if bullet in PLAIN_BULLETS else bullet)

    @property
    def text_before(self) -> str:
        """As it was before tracked changes."""
        pieces = (piece.text for piece in self.paragraph.pieces if piece.change is not Change.INSERTED)
        return "".join(pieces).strip()

    @property
    def has_text(self) -> bool:
        """Whether anything stands in it, or stood there before tracked changes."""
        return any(piece.text.strip() for piece in self.paragraph.pieces)


@dataclass(frozen=True, eq=False)
class GridCell:
    """A cell of a table, with what stands in it; compared by identity."""

    start: int
    """The grid column it begins in, from 0."""
    span: int
    continues: bool
    paragraphs: tuple[Numbered, ...]

    @cached_property
    def text(self) -> str:
        """All of it, as it reads once tracked changes are accepted."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs if paragraph.text)

    @property
    def text_before(self) -> str:
        """All of it, as it was before tracked changes."""
        return "\n".join(filter(None, (paragraph.text_before for paragraph in self.paragraphs)))

    @property
    def has_text(self) -> bool:
        """Whether anything is shown in it, be it a list's number alone."""
        return any(paragraph.has_text or paragraph.label for paragraph in self.paragraphs)


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A row of a table; compared by identity."""

    cells: tuple[GridCell, ...]
    change: Change = Change.NONE

    @property
    def width(self) -> int:
        """Grid columns across."""
        return sum(cell.span for cell in self.cells)


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """A table; compared by identity."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole body in reading order; a table inside a cell is its text, unless it is one of the form's."""

    items: tuple[Numbered | Table, ...]

    @property
    def tables(self) -> Iterator[Table]:
        return (item for item in self.items if isinstance(item, Table))

    @property
    def paragraphs(self) -> Iterator[Numbered]:
        """Those outside tables."""
        return (item for item in self.items if isinstance(item, Numbered))


def make_grid(document: TextDocument, is_code: Callable[[str], bool]) -> Grid:
    """The grid of a document. `is_code` tells whether a cell's text is a code of the form: tables inside
    cells are the form's if several of their rows begin with one."""
    walker = _Walker(is_code)
    return Grid(tuple(walker.walk(document.blocks)))


@dataclass(frozen=True, slots=True)
class _Walker:
    is_code: Callable[[str], bool]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def walk(self, blocks: tuple[Block, ...]) -> Iterator[Numbered | Table]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield Numbered(next(self.numbers), block)
            else:
                yield from self._table(block)

    def _table(self, table: DocumentTable) -> Iterator[Numbered | Table]:
        inside: list[Numbered | Table] = []
        yield Table(tuple(self._line(row, inside) for row in table.rows))
        yield from inside

    def _line(self, row: DocumentRow, inside: list[Numbered | Table]) -> Line:
        start = 0
        cells = []
        for cell in row.cells:
            paragraphs = tuple(self._paragraphs(cell.blocks, inside))
            cells.append(GridCell(start, cell.span, cell.continues, paragraphs))
            start += cell.span
        return Line(tuple(cells), row.change)

    def _paragraphs(self, blocks: tuple[Block, ...], inside: list[Numbered | Table]) -> Iterator[Numbered]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield Numbered(next(self.numbers), block)
            elif self._is_of_form(block):
                inside += self._table(block)
            else:
                for row in block.rows:
                    for cell in row.cells:
                        yield from self._paragraphs(cell.blocks, inside)

    def _is_of_form(self, table: DocumentTable) -> bool:
        return sum(bool(row.cells) and self.is_code(_text(row.cells[0])) for row in table.rows) > 1


def _text(cell: DocumentCell) -> str:
    return "\n".join(paragraph.text.strip() for paragraph in paragraphs_of(cell.blocks)).strip()
