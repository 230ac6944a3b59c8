"""What stands beside the text of an OpenDocument file: footnotes, comments, headers and footers."""

from __future__ import annotations

from dataclasses import replace

from ruecklauf.office.anchors import Anchors
from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import Block, Comment, paragraphs_of, text_of
from ruecklauf.office.hardened_xml import Ends, Starts
from ruecklauf.office.opendocument.names import DUBLIN_CORE, LIBREOFFICE, OFFICE, STYLE, TEXT
from ruecklauf.office.writer.flow import WriterFlow

_MARGINS = tuple(f"{place}{pages}" for place in ("header", "footer") for pages in ("", "-left", "-first"))


class Notes:
    """Gathers them while the text is read."""

    def __init__(self, flow: WriterFlow, texts: list[str]) -> None:
        self.page_texts: dict[str, None] = {}
        self.notes: list[str] = []
        self.in_margin = False
        """A header or footer is being read."""
        self._flow = flow
        self._texts = texts
        self._anchors = Anchors(flow)
        self._comments: list[Comment] = []
        self._named: dict[str, str] = {}
        """What the anchors know a comment by that has a name."""
        self._inside = False
        self._author = ""

    def register(self, dispatch: Dispatch) -> None:
        margins: Starts = dict.fromkeys(_MARGINS, self._start_margin)
        margin_ends: Ends = dict.fromkeys(_MARGINS, self._end_margin)
        comments: Starts = {"annotation": self._start_comment, "annotation-end": self._end_passage}
        dispatch.add((STYLE, LIBREOFFICE), margins, margin_ends)
        dispatch.add((TEXT,), {"note-body": self._begin}, {"note-body": self._end_note})
        dispatch.add((OFFICE,), comments, {"annotation": self._end_comment})
        dispatch.add((DUBLIN_CORE,), {"creator": self._start_author}, {"creator": self._end_author})

    def comments(self, body: tuple[Block, ...]) -> tuple[Comment, ...]:
        """In the order of the file, with the paragraphs of the body in which they begin."""
        anchors = self._anchors.within(body).values()
        return tuple(
            replace(comment, anchor=anchor.text, paragraph=anchor.paragraph)
            for comment, anchor in zip(self._comments, anchors, strict=True)
        )

    def _begin(self, _attributes: dict[str, str]) -> None:
        self._flow.begin(aside=True)

    def _start_margin(self, _attributes: dict[str, str]) -> None:
        self.in_margin = True
        self._flow.begin(aside=True)

    def _end_margin(self) -> None:
        self.in_margin = False
        texts = (paragraph.text for paragraph in paragraphs_of(self._flow.end()))
        self.page_texts.update(dict.fromkeys(text for text in texts if text.strip()))

    def _end_note(self) -> None:
        if text := text_of(self._flow.end()).strip():
            self.notes.append(text)

    def _start_comment(self, attributes: dict[str, str]) -> None:
        if self._inside:
            raise ValueError("Kommentar in einem Kommentar")
        self._inside = True
        self._author = ""
        id_ = str(len(self._comments))
        self._anchors.begin(id_)
        if name := attributes.get(f"{OFFICE} name"):
            self._named[name] = id_
        self._flow.begin(aside=True)

    def _end_comment(self) -> None:
        self._inside = False
        self._comments.append(Comment(text_of(self._flow.end()).strip(), self._author))

    def _end_passage(self, attributes: dict[str, str]) -> None:
        self._anchors.end(self._named.get(attributes.get(f"{OFFICE} name", ""), ""))

    def _start_author(self, _attributes: dict[str, str]) -> None:
        if self._inside:
            self._texts.clear()

    def _end_author(self) -> None:
        if self._inside:
            self._author = "".join(self._texts)
            self._texts.clear()
