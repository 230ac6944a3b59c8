"""The balance of a returned document: every paragraph and text is an answer, the form's own, or a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ruecklauf.findings import Place, remark
from ruecklauf.intake.addresses import unseen_links
from ruecklauf.intake.ledger import Entry, Ledger
from ruecklauf.intake.notes import QUOTED_AT_ONCE, SINGLY, stray
from ruecklauf.intake.pages.body import Body, Judged
from ruecklauf.intake.pages.locate import LocatedDocument
from ruecklauf.intake.pages.own import OwnTexts
from ruecklauf.intake.submission import CellCounts, Noted, Quote
from ruecklauf.office.document import TextDocument
from ruecklauf.texts import Texts


@dataclass(frozen=True, slots=True)
class DocumentAccount:
    """The balance, and the ledger with a note for everything that is neither answer nor form."""

    counts: CellCounts
    ledger: Ledger
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
    body = Body(located, own)
    pages = _Around.of("page_text", document.page_texts, lambda text: own.has_on_pages(text, texts))
    notes = _Around.of("footnote_found", document.notes, own.has)
    drawings = _Around.of("drawing_text", document.drawing_texts, own.has)
    around = (pages, notes, drawings)
    strays = [judged for judged in body.judged if not judged.is_own]
    ledger = Ledger(
        tuple(located.answers),
        sum(len(judged.paragraphs) for judged in body.judged if judged.is_own)
        + body.unanswered
        + sum(texts_there.own for texts_there in around),
        (
            *(Entry(report.noted, sum(map(body.weight, report.cells))) for report in body.reports),
            *_about_strays(strays, own, texts),
            *(Entry(noted) for texts_there in around for noted in texts_there.foreign),
            *_about_comments(document, body),
            *(Entry(noted, 0) for noted in _about_file(document, own, known=body.pictures_told)),
        ),
    )
    total = body.total + sum(map(len, (document.page_texts, document.notes, document.drawing_texts)))
    return DocumentAccount(
        ledger.counts(total + len(document.comments)),
        ledger,
        len(pages.foreign),
        len(drawings.foreign),
        sum(judged.at_label for judged in strays),
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """Texts of one kind around the body."""

    own: int
    foreign: tuple[Noted, ...]

    @classmethod
    def of(cls, code: str, texts: tuple[str, ...], is_own: Callable[[str], bool]) -> _Around:
        foreign = tuple(Noted(remark(code), Place(), text) for text in texts if not is_own(text))
        return cls(sum(map(is_own, texts)), foreign)


def _about_strays(strays: list[Judged], own: OwnTexts, texts: Texts) -> Iterator[Entry]:
    """A note on each; on what was pasted at once, one; where the form's own wording is not known, one on all
    that stands outside its tables."""
    unknown = [] if own.is_complete else [judged for judged in strays if judged.outside]
    known = [judged for judged in strays if own.is_complete or not judged.outside]
    for together in _pasted(known):
        paragraphs = sum(len(judged.paragraphs) for judged in together)
        if len(together) > SINGLY:
            yield Entry(_pasted_text(together, texts), paragraphs)
        else:
            yield from (Entry(_stray(judged, texts), len(judged.paragraphs)) for judged in together)
    if unknown:
        quotes = tuple(Quote(judged.text or judged.before or "") for judged in unknown)
        wording = remark("texts_unknown", count=len(unknown))
        noted = Noted(wording, Place(), quotes=quotes, between="\n")
        yield Entry(noted, sum(len(judged.paragraphs) for judged in unknown))


def _pasted(strays: list[Judged]) -> Iterator[list[Judged]]:
    """The strays, those outside of the form's tables together that follow each other below one heading."""
    for (outside, _, _), together in groupby(
        strays, lambda judged: (judged.outside, judged.place, judged.about)
    ):
        found = list(together)
        yield from [found] if outside else ([judged] for judged in found)


def _stray(judged: Judged, texts: Texts) -> Noted:
    wording = stray(1, texts) if judged.before is None else remark("change_tracked")
    return Noted(wording, judged.place, _said(judged), judged.about)


def _pasted_text(together: list[Judged], texts: Texts) -> Noted:
    quotes = tuple(Quote(_said(judged)) for judged in together[:QUOTED_AT_ONCE])
    first, more = together[0], len(together) - len(quotes)
    return Noted(stray(len(together), texts), first.place, "", first.about, quotes, more)


def _said(judged: Judged) -> str:
    return judged.text if judged.before is None else f"{judged.before} → {judged.text}"


def _about_comments(document: TextDocument, body: Body) -> Iterator[Entry]:
    for comment in document.comments:
        place, about = body.where(comment.paragraph)
        yield Entry(Noted(remark("note_found"), place, comment.text, about))


def _about_file(document: TextDocument, own: OwnTexts, *, known: int) -> Iterator[Noted]:
    """What is to be said of the file; so many of its pictures are `known` from answers."""
    for part in document.unknown_parts:
        yield Noted(remark("unknown_part"), Place(), part)
    yield from (Noted(remark("link_target"), Place(), link) for link in unseen_links(document))
    pictures = document.pictures - own.pictures - known
    if pictures > 0:
        yield Noted(remark("pictures_found", count=pictures), Place())
    if document.macros:
        yield Noted(remark("macros_found"), Place())
