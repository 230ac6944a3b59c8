"""The running text of OpenDocument: paragraphs of pieces, one text within another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ruecklauf.office.document import (
    Block,
    Change,
    Control,
    ControlKind,
    Paragraph,
    Piece,
    paragraphs_of,
)
from ruecklauf.office.raised import shifted
from ruecklauf.office.writer.limits import Allowance

_JOINER = "\u200d"
"""LibreOffice begins a tracked row with one, and leaves it there when the change is accepted."""
_WHITESPACE = re.compile(r"[ \t\n\r]+")


_Changes = dict[Change, dict[str, str]]
"""The authors of tracked changes, by the names of these; what is deleted comes before what is inserted."""


def _no_changes() -> _Changes:
    return {Change.DELETED: {}, Change.INSERTED: {}}


@dataclass(frozen=True, slots=True)
class Nature:
    """What a piece says beside its text."""

    control: Control | None = None
    change: Change = Change.NONE
    author: str = ""
    struck: bool = False
    hidden: bool = False


@dataclass(slots=True, eq=False)
class OpenControl:
    """A control while it is read; what it lists may decide its kind."""

    number: int
    kind: ControlKind = ControlKind.TEXT
    tag: str = ""
    alias: str = ""
    placeholder: bool = False
    checked: bool | None = None
    verbatim: bool = False
    """Its white space stands as it was typed."""
    made: Control | None = None
    """As it was known when its first text came."""

    def make(self) -> Control:
        if self.made is None:
            known = (self.tag, self.alias, self.placeholder, self.checked)
            self.made = Control(self.number, self.kind, *known)
        return self.made


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph while it is collected."""

    heading: int = 0
    hidden: bool = False
    runs: list[tuple[Nature, list[str]]] = field(default_factory=list)
    spaced: bool = True
    """White space that follows adds nothing (OpenDocument 1.3 part 3, 6.1.2)."""
    made: Paragraph | None = None

    def add(self, text: str, nature: Nature) -> bool:
        """Take a text in; whether that began a new piece."""
        self.spaced = text.endswith(" ")
        if self.runs and self.runs[-1][0] == nature:
            self.runs[-1][1].append(text)
            return False
        self.runs.append((nature, [text]))
        return True

    def place(self) -> tuple[int, int]:
        """How much stands in it, for `cut`."""
        return len(self.runs), len(self.runs[-1][1]) if self.runs else 0

    def cut(self, place: tuple[int, int]) -> None:
        """Take out what was added since."""
        runs, texts = place
        del self.runs[runs:]
        if self.runs:
            del self.runs[-1][1][texts:]

    def finish(self) -> Paragraph:
        self.made = Paragraph(tuple(map(self._piece, self.runs)), self.heading)
        return self.made

    def take_mark(self) -> Nature | None:
        """What a program's mark says that a tracked row begins with; it is no text."""
        if not self.runs or not self.runs[0][1][0].startswith(_JOINER):
            return None
        nature, texts = self.runs[0]
        texts[0] = texts[0].removeprefix(_JOINER)
        if not any(texts):
            del self.runs[0]
        return nature

    def _piece(self, run: tuple[Nature, list[str]]) -> Piece:
        of, texts = run
        hidden = of.hidden or self.hidden
        return Piece("".join(texts), of.control, of.change, of.author, of.struck, hidden)


@dataclass(slots=True)
class _Story:
    """One text: the body, a cell, a note, a text box."""

    controls: int
    """How many were open where it begins."""
    aside: bool
    changes: _Changes
    """Those that are open around it."""
    blocks: list[Block] = field(default_factory=list)
    unended: OpenParagraph | None = None
    """A paragraph whose end was deleted: the next goes on with it."""

    def add(self, blocks: tuple[Block, ...]) -> None:
        if self.unended is not None:
            self.blocks.append(self.unended.finish())
            self.unended = None
        self.blocks.extend(blocks)


