"""Running text in the making, whatever the format: paragraphs of pieces, one text within another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ruecklauf.office.document import Block, Change, paragraphs_of
from ruecklauf.office.limits import TextAllowance
from ruecklauf.office.open_text import Look, OpenControl, OpenField, OpenParagraph

_NONE, _INSERTED, _DELETED = Change
"""In names of their own, which takes a tenth of the time for each text."""
Place = tuple["Story", int, int]
"""A story, its paragraph, counted from 1, and the letters before it in that paragraph."""


@dataclass(slots=True, eq=False)
class Story:
    """What is read in one go with all its tables: a body, a header, a note, a text box."""

    anchor: Place | None = None
    """Where in another it stands."""
    box: bool = False
    """It is a text box there; what else stands aside has no place in the text."""
    before: int | None = None
    """How many paragraphs came before it where it was put into the other's text."""
    finished: int = 0
    """Paragraphs that are done, those in tables included."""
    controls: list[OpenControl] = field(default_factory=list)
    """The open ones, the innermost last."""
    deleted: dict[object, str] = field(default_factory=dict)
    """The authors of tracked deletions that are open; they come before insertions."""
    inserted: dict[object, str] = field(default_factory=dict)
    fields: list[OpenField] = field(default_factory=list)
    """The open ones, the innermost last."""


ParagraphInText = TypeVar("ParagraphInText", bound=OpenParagraph)


@dataclass(slots=True, eq=False)
class _Level:
    """A story, or a cell in it."""

    story: Story
    controls: int
    """How many were open where it begins."""
    blocks: list[Block] = field(default_factory=list)
    unended: OpenParagraph | None = None
    """One whose end was deleted or is not seen: the next goes on with it."""


