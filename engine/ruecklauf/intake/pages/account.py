"""The balance of a returned document: every paragraph and text is an answer, the form's own, or a finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ruecklauf.findings import Place, remark
from ruecklauf.intake.pages.ledger import Judged, Ledger
from ruecklauf.intake.pages.locate import LocatedDocument
from ruecklauf.intake.pages.own import OwnTexts
from ruecklauf.intake.submission import CellCounts, Noted
from ruecklauf.office.document import TextDocument
from ruecklauf.texts import Texts


@dataclass(frozen=True, slots=True)
class DocumentAccount:
    """The balance, and a note for everything that is neither answer nor form."""

    counts: CellCounts
    noted: tuple[Noted, ...]
    page_texts: int
    """Headers and footers that are not the form's."""
    drawing_texts: int
    labels: int
    """Heads, codes and labels in whose cells something else stands."""


def account_document(
    document: TextDocument, located: LocatedDocument, own: OwnTexts, texts: Texts
) -> DocumentAccount:
    """Account for everything in the document. Each number is counted for itself: see `CellCounts`.

    What counts as one is a cell for an answer with all in it, else a paragraph.
    """
    ledger = Ledger(located, own)
    pages = [text for text in document.page_texts if not own.has_on_pages(text, texts)]
    notes = [text for text in document.notes if not own.has(text)]
    drawings = [text for text in document.drawing_texts if not own.has(text)]
    texts_around = (document.page_texts, document.notes, document.drawing_texts)
    around = sum(map(len, texts_around))
    told_around = len(pages) + len(notes) + len(drawings)
    strays = [one for one in ledger.judged if not one.is_own]
    own_paragraphs = sum(len(one.paragraphs) for one in ledger.judged if one.is_own)
    counts = CellCounts(
        answers=sum(not answer.raw.is_blank for answer in located.answers),
        template=own_paragraphs + ledger.unanswered + around - told_around,
        findings=sum(ledger.weight(cell) for one in ledger.told for cell in one.cells)
        + sum(len(one.paragraphs) for one in strays)
        + told_around
        + len(document.comments),
        total=ledger.total + around + len(document.comments),
    )
    noted = (
        *(one.noted for one in ledger.told),
        *_about_strays(strays, own),
        *(Noted(remark("page_text"), Place(), text) for text in pages),
        *(Noted(remark("footnote_found"), Place(), text) for text in notes),
        *(Noted(remark("drawing_text"), Place(), text) for text in drawings),
        *_about_comments(document, ledger),
        *_about_file(document, own),
    )
    labels = sum(one.at_label for one in strays)
    return DocumentAccount(counts, noted, len(pages), len(drawings), labels)


def _about_strays(strays: list[Judged], own: OwnTexts) -> Iterator[Noted]:
    """A note on each; where the form's own wording is not known, one on all that stand outside its tables."""
    together = [] if own.is_complete else [one for one in strays if one.outside]
    for one in strays:
        if one.outside and not own.is_complete:
            continue
        before = one.before
        if before is None:
            yield Noted(remark("stray_text"), one.place, one.text, one.about)
        else:
            yield Noted(remark("change_tracked"), one.place, f"{before} → {one.text}", one.about)
    if together:
        found = "\n".join(one.text or one.before or "" for one in together)
        yield Noted(remark("texts_unknown", count=len(together)), Place(), found)


def _about_comments(document: TextDocument, ledger: Ledger) -> Iterator[Noted]:
    for comment in document.comments:
        place, about = ledger.where(comment.paragraph)
        yield Noted(remark("note_found"), place, comment.text, about)


def _about_file(document: TextDocument, own: OwnTexts) -> Iterator[Noted]:
    for part in document.unknown_parts:
        yield Noted(remark("unknown_part"), Place(), part)
    if document.pictures > own.pictures:
        yield Noted(remark("pictures_found", count=document.pictures - own.pictures), Place())
    if document.macros:
        yield Noted(remark("macros_found"), Place())
