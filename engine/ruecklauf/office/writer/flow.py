"""The running text of OpenDocument: white space as it counts there, spans, what was deleted."""

from __future__ import annotations

import re
from typing import NamedTuple

from ruecklauf.office.document import Block, Change, paragraphs_of
from ruecklauf.office.limits import TextAllowance
from ruecklauf.office.open_text import Look, OpenControl, OpenParagraph
from ruecklauf.office.opendocument.unseen import Unseen
from ruecklauf.office.running_text import Place, RunningText
from ruecklauf.shown.colours import is_lost
from ruecklauf.shown.raised import shifted
from ruecklauf.shown.symbol_fonts import shown_in

_JOINER = "\u200d"
"""LibreOffice begins a tracked row with one, and leaves it there when the change is accepted."""
_WHITESPACE = re.compile(r"[ \t\n\r]+")


Said = bool | int | str | Unseen | None


class Span(NamedTuple):
    """How text looks."""

    struck: bool = False
    unseen: Unseen = {}  # noqa: RUF012 (nobody changes it)
    shift: int = 0
    """Raised (1) or lowered (-1)."""
    letters: str = ""
    """Their colour, as `is_lost` takes it."""
    ground: str = ""
    """The colour behind them."""
    font: str = ""
    """If its letters are signs."""
    marked: bool = False
    """Set off by a style of its own."""

    def within(self, *said: Said) -> Span:
        """What is said of it in the same order; None is what it was before."""
        if said == _UNSAID:
            return self
        made = Span._make(old if new is None else new for old, new in zip(self, said, strict=True))
        return made if made.unseen is self.unseen else made._replace(unseen={**self.unseen, **made.unseen})

    @property
    def hidden(self) -> bool:
        """Nothing is seen of it, whatever its colour."""
        return any(self.unseen.values())


_UNSAID = (None,) * len(Span._fields)


class WriterFlow(RunningText[OpenParagraph]):
    """Takes in the letters between elements; those outside of any paragraph are no text."""

    def __init__(self, letters: list[str], allowance: TextAllowance) -> None:
        super().__init__(allowance)
        self._letters = letters
        self._spans = [Span()]
        self.grounds: list[str] = []
        """The colours of the cells that are open; empty for those without one."""
        self._mark: Look | None = None

    def flush(self) -> None:
        """Take in the text since the last element."""
        if not self._letters:
            return
        text = "".join(self._letters)
        self._letters.clear()
        paragraph = self.paragraph
        if paragraph is None:
            return
        if self.story.controls and self.story.controls[-1].verbatim:
            # LibreOffice ends the text of a whole paragraph or cell by a carriage return.
            text = text.removesuffix("\r").replace("\r", "\n")
        else:
            text = _WHITESPACE.sub(" ", text)
            if text.startswith(" ") and paragraph.ends_in_space:
                text = text[1:]
        if text.startswith(_JOINER) and not paragraph.runs:
            self._mark = self.look()
            text = text.removeprefix(_JOINER)
        if text:
            span = self._spans[-1]
            self.add(shifted(shown_in(span.font, text) if span.font else text, span.shift))

    def take_mark(self) -> Look | None:
        """How the last mark since looks that a program begins a tracked row with; it is no text."""
        mark, self._mark = self._mark, None
        return mark

    def say(self, text: str, *, hidden: bool = False) -> None:
        """Add a text as it stands."""
        self.flush()
        look = self.look()
        if text:
            self.put(text, (*look[:4], hidden or look[4], look[5]))

    def delete(self, blocks: tuple[Block, ...], author: str) -> None:
        """Show what was deleted here with changes tracked, paragraphs separated by newlines."""
        self.flush()
        here = self.look()[0]
        for number, paragraph in enumerate(paragraphs_of(blocks)):
            if number:
                self.put("\n", (here, Change.DELETED, author, False, False, False))
            for piece in paragraph.pieces:
                control = piece.control or here
                self.put(piece.text, (control, Change.DELETED, author, piece.struck, piece.hidden, False))

    # Paragraphs and spans

    def begin_paragraph(self, heading: int, span: Span, label: tuple[str, str] = ("", "")) -> None:
        """`label` is a list's number or bullet; a paragraph that goes on with another is what that is."""
        self.flush()
        before = self.unended
        paragraph = OpenParagraph(heading, *label)
        if before is not None:
            paragraph = OpenParagraph(before.heading, before.number, before.bullet)
        self.open_paragraph(paragraph)
        self._spans.append(span)

    def end_paragraph(self, *, joint: Look | None = None) -> None:
        self.flush()
        self._spans.pop()
        self._look = None
        super().end_paragraph(joint=self.look() if self.story.deleted else joint)

    def begin_span(self, *said: Said) -> None:
        """As `Span.within`."""
        self.flush()
        self._spans.append(self._spans[-1].within(*said))
        self._look = None

    def end_span(self) -> None:
        self.flush()
        self._spans.pop()
        self._look = None

    def appearance(self) -> tuple[bool, bool, bool]:
        span = self._spans[-1]
        hidden = bool(span.unseen) and span.hidden
        if not span.letters:
            return span.struck, hidden, span.marked
        ground = span.ground or next(filter(None, reversed(self.grounds)), "")
        return span.struck, hidden or is_lost(span.letters, ground), span.marked

    # Wherever something begins or ends, what came before has its look.

    def begin(self, *, aside: bool = False) -> None:
        self.flush()
        super().begin(aside=aside)

    def end(self) -> tuple[Block, ...]:
        self.flush()
        return super().end()

    def begin_control(self, control: OpenControl) -> None:
        self.flush()
        super().begin_control(control)

    def end_control(self, control: OpenControl, shown: str = "") -> None:
        self.flush()
        super().end_control(control, shown)

    def begin_change(self, key: object, change: Change, author: str) -> None:
        self.flush()
        super().begin_change(key, change, author)

    def end_change(self, key: object) -> None:
        self.flush()
        super().end_change(key)

    def place(self) -> Place:
        self.flush()
        return super().place()
