"""The reader of .docx, .docm and .dotx: all that stands in a Word document, uninterpreted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from ruecklauf.office.anchors import Anchored, Anchors
from ruecklauf.office.document import Comment, TextDocument, paragraphs_of
from ruecklauf.office.hardened_xml import Starts
from ruecklauf.office.limits import TextAllowance
from ruecklauf.office.ooxml.metadata import links_around
from ruecklauf.office.ooxml.properties import read_core_properties, read_custom_properties, read_program
from ruecklauf.office.ooxml.relationships import Relationship, relationships, targets
from ruecklauf.office.package import Package, Source, read_beside
from ruecklauf.office.refusal import damaged
from ruecklauf.office.word.around import (
    RawComment,
    Settings,
    anchored_comments,
    read_answers,
    read_comments,
    read_notes,
    read_settings,
)
from ruecklauf.office.word.members import account_for_harmless, outside, unknown_members
from ruecklauf.office.word.names import WORD, attribute
from ruecklauf.office.word.numbering import read_numbering
from ruecklauf.office.word.part import PartReader
from ruecklauf.office.word.style_reader import read_word_styles
from ruecklauf.office.word.styles import WordStyles

CORE_KINDS = ("core-properties", "coreProperties")
PROGRAM_KINDS = ("extended-properties", "extendedProperties")
CUSTOM_KINDS = ("custom-properties", "customProperties")

Content = TypeVar("Content")
_ANCHORS = ("commentRangeStart", "commentReference")
Found = tuple[Relationship, ...]


def read_docx(source: Source) -> TextDocument:
    """The whole content of a Word document, whatever its name.

    What is not read, such as embedded tables or a damaged part beside the text, is listed in
    `unknown_parts`, as are documents outside the file of which it would consist.
    """
    return _Document(source.package).read()


class _Document:
    """A document while its parts are read, one after the other."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._outer = relationships(package)
        main = targets(self._outer, "officeDocument")
        if not main:
            raise damaged("der Text des Dokuments ist im ZIP-Archiv nicht auffindbar")
        self._main = main[0]
        self._inner = relationships(package, self._main)
        self._damaged: list[str] = []
        """Parts that were not read; all of them stand beside the text."""
        self._styles = self._first(self._inner, ("styles",), read_word_styles) or WordStyles()
        self._allowance = TextAllowance.in_all()
        self._boxes: list[str] = []
        self._pictures = 0
        self._page_pictures: set[str] = set()
        """Those in headers and footers, each once however many of these show it."""
        self._outside = outside(self._inner)
        self._links = _linked(self._inner)

    def read(self) -> TextDocument:
        document = self._with_body(TextDocument(()))
        settings = self._first(self._inner, ("settings",), read_settings) or Settings()
        document = replace(
            document,
            page_texts=self._page_texts(),
            notes=(*self._notes("footnote"), *self._notes("endnote")),
            core=self._first(self._outer, CORE_KINDS, read_core_properties) or {},
            custom=self._first(self._outer, CUSTOM_KINDS, read_custom_properties) or {},
            protected=settings.protected,
            tracked=settings.tracked,
            macros=self._has_macros(),
            program=self._program(),
        )
        account_for_harmless(self._package, (*self._outer, *self._inner), damaged=self._damaged)
        unknown = (*unknown_members(self._package), *self._outside)
        self._allowance.things.spend(len(document.custom) + len(unknown))
        return replace(
            document,
            drawing_texts=tuple(self._boxes),
            pictures=self._pictures + len(self._page_pictures),
            unknown_parts=unknown,
            links=tuple(dict.fromkeys(self._links)),
        )

    def _with_body(self, document: TextDocument) -> TextDocument:
        """With the body itself, and with the comments on it."""
        numbering = self._first(self._inner, ("numbering",), read_numbering)
        reader = PartReader(self._styles, self._allowance, numbering)
        anchors = Anchors(reader.flow)
        starts: Starts = {
            **dict.fromkeys(_ANCHORS, lambda attributes: anchors.begin(attribute(attributes, "id"))),
            "commentRangeEnd": lambda attributes: anchors.end(attribute(attributes, "id")),
        }
        reader.dispatch.add(WORD, starts)
        blocks = reader.read(self._package.read(self._main), self._main, root="document")
        self._keep_shapes(reader)
        comments = self._comments(anchors.within(blocks))
        return replace(document, blocks=blocks, comments=comments, strict=reader.strict)

    # Parts

    def _first(
        self, links: Found, kinds: tuple[str, ...], read: Callable[[bytes, str], Content]
    ) -> Content | None:
        """The content of the first part of these kinds; None if there is none, or it is damaged."""
        parts = targets(links, *kinds)
        return self._beside(parts[0], read) if parts else None

    def _beside(self, part: str, read: Callable[[bytes, str], Content]) -> Content | None:
        """What a part beside the text says; None, and it is to be named, if it is damaged."""
        found = read_beside(self._package, part, read)
        if found is None:
            self._damaged.append(part)
        return found

    def _reader(self) -> PartReader:
        return PartReader(self._styles, self._allowance)

    def _account_around(self, part: str) -> Found:
        """What a part beside the main one points at."""
        links = links_around(self._package, part)
        account_for_harmless(self._package, links)
        self._outside += outside(links)
        self._links += _linked(links)
        return links

    def _keep_shapes(self, reader: PartReader, *, pictures: bool = True) -> None:
        self._boxes += reader.flow.boxes
        self._links += tuple(reader.flow.links)
        if pictures:
            self._pictures += len(reader.flow.pictures)

    # What stands around the body

    def _page_texts(self) -> tuple[str, ...]:
        texts: list[str] = []
        for kind, root in (("header", "hdr"), ("footer", "ftr")):
            for part in targets(self._inner, kind):
                reader = self._reader()
                blocks = self._beside(part, partial(reader.read, root=root))
                if blocks is None:
                    continue
                texts += [paragraph.text for paragraph in paragraphs_of(blocks)]
                self._keep_shapes(reader, pictures=False)
                links = {link.id: link.target for link in self._account_around(part)}
                self._page_pictures.update(
                    links.get(picture) or f"{part} {picture}" for picture in reader.flow.pictures if picture
                )
        return tuple(dict.fromkeys(text for text in texts if text.strip()))

    def _notes(self, kind: str) -> list[str]:
        notes: list[str] = []
        for part in targets(self._inner, f"{kind}s"):
            reader = self._reader()
            found = self._beside(part, partial(read_notes, reader, kind=kind))
            if found is None:
                continue
            notes += found
            self._keep_shapes(reader)
            self._account_around(part)
        return notes

    def _comments(self, anchors: dict[str, Anchored]) -> tuple[Comment, ...]:
        comments: list[RawComment] = []
        answered: dict[str, str] = {}
        for part in targets(self._inner, "comments"):
            reader = self._reader()
            found = self._beside(part, partial(read_comments, reader))
            if found is None:
                continue
            comments += found
            self._keep_shapes(reader)
            self._account_around(part)
        for part in targets(self._inner, "commentsExtended"):
            answered |= self._beside(part, read_answers) or {}
        return anchored_comments(comments, anchors, answered=answered)

    def _program(self) -> str:
        """The program that saved the file; a damaged part that says it holds nothing else."""
        parts = targets(self._outer, *PROGRAM_KINDS)
        return (read_beside(self._package, parts[0], read_program) if parts else None) or ""

    def _has_macros(self) -> bool:
        named = any(name.casefold().endswith("vbaproject.bin") for name in self._package.names)
        return named or any(link.kind == "vbaProject" for link in self._inner)


def _linked(found: Found) -> tuple[str, ...]:
    """The addresses outside the file that links lead to."""
    return tuple(link.target for link in found if link.kind == "hyperlink" and link.external and link.target)
