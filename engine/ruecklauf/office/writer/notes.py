"""What stands beside the text of an OpenDocument file: footnotes, comments, headers and footers."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.document import Block, Comment, paragraphs_of
from ruecklauf.office.hardened_xml import qualify
from ruecklauf.office.opendocument.names import DUBLIN_CORE, LIBREOFFICE, OFFICE, STYLE, TEXT, Ends, Starts
from ruecklauf.office.writer.text import Flow, OpenParagraph

_MARGINS = tuple(f"{place}{pages}" for place in ("header", "footer") for pages in ("", "-left", "-first"))


@dataclass(slots=True)
class _OpenComment:
    """A comment whose passage is still being read."""

    paragraph: OpenParagraph | None
    begins: int
    ends: int
    text: str = ""
    author: str = ""


class Notes:
    """Gathers them while the text is read."""

    def __init__(self, flow: Flow, texts: list[str]) -> None:
        self.page_texts: dict[str, None] = {}
        self.notes: list[str] = []
        self.in_margin = False
        """A header or footer is being read."""
        self._flow = flow
        self._texts = texts
        self._comments: list[_OpenComment] = []
        self._named: dict[str, _OpenComment] = {}
        self._inside = False

    def handlers(self) -> tuple[Starts, Ends]:
        margins: Starts = dict.fromkeys(_MARGINS, self._start_margin)
        margin_ends: Ends = dict.fromkeys(_MARGINS, self._end_margin)
        creator, annotation = f"{DUBLIN_CORE} creator", f"{OFFICE} annotation"
        starts: Starts = {
            f"{TEXT} note-body": self._begin,
            annotation: self._start_comment,
            f"{OFFICE} annotation-end": self._end_passage,
            creator: self._start_author,
        }
        ends: Ends = {
            f"{TEXT} note-body": self._end_note,
            annotation: self._end_comment,
            creator: self._end_author,
        }
        return (
            {**qualify((STYLE, LIBREOFFICE), margins), **starts},
            {**qualify((STYLE, LIBREOFFICE), margin_ends), **ends},
        )

    def comments(self, body: tuple[Block, ...]) -> tuple[Comment, ...]:
        """In the order of the file, with the paragraphs of the body in which they begin."""
        numbers: dict[int, int] = {}
        if self._comments:
            for number, paragraph in enumerate(paragraphs_of(body), start=1):
                numbers.setdefault(id(paragraph), number)
        passage = self._flow.passage()
        return tuple(self._finished(comment, passage, numbers) for comment in self._comments)

    def _finished(self, comment: _OpenComment, passage: str, numbers: dict[int, int]) -> Comment:
        anchor = passage[comment.begins : comment.ends].strip("\n")
        self._flow.allowance.letters.spend(len(anchor))
        number = 0 if comment.paragraph is None else numbers.get(id(comment.paragraph.made), 0)
        return Comment(comment.text, comment.author, anchor, number)

    def _begin(self, _attributes: dict[str, str]) -> None:
        self._flow.begin(aside=True)

    def _start_margin(self, _attributes: dict[str, str]) -> None:
        self.in_margin = True
        self._flow.begin(aside=True)

    def _end_margin(self) -> None:
        self.in_margin = False
        told = (paragraph.text for paragraph in paragraphs_of(self._flow.end()))
        self.page_texts.update(dict.fromkeys(text for text in told if text.strip()))

    def _end_note(self) -> None:
        if text := joined(self._flow.end()):
            self.notes.append(text)

    def _start_comment(self, attributes: dict[str, str]) -> None:
        if self._inside:
            raise ValueError("Kommentar in einem Kommentar")
        self._inside = True
        self._flow.allowance.things.spend()
        here = self._flow.position()
        comment = _OpenComment(self._flow.paragraph, here, here)
        self._comments.append(comment)
        if name := attributes.get(f"{OFFICE} name"):
            self._named[name] = comment
        self._flow.begin(aside=True)

    def _end_comment(self) -> None:
        self._inside = False
        self._comments[-1].text = joined(self._flow.end())

    def _end_passage(self, attributes: dict[str, str]) -> None:
        comment = self._named.get(attributes.get(f"{OFFICE} name", ""))
        if comment is not None:
            comment.ends = self._flow.position()

    def _start_author(self, _attributes: dict[str, str]) -> None:
        if self._inside:
            self._texts.clear()

    def _end_author(self) -> None:
        if self._inside:
            self._comments[-1].author = "".join(self._texts)
            self._texts.clear()


def joined(blocks: tuple[Block, ...]) -> str:
    """The text of paragraphs, separated by newlines."""
    return "\n".join(paragraph.text for paragraph in paragraphs_of(blocks)).strip()
