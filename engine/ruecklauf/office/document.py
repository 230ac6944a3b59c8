"""What the readers of text documents produce: everything that stands in one, uninterpreted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple


class ControlKind(StrEnum):
    """What a content control is made for."""

    TEXT = "text"
    LIST = "list"
    """A dropdown or combo box."""
    DATE = "date"
    BOX = "box"
    """A check box; its text is the sign that is shown."""


class Change(StrEnum):
    """What a tracked change says of a piece; accepted or rejected changes leave no trace."""

    NONE = ""
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Control:
    """A content control. Programs lose tags and names; nothing is taken by them alone."""

    number: int
    """Counts the document's controls from 1: pieces with one number stand in one control."""
    kind: ControlKind
    tag: str = ""
    alias: str = ""
    placeholder: bool = False
    """It shows its prompt: nothing was entered."""
    checked: bool | None = None
    """Of a check box."""
    day: str = ""
    """What a date control keeps beside its text, as ISO 8601 has it; nobody sees it."""


class Piece(NamedTuple):
    """Consecutive text of one kind; tabs are `\\t`, line breaks `\\n`."""

    text: str
    control: Control | None = None
    """The innermost control around it."""
    change: Change = Change.NONE
    author: str = ""
    """Of the change."""
    struck: bool = False
    hidden: bool = False
    marked: bool = False
    """Set off by its own look: bold, underlined, highlighted, shaded, framed."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    pieces: tuple[Piece, ...] = ()
    heading: int = 0
    """Level of a heading, from 1; 0 for other paragraphs."""
    number: str = ""
    """Of a list or a heading, as it is shown before the text: `1.`, `a)`; nobody typed it."""
    bullet: str = ""
    """Of a list."""
    drawn: bool = False
    """A shape or picture is anchored in it, which may lie over its text."""
    pictures: int = 0
    """How many of what the document counts as pictures are anchored in it."""

    @property
    def text(self) -> str:
        """As it reads once tracked changes are accepted."""
        return "".join(piece.text for piece in self.pieces if piece.change is not Change.DELETED)


@dataclass(frozen=True, slots=True)
class DocumentCell:
    """A table cell with all in it, nested tables included."""

    blocks: tuple[Block, ...] = ()
    span: int = 1
    """Columns that it covers."""
    continues: bool = False
    """It is merged with the cell above; what stands in it is not seen."""

    def paragraphs(self) -> Iterator[Paragraph]:
        """Its own and those of nested tables, in reading order."""
        return paragraphs_of(self.blocks)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    cells: tuple[DocumentCell, ...]
    """Of a row that begins further right, empty cells come first."""
    change: Change = Change.NONE
    """The row as a whole was added or taken out with changes tracked."""
    author: str = ""
    heads: bool = False
    """Repeated on every page."""


@dataclass(frozen=True, slots=True)
class DocumentTable:
    rows: tuple[DocumentRow, ...]


Block = Paragraph | DocumentTable


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, or one answer to it."""

    text: str
    author: str = ""
    anchor: str = ""
    """The text that it is about; empty if it has none."""
    paragraph: int = 0
    """In which paragraph it begins, see `TextDocument.body_paragraphs`; 0 if that is not known."""


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A whole file."""

    blocks: tuple[Block, ...]
    page_texts: tuple[str, ...] = ()
    """Headers and footers, a text for each paragraph that is not empty, each text once; fields as shown."""
    notes: tuple[str, ...] = ()
    """Footnotes and endnotes that are not empty."""
    drawing_texts: tuple[str, ...] = ()
    """Text boxes and shapes, paragraphs separated by newlines; never empty."""
    comments: tuple[Comment, ...] = ()
    core: dict[str, str] = field(default_factory=dict)
    """As `Workbook.core`."""
    custom: dict[str, str] = field(default_factory=dict)
    """As `Workbook.custom`."""
    protected: bool = False
    """Only forms may be filled in."""
    tracked: bool = False
    """Changes are being tracked."""
    strict: bool = False
    macros: bool = False
    pictures: int = 0
    """In the text, shapes without text among them, and different ones in headers and footers."""
    program: str = ""
    unknown_parts: tuple[str, ...] = ()
    """As `Workbook.unknown_parts`."""
    links: tuple[str, ...] = ()
    """Addresses outside the file that texts and pictures lead to, each once."""

    def body_paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs of the body in reading order, those in tables included; they count from 1."""
        return paragraphs_of(self.blocks)


def paragraphs_of(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """The paragraphs of blocks and of the tables among them, in reading order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        for row in block.rows:
            for cell in row.cells:
                yield from paragraphs_of(cell.blocks)


def unseen(block: Block) -> Block:
    """The same with all its text hidden."""
    if isinstance(block, Paragraph):
        return replace(block, pieces=tuple(piece._replace(hidden=True) for piece in block.pieces))
    rows = (replace(row, cells=tuple(map(unseen_cell, row.cells))) for row in block.rows)
    return DocumentTable(tuple(rows))


def unseen_cell(cell: DocumentCell) -> DocumentCell:
    return replace(cell, blocks=tuple(map(unseen, cell.blocks)))


def text_of(blocks: tuple[Block, ...]) -> str:
    """All paragraphs, separated by newlines, as they read once tracked changes are accepted."""
    return "\n".join(paragraph.text for paragraph in paragraphs_of(blocks))
