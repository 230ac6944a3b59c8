"""A returned file read into a submission: recognised, located, and everything in it accounted for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.cells import CellKind
from ruecklauf.definition.models import Worksheet
from ruecklauf.intake.kinship import made_from
from ruecklauf.intake.pages.read import document_submission
from ruecklauf.intake.pages.recognise import recognise_document
from ruecklauf.intake.recognition import Recognised
from ruecklauf.intake.sheets.account import NOTHING_KNOWN
from ruecklauf.intake.sheets.read import workbook_submission
from ruecklauf.intake.sheets.recognise import is_list_of_findings, recognise
from ruecklauf.intake.submission import Submission
from ruecklauf.layout.build import build_layout, version_of
from ruecklauf.layout.model import LAYOUT_VERSION
from ruecklauf.office.document import TextDocument
from ruecklauf.office.formats import Format
from ruecklauf.office.opening import open_file
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Workbook
from ruecklauf.texts import GERMAN, languages, texts_of

FIRST_PAGE = 40
"""Paragraphs of a text document among which its addressee is looked for."""
_BETWEEN = " · "
"""Between the parts of the line that names a form's addressee."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that could be opened, and whose form it claims to be."""

    sha256: str
    format: Format
    content: Workbook | TextDocument
    recognised: Recognised

    @property
    def workbook(self) -> Workbook:
        """The content of a file that is known to be a workbook; TypeError for others."""
        if not isinstance(self.content, Workbook):
            raise TypeError("the file is a text document")
        return self.content

    @property
    def is_document(self) -> bool:
        """Whether it is a text document and no workbook."""
        return isinstance(self.content, TextDocument)

    def texts(self) -> Iterator[str]:
        """All texts in cells, or in paragraphs; not those that formulas give."""
        if isinstance(self.content, TextDocument):
            for paragraph in self.content.body_paragraphs():
                yield from (paragraph.text, *paragraph.text.split(_BETWEEN))
            yield from self.content.page_texts
            return
        for sheet in self.content.sheets:
            for cell in sheet.cells.values():
                if cell.raw.kind is CellKind.TEXT and cell.raw.formula is None:
                    yield cell.raw.text

    def first_texts(self) -> frozenset[str]:
        """The texts of the first sheet or page, where a form names whom it is for."""
        if isinstance(self.content, TextDocument):
            first = [
                paragraph.text
                for paragraph, _ in zip(self.content.body_paragraphs(), range(FIRST_PAGE), strict=False)
            ]
            return frozenset(part.strip() for text in first for part in (text, *text.split(_BETWEEN)))
        cells = (cell for sheet in self.content.sheets[:1] for cell in sheet.cells.values())
        return frozenset(cell.raw.text.strip() for cell in cells)

    def made_from(
        self, makes: Iterable[tuple[Worksheet, ...]], languages: Iterable[str]
    ) -> tuple[tuple[Worksheet, ...], str]:
        """Worksheets and language of the form that most of the content belongs to, see `kinship`."""
        return made_from(self.content, makes, languages)

    def language(self, worksheets: tuple[Worksheet, ...]) -> str | None:
        """The language of the form: the one that its fingerprint was made with.

        What the file says comes first, and German where only the beginning is known. None if no form with
        these worksheets has the fingerprint.
        """
        found = self.recognised
        tried = (found.language, GERMAN, *languages())
        fitting = (
            language
            for language in dict.fromkeys(tried)
            if language in languages() and _version(found, worksheets, language) is not None
        )
        return next(fitting, None)


def open_return(data: bytes) -> Opened:
    """The content of a returned file with its claims. Raises Refusal for what is not read."""
    file = open_file(data)
    content = file.content
    if isinstance(content, Workbook) and is_list_of_findings(content):
        raise Refusal("own_findings")
    found = recognise_document(content) if isinstance(content, TextDocument) else recognise(content)
    return Opened(hashlib.sha256(data).hexdigest(), file.format, content, found)


def read_submission(
    opened: Opened,
    worksheets: tuple[Worksheet, ...],
    *,
    language: str = "",
    sent: Mapping[str, frozenset[str]] = NOTHING_KNOWN,
) -> Submission:
    """All answers of a return, read by the declarations that its form was made from, and in its language.

    Without `language` it is the one that the form's fingerprint gives, or else German.
    `sent` has by slot the texts that forms with this code said there, as far as that is known: what was
    typed over one is reported. Under `document:<worksheet>` it has the paragraphs of that worksheet's Word
    form outside its tables.
    """
    language = language or opened.language(worksheets) or GERMAN
    rows, version = opened.recognised.more_rows, _version(opened.recognised, worksheets, language)
    layout = build_layout(worksheets, more_rows=rows, language=language, version=version or LAYOUT_VERSION)
    texts = texts_of(language, layout.version)
    if isinstance(opened.content, TextDocument):
        return document_submission(
            opened.content, layout, opened.recognised, sha256=opened.sha256, texts=texts, sent=sent
        )
    return workbook_submission(
        opened.content, layout, opened.recognised, sha256=opened.sha256, texts=texts, sent=sent
    )


def _version(found: Recognised, worksheets: tuple[Worksheet, ...], language: str) -> int | None:
    """The version of the layout that gives the file's fingerprint in a language."""
    return version_of(found.fingerprint, worksheets, more_rows=found.more_rows, language=language)