class Flow:
    """Collects paragraphs and tables; what stands outside of any paragraph is no text."""

    def __init__(self, texts: list[str], allowance: Allowance) -> None:
        self.allowance = allowance
        self.controls: list[OpenControl] = []
        """The open ones, the innermost last."""
        self.changes = _no_changes()
        """The tracked changes that are open here."""
        self.asides = 0
        """How many notes, comments, text boxes and their like are open."""
        self._texts = texts
        self._stories: list[_Story] = []
        self._paragraphs: list[OpenParagraph | None] = []
        self._looks: list[tuple[bool, bool, int]] = [(False, False, 0)]
        """Struck, hidden, and raised (1) or lowered (-1)."""
        self._mark: Nature | None = None
        self._numbers = 0
        self._heard: list[str] = []
        self._heard_letters = 0

    @property
    def paragraph(self) -> OpenParagraph | None:
        """The one that is open."""
        return self._paragraphs[-1] if self._paragraphs else None

    def begin(self, *, aside: bool = False) -> None:
        """Begin a text; the one before goes on where this ends."""
        self.flush()
        self._stories.append(_Story(len(self.controls), aside, self.changes))
        if aside:
            self.changes = _no_changes()
        self._paragraphs.append(None)
        self.asides += aside

    def end(self) -> tuple[Block, ...]:
        """What the text just finished consists of."""
        self.flush()
        story = self._stories.pop()
        self._paragraphs.pop()
        self.asides -= story.aside
        self.changes = story.changes
        del self.controls[story.controls :]
        story.add(())
        return tuple(story.blocks)

    def add_blocks(self, *blocks: Block) -> None:
        """They come before the paragraph that is open."""
        if self._stories:
            self._stories[-1].add(blocks)

    def begin_paragraph(self, heading: int, *, struck: bool, hidden: bool) -> None:
        self.flush()
        self.allowance.paragraphs.spend()
        story = self._stories[-1] if self._stories else None
        if story is None or story.unended is None:
            self._paragraphs.append(OpenParagraph(heading))
            self._hear("\n")
        else:
            self._paragraphs.append(story.unended)
            story.unended = None
            self._add("\n", self._nature())
        self._looks.append((struck, hidden, 0))

    def end_paragraph(self) -> None:
        self.flush()
        self._looks.pop()
        if (paragraph := self._paragraphs.pop()) is not None:
            self._mark = paragraph.take_mark() or self._mark
            if self.changes[Change.DELETED] and self._stories:
                self.add_blocks()
                self._stories[-1].unended = paragraph
            else:
                self.add_blocks(paragraph.finish())

    def take_mark(self) -> Nature | None:
        """What the last mark since says, see `OpenParagraph.take_mark`."""
        mark, self._mark = self._mark, None
        return mark

    def begin_look(self, struck: bool | None, hidden: bool | None, shift: int | None = None) -> None:
        """Begin a span; None is what it was before."""
        self.flush()
        before = self._looks[-1]
        said = (struck, hidden, shift)
        own = [old if new is None else new for old, new in zip(before, said, strict=True)]
        self._looks.append((bool(own[0]), bool(own[1]), own[2]))

    def end_look(self) -> None:
        self.flush()
        self._looks.pop()

    def next_number(self) -> int:
        """Of a control."""
        self.allowance.things.spend()
        self._numbers += 1
        return self._numbers

    def say(self, text: str, *, control: Control | None = None, hidden: bool = False) -> None:
        """Add a text as it stands, in a control of its own or in the one that is open."""
        self.flush()
        here = self._nature()
        self._add(
            text,
            Nature(control or here.control, here.change, here.author, here.struck, hidden or here.hidden),
        )

    def delete(self, blocks: tuple[Block, ...], author: str) -> None:
        """Show what was deleted here with changes tracked, paragraphs separated by newlines."""
        self.flush()
        here = self._nature()
        between = Nature(here.control, Change.DELETED, author)
        for number, paragraph in enumerate(paragraphs_of(blocks)):
            if number:
                self._add("\n", between)
            for piece in paragraph.pieces:
                control = piece.control or here.control
                self._add(piece.text, Nature(control, Change.DELETED, author, piece.struck, piece.hidden))

    def flush(self) -> None:
        """Take in the text since the last element."""
        text = "".join(self._texts)
        self._texts.clear()
        paragraph = self.paragraph
        if not text or paragraph is None:
            return
        if self.controls and self.controls[-1].verbatim:
            # LibreOffice ends the text of a whole paragraph or cell by a carriage return.
            self._add(self._shifted(text.removesuffix("\r").replace("\r", "\n")), self._nature())
            return
        text = _WHITESPACE.sub(" ", text)
        if text := text[1:] if paragraph.spaced and text.startswith(" ") else text:
            self._add(self._shifted(text), self._nature())

    def _shifted(self, text: str) -> str:
        return shifted(text, self._looks[-1][2])

    def position(self) -> int:
        """How many letters of `passage` came before."""
        self.flush()
        return self._heard_letters

    def passage(self) -> str:
        """All of the running text without asides and deleted text, each paragraph behind a newline."""
        return "".join(self._heard)

    def _nature(self) -> Nature:
        control = self.controls[-1].make() if self.controls else None
        struck, hidden, _ = self._looks[-1]
        for change, authors in self.changes.items():
            if authors:
                return Nature(control, change, authors[next(reversed(authors))], struck, hidden)
        return Nature(control, Change.NONE, "", struck, hidden)

    def _add(self, text: str, nature: Nature) -> None:
        paragraph = self.paragraph
        if paragraph is None or not text:
            return
        self.allowance.letters.spend(len(text))
        if paragraph.add(text, nature):
            self.allowance.pieces.spend()
        if nature.change is not Change.DELETED:
            self._hear(text)

    def _hear(self, text: str) -> None:
        if not self.asides:
            self._heard.append(text)
            self._heard_letters += len(text)