class RunningText(Generic[ParagraphInText]):
    """Builds paragraphs and tables from what readers come upon, one after the other."""

    def __init__(self, allowance: TextAllowance) -> None:
        self.allowance = allowance
        self.story = Story()
        self.shown = 0
        """Grows with every text, box and picture: whether an element had any can be told afterwards."""
        self.boxes: list[str] = []
        """The texts of shapes, see `TextDocument.drawing_texts`."""
        self.links: list[str] = []
        """Addresses that texts and pictures lead to."""
        self.pictures: list[str] = []
        """What the text's own references to them are, one for each that is shown."""
        self.paragraph: ParagraphInText | None = None
        """The one that is open."""
        self._outer: list[ParagraphInText | None] = []
        """Those that were open before each text that is open, and before paragraphs in others."""
        self._levels: list[_Level] = [_Level(self.story, 0)]
        self._look: Look | None = None
        self._controls = 0

    # Texts

    def begin(self, *, aside: bool = False) -> None:
        """Begin a cell or, aside, a story of its own; the text before goes on where this ends."""
        if aside:
            self.story = Story(self.place())
        self._levels.append(_Level(self.story, len(self.story.controls)))
        self._outer.append(self.paragraph)
        self.paragraph = self._look = None

    def begin_box(self) -> None:
        """Begin a text box, aside."""
        self.begin(aside=True)
        self.story.box = True

    def end(self) -> tuple[Block, ...]:
        """What the text just finished consists of."""
        self.close()
        text = self._levels.pop()
        del text.story.controls[text.controls :]
        self.story = self._levels[-1].story
        self.paragraph = self._outer.pop()
        self._look = None
        return tuple(text.blocks)

    def take(self) -> tuple[Block, ...]:
        """All of the outermost text so far."""
        self.close()
        return tuple(self._levels[0].blocks)

    def close(self) -> None:
        """Nothing follows here that could go on with the last paragraph."""
        while self.paragraph is not None:
            self.end_paragraph()
        if self._levels[-1].unended is not None:
            self._finish_unended()

    def add_blocks(self, *blocks: Block) -> None:
        """They come before the paragraph that is open; a table's paragraphs are done already."""
        self._finish_unended()
        self._levels[-1].blocks += blocks

    def repeat(self, blocks: tuple[Block, ...], times: int) -> None:
        """What was just read stands there so many times more, or less if it is dropped."""
        if not times:
            return
        self.allowance.repeat(blocks, max(times, 0))
        self.story.finished += times * sum(1 for _ in paragraphs_of(blocks))

    def put_in(self, ended: Story, blocks: tuple[Block, ...]) -> None:
        """Let an aside that has ended be part of the text in which it stands."""
        ended.before = self.story.finished
        self.story.finished += sum(1 for _ in paragraphs_of(blocks))
        self.add_blocks(*blocks)

    # Paragraphs

    def open_paragraph(self, paragraph: ParagraphInText) -> None:
        """Begin this one, which may go on with one before it."""
        self.allowance.paragraphs.spend()
        text = self._levels[-1]
        if text.unended is not None:
            paragraph.go_on_with(text.unended)
            text.unended = None
        self._outer.append(self.paragraph)
        self.paragraph = paragraph
        self._look = None

    def end_paragraph(self, *, joint: Look | None = None) -> None:
        """Finish the open one; if its end was deleted, which looks like `joint`, the next goes on with it."""
        paragraph, self.paragraph = self.paragraph, self._outer.pop()
        self._look = None
        if self._levels[-1].unended is not None:
            self._finish_unended()
        if paragraph is not None and joint is not None:
            paragraph.joint = joint
            self._levels[-1].unended = paragraph
        elif paragraph is not None and paragraph.runs_on:
            self._levels[-1].unended = paragraph
        elif paragraph is not None:
            self._finish(paragraph)

    def _finish_unended(self) -> None:
        text = self._levels[-1]
        if text.unended is not None:
            self._finish(text.unended)
            text.unended = None

    def _finish(self, paragraph: OpenParagraph) -> None:
        made = paragraph.finish()
        if made.pieces:
            self.allowance.letters.spend(sum([len(piece.text) for piece in made.pieces]))
        self._levels[-1].blocks.append(made)
        self.story.finished += 1

    @property
    def unended(self) -> OpenParagraph | None:
        """A paragraph with which the next goes on."""
        return self._levels[-1].unended

    # Pieces

    def add(self, text: str) -> None:
        """Text as it stands here."""
        self.put(text, self._look or self.look())

    def put(self, text: str, look: Look) -> None:
        """Text that looks so, whatever is open."""
        paragraph = self.paragraph or self.begin_outside()
        if paragraph is None:
            return
        self.shown += 1
        if look[1] is not _DELETED:
            paragraph.letters += len(text)
        if paragraph.add(text, look):
            self.allowance.pieces.spend()

    def begin_outside(self) -> ParagraphInText | None:
        """A paragraph for text that stands in none; else such text is passed over."""
        return None

    def look(self) -> Look:
        """What text is here beside its letters."""
        if self._look is not None:
            return self._look
        story = self.story
        control = story.controls[-1].make() if story.controls else None
        if authors := story.deleted or story.inserted:
            change = _DELETED if story.deleted else _INSERTED
            look = (control, change, authors[next(reversed(authors))], *self.appearance())
        else:
            look = (control, _NONE, "", *self.appearance())
        self._look = look
        return look

    def appearance(self) -> tuple[bool, bool, bool]:
        """Whether text is struck through, hidden, and set off here."""
        return False, False, False

    # Controls, changes, shapes

    def begin_control(self, control: OpenControl) -> None:
        self.allowance.things.spend()
        self._controls += 1
        control.number, control.shown = self._controls, self.shown
        self.story.controls.append(control)
        self._look = None

    def end_control(self, control: OpenControl, shown: str = "") -> None:
        """End a control, which shows this, or the sign of a box, if nothing stands in it."""
        if control.shown == self.shown and (sign := shown or control.sign()):
            self.put(sign, (control.make(), *self.look()[1:]))
        controls = self.story.controls
        if controls and controls[-1] is control:
            controls.pop()
        elif control in controls:
            controls.remove(control)
        self._look = None

    def begin_change(self, key: object, change: Change, author: str) -> None:
        (self.story.deleted if change is _DELETED else self.story.inserted)[key] = author
        self._look = None

    def end_change(self, key: object) -> None:
        self.story.deleted.pop(key, None)
        self.story.inserted.pop(key, None)
        self._look = None

    def keep_box(self, text: str) -> None:
        """The text of a shape, apart from the paragraph in which it is anchored."""
        if text.strip():
            self.shown += 1
            self.boxes.append(text)
            self.allowance.things.spend()
            self.allowance.letters.spend(len(text))

    def keep_picture(self, reference: str) -> None:
        self.shown += 1
        self.pictures.append(reference)
        if self.paragraph is not None:
            self.paragraph.pictures += 1
        self.allowance.things.spend()

    def note_drawn(self) -> None:
        """A shape or picture is anchored here."""
        if self.paragraph is not None:
            self.paragraph.drawn = True

    def place(self) -> Place:
        """Where the reading stands."""
        paragraph = self.paragraph or self._levels[-1].unended
        return self.story, self.story.finished + 1, paragraph.letters if paragraph else 0
