"""An inquiry that came back as a text document, laid out as the sheet that it would be in a workbook.

Its table's rows and the paragraphs around it become the lines of one sheet, so that what is said of lines,
copies and strays is said once for both kinds of file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from ruecklauf.cells import a1, text_cell
from ruecklauf.findings import Place, remark
from ruecklauf.intake.addresses import unseen_links
from ruecklauf.intake.inquiries.lines import question_sheets
from ruecklauf.intake.inquiries.read import InquiryReading, read_inquiry
from ruecklauf.intake.submission import NOTHING, Noted, Quote
from ruecklauf.layout.inquiries import COLUMNS, SHEET, Inquiry, heads
from ruecklauf.layout.model import Position
from ruecklauf.office.document import (
    Change,
    Comment,
    DocumentRow,
    DocumentTable,
    Paragraph,
    Piece,
    TextDocument,
)
from ruecklauf.office.workbook import Note, PartlyStruck, Sheet, SheetCell, Workbook
from ruecklauf.texts import Texts

PROMPTS = ("text", "list")
"""Keys of what controls of an inquiry show while they are empty."""


def read_inquiry_document(document: TextDocument, inquiry: Inquiry, texts: Texts) -> InquiryReading:
    """What a document that was sent as this inquiry says; its places are rows and heads."""
    laid = _laid_out(document, texts)
    workbook = Workbook((laid.sheet(document, inquiry),), unknown_parts=document.unknown_parts)
    workbook = replace(workbook, macros=document.macros)
    found = read_inquiry(workbook, inquiry, texts)
    where = _named(workbook, inquiry, texts)
    about = (_moved(noted, where) for noted in (*found.noted, *laid.noted(found), *_about_file(document)))
    return InquiryReading(
        tuple(replace(each, place=_at(each.place, where)) for each in found.answers),
        tuple(replace(each, place=_at(each.place, where)) for each in found.explanations),
        tuple(about),
        replace(found.counts, total=found.counts.total + laid.left_out),
    )


@dataclass
class _Laid:
    """The document's lines as they are laid out, from top to bottom."""

    prompts: tuple[str, ...]
    cells: dict[Position, SheetCell] = field(default_factory=dict)
    places: list[Position] = field(default_factory=list)
    """Of each paragraph of the body, the cell in which it stands."""
    changed: dict[Position, str] = field(default_factory=dict)
    """What stood in cells before changes that the document has recorded."""
    hidden: set[Position] = field(default_factory=set)
    left_out: int = 0
    """Paragraphs with a text that came into no cell: there must be none."""

    def sheet(self, document: TextDocument, inquiry: Inquiry) -> Sheet:
        notes = (*map(self._comment, document.comments), *(Note(0, 0, text) for text in document.notes))
        own = {*inquiry.introduction, inquiry.code}
        pages = tuple(text for text in document.page_texts if text.strip() not in own)
        return Sheet(
            SHEET,
            cells=self.cells,
            notes=notes,
            drawing_texts=document.drawing_texts,
            page_texts=pages,
        )

    def _comment(self, comment: Comment) -> Note:
        known = 0 < comment.paragraph <= len(self.places)
        return Note(*(self.places[comment.paragraph - 1] if known else (0, 0)), comment.text)

    def noted(self, found: InquiryReading) -> Iterator[Noted]:
        """What is said of tracked changes and hidden text."""
        subjects = {each.place: each.subject for each in found.answers}
        subjects |= {each.place: each.row.subject for each in found.explanations}
        for at, before in self.changed.items():
            place = Place(SHEET, a1(*at))
            now = self.cells[at].raw.text if at in self.cells else ""
            yield Noted(remark("change_tracked"), place, f"{before} → {now}", subjects.get(place, NOTHING))
        for at in sorted(self.hidden):
            yield Noted(remark("hidden_text"), Place(SHEET, a1(*at)), self.cells[at].raw.text)

    def put(self, at: Position, paragraphs: tuple[Paragraph, ...], *, deleted: bool = False) -> None:
        """Lay paragraphs into a cell; of those with controls that show their prompts without these."""
        self.places += [at] * len(paragraphs)
        pieces = [
            [piece for piece in each.pieces if not (piece.control and piece.control.placeholder)]
            for each in paragraphs
        ]
        after = self._text(paragraphs, pieces, without=Change.DELETED) if not deleted else ""
        before = self._text(paragraphs, pieces, without=Change.INSERTED)
        if before != after and (deleted or _is_changed(pieces)):
            self.changed[at] = before
        if not after.strip():
            return
        seen = [piece for some in pieces for piece in some if piece.change is not Change.DELETED]
        struck = {piece.struck for piece in seen if piece.text.strip()}
        shown = PartlyStruck(after) if len(struck) > 1 else after
        raw = text_cell(after)
        self.cells[at] = SheetCell(*at, replace(raw, text=shown), struck=struck == {True})
        if any(piece.hidden and piece.text.strip() for piece in seen):
            self.hidden.add(at)

    def _text(self, paragraphs: tuple[Paragraph, ...], pieces: list[list[Piece]], *, without: Change) -> str:
        lines = []
        for paragraph, some in zip(paragraphs, pieces, strict=True):
            text = "".join(piece.text for piece in some if piece.change is not without)
            lines.append(f"{paragraph.number} {text}" if paragraph.number and text.strip() else text)
        joined = "\n".join(lines).strip()
        for prompt in self.prompts:
            # programs make plain text of a control's prompt
            joined = joined.removeprefix(prompt).removesuffix(prompt).strip()
        return joined


def _is_changed(pieces: list[list[Piece]]) -> bool:
    return any(piece.change is not Change.NONE for some in pieces for piece in some)


def _laid_out(document: TextDocument, texts: Texts) -> _Laid:
    laid = _Laid(tuple(texts(f"document.placeholder.{name}") for name in PROMPTS))
    lines = count(1)
    for block in document.blocks:
        if isinstance(block, DocumentTable):
            for row in block.rows:
                _lay_row(laid, row, next(lines))
        else:
            laid.put((next(lines), 1), (block,))
    laid.left_out = sum(1 for _ in document.body_paragraphs()) - len(laid.places)
    return laid


def _lay_row(laid: _Laid, row: DocumentRow, line: int) -> None:
    column = 1
    for cell in row.cells:
        laid.put((line, column), tuple(cell.paragraphs()), deleted=row.change is Change.DELETED)
        column += cell.span


def _about_file(document: TextDocument) -> Iterator[Noted]:
    yield from (Noted(remark("link_target"), Place(), link) for link in unseen_links(document))
    if document.pictures:
        yield Noted(remark("pictures_found", count=document.pictures), Place())


def _named(workbook: Workbook, inquiry: Inquiry, texts: Texts) -> Mapping[str, str]:
    """What cells of the rows are called: the row's id and the column's head."""
    found: dict[str, str] = {}
    said = dict(zip(COLUMNS, heads(texts), strict=True))
    for on in question_sheets(workbook, inquiry, texts):
        for line, row in on.lines.items():
            for key, column in on.columns.items():
                found[a1(line, column)] = f"{row.id} {said[key]}"
    return found


def _at(place: Place, where: Mapping[str, str]) -> Place:
    return Place(place.sheet, where.get(place.cell, "")) if place.sheet else place


def _moved(noted: Noted, where: Mapping[str, str]) -> Noted:
    quotes = tuple(
        Quote(quote.text, f"{SHEET}!{where.get(quote.cell.rpartition('!')[2], '')}" if quote.cell else "")
        for quote in noted.quotes
    )
    return replace(noted, place=_at(noted.place, where), quotes=quotes)
